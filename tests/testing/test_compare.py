"""Functions that are right, and functions as people write them, against slakit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from slakit import BusinessCalendar, PolicySet, SlakitError, Ticket, UnknownNameError, evaluate
from slakit.testing import compare

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LUNCH = "Mon-Fri 09:00-12:00,13:00-18:00"
OFFICE = BusinessCalendar(tz="Europe/Madrid", hours=LUNCH, holidays=["2024-05-01"])
NIGHT = BusinessCalendar(tz="America/New_York", hours="Mon-Fri 22:00-06:00; Sat 20:00-24:00")
CALENDARS = {
    "office": OFFICE,
    "night": NIGHT,
    "always": BusinessCalendar.always("America/New_York"),
    "joined": OFFICE | NIGHT,
    "islands": BusinessCalendar(tz="Australia/Lord_Howe", hours="Mon-Sun 00:30-04:00"),
}
DESK = PolicySet.model_validate(
    {
        "calendars": {"office": OFFICE, "night": NIGHT},
        "statuses": {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]},
        "policies": [
            {
                "name": "gold",
                "when": {"tier": "gold"},
                "calendar": "night",
                "targets": {"first_response": "1h", "next_response": "2h"},
            },
            {
                "name": "all",
                "calendar": "office",
                "targets": {"resolution": {"by": "priority", "high": "4h", "else": "2bd"}},
            },
        ],
    }
)


def by_days(start: datetime, end: datetime) -> timedelta:
    """Count from 9 to 18 on weekdays, as the loop that forgets lunch does."""
    total, day = timedelta(0), start.date()
    while day <= end.date():
        if day.weekday() < 5:
            opens = datetime.combine(day, time(9), start.tzinfo)
            closes = datetime.combine(day, time(18), start.tzinfo)
            total += max(min(end, closes) - max(start, opens), timedelta(0))
        day += timedelta(days=1)
    return total


def last_instant(ticket: Ticket) -> datetime:
    return ticket.events[-1].at if ticket.events else ticket.created_at


def own_answer(question: str) -> Callable[..., dict[str, Any]]:
    """Return slakit itself as a function of one's own."""
    attribute = {"due": "due_at"}.get(question, question)

    def answer(ticket: Ticket, at: datetime | None = None) -> dict[str, Any]:
        ev = evaluate(DESK, ticket, at=last_instant(ticket) if at is None else at)
        return {clock.metric: getattr(ev[clock.metric], attribute) for clock in ev}

    return answer


@pytest.mark.parametrize("name", CALENDARS)
@pytest.mark.parametrize("question", ["elapsed", "add", "is_open"])
def test_calendar_agrees(name: str, question: Any) -> None:
    """A calendar agrees with itself."""
    calendar = CALENDARS[name]
    comparison = compare(getattr(calendar, question), calendar, question=question)
    comparison.check()
    assert comparison.agrees
    assert comparison.cases > 40


@pytest.mark.parametrize("question", ["due", "elapsed", "breached"])
def test_policies_agree(question: Any) -> None:
    """A policy set agrees with itself."""
    assert compare(own_answer(question), DESK, question=question).agrees


@pytest.mark.parametrize("question", ["due", "elapsed", "breached"])
def test_one_metric(question: Any) -> None:
    """A function about one metric answers without a mapping; a clock there is not has nothing."""
    nothing = {"due": None, "elapsed": timedelta(0), "breached": False}[question]
    function = own_answer(question)
    assert compare(
        lambda *asked: function(*asked).get("resolution", nothing),
        DESK,
        question=question,
        metric="resolution",
    ).agrees


def test_forgotten_lunch() -> None:
    """The day loop is wrong about lunch and holidays, and about nothing that it knows."""
    comparison = compare(by_days, OFFICE)
    assert ["given in UTC", "lunch", "holiday", "long span"] == list(comparison.smallest)
    lunch = comparison.smallest["lunch"]
    # From half an hour before noon to half past twelve half an hour is in hours.
    assert (HOUR, HOUR / 2, HOUR / 2) == (lunch.yours, lunch.slakit, lunch.difference)


def test_real_time() -> None:
    """Real time is wrong about every edge that there is, and right within hours."""
    comparison = compare(lambda start, end: end - start, OFFICE)
    assert {"zero length", "microseconds"} == set(comparison.tried) - set(comparison.smallest) - {
        "given in UTC"
    }


def test_wall_times() -> None:
    """Subtracting the times on the wall is wrong where clocks change, and only there."""
    always = CALENDARS["always"]

    def wall(start: datetime, end: datetime) -> timedelta:
        zone = always.zone
        return end.astimezone(zone).replace(tzinfo=None) - start.astimezone(zone).replace(
            tzinfo=None
        )

    comparison = compare(wall, always)
    assert {"clocks forward", "clocks back"} <= set(comparison.smallest)
    assert {"month end", "year end", "leap day", "zero length"}.isdisjoint(comparison.smallest)


