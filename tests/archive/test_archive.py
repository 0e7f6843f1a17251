from __future__ import annotations

import errno
import gzip
import hashlib
import io
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse.archive import (
    ArchiveReader,
    ArchiveWriter,
    Earlier,
    forget_records,
    iterate_records,
    list_files,
    read_record,
    remove_file,
)
from newshouse.errors import FatalError, RejectError
from newshouse.records import RecordRef, Snapshot
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

PAGE = Snapshot(
    url="http://example.com/Ä?q=%20",
    final_url="https://example.com/b",
    status=200,
    headers=(("Content-Type", "text/html"), ("transfer-encoding", "chunked"), ("X-Odd", "\xe9"), ("Set-Cookie", "")),
    payload=b"<p>first\r\n\r\nsecond\0\xff" * 50,
    fetched_at=datetime(2026, 3, 2, 6, 0, 0, 123456, tzinfo=UTC),
    request_headers=(("Host", "example.com"), ("User-Agent", "newshouse (+ops@example.org) 100%")),
    redirects=((301, "http://example.com/ü b"), (302, "https://example.com/b")),
    elapsed_s=0.25,
)
NOT_MODIFIED = replace(PAGE, status=304, payload=b"", headers=(("ETag", '"1"'),))
ABOUT = {"kind": "page", "feed_url": "http://example.com/fé\r\ned", "batch_id": "2026-03-02T06:00"}


def other(number: int) -> Snapshot:
    return replace(PAGE, url=f"http://example.com/{number}", payload=b"page %d " % number * 100)


@pytest.fixture(params=["folder", "file url", "fsspec"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return {"folder": str(tmp_path / "a"), "file url": f"file://{tmp_path}/a", "fsspec": f"memory://{tmp_path}"}[
        request.param
    ]


def written(root: str, *snapshots: Snapshot) -> list[RecordRef]:
    with ArchiveWriter(root, "2026/03/02/0600-fetch-3") as writer:
        return [writer.write(snapshot, ABOUT) for snapshot in snapshots]


def reason(root: str, ref: RecordRef) -> str:
    with pytest.raises(RejectError) as caught:
        read_record(root, ref)
    return caught.value.reason


def test_what_was_received_comes_back_as_received(root: str) -> None:
    pages = [PAGE, NOT_MODIFIED, other(1), replace(PAGE, payload=b""), replace(PAGE, status=299, redirects=())]
    refs = written(root, *pages)
    with ArchiveReader(root) as reader:
        assert [reader.read(ref) for ref in reversed(refs)] == pages[::-1]
    assert read_record(root, refs[2]) == other(1)
    assert refs[0].payload_sha256 == hashlib.sha256(PAGE.payload).digest()


def test_the_archive_alone_is_enough_for_recovery(root: str) -> None:
    refs = written(root, PAGE, NOT_MODIFIED, PAGE, other(1))
    (file,) = list_files(root)
    found = list(iterate_records(root, file.file))
    assert [record.ref for record in found] == refs
    assert [record.snapshot for record in found] == [PAGE, NOT_MODIFIED, PAGE, other(1)]
    assert all(record.about == ABOUT for record in found)


def test_the_same_payload_is_kept_once(tmp_path: Path) -> None:
    page = replace(PAGE, payload=random.Random(1).randbytes(20_000))
    first, *rest = written(str(tmp_path), *[replace(page, url=f"http://example.com/{n}") for n in range(50)])
    assert all(ref.length < first.length / 10 for ref in rest)
    assert read_record(str(tmp_path), rest[-1]).payload == page.payload


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with ArchiveWriter(str(tmp_path), "a/b") as writer:
        writer.write(PAGE)
        assert not list(tmp_path.rglob("*.warc.gz"))
        (part,) = [file for file in list_files(str(tmp_path)) if file.is_part]
        assert part.file == f"{writer.file}.part"
    assert [file.file for file in list_files(str(tmp_path))] == [writer.file]
    assert list_files(str(tmp_path))[0].size_bytes == (tmp_path / writer.file).stat().st_size


def test_a_failed_task_leaves_nothing(root: str) -> None:
    with pytest.raises(RuntimeError), ArchiveWriter(root, "a") as writer:  # noqa: PT012
        writer.write(PAGE)
        raise RuntimeError("the task is killed")
    assert list_files(root) == []


def test_no_records_make_no_file(root: str) -> None:
    with ArchiveWriter(root, "a"):
        pass
    assert list_files(root) == []


def test_two_tries_that_overlap_do_not_touch_each_other(root: str) -> None:
    with ArchiveWriter(root, "task-1") as first, ArchiveWriter(root, "task-1") as second:
        refs = [first.write(PAGE), second.write(other(1))]
    assert [read_record(root, ref) for ref in refs] == [PAGE, other(1)]


@pytest.mark.parametrize("step", ["write", "flush", "fsync"])
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT, errno.EACCES])
def test_a_full_disk_is_fatal_says_what_to_do_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, fault: int
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(fault, "refused")

    with pytest.raises(FatalError, match="NEWSHOUSE_ARCHIVE_URL"), ArchiveWriter(str(tmp_path), "a/b") as writer:  # noqa: PT012
        writer.write(PAGE)
        if step == "fsync":
            monkeypatch.setattr("os.fsync", refuse)
        else:
            writer._handle = FullDisk(writer._handle, step, refuse)  # type: ignore[arg-type, assignment]
            writer.write(other(1))
    assert list_files(str(tmp_path)) == []


