"""A real browser for tests: Chromium where the machine has one, and what must be true of every page in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from web.browsing import WHO

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# What a page of ours may hold. Anything else came out of a string that was not escaped.
STRANGE = """() => {
  const FORBIDDEN = new Set(["iframe", "object", "embed", "img", "style", "base", "video", "audio", "foreignobject",
    "set", "animate", "use", "math", "marquee", "textarea", "template", "image", "source", "frame", "applet"]);
  const own = (url) => url.startsWith(location.origin + "/") || /^https?:/.test(url);
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    const name = element.tagName.toLowerCase();
    if (FORBIDDEN.has(name)) found.push(name);
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith("on") || attribute.name === "style" || attribute.name === "srcdoc") {
        found.push(`${name} ${attribute.name}`);
      }
    }
    if (name === "a" && !own(element.href)) found.push(`link to ${element.href.slice(0, 80)}`);
    if (name === "form" && !element.action.startsWith(location.origin + "/newshouse/")) found.push("form to elsewhere");
  }
  const scripts = [...document.scripts].map((script) => script.getAttribute("src"));
  if (scripts.length !== 1 || scripts[0] !== "/newshouse/static/newshouse.js") found.push(`scripts ${scripts}`);
  if (document.querySelectorAll("main, header, h1").length !== 3) found.push("not one main, header and h1");
  if (document.body.children.length !== 3) found.push(`${document.body.children.length} elements in body`);
  return found;
}"""


def program() -> str | None:
    """Where Chromium is; None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page whose every alarm is kept: dialogs, errors, refusals by the policy, requests to elsewhere."""

    page: Page
    address: str
    alarms: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.alarms.append(f"error: {error}"))
        self.page.on("console", self._said)
        self.page.on("request", lambda request: self._asked(request.url))

    def open(self, path: str) -> None:
        """Go to one of our pages and look at it closely."""
        url = path if path.startswith("http") else self.address + path
        before = len(self.alarms)
        answer = self.page.goto(url, wait_until="load")
        if answer is None or answer.status != 200:
            self.alarms.append(f"status {answer.status if answer else None}")
        self.alarms += self.page.evaluate(STRANGE)
        self.alarms[before:] = [f"{path[:120]}: {alarm}" for alarm in self.alarms[before:]]

    def _dialog(self, dialog: Any) -> None:
        self.alarms.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.alarms.append(f"console: {message.text[:300]}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address + "/", "data:,")):
            self.alarms.append(f"request: {url[:200]}")


def opened(context: BrowserContext, address: str) -> Watched:
    """A watched page of ``context``."""
    return Watched(context.new_page(), address)


def as_anna(browser: Browser, **options: Any) -> BrowserContext:
    """A context whose requests all come from somebody who may change things."""
    return browser.new_context(extra_http_headers={WHO: "anna"}, **options)
