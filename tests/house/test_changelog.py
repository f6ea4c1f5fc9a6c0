"""The change log keeps to its form."""

from __future__ import annotations

import re
from pathlib import Path

import slakit

LINES = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
RELEASE = re.compile(r"## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}")
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_sections() -> None:
    """It opens with what is unreleased; releases with their dates follow."""
    first, *others = [line for line in LINES if line.startswith("## ")]
    assert "## [Unreleased]" == first
    assert [] == [line for line in others if not RELEASE.fullmatch(line)]


def test_kinds() -> None:
    """Changes stand under the headings of Keep a Changelog, one sentence each."""
    assert {line[4:] for line in LINES if line.startswith("### ")} <= KINDS
    starts = [number for number, line in enumerate(LINES) if line.startswith("- ")]
    for start in starts:
        sentence = " ".join(paragraph(start)).rstrip()
        assert sentence.endswith("."), sentence


def paragraph(start: int) -> list[str]:
    end = start + 1
    while end < len(LINES) and LINES[end].startswith("  "):
        end += 1
    return LINES[start:end]


def test_version() -> None:
    """The version of the package is the last release, or one that is yet to come."""
    released = [match[1] for line in LINES if (match := RELEASE.fullmatch(line))]
    assert slakit.__version__ in released or numbers(slakit.__version__) > max(
        map(numbers, released), default=()
    )


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
