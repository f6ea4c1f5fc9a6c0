"""`compare`: a function of your own against slakit, where such functions go wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import chain, zip_longest
from typing import Any, Literal

from slakit.calendars import Calendar
from slakit.calendars.window import FIRST_YEAR, LAST_YEAR
from slakit.documents import did_you_mean
from slakit.errors import SlakitError, UnknownNameError
from slakit.instants import EPOCH, MICROSECOND
from slakit.policies import PolicySet
from slakit.testing.calendar_cases import CASES, ZERO, Case
from slakit.testing.comparison import Comparison, Mismatch
from slakit.testing.edges import EDGES, Edge, edges
from slakit.testing.mismatches import calendar_mismatches, clock_names, ticket_mismatches
from slakit.testing.ticket_cases import Desk, ticket_cases
from slakit.tickets import Ticket

__all__ = ["Question", "compare"]

Question = Literal["elapsed", "add", "is_open", "due", "breached"]
TICKET_QUESTIONS = ("due", "elapsed", "breached")
YEARS = range(2024, 2028)
# The years that have some room on either side, within those that slakit calculates in.
COMPARED = range(FIRST_YEAR + 2, LAST_YEAR - 1)


def compare(
    your_function: Callable[..., Any],
    calendar_or_policies: Calendar | PolicySet,
    *,
    question: Question | None = None,
    metric: str | None = None,
    fields: Iterable[Mapping[str, Any]] | None = None,
    cases: int = 500,
    years: Iterable[int] = YEARS,
    resolution: timedelta = MICROSECOND,
) -> Comparison:
    """Run a function against slakit over the edges of a calendar, and return what differs.

    `question` says what the function answers. Of a calendar:

    ==============  ==========================================================
    ``elapsed``     ``f(start, end) -> timedelta``, the default
    ``add``         ``f(start, amount: timedelta) -> datetime``
    ``is_open``     ``f(at) -> bool``
    ==============  ==========================================================

    Of a policy set, about a `Ticket` whose events have all happened:

    ==============  ==========================================================
    ``due``         ``f(ticket) -> datetime | None``, the default
    ``elapsed``     ``f(ticket, at) -> timedelta``
    ``breached``    ``f(ticket, at) -> bool``
    ==============  ==========================================================

    That is the answer for one `metric`; without one the function returns a mapping of every
    metric to its answer. Where all policies that match count, a clock is ``policy/metric``.

    Cases lie around lunch, ends of days, weekends, holidays, shifts over midnight, 24:00, changes
    of the clocks, and ends of months and years of those `years`; at most so many `cases`, as
    many of each kind as there are, and the same ones every time. Their instants and amounts are
    multiples of `resolution`. Tickets carry the fields that the policies ask for, or `fields` in
    turn. A function that raises, or answers with a naive datetime, differs.

    Raises `UnknownNameError` for a question that cannot be asked, and `SlakitError` for other
    arguments that make no sense.

    >>> office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-12:00,13:00-18:00")
    >>> compare(lambda start, end: end - start, office, cases=40).agrees
    False

    The trap: a holiday that no year of `years` has is not tried; the last line of what is printed
    says which kinds the hours do not have.
    """
    asked = question_of(calendar_or_policies, question)
    years = years_of(years)
    if not callable(your_function):
        raise SlakitError(
            f"{your_function!r} is no function",
            parameter="your_function",
            value=your_function,
            remedy=f"give one that answers {asked!r}",
        )
    made: Iterable[Iterator[Case]]
    differ: Callable[[Case], Iterator[Mismatch]]
    if isinstance(calendar_or_policies, Calendar):
        calendar = calendar_or_policies
        check(cases, resolution, metric=metric, fields=fields)
        found = edges(calendar, years)
        made = (CASES[asked](calendar, edge) for edge in in_turns(found.values()))
        differ = partial(calendar_mismatches, your_function, asked, calendar)
    else:
        check(cases, resolution)
        check_metric(calendar_or_policies, metric)
        desk = Desk(calendar_or_policies, fields)
        found = {}
        for each in desk.policies.calendars.values():
            for kind, those in edges(each, years).items():
                found.setdefault(kind, []).extend(those)
        places = enumerate(in_turns(found.values()))
        made = (ticket_cases(desk, edge, asked, number) for number, edge in places)
        differ = partial(ticket_mismatches, your_function, asked, desk.policies, metric)
    chosen = choose(chain.from_iterable(made), cases, resolution)
    if not chosen:
        raise SlakitError(
            f"no edge of the years {list(years)} is on a multiple of {resolution}",
            parameter="resolution" if years else "years",
            value=resolution if years else years,
            remedy="give other years, as in range(2024, 2028), or a shorter resolution",
        )
    mismatches = sorted(
        chain.from_iterable(differ(case) for case in chosen), key=lambda each: each.case.size
    )
    return Comparison(
        question=asked,
        tried=Counter(case.kind for case in chosen),
        absent=tuple(kind for kind in EDGES if kind not in found),
        mismatches=tuple(mismatches),
    )


def question_of(about: object, question: str | None) -> str:
    """Return what is asked; without a `question` the one that is asked most."""
    if not isinstance(about, (Calendar, PolicySet)):
        raise SlakitError(
            f"{about!r} is neither a calendar nor a policy set",
            parameter="calendar_or_policies",
            value=about,
            remedy="give a BusinessCalendar, or read a policy set with PolicySet.from_file",
        )
    known = tuple(CASES) if isinstance(about, Calendar) else TICKET_QUESTIONS
    if question is None:
        return known[0]
    if question not in known:
        raise UnknownNameError(
            f"{question!r} cannot be asked of a {type(about).__name__}",
            parameter="question",
            value=question,
            remedy=did_you_mean(str(question), known),
        )
    return question


def years_of(years: Any) -> tuple[int, ...]:
    """Return the years whose edges are tried, refusing those that no calendar is compared in."""
    found = tuple(years) if isinstance(years, Iterable) else None
    if found is None or any(type(each) is not int or each not in COMPARED for each in found):
        raise SlakitError(
            f"{years!r} is no list of years from {COMPARED.start} to {COMPARED.stop - 1}",
            parameter="years",
            value=years,
            remedy="give whole numbers, as in range(2024, 2028)",
        )
    return found


def check_metric(policies: PolicySet, metric: object) -> None:
    """Refuse a clock that no policy promises: all would agree on it."""
    known = clock_names(policies)
    if metric is not None and metric not in known:
        raise UnknownNameError(
            f"{metric!r} is promised by no policy",
            parameter="metric",
            value=metric,
            remedy=did_you_mean(str(metric), known),
        )


def check(cases: object, resolution: object, **of_policies: object) -> None:
    """Refuse arguments by which nothing could be compared."""
    for name, value in of_policies.items():
        if value is not None:
            raise SlakitError(
                f"a calendar has no {name}",
                parameter=name,
                value=value,
                remedy="leave it out, or compare with a policy set",
            )
    if not isinstance(cases, int) or isinstance(cases, bool) or cases < 1:
        raise SlakitError(
            f"{cases!r} is no number of cases",
            parameter="cases",
            value=cases,
            remedy="give a whole number above 0",
        )
    if not isinstance(resolution, timedelta) or resolution <= ZERO:
        raise SlakitError(
            f"{resolution!r} is no length of time",
            parameter="resolution",
            value=resolution,
            remedy="give a positive timedelta, as in timedelta(minutes=1)",
        )


def in_turns(those: Iterable[list[Edge]]) -> Iterator[Edge]:
    """Yield the first of each kind, then the second of each, and so on."""
    for some in zip_longest(*those):
        yield from (edge for edge in some if edge is not None)


def choose(cases: Iterable[Case], most: int, resolution: timedelta) -> list[Case]:
    """Return at most so many cases, taken from each kind in turn."""
    kinds: dict[str, list[Case]] = {}
    seen = set()
    for case in cases:
        # Equal instants of two zones are equal, and asking in UTC is another question.
        key = case.kind, case.arguments
        if key in seen or any(each % resolution for each in lengths(case)):
            continue
        seen.add(key)
        kinds.setdefault(case.kind, []).append(case)
    turns = chain.from_iterable(zip_longest(*kinds.values()))
    return [case for case in turns if case is not None][:most]


def lengths(case: Case) -> Iterator[timedelta]:
    """Yield the instants and amounts of a case as lengths."""
    for each in case.arguments:
        if isinstance(each, Ticket):
            yield each.created
            yield from (event.moment for event in each.events)
        else:
            yield each if isinstance(each, timedelta) else each - EPOCH
