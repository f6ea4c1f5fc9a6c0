"""Files that are replaced as a whole."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from slakit.recovery.whole import write_whole

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


def test_replaced(tmp_path: Path) -> None:
    """The new text takes the place of the old one, and nothing is left beside it."""
    path = tmp_path / "case.json"
    write_whole(path, "old\n")
    write_whole(path, "né\n")
    assert "né\n".encode() == path.read_bytes()
    assert [path] == [*tmp_path.iterdir()]


def test_nothing_else_is_touched(tmp_path: Path) -> None:
    """A file that somebody keeps beside it, whatever its name, is left alone."""
    kept = tmp_path / "case.json.new"
    kept.write_text("mine")
    write_whole(tmp_path / "case.json", "x")
    assert "mine" == kept.read_text()


@POSIX
def test_permissions(tmp_path: Path) -> None:
    """A file keeps its permissions, and a new one has those that any new file has."""
    path, other = tmp_path / "case.json", tmp_path / "other"
    write_whole(path, "x")
    other.write_text("x")
    assert stat.S_IMODE(other.stat().st_mode) == stat.S_IMODE(path.stat().st_mode)
    path.chmod(0o640)
    write_whole(path, "y")
    assert 0o640 == stat.S_IMODE(path.stat().st_mode)


@POSIX
def test_link(tmp_path: Path) -> None:
    """A link stays one, and what it leads to is replaced."""
    (tmp_path / "cases").mkdir()
    path, link = tmp_path / "cases" / "1.json", tmp_path / "latest.json"
    path.write_text("old")
    link.symlink_to(path)
    write_whole(link, "new")
    assert (True, "new") == (link.is_symlink(), path.read_text())


def test_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it cannot be replaced the old file is there, and nothing is left beside it."""

    def refuse(*_: object) -> None:
        raise OSError("the disk is gone")

    path = tmp_path / "case.json"
    path.write_text("old")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk is gone"):
        write_whole(path, "new")
    assert ("old", [path]) == (path.read_text(), [*tmp_path.iterdir()])