def test_exact_closing() -> None:
    """Rolling a due time from the closing to the next opening is told as what it is."""
    comparison = compare(
        lambda start, amount: OFFICE.add(start, amount, at_close="next_open"),
        OFFICE,
        question="add",
    )
    assert {"due at the edge", "long span"} == set(comparison.smallest)
    assert {"12:00", "18:00"} == {f"{each.slakit:%H:%M}" for each in comparison.mismatches}


def test_closing_that_is_open() -> None:
    """A closing taken for open differs at edges, and nowhere inside."""
    comparison = compare(
        lambda at: OFFICE.is_open(at) or OFFICE.is_open(at - timedelta(microseconds=1)),
        OFFICE,
        question="is_open",
    )
    assert {False} == {each.slakit for each in comparison.mismatches}
    assert {"12:00", "18:00"} == {
        f"{each.case.arguments[0].astimezone(OFFICE.zone):%H:%M}" for each in comparison.mismatches
    }


def test_error() -> None:
    """A function that raises differs by its error in every case."""

    def broken(start: datetime, end: datetime) -> timedelta:
        raise RuntimeError("no calendar")

    comparison = compare(broken, OFFICE)
    assert comparison.cases == len(comparison.mismatches)
    assert {"raised RuntimeError: no calendar"} == {each.note for each in comparison.mismatches}
    assert all(type(each.error) is RuntimeError for each in comparison.mismatches)


def test_naive() -> None:
    """Naive answers are told to be naive; nothing crashes."""
    comparison = compare(
        lambda start, amount: OFFICE.add(start, amount).replace(tzinfo=None), OFFICE, question="add"
    )
    assert comparison.cases == len(comparison.mismatches)
    assert all("has no time zone" in each.note for each in comparison.mismatches)
    assert {None} == {each.difference for each in comparison.mismatches}


def test_no_mapping() -> None:
    """Without `metric` a single answer is no answer, and says what to do."""
    comparison = compare(lambda ticket: None, DESK)
    assert "metric=" in comparison.mismatches[0].note


def test_metric_too_many() -> None:
    """A metric that slakit does not have differs where the function has an answer for it."""
    function = own_answer("due")
    comparison = compare(lambda ticket: {**function(ticket), "visit": ticket.created_at}, DESK)
    assert {"visit"} == {each.metric for each in comparison.mismatches}
    assert () == comparison.mismatches[0].reason
    assert compare(lambda ticket: {**function(ticket), "visit": None}, DESK).agrees


def test_pause_in_real_time() -> None:
    """A due time that moves by all of the pause is wrong where the pause is not all in hours."""
    policies = DESK.model_copy(update={"policies": DESK.policies[1:]})

    def due(ticket: Ticket) -> datetime | None:
        plain = evaluate(policies, ticket, at=ticket.created_at)["resolution"].due_at
        stands = evaluate(policies, ticket, at=last_instant(ticket))["resolution"]
        if plain is None or stands.due_at is None or not stands.paused:
            return stands.due_at
        pauses = [each for each in ticket.events if "status" in getattr(each, "fields", {})]
        moved = zip(pauses[::2], pauses[1::2], strict=False)
        return plain + sum(((b.at - a.at) for a, b in moved), timedelta(0))

    found = compare(due, policies, metric="resolution").smallest
    assert "pause over the edge" in found
    assert "still paused" not in found
    assert "lunch" not in found


def test_match_all() -> None:
    """Where all policies count, clocks are called by policy and metric."""
    policies = DESK.model_copy(update={"match": "all"})
    comparison = compare(lambda ticket: {}, policies)
    assert {"gold/first_response", "gold/next_response", "all/resolution"} == {
        each.metric for each in comparison.mismatches
    }


def test_smallest_first() -> None:
    """Mismatches are in the order of their size."""
    sizes = [each.case.size for each in compare(by_days, OFFICE).mismatches]
    assert sorted(sizes) == sizes


def test_deterministic() -> None:
    """The same is asked every time."""
    one, other = (compare(lambda ticket: {}, DESK) for _ in range(2))
    assert str(one) == str(other)


def test_cases() -> None:
    """There are at most so many cases, of every kind that fits."""
    comparison = compare(by_days, OFFICE, cases=20)
    assert 20 == comparison.cases
    assert {1, 2} == set(comparison.tried.values())


def test_resolution() -> None:
    """Where whole minutes are asked for, there are no others."""
    asked: list[tuple[datetime, timedelta]] = []

    def note(start: datetime, amount: timedelta) -> datetime:
        asked.append((start, amount))
        return start

    tried = compare(note, OFFICE, question="add", resolution=MINUTE).tried
    assert "microseconds" not in tried
    assert {timedelta(0)} == {amount % MINUTE for _, amount in asked}
    assert {0} == {start.second + start.microsecond for start, _ in asked}


def test_zones() -> None:
    """Instants are given in the calendar's zone, and in UTC where the case says so."""
    zones = set()

    def note(at: datetime) -> bool:
        zones.add(str(at.tzinfo))
        return OFFICE.is_open(at)

    compare(note, OFFICE, question="is_open").check()
    assert {"Europe/Madrid", str(UTC)} == zones


