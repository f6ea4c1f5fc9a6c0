"""A case: how it is opened, what happens to it, and how it is kept."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from slakit import (
    DocumentError,
    Exemption,
    FormVersionError,
    InstantError,
    NaiveDatetimeError,
    SlakitError,
    Ticket,
    UnknownNameError,
    evaluate,
    explain,
)
from slakit.recovery import BreachCase
from tests.recovery.cases import DESK, PLAN, TICKET, instant, opened, taken, why


def test_open() -> None:
    """A case is known by its clock, has the fields of its ticket, and nothing was done yet."""
    case = opened()
    assert "T-1/all/resolution/1" == case.id
    assert ("T-1", "net", {"priority": "high", "team": "net"}) == (
        case.ticket,
        case.team,
        case.fields,
    )
    assert (None, None, None, False) == (
        case.cause,
        case.responsible,
        case.expected_at,
        case.restored,
    )


def test_open_from_a_reading() -> None:
    """A reading alone opens a case, of which the stretches of time cannot be told."""
    reading = evaluate(DESK, TICKET, at=instant("06 17:00"))["resolution"]
    case = BreachCase.open(reading, TICKET, plan=PLAN, at=instant("06 17:00"), opened_by="ana")
    assert ("T-1/all/resolution/1", ()) == (case.id, case.explanation.spans)


def test_open_a_missed_clock() -> None:
    """A clock that was stopped too late has a way back, too."""
    done = Ticket.from_timestamps(
        id="T-2", created_at=instant("06 10:00"), resolved_at=instant("06 16:00")
    )
    found = explain(DESK, done, "resolution", at=instant("07 09:00"))
    case = BreachCase.open(found, done, plan=PLAN, at=instant("07 09:00"), opened_by="ana")
    assert "missed" == case.reading.status


def test_only_what_is_breached() -> None:
    """A clock that is in time has nothing to recover from, and the error says how it stands."""
    with pytest.raises(SlakitError, match=r"'resolution' is on_track, so there is nothing"):
        BreachCase.open(why("06 11:00"), TICKET, plan=PLAN, at=instant("06 17:00"), opened_by="ana")


def test_exempted() -> None:
    """A breach that was exempted does not count, so there is nothing to recover from."""
    exemption = Exemption(at=instant("06 15:00"), reason="agreed", author="eva")
    ticket = Ticket(id="T-1", created_at=TICKET.created_at, events=[exemption])
    found = explain(DESK, ticket, "resolution", at=instant("06 17:00"))
    with pytest.raises(SlakitError, match=r"'resolution' was exempted"):
        BreachCase.open(found, ticket, plan=PLAN, at=instant("06 17:00"), opened_by="ana")


def test_open_before_the_breach() -> None:
    """Nobody can have opened a case before there was a breach."""
    with pytest.raises(SlakitError, match=r"13:59:00\+02:00 is before the breach at .*14:00"):
        BreachCase.open(why(), TICKET, plan=PLAN, at=instant("06 13:59"), opened_by="ana")


def test_open_with_another_ticket() -> None:
    """An explanation of one ticket opens no case of another."""
    other = Ticket(id="T-9", created_at=TICKET.created_at)
    with pytest.raises(SlakitError, match=r"that of the ticket 'T-1', not of 'T-9'"):
        BreachCase.open(why(), other, plan=PLAN, at=instant("06 17:00"), opened_by="ana")


def test_ticket() -> None:
    """The case is a ticket: created when it was opened, with a signal for each step."""
    ticket = taken(2).to_ticket()
    assert ("T-1/all/resolution/1", instant("06 17:00")) == (ticket.id, ticket.created_at)
    assert [("team_alerted", instant("06 17:15")), ("cause_found", instant("07 11:15"))] == [
        (event.name, event.at) for event in ticket.events if event.kind == "signal"
    ]


def test_evaluation() -> None:
    """Each step is a clock of the engine, due so long after the step before, in open time."""
    found = taken(2).evaluate(at=instant("07 12:00"))
    # Of two hours from 17:15 three quarters are left at 18:00, and are used up at 10:15.
    due = {"team_alerted": "06 17:30", "cause_found": "07 10:15", "customer_told": "07 12:15"}
    assert {name: instant(at) for name, at in due.items()} == {
        name: found[name].due_at for name in due
    }
    assert ["met", "missed", "on_track", "idle", "idle"] == [
        found[name].status
        for name in ("team_alerted", "cause_found", "customer_told", "acted", "restoration_told")
    ]


def test_steps() -> None:
    """What the steps said is known of the case, and all five restore it."""
    case = taken()
    assert ("tool/outage", "bo", True) == (case.cause, case.responsible, case.restored)
    assert instant("07 15:30") == case.last_at


def test_expected_at() -> None:
    """The last date by which it was to be restored counts."""
    case = opened().step(
        "team_alerted",
        at=instant("06 17:10"),
        by="ana",
        responsible="bo",
        expected_at=instant("07 12:00"),
    )
    assert instant("07 12:00") == case.expected_at
    case = case.step(
        "cause_found",
        at=instant("07 09:00"),
        by="bo",
        cause="tool",
        expected_at=instant("08 12:00"),
    )
    assert instant("08 12:00") == case.expected_at


def test_frozen() -> None:
    """A step gives a new case, and the old one is as it was."""
    case = opened()
    case.step("team_alerted", at=instant("06 17:15"), by="ana", responsible="bo")
    assert () == case.records


Change = Callable[[BreachCase], Any]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda case: case.step("told", at=instant("07 12:00"), by="ana"),
            r"unknown step 'told'; ",
        ),
        (
            lambda case: case.step(
                "cause_found", at=instant("07 12:00"), by="ana", cause="tool/outrage"
            ),
            r"unknown cause 'tool/outrage'; did you mean 'tool/outage'",
        ),
    ],
)
def test_unknown_names(change: Change, message: str) -> None:
    """A step or a cause that is not there is refused with the nearest."""
    with pytest.raises(UnknownNameError, match=message):
        change(taken(1))


def test_causes_of_the_plan() -> None:
    """A cause that the plan adds is as good as a standard one."""
    case = taken(1).step("cause_found", at=instant("07 09:00"), by="bo", cause="supplier/carrier")
    assert "supplier/carrier" == case.cause


def test_correct() -> None:
    """A correction takes the place of the record, which stays in the history with the reason."""
    case = taken(3).correct("cause_found", by="eva", reason="mistyped", cause="tool/defect")
    assert "tool/defect" == case.cause
    assert ["", "", "", "mistyped"] == [record.correction for record in case.records]
    # What the correction does not name stays, and the engine sees one signal for each step.
    assert ("a disk was full", "eva") == (
        case.taken["cause_found"].note,
        case.taken["cause_found"].by,
    )
    assert 3 == len(case.to_ticket().events)


def test_corrected_time() -> None:
    """The engine judges a corrected step by its corrected time."""
    case = taken(3).correct("cause_found", by="eva", reason="the log", at=instant("07 10:00"))
    assert "met" == case.evaluate(at=instant("07 12:00"))["cause_found"].status


def test_review() -> None:
    """The last answer to a question counts, and the review is complete when all are answered."""
    case, at = taken(), instant("08 10:00")
    for question in ("realistic", "configured", "restorable", "survey_sent"):
        case = case.answer(question, "no", by="eva", at=at)
    case = case.answer("realistic", "yes", by="eva", at=at)
    assert ("team_effect", "customer_effect") == case.review.missing
    case = case.answer("team_effect", by="eva", at=at, note="a night's work")
    assert not case.review.complete
    case = case.answer("customer_effect", by="eva", at=at, note="no sales for a day")
    assert case.review.complete
    assert "yes" == case.review.answers["realistic"].verdict
    assert 7 == len(case.answers)


def test_measures() -> None:
    """A measure is open until somebody says that it was done."""
    case = taken().prevent("watch the disk", owner="bo", due=date(2024, 6, 1))
    done = case.prevented(1, on=date(2024, 5, 20), by="eva")
    assert ["open", "done"] == [each.measures[0].state(date(2024, 6, 1)) for each in (case, done)]
    for number, message in (
        (1, "measure 1 was done on 2024-05-20"),
        (2, "there is no measure 2; "),
    ):
        with pytest.raises(SlakitError, match=message):
            done.prevented(number, on=date(2024, 5, 21), by="eva")


def test_realism() -> None:
    """What was decided in the window before the breach is counted, the breach itself is not."""
    from slakit import outcomes

    history = []
    for number, done in enumerate(("02 12:00", "02 16:00", "03 13:00")):
        start = instant(f"{done[:2]} 10:00")
        ticket = Ticket.from_timestamps(
            id=f"T-{number}", created_at=start, resolved_at=instant(done)
        )
        history += outcomes(evaluate(DESK, ticket, at=instant("06 17:00")))
    history += outcomes(evaluate(DESK, TICKET, at=instant("06 17:00")))
    found = opened().realism(history)
    assert (2, 3) == (found.met, found.decided)
    # Three days back from Monday at 14:00 is Friday at 14:00, after all of them.
    assert 0 == opened().realism(history, window=timedelta(days=3)).decided


@pytest.mark.parametrize("outcomes", [None, [1], "history"])
def test_no_outcomes(outcomes: Any) -> None:
    """What is no history of outcomes is refused with what to give."""
    with pytest.raises(SlakitError, match=r"is no outcome; give those of the desk's history"):
        opened().realism(outcomes)


@pytest.mark.parametrize("by", ["", " "])
def test_nobody(by: str) -> None:
    """Whoever does something has a name."""
    case, at = (
        opened().prevent("watch the disk", owner="bo", due=date(2024, 6, 1)),
        TICKET.created_at,
    )
    acts: tuple[Change, ...] = (
        lambda case: case.answer("realistic", "yes", by=by, at=at),
        lambda case: case.prevent("a second disk", owner=by, due=date(2024, 6, 1)),
        lambda case: case.prevented(1, on=date(2024, 6, 1), by=by),
        lambda case: BreachCase.open(
            why(), TICKET, plan=PLAN, at=instant("06 17:00"), opened_by=by
        ),
    )
    for act in acts:
        with pytest.raises(SlakitError):
            act(case)


def test_round_trip() -> None:
    """JSON gives the case back, equal and with the same hash."""
    case = taken().correct("acted", by="eva", reason="typo", note="new disk")
    case = case.answer("survey_sent", "yes", by="eva", at=instant("08 10:00"), score="4.5")
    case = case.prevent("watch the disk", owner="bo", due=date(2024, 6, 1))
    data = json.loads(json.dumps(case.to_data()))
    assert case == BreachCase.from_data(data)
    assert hash(case) == hash(BreachCase.from_data(data))
    assert case == pickle.loads(pickle.dumps(case))
    assert 1 == data["slakit"]


def test_save(tmp_path: Path) -> None:
    """A file gives the case back, and nothing is left beside it."""
    path = tmp_path / "case.json"
    taken(2).save(path)
    taken(3).save(path)
    assert taken(3) == BreachCase.from_file(path)
    assert [path] == [*tmp_path.iterdir()]


def test_bad_data() -> None:
    """All that is wrong is told at once, also between the parts of a case that are right."""
    data = taken().to_data()
    data["opened_by"] = ""
    data["records"][1]["cause"] = "gremlins"
    data["records"][2]["at"] = "2024-05-06T17:00:00+02:00"
    del data["records"][0]["responsible"]
    with pytest.raises(DocumentError) as caught:
        BreachCase.from_data(data)
    assert {
        ("opened_by",),
        ("records", 0, "responsible"),
        ("records", 1, "cause"),
        ("records", 2, "at"),
    } <= {problem.path for problem in caught.value.problems}


def test_no_data() -> None:
    """What is no mapping, and a form of the future, is refused by name."""
    with pytest.raises(DocumentError):
        BreachCase.from_data([])  # type: ignore[arg-type]
    with pytest.raises(FormVersionError):
        BreachCase.from_data({"slakit": 99})


def test_before_it_was_opened() -> None:
    """Before the case is opened its clocks are idle, and no step stands anywhere."""
    assert ("idle", ()) == (
        opened().evaluate(at=instant("06 16:00")).status,
        opened().standings(at=instant("06 16:00")),
    )


@pytest.mark.parametrize(
    ("at", "error"),
    [
        (datetime(2024, 5, 6, 18), NaiveDatetimeError),  # noqa: DTZ001
        ("soon", InstantError),
        (None, InstantError),
    ],
)
def test_no_instant(at: Any, error: type[Exception]) -> None:
    """What is no instant is refused by name, wherever a case asks for one."""
    acts: tuple[Change, ...] = (
        lambda case: case.step("acted", at=at, by="ana"),
        lambda case: case.answer("realistic", "yes", by="ana", at=at),
        lambda case: BreachCase.open(why(), TICKET, plan=PLAN, at=at, opened_by="ana"),
        lambda case: case.message("apology", expected_at=at or "never"),
    )
    for act in acts:
        with pytest.raises(error):
            act(opened())
