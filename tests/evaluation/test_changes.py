"""Transitions as data: their ids, JSON and events of CloudEvents 1.0."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from slakit import NaiveDatetimeError, SlakitError, TableError, Transition, transitions
from tests.evaluation.desks import desk, on, ticket

DESK = desk(
    {
        "name": "all",
        "calendar": "office",
        "targets": {"resolution": "4h"},
        "warn": {"soon": {"at": "75%", "to": ["agent"]}},
    }
)
# RFC 3339: a date and a time with an offset of hours and minutes.
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def found() -> tuple[Transition, ...]:
    """Return the start, the warning and the breach of a clock, and a withdrawal of the last."""
    until = on("Mon 15:00")
    told = transitions(DESK, ticket(), on("Mon 08:00"), until)
    late = ticket(("Mon 13:00", "waiting"))
    return (*told, *transitions(DESK, late, on("Mon 13:30"), until, given=told))


def test_found() -> None:
    """The table of this file has what it says."""
    assert ["started", "warning", "breached", "withdrawn"] == [each.kind for each in found()]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def test_ids() -> None:
    """An id is a hash of the clock, the kind, the microsecond and the alert: it never changes.

    Whoever keeps the ids keeps them from one release to the next, so this form is a promise.
    """
    started, warning, breached, withdrawn = (each.id for each in found())
    # 6 May 2024 is day 19,849 since the epoch.
    midnight = 19_849 * 24 * 3600
    at = {hour: (midnight + hour * 3600) * 1_000_000 for hour in (9, 12, 14)}
    clock = "'T-1', 'all', 'resolution', 1"
    assert digest(f"({clock}, 'started', {at[9]}, '')") == started
    assert digest(f"({clock}, 'warning', {at[12]}, 'soon')") == warning
    assert digest(f"({clock}, 'breached', {at[14]}, '')") == breached
    assert digest(f"('withdrawn', '{breached}')") == withdrawn


@pytest.mark.parametrize("each", found(), ids=lambda each: each.kind)
def test_data(each: Transition) -> None:
    """A transition comes back from JSON as it was."""
    data = json.loads(json.dumps(each.to_data()))
    assert each == Transition.from_data(data)
    assert data == Transition.from_data(data).to_data()


@pytest.mark.parametrize("data", [{}, {"at": "2024-05-06T09:00Z"}, {"at": None}, [], None])
def test_bad_data(data: Any) -> None:
    """What is no transition is refused."""
    with pytest.raises(SlakitError):
        Transition.from_data(data)


def test_bad_data_by_name() -> None:
    """The error has what was given; an instant without an offset is refused by name."""
    with pytest.raises(TableError, match=r"\{\} is no transition; give what .*to_data") as raised:
        Transition.from_data({})
    assert {} == raised.value.value
    naive = {**found()[0].to_data(), "at": "2024-05-06T09:00:00"}
    with pytest.raises(NaiveDatetimeError, match="has no time zone"):
        Transition.from_data(naive)


@pytest.mark.parametrize("each", found(), ids=lambda each: each.kind)
def test_cloudevents(each: Transition) -> None:
    """An event has the attributes that CloudEvents 1.0 asks for, in their forms, and the data."""
    event = json.loads(json.dumps(each.to_cloudevent("https://desk.example/sla")))
    # The required ones are strings that are not empty (section 3.1 of the specification).
    required = {name: event.pop(name) for name in ("specversion", "id", "source", "type")}
    assert {
        "specversion": "1.0",
        "id": each.id,
        "source": "https://desk.example/sla",
        "type": f"slakit.clock.{each.kind}",
    } == required
    # The optional ones that are there (section 3.2), and nothing that is no attribute.
    assert "T-1" == event.pop("subject")
    assert "application/json" == event.pop("datacontenttype")
    time = event.pop("time")
    assert RFC_3339.fullmatch(time)
    assert each.at == datetime.fromisoformat(time)
    said = {name: getattr(each, name) for name in ("ticket", "policy", "metric", "cycle")}
    assert {"data": {**said, **each.data}} == event


def test_names_of_attributes() -> None:
    """Names of attributes are lower-case letters and digits (section 3)."""
    event = found()[0].to_cloudevent("/sla")
    assert [] == [name for name in event if not re.fullmatch(r"[a-z0-9]+", name)]


def test_time_of_a_cloudevent() -> None:
    """An offset with seconds, which RFC 3339 cannot write, does not get into the event."""
    local = timezone(timedelta(hours=-3, minutes=-6, seconds=-28))
    until = on("Mon 10:00").astimezone(local)
    (started,) = transitions(DESK, ticket(), on("Mon 08:00"), until)
    assert "2024-05-06T05:53:32-03:06:28" == started.at.isoformat()
    assert "2024-05-06T09:00:00+00:00" == started.to_cloudevent("/sla")["time"]
    assert "slakit" == started.to_cloudevent()["source"]
    assert started.at == datetime(2024, 5, 6, 9, tzinfo=UTC)


def test_empty_source() -> None:
    """An event without a source is none."""
    with pytest.raises(SlakitError, match="the source of an event is empty; give the URI"):
        found()[0].to_cloudevent("")
