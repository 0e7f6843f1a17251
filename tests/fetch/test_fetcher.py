from __future__ import annotations

import asyncio
import gzip
import logging
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from fetch.serving import POLICY, failure, redirect, run, site_and_fetcher
from newshouse.content import decoded
from newshouse.errors import RejectError, TransientError
from newshouse.fetch import Fetcher, FetchPolicy, HostMemory, RobotsFile
from newshouse.settings import Settings


def test_a_page_comes_back_as_sent() -> None:
    body = gzip.compress(b"<p>news</p>")
    page = web.Response(body=body, headers={"Content-Encoding": "gzip", "X-A": "1", "ETag": '"v1"'})

    async def scenario() -> None:
        async with site_and_fetcher({"/a": page}) as (site, fetcher):
            before = datetime.now(UTC)
            snapshot = await fetcher.get(site.url("/a?utm_source=x#top"))
            assert (snapshot.status, snapshot.payload, snapshot.header("etag")) == (200, body, '"v1"')
            assert snapshot.url == site.url("/a?utm_source=x#top")
            assert snapshot.final_url == site.url("/a?utm_source=x")
            assert before <= snapshot.fetched_at <= datetime.now(UTC)
            assert 0 < snapshot.elapsed_s < 5
            assert decoded(snapshot, 1000) == b"<p>news</p>"
            sent = dict(site.asked[0].headers)
            assert dict(snapshot.request_headers) == sent
            assert sent["Accept-Encoding"] == "gzip, deflate"
            assert "Cookie" not in sent

    run(scenario)


def test_an_unchanged_page_is_not_sent_again() -> None:
    def conditional(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match") == '"v1"' and "If-Modified-Since" in request.headers
        return web.Response(status=304, headers={"ETag": '"v1"'}) if known else web.Response(text="new")

    async def scenario() -> None:
        async with site_and_fetcher({"/a": conditional}) as (site, fetcher):
            assert (await fetcher.get(site.url("/a"))).status == 200
            again = await fetcher.get(site.url("/a"), '"v1"', "Mon, 02 Mar 2026 06:00:00 GMT")
            assert (again.status, again.payload) == (304, b"")

    run(scenario)


@pytest.mark.parametrize("validator", ["a\r\nX-Evil: 1", "\0", "é", "\ud800", "x" * 5000, ""])
def test_a_hostile_validator_is_left_out(validator: str) -> None:
    async def scenario() -> None:
        async with site_and_fetcher({"/a": "hello"}) as (site, fetcher):
            assert (await fetcher.get(site.url("/a"), validator, validator)).status == 200
            assert not {"If-None-Match", "If-Modified-Since", "X-Evil"} & set(site.asked[0].headers)

    run(scenario)


def test_cookies_are_not_kept() -> None:
    async def scenario() -> None:
        page = web.Response(text="x", headers={"Set-Cookie": "id=7; Path=/"})
        async with site_and_fetcher({"/a": page, "/b": redirect("/a")}) as (site, fetcher):
            for path in ("/a", "/a", "/b"):
                await fetcher.get(site.url(path))
            assert not any("Cookie" in request.headers for request in site.asked)

    run(scenario)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")

    async def scenario() -> None:
        async with site_and_fetcher({"/a": "x"}) as (site, fetcher):
            assert (await fetcher.get(site.url("/a"))).status == 200

    run(scenario)


def test_redirects_are_followed_and_told() -> None:
    answers = {"/a": redirect("/b?x=1", 301), "/b": redirect("//other.localhost:{port}/ü", 307), "/%C3%BC": "arrived"}

    async def scenario() -> None:
        async with site_and_fetcher(dict(answers)) as (site, fetcher):
            site.answers["/b"] = redirect(f"//other.localhost:{site.port}/ü", 307)
            snapshot = await fetcher.get(site.url("/a"))
            end = site.url("/%C3%BC", "other.localhost")
            assert (snapshot.payload, snapshot.final_url) == (b"arrived", end)
            assert snapshot.redirects == ((301, site.url("/b?x=1")), (307, end))
            assert snapshot.url == site.url("/a")

    run(scenario)


def test_redirects_end() -> None:
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(9)} | {
        "/self": redirect("/self"),
        "/ping": redirect("/pong"),
        "/pong": redirect("/ping"),
        "/5": "five hops from /0",
        "/file": redirect("file:///etc/passwd"),
        "/script": redirect("JavaScript:alert(1)"),
        "/ftp": redirect("ftp://example.com/"),
        "/bad": redirect("http://[::1"),
        "/none": web.Response(status=302),
        "/300": web.Response(status=300, headers={"Location": "/5"}),
    }

    async def scenario() -> None:
        async with site_and_fetcher(answers) as (site, fetcher):
            assert len((await fetcher.get(site.url("/0"))).redirects) == 5
            site.answers["/5"] = redirect("/6")
            for path, reason in {
                "/0": "too_many_redirects", "/self": "redirect_loop", "/ping": "redirect_loop", "/file": "bad_scheme",
                "/script": "bad_scheme", "/ftp": "bad_scheme", "/bad": "bad_url", "/none": "http_302",
                "/300": "http_300",
            }.items():  # fmt: skip
                error = await failure(fetcher, site.url(path))
                assert (error.reason, type(error)) == (reason, RejectError)
            assert site.paths.count("/5") == 2

    run(scenario)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_refusals_are_final(status: int) -> None:
    async def scenario() -> None:
        async with site_and_fetcher({"/a": web.Response(status=status)}) as (site, fetcher):
            error = await failure(fetcher, site.url("/a"))
            assert (type(error), error.reason) == (RejectError, f"http_{status}")

    run(scenario)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_troubles_are_for_later(status: int) -> None:
    async def scenario() -> None:
        answer = web.Response(status=status, headers={"Retry-After": "120"})
        async with site_and_fetcher({"/a": answer}) as (site, fetcher):
            error = await failure(fetcher, site.url("/a"))
            assert isinstance(error, TransientError)
            assert (error.reason, error.retry_after_s) == (f"http_{status}", 120)

    run(scenario)


