"""What a report goes by."""

from __future__ import annotations

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit.errors import SlakitError, UnknownNameError, UnknownZoneError
from slakit.reports.layout import Layout

MADRID = ZoneInfo("Europe/Madrid")


def layout(**changes: Any) -> Layout:
    return Layout.of(**{"by": (), "frequency": "week", "tz": None, "dated": "decided", **changes})


def test_parts() -> None:
    """Each part is what it means: a zone by its name, a frequency by its letter."""
    expected = Layout(("team", "policy"), "month", MADRID, "due")
    assert expected == layout(by=["team", "policy"], frequency="M", tz="Europe/Madrid", dated="due")
    assert expected == layout(by=iter(expected.by), frequency="month", tz=MADRID, dated="due")


def test_one_name() -> None:
    """One name is not its letters."""
    assert ("team",) == layout(by="team").by


def test_utc() -> None:
    """UTC is a zone, and is not the same as none."""
    assert ZoneInfo("UTC") == layout(tz=UTC).zone
    assert layout().zone is None


def test_fields() -> None:
    """The policy is that of the clock; with `field.` before it, the ticket's own."""
    found = layout(by=["policy", "field.policy", "team", "field.status", "status"])
    assert [None, "policy", "team", "status", "status"] == found.fields


def test_text() -> None:
    """A layout says what it goes by."""
    assert "metric, team and month (Europe/Madrid) of what was due" == str(
        layout(by="team", frequency="month", tz=MADRID, dated="due")
    )
    assert "metric and week (as written) of what was decided" == str(layout())


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (["team", "team"], "'team' is given twice; give it once"),
        (["metric"], "'metric' is in every report; leave it out"),
        ("period", "'period' is in every report; leave it out"),
        ([""], "'' is no name of a field"),
        ("", "'' is no name of a field"),
        (["field."], "'field.' is no name of a field"),
        ([None], "None is no name of a field"),
        ([["team"]], "['team'] is no name of a field"),
        (b"ab", "97 is no name of a field"),
        (5, "5 is no list of names"),
        (None, "None is no list of names"),
    ],
)
def test_bad_names(by: Any, message: str) -> None:
    """What is no list of names, each of them once, is refused."""
    with pytest.raises(SlakitError) as caught:
        layout(by=by)
    assert "by" == caught.value.parameter
    assert message in str(caught.value)


@pytest.mark.parametrize("bad", ["", "weeks", "w", "hour", None, 5, ["week"]])
def test_bad_frequency(bad: Any) -> None:
    """What is no period is refused by name."""
    with pytest.raises(UnknownNameError, match="no periods of") as caught:
        layout(frequency=bad)
    assert ("frequency", bad) == (caught.value.parameter, caught.value.value)


@pytest.mark.parametrize("bad", ["", "stopped", None, [], "Decided"])
def test_bad_date(bad: Any) -> None:
    """What is no date of a clock is refused by name."""
    with pytest.raises(UnknownNameError, match="clocks have no date") as caught:
        layout(dated=bad)
    assert ("dated", bad) == (caught.value.parameter, caught.value.value)


@pytest.mark.parametrize("bad", ["", "Mars/Base", "+03:00", "../etc/passwd", 5, "UTC\0"])
def test_bad_zone(bad: Any) -> None:
    """What is no zone is refused by name, and is never UTC."""
    with pytest.raises(UnknownZoneError) as caught:
        layout(tz=bad)
    assert "tz" == caught.value.parameter
