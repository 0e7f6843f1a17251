"""Text by script: one normal form, tokens, the hash that tells a new revision. Pure, no I/O.

Everything that compares texts goes through here, so that two stages never disagree on what a word is.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Sequence

_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u0859-\u085b"
    "\u08d3-\u08e1\u08e3-\u0963\u0971-\u0dff\u135d-\u135f\u1712-\u1714\u180b-\u180d\u18a9\u1920-\u193b\u1b00-\u1b44"
)
_HAN_KANA = "\u3005-\u3007\u3031-\u3035\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_KANA += "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
_SOUTH_EAST = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3\u17dc-\u17dd"
_TIBETAN = "\u0f00\u0f40-\u0fbc"
_TOKEN = re.compile(
    f"(?P<han>[{_HAN_KANA}]+)|(?P<south_east>[{_SOUTH_EAST}{_TIBETAN}]+)"
    f"|(?:[^\\W_{_HAN_KANA}{_SOUTH_EAST}{_TIBETAN}]|[{_MARKS}])+"
)
_NO_PLAIN_WORDS = re.compile(f"[{_HAN_KANA}{_SOUTH_EAST}{_TIBETAN}{_MARKS}]")
_PLAIN_TOKEN = re.compile(r"[^\W_]+")  # the same as _TOKEN, and faster, where none of those occurs
_UNGAPPED = re.compile(f"[{_HAN_KANA}{_SOUTH_EAST}{_TIBETAN}]")
_HAN_OR_KANA = re.compile(f"[{_HAN_KANA}]")
_ASCII_TOKEN = re.compile(r"[a-z0-9]+")

# Invisible: soft hyphen, zero-width space and joiners' kin, direction marks, BOM, variation selectors; Arabic tatweel
# and vowel signs, Hebrew points: written or left out at will. The zero-width joiners themselves carry meaning in
# Indic scripts and Persian but are as often lost on the way, so they go too.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\u0640\u064b-\u0652\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u2035\u02bc\u02b9\uff07\u00b4`"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f\uff02"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
_PLAIN = dict.fromkeys(_SINGLE_QUOTES, "'") | dict.fromkeys(_DOUBLE_QUOTES, '"') | dict.fromkeys(_DASHES, "-")
_PUNCTUATION = re.compile(f"[{_SINGLE_QUOTES}{_DOUBLE_QUOTES}{_DASHES}]")  # str.translate takes eight times as long

_LETTERS = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Arab": "\u0620-\u064a\u066e-\u06d5\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": "\u05d0-\u05f2\ufb1d-\ufb4f",
    "Hang": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "Laoo": "\u0e81-\u0ebd\u0ec0-\u0ece",
    "Khmr": "\u1780-\u17d3",
    "Mymr": "\u1000-\u109f",
    "Tibt": "\u0f00-\u0fbc",
    "Deva": "\u0900-\u0963\u0971-\u097f",
    "Beng": "\u0980-\u09ff",
    "Guru": "\u0a00-\u0a7f",
    "Gujr": "\u0a80-\u0aff",
    "Orya": "\u0b00-\u0b7f",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Knda": "\u0c80-\u0cff",
    "Mlym": "\u0d00-\u0d7f",
    "Sinh": "\u0d80-\u0dff",
    "Armn": "\u0531-\u0587",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Ethi": "\u1200-\u137f",
    "Hani": "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "Jpan": "\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f",
}
_SCRIPTS = {script: re.compile(f"[{letters}]") for script, letters in _LETTERS.items()}
_SAMPLE_CHARS = 2_000
_KANA_SHARE = 0.05  # Japanese prose is a third to two thirds kana; Chinese quotes a brand name in it at most
UNGAPPED_SCRIPTS = frozenset({"Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})

# What a page counts or how long ago it was touched: a short line with a digit and one of these words. The list is of
# words, not of phrases, because every outlet phrases them its own way.
_TICKING = re.compile(
    r"\b(?:ago|updated?|last modified|minutes?|mins?|hours?|comments?|views?|shares?|likes?|reads?|replies|followers|"
    r"vor|aktualisiert|stand|minuten?|stunden?|kommentare?n?|leser|aufrufe|lesezeit|"
    r"il y a|mis [àa] jour|heures?|commentaires?|partages?|vues|"
    r"hace|actualizad[oa]|minutos?|horas?|comentarios?|vistas|"
    r"atualizad[oa]|coment[áa]rios?|h[áa]|fa|aggiornato|minuti|ore|commenti|"
    r"geleden|bijgewerkt|uur|minuten|reacties|siden|opdatert|oppdatert|opdateret|sedan|uppdaterad|kommentarer|"
    r"temu|aktualizacja|minut[y]?|godzin[y]?|komentarz[ey]?|p[řr]ed|aktualizov[aá]no|koment[áa][řr][ůu]?|"
    r"prije|pre|ažurirano|komentara?|ezelőtt|frissítve|perce|acum|actualizat|comentarii|"
    r"önce|güncellendi|güncelleme|dakika|saat|yorum|назад|обновлено|оновлено|минут\w*|хвилин\w*|час\w*|комментари\w*|"
    r"коментар\w*|просмотр\w*|πριν|λεπτ[άα]|σχόλια|منذ|قبل|دقيقة|دقائق|ساعة|تعليق\w*|לפני|דקות|תגובות|"
    r"phút|giờ|trước|menit|jam|lalu|komentar)\b"
    r"|分钟|分鐘|分前|小时前|小時前|时间前|時間前|更新于|更新於|更新日?時?|评论|評論|阅读|閱讀|閲覧|コメント|조회|댓글"
    r"|분 전|시간 전|นาที|ชั่วโมง|मिनट|घंटे",
    re.IGNORECASE,
)
_TICKING_CHARS = 60
_BARE_COUNT = re.compile(r"[\d.,:\s]*\d\s*(?:k|m|tsd|mio|тыс|万|萬)?\.?", re.IGNORECASE)

_ENDLESS_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")  # Python refuses to read 4,300 digits


class _GramSizes(dict[str, int]):
    def __missing__(self, letter: str) -> int:
        size = 0 if not _UNGAPPED.match(letter) else 2 if _HAN_OR_KANA.match(letter) else 3
        self[letter] = size
        return size


_GRAM_SIZES = _GramSizes()


def normalised(text: str | None) -> str:
    """The one form in which texts are compared: NFKC, case folded, quotes and dashes plain, single spaces.

    Characters nobody sees (soft hyphens, zero-width, direction marks, Arabic and Hebrew vowel signs) are gone.
    None is the empty text. Lone surrogates survive as U+FFFD, so that the result can always be encoded.
    """
    if not text:
        return ""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    text = _PUNCTUATION.sub(_plain, _LONE_SURROGATE.sub("\ufffd", text))
    text = unicodedata.normalize("NFKC", text).casefold()
    text = text.replace("i\u0307", "i")  # what case folding makes of the Turkish capital dotted I
    text = _PUNCTUATION.sub(_plain, _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return " ".join(text.split())


def tokens(text: str | None) -> list[str]:
    """The words of ``text`` in order, normalised; in scripts without word gaps overlapping character n-grams.

    Han and kana runs give bigrams; Thai, Lao, Khmer, Burmese and Tibetan runs trigrams; a shorter run is one token.
    Every other run of letters, marks and digits is one word; punctuation divides.
    """
    return tokens_of_normalised(normalised(text))


def tokens_of_normalised(text: str) -> list[str]:
    """tokens() for text that normalised() has already been through."""
    if text.isascii():
        return _ASCII_TOKEN.findall(text)
    if not _NO_PLAIN_WORDS.search(text):
        return _PLAIN_TOKEN.findall(text)
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        kind, run = match.lastgroup, match.group()
        if kind is None:
            found.append(run)
        else:
            found.extend(_grams(run, 2 if kind == "han" else 3))
    return found


def gram_sizes(words: Sequence[str]) -> list[int]:
    """Of each of tokens() the size of the n-grams that its script is cut into, 0 for a word; [] where all are words."""
    if not _UNGAPPED.search(" ".join(words)):
        return []
    return [_GRAM_SIZES[word[0]] for word in words]


def script_of(text: str | None) -> str:
    """ISO 15924 code of the script most letters are in, from the first 2,000 characters; ``Zyyy`` without letters.

    ``Jpan`` where kana stand among the Han characters, ``Hani`` where they don't.
    """
    sample = (text or "")[:_SAMPLE_CHARS]
    if not sample:
        return "Zyyy"
    if sample.isascii():
        return "Latn" if _SCRIPTS["Latn"].search(sample) else "Zyyy"
    counts = {script: len(letters.findall(sample)) for script, letters in _SCRIPTS.items()}
    han_kana = counts["Hani"] + counts["Jpan"]
    japanese = counts["Jpan"] > _KANA_SHARE * han_kana
    counts["Jpan"], counts["Hani"] = (han_kana, 0) if japanese else (0, han_kana)
    best = max(counts, key=lambda script: (counts[script], script))
    return best if counts[best] else "Zyyy"


def content_sha256(title: str | None, body: str | None) -> bytes:
    """32 bytes that change when what the article says changes.

    White space, case, quotes and dashes, counters ("12 comments") and age lines ("Updated 5 minutes ago") don't
    change it. A line counts as a counter or an age when it is at most 60 characters long, has a digit, and is
    nothing but a number or has a word of counting or of age in one of some twenty-five languages.
    """
    lines = (line for line in (body or "").splitlines() if not _is_ticking(line.strip()))
    content = normalised(title) + "\n" + normalised(" ".join(lines))
    return hashlib.sha256(content.encode("utf-8", "replace")).digest()


def _plain(match: re.Match[str]) -> str:
    return _PLAIN[match.group()]


def _is_ticking(line: str) -> bool:
    if len(line) > _TICKING_CHARS or not any(character.isdigit() for character in line):
        return False
    return bool(_BARE_COUNT.fullmatch(line) or _TICKING.search(line)) and not line.endswith((".", "。", "।", "؟", "?"))


def _grams(run: str, size: int) -> list[str]:
    if len(run) <= size:
        return [run]
    return [run[start : start + size] for start in range(len(run) - size + 1)]


def unescaped(text: str) -> str:
    """``text`` with its HTML character references as characters; numbers too long to be one become U+FFFD."""
    return html.unescape(_ENDLESS_REFERENCE.sub("\ufffd", text))


_USERINFO = re.compile(r"(?<=://)[^/?#@\s]+@")
_SECRET_VALUE = re.compile(
    r"(?i)([?&;](?:[\w.%-]*(?:token|secret|passw|signature|credential|session|api_?key)[\w.%-]*|auth|key|sig|pwd|sid)=)"
    r"[^&;#\s]+"
)


def masked(text: str) -> str:
    """``text`` for a log: no user and password in addresses, no values of parameters that are named like secrets."""
    return _SECRET_VALUE.sub(r"\1***", _USERINFO.sub("***@", text))
