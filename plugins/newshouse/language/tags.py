"""BCP 47 language tags as they are met in the wild. Pure.

One code for one language: where detectors and publishers use several (``iw`` and ``he``, ``nb`` and ``no``), the
one most publishers declare. Variants that no reader would file apart go under their macrolanguage (``arz`` under
``ar``). Serbian is ``sr`` in both scripts. Only Chinese keeps its script, because its readers need it.
"""

from __future__ import annotations

import re
from functools import lru_cache

UNDETERMINED = "und"

_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{1,8})*)(?:\.[A-Za-z0-9-]+)?(?:@\w+)?")
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis", "xx", "xxx", "un"})
_SAME = {
    # withdrawn codes
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr", "scc": "sr", "scr": "hr", "bh": "bho",
    # one language, several codes
    "nb": "no", "fil": "tl", "prs": "fa", "pes": "fa", "swh": "sw", "grc": "el", "hbo": "he", "gug": "gn", "kik": "ki",
    # under their macrolanguage
    "arb": "ar", "arz": "ar", "ary": "ar", "cmn": "zh", "wuu": "zh", "ckb": "ku", "kmr": "ku", "sdh": "ku",
    "uzs": "uz", "uzn": "uz", "azj": "az", "azb": "az", "fuv": "ff", "zsm": "ms", "ekk": "et", "lvs": "lv",
    "khk": "mn", "plt": "mg", "als": "sq", "npi": "ne", "ory": "or", "gom": "kok", "pnb": "pa", "ydd": "yi",
    # ISO 639-2 and -3, as Open Graph and old templates write them
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "por": "pt", "ita": "it",
    "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "tur": "tr", "pol": "pl",
    "ukr": "uk", "nld": "nl", "dut": "nl", "swe": "sv", "nor": "no", "dan": "da", "fin": "fi", "ell": "el",
    "gre": "el", "ces": "cs", "cze": "cs", "ron": "ro", "rum": "ro", "hun": "hu", "srp": "sr", "hrv": "hr",
    "bos": "bs", "slv": "sl", "slk": "sk", "slo": "sk", "bul": "bg", "hin": "hi", "heb": "he", "fas": "fa",
    "per": "fa", "vie": "vi", "ind": "id", "cat": "ca", "eus": "eu", "baq": "eu", "glg": "gl",
}  # fmt: skip


def normal_tag(raw: str) -> str | None:
    """The tag in BCP 47's own spelling: ``en_US.UTF-8`` -> ``en-US``. None when it names no language."""
    match = _TAG.fullmatch(raw.strip())
    if match is None or match[1].lower() in _NO_LANGUAGE:
        return None
    subtags = [part for part in re.split(r"[-_]", match[2]) if part]
    return "-".join([match[1].lower(), *map(_cased, subtags)])


@lru_cache(maxsize=4_096)  # a text asks for it some hundred times, for every language that a detector knows
def primary_language(tag: str) -> str:
    """The language without region or script, under this project's code: ``pt-BR`` -> ``pt``, ``nb`` -> ``no``."""
    primary = tag.replace("_", "-").partition("-")[0].lower()
    return _SAME.get(primary, primary)


def chinese_script(tag: str) -> str | None:
    """``Hans`` or ``Hant`` where a Chinese tag says or implies it (``zh-TW``), else None."""
    subtags = {part.lower() for part in re.split(r"[-_]", tag)[1:]}
    if subtags & {"hant", "tw", "hk", "mo"}:
        return "Hant"
    return "Hans" if subtags & {"hans", "cn", "sg", "my"} else None


def _cased(subtag: str) -> str:
    if len(subtag) == 2 and subtag.isalpha():
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()
