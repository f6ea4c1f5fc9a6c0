"""Where files lie, what they are called and how long they are."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "slakit"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TEXTS = [
    ROOT / ".ci" / "run",
    *sorted(
        file
        for folder in (".ci", "docs", "src", "tests")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".md", ".py", ".toml", ".yaml"}
    ),
]

TOP_LEVEL = {
    ".ci",
    ".git",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "docs",
    "pyproject.toml",
    "src",
    "tests",
}
VAGUE_NAMES = {"base", "common", "core", "helper", "helpers", "manager", "misc", "util", "utils"}
# In two pieces, or this file would be found.
MARKS = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_top_level() -> None:
    """The top level holds what belongs there, and beside it only what git ignores."""
    patterns = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = [pattern.rstrip("/") for pattern in patterns if pattern and pattern[0] != "#"]
    found = {
        entry.name
        for entry in ROOT.iterdir()
        if not any(fnmatch(entry.name, pattern) for pattern in ignored)
    }
    assert TOP_LEVEL | {".git"} == found | {".git"}


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_length(file: Path) -> None:
    """A source file has at most 350 lines."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 350


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_name(file: Path) -> None:
    """A module is named after its subject, not after being useful."""
    assert not VAGUE_NAMES.intersection(file.relative_to(PACKAGE).with_suffix("").parts)


@pytest.mark.parametrize("file", TEXTS, ids=name_of)
def test_finished(file: Path) -> None:
    """No file carries a mark of unfinished work."""
    text = file.read_text(encoding="utf-8")
    assert [] == [mark for mark in MARKS if mark in text]


def test_floors() -> None:
    """The floors in parentheses are those that are not built yet, and no others."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = configuration["tool"]["importlinter"]["contracts"]
    floors = [floor for layer in contract["layers"] for floor in layer.split(" | ")]
    modules = {file.stem for file in PACKAGE.glob("*.py")}
    built = modules | {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
    assert [floor for floor in floors if floor[0] == "("] == [
        f"({name})" for name in (floor.strip("()") for floor in floors) if name not in built
    ]
