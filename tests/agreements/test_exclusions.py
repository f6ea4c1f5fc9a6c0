"""Exclusions: dated, with a reason and an author, and never to anybody's cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from slakit import Exclusion, Outage
from slakit.agreements.exclusions import excuse
from slakit.errors import InstantError, SlakitError, UnknownNameError
from tests.agreements.contracts import down, october


def made(**changes: Any) -> Exclusion:
    given: dict[str, Any] = {
        "start": october(3),
        "end": october(4),
        "kind": "maintenance",
        "reason": "new disks",
        "author": "ana",
        "at": october(2),
    }
    return Exclusion(**{**given, **changes})


def test_round_trip() -> None:
    """What is written as data is read as the same record."""
    assert made() == Exclusion.from_data(made().to_data())


@pytest.mark.parametrize(
    ("changes", "error", "problem"),
    [
        ({"end": october(3)}, InstantError, "is not after"),
        ({"kind": "maintenence"}, UnknownNameError, "did you mean 'maintenance'"),
        ({"reason": " "}, SlakitError, "without reason"),
        ({"author": ""}, SlakitError, "without author"),
        ({"at": october(2).replace(tzinfo=None)}, InstantError, "no time zone"),
        ({"start": "2026-10-03"}, InstantError, "is no datetime"),
    ],
)
def test_refused(changes: dict[str, Any], error: type[SlakitError], problem: str) -> None:
    """A record that does not say when, why or who is refused."""
    with pytest.raises(error, match=problem):
        made(**changes)


def test_overlaps() -> None:
    """Half-open: what begins when it ends does not lie in it."""
    assert made().overlaps(october(3, 23), october(5))
    assert not made().overlaps(october(4), october(5))
    assert not made().overlaps(october(2), october(3))


def test_excuse() -> None:
    """Of each outage the part that lies in an exclusion becomes time that was agreed on."""
    outages = [down(october(2, 22), 4), Outage(october(3, 20), None), down(october(9), 1)]
    found = excuse(outages, [made()])
    assert outages == found[:3]
    spans: list[tuple[datetime, datetime | None, bool]] = [
        (each.start, each.end, each.maintenance) for each in found[3:]
    ]
    assert [
        (october(3), october(3, 2), True),
        (october(3, 20), october(4), True),
    ] == spans


def test_maintenance_is_left_alone() -> None:
    """Maintenance that was agreed is taken out already."""
    planned = Outage(october(3), october(3) + timedelta(hours=1), maintenance=True)
    assert [planned] == excuse([planned], [made()])
