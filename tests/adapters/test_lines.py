"""Files, compressed or not, as lines."""

from __future__ import annotations

import gzip
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import SlakitError, TableError
from slakit.adapters import lines
from slakit.adapters.lines import read_lines


def read(content: bytes) -> list[str]:
    return list(read_lines(BytesIO(content)))


@given(
    text=st.text(st.characters(exclude_characters="\ufeff", exclude_categories=["Cs"])),
    compressed=st.booleans(),
)
def test_nothing_is_lost(text: str, compressed: bool) -> None:
    """The lines put together are the text."""
    content = text.encode()
    assert text == "".join(read(gzip.compress(content) if compressed else content))


def test_byte_order_mark() -> None:
    """A byte order mark is no part of the first line."""
    assert ["id\n", "7"] == read(b"\xef\xbb\xbfid\n7")


def test_ends() -> None:
    """Lines end as they end, with LF, CRLF or CR."""
    assert ["a\n", "b\r\n", "c\r", "d"] == read(b"a\nb\r\nc\rd")


@pytest.mark.parametrize("lines_before", [0, 1, 5, 3_000])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_not_utf8(lines_before: int, end: bytes) -> None:
    """The error names the line and the byte, wherever in the file they stand."""
    content = (b"caf\xc3\xa9" + end) * lines_before + b"caf\xe9" + end
    with pytest.raises(TableError, match=rf"^line {lines_before + 1}: the byte 0xe9 is not UTF-8"):
        read(content)


def test_utf16() -> None:
    """A file of another encoding is refused in its first line."""
    with pytest.raises(TableError, match="line 1: the byte 0xff is not UTF-8; save the file"):
        read("id,created_at\n".encode("utf-16"))


def test_truncated_gzip() -> None:
    """What stands before the end of a broken stream is read; then comes the error."""
    content = gzip.compress(b"".join(b"%d\n" % number for number in range(50_000)))
    rest = read_lines(BytesIO(content[: len(content) // 2]))
    assert [f"{number}\n" for number in range(5_000)] == list(islice(rest, 5_000))
    with pytest.raises(TableError, match="damaged or breaks off after line"):
        list(rest)


@given(where=st.integers(0, 199), value=st.integers(0, 255))
def test_damaged_gzip(where: int, value: int) -> None:
    """A gzip stream with a wrong byte gives its lines or a `TableError`, never another error."""
    content = bytearray(gzip.compress(b"".join(b"%d\n" % (n * n) for n in range(100)), mtime=0))
    content[where % len(content)] = value
    try:
        read(bytes(content))
    except SlakitError as error:
        assert isinstance(error, TableError)  # noqa: PT017 - either outcome is right


def test_line_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line has a greatest length."""
    monkeypatch.setattr(lines, "MAX_LINE", 10)
    with pytest.raises(TableError, match="line 2 has 10 characters or more"):
        read(b"12345678\n1234567890")


def test_file_stays_open(tmp_path: Path) -> None:
    """The file is the caller's: it is not closed, whether read to its end or not."""
    path = tmp_path / "table.csv"
    path.write_bytes(b"a\nb\n")
    with open(path, "rb") as file:
        assert ["a\n", "b\n"] == list(read_lines(file))
        assert not file.closed
        file.seek(0)
        assert "a\n" == next(read_lines(file))
        assert not file.closed


def test_file_closed_midway(tmp_path: Path) -> None:
    """Lines may be left unread when the file is closed."""
    path = tmp_path / "table.csv"
    path.write_bytes(b"a\nb\n")
    with open(path, "rb") as file:
        rest = read_lines(file)
        assert "a\n" == next(rest)
    rest.close()  # type: ignore[attr-defined]
