"""Tickets x two policy sets -> what changes: verdicts, and attainment by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from slakit.backtest.flips import VERDICTS, Flip, Word, pairs, word_of
from slakit.errors import SlakitError
from slakit.evaluation import Evaluation, Rejected
from slakit.evaluation.evaluate import evaluator
from slakit.evaluation.many import collects, id_of
from slakit.evaluation.unseen import UnseenFields
from slakit.policies.policy_set import PolicySet
from slakit.reports.attainment import Attainment
from slakit.reports.columns import field_text
from slakit.reports.layout import FIELD, Layout
from slakit.reports.outcome import outcome
from slakit.tickets import Ticket, TicketLike

__all__ = ["Backtest", "Comparison", "GroupChange", "Values", "backtest", "group_fields"]

# What a group has in the fields that it goes by, None for tickets without one.
Values = tuple[str | None, ...]


class GroupChange(NamedTuple):
    """How the clocks of one group did under the old policies, and how under the new ones.

    `values` are those of the fields in `Backtest.by`, None for tickets that have none; `flips`
    is how many of its clocks changed their verdicts.

    >>> GroupChange("resolution", ("high",), Attainment(), Attainment(), 0).before.share is None
    True
    """

    metric: str
    values: Values
    before: Attainment
    after: Attainment
    flips: int


@dataclass(frozen=True, slots=True)
class Backtest:
    """What another policy set would have done with the same tickets.

    `flips` are the clocks whose verdicts change, in the order of the tickets, and `counts` has
    how many clocks went from which verdict to which, also to the same. `groups` has attainment
    before and after, by metric and by the fields in `by` as they were at the instant of the
    question. `compared` and `rejected` tickets together are as many as were given.

    >>> from datetime import UTC
    >>> at = datetime(2024, 5, 6, tzinfo=UTC)
    >>> counts = {("met", "met"): 7, ("met", "missed"): 2}
    >>> Backtest(at, ("priority",), 9, (), counts, (), ()).kinds
    {'met->missed': 2}
    """

    at: datetime
    by: tuple[str, ...]
    compared: int
    flips: tuple[Flip, ...]
    counts: Mapping[tuple[Word, Word], int]
    groups: tuple[GroupChange, ...]
    rejected: tuple[Rejected, ...]

    @property
    def kinds(self) -> dict[str, int]:
        """How many flips there are of each kind, in the order of the verdicts."""
        changes = ((old, new) for old in VERDICTS for new in VERDICTS if old != new)
        return {"->".join(each): self.counts[each] for each in changes if self.counts.get(each)}

    def to_text(self, *, locale: str = "en") -> str:
        """Return the groups before and after and the flips counted, as lines of text."""
        from slakit.backtest.page import text_of

        return text_of(self, locale)

    def to_html(self, *, locale: str = "en", explain: int = 20) -> str:
        """Return one page that needs nothing else, on which the first flips are explained.

        Raises `SlakitError` for a negative number of them.
        """
        from slakit.backtest.page import page_of

        return page_of(self, locale, explain)

    def to_data(self) -> dict[str, Any]:
        """Return the backtest as plain JSON data."""
        return {
            "at": self.at.isoformat(),
            "by": list(self.by),
            "compared": self.compared,
            "kinds": self.kinds,
            "groups": [
                {
                    "metric": group.metric,
                    "values": dict(zip(self.by, group.values, strict=True)),
                    "before": share_data(group.before),
                    "after": share_data(group.after),
                    "flips": group.flips,
                }
                for group in self.groups
            ],
            "flips": [flip.to_data() for flip in self.flips],
            "rejected": [
                {"index": each.index, "ticket": each.ticket, "reason": str(each.error)}
                for each in self.rejected
            ],
        }


def backtest(
    tickets: Iterable[Ticket | TicketLike | Mapping[str, Any]],
    *,
    old: PolicySet,
    new: PolicySet,
    at: datetime,
    by: Iterable[str] = ("priority",),
    on_error: Literal["raise", "collect"] = "raise",
) -> Backtest:
    """Return what a policy set would have changed for these tickets, as they stand at an instant.

    Every ticket is evaluated under both sets. Clocks of one metric and cycle are compared, also
    where their policies have other names; where one of the sets says ``match: all`` those of one
    policy, metric and cycle. With ``on_error="collect"`` a ticket that cannot be evaluated under
    both is set aside with its error. Raises what `evaluate` raises, and `SlakitError` for names
    to go by that are none.

    >>> from datetime import UTC
    >>> from slakit.backtest import vary
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "8h"}}],
    ... })
    >>> opened, now = datetime(2024, 5, 6, 9, tzinfo=UTC), datetime(2024, 5, 7, tzinfo=UTC)
    >>> tickets = [
    ...     Ticket.from_timestamps(
    ...         id=f"T-{hour}", created_at=opened, resolved_at=opened.replace(hour=hour)
    ...     )
    ...     for hour in (12, 15)
    ... ]
    >>> found = backtest(tickets, old=desk, new=vary(desk, targets={"resolution": "4h"}), at=now)
    >>> found.kinds, found.flips[0].ticket
    ({'met->missed': 1}, 'T-15')

    The trap: fields count as they are at the instant of the question, so a ticket is in one
    group, whatever priority it had while the clock ran.
    """
    comparison = Comparison(old, new, at, by)
    collect = collects(on_error)
    for index, given in enumerate(tickets):
        try:
            comparison.add(Ticket.of(given))
        except SlakitError as error:
            if not collect:
                raise
            comparison.rejected.append(Rejected(index, id_of(given), error))
    return comparison.result()


class Comparison:
    """Two policy sets, and what they say of the tickets that came so far.

    `fields` are those of the tickets by which clocks are grouped, and `unseen` has those for which
    the policies ask in vain.
    """

    def __init__(self, old: PolicySet, new: PolicySet, at: datetime, by: Iterable[str]) -> None:
        self._evaluate = (evaluator(old, at, notices=False), evaluator(new, at, notices=False))
        self.unseen = (UnseenFields(old), UnseenFields(new))
        self._by_policy = old._selector.match_all or new._selector.match_all
        self._at = at
        self._by, self.fields = group_fields(by)
        self._compared = 0
        self._flips: list[Flip] = []
        self._counts: Counter[tuple[Word, Word]] = Counter()
        self._groups: dict[tuple[str, Values], tuple[Attainment, Attainment]] = {}
        self._flipped: Counter[tuple[str, Values]] = Counter()
        self.rejected: list[Rejected] = []

    def add(self, ticket: Ticket) -> None:
        """Compare how one ticket stands; raises what `evaluate` raises."""
        for unseen in self.unseen:
            if unseen.names:
                unseen.look(ticket)
        evaluate_old, evaluate_new = self._evaluate
        old, new = evaluate_old(ticket), evaluate_new(ticket)
        self._compared += 1
        fields = old.fields
        values = tuple(field_text(fields.get(name)) for name in self.fields)
        for each, side in ((old, 0), (new, 1)):
            self._count(each, side, values)
        for one, other in pairs(old, new, by_policy=self._by_policy):
            verdicts = word_of(one), word_of(other)
            self._counts[verdicts] += 1
            if verdicts[0] != verdicts[1]:
                known = one if one is not None else other
                assert known is not None
                flip = Flip(ticket.id, known.metric, known.cycle, one, other, (old, new))
                self._flips.append(flip)
                self._flipped[known.metric, values] += 1

    def _count(self, evaluation: Evaluation, side: int, values: Values) -> None:
        for reading in evaluation:
            key = reading.metric, values
            if key not in self._groups:
                self._groups[key] = Attainment(), Attainment()
            self._groups[key][side].add(outcome(evaluation.ticket, reading))

    def result(self) -> Backtest:
        """Return what came of it, and warn of fields for which the policies ask in vain."""
        if self._compared:
            old, new = self.unseen
            old.warn()
            # What both ask for in vain is told once.
            new.names -= old.names
            new.warn()
        groups = (
            GroupChange(*key, *self._groups[key], self._flipped[key])
            for key in sorted(self._groups, key=in_order)
        )
        return Backtest(
            self._at,
            self._by,
            self._compared,
            tuple(self._flips),
            dict(self._counts),
            tuple(groups),
            tuple(self.rejected),
        )


def group_fields(by: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the names to go by, checked, and the fields of the tickets that they mean."""
    try:
        layout = Layout.of(by, "week", None, "decided")
    except SlakitError as error:
        if error.value not in ("metric", "period"):
            raise
        raise SlakitError(
            f"{error.value!r} is no field of the tickets to go by: every group is of one metric"
            " and of all periods",
            parameter="by",
            value=error.value,
            remedy=f"leave it out; a field that is called so is {FIELD}{error.value}",
        ) from None
    fields = [name for name in layout.fields if name is not None]
    if len(fields) < len(layout.by):
        raise SlakitError(
            "a clock has a policy under each set, and they may have other names",
            parameter="by",
            value="policy",
            remedy="go by fields of the tickets; one that is called policy is field.policy",
        )
    return layout.by, fields


def in_order(key: tuple[str, Values]) -> tuple[str, list[tuple[bool, str]]]:
    """Return what sorts groups by metric and values, with tickets that have none at the end."""
    metric, values = key
    return metric, [(value is None, value or "") for value in values]


def share_data(found: Attainment) -> dict[str, Any]:
    """Return the share of a group that was met, and what it is made of, as plain data."""
    interval = found.interval()
    return {
        "clocks": found.clocks,
        "met": found.met,
        "failed": found.failed,
        "share": None if found.share is None else float(found.share),
        "low": interval and interval[0],
        "high": interval and interval[1],
    }
