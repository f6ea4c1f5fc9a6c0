"""`BreachCase`: a breached clock, and the way back from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from os import PathLike
from typing import TYPE_CHECKING, Any, Self

from slakit.documents.form import FORM_KEY, FORM_VERSION
from slakit.documents.source import Source
from slakit.documents.suggest import did_you_mean
from slakit.documents.writer import to_json
from slakit.errors import SlakitError, UnknownNameError
from slakit.evaluation import ClockReading, Evaluation, Explanation, evaluate
from slakit.instants import since_epoch
from slakit.recovery.causes import known_cause
from slakit.recovery.facts import CaseFacts, fault_of_opening
from slakit.recovery.measures import PreventiveMeasure
from slakit.recovery.plan import RecoveryPlan
from slakit.recovery.records import StepRecord, fault_of
from slakit.recovery.review import Answer, Realism
from slakit.recovery.standing import StepStanding, standings_of
from slakit.recovery.steps import STEPS, StepName
from slakit.recovery.whole import write_whole
from slakit.tickets import Signal, Ticket

if TYPE_CHECKING:
    from slakit.recovery.messages import Draft
    from slakit.recovery.templates import MessageKind

__all__ = ["BreachCase"]


class BreachCase(CaseFacts):
    """The way back from one breached clock: five steps, a review, and preventive measures.

    A case is frozen: what happens to it gives a new one, and nothing that was recorded goes away.
    It is a ticket of its own, which the engine evaluates against its plan, so that the due time
    of a step comes from the same calendar language as every other. Instants keep their offset.

    >>> from datetime import UTC
    >>> from slakit import PolicySet, Ticket, explain
    >>> hours = {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": hours},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> plan = RecoveryPlan.model_validate(
    ...     {"calendar": hours, "steps": {"team_alerted": {"target": "30m"}}}
    ... )
    >>> ticket = Ticket(id="T-1", created_at=datetime(2024, 5, 6, 10, tzinfo=UTC))
    >>> at = datetime(2024, 5, 6, 15, tzinfo=UTC)
    >>> why = explain(desk, ticket, "resolution", at=at)
    >>> case = BreachCase.open(why, ticket, plan=plan, at=at, opened_by="ana")
    >>> case.id, str(case.evaluate(at=at)["team_alerted"].due_at)
    ('T-1/all/resolution/1', '2024-05-06 15:30:00+00:00')

    The trap: it keeps the explanation and the plan that it was opened with. What became of the
    ticket since is not in it, but for what the steps say.
    """

    @classmethod
    def open(
        cls,
        found: Explanation | ClockReading,
        ticket: Any,
        *,
        plan: RecoveryPlan,
        at: datetime,
        opened_by: str,
    ) -> Self:
        """Open a case for a clock that is past its due time, whether it was stopped since or not.

        `found` is its explanation, or a reading, of which less can be told. Raises `SlakitError`
        for a clock that is not breached, or was exempted, for the explanation of another ticket,
        and for an instant before the breach.
        """
        ticket = Ticket.of(ticket)
        if isinstance(found, ClockReading):
            found = Explanation(ticket.id, found, (), (), None)
        if found.ticket != ticket.id:
            raise SlakitError(
                f"the explanation is that of the ticket {found.ticket!r}, not of {ticket.id!r}",
                parameter="ticket",
                value=ticket.id,
                remedy="give the ticket that was explained",
            )
        since_epoch(at, "at")
        fault = fault_of_opening(found.reading, at)
        if fault is not None:
            raise fault
        return cls(
            explanation=found,
            fields=ticket.state_at(at),
            plan=plan,
            opened_at=at,
            opened_by=opened_by,
        )

    def step(
        self,
        step: StepName,
        *,
        at: datetime,
        by: str,
        note: str = "",
        cause: str | None = None,
        responsible: str | None = None,
        expected_at: datetime | None = None,
        message: str = "",
        override: str = "",
    ) -> Self:
        """Return the case with a step taken.

        Steps are taken in order and not back in time; `override` is the reason why one comes
        before what it needs, and stays visible. ``team_alerted`` names who is `responsible`, and
        ``cause_found`` the `cause`. Raises `UnknownNameError` for a step or a cause that is not
        there, and `SlakitError` for one that cannot be taken, with the reason.
        """
        if step not in STEPS:
            raise UnknownNameError(
                f"unknown step {step!r}",
                parameter="step",
                value=step,
                remedy=did_you_mean(str(step), STEPS),
            )
        return self._recorded(
            StepRecord(
                step=step,
                at=at,
                by=by,
                note=note,
                cause=cause,
                responsible=responsible,
                expected_at=expected_at,
                message=message,
                override=override,
            )
        )

    def correct(self, step: StepName, /, *, by: str, reason: str, **changes: Any) -> Self:
        """Return the case with a step corrected; what `changes` does not name stays as it was.

        `changes` are those of `step`: ``at``, ``note``, ``cause`` and so on. The record that was
        wrong stays in the history, and the reason of an `override` until there is another one.
        Raises `SlakitError` for a step that was not taken, a reason that is blank, a change of
        the step itself, and an instant that would change the order of the steps.
        """
        if not isinstance(reason, str) or not reason.strip():
            raise SlakitError(
                "a correction without a reason",
                parameter="reason",
                value=reason,
                remedy="say why it was wrong",
            )
        for name in changes.keys() & {"step", "correction"}:
            raise SlakitError(
                f"{name!r} is nothing that can be corrected",
                parameter=name,
                value=changes[name],
                remedy="give the step first and why as reason; step() takes another step",
            )
        if not changes.get("override"):
            changes.pop("override", None)
        known = self.taken.get(step)
        said = {} if known is None else {n: getattr(known, n) for n in known.model_fields_set}
        missing = {"step": step, "at": self.last_at} if known is None else {}
        return self._recorded(
            StepRecord(**{**missing, **said, **changes, "by": by, "correction": reason})
        )

    def _recorded(self, record: StepRecord) -> Self:
        fault = fault_of(record, self.records, self.opened_at)
        if fault is not None:
            raise fault
        if record.cause is not None:
            known_cause(record.cause, self.plan.causes)
        return self.model_copy(update={"records": (*self.records, record)})

    def answer(
        self,
        question: str,
        verdict: str | None = None,
        *,
        by: str,
        at: datetime,
        note: str = "",
        evidence: Realism | None = None,
        score: Any = None,
    ) -> Self:
        """Return the case with a question of the review answered; the last answer counts.

        Raises `DocumentError` for what is no question or no answer to it.
        """
        given = Answer.model_validate(
            {
                "question": question,
                "verdict": verdict,
                "by": by,
                "at": at,
                "note": note,
                "evidence": evidence,
                "score": score,
            }
        )
        return self.model_copy(update={"answers": (*self.answers, given)})

    def prevent(self, what: str, *, owner: str, due: date) -> Self:
        """Return the case with one more preventive measure."""
        measure = PreventiveMeasure(what=what, owner=owner, due=due)
        return self.model_copy(update={"measures": (*self.measures, measure)})

    def prevented(self, number: int, *, on: date, by: str) -> Self:
        """Return the case with the measure of a `number`, from 1 on, done.

        Raises `SlakitError` for a measure that is not there or is done already, and for nobody.
        """
        if not by:
            raise SlakitError(
                "nobody is named who did it", parameter="by", value=by, remedy="name a person"
            )
        known = range(1, len(self.measures) + 1)
        if type(number) is not int or number not in known:
            raise SlakitError(
                f"there is no measure {number!r}",
                parameter="number",
                value=number,
                remedy=f"give one from 1 to {len(known)}" if known else "add one first",
            )
        measure = self.measures[number - 1]
        if measure.done_on is not None:
            raise SlakitError(
                f"the measure {number} was done on {measure.done_on.isoformat()} already",
                parameter="number",
                value=number,
                remedy="add another measure",
            )
        done = measure.model_copy(update={"done_on": on, "done_by": by})
        measures = [*self.measures]
        measures[number - 1] = done
        return self.model_copy(update={"measures": tuple(measures)})

    def to_ticket(self) -> Ticket:
        """Return the case as a ticket: opened like one, with a signal for each step taken.

        It has the fields of the ticket that was breached, and of a corrected step the instant as
        it was corrected.
        """
        return Ticket(
            id=self.id,
            created_at=self.opened_at,
            fields=self.fields,
            events=[Signal(at=each.at, name=step) for step, each in self.taken.items()],
        )

    def evaluate(self, *, at: datetime) -> Evaluation:
        """Return how the steps stand at an instant: each a clock of the policy ``recovery``."""
        return evaluate(self.plan.to_policy_set(), self.to_ticket(), at=at)

    def standings(self, *, at: datetime | None = None) -> tuple[StepStanding, ...]:
        """Return how each step stands, in order; by default as of the last record."""
        evaluation = self.evaluate(at=self.last_at if at is None else at)
        return standings_of(evaluation, self.taken, self.zone)

    def message(
        self,
        kind: MessageKind,
        *,
        locale: str = "en",
        happened: str = "",
        expected_at: datetime | None = None,
    ) -> Draft:
        """Return the draft of a message: ``alert`` to the team, ``apology`` and ``restored``.

        The last two are for the customer, and tell nothing of how the desk works. `happened` is
        what happened, in the customer's words. A date by which it will be restored is told where
        `expected_at` or a step gives one, and never made up. Raises `UnknownNameError` for another
        kind or language, and `SlakitError` where it was not restored yet.
        """
        from slakit.recovery.messages import draft

        return draft(self, kind, locale, happened, expected_at)

    def to_svg(self, *, width: float = 860, locale: str = "en", at: datetime | None = None) -> str:
        """Return the five steps on a time line; by default as of the last record.

        What was recorded after `at` is not told. Raises `NaiveDatetimeError` for an instant
        without a zone, and `SlakitError` for one before the case was opened.
        """
        from slakit.recovery.picture import draw_case

        return draw_case(self, width, locale, at)

    def to_markdown(self, locale: str = "en", *, at: datetime | None = None) -> str:
        """Return the post-mortem for a wiki or a ticket, as of an instant like `to_svg`."""
        from slakit.recovery.pages import post_mortem, to_markdown

        return to_markdown(post_mortem(self, locale, at))

    def to_html(self, locale: str = "en", *, at: datetime | None = None) -> str:
        """Return the post-mortem as one page with its picture, as of an instant like `to_svg`."""
        from slakit.recovery.pages import post_mortem, to_html

        return to_html(post_mortem(self, locale, at))

    def to_data(self) -> dict[str, Any]:
        """Return the case as plain JSON data, with the version of its form."""
        return {FORM_KEY: FORM_VERSION, **super().to_data()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return the case that `to_data` wrote.

        Raises `DocumentError` with every problem at once, and `FormVersionError` for data of a
        newer slakit.
        """
        plain = dict(data) if isinstance(data, Mapping) else data
        return cls.from_source(Source(plain, "", "json"))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the case as JSON; whoever breaks off leaves the old file or the new one.

        `from_file` reads it. A file that is there keeps its permissions. Raises `OSError`.
        """
        write_whole(path, to_json(self.to_data()))
