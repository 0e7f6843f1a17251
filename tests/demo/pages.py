"""Pages: an article, poured into its outlet's layout. Pure but for reading layouts/*.html once.

Every text is escaped on its way into a template; what the templates take as ``$...`` is HTML already.
"""

from __future__ import annotations

import functools
import html
import json
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from string import Template

from demo.desk import HERE
from demo.model import Article, Desk, Outlet, Revision

RELATED_COUNT = 5


def article_page(desk: Desk, article: Article, base_url: str, clock: datetime) -> str:
    """The article's page as HTML at ``clock``. ``base_url`` is the outlet's own, without a slash at the end."""
    outlet = desk.outlet(article.outlet)
    if article.hidden_by == "consent":
        return _consent_page(desk, outlet)
    revision = article.revision(clock)
    shown = revision.paragraphs[:1] if article.hidden_by == "paywall" else revision.paragraphs
    body = "\n".join(outlet.paragraph.format(_escape(text)) for text in shown)
    if article.hidden_by == "paywall":
        body += f'\n<div class="paywall"><p>{_label(desk, outlet, "paywall")}</p></div>'
    values = _frame(desk, outlet) | {
        "title": _escape(revision.title),
        "section": _escape(article.section),
        "authors": _escape(", ".join(article.authors)),
        "published_iso": local_time(outlet, article.published_at).isoformat(),
        "published_text": _escape(local_time(outlet, article.published_at).strftime(outlet.date_format)),
        "head": _head(outlet, article, revision, base_url),
        "body": body,
        "related": _related([item for item in desk.of(outlet, clock) if item is not article], clock),
    }
    return _layout(outlet.key).substitute(values)


def home_page(desk: Desk, outlet: Outlet, clock: datetime) -> str:
    """The outlet's front page: feeds announced, headlines linked."""
    feeds = "".join(
        f'<link rel="alternate" type="{FEED_TYPES[feed.format]}" href="{_escape(feed.path)}">' for feed in outlet.feeds
    )
    return (
        f'<!DOCTYPE html><html lang="{outlet.language}"><head><meta charset="{outlet.charset}">'
        f"<title>{_escape(outlet.title)}</title>{feeds}</head><body><h1>{_escape(outlet.title)}</h1>"
        f"<p>{_escape(outlet.tagline)}</p><ul>{_related(desk.of(outlet, clock), clock, count=30)}</ul>"
        "<p>Part of a demo newsroom: outlets, people and events are invented.</p></body></html>"
    )


FEED_TYPES = {
    "rss20": "application/rss+xml",
    "rss091": "text/xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
}


def local_time(outlet: Outlet, at: datetime) -> datetime:
    """The moment in the outlet's own zone."""
    return at.astimezone(timezone(timedelta(hours=outlet.utc_offset_h)))


def summary(revision: Revision, limit: int = 200) -> str:
    """The first paragraph, cut at a word (or a character, in scripts without gaps) to ``limit`` characters."""
    text = revision.paragraphs[0]
    if len(text) <= limit:
        return text
    cut = text[:limit].rsplit(" ", 1)[0]
    return f"{cut}…"


@functools.cache
def _layout(key: str) -> Template:
    return Template((HERE / "layouts" / f"{key}.html").read_text(encoding="utf-8"))


def _escape(text: str) -> str:
    return html.escape(text, quote=True)


def _label(desk: Desk, outlet: Outlet, name: str) -> str:
    return _escape(str(desk.labels[outlet.language][name]))


def _frame(desk: Desk, outlet: Outlet) -> dict[str, str]:
    """What is the same on every page of the outlet."""
    labels = desk.labels[outlet.language]
    menu = "".join(
        f'<li><a href="/section/{place}">{_escape(name)}</a></li>' for place, name in enumerate(labels["menu"])
    )
    comments = "".join(f'<li class="comment"><p>{_escape(text)}</p></li>' for text in labels["comment"])
    named = {name: _label(desk, outlet, name) for name in ("newsletter", "consent", "accept", "by", "footer")}
    return named | {
        "lang": outlet.language,
        "site": _escape(outlet.title),
        "tagline": _escape(outlet.tagline),
        "menu": menu,
        "comments": comments,
        "related_title": _label(desk, outlet, "related"),
        "popular_title": _label(desk, outlet, "popular"),
        "comments_title": _label(desk, outlet, "comments"),
    }


def _related(articles: Iterable[Article], clock: datetime, count: int = RELATED_COUNT) -> str:
    links = [(item.path, item.revision(clock).title) for item in articles if not item.hidden_by][:count]
    return "".join(f'<li><a href="{_escape(path)}">{_escape(title)}</a></li>' for path, title in links)


def _consent_page(desk: Desk, outlet: Outlet) -> str:
    consent, accept = _label(desk, outlet, "consent"), _label(desk, outlet, "accept")
    return (
        f'<!DOCTYPE html><html lang="{outlet.language}"><head><meta charset="{outlet.charset}">'
        f"<title>{_escape(outlet.title)}</title></head><body><div id='consent' role='dialog'><p>{consent}</p>"
        f"<button>{accept}</button></div></body></html>"
    )


def _head(outlet: Outlet, article: Article, revision: Revision, base_url: str) -> str:
    url = _escape(base_url + article.path)
    published = local_time(outlet, article.published_at).isoformat()
    title, about = _escape(revision.title), _escape(summary(revision))
    lines = {
        "canonical": f'<link rel="canonical" href="{url}">',
        "description": f'<meta name="description" content="{about}">',
        "author": f'<meta name="author" content="{_escape(", ".join(article.authors))}">',
        "date": f'<meta name="date" content="{published}">',
        "og": f'<meta property="og:type" content="article">\n<meta property="og:title" content="{title}">\n'
        f'<meta property="og:url" content="{url}">\n<meta property="og:site_name" content="{_escape(outlet.title)}">\n'
        f'<meta property="article:published_time" content="{published}">',
    }
    charset = [f'<meta charset="{outlet.charset}">'] if outlet.charset_in == "meta" else []
    parts = (
        charset + [lines[name] for name in outlet.meta] + _json_ld(outlet, article, revision, base_url + article.path)
    )
    return "\n".join(parts)


def _json_ld(outlet: Outlet, article: Article, revision: Revision, url: str) -> list[str]:
    if outlet.json_ld == "none":
        return []
    organisation = {"@type": "NewsMediaOrganization", "name": outlet.title}
    data: dict[str, object] = {"@type": "NewsArticle", "headline": revision.title}
    if outlet.json_ld != "sparse":
        data |= {
            "url": url,
            "mainEntityOfPage": url,
            "inLanguage": outlet.language,
            "articleSection": article.section,
            "datePublished": local_time(outlet, article.published_at).isoformat(),
            "dateModified": local_time(outlet, revision.at).isoformat(),
            "author": [{"@type": "Person", "name": name} for name in article.authors],
            "publisher": organisation,
            "isAccessibleForFree": article.hidden_by != "paywall",
        }
    if outlet.json_ld == "graph":
        data = {"@graph": [organisation, {"@type": "WebPage", "url": url}, data]}
    text = json.dumps({"@context": "https://schema.org"} | data, ensure_ascii=False).replace("</", "<\\/")
    if outlet.json_ld == "broken":
        text = text[:-1] + ",}"  # a trailing comma, as templates leave them
    return [f'<script type="application/ld+json">{text}</script>']
