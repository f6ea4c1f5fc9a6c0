"""``slakit due``, ``elapsed`` and ``open``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

MADRID = ("--tz", "Europe/Madrid", "--hours", "Mon-Fri 09:00-17:00")


@pytest.mark.parametrize(
    ("expected", "start", "amount", "options"),
    [
        ("2024-05-06T10:00:00+02:00", "2024-05-03 16:00", "2h", ()),
        # 14:00 UTC is 16:00 in Madrid; the answer is in the zone of the calendar.
        ("2024-05-06T10:00:00+02:00", "2024-05-03T14:00:00Z", "2h", ()),
        ("2024-05-03T17:00:00+02:00", "2024-05-03 16:00", "1h", ()),
        ("2024-05-06T09:00:00+02:00", "2024-05-03 16:00", "1h", ("--at-close", "next_open")),
        ("2024-05-06T16:00:00+02:00", "2024-05-03 16:00", "1bd", ()),
        ("2024-05-07T09:00:00+02:00", "2024-05-03 16:00", "1bd", ("--cutoff", "15:00")),
        ("2024-05-04T16:00:00+02:00", "2024-05-03 16:00", "24h wall", ()),
        # 1 May is a holiday in Spain, 2 May in Madrid only.
        ("2024-05-02T10:00:00+02:00", "2024-04-30 16:00", "2h", ("--holidays", "ES")),
        ("2024-05-03T10:00:00+02:00", "2024-04-30 16:00", "2h", ("--holidays", "ES-MD")),
        (
            "2024-05-03T10:00:00+02:00",
            "2024-04-30 16:00",
            "2h",
            ("--holidays", "2024-05-01", "--holidays", "2024-05-02"),
        ),
        ("2024-05-06T10:00:00+02:00", "now", "2h", ("--at", "2024-05-03 16:00")),
    ],
)
def test_due(run: Run, expected: str, start: str, amount: str, options: tuple[str, ...]) -> None:
    """The answer is one instant in the zone of the calendar."""
    outcome = run("due", start, amount, *MADRID, *options)
    assert (0, f"{expected}\n", "") == (outcome.code, outcome.out, outcome.err)


def test_negative_amount(run: Run) -> None:
    """An amount with a minus stands behind two of them, as everywhere."""
    outcome = run("due", *MADRID, "--", "2024-05-06 10:00", "-2h")
    assert (0, "2024-05-03T16:00:00+02:00\n") == (outcome.code, outcome.out)


def test_due_in_json(run: Run) -> None:
    """JSON has the question too."""
    expected = {
        "start": "2024-05-03T16:00:00+02:00",
        "amount": "2h",
        "due_at": "2024-05-06T10:00:00+02:00",
    }
    assert expected == run("due", "2024-05-03 16:00", "2h", *MADRID, "--json").data


def test_elapsed(run: Run) -> None:
    """Open time is exact, and negative when the end is the earlier one."""
    assert "2h15m30s\n" == run("elapsed", "2024-05-03 16:00", "2024-05-06 10:15:30", *MADRID).out
    assert "-2h\n" == run("elapsed", "2024-05-06 10:00", "2024-05-03 16:00", *MADRID).out


def test_elapsed_in_json(run: Run) -> None:
    """JSON has both instants in the zone of the calendar."""
    expected = {
        "start": "2024-05-03T16:00:00+02:00",
        "end": "2024-05-06T10:00:00+02:00",
        "elapsed": "2h",
    }
    arguments = ("2024-05-03T14:00Z", "2024-05-06T08:00Z", *MADRID, "--json")
    assert expected == run("elapsed", *arguments).data


def test_open(run: Run) -> None:
    """Open is 0, closed is 1; both say until when."""
    outcome = run("open", "2024-05-03 16:59:59", *MADRID)
    assert (0, "open until 2024-05-03T17:00:00+02:00\n") == (outcome.code, outcome.out)
    outcome = run("open", "2024-05-03 17:00", *MADRID)
    assert (1, "closed until 2024-05-06T09:00:00+02:00\n") == (outcome.code, outcome.out)


def test_never_closed(run: Run) -> None:
    """A calendar that never closes says so."""
    outcome = run("open", "now", "--tz", "UTC", "--hours", "Mon-Sun 00:00-24:00")
    assert (0, "open for ever\n") == (outcome.code, outcome.out)


def test_open_in_json(run: Run) -> None:
    """JSON has the next edges of both kinds."""
    outcome = run("open", "2024-05-03 17:00", *MADRID, "--json")
    expected = {
        "at": "2024-05-03T17:00:00+02:00",
        "open": False,
        "next_close": "2024-05-06T17:00:00+02:00",
        "next_open": "2024-05-06T09:00:00+02:00",
    }
    assert (1, expected) == (outcome.code, outcome.data)


def test_calendar_file(run: Run, folder: Path) -> None:
    """A calendar may stand in a file of its own, or by name in a policy set."""
    for file in ("office.json", "desk.json#office"):
        outcome = run("due", "2024-04-30 16:00", "2h", "--calendar", file)
        assert (0, "2024-05-02T10:00:00+02:00\n") == (outcome.code, outcome.out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("now", "1h"), "say when work counts: --calendar FILE, or --tz ZONE with --hours TEXT"),
        (("now", "1h", "--tz", "UTC"), "say when work counts"),
        (("now", "1h", "--hours", "Mon 9:00-10:00"), "say when work counts"),
        (("now", "1h", "--calendar", "office.json", "--tz", "UTC"), "--calendar stands alone"),
        (("now", "1h", "--tz", "Mars/Base", "--hours", "Mon 9:00-10:00"), "unknown time zone"),
        (("now", "1h", "--tz", "UTC", "--hours", "Mon 9:00-9:00"), "hours"),
        (("now", "1h", *MADRID, "--holidays", "XX"), "XX"),
        (("now", "1d", *MADRID), "amount: '1d' counts in days"),
        (("soon", "1h", *MADRID), "start: 'soon' is no time in the form ISO 8601"),
        (("2024-05-03", "1h", *MADRID), "start: '2024-05-03' has no time of day"),
        (("now", "1h", *MADRID, "--at", "soon"), "--at: 'soon' is no time"),
        (("now", "1h", *MADRID, "--cutoff", "15:00"), "cutoff: a cut-off does not go with '1h'"),
        (("now", "1h", "--calendar", "desk.json"), "say which calendar: desk.json#office or"),
        (("now", "1h", "--calendar", "desk.json#day"), "say which calendar: desk.json#office or"),
        (("now", "1h", "--calendar", "office.json#day"), "office.json is no policy set"),
    ],
)
def test_usage(run: Run, folder: Path, arguments: tuple[str, ...], message: str) -> None:
    """What is wrong in the command itself is 2; there is no calendar by default."""
    outcome = run("due", *arguments)
    assert (2, "") == (outcome.code, outcome.out)
    assert message in outcome.err
    assert outcome.err.startswith("usage: slakit due")