def test_retry_after_holds_the_host_and_nobody_else() -> None:
    async def scenario() -> None:
        answers = {"/a": web.Response(status=429, headers={"Retry-After": "3600"}), "/b": "b"}
        async with site_and_fetcher(answers) as (site, fetcher):
            await failure(fetcher, site.url("/a"))
            error = await failure(fetcher, site.url("/b"))
            assert isinstance(error, TransientError)
            assert error.reason == "host_held"
            assert error.retry_after_s == pytest.approx(3600, abs=5)
            assert (await fetcher.get(site.url("/b", "other.localhost"))).status == 200
            memory = fetcher.memory()
        assert list(memory.held_until) == [f"site.localhost:{site.port}"]
        async with Fetcher(POLICY, memory) as later:
            assert (await failure(later, site.url("/b"))).reason == "host_held"
        assert len(site.asked) == 2

    run(scenario)


def test_a_hold_that_is_over_is_forgotten() -> None:
    async def scenario() -> None:
        async with site_and_fetcher({"/a": "x"}) as (site, _):
            over = HostMemory({f"site.localhost:{site.port}": datetime.now(UTC) - timedelta(seconds=1)})
            async with Fetcher(POLICY, over) as fetcher:
                assert (await fetcher.get(site.url("/a"))).status == 200
                assert not fetcher.memory().held_until

    run(scenario)


def test_one_start_per_interval_and_host() -> None:
    starts: dict[str, list[float]] = {}

    def note(request: web.Request) -> web.Response:
        starts.setdefault(request.host, []).append(time.monotonic())
        return web.Response(text="x")

    async def scenario() -> None:
        async with site_and_fetcher({"/a": note}, host_interval_s=0.1) as (site, fetcher):
            urls = [site.url("/a", f"h{n % 5}.localhost") for n in range(20)]
            began = time.monotonic()
            await asyncio.gather(*(fetcher.get(url) for url in urls))
            assert time.monotonic() - began < 1.5  # hosts don't wait for each other
        for times in starts.values():
            assert len(times) == 4
            # Seen by the server, which may be late by some of it on a busy machine.
            assert all(later - earlier > 0.05 for earlier, later in pairwise(times))
            assert times[-1] - times[0] > 0.25

    run(scenario)