class FullDisk(io.BytesIO):
    """A file on a disk that fills up at ``step``."""

    def __init__(self, real: Any, step: str, refuse: Any) -> None:
        super().__init__()
        self.name = real.name
        self._real = real
        setattr(self, step, refuse)

    def fileno(self) -> int:
        return int(self._real.fileno())

    def close(self) -> None:
        self._real.close()
        super().close()


def test_a_swallowed_fault_keeps_nothing_either(tmp_path: Path) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(FatalError, match="nothing of it was kept"), ArchiveWriter(str(tmp_path), "a") as writer:  # noqa: PT012
        writer.write(PAGE)
        writer._handle = FullDisk(writer._handle, "write", refuse)  # type: ignore[arg-type, assignment]
        with pytest.raises(FatalError, match="free some space"):
            writer.write(other(1))
    assert list_files(str(tmp_path)) == []


def test_an_unwritable_root_is_fatal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(FatalError), ArchiveWriter(str(tmp_path / "file"), "a") as writer:
        writer.write(PAGE)
    with pytest.raises(FatalError, match="NEWSHOUSE_ARCHIVE_URL"):
        ArchiveWriter("nonsense://x", "a")


def test_missing(root: str) -> None:
    (ref,) = written(root, PAGE)
    remove_file(root, ref.file)
    remove_file(root, ref.file)
    assert reason(root, ref) == "archive_missing"


@pytest.mark.parametrize("file", ["../outside", "/etc/passwd", "", "a\0b", "2026", "2026/x/y"])
def test_references_lead_nowhere_else(tmp_path: Path, file: str) -> None:
    (ref,) = written(str(tmp_path), PAGE)
    assert reason(str(tmp_path), replace(ref, file=file)) == "archive_missing"


def test_torn(tmp_path: Path) -> None:
    first, second = written(str(tmp_path), PAGE, other(1))
    path = tmp_path / first.file
    whole = path.read_bytes()
    for length in (second.offset + second.length - 1, second.offset + 1, second.offset, first.offset):
        path.write_bytes(whole[:length])
        assert reason(str(tmp_path), second) == "archive_torn"
    path.write_bytes(whole[: second.offset + 5])
    found = []
    with pytest.raises(RejectError, match="archive_torn"):
        found.extend(record.snapshot for record in iterate_records(str(tmp_path), first.file))
    records = iterate_records(str(tmp_path), first.file)
    assert next(records).snapshot == PAGE


