"""News agencies by the names and signs they are credited with. Pure."""

from __future__ import annotations

import re

# Canonical name: the signs and names it goes by in credits, matched as whole words; signs case-sensitively.
_SIGNS = {
    "AFP": "AFP|afp",
    "ANSA": "ANSA|Ansa",
    "AP": "AP|ap",
    "APA": "APA|apa",
    "ATS": "ATS|ats",
    "Belga": "BELGA|Belga|belga",
    "BTA": "BTA|БТА",
    "CTK": "ČTK|CTK|ctk|čtk",
    "dpa": "dpa|DPA|dpa-AFX|dpa-infocom",
    "dts": "dts|dts Nachrichtenagentur",
    "EFE": "EFE|Efe|efe",
    "epd": "epd",
    "Europa Press": "Europa Press|EUROPA PRESS|EP",
    "HINA": "HINA|Hina",
    "IANS": "IANS",
    "Interfax": "Interfax|Интерфакс",
    "Keystone-SDA": "Keystone-SDA|SDA|sda",
    "KNA": "KNA|kna",
    "Kyodo": "Kyodo|KYODO|共同",
    "Lusa": "Lusa|LUSA",
    "MTI": "MTI",
    "NTB": "NTB|ntb",
    "PA": "PA Media|Press Association",
    "PAP": "PAP",
    "PTI": "PTI|Press Trust of India",
    "Reuters": "Reuters|REUTERS|reuters|rtr",
    "Ritzau": "Ritzau|ritzau",
    "SID": "SID|sid",
    "SITA": "SITA",
    "STA": "STA",
    "STT": "STT",
    "TASR": "TASR",
    "TASS": "TASS|ТАСС",
    "Tanjug": "Tanjug|Танјуг",
    "TT": "TT",
    "UPI": "UPI",
    "Xinhua": "Xinhua|新华社|新華社",
    "Yonhap": "Yonhap|연합뉴스",
    "Anadolu": "Anadolu(?: Agency| Ajansı)?",
    "ANP": "ANP",
    "Associated Press": "Associated Press|The Associated Press",
    "Agence France-Presse": "Agence France-Presse|Agence France Presse",
    "Bloomberg": "Bloomberg(?: News)?",
    "Ukrinform": "Ukrinform|Укрінформ",
    "ПА Новости": "РИА Новости|RIA Novosti",
}
_FULL_NAMES = {"Associated Press": "AP", "Agence France-Presse": "AFP", "ПА Новости": "RIA Novosti"}
_BY_GROUP = [
    (_FULL_NAMES.get(name, name), re.compile(rf"(?<![\w-])(?:{signs})(?![\w-])")) for name, signs in _SIGNS.items()
]
_ALL = re.compile(rf"(?<![\w-])(?:{'|'.join(_SIGNS.values())})(?![\w-])")
# How a credit introduces its source, or the shape of one: "(Reuters)", "Quelle: dpa", "dpa/abc", "BERLIN (AFP) -".
_CREDIT = re.compile(
    r"^[^()]{0,60}\((?P<lead>[^()]{2,30})\)\s*[-–—.:]|^[^.!?:]{2,40}?,?\s+(?P<city>dpa|afp|reuters|efe|ansa|apa)\s*[-–—/.]"
    r"|(?:source|quelle|quellen|fuente|fonte|kilde|källa|źródło|zdroj|bron|источник|джерело|forrás|来源|來源|출처|المصدر)"
    r"\s*[:：]\s*(?P<named>.{2,40})|\((?P<tail>[^()]{2,40})\)\W*$|^©?\s*(?P<alone>[^.!?:]{2,25})$",
    re.IGNORECASE,
)


def is_agency(name: str) -> bool:
    """Whether a byline names agencies and nothing besides but an author's short sign ("AFP/Reuters", "det/dpa")."""
    if not _ALL.search(name):
        return False
    rest = _ALL.sub(" ", name)
    return all(len(word) <= 4 for word in re.findall(r"\w+", rest))


def agency_in(text: str) -> str | None:
    """The first agency credited in a byline or in one line of text; None if there is none."""
    found = [(match.start(), name) for name, signs in _BY_GROUP if (match := signs.search(text))]
    return min(found)[1] if found else None


def credited_agency(bylines: list[str], body: str) -> str | None:
    """The agency named as the source: in a byline, in the body's dateline, or in a credit on its last lines."""
    for byline in bylines:
        agency = agency_in(byline)
        if agency:
            return agency
    lines = body.split("\n")
    for line in (*lines[:2], *lines[-3:]):
        for credit in _CREDIT.finditer(line[:120] if line in lines[:2] else line[-120:]):
            agency = agency_in(next((part for part in credit.groups() if part), ""))
            if agency:
                return agency
    return None
