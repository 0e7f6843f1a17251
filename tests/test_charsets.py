"""Bytes to text whatever the labels say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.charsets import document_text, page_text
from newshouse.errors import RejectError

RUSSIAN = "В Москве открылась выставка современного искусства, сообщает корреспондент."
GREEK = "Άνοιξε η έκθεση σύγχρονης τέχνης στην Αθήνα, όπως αναφέρει ο ανταποκριτής."
GERMAN = "Größere Übung für die Gäste in Köln"
JAPANESE = "東京で現代美術の展覧会が始まりました。多くの人が訪れています。"
CHINESE = "北京举办了当代艺术展览，许多人前来参观。"
TAIWANESE = "臺北舉辦了當代藝術展覽，許多人前來參觀。"
KOREAN = "서울에서 현대 미술 전시회가 열렸습니다."
ARABIC = "افتتح معرض الفن المعاصر في القاهرة اليوم"
POLISH = "Wystawę sztuki współczesnej otwarto w Łodzi"
THAI = "นิทรรศการศิลปะร่วมสมัยเปิดที่กรุงเทพ"
USUAL = [  # text, charset, language that tells it
    (RUSSIAN, "cp1251", "ru"),
    (GREEK, "cp1253", "el"),
    (ARABIC, "cp1256", "ar"),
    (POLISH, "cp1250", "pl-PL"),
    (CHINESE, "gb18030", "zh-cn"),
    (TAIWANESE, "big5", "zh-TW"),
    (JAPANESE, "euc_jp", "ja"),
    (KOREAN, "cp949", "ko"),
    (THAI, "cp874", "th"),
]


def document(text: str, declared: str = "", language: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    spoken = f"<language>{language}</language>" if language else ""
    return f"{declaration}<rss><channel>{spoken}<item><title>{text}</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("text", "charset", "declared", "header"),
    [
        (RUSSIAN, "cp1251", "windows-1251", None),
        (RUSSIAN, "koi8-r", "KOI8-R", None),
        (RUSSIAN, "cp1251", "utf-8", "text/xml; charset=windows-1251"),
        (RUSSIAN, "cp1251", "windows-1251", "text/xml; charset=ISO-8859-1"),
        (RUSSIAN, "utf-8", "windows-1251", None),
        (GERMAN, "utf-8", "iso-8859-1", "text/xml; charset=iso-8859-1"),
        (GERMAN + " „und“ €", "cp1252", "iso-8859-1", None),
        (GREEK, "iso8859-7", "iso-8859-7", None),
        (POLISH, "iso8859-2", "ISO-8859-2", None),
        (CHINESE, "gb18030", "gb2312", None),
        (TAIWANESE, "big5", "Big5", None),
        (JAPANESE, "shift_jis", "Shift_JIS", None),
        (JAPANESE, "euc_jp", "EUC-JP", None),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP", None),
        (KOREAN, "cp949", "euc-kr", None),
        (THAI, "cp874", "tis-620", None),
        (GERMAN, "utf-16", "utf-16", None),
        (GERMAN, "utf-16-le", "utf-16", None),
        (GERMAN, "utf-16-be", "", None),
        (GERMAN, "utf-32", "utf-32", None),
        (GERMAN, "utf-8-sig", "iso-8859-1", None),
        (GERMAN, "utf-8", "utf-16", None),
        (GERMAN, "utf-8", "no-such-charset", "text/xml; charset=\u20ac"),
    ],
)
def test_the_right_charset_is_found(text: str, charset: str, declared: str, header: str | None) -> None:
    found, _ = document_text(document(text, declared).encode(charset), header)
    assert text in found


@pytest.mark.parametrize(("text", "charset", "language"), USUAL)
def test_without_a_true_label_the_language_tells(text: str, charset: str, language: str) -> None:
    found, flags = document_text(document(text, "utf-8", language).encode(charset), "text/xml; charset=utf-8")
    assert text in found
    assert flags == ("encoding_wrong",)


def test_without_label_and_language_the_text_itself_tells() -> None:
    assert RUSSIAN in document_text(document(RUSSIAN * 5).encode("cp1251"), None)[0]


def test_a_few_stray_bytes_cost_only_themselves() -> None:
    body = document(RUSSIAN, "utf-8").encode().replace(b"</title>", b" caf\xe9 \x93x\x94</title>")
    found, flags = document_text(body, None)
    assert RUSSIAN in found
    assert "café “x”" in found
    assert flags == ("encoding_repaired",)


@pytest.mark.parametrize("label", ["utf-7", "base64", "hex", "zip", "idna", "unicode_escape", "../../etc", "x" * 500])
def test_dangerous_and_senseless_labels_are_passed_over(label: str) -> None:
    body = document("+ADw-b+AD4-", label).encode()
    assert "+ADw-b+AD4-" in document_text(body, f"text/xml; charset={label}")[0]


def test_what_cannot_be_told_is_rejected() -> None:
    with pytest.raises(RejectError, match="feed_encoding"):
        document_text(b"\xff\xfe" + b"\x00\xd8" * 500, None)


@given(st.binary(max_size=200), st.none() | st.text(max_size=60))
def test_any_bytes_are_text_or_rejected(body: bytes, header: str | None) -> None:
    try:
        text, _ = document_text(body, header)
    except RejectError as error:
        reason = error.reason
    else:
        text.encode("utf-8", "strict")
        reason = "feed_encoding"
    assert reason == "feed_encoding"


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("é".encode(), None, "é"),
        ("é".encode("latin-1"), None, "é"),
        ("“é”".encode("cp1252"), "text/html; charset=ISO-8859-1", "“é”"),
        ("é".encode(), "text/html; charset=iso-8859-1", "é"),
        (b"\xef\xbb\xbfa", "text/html; charset=utf-16", "a"),
        ("é".encode("utf-16"), None, "é"),
        ("日本".encode("shift_jis"), 'text/html; charset="Shift_JIS"', "日本"),
        ("日本".encode("iso2022_jp"), "text/html;charset=iso-2022-jp", "日本"),
        ('<meta charset="koi8-r">новости'.encode("koi8-r"), None, '<meta charset="koi8-r">новости'),
        ('<?xml encoding="gb2312"?>新闻'.encode("gb18030"), "text/xml", '<?xml encoding="gb2312"?>新闻'),
        ("新闻".encode("gb18030"), "text/html; charset=gbk", "新闻"),
        ("é".encode("latin-1"), "text/html; charset=nonsense", "é"),
        ("é".encode("latin-1"), "text/html; charset=utf-7", "é"),
        ("é".encode("latin-1"), "text/html; charset=rot13", "é"),
        (b"", None, ""),
        ("é".encode()[:1] + b"x", "text/html; charset=utf-8", "\ufffdx"),
        (b"<meta charset=utf-16>a", None, "<meta charset=utf-16>a"),
    ],
)  # fmt: skip
def test_text_of_a_page(body: bytes, content_type: str | None, text: str) -> None:
    assert page_text(body, content_type) == text


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=40).map("text/html; charset={}".format)))
def test_text_of_a_page_never_raises(body: bytes, content_type: str | None) -> None:
    page_text(body, content_type).encode("utf-8", "surrogatepass")


def page(text: str, head: str = "", language: str = "") -> str:
    return f"<html{f' lang={language}' if language else ''}><head>{head}</head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(("text", "charset", "language"), [*USUAL, (GERMAN, "cp1252", "de")])
@pytest.mark.parametrize("label", ["", "utf-8"])
def test_a_page_without_a_true_label_is_read_by_its_language(
    text: str, charset: str, language: str, label: str
) -> None:
    head = f"<meta charset={label}>" if label else ""
    assert text in page_text(page(text * 3, head, language).encode(charset), None)


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r"])
def test_a_page_that_says_nothing_is_read_by_its_letters(charset: str) -> None:
    assert RUSSIAN in page_text(page(RUSSIAN * 5).encode(charset), None)


def test_western_pages_that_say_nothing_are_not_guessed() -> None:
    assert GERMAN in page_text(page(GERMAN * 20).encode("cp1252"), None)


def test_the_label_of_a_page_beats_the_latin_1_that_servers_add() -> None:
    body = page(RUSSIAN, "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>").encode("cp1251")
    assert RUSSIAN in page_text(body, "text/html; charset=ISO-8859-1")


def test_utf_16_is_known_without_a_mark() -> None:
    assert GERMAN in page_text(page(GERMAN).encode("utf-16-le"), "text/html")
