"""`Assessment`: what was kept of an agreement in a period, and what is owed for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from slakit.agreements.assessing.charge import Charge
from slakit.agreements.assessing.period import period_named
from slakit.agreements.assessing.standing import AssessedWindow
from slakit.agreements.exclusions import Exclusion
from slakit.agreements.money import Money
from slakit.calendars.zones import zone
from slakit.errors import SlakitError, UnknownNameError
from slakit.instants import parse_instant
from slakit.reports.objectives import Objective
from slakit.reports.objectives.figures import Verdict
from slakit.reports.periods import Period

if TYPE_CHECKING:
    from slakit.reports.pages.blocks import Content

__all__ = ["AssessedCommitment", "Assessment", "Net", "Total"]

FORM = 1


class Total(NamedTuple):
    """What one party owes another in one currency; `exact` is the sum before any rounding."""

    owed_by: str
    owed_to: str
    amount: Money
    exact: Fraction


class Net(NamedTuple):
    """What is left between two parties that owe each other; nothing was set off."""

    owed_by: str
    owed_to: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedCommitment:
    """A commitment with what came of it in each of its windows, and what is owed for that.

    `objective` is what was asked for; of a commitment on single clocks it is None, and `metric`
    and `policy` say which. `windows` are those that ended in the period, or the one that was
    running where none did.
    """

    id: str
    name: str
    owed_by: str
    owed_to: str
    service: str = ""
    objective: Objective | None = None
    metric: str | None = None
    policy: str | None = None
    windows: tuple[AssessedWindow, ...]
    charges: tuple[Charge, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """``missed`` where any window was, ``met`` where one was and none missed, ``no_data``."""
        found = {window.verdict for window in self.windows}
        return "missed" if "missed" in found else "met" if "met" in found else "no_data"

    @property
    def complete(self) -> bool:
        """Whether every window was over, so that the verdict stays."""
        return all(window.complete for window in self.windows)

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold."""
        return {
            "id": self.id,
            "name": self.name,
            "owed_by": self.owed_by,
            "owed_to": self.owed_to,
            "service": self.service,
            "objective": None if self.objective is None else self.objective.to_data(),
            "metric": self.metric,
            "policy": self.policy,
            "verdict": self.verdict,
            "windows": [window.to_data() for window in self.windows],
            "charges": [charge.to_data() for charge in self.charges],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any], read_at: Any) -> Self:
        """Return what `to_data` gave; `read_at` reads its instants."""
        asked = data["objective"]
        read: dict[str, Any] = {
            "objective": None if asked is None else Objective.model_validate(asked),
            "windows": tuple(AssessedWindow.from_data(each, read_at) for each in data["windows"]),
            "charges": tuple(Charge.from_data(each) for each in data["charges"]),
        }
        rest = {name: value for name, value in data.items() if name != "verdict"}
        return cls(**{**rest, **read})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What was kept of an agreement in a period, and what is owed for the rest.

    `at` is the instant up to which it is known how things went, `parties` has the names of the
    parties by their keys, and `version` is the number of the version that was assessed;
    `rejected` is how many rows of the evidence could not be read, and are in no figure. The whole
    of it survives JSON: ``Assessment.from_data(found.to_data()) == found``.

    The trap: `totals` are what each party owes the other. `net` is what would be left if that
    were set off, which nobody does without an agreement to do so.
    """

    agreement: str
    title: str
    version: int
    period: Period
    tz: str
    at: datetime
    parties: Mapping[str, str]
    commitments: tuple[AssessedCommitment, ...]
    exclusions: tuple[Exclusion, ...] = ()
    amended: tuple[date, ...] = ()
    rejected: int = 0

    def __getitem__(self, commitment: str) -> AssessedCommitment:
        """Return a commitment by its id; an unknown one raises `UnknownNameError`."""
        for each in self.commitments:
            if each.id == commitment:
                return each
        known = ", ".join(each.id for each in self.commitments)
        raise UnknownNameError(
            f"no commitment {commitment!r}", value=commitment, remedy=f"there are: {known}"
        )

    @property
    def start(self) -> datetime:
        """The instant at which the period begins."""
        return self.period.instants(zone(self.tz))[0]

    @property
    def end(self) -> datetime:
        """The instant at which the period ends."""
        return self.period.instants(zone(self.tz))[1]

    @property
    def complete(self) -> bool:
        """Whether the period was over, and every window of every commitment."""
        return self.at >= self.end and all(each.complete for each in self.commitments)

    @property
    def totals(self) -> tuple[Total, ...]:
        """What each party owes another, in each currency; the exact sum of the charges."""
        found: dict[tuple[str, str, str], list[Charge]] = {}
        for each in self.commitments:
            for charge in each.charges:
                key = (each.owed_by, each.owed_to, charge.amount.currency)
                found.setdefault(key, []).append(charge)
        return tuple(
            Total(
                owed_by,
                owed_to,
                Money.sum((charge.owed for charge in charges), currency),
                sum((charge.exact_owed for charge in charges), Fraction(0)),
            )
            for (owed_by, owed_to, currency), charges in found.items()
        )

    @property
    def net(self) -> tuple[Net, ...]:
        """What would be left between parties that owe each other in one currency."""
        totals = {(each.owed_by, each.owed_to, each.amount.currency): each for each in self.totals}
        found = []
        for (owed_by, owed_to, currency), total in totals.items():
            other = totals.get((owed_to, owed_by, currency))
            if other is None or (owed_by, owed_to) > (owed_to, owed_by):
                continue
            left = total.amount - other.amount
            found.append(
                Net(owed_by, owed_to, left) if left.amount >= 0 else Net(owed_to, owed_by, -left)
            )
        return tuple(found)

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold; `from_data` gives it back."""
        return {
            "assessment": FORM,
            "agreement": self.agreement,
            "title": self.title,
            "version": self.version,
            "period": self.period.label,
            "tz": self.tz,
            "at": self.at.isoformat(),
            "complete": self.complete,
            "parties": dict(self.parties),
            "commitments": [each.to_data() for each in self.commitments],
            "exclusions": [each.to_data() for each in self.exclusions],
            "amended": [day.isoformat() for day in self.amended],
            "rejected": self.rejected,
            "totals": [
                {
                    "owed_by": each.owed_by,
                    "owed_to": each.owed_to,
                    "amount": str(each.amount),
                    "exact": str(each.exact),
                }
                for each in self.totals
            ],
            "net": [
                {"owed_by": each.owed_by, "owed_to": each.owed_to, "amount": str(each.amount)}
                for each in self.net
            ],
        }

    @classmethod
    def from_data(cls, data: Any) -> Self:
        """Return what `to_data` gave; `SlakitError` for what is no assessment."""
        if not isinstance(data, dict) or data.get("assessment") != FORM:
            raise SlakitError(
                "this is no assessment, or one of a newer slakit",
                parameter="data",
                remedy="give what Assessment.to_data returned",
            )
        try:
            return cls._read(data)
        except SlakitError:
            raise
        except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
            raise SlakitError(
                f"the assessment is not whole: {error}",
                parameter="data",
                remedy="give what Assessment.to_data returned",
            ) from None

    @classmethod
    def _read(cls, data: dict[str, Any]) -> Self:
        local = zone(data["tz"])

        def read_at(text: str, name: str, tz: tzinfo = local) -> datetime:
            return parse_instant(text, name).astimezone(tz)

        return cls(
            agreement=data["agreement"],
            title=data["title"],
            version=data["version"],
            period=period_named(data["period"]),
            tz=data["tz"],
            at=read_at(data["at"], "at"),
            parties=dict(data["parties"]),
            commitments=tuple(
                AssessedCommitment.from_data(each, read_at) for each in data["commitments"]
            ),
            exclusions=tuple(Exclusion.from_data(each) for each in data["exclusions"]),
            amended=tuple(date.fromisoformat(day) for day in data["amended"]),
            rejected=data["rejected"],
        )

    def to_text(self, locale: str = "en") -> str:
        """Return it as text for a terminal."""
        from slakit.reports.pages.text import to_text

        return to_text(self._content(locale))

    def to_markdown(self, locale: str = "en") -> str:
        """Return it as a document in Markdown, in "en", "es", "pt-BR" or "pt-PT"."""
        from slakit.reports.pages.markdown import to_markdown

        return to_markdown(self._content(locale))

    def to_html(self, locale: str = "en") -> str:
        """Return it as a page that needs nothing else, for the screen and for paper."""
        from slakit.agreements.assessing.page import to_html

        return to_html(self._content(locale))

    def _content(self, locale: str) -> Content:
        from slakit.agreements.assessing.content import content

        return content(self, locale)