def test_years() -> None:
    """Edges are those of the years that are asked for; what there is none of is told."""
    assert "holiday" in compare(by_days, OFFICE, years=[2024]).tried
    comparison = compare(by_days, OFFICE, years=[2025])
    assert {"holiday", "leap day"} <= set(comparison.absent)
    assert {2024, 2025, 2026, 2027} >= {
        each.case.arguments[0].year for each in comparison.mismatches
    }


def test_fields() -> None:
    """Tickets carry the fields that are given."""
    seen = set()

    def note(ticket: Ticket) -> dict[str, Any]:
        seen.add(ticket.fields.get("team"))
        return own_answer("due")(ticket)

    compare(note, DESK, fields=[{"team": "north"}, {"team": "south"}]).check()
    assert {"north", "south"} == seen


@pytest.mark.parametrize(
    ("parameter", "about", "options"),
    [
        ("calendar_or_policies", None, {}),
        ("question", OFFICE, {"question": "due"}),
        ("question", DESK, {"question": "add"}),
        ("metric", OFFICE, {"metric": "resolution"}),
        ("fields", OFFICE, {"fields": [{}]}),
        ("cases", OFFICE, {"cases": 0}),
        ("cases", DESK, {"cases": 1.5}),
        ("cases", DESK, {"cases": True}),
        ("resolution", OFFICE, {"resolution": timedelta(0)}),
        ("resolution", DESK, {"resolution": 60}),
        ("fields", DESK, {"fields": []}),
        ("fields", DESK, {"fields": {"tier": "gold"}}),
        ("fields", DESK, {"fields": [3]}),
        ("fields", DESK, {"fields": 5}),
        ("fields", DESK, {"fields": "tier"}),
        ("years", OFFICE, {"years": [1]}),
        ("years", OFFICE, {"years": [9999]}),
        ("years", DESK, {"years": ["x"]}),
        ("years", DESK, {"years": [2024.5]}),
        ("years", DESK, {"years": [True]}),
        ("years", DESK, {"years": 5}),
        ("metric", DESK, {"metric": []}),
        ("metric", DESK, {"metric": "bogus"}),
    ],
)
def test_refused(parameter: str, about: Any, options: dict[str, Any]) -> None:
    """What cannot be compared is refused with the name of the parameter."""
    with pytest.raises(SlakitError) as caught:
        compare(lambda *given: None, about, **options)
    assert parameter == caught.value.parameter


@pytest.mark.parametrize("year", [5, 9995])
def test_first_and_last_year(year: int) -> None:
    """The first and the last year that are taken are compared without an error."""
    for question in ("elapsed", "add", "is_open"):
        answer = getattr(NIGHT, question)
        assert compare(answer, NIGHT, question=question, years=[year]).agrees  # type: ignore[arg-type]


def test_no_function() -> None:
    """What cannot be called is no function."""
    with pytest.raises(SlakitError, match="3 is no function") as caught:
        compare(3, OFFICE)  # type: ignore[arg-type]
    assert "your_function" == caught.value.parameter


def test_unknown_metric() -> None:
    """A clock that no policy promises is refused; several policies have names of their own."""
    with pytest.raises(UnknownNameError, match="did you mean 'resolution'"):
        compare(lambda ticket: None, DESK, metric="resoluton")
    several = PolicySet.model_validate({**DESK.model_dump(), "match": "all"})
    with pytest.raises(UnknownNameError, match="'all/resolution'"):
        compare(lambda ticket: None, several, metric="resolution")
    assert compare(lambda ticket: None, several, metric="all/resolution", cases=9).mismatches


class Unspeakable:
    """What raises when it is to be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no words")


class UnspeakableError(Exception):
    """An error that raises when it is to be told."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


def raising(*given: Any) -> Any:
    raise UnspeakableError


@pytest.mark.parametrize(
    ("told", "function"),
    [
        ("-23999999976h", lambda *given: timedelta.min),
        ("a Unspeakable that cannot be shown", lambda *given: Unspeakable()),
        ("a UnspeakableError that cannot be shown", raising),
    ],
)
@pytest.mark.parametrize("about", [OFFICE, DESK])
def test_odd_answers(told: str, function: Any, about: Any) -> None:
    """The farthest lengths, and answers and errors that cannot say what they are, are told."""
    comparison = compare(function, about, question="elapsed", cases=30)
    assert not comparison.agrees
    assert comparison._repr_html_()
    if about is OFFICE or "-" not in told:
        assert told in str(comparison)


def test_unknown_question() -> None:
    """A question that cannot be asked lists those that can."""
    with pytest.raises(UnknownNameError, match="did you mean 'elapsed'"):
        compare(by_days, OFFICE, question="elapse")  # type: ignore[arg-type]


def test_no_edges() -> None:
    """Where nothing can be asked there is no agreement, but an error."""
    with pytest.raises(SlakitError, match=r"^years: "):
        compare(by_days, OFFICE, years=[])
    with pytest.raises(SlakitError, match=r"^resolution: "):
        compare(by_days, OFFICE, resolution=timedelta(days=500_000))
