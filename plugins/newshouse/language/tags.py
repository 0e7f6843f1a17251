"""BCP 47 language tags as they are met in the wild. Pure."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*(?:\.[A-Za-z0-9-]+)?(?:@\w+)?")
_RENAMED = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
    "sh": "sr",
    "nb": "no",
    "cmn": "zh",
    "fil": "tl",
}


def normal_tag(raw: str) -> str | None:
    """``en_US.UTF-8`` -> ``en-US``. None when it is no language tag at all."""
    text = raw.strip()
    if not _TAG.fullmatch(text):
        return None
    parts = re.split(r"[-_]", re.split(r"[.@]", text)[0])
    tail = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in parts[1:]]
    return "-".join([parts[0].lower(), *tail])


def primary_language(tag: str) -> str:
    """``pt-BR`` -> ``pt``, under the code this project uses (``nb`` -> ``no``, ``iw`` -> ``he``)."""
    primary = tag.split("-")[0].lower()
    return _RENAMED.get(primary, primary)
