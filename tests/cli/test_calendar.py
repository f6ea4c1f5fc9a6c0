"""``slakit calendar show``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_week(run: Run, folder: Path) -> None:
    """A calendar shows its zone and the hours of its week."""
    outcome = run("calendar", "show", "office.json")
    assert 0 == outcome.code
    assert [
        "Europe/Madrid",
        "",
        *(f"  {day}  09:00-17:00" for day in ("mon", "tue", "wed", "thu", "fri")),
        "  sat  closed",
        "  sun  closed",
    ] == outcome.out.splitlines()


def test_year(run: Run, folder: Path) -> None:
    """With a year come its months and the days that differ."""
    lines = run("calendar", "show", "office.json", "--year", "2024").out.splitlines()
    # May 2024 has 23 weekdays, one of them the holiday; December 22, one of them 3 h short of 8.
    assert "  May     22        176h" in lines
    assert "  Dec     22        171h" in lines
    # 262 weekdays in 2024: 261 days of work, 260 of 8 h and one of 3 h.
    assert "  all    261       2083h" in lines
    at = lines.index("days that differ")
    assert [
        "  2024-05-01 Wed  closed                  holiday  Labour Day",
        "  2024-12-24 Tue  09:00-12:00             special",
    ] == lines[at + 1 :]


def test_plain_year(run: Run, folder: Path) -> None:
    """A year without exceptions says so."""
    lines = run("calendar", "show", "office.json", "--year", "2023").out.splitlines()
    assert "no day differs" == lines[-1]


def test_json(run: Run, folder: Path) -> None:
    """JSON has the week as texts and the year day by day."""
    data = run("calendar", "show", "desk.json#office", "--year", "2024", "--json").data
    assert "Europe/Madrid" == data["tz"]
    assert ["09:00-17:00"] == data["week"]["mon"]
    assert 366 == len(data["year"]["days"])
    assert {
        "date": "2024-05-01",
        "hours": [],
        "open": "0s",
        "reason": "holiday",
        "name": "Labour Day",
    } == data["year"]["days"][121]


def test_combined(run: Run, folder: Path) -> None:
    """A combined calendar has no week that recurs, but its years can be shown."""
    day = {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00"}
    (folder / "both.json").write_text(
        json.dumps({"union": [day, {**day, "hours": "Sat 9:00-12:00"}]})
    )
    outcome = run("calendar", "show", "both.json")
    assert 2 == outcome.code
    assert "a combined calendar has no week of its own: give --year" in outcome.err
    data = run("calendar", "show", "both.json", "--year", "2024", "--json").data
    assert {"tz", "year"} == data.keys()
    assert ["09:00-12:00"] == data["year"]["days"][5]["hours"]


def test_only_calendar_of_a_policy_set(run: Run, folder: Path) -> None:
    """A policy set with one calendar needs no name."""
    policy = json.loads((folder / "desk.json").read_text())
    del policy["calendars"]["night"]
    (folder / "desk.json").write_text(json.dumps(policy))
    assert run("calendar", "show", "desk.json").out.startswith("Europe/Madrid\n")


def test_file_with_a_hash(run: Run, folder: Path) -> None:
    """A file whose name has a # in it is found."""
    (folder / "office.json").rename(folder / "of#fice.json")
    assert 0 == run("calendar", "show", "of#fice.json").code


@pytest.mark.parametrize("year", ["0", "9999", "1e3"])
def test_no_year(run: Run, folder: Path, year: str) -> None:
    """What is no year is refused."""
    assert run("calendar", "show", "office.json", "--year", year).code in (2, 3)
