"""The desk's words for the status categories."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import DocumentError, Statuses
from slakit.policies.statuses import CATEGORIES
from tests.json_schema import faults, undescribed


def refused(**words: Any) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        Statuses(**words)
    return [str(problem) for problem in caught.value.problems]


def test_category_of() -> None:
    """A word has the category that names it; every other word, and none, is open."""
    statuses = Statuses(paused=["waiting", "on hold"], resolved=["solved"], closed=["closed"])
    words = ["waiting", "on hold", "solved", "closed", "new", "Waiting", "", None]
    assert ["paused", "paused", "resolved", "closed", "open", "open", "open", "open"] == [
        statuses.category_of(word) for word in words
    ]


def test_categories() -> None:
    """What is not simply open is listed."""
    assert {"a": "paused", "b": "closed"} == Statuses(paused=["a"], closed=["b"]).categories
    assert {} == Statuses().categories == Statuses(paused=[]).categories


def test_word_in_two_categories() -> None:
    """A word has one category; the second place is named, and what the first was."""
    assert ["closed[1]: 'done' is resolved already; give each status one category"] == refused(
        resolved=["done"], closed=["gone", "done"]
    )


def test_word_twice_in_one_category() -> None:
    """A word stands once."""
    assert ["paused[1]: 'waiting' is paused already; give each status one category"] == refused(
        paused=["waiting", "waiting"]
    )


def test_all_at_once() -> None:
    """Every word that stands twice is named."""
    found = refused(paused=["a", "b"], resolved=["a"], closed=["b", "a"])
    assert ["resolved[0]", "closed[0]", "closed[1]"] == [each.split(":")[0] for each in found]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ({"paused": "waiting"}, "paused"),
        ({"paused": [1]}, "paused[0]"),
        ({"open": ["new"]}, "open"),
        ({"resoled": ["solved"]}, "resoled"),
    ],
)
def test_bad_words(words: Any, path: str) -> None:
    """Words are text in lists, under the names of the categories."""
    (problem,) = refused(**words)
    assert problem.startswith(f"{path}: ")


def test_left_out_is_not_empty() -> None:
    """A category without words is said, and survives being written; one that is left out is not."""
    empty, left_out = Statuses(paused=[]), Statuses()
    assert {"paused": []} == empty.to_data()
    assert {} == left_out.to_data()
    assert empty != left_out
    assert empty == Statuses.model_validate(empty.to_data())
    assert "open" == empty.category_of("waiting")


def test_four() -> None:
    """There are four categories, and a desk names the words of three."""
    assert ("open", "paused", "resolved", "closed") == CATEGORIES
    assert list(CATEGORIES[1:]) == list(Statuses.model_fields)


def test_schema() -> None:
    """Each category is described."""
    schema = Statuses.model_json_schema()
    assert [] == undescribed(schema)
    assert [] == faults(schema, {"paused": ["waiting"], "closed": []})
    assert faults(schema, {"paused": "waiting"})
    assert faults(schema, {"open": ["new"]})