def test_no_more_connections_per_host_than_promised() -> None:
    open_now, most = 0, 0

    async def slow(_: web.Request) -> web.Response:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.05)
        open_now -= 1
        return web.Response(text="x")

    async def scenario() -> None:
        async with site_and_fetcher({"/a": slow}, host_connections=2) as (site, fetcher):
            await asyncio.gather(*(fetcher.get(site.url("/a")) for _ in range(8)))
        assert most == 2

    run(scenario)


def test_who_would_wait_too_long_is_deferred() -> None:
    async def scenario() -> None:
        async with site_and_fetcher({"/a": "x"}, host_interval_s=0.3, max_wait_s=0.5) as (site, fetcher):
            outcomes = await asyncio.gather(*(fetcher.get(site.url("/a")) for _ in range(6)), return_exceptions=True)
            busy = [outcome for outcome in outcomes if isinstance(outcome, TransientError)]
            assert [error.reason for error in busy] == ["host_busy"] * 4

    run(scenario)


def test_a_redirect_within_a_crowded_host_is_not_sent_to_the_end_of_the_line() -> None:
    async def scenario() -> None:
        answers = {f"/{n}": redirect(f"/{n}/end") for n in range(6)} | {f"/{n}/end": "x" for n in range(6)}
        async with site_and_fetcher(answers, host_interval_s=0.02, deadline_s=0.5) as (site, fetcher):
            await asyncio.gather(*(fetcher.get(site.url(f"/{n}")) for n in range(6)))
            assert site.paths.index("/0/end") < 4

    run(scenario)


ROBOTS = "User-agent: *\nDisallow: /private\nCrawl-delay: 0.2\n\nUser-agent: newshouse-other\nDisallow: /\n"


def test_robots_rules_are_obeyed_and_asked_for_once() -> None:
    async def scenario() -> None:
        answers = {"/robots.txt": ROBOTS, "/a": "x", "/b": redirect("/private/x"), "/private/x": "secret"}
        async with site_and_fetcher(answers, obey_robots=True) as (site, fetcher):
            began = time.monotonic()
            await asyncio.gather(*(fetcher.get(site.url("/a")) for _ in range(3)))
            assert time.monotonic() - began > 0.39  # the crawl-delay
            for path in ("/private/x", "/b"):
                error = await failure(fetcher, site.url(path))
                assert (type(error), error.reason) == (RejectError, "robots")
            assert site.paths.count("/robots.txt") == 1
            assert "/private/x" not in site.paths
            memory = fetcher.memory()
        assert [file.status for file in memory.robots] == [200]
        async with Fetcher(POLICY, HostMemory({}, memory.robots)):
            pass

    run(scenario)


def test_a_remembered_robots_file_is_not_asked_for_again_for_a_day() -> None:
    async def scenario() -> None:
        async with site_and_fetcher({"/robots.txt": "", "/a": "x"}) as (site, _):
            origin = site.url("")
            for hours, asked in ((23, False), (25, True)):
                then = datetime.now(UTC) - timedelta(hours=hours)
                known = HostMemory({}, (RobotsFile(origin, then, 200, "User-agent: *\nDisallow: /b"),))
                async with Fetcher(FetchPolicy(allow_loopback=True, host_interval_s=0), known) as fetcher:
                    await fetcher.get(site.url("/a"))
                assert ("/robots.txt" in site.paths) is asked

    run(scenario)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, True), (204, True), (401, True), (403, True), (404, True), (429, False), (500, False), (503, False)],
)
def test_what_the_answer_to_robots_means(status: int, allowed: bool) -> None:
    async def scenario() -> None:
        async with site_and_fetcher({"/robots.txt": web.Response(status=status), "/a": "x"}, obey_robots=True) as (
            site,
            fetcher,
        ):
            if allowed:
                assert (await fetcher.get(site.url("/a"))).status == 200
            else:
                error = await failure(fetcher, site.url("/a"))
                assert (type(error), error.reason) == (TransientError, "robots_unreachable")
                assert "/a" not in site.paths

    run(scenario)


