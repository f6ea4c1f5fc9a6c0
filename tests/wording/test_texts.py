"""Texts by key: their parameters, their plural forms, and what is refused."""

from __future__ import annotations

import pytest

from slakit import SlakitError, UnknownNameError
from slakit.wording.texts import read_texts

TEXTS = read_texts(
    {
        "plain": "nothing to fill in",
        "outer": {"inner": {"text": "{name} at {due}"}},
        "several": {"one": "once by {author}", "other": "{count} times"},
    }
)


def test_keys() -> None:
    """Nested tables give dotted keys; a table of plural forms is one text."""
    assert ["plain", "outer.inner.text", "several"] == list(TEXTS)


def test_parameters() -> None:
    """A text needs what any of its forms names, and the count that chooses between them."""
    assert frozenset() == TEXTS["plain"].parameters
    assert {"name", "due"} == TEXTS["outer.inner.text"].parameters
    assert {"author", "count"} == TEXTS["several"].parameters


def test_given() -> None:
    """All parameters and none besides are accepted."""
    TEXTS["plain"].check({})
    TEXTS["outer.inner.text"].check({"due": "x", "name": "y"})
    TEXTS["several"].check({"author": "x", "count": 3})


def test_unknown() -> None:
    """A parameter that a text doesn't know is refused, with the nearest that it knows."""
    with pytest.raises(UnknownNameError) as error:
        TEXTS["outer.inner.text"].check({"name": "x", "duee": "y"})
    assert "duee: 'outer.inner.text' has no parameter 'duee'; did you mean 'due'?" == str(
        error.value
    )
    with pytest.raises(UnknownNameError, match="'plain' has no parameter 'name'; it takes none"):
        TEXTS["plain"].check({"name": "x"})


def test_missing() -> None:
    """A parameter that isn't given is refused, with all that the text needs."""
    with pytest.raises(SlakitError) as error:
        TEXTS["outer.inner.text"].check({"due": "x"})
    assert "name: 'outer.inner.text' lacks name; give due, name" == str(error.value)


@pytest.mark.parametrize("count", ["2", 2.0, True, None])
def test_no_count(count: object) -> None:
    """Only a whole number chooses a plural."""
    with pytest.raises(SlakitError, match="is no count; give an int"):
        TEXTS["several"].check({"author": "x", "count": count})
