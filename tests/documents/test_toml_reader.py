"""TOML as plain data."""

from __future__ import annotations

import time

import pytest

from slakit.documents import read_text
from slakit.errors import DocumentError


def problems(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        read_text(text, format="toml")
    return [str(problem) for problem in caught.value.problems]


def test_values() -> None:
    """Tables, arrays and scalars become plain data; dates and times become ISO text."""
    text = """
        day = 2024-12-24
        at = 18:00:00
        local = 2024-12-24T18:00:00
        instant = 2024-12-24T18:00:00Z
        [office]
        hours = ["09:00-12:00", 1, 2.5, true]
        [[rows]]
        x = {y = "z"}
    """
    assert {
        "day": "2024-12-24",
        "at": "18:00:00",
        "local": "2024-12-24T18:00:00",
        "instant": "2024-12-24T18:00:00+00:00",
        "office": {"hours": ["09:00-12:00", 1, 2.5, True]},
        "rows": [{"x": {"y": "z"}}],
    } == read_text(text, format="toml").data


@pytest.mark.parametrize(
    ("line", "text"),
    [(1, "a = "), (2, "a = 1\na = 2"), (3, "\n\n[[a"), (2, "a = 1\nb == 2"), (1, "a = 2024-13-01")],
)
def test_mistakes_of_grammar(line: int, text: str) -> None:
    """A mistake is pointed at on its line; a duplicate key is one."""
    [problem] = problems(text)
    assert problem.startswith(f"line {line}: ")
    assert problem.endswith("^")


def test_numbers_that_are_not_finite() -> None:
    """All nan and inf are reported with their paths."""
    assert ["a: nan is no finite number", "b[1].c: -inf is no finite number"] == problems(
        "a = nan\nb = [1, {c = -inf}]"
    )


@pytest.mark.parametrize("text", ["# only a comment", "\n"])
def test_empty(text: str) -> None:
    """A file without a single key is empty."""
    assert ["the document is empty"] == problems(text)


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 100_000, "a = " + "[" * 150 + "]" * 150, ".".join("a" * 200) + " = 1"],
)
def test_depth(text: str) -> None:
    """Deep nesting, by brackets or by dots, is refused without a RecursionError."""
    assert ["nested deeper than 100 levels"] == problems(text)


def test_dotted_keys_cannot_keep_the_parser_busy() -> None:
    """A key of a hundred thousand parts, which would take minutes, is refused at once."""
    started = time.process_time()
    assert ["a key or a text with more than 1000 dots"] == problems(".".join("a" * 100_000) + "=1")
    assert time.process_time() - started < 1


def test_huge_numbers() -> None:
    """A number that Python would not read is a problem of the document."""
    [problem] = problems("a = " + "9" * 10_000)
    assert problem
