"""``newshouse feeds``: add, list, remove, import, export, discover."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from newshouse.cli.source import print_json, settings, taken, warehouse
from newshouse.errors import RejectError
from newshouse.feeds import FeedSource, read_opml, write_opml
from newshouse.stages.finding import find_feeds, read_feed
from newshouse.stages.registry import Added, NewFeed, add_feeds, list_feeds, pause_feed, remove_feed, resume_feed
from newshouse.warehouse import working

feeds_app = typer.Typer(no_args_is_help=True, help="The feed registry.")

Address = Annotated[str, typer.Argument(help="The address of a registered feed.")]


@feeds_app.command("add")
def add(
    urls: Annotated[list[str], typer.Argument(help="Addresses of feeds, or of pages whose feeds are looked for.")],
    yes: Annotated[bool, typer.Option("--yes", help="Take all feeds that a page offers, without asking.")] = False,
    untried: Annotated[
        bool, typer.Option("--untried", help="Register the addresses without asking them first.")
    ] = False,
) -> None:
    """Register feeds. A page's address registers the feeds it offers."""
    chosen = [NewFeed(url) for url in urls] if untried else [feed for url in urls for feed in _feeds_at(url, yes)]
    with warehouse() as engine:
        _report(add_feeds(engine, chosen, datetime.now(UTC)))


@feeds_app.command("discover")
def discover_feeds(url: Annotated[str, typer.Argument(help="The address of a page.")]) -> None:
    """Print the feeds that a page declares or links to, else those at usual addresses, and the site's news sitemaps.

    JSON lines.
    """
    snapshot = taken(url, None, feed=False)
    for found in find_feeds(settings(), snapshot):
        print_json(found)


@feeds_app.command("list")
def list_all() -> None:
    """Print the registered feeds as JSON lines."""
    with warehouse() as engine:
        for row in list_feeds(engine):
            print_json(dict(row._mapping))


@feeds_app.command("remove")
def remove(urls: Annotated[list[str], typer.Argument(help="Addresses of feeds.")]) -> None:
    """Stop polling feeds; what they brought stays."""
    with warehouse() as engine:
        unknown = [url for url in urls if not remove_feed(engine, url, datetime.now(UTC))]
    if unknown:
        raise RejectError("not_registered", f"{', '.join(unknown)}: see 'newshouse feeds list'")


@feeds_app.command("pause")
def pause(url: Address, why: Annotated[str, typer.Option("--why", help="The reason, shown beside it.")]) -> None:
    """Poll a feed no more until it is resumed."""
    with warehouse() as engine, working(engine) as connection:
        _known(url, pause_feed(connection, url, why, datetime.now(UTC)))


@feeds_app.command("resume")
def resume(url: Address) -> None:
    """Poll a paused feed again, at once. Also one that paused itself because its server said it is gone."""
    with warehouse() as engine, working(engine) as connection:
        _known(url, resume_feed(connection, url, datetime.now(UTC)))


@feeds_app.command("import")
def import_opml(files: Annotated[list[Path], typer.Argument(help="OPML files.")]) -> None:
    """Register the feeds of OPML lists. Lines that give no feed are named; the others are taken."""
    sources = [source for file in files for source in _sources(file)]
    if not sources:
        raise RejectError("no_feeds", "no list names a feed")
    with warehouse() as engine:
        feeds = [NewFeed(one.url, one.title, one.category, one.home_url) for one in sources]
        _report(add_feeds(engine, feeds, datetime.now(UTC)))


@feeds_app.command("export")
def export_opml(
    file: Annotated[Path | None, typer.Argument(help="Where to; without it, standard output.")] = None,
) -> None:
    """Write the registered feeds as OPML 2.0."""
    with warehouse() as engine:
        rows = list_feeds(engine)
    body = write_opml(FeedSource(row.url, row.title, row.category, row.home_url, row.language) for row in rows)
    if file is None:
        sys.stdout.buffer.write(body)
        return
    try:
        file.write_bytes(body)
    except OSError as error:
        raise RejectError("unwritable_file", f"{file}: {error.strerror or error}") from error


def _sources(file: Path) -> list[FeedSource]:
    try:
        sources, errors = read_opml(file.read_bytes())
    except OSError as error:
        raise RejectError("unreadable_file", f"{file}: {error.strerror or error}") from error
    except RejectError as error:
        raise RejectError(error.reason, f"{file}: {error.detail}") from error
    for line in errors:
        sys.stderr.write(f"{file}, line {line.line}: {line.reason}\n")
    return sources


def _known(url: str, was_known: bool) -> None:
    if not was_known:
        raise RejectError("not_registered", f"{url}: see 'newshouse feeds list'")


def _feeds_at(url: str, yes: bool) -> list[NewFeed]:
    """The feed at ``url``, or those that the page there offers. Raises RejectError when there are none."""
    loaded = settings()
    snapshot = taken(url, None, feed=True)
    feed = read_feed(loaded, snapshot)
    if feed is not None:
        return [NewFeed(snapshot.url, feed.title, home_url=feed.home_url)]
    found = find_feeds(loaded, snapshot)
    offered = [one for one in found if one.kind != "news_sitemap"] or found
    chosen = [found for found in offered if yes or typer.confirm(f"Add {found.url} ({found.title or 'no title'})?")]
    if not offered:
        raise RejectError("no_feeds", f"{url} is no feed and offers none")
    return [NewFeed(found.url, found.title, home_url=url) for found in chosen]


def _report(added: Added) -> None:
    sys.stdout.write(f"{added.added} added, {added.known} known before, {len(added.refused)} refused\n")
    for url, reason in added.refused:
        sys.stderr.write(f"{url}: {reason}\n")
