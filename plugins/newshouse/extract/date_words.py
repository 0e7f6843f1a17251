"""Names of meta tags and elements that hold dates, and words that say a date is a change's. Pure data."""

from __future__ import annotations

import re

PUBLISHED = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "datecreated"),
    *(
        "article:published",
        "parsely-pub-date",
        "sailthru.date",
        "publish-date",
        "publishdate",
        "publish_date",
        "pubdate",
    ),
    *("publication_date", "published_time", "published_at", "dc.date.issued", "dcterms.issued", "dcterms.created"),
    *("dc.date.created", "citation_publication_date", "article.published", "article:post_date", "uploaddate"),
    *("shareaholic:article_published_time", "bt:pubdate", "iso-8601-publish-date", "cxenseparse:publishtime"),
    *("cxenseparse:recs:publishtime", "article_date_original", "originalpublicationdate", "article.created"),
    *("publish_time", "rnews:datepublished", "firstpublished", "og:pubdate", "og:release_date", "pub_date"),
    *("article:create_date", "article:create_at", "apub:time", "dc.date.published", "dc.date.available"),
    *("publicationdate", "ptime", "first_published", "created", "vr:published_time"),
)
# Content systems fill these with the page's making or its last change: what is printed beside the headline says more.
LOOSELY_PUBLISHED = ("date", "dc.date", "dc:date", "dcterms.date")
MODIFIED = (
    *("article:modified_time", "og:updated_time", "og:modified_time", "og:article:modified_time", "datemodified"),
    *("article:modified", "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "updated_time"),
    *("shareaholic:article_modified_time", "bt:moddate"),
)
NOT_THE_ARTICLE = re.compile(
    r"comment|related|recommend|sidebar|(?<!post-)(?<!entry-)footer|teaser|widget|latest|popular", re.IGNORECASE
)
CHANGED = re.compile(
    r"updat|modif|edited|changed|aktuali[sz]|geändert|mis à jour|actuali[sz]|atualiz|aggiorn|bijgewerkt|uppdater"
    r"|oppdater|opdater|päivit|güncel|обновл|оновл|更新|수정|تحديث|ενημ",
    re.IGNORECASE,
)
DATE_NAME = re.compile(
    r"(?:^|[\s_-])(?:date|datum|datetime|timestamp|published|posted|submitted|fecha|dateline|pubdate|created)(?:$|[\s_-])"
    r"|(?:^|[\s_-])(?:post|entry|article)-?(?:meta|info|header)(?:$|[\s_-])|[a-z]Date$|(?:post|news|pub)date"
)
