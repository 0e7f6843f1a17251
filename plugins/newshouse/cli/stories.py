"""``newshouse story``: show, why, split, merge, undo."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from newshouse.cli.source import print_json, warehouse
from newshouse.stages.link import Decision, merge_stories, show_story, split_story, undo, why
from newshouse.warehouse import working

story_app = typer.Typer(no_args_is_help=True, help="Look at stories, and decide where the machine is wrong.")

Story = Annotated[UUID, typer.Argument(help="A story's id, former ones too.")]
Article = Annotated[UUID, typer.Argument(help="An article's id.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for those who come after.")]
Who = Annotated[str, typer.Option("--who", help="Who decides; without it the name of the user.")]


@story_app.command("show")
def show(story: Story) -> None:
    """Print a story with its articles, copies, former ids and people's decisions."""
    with warehouse() as engine, working(engine) as connection:
        print_json(show_story(connection, story))


@story_app.command("why")
def explain(article: Article, other: Article) -> None:
    """Print what links two articles, or why nothing does."""
    with warehouse() as engine, working(engine) as connection:
        print_json(why(connection, article, other))


@story_app.command("merge")
def merge(stories: Annotated[list[UUID], typer.Argument(help="Two or more stories.")], why: Why, who: Who = "") -> None:
    """Make stories one. Stronger than the machine, kept through every replay."""
    with warehouse() as engine, working(engine) as connection:
        story_id = merge_stories(connection, stories, _decision(who, why))
    print_json({"story_id": story_id})


@story_app.command("split")
def split(
    story: Story,
    articles: Annotated[list[UUID], typer.Argument(help="The articles that leave it.")],
    why: Why,
    who: Who = "",
) -> None:
    """Take articles out of a story, as a story of their own. Stronger than the machine, kept through every replay."""
    with warehouse() as engine, working(engine) as connection:
        story_id = split_story(connection, story, articles, _decision(who, why))
    print_json({"story_id": story_id})


@story_app.command("undo")
def take_back(
    decision: Annotated[UUID, typer.Argument(help="The decision_id that 'story show' prints.")],
    why: Why,
    who: Who = "",
) -> None:
    """Take a decision back; it stays on record."""
    with warehouse() as engine, working(engine) as connection:
        count = undo(connection, decision, _decision(who, why))
    print_json({"pairs": count})


def _decision(who: str, why: str) -> Decision:
    return Decision(decided_by=who or getpass.getuser(), decided_at=datetime.now(UTC), reason=why)
