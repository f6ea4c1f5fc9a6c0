"""``slakit tick``: every transition once, however late and however often it runs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Outcome, Run

MADRID = ("--tz", "Europe/Madrid")
SINCE = ("--since", "2024-05-06T00:00")
# Gold: a response within one hour, a solution within eight of the office, 09:00 to 17:00.
TICKETS = """\
id,created_at,first_responded_at,resolved_at,tier
1,2024-05-06 09:00,2024-05-06 09:30,,gold
2,2024-05-06 10:00,,,gold
3,2024-05-06 10:00,,,bronze
"""
# What becomes of them until noon: time of day, ticket, metric and kind.
BY_NOON = [
    ("09:00", "1", "first_response", "started"),
    ("09:00", "1", "resolution", "started"),
    ("09:30", "1", "first_response", "met"),
    ("10:00", "2", "first_response", "started"),
    ("10:00", "2", "resolution", "started"),
    ("11:00", "2", "first_response", "breached"),
]
BY_TUESDAY_NOON = [
    ("17:00", "1", "resolution", "breached"),
    ("10:00", "2", "resolution", "breached"),
]


@pytest.fixture
def tickets(folder: Path) -> Path:
    path = folder / "tickets.csv"
    path.write_text(TICKETS)
    return path


def lines(outcome: Outcome) -> list[dict[str, Any]]:
    return [json.loads(line) for line in outcome.out.splitlines()]


def told(outcome: Outcome) -> list[tuple[str, str, str, str]]:
    return [
        (each["at"][11:16], each["ticket"], each["metric"], each["kind"]) for each in lines(outcome)
    ]


def tick(run: Run, *more: str, at: str) -> Outcome:
    return run("tick", "desk.json", "tickets.csv", *MADRID, *more, "--at", at)


def test_lines(run: Run, tickets: Path) -> None:
    """Each transition is a line of JSON, in the zone of the table; the summary counts kinds."""
    outcome = tick(run, *SINCE, at="2024-05-06T12:00")
    assert (0, BY_NOON) == (outcome.code, told(outcome))
    id = lines(outcome)[5].pop("id")
    assert {
        "id": id,
        "ticket": "2",
        "policy": "gold",
        "metric": "first_response",
        "cycle": 1,
        "kind": "breached",
        "at": "2024-05-06T11:00:00+02:00",
        "data": {
            "due_at": "2024-05-06T11:00:00+02:00",
            "breached_at": "2024-05-06T11:00:00+02:00",
        },
    } == lines(outcome)[5]
    said = "6 transitions: 4 started, 1 met, 1 breached, up to 2024-05-06T12:00:00+02:00\n"
    assert said == outcome.err


def test_until(run: Run, tickets: Path) -> None:
    """`--until` counts before `--at`, and is told itself, while `--since` is not."""
    window = ("--since", "2024-05-06T09:30", "--until", "2024-05-06T11:00")
    assert BY_NOON[3:] == told(tick(run, *window, at="2024-05-08T12:00"))


def test_now(run: Run, tickets: Path) -> None:
    """Without either it is told up to what the clock says."""
    outcome = run("tick", "desk.json", tickets, *MADRID, *SINCE)
    assert [*BY_NOON, *BY_TUESDAY_NOON] == sorted(
        told(outcome), key=[*BY_NOON, *BY_TUESDAY_NOON].index
    )


def test_cloudevents(run: Run, tickets: Path) -> None:
    """`--cloudevents` tells the same as events of a source, with the same ids."""
    plain = lines(tick(run, *SINCE, "--json", at="2024-05-06T12:00"))
    events = lines(tick(run, *SINCE, "--cloudevents", "/desk", at="2024-05-06T12:00"))
    assert [(each["id"], "/desk", f"slakit.clock.{each['kind']}") for each in plain] == [
        (each["id"], each["source"], each["type"]) for each in events
    ]


def test_state(run: Run, tickets: Path, folder: Path) -> None:
    """With a state each run tells what came since the last one, which may be long ago."""
    state = (*SINCE, "--state", "tick.json")
    assert BY_NOON == told(tick(run, *state, at="2024-05-06T12:00"))
    assert [] == told(tick(run, *state, at="2024-05-06T12:00"))
    assert [] == told(tick(run, *state, at="2024-05-06T16:59"))
    assert BY_TUESDAY_NOON == told(tick(run, *state, at="2024-05-07T12:00"))
    assert {"slakit": 1, "until": "2024-05-07T12:00:00+02:00"} == json.loads(
        (folder / "tick.json").read_text()
    )
    assert ["desk.json", "office.json", "tick.json", "tickets.csv"] == sorted(
        path.name for path in folder.iterdir()
    )


def test_state_of_a_run_that_failed(run: Run, tickets: Path, folder: Path) -> None:
    """A run that breaks off leaves the state, so that the next one tells it all, with its ids."""
    state = (*SINCE, "--state", "tick.json")
    tick(run, *state, at="2024-05-06T09:10")
    before = (folder / "tick.json").read_text()
    tickets.write_bytes(TICKETS.encode() + b"\xff\n")
    broken = tick(run, *state, at="2024-05-06T12:00")
    assert (3, before) == (broken.code, (folder / "tick.json").read_text())
    tickets.write_text(TICKETS)
    mended = tick(run, *state, at="2024-05-06T12:00")
    assert BY_NOON[2:] == told(mended)
    ids = {each["id"] for each in lines(broken)}
    assert ids < {each["id"] for each in lines(mended)}


def test_rejected_rows(run: Run, tickets: Path, folder: Path) -> None:
    """A bad row stops nothing; the state waits for it, unless `--rejects` has taken care of it."""
    tickets.write_text(TICKETS.replace("2,2024-05-06 10:00", "2,soon"))
    state = (*SINCE, "--state", "tick.json")
    outcome = tick(run, *state, at="2024-05-06T12:00")
    assert (3, BY_NOON[:3]) == (outcome.code, told(outcome))
    assert "1 row was set aside\n  line 3: 2: created_at:" in outcome.err
    assert not (folder / "tick.json").exists()
    outcome = tick(run, *state, "--rejects", "bad.csv", at="2024-05-06T12:00")
    assert (0, BY_NOON[:3]) == (outcome.code, told(outcome))
    assert "3,2,created_at,soon," in (folder / "bad.csv").read_text()
    assert (folder / "tick.json").exists()


def test_ticket_that_policies_cannot_judge(run: Run, tickets: Path) -> None:
    """A ticket whose own amount is none is set aside like a bad row."""
    tickets.write_text(
        TICKETS.replace("\n", ",\n").replace("tier,", "tier,promised")
        + "4,2024-05-06 10:00,,,silver,?\n"
    )
    outcome = tick(run, *SINCE, at="2024-05-06T12:00")
    assert (3, BY_NOON) == (outcome.code, told(outcome))
    assert "1 row was set aside\n  line 5: 4: promised:" in outcome.err


def test_given(run: Run, tickets: Path, folder: Path) -> None:
    """What was told is not told again; what is recorded late undoes what did not happen."""
    log = folder / "told.jsonl"
    log.write_text("")

    def told_next(at: str) -> list[tuple[str, str, str, str]]:
        outcome = tick(run, *SINCE, "--given", "told.jsonl", at=at)
        log.write_text(log.read_text() + outcome.out)
        return told(outcome)

    assert BY_NOON == told_next("2024-05-06T12:00")
    assert [] == told_next("2024-05-06T12:00")
    # The answer to 2 was given at 10:20, but exported only now; 4 was forgotten altogether.
    tickets.write_text(
        TICKETS.replace("2,2024-05-06 10:00,", "2,2024-05-06 10:00,2024-05-06 10:20")
        + "4,2024-05-06 11:30,,,gold\n"
    )
    assert [
        ("10:20", "2", "first_response", "met"),
        ("12:10", "2", "first_response", "withdrawn"),
        ("11:30", "4", "first_response", "started"),
        ("11:30", "4", "resolution", "started"),
    ] == told_next("2024-05-06T12:10")
    assert [] == told_next("2024-05-06T12:10")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ((), "say from when on: --since INSTANT"),
        (("--state", "tick.json"), "with --state only the first time"),
        (("--since", "soon"), "'soon' is no time"),
        (
            ("--since", "2024-05-07T00:00"),
            "2024-05-06T12:00:00+02:00 is before 2024-05-07T00:00:00",
        ),
        ((*SINCE, "--state", "tick.json", "--given", "told.jsonl"), "not allowed with argument"),
        ((*SINCE, "--state", "tickets.csv"), "have to be different files"),
        ((*SINCE, "--state", "x.json", "--rejects", "x.json"), "have to be different files"),
    ],
)
def test_wrong_commands(run: Run, tickets: Path, more: tuple[str, ...], reason: str) -> None:
    """A command that cannot be meant is refused before anything is written."""
    outcome = tick(run, *more, at="2024-05-06T12:00")
    assert (2, "") == (outcome.code, outcome.out)
    assert reason in outcome.err
    assert TICKETS == tickets.read_text()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"slakit": 2, "until": "2024-05-06T10:00Z"}', '{"slakit": 1, "until": "now"}'],
)
def test_bad_state(run: Run, tickets: Path, folder: Path, text: str) -> None:
    """A file that is no state is named, and stays as it is."""
    (folder / "tick.json").write_text(text)
    outcome = tick(run, "--state", "tick.json", at="2024-05-06T12:00")
    assert (3, "") == (outcome.code, outcome.out)
    assert "tick.json is no state of slakit tick" in outcome.err
    assert text == (folder / "tick.json").read_text()


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"kind": "met", "at": "2024-05-06T10:00Z"}'])
def test_bad_given(run: Run, tickets: Path, folder: Path, text: str) -> None:
    """A line that is no transition is named with its number."""
    good = tick(run, *SINCE, at="2024-05-06T12:00").out.splitlines(keepends=True)[0]
    (folder / "told.jsonl").write_text(good + text)
    outcome = tick(run, *SINCE, "--given", "told.jsonl", at="2024-05-06T12:00")
    assert (3, "") == (outcome.code, outcome.out)
    assert f"told.jsonl:2: {text!r} is no transition" in outcome.err


def test_clock_of_the_machine(run: Run, tickets: Path, folder: Path) -> None:
    """What the state keeps is never ahead of the machine's clock."""
    run("tick", "desk.json", tickets, *MADRID, *SINCE, "--state", "tick.json")
    until = json.loads((folder / "tick.json").read_text())["until"]
    assert datetime.fromisoformat(until) <= datetime.now(UTC)
