"""What an attack with bad input has found, kept as it was found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import InstantError, SlakitError, TableError, UnknownZoneError
from tests.evaluation.desks import desk, on, promising

np = pytest.importorskip("numpy", reason="numpy is not installed")
frames = pytest.importorskip("slakit.frames")

POLICIES = promising(resolution="4h")
MADRID = ZoneInfo("Europe/Madrid")
NOW = on("Mon 12:00")


def answers(tickets: dict[str, Any], policies: Any = POLICIES, **options: Any) -> Any:
    return frames.evaluate_frame(policies, tickets, at=NOW, **options)


def test_one_instant_in_two_zones() -> None:
    """A table of amounts goes by the text of a value, which is another one in another zone."""
    key = "2024-05-06 09:00:00+02:00"
    targets = {"resolution": {"by": "own", key: "4h", "else": "1h"}}
    policies = desk({"name": "all", "calendar": "office", "targets": targets})
    at = datetime(2024, 5, 6, 9, tzinfo=timezone(timedelta(hours=2)))
    utc = at.astimezone(UTC)
    tickets = {"id": ["A", "B"], "created_at": [on("Mon 09:00")] * 2, "own": [at, utc]}
    assert ["4h", "1h"] == [*answers(tickets, policies).clocks["amount"]]


def test_ids_of_events_with_a_point() -> None:
    """Where pandas has made numbers with a point of whole ones, no event is lost in silence."""
    tickets = {"id": [1], "created_at": [on("Mon 09:00")]}
    events = {"ticket": [1.0, None], "at": [on("Mon 10:00")] * 2, "kind": ["note"] * 2}
    with pytest.raises(TableError, match=r"numbers with a point.*Int64"):
        answers(tickets, events=events)


def test_masked_arrays() -> None:
    """A mask is not passed over."""
    at = np.ma.masked_array(np.array(["2024-05-06T09:00"] * 2, "M8[us]"), [False, True])
    with pytest.raises(InstantError, match="masked"):
        frames.is_open(POLICIES.calendars["office"], at)
    with pytest.raises(TableError, match="masked"):
        answers({"id": ["A", "B"], "created_at": at})


def test_local_times_that_come_twice() -> None:
    """They are the first of the two, whatever stands beside them and whatever says otherwise."""
    times = [datetime(2024, 10, 27, 2, 30, fold=fold) for fold in (1, 0)]  # noqa: DTZ001
    found = frames.evaluate_frame(
        POLICIES,
        {"id": ["A", "B"], "created_at": times},
        at=datetime(2024, 10, 28, tzinfo=MADRID),
        tz="Europe/Madrid",
    )
    first = np.datetime64("2024-10-27T00:30")
    assert [first, first] == [*found.clocks["started_at"]]


@pytest.mark.parametrize("tz", [5, timezone(timedelta(hours=1))])
def test_no_zone(tz: Any) -> None:
    """What is no zone is refused by name."""
    with pytest.raises(UnknownZoneError, match=r"^tz: .* is no time zone"):
        answers({"id": ["A"], "created_at": ["2024-05-06T09:00"]}, tz=tz)


def test_endless_numbers() -> None:
    """A number that Python does not write sets its ticket aside, and stops nothing."""
    far = 10**5000
    targets = {"resolution": {"by": "own", "1": "1h", "else": "4h"}}
    policies = desk({"name": "all", "calendar": "office", "targets": targets})
    tickets = {"id": ["A", far, "C"], "created_at": [on("Mon 09:00")] * 3, "own": [1, 1, far]}
    found = answers(tickets, policies)
    assert ["A"] == [*found.clocks["ticket"]]
    assert ["id", ""] == [*found.rejects["field"]]


def test_half_a_character() -> None:
    """Text that only Python can hold does not lose the answer."""
    pd = pytest.importorskip("pandas")
    names = pd.Series(["\ud800", "B"], dtype=object)
    found = answers(pd.DataFrame({"id": names, "created_at": [on("Mon 09:00")] * 2}))
    assert ["\ud800", "B"] == found.clocks["ticket"].tolist()


def test_calendars_by_name() -> None:
    """A name is no calendar."""
    with pytest.raises(SlakitError, match="'office' is no calendar"):
        frames.is_open("office", np.array(["2024-05-06T09:00"], "M8[us]"))
