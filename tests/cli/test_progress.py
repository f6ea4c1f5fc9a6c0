"""The bar for long work."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from slakit.cli import progress
from slakit.cli.progress import with_progress

ROWS = list(range(2_000))


class Terminal(io.StringIO):
    """A standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


def look(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> None:
    # In the test itself: pytest puts its own stream there after the fixtures have run.
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")


def read(folder: Path, output: io.StringIO) -> list[int]:
    path = folder / "table.csv"
    path.write_bytes(b"x" * 2_000)
    with open(path, "rb") as file:
        return list(with_progress(ROWS, file, output))


def test_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody looks there is no bar."""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    look(monkeypatch, stream := io.StringIO())
    assert ROWS == read(tmp_path, io.StringIO())
    assert "" == stream.getvalue()


def test_short_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work of less than a second shows nothing."""
    look(monkeypatch, stream := Terminal())
    assert ROWS == read(tmp_path, io.StringIO())
    assert "" == stream.getvalue()


def test_output_on_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the rows themselves are seen there is no bar between them."""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    look(monkeypatch, stream := Terminal())
    assert ROWS == read(tmp_path, Terminal())
    assert "" == stream.getvalue()


def test_long_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that goes on shows a bar, and no row is lost by it."""
    pytest.importorskip("rich")
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    look(monkeypatch, stream := Terminal())
    assert ROWS == read(tmp_path, io.StringIO())
    assert "reading" in stream.getvalue()


def test_without_rich(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rich there is no bar, and all the rows."""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    for name in ("rich", "rich.console", "rich.progress"):
        monkeypatch.setitem(sys.modules, name, None)
    look(monkeypatch, stream := Terminal())
    assert ROWS == read(tmp_path, io.StringIO())
    assert "" == stream.getvalue()
