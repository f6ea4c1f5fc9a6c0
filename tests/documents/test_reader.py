"""Files, and what is refused before a parser sees it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from slakit.documents import read_file, read_text
from slakit.documents.limits import MAX_BYTES
from slakit.documents.reader import format_of
from slakit.errors import DocumentError, MissingExtraError, SlakitError


def message(path: Path | str, **options: int) -> str:
    with pytest.raises(DocumentError) as caught:
        read_file(path, **options)
    assert str(path) == caught.value.source
    return str(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", '{"a": [1]}'), ("a.toml", "a = [1]"), ("A.JSON", '{"a": [1]}')],
)
def test_formats(tmp_path: Path, name: str, text: str) -> None:
    """The suffix tells the format, in any case."""
    path = tmp_path / name
    path.write_text(text)
    source = read_file(path)
    assert {"a": [1]} == source.data
    assert (str(path), name[2:].lower()) == (source.name, source.format)


@pytest.mark.parametrize("name", ["a.yaml", "a.yml"])
def test_yaml(tmp_path: Path, name: str) -> None:
    """Both suffixes of YAML are known, and a path may be given as text."""
    pytest.importorskip("yaml")
    (tmp_path / name).write_text("a: [1]")
    assert {"a": [1]} == read_file(str(tmp_path / name)).data


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ("unknown suffix '.txt'; known: .yaml, .yml, .json, .toml", "a.txt"),
        ("the file's name has no suffix; known: .yaml, .yml, .json, .toml", "desk"),
        ("the file's name has no suffix; known: .yaml, .yml, .json, .toml", ".yaml"),
    ],
)
def test_unknown_suffix(expected: str, name: str) -> None:
    """A suffix that is not known is refused with those that are."""
    assert expected == message(name)


def test_format_of() -> None:
    """The format of a path does not need the file."""
    assert ["yaml", "yaml", "json", "toml"] == [
        format_of(name) for name in ("x.yaml", "x.yml", "x.json", Path("x.toml"))
    ]


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is a problem of the document, not an OSError."""
    expected = "the file cannot be read: no such file or directory"
    assert expected == message(tmp_path / "none.json")


def test_directory(tmp_path: Path) -> None:
    """A directory is no document."""
    folder = tmp_path / "a.json"
    folder.mkdir()
    assert message(folder).startswith("the file cannot be read: ")


def test_null_in_the_name() -> None:
    """A name that no file can have is refused in the same way."""
    assert message("a\0.json").startswith("the file cannot be read: ")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    """A file without the right to read it is refused with the reason."""
    path = tmp_path / "a.json"
    path.touch(mode=0)
    assert "the file cannot be read: permission denied" == message(path)


def test_size(tmp_path: Path) -> None:
    """Ten megabytes are refused without being read whole; the bound can be set."""
    path = tmp_path / "a.json"
    path.write_bytes(b"[" + b" " * 10_000_000 + b"]")
    assert "the file is larger than 5,000,000 bytes; split the document" == message(path)
    assert [] == read_file(path, max_bytes=20_000_000).data
    path.write_bytes(b"[" + b" " * (MAX_BYTES - 2) + b"]")
    assert [] == read_file(path).data


@pytest.mark.parametrize("suffix", ["json", "toml", "yaml"])
def test_the_largest_files_do_not_take_long(tmp_path: Path, suffix: str) -> None:
    """Five megabytes that are no document are refused within seconds."""
    if suffix == "yaml":
        pytest.importorskip("yaml")
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(b"[" + b"a" * (MAX_BYTES - 1))
    started = time.process_time()
    with pytest.raises(DocumentError):
        read_file(path)
    assert time.process_time() - started < 5


def test_utf8(tmp_path: Path) -> None:
    """UTF-8 is read with or without a byte order mark; another encoding is named with its line."""
    path = tmp_path / "a.json"
    path.write_bytes(b'\xef\xbb\xbf{"a": "\xc3\xa3"}')
    assert {"a": "ã"} == read_file(path).data
    path.write_bytes(b'{"a": 1,\n"b": "\xe3"}')
    assert "line 2: the byte 0xe3 is not UTF-8; save the file as UTF-8" == message(path)
    path.write_bytes('{"a": 1}'.encode("utf-16"))
    assert "line 1: the byte 0xff is not UTF-8; save the file as UTF-8" == message(path)


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff"])
@pytest.mark.parametrize("name", ["a.json", "a.toml", "a.yaml"])
def test_empty(tmp_path: Path, name: str, text: str) -> None:
    """An empty file is said to be empty, in every format."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert "the document is empty" == message(path)


def test_text() -> None:
    """A text may be bytes, and may begin with a byte order mark."""
    assert [1] == read_text("\ufeff[1]", format="json").data
    assert ["ã"] == read_text('["ã"]'.encode(), format="json").data
    assert [1] == read_text(bytearray(b"\xef\xbb\xbf[1]"), format="json").data
    with pytest.raises(DocumentError, match="the byte 0xff is not UTF-8"):
        read_text(b"\xff", format="json")


def test_unknown_format() -> None:
    """A format that is not known is refused with those that are."""
    with pytest.raises(DocumentError, match="unknown format 'yml'; did you mean 'yaml'"):
        read_text("a", format="yml")  # type: ignore[arg-type]


def test_name_in_errors() -> None:
    """Errors carry the name that the caller gave the document."""
    with pytest.raises(DocumentError) as caught:
        read_text("[NaN]", format="json", name="desk")
    assert "desk: line 1: [0]: NaN is no finite number" == str(caught.value)


def test_without_pyyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PyYAML, YAML names the exact command that installs it; JSON does not need it."""
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(MissingExtraError) as caught:
        read_text("a: 1", format="yaml")
    assert 'reading YAML needs PyYAML; run: pip install "slakit[yaml]"' == str(caught.value)
    assert isinstance(caught.value, SlakitError)
    assert {"a": 1} == read_text('{"a": 1}', format="json").data