@settings(max_examples=150, deadline=None)
@given(position=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_any_altered_byte_is_noticed_or_changes_nothing(
    position: float, flip: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("altered")
    (ref,) = written(str(folder), PAGE)
    path = folder / ref.file
    content = bytearray(path.read_bytes())
    content[ref.offset + int(position * ref.length)] ^= flip
    path.write_bytes(content)
    try:
        outcome = read_record(str(folder), ref)
    except RejectError as error:
        assert error.reason in ("archive_altered", "archive_torn")  # noqa: PT017
    else:
        assert outcome == PAGE  # some bits of a gzip header mean nothing


def test_another_record_than_was_meant_is_altered(tmp_path: Path) -> None:
    first, second = written(str(tmp_path), PAGE, other(1))
    assert reason(str(tmp_path), replace(second, payload_sha256=first.payload_sha256)) == "archive_altered"
    assert reason(str(tmp_path), replace(second, offset=0, length=first.offset)) == "archive_altered"


def test_a_record_put_in_anothers_place_is_altered(tmp_path: Path) -> None:
    (ref,) = written(str(tmp_path), PAGE)
    member = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    (tmp_path / ref.file).write_bytes(member)
    assert reason(str(tmp_path), RecordRef(ref.file, 0, len(member), b"")) == "archive_altered"


def test_a_bomb_in_the_archive_does_not_go_off(tmp_path: Path) -> None:
    (tmp_path / "bomb.warc.gz").write_bytes(member := gzip.compress(b"WARC/1.1\r\n" + bytes(50_000_000)))
    assert reason(str(tmp_path), RecordRef("bomb.warc.gz", 0, len(member), b"")) == "archive_altered"


def test_warcio_reads_what_we_wrote(tmp_path: Path) -> None:
    refs = written(str(tmp_path), PAGE, NOT_MODIFIED, other(1), PAGE)
    with open(tmp_path / refs[0].file, "rb") as stream:
        iterator = WarcioIterator(stream, check_digests="raise")
        kinds, offsets, bodies = [], [], []
        for record in iterator:
            kinds.append(record.rec_type)
            bodies.append(record.raw_stream.read())
            offsets.append((iterator.get_record_offset(), iterator.get_record_length()))
            if record.rec_type == "response" and len(bodies) == 2:
                assert record.rec_headers.get_header("WARC-Target-URI") == PAGE.final_url
                assert record.http_headers.get_statuscode() == "200"
                assert record.http_headers.get_header("Content-Type") == "text/html"
    assert kinds == [
        "warcinfo",
        "response",
        "request",
        "revisit",
        "request",
        "response",
        "request",
        "revisit",
        "request",
    ]
    assert [bodies[1], bodies[3], bodies[5], bodies[7]] == [PAGE.payload, b"", other(1).payload, b""]
    assert [offsets[n] for n in (1, 3, 5, 7)] == [(ref.offset, ref.length) for ref in refs]


def test_revisits_say_of_which_capture(tmp_path: Path) -> None:
    page = replace(PAGE, url="http://example.com/2", final_url="http://example.com/2")
    with ArchiveWriter(str(tmp_path), "a") as writer:
        writer.write(PAGE)
        writer.write(page)
        writer.write(NOT_MODIFIED, earlier=Earlier("http://example.com/old", PAGE.fetched_at))
        writer.write(NOT_MODIFIED)
    with open(tmp_path / writer.file, "rb") as stream:
        revisits = [
            [
                record.rec_headers.get_header(f"WARC-{name}")
                for name in ("Profile", "Refers-To-Target-URI", "Refers-To-Date")
            ]
            for record in WarcioIterator(stream)
            if record.rec_type == "revisit"
        ]
    profile, then = "http://netpreserve.org/warc/1.1/revisit/", "2026-03-02T06:00:00.123456Z"
    assert revisits == [
        [f"{profile}identical-payload-digest", PAGE.final_url, then],
        [f"{profile}server-not-modified", "http://example.com/old", then],
        [f"{profile}server-not-modified", None, None],
    ]
    assert [record.snapshot for record in iterate_records(str(tmp_path), writer.file)][1] == page


def test_fastwarc_reads_what_we_wrote(tmp_path: Path) -> None:
    refs = written(str(tmp_path), PAGE, other(1))
    with open(tmp_path / refs[0].file, "rb") as stream:
        records = [
            (record.record_type, record.verify_block_digest(), record.record_date, record.reader.read())
            for record in ArchiveIterator(stream, parse_http=False)
        ]
    responses = [record for record in records if record[0] == WarcRecordType.response]
    assert [kind for kind, *_ in records].count(WarcRecordType.request) == 2
    assert all(verified for _, verified, *_ in responses)
    assert [body.endswith(page.payload) for (*_, body), page in zip(responses, [PAGE, other(1)], strict=True)] == [
        True,
        True,
    ]


header = st.tuples(
    st.from_regex(r"[A-Za-z][A-Za-z-]{0,10}", fullmatch=True),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=30),
)


@settings(max_examples=100, deadline=None)
@given(
    headers=st.lists(header, max_size=4).map(tuple),
    payload=st.binary(max_size=300),
    url=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
def test_any_snapshot_survives(
    tmp_path_factory: pytest.TempPathFactory, headers: Any, payload: bytes, url: str
) -> None:
    page = replace(
        PAGE, headers=headers, payload=payload, url=url, request_headers=(("X", url),), redirects=((301, url),)
    )
    folder = str(tmp_path_factory.getbasetemp() / "any")
    (ref,) = written(folder, page)
    assert read_record(folder, ref) == page


def test_forgotten_records_are_gone_and_every_other_byte_stays(tmp_path: Path) -> None:
    snapshots = [other(number) for number in range(3)]
    with ArchiveWriter(str(tmp_path), "one") as writer:
        refs = [writer.write(snapshot, {"page_id": str(number)}) for number, snapshot in enumerate(snapshots)]
        twin = writer.write(replace(snapshots[1], url="http://example.com/twin"))
    file = tmp_path / writer.file
    before = file.read_bytes()
    done = forget_records(str(tmp_path), writer.file, lambda place: place.about.get("page_id") == "1")
    after = file.read_bytes()
    assert (done.count, len(after)) == (1, len(before))
    start, end = refs[1].offset, refs[1].offset + refs[1].length
    assert (after[:start], after[end:]) == (before[:start], before[end:])
    assert b"page 1" not in gzip.decompress(after)
    assert reason(str(tmp_path), refs[1]) == reason(str(tmp_path), twin) == "forgotten"
    assert read_record(str(tmp_path), refs[2]) == snapshots[2]
    assert [record.ref for record in iterate_records(str(tmp_path), writer.file)] == [refs[0], refs[2]]
    with file.open("rb") as stream:
        types = [record.rec_type for record in WarcioIterator(stream, check_digests="raise")]
    assert types[3] == "metadata"
    assert forget_records(str(tmp_path), writer.file, lambda place: True).count == 2
    assert [one.file for one in list_files(str(tmp_path))] == [writer.file]


def test_forgetting_works_wherever_the_archive_lies(root: str) -> None:
    refs = written(root, PAGE, other(1))
    assert forget_records(root, refs[0].file, lambda place: place.offset == refs[0].offset).count == 1
    assert reason(root, refs[0]) == "forgotten"
    assert read_record(root, refs[1]) == other(1)
