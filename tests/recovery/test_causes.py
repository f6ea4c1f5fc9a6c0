"""The taxonomy of causes: complete in every language, and extended by a plan."""

from __future__ import annotations

import pytest

from slakit import UnknownNameError
from slakit.recovery.causes import BETWEEN, cause_name, cause_names, known_cause, standard_causes
from slakit.wording import LOCALES, catalogue

KINDS = ["people", "process", "tool", "supplier", "customer", "demand", "policy", "unforeseeable"]


def test_kinds() -> None:
    """There are eight kinds, each with causes of its own."""
    assert KINDS == [*standard_causes()]
    assert all(standard_causes().values())


@pytest.mark.parametrize("locale", LOCALES)
def test_named(locale: str) -> None:
    """Every standard cause has a name in every language, and there are names for no others."""
    words = catalogue(locale)
    named = {
        key.partition("cause.")[2].replace(".", BETWEEN)
        for key in words
        if key.startswith(("recovery.cause.", "recovery.subcause."))
    }
    assert named == set(cause_names({}))


def test_own() -> None:
    """Causes of a plan stand after the standard ones of their kind, and are called as it says."""
    own = {"tool": {"legacy_host": "the old mainframe"}, "weather": {"storm": "a storm"}}
    names = cause_names(own)
    assert "tool/legacy_host" == names[names.index("supplier") - 1]
    assert ("weather", "weather/storm") == names[-2:]
    words = catalogue("pt-BR")
    assert ["ferramenta: the old mainframe", "ferramenta: defeito", "weather: a storm"] == [
        cause_name(name, own, words)
        for name in ("tool/legacy_host", "tool/defect", "weather/storm")
    ]
    assert "pessoas" == cause_name("people", own, words)


@pytest.mark.parametrize("cause", ["", "/", "people/", "people/absense", "People"])
def test_unknown(cause: str) -> None:
    """What is no cause is refused."""
    with pytest.raises(UnknownNameError, match="unknown cause"):
        known_cause(cause, {})


def test_did_you_mean() -> None:
    """A misspelled cause gets the nearest."""
    with pytest.raises(UnknownNameError, match="did you mean 'people/absence'"):
        known_cause("people/absense", {})