def test_an_old_robots_file_is_good_while_the_server_is_in_trouble() -> None:
    async def scenario() -> None:
        async with site_and_fetcher({"/robots.txt": web.Response(status=500), "/a": "x"}) as (site, _):
            old = RobotsFile(site.url(""), datetime.now(UTC) - timedelta(days=3), 200, "User-agent: *\nDisallow: /b")
            policy = FetchPolicy(allow_loopback=True, host_interval_s=0)
            async with Fetcher(policy, HostMemory({}, (old,))) as fetcher:
                assert (await fetcher.get(site.url("/a"))).status == 200
                assert (await failure(fetcher, site.url("/b"))).reason == "robots"

    run(scenario)


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("User-agent: news\nDisallow: /", True),
        ("User-agent: newshouse\nDisallow: /", False),
        ("User-agent: NewsHouse/1.0\nDisallow: /", False),
        ("User-agent: other\nUser-agent: newshouse\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: newshouse\nAllow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("\0\0garbage\nDisallow: /", True),
        ("User-agent: *\nDisallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", True),
        ("".join(f"User-agent: bot{n}\n" for n in range(15_000)) + "Disallow: /*x\n" * 15_000, True),
    ],
)  # fmt: skip
def test_robots_files_of_all_kinds(text: str, ours: bool) -> None:
    async def scenario() -> None:
        path = "/" + "a" * 3000
        async with site_and_fetcher({"/robots.txt": text, path: "x"}, obey_robots=True) as (site, fetcher):
            if ours:
                assert (await fetcher.get(site.url(path))).status == 200
            else:
                assert (await failure(fetcher, site.url(path))).reason == "robots"

    run(scenario)


def test_a_dead_host_fails_each_of_its_pages_and_nothing_else() -> None:
    async def scenario() -> None:
        async with site_and_fetcher({"/a": "x"}, obey_robots=True) as (site, fetcher):
            dead = [f"http://127.0.0.1:1/{n}" for n in range(5)]
            outcomes = await asyncio.gather(
                *(fetcher.get(url) for url in [*dead, site.url("/a")]), return_exceptions=True
            )
            assert [getattr(outcome, "reason", None) for outcome in outcomes] == ["connection"] * 5 + [None]

    run(scenario)


def test_ports() -> None:
    async def scenario() -> None:
        async with Fetcher(FetchPolicy(obey_robots=False)) as fetcher:
            for url in ("http://example.com:22/", "https://example.com:8443/", "http://93.184.216.34:6379/"):
                error = await failure(fetcher, url)
                assert (type(error), error.reason) == (RejectError, "bad_port")
        # With loopback allowed, other ports open on loopback alone.
        async with Fetcher(POLICY) as fetcher:
            assert (await failure(fetcher, "http://93.184.216.34:6379/")).reason == "bad_port"

    run(scenario)


def test_loopback_is_allowed_loudly(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        with caplog.at_level(logging.WARNING):
            async with Fetcher(POLICY), Fetcher(FetchPolicy()):
                pass
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert "NEWSHOUSE_ALLOW_LOOPBACK" in caplog.text

    run(scenario)


def test_a_name_that_is_not_there() -> None:
    async def scenario() -> None:
        async with Fetcher(POLICY, resolver=NoNames()) as fetcher:
            error = await failure(fetcher, "http://news.invalid/")
            assert (type(error), error.reason) == (TransientError, "dns")

    run(scenario)


class NoNames(AbstractResolver):
    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        raise OSError(-2, "Name or service not known")

    async def close(self) -> None:
        """Nothing is open."""


def test_settings_become_a_policy() -> None:
    settings = Settings(
        "postgresql+psycopg://x", "/a", contact="ops@example.org", host_connections=1, allow_loopback=True
    )
    pages, feeds = FetchPolicy.for_pages(settings), FetchPolicy.for_feeds(settings)
    assert pages.user_agent == feeds.user_agent
    assert pages.user_agent.startswith("newshouse/")
    assert pages.user_agent.endswith("(+ops@example.org)")
    assert (pages.host_connections, pages.allow_loopback, pages.deadline_s) == (1, True, settings.fetch_deadline_s)
    assert (pages.obey_robots, feeds.obey_robots) == (True, False)
    assert "atom" in feeds.accept
    assert "atom" not in pages.accept
