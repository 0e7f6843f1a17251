"""The ``newshouse`` command. Bad input ends with a one-line reason and exit code 2, a fault of ours with 1."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from newshouse.cli import source
from newshouse.cli.doctor import doctor
from newshouse.cli.export import export
from newshouse.cli.feeds import feeds_app
from newshouse.cli.forget import forget
from newshouse.cli.looks import try_feed, try_page, try_stories
from newshouse.cli.migrate import migrate
from newshouse.cli.rebuild import rebuild
from newshouse.cli.replay import replay
from newshouse.cli.run import run
from newshouse.cli.stories import story_app
from newshouse.cli.up import stop, up
from newshouse.cli.verify import verify
from newshouse.errors import FatalError, ItemError, SettingsError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The world's news in one warehouse where each story stands once.",
)


@app.callback()
def common(
    demo: Annotated[bool, typer.Option("--demo", help="Before any command: on the warehouse of the demo.")] = False,
) -> None:
    """The world's news in one warehouse where each story stands once."""
    source.of_demo = demo


for command in (run, up, stop, doctor, migrate, replay, verify, rebuild, export, forget):
    app.command()(command)
app.add_typer(feeds_app, name="feeds")
app.add_typer(story_app, name="story")
app.command("try-feed")(try_feed)
app.command("try-page")(try_page)
app.command("try-stories")(try_stories)


def main() -> None:
    """The entry point: turns stated errors into one line and an exit code."""
    try:
        app()
    except (ItemError, SettingsError) as error:
        sys.exit(_said(error, 2))
    except FatalError as error:
        sys.exit(_said(error, 1))


def _said(error: Exception, code: int) -> int:
    sys.stderr.write(f"newshouse: {' '.join(str(error).split())}\n")
    return code
