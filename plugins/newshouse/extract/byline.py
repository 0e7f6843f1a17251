"""The short lines beside the headline, where pages print author and date; dates as people write them. Pure.

Months are known by their names' beginnings in some thirty languages; a day and month in figures alone count only where
their order is certain (year first, or with dots).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from newshouse.extract.blocks import key_of
from newshouse.extract.document import Page

_LINE_TAGS = frozenset(("p", "div", "span", "time", "address", "small", "dd", "td", "em", "strong", "h4", "h5", "h6"))
_MAX_LINE_CHARS = 160
_PROSE_CHARS = 250  # A paragraph this long is the article's text: byline and date stand above it
_MAX_ELEMENTS = 60
_MAX_HEADINGS = 20
_LEAST_KEY = 12  # Shorter ones are also the names of sections
_MAX_PIECES = 200
_MAX_PIECE_CHARS = 2_000  # White space between elements counts as well
_MONTHS = (
    "jan janv januar januari ene enero gen gennaio ianuarie січ січня янв января sty stycznia led ledna ocak tammi jaan"
    " siječ ιαν ιανουαρίου يناير كانون ינואר जनवरी",
    "feb februar februari feb febr fév févr février febrero fev fevereiro febbraio лют лютого фев февраля lut lutego"
    " února şubat helmi veebr velj φεβ φεβρουαρίου فبراير شباط פברואר फ़रवरी फरवरी",
    "mar march mär märz mrz mrt maart mars marzo março марта мар бер березня marca března mart maalis märts ožuj μαρ"
    " μαρτίου مارس آذار מרץ मार्च",
    "apr april avr avril abr abril aprile апр апреля квіт квітня kwi kwietnia dubna nisan huhti travnja απρ απριλίου"
    " أبريل نيسان אפריל अप्रैल",
    "may mai maj mei mayo maio mag maggio мая мај трав травня maja května mayıs touko svibnja μαΐ μαΐου مايو أيار"
    " מאי मई",
    "jun june juni juin junio junho giu giugno июн июня черв червня cze czerwca června haziran kesä juuni lipnja ιουν"
    " ιουνίου يونيو حزيران יוני जून",
    "jul july juli juil juillet julio julho lug luglio июл июля лип липня lip lipca července temmuz heinä juuli srpnja"
    " ιουλ ιουλίου يوليو تموز יולי जुलाई",
    "aug august augustus août ago agosto авг августа серп серпня sie sierpnia srpna ağustos elo kolovoza αυγ αυγούστου"
    " أغسطس آب אוגוסט अगस्त",
    "sep sept september septembre septiembre set setembro settembre сен сентября вер вересня wrz września září eylül"
    " syys rujna σεπ σεπτεμβρίου سبتمبر أيلول ספטמבר सितंबर",
    "oct october okt oktober octobre octubre out outubro ott ottobre окт октября жов жовтня paź października října ekim"
    " loka οκτ οκτωβρίου أكتوبر אוקטובר अक्टूबर",
    "nov november novembre noviembre novembro ноя ноября лист листопада lis listopada listopadu kasım marras studenoga"
    " νοε νοεμβρίου نوفمبر נובמבר नवंबर",
    "dec december dez dezember déc décembre dic diciembre dezembro dicembre des desember дек декабря груд грудня gru"
    " grudnia prosince aralık joulu detsember prosinca δεκ δεκεμβρίου ديسمبر דצמבר दिसंबर",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_TIME = r"(?:\D{1,12}?(?P<hour>[01]?\d|2[0-3])[:.h時时](?P<minute>[0-5]\d)(?!\.?\d)(?:\s*(?P<half>[ap])\.?m\b)?)?"
_NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<year>(?:19|20)\d\d)\s?[-/.年년]\s?(?P<month>\d\d?)\s?[-/.月월]\s?(?P<day>\d\d?)(?!\d)){_TIME}",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    rf"(?<!\d)(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>(?:19|20)\d\d)(?!\d){_TIME}", re.IGNORECASE
)
_NAMED = re.compile(
    r"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er|º|ª|\.)?,?\s+(?:de |d')?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:de |del )?"
    rf"(?P<year>(?:19|20)\d\d)(?!\d){_TIME}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>[^\W\d_]{{3,12}})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)(?!\d){_TIME}",
    re.IGNORECASE,
)
_WRITTEN = (_NUMERIC, _DOTTED, _NAMED, _MONTH_FIRST)


def headline_of(page: Page, title: str | None) -> etree._Element | None:
    """The heading that says ``title``, the greatest first; failing that, the first h1; None if there is neither."""
    key = key_of(title or "").casefold()
    for tag in ("h1", "h2", "h3") if key else ():
        for heading in itertools.islice(page.tree.iter(tag), _MAX_HEADINGS):
            if key_of(_beginning(heading)).casefold() == key:
                return heading
    if len(key) >= _LEAST_KEY:
        for element in page.tree.iter("a", "div", "span", "p", "h4", "header", "strong"):
            if element.text and len(element.text) < 2 * _MAX_LINE_CHARS and key_of(element.text).casefold() == key:
                return element
    return next(page.tree.iter("h1"), None)


def lines_below_headline(headline: etree._Element | None) -> Iterator[tuple[etree._Element, str]]:
    """(element, text) of the short lines between the headline and the first long paragraph, outermost first."""
    for count, element in enumerate(following(headline)):
        if count >= _MAX_ELEMENTS or element.tag in ("h1", "h2", "h3"):
            return
        if element.tag not in _LINE_TAGS:
            continue
        text = _beginning(element)
        if element.tag == "p" and len(text) > _PROSE_CHARS:
            return
        if 0 < len(text) <= _MAX_LINE_CHARS:
            yield element, text


def _beginning(element: etree._Element) -> str:
    """The element's text, cut where it is longer than any line, so that a page-sized container costs no more."""
    words: list[str] = []
    size = 0
    for piece in itertools.islice(element.itertext(), _MAX_PIECES):
        words += str(piece)[:_MAX_PIECE_CHARS].split()
        size += len(piece)
        if size > _MAX_PIECE_CHARS:
            break
    return " ".join(words)


def following(element: etree._Element | None) -> Iterator[etree._Element]:
    """What comes after the element in the document, without what is in it."""
    place = element
    while place is not None:
        for sibling in place.itersiblings():
            yield from sibling.iter()
        place = place.getparent()


def month_of(name: str) -> int:
    """The number of the month that goes by this name or abbreviation in some language; 0 if none does."""
    return _MONTH_OF.get(name.casefold().rstrip("."), 0)


def written_date(text: str) -> tuple[datetime, int, int] | None:
    """The first date written in a line, aware (its clock's zone is not printed: UTC), and where it begins and ends.

    None if there is none that the calendar knows.
    """
    for pattern in _WRITTEN:
        for match in pattern.finditer(text):
            month = match["month"]
            number = int(month) if month.isdecimal() else month_of(month)
            hour = int(match["hour"] or 0)
            hour = hour % 12 + 12 * (match["half"] in "pP") if match["half"] else hour
            try:
                moment = datetime(
                    int(match["year"]), number, int(match["day"]), hour, int(match["minute"] or 0), tzinfo=UTC
                )
            except ValueError:
                continue
            return moment, match.start(), match.end()
    return None
