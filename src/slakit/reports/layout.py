"""What a report goes by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple, Self, get_args
from zoneinfo import ZoneInfo

from slakit.calendars.zones import zone as zone_of
from slakit.documents.suggest import did_you_mean
from slakit.errors import SlakitError, UnknownNameError
from slakit.reports.objectives.percent import Percent
from slakit.reports.periods import Frequency, frequency_of

__all__ = ["FIELD", "Dated", "Key", "Layout", "objective_of"]

# The metric, the texts of the fields in `by`, and the first date of the period. A ticket may lack
# a field, and a clock that is not decided has no period.
Key = tuple[str | date | None, ...]
Dated = Literal["decided", "started", "due"]
FIELD = "field."


class Layout(NamedTuple):
    """What a report goes by: reports of one layout can be added to each other."""

    by: tuple[str, ...]
    frequency: Frequency
    zone: ZoneInfo | None
    dated: Dated

    @classmethod
    def of(cls, by: Iterable[str], frequency: str, tz: str | ZoneInfo | None, dated: Dated) -> Self:
        """Return a layout, each part of it checked."""
        if dated not in get_args(Dated):
            raise UnknownNameError(
                f"clocks have no date {dated!r}",
                parameter="dated",
                value=dated,
                remedy=did_you_mean(str(dated), get_args(Dated)),
            )
        zone = None if tz is None else zone_of(tz)
        return cls(names_of(by), frequency_of(frequency), zone, dated)

    @property
    def fields(self) -> list[str | None]:
        """Which field of the tickets each name means; None is the policy of the clock."""
        return [None if name == "policy" else name.removeprefix(FIELD) for name in self.by]

    def __str__(self) -> str:
        where = "as written" if self.zone is None else self.zone.key
        names = ", ".join(("metric", *self.by))
        return f"{names} and {self.frequency} ({where}) of what was {self.dated}"


def names_of(by: Iterable[str]) -> tuple[str, ...]:
    """Return the names to go by, each of them once."""
    if not isinstance(by, Iterable):
        raise SlakitError(
            f"{by!r} is no list of names",
            parameter="by",
            value=by,
            remedy='give names, as in ["priority"]',
        )
    names = (by,) if isinstance(by, str) else tuple(by)
    for i, name in enumerate(names):
        if not isinstance(name, str) or not name.removeprefix(FIELD):
            problem, remedy = "is no name of a field", 'give names, as in ["priority"]'
        elif name in ("metric", "period"):
            problem, remedy = "is in every report", "leave it out"
        elif name in names[:i]:
            problem, remedy = "is given twice", "give it once"
        else:
            continue
        raise SlakitError(f"{name!r} {problem}", parameter="by", value=name, remedy=remedy)
    return names


def known(name: str, names: Sequence[str], parameter: str) -> str:
    """Return a name that a report has, and refuse any other."""
    if name in names:
        return name
    raise UnknownNameError(
        f"this report has no {name!r}",
        parameter=parameter,
        value=name,
        remedy=did_you_mean(str(name), names),
    )


def objective_of(value: float | str) -> Fraction:
    """Return an objective as a share; 95 is "95%", and 0.95 could be either, so it is refused."""
    try:
        return Percent.parse(value).share
    except SlakitError as error:
        raise SlakitError(
            error.message, parameter="objective", value=value, remedy=error.remedy
        ) from None
