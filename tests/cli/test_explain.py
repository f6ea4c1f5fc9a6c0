"""``slakit explain``."""

from __future__ import annotations

from pathlib import Path

import pytest

from slakit import Explanation
from tests.cli.conftest import Run

TICKETS = """\
id,created_at,first_responded_at,resolved_at,tier
1,2024-04-30 16:00,2024-04-30 16:30,2024-05-06 10:00,gold
2,2024-05-06 10:00,,,bronze
3,soon,,,gold
"""
NOW = ("--tz", "Europe/Madrid", "--at", "2024-05-07T10:00:00Z")


@pytest.fixture
def tickets(folder: Path) -> Path:
    path = folder / "tickets.csv"
    path.write_text(TICKETS)
    return path


def test_all_clocks(run: Run, tickets: Path) -> None:
    """Without a metric all clocks of the ticket are explained.

    Of eight hours from Tuesday at 16:00 one is left of that day; the holiday is no work, and so it
    was due on Thursday at 16:00.
    """
    outcome = run("explain", "desk.json", tickets, "--id", "1", *NOW)
    assert (0, "") == (outcome.code, outcome.err)
    first, _, resolution = outcome.out.partition("\n\nResolution of 1: ")
    assert "\nFirst response of 1: met;" in first
    assert resolution.startswith("missed; due Thu 2 May 2024, 16:00;")
    assert "Stopping by Thu 2 May 2024, 16:00 would have met it." in resolution
    assert "holiday “Labour Day”" in resolution


def test_one_clock(run: Run, tickets: Path) -> None:
    """One clock, for the customer, in another language and style."""
    one = ("--metric", "gold/resolution", "--cycle", "1")
    outcome = run(
        "explain", "desk.json", tickets, "--id", "1", *NOW, *one,
        "--lang", "pt-BR", "--audience", "customer", "--style", "markdown",
    )  # fmt: skip
    assert outcome.out.startswith("**1: concluído com atraso.**\n")
    assert "qui., 2 de mai. de 2024, 16:00" in outcome.out
    assert "gold" not in outcome.out


def test_json(run: Run, tickets: Path) -> None:
    """For programs it is a list of explanations, with instants in the zone of the table."""
    outcome = run("explain", "desk.json", tickets, "--id", "1", *NOW, "--json")
    found = [Explanation.from_data(each) for each in outcome.data]
    assert ["first_response", "resolution"] == [each.reading.metric for each in found]
    assert "2024-05-02T16:00:00+02:00" == outcome.data[1]["latest_stop"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("--id", "9"),
            3,
            "--id: tickets.csv has no ticket '9', and 1 row could not be read; give an id",
        ),
        (("--id", ""), 2, "--id is empty: give an id as the table has it"),
        (("--id", "2"), 3, "--id: ticket '2' has no clock; no policy promises it anything at"),
        (("--id", "3"), 3, "tickets: line 4: created_at 'soon' is no time"),
        (("--id", "1", "--metric", "resolve"), 3, "ticket '1' has no clock 'resolve'; known: "),
        (("--id", "1", "--metric", "resolution", "--cycle", "2"), 3, "no cycle 2"),
        (("--id", "1", "--cycle", "2"), 2, "--cycle is one of a metric: add --metric"),
        (("--id", "1", "--lang", "pt"), 2, "no words for the locale 'pt'; known: en, es"),
        (("--id", "1", "--style", "xml"), 2, "invalid choice: 'xml'"),
        ((), 2, "the following arguments are required: --id"),
    ],
)
def test_refused(
    run: Run, tickets: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    """What cannot be explained is told by its name."""
    outcome = run("explain", "desk.json", tickets.name, *NOW, *arguments)
    assert (code, "") == (outcome.code, outcome.out)
    assert message in outcome.err


def test_unread_rows(run: Run, folder: Path) -> None:
    """Rows that could not be read are counted, because the ticket may be in one of them."""
    for rows, told in [("", "has no ticket '9'; give"), (",\n,\n", "and 2 rows could not be")]:
        (folder / "few.csv").write_text("id,created_at\n1,2024-04-30 16:00\n" + rows)
        assert told in run("explain", "desk.json", "few.csv", "--id", "9", *NOW).err


def test_before_the_creation(run: Run, tickets: Path) -> None:
    """Before its creation a ticket has no clock, and the error says that."""
    early = ("--tz", "Europe/Madrid", "--at", "2024-04-01T10:00:00Z")
    outcome = run("explain", "desk.json", tickets, "--id", "1", *early)
    assert "ticket '1' has no clock; it is not created yet at 2024-04-01" in outcome.err
