"""Where values stand."""

from __future__ import annotations

import dataclasses

import pytest

from slakit.documents import Source, read_text

JSON = """{
  "a": {
    "b": [
      1, [2,
      3]
    ]
  },
  "c": null
}"""


@pytest.mark.parametrize(
    ("expected", "path"),
    [
        (1, ()),
        (2, ("a",)),
        (3, ("a", "b")),
        (4, ("a", "b", 0)),
        (4, ("a", "b", 1)),
        (4, ("a", "b", 1, 0)),
        (5, ("a", "b", 1, 1)),
        (8, ("c",)),
        (8, ("c", "deeper", 3)),
        (2, ("a", "missing")),
        (3, ("a", "b", 7)),
        (3, ("a", "b", -1)),
        (3, ("a", "b", "text")),
        (1, (0,)),
    ],
)
def test_line_of(expected: int, path: tuple[str | int, ...]) -> None:
    """The line is that of the deepest value on the path that the document has."""
    assert expected == read_text(JSON, format="json").line_of(path)


def test_no_places() -> None:
    """A source without places, as from TOML, has no lines."""
    assert read_text("a = 1", format="toml").line_of(("a",)) is None
    assert Source({"a": 1}, "", "json").line_of(()) is None


def test_frozen_and_compared_by_content() -> None:
    """A source cannot be changed; where its values stand is no part of what it is."""
    source = read_text('{"a": 1}', format="json", name="x")
    assert Source({"a": 1}, "x", "json") == source
    with pytest.raises(dataclasses.FrozenInstanceError):
        source.name = "y"  # type: ignore[misc]
