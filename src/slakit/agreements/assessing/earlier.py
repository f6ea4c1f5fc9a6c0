"""What was owed in earlier periods under a cap that reaches over several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from slakit.agreements.assessing.assessment import Assessment
from slakit.agreements.assessing.charge import Charge
from slakit.agreements.consequences import Cap, Consequence
from slakit.agreements.money import Money
from slakit.errors import SlakitError
from slakit.instants import since_epoch
from slakit.reports.periods import Period, period_of

if TYPE_CHECKING:
    from slakit.agreements.agreement import Agreement
    from slakit.agreements.commitments import Commitment

__all__ = ["Before"]


class Before:
    """The assessments of an agreement in earlier periods, and what was owed in them.

    Raises `SlakitError` for an assessment of another agreement. Of several of one period the one
    with the latest `at` counts: it is the one that knows most.
    """

    def __init__(self, agreement: Agreement, period: Period, earlier: Iterable[Assessment]) -> None:
        self.agreement, self.period = agreement, period
        found: dict[Period, Assessment] = {}
        for each in earlier:
            if not isinstance(each, Assessment):
                raise SlakitError(
                    f"{each!r} is no assessment",
                    parameter="earlier",
                    value=each,
                    remedy="give what assess or Assessment.from_data returned",
                )
            if each.agreement != agreement.id:
                raise SlakitError(
                    f"{each.period.label} was assessed of the agreement {each.agreement!r}",
                    parameter="earlier",
                    value=each.agreement,
                    remedy=f"give assessments of {agreement.id!r}",
                )
            known = found.get(each.period)
            if known is None or since_epoch(known.at, "at") < since_epoch(each.at, "at"):
                found[each.period] = each
        self.assessments = tuple(found.values())

    def owed(self, commitment: Commitment, place: int, cap: Cap) -> Iterator[Money]:
        """Yield what was owed already in the stretch of time of a cap, under the same cap.

        Consequences are the same by what they are, wherever they stand in the list.
        """
        if cap.per == "period":
            return
        whole = period_of(self.period.start, cap.per)
        for each in self.assessments:
            if not whole.start <= each.period.start < self.period.start:
                continue
            for found in each.commitments:
                charges = [charge for charge in found.charges if charge.owed]
                if found.id != commitment.id or not charges:
                    continue
                then = self.consequences(each, found.id, charges)
                same = places(commitment.consequences, then)
                for charge in charges:
                    capped = then[charge.consequence].cap
                    if charge.consequence not in same and capped and capped.per != "period":
                        raise unmatched(each, charge)
                    if same.get(charge.consequence) == place:
                        yield charge.owed

    def consequences(
        self, assessment: Assessment, commitment: str, charges: Iterable[Charge]
    ) -> Sequence[Consequence]:
        """Return the consequences of a commitment in the version that was assessed."""
        version = self.agreement.on(assessment.period.start)
        [*then] = (
            consequence
            for each in version.commitments
            if each.id == commitment
            for consequence in each.consequences
        )
        for charge in charges:
            place = charge.consequence
            right = version.version == assessment.version and place < len(then)
            if not right or what(then[place])[:2] != (charge.kind, charge.fee):
                raise unmatched(assessment, charge)
        return then


def places(now: Sequence[Consequence], then: Sequence[Consequence]) -> dict[int, int]:
    """Return the places of consequences then -> their places now, of those that can be told.

    They are told by what they are and how far they are capped; where the cap was changed, by what
    they are. Equal ones are told by their order, if there are as many as there were.
    """
    found: dict[int, int] = {}
    keys: list[Callable[[Consequence], Any]] = [
        lambda each: (*what(each), each.cap, each.credit and each.credit.cap),
        what,
    ]
    for key in keys:
        for one in dict.fromkeys(map(key, then)):
            before = [n for n, each in enumerate(then) if key(each) == one and n not in found]
            after = [
                n for n, each in enumerate(now) if key(each) == one and n not in found.values()
            ]
            if len(before) == len(after):
                found |= dict(zip(before, after, strict=True))
    return found


def what(consequence: Consequence) -> tuple[str, str, str]:
    """Return what a consequence is: its kind, its fee, and for each of what it is owed."""
    credit, penalty = consequence.credit, consequence.penalty
    per = "" if penalty is None else f"{penalty.per} {penalty.counted or ''}"
    return consequence.kind, "" if credit is None else credit.of, per


def unmatched(assessment: Assessment, charge: Charge) -> SlakitError:
    name = f"{charge.kind} of {charge.fee!r}" if charge.fee else charge.kind
    return SlakitError(
        f"nothing says under which cap the {name} of {assessment.period.label} falls: the agreement"
        " has no such consequence, or more than one",
        parameter="earlier",
        value=assessment.period.label,
        remedy="assess that period again, or leave its assessment out if it is under no cap",
    )
