"""Metrics, groups, periods and figures as people call them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from slakit.reports.attainment import Attainment
from slakit.reports.layout import Key
from slakit.reports.objectives.percent import Percent
from slakit.reports.periods import Frequency, Period
from slakit.wording.catalogue import Catalogue

__all__ = ["DASH", "Naming"]

FIELD = "field."
DASH = "\N{EN DASH}"


class Naming:
    """How a language calls what stands in a report whose periods have one frequency."""

    def __init__(self, words: Catalogue, frequency: Frequency, *, decided: bool = True) -> None:
        self.words = words
        self._frequency = frequency
        # Whether what is in no period is not decided, or has no date to go by.
        self._decided = decided
        # How many decimals shares have; an objective with more of them asks for more.
        self.decimals = 1

    def metric(self, name: str) -> str:
        """Return the name of a metric; one of the desk's own is called as the desk calls it."""
        key = f"metric.{name}"
        return self.words.text(key) if key in self.words else name

    def heading(self, name: str) -> str:
        """Return what stands over the values of a name that a report goes by."""
        if name in ("metric", "period", "policy"):
            return self.words.text(f"report.column.{name}")
        return name.removeprefix(FIELD)

    def value(self, name: str, value: str | date | None) -> str:
        """Return the value of a name that a report goes by."""
        if name == "period":
            return self.period(value if isinstance(value, date) else None)
        if value is None:
            return self.words.text("report.none")
        return self.metric(str(value)) if name == "metric" else str(value)

    def key(self, names: Sequence[str], key: Key) -> list[str]:
        """Return the values of several names."""
        return [self.value(name, value) for name, value in zip(names, key, strict=True)]

    def period(self, start: date | None) -> str:
        """Return a period; what has none is not decided, or has no date to go by."""
        if start is None:
            key = "undated" if self._decided else "no_date"
            return self.words.text(f"report.{key}")
        return Period(self._frequency, start).label

    def share(self, found: Attainment) -> str:
        """Return the share of the decided clocks that were met."""
        return self.percent(found.share)

    def percent(self, share: Fraction | float | None) -> str:
        """Return a share, rounded down; or that there is no data."""
        if share is None:
            return self.words.text("chart.no_data")
        return self.words.percent(share, self.decimals)

    def exact(self, share: Fraction) -> str:
        """Return what was agreed on, with as many decimals as it has."""
        return self.words.percent(share, Percent(share).decimals)

    def interval(self, found: Attainment) -> str:
        """Return the interval of a share, each end rounded outwards."""
        ends = found.interval()
        if ends is None:
            return ""
        scale = 100 * 10**self.decimals
        low, high = (self.percent(end) for end in (ends[0], ceil(ends[1] * scale) / scale))
        return f"{low} {DASH} {high}"

    def length(self, time: timedelta | None) -> str:
        """Return a length exactly; nothing where there is none."""
        return "" if time is None else self.words.length(time)
