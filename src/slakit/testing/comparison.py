"""`Comparison`: where a function and slakit differ, for people, notebooks and tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from textwrap import fill, indent
from typing import Any

from slakit.drawing import Element
from slakit.durations import format_length
from slakit.evaluation.explaining.explanation import LedgerSpan
from slakit.instants import EPOCH
from slakit.testing.calendar_cases import Case
from slakit.testing.ledger_rows import ledger_rows, told
from slakit.tickets import Ticket
from slakit.tickets.events import Event
from slakit.tickets.form import event_data

__all__ = ["Comparison", "Mismatch"]

# So many kinds of cases are told at length; mending one of them often mends others.
TOLD = 5
WIDTH = 88


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One case in which a function answers otherwise than slakit; its text tells all of it.

    `case` has the `arguments` of the call, `metric` is the clock that the answer is about, None
    for a calendar. `yours` is what the function returned, None where it raised `error`; `note`
    says what is wrong with an answer that is not of the right kind, such as a naive datetime.
    """

    question: str
    case: Case
    metric: str | None
    yours: Any
    slakit: Any
    note: str
    error: Exception | None
    _explain: Callable[[], tuple[LedgerSpan, ...]] = field(repr=False, compare=False)

    @property
    def difference(self) -> timedelta | None:
        """How much more or later the function's answer is; None where no length says it."""
        yours, slakit = self.yours, self.slakit
        if self.note:
            return None
        if isinstance(yours, timedelta) and isinstance(slakit, timedelta):
            try:
                return yours - slakit
            except OverflowError:
                return None
        if isinstance(yours, datetime) and isinstance(slakit, datetime):
            # Two datetimes of one zone would be subtracted by their wall times.
            return (yours - EPOCH) - (slakit - EPOCH)
        return None

    @property
    def reason(self) -> tuple[LedgerSpan, ...]:
        """The stretches of time that slakit counted, and those that it did not, with why."""
        return self._explain()

    @property
    def call(self) -> list[str]:
        """The call as a line, and below it the history of its ticket."""
        ticket, *rest = self.case.arguments
        if not isinstance(ticket, Ticket):
            return [f"{self.question}({told(self.case.arguments)})"]
        line = f"{self.question}({', '.join(['ticket', *map(told, rest)])})[{self.metric!r}]"
        created = f"{told(ticket.created_at)}  created  {pairs(ticket.fields)}"
        return [line, created, *(f"{told(each.at)}  {said(each)}" for each in ticket.events)]

    @property
    def answers(self) -> dict[str, str]:
        """Both answers and their difference, as text."""
        found = {"yours": self.note or told(self.yours), "slakit": told(self.slakit)}
        if self.difference is not None:
            sign = "+" if self.difference > timedelta(0) else ""
            found["off by"] = sign + format_length(self.difference)
        return found

    def __str__(self) -> str:
        rows = {"call": self.call}
        rows |= {name: [answer] for name, answer in self.answers.items()}
        rows["because"] = ledger_rows(self.reason)
        return "\n".join(
            f"{'' if line else name:<7}  {text}"
            for name, texts in rows.items()
            for line, text in enumerate(texts)
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing a function with slakit.

    `tried` has the number of cases of each kind, `absent` the kinds of edges that the calendars
    do not have, and `mismatches` every difference, the smallest case first. ``print(comparison)``
    tells the smallest one of each kind, and a notebook shows the same as a table.

    >>> office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-12:00,13:00-18:00")
    >>> from slakit.testing import compare
    >>> compare(office.elapsed, office).agrees
    True
    """

    question: str
    tried: Mapping[str, int]
    absent: tuple[str, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def agrees(self) -> bool:
        """Whether there is no difference in any case."""
        return not self.mismatches

    @property
    def cases(self) -> int:
        """How many cases were tried."""
        return sum(self.tried.values())

    @property
    def smallest(self) -> dict[str, Mismatch]:
        """The smallest case of each kind that differs, in their order."""
        found: dict[str, Mismatch] = {}
        for each in self.mismatches:
            found.setdefault(each.case.kind, each)
        return found

    def differing(self, kind: str) -> int:
        """Return in how many cases of a kind something differs."""
        return len({each.case for each in self.mismatches if each.case.kind == kind})

    def check(self) -> None:
        """Raise `AssertionError`, which tells what differs, unless all cases agree."""
        if self.mismatches:
            raise AssertionError(str(self))

    def __str__(self) -> str:
        smallest = self.smallest
        parts = [self._headline()]
        for number, (kind, each) in enumerate(list(smallest.items())[:TOLD], 1):
            parts += [f"{number}. {self._title(kind)}", indent(str(each), "   ")]
        if more := list(smallest)[TOLD:]:
            parts.append(listed("also different", map(self._title, more)))
        parts += [listed(name, kinds) for name, kinds in self._rest().items()]
        return "\n".join(parts)

    def _headline(self) -> str:
        differing = len({each.case for each in self.mismatches})
        if not differing:
            return f"{self.question}: all {self.cases} cases agree with slakit"
        return f"{self.question}: {differing} of {self.cases} cases differ from slakit"

    def _title(self, kind: str) -> str:
        return f"{kind} ({self.differing(kind)} of {self.tried[kind]})"

    def _rest(self) -> dict[str, list[str]]:
        """Return the kinds that agree, and those that there are none of."""
        found = {
            "the same": [kind for kind in self.tried if kind not in self.smallest],
            "not in these hours": list(self.absent),
        }
        return {name: kinds for name, kinds in found.items() if kinds}

    def _repr_html_(self) -> str:
        head = ("", "yours", "slakit", "off by", "call, and because")
        rows = [Element("tr", *(Element("th", each) for each in head))]
        for kind, each in self.smallest.items():
            answers = [each.answers.get(name, "") for name in ("yours", "slakit", "off by")]
            story = "\n".join([*each.call, "", *ledger_rows(each.reason)])
            rows.append(
                Element(
                    "tr",
                    Element("th", self._title(kind)),
                    *(Element("td", answer) for answer in answers),
                    Element("td", Element("pre", story, style="margin:.5em 0;text-align:left")),
                )
            )
        parts = [Element("p", self._headline())]
        if self.mismatches:
            parts.append(Element("table", *rows))
        parts += [Element("p", listed(name, kinds)) for name, kinds in self._rest().items()]
        return str(Element("div", *parts))


def listed(name: str, kinds: Iterable[str]) -> str:
    return fill(f"{name}: {', '.join(kinds)}", WIDTH, subsequent_indent="   ")


def said(event: Event) -> str:
    """Write what an event says, without its instant."""
    data = {name: value for name, value in event_data(event).items() if name not in ("at", "kind")}
    return f"{event.kind}  {pairs(data.pop('fields', data))}"


def pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())
