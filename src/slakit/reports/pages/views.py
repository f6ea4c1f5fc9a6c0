"""The tables of a report that a page is made of, each put together once."""

from __future__ import annotations

from functools import cached_property

from slakit.reports.attainment import Attainment
from slakit.reports.layout import Key, Layout
from slakit.reports.periods import Period
from slakit.reports.report import Report
from slakit.reports.rollup import filled, rolled_up

__all__ = ["Views"]


class Views:
    """Reads a report that does not grow meanwhile; a coarse table is made of finer ones.

    Its tables have how clocks stand and what they took, which is all that is told of groups;
    only the `total` has all, and the periods have no more than their `verdicts`.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.layout: Layout = report.layout
        self._tables: dict[tuple[str, ...], dict[Key, Attainment]] = {report.names: report.cells}

    def table(self, *names: str) -> dict[Key, Attainment]:
        """Return what ``report.table(*names)`` has of counts and times."""
        if names not in self._tables:
            finer = min(
                (each for each in self._tables if set(names) <= set(each)),
                key=lambda each: len(self._tables[each]),
            )
            places = [finer.index(name) for name in names]
            self._tables[names] = rolled_up(self._tables[finer], places, Attainment.take_times)
        return self._tables[names]

    @cached_property
    def total(self) -> Attainment:
        """All clocks together."""
        whole = self.table().get((), Attainment())
        for cell in self.report.cells.values():
            whole.take_verdicts(cell)
        return whole

    @property
    def metrics(self) -> list[str]:
        """The metrics of which there are clocks."""
        return [str(metric) for (metric,) in self.table("metric")]

    def periods(self, metric: str) -> dict[Period, Attainment]:
        """Return how many clocks of a metric were met and failed, by period, empty ones too."""
        found = {
            key[1:]: each
            for key, each in self.table("metric", "period").items()
            if key[0] == metric
        }
        return filled(found, self.layout.frequency)

    def undated(self, metric: str) -> Attainment:
        """Return the clocks of a metric that are in no period."""
        return self.verdicts.get((metric, None), Attainment())

    @cached_property
    def verdicts(self) -> dict[Key, Attainment]:
        """Metrics and periods with no more than their counts, which is all that is told of them."""
        found: dict[Key, Attainment] = {}
        for key, cell in self.report.cells.items():
            whole = found.setdefault((key[0], key[-1]), Attainment())
            whole.counts.update(cell.counts)
            whole.days.update(cell.days)
        return found
