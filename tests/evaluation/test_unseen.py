"""Conditions on fields that no ticket of a run has."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from slakit import PolicySet, PolicyWarning
from slakit.evaluation.unseen import UnseenFields
from tests.evaluation.desks import Happening, desk, ticket

TARGETS = {"resolution": "4h"}


def policies(*more: dict[str, Any], **words: Any) -> PolicySet:
    """Return a desk with a policy of these words, and others."""
    first = {"name": "gold", "calendar": "office", "targets": TARGETS, **words}
    return desk(first, *more)


def missing(found: PolicySet, *tickets: Any) -> set[str]:
    unseen = UnseenFields(found)
    for each in tickets:
        unseen.look(each)
    return unseen.names


def told(found: PolicySet, *tickets: Any) -> list[str]:
    """Return what is warned of."""
    unseen = UnseenFields(found)
    for each in tickets:
        unseen.look(each)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        unseen.warn()
    assert {PolicyWarning} >= {each.category for each in caught}
    return [str(each.message) for each in caught]


ASKING = [
    ({"when": {"tier": "gold"}}, {"tier"}),
    ({"when": {"any": [{"vip": True}, {"not": {"size": {"ge": 3}}}]}}, {"vip", "size"}),
    (
        {"when": {"since": {"changes": "owner"}, "until": {"becomes": {"vip": True}}}},
        {"owner", "vip"},
    ),
    ({"pause": {"hold": True}}, {"hold"}),
    ({"targets": {"resolution": {"by": "priority", "high": "1h", "else": "4h"}}}, {"priority"}),
    ({"targets": {"resolution": [{"when": {"vip": True}, "amount": "1h"}]}}, {"vip"}),
    ({"targets": {"time_to_own": "1h"}}, {"assignee"}),
    ({"calendar": {"by": "country", "BR": "office", "else": "late"}}, {"country"}),
    ({"calendar": [{"when": {"vip": True}, "calendar": "always"}]}, {"vip"}),
    # What a ticket carries is no condition, and neither is what is derived from its status.
    ({"targets": {"resolution": "field(promised)"}}, set()),
    ({"targets": {"resolution": "at(promised)"}, "counts_from": "field(opened)"}, set()),
    ({"when": {"category": "open"}}, set()),
    # Without a known calendar a ticket is refused, which says enough.
    ({"calendar": "field(site)"}, set()),
]


@pytest.mark.parametrize(("words", "names"), ASKING)
def test_asked(words: dict[str, Any], names: set[str]) -> None:
    """Every field in a condition of a policy or of its metrics is looked for."""
    assert names == missing(policies(**words))


SEEN: list[tuple[dict[str, Any], tuple[Happening, ...]]] = [
    ({"tier": "tin"}, ()),
    # A field without a value is there all the same, as an empty column is.
    ({"tier": None}, ()),
    ({}, (("Mon 10:00", {"tier": "gold"}),)),
]


@pytest.mark.parametrize(("fields", "happenings"), SEEN)
def test_seen(fields: dict[str, Any], happenings: tuple[Happening, ...]) -> None:
    """One ticket that has the field, or comes to have it, is enough."""
    found = policies(when={"tier": "gold"})
    assert set() == missing(found, ticket(), ticket(*happenings, fields=fields), ticket())


def test_warning() -> None:
    """Each field is told once, with the policies that ask for it and the nearest name."""
    found = policies(
        {"name": "tin", "when": {"teir": "tin"}, "calendar": "office", "targets": TARGETS},
        {"name": "vip", "when": {"vip": True}, "calendar": "office", "targets": TARGETS},
        {
            "name": "gold",
            "from": "2024-06-01T00:00:00Z",
            "when": {"teir": "gold"},
            "calendar": "office",
            "targets": TARGETS,
        },
        when={"teir": "gold"},
    )
    tier, vip = told(found, ticket(fields={"tier": "gold"}))
    assert (
        "no ticket has the field 'teir', for which gold and tin ask; did you mean 'tier'?" in tier
    )
    assert "no ticket has the field 'vip', for which vip asks;" in vip
    assert "simplefilter('ignore', PolicyWarning)" in tier


def test_tickets_without_fields() -> None:
    """Where the tickets have no fields at all, the remedy is to look for the name."""
    (message,) = told(policies(when={"tier": "gold"}), ticket())
    assert "gold asks; look for the name that is meant." in message
