"""pydantic's errors in plain words, at the positions that people wrote."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, field_validator

from slakit.documents import Document
from slakit.errors import DocumentError
from tests.documents.samples import Country, said


@pytest.mark.parametrize(
    ("expected", "field", "value"),
    [
        ("must be text, not True; put it in quotes", "text", True),
        ("must be text, not ['a']", "text", ["a"]),
        ("must be a whole number, not 'x'", "whole", "x"),
        ("must be a whole number, not 1.5", "whole", 1.5),
        ("must be a whole number, not None", "whole", None),
        ("must be a number, not 'x'", "number", "x"),
        ("must be a number, not 'x'", "decimal", "x"),
        ("must be true or false, not 'maybe'", "flag", "maybe"),
        ("must be a date such as 2026-01-31, not '24.12.'", "day", "24.12."),
        ("must be a time such as 16:00, not 'noon'", "hour", "noon"),
        ("must be a date and time such as 2026-01-31T16:00:00Z, not 'x'", "instant", "x"),
        ("must be a list, not 'abc'", "items", "abc"),
        ("must be a list, not 5", "group", 5),
        ("must be a mapping, not [1]", "mapping", [1]),
        ("must be 'stay' or 'next_open', not 'x'", "word", "x"),
        ("must be 'stay' or 'next_open', not 1", "word", 1),
        (
            "must be 'stay' or 'next_open', not 'nextopen'; did you mean 'next_open'?",
            "word",
            "nextopen",
        ),
        ("must be 'red' or 'blue', not 'bleu'; did you mean 'blue'?", "color", "bleu"),
        ("must be greater than or equal to 1, not 0", "small", 0),
        ("must be less than 10, not 10", "small", 10),
        ("must have at most 3 characters, not 'abcd'", "short", "abcd"),
        ("must match pattern '^[a-z]*$', not 'AB'", "short", "AB"),
        ("must have no more than 3 digits in total, not '1234'", "money", "1234"),
        ("must be louder", "shouted", "quiet"),
        ("must not be negative", "asserted", -1),
        ("must be a mapping, not 'BR'", "source", "BR"),
    ],
)
def test_plain_words(expected: str, field: str, value: Any) -> None:
    """Each kind of error is said without pydantic's words, with the value and the remedy."""
    assert [f"{field}: {expected}"] == said(**{field: value})


def test_long_values_are_cut() -> None:
    """A message shows the beginning of a long value; the problem keeps the whole."""
    [text] = said(whole="x" * 10_000)
    assert text.startswith("whole: must be a whole number, not 'xxxx")
    assert text.endswith("...")
    assert len(text) < 120


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("items[1]: must be a whole number, not 'x'", {"items": [1, "x"]}),
        ("pair[1]: must be text, not []", {"pair": [1, []]}),
        ("mapping.a: must be a whole number, not 'x'", {"mapping": {"a": "x"}}),
        ("dates.2024-12-24: must be a whole number, not 'x'", {"dates": {"2024-12-24": "x"}}),
        (
            "dates.2024-12-24: must be a whole number, not 'x'",
            {"dates": {date(2024, 12, 24): "x"}},
        ),
        ("dates.x: must be a date such as 2026-01-31, not 'x'", {"dates": {"x": 1}}),
        (
            "nested.a[0].b.county: unknown key 'county'; did you mean 'country'?",
            {"nested": {"a": [{"b": {"country": "BR", "county": 1}}]}},
        ),
        ("few: must have at most 2 items after validation, not 3", {"few": [1, 2, 3]}),
        ("shouted: must be text, not ['a', 'list']", {"shouted": "a list"}),
    ],
)
def test_paths(expected: str, data: dict[str, Any]) -> None:
    """The path leads to the value in the input, through keys of every type."""
    assert [expected] == said(**data)


def test_data_that_contains_itself() -> None:
    """A loop in the data is a problem, not a RecursionError."""
    data: dict[str, Any] = {}
    data["child"] = data
    [text] = said(**data)
    assert text.startswith("child.")
    assert text.endswith(": recursion error - cyclic reference detected")


def test_validation_inside_a_validator() -> None:
    """A validator may let pydantic validate something else; its positions are then the loc's."""

    class Outer(Document):
        inner: Any

        @field_validator("inner", mode="before")
        @classmethod
        def numbers(cls, value: Any) -> Any:
            return TypeAdapter(list[int]).validate_python(value)

    with pytest.raises(DocumentError) as caught:
        Outer(inner=[1, "x"])
    assert "inner[1]: must be a whole number, not 'x'" == str(caught.value)


def test_documents_built_inside_a_validator() -> None:
    """A validator may build a document; its problems stand under the validator's path."""

    class Outer(Document):
        inner: Any

        @field_validator("inner", mode="before")
        @classmethod
        def country(cls, value: Any) -> Any:
            return [Country(**item) for item in value]

    with pytest.raises(DocumentError) as caught:
        Outer(inner=[{"county": 1}])
    assert ["inner.country: is required and missing", "inner.county: unknown key"] == [
        str(problem).split(" 'county'")[0] for problem in caught.value.problems
    ]
