"""How clocks went: attainments by metric, by fields of the tickets, and by period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from os import PathLike
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from slakit.adapters import RejectedRow
from slakit.errors import SlakitError
from slakit.evaluation import Batch, ClockReading, Evaluation
from slakit.reports.attainment import Attainment
from slakit.reports.columns import field_text
from slakit.reports.figures import figures, labels, summary_of
from slakit.reports.files import count_file
from slakit.reports.layout import Dated, Key, Layout, known, objective_of
from slakit.reports.outcome import Outcome, outcome, outcomes
from slakit.reports.partial import read_report, report_data
from slakit.reports.periods import Period, Starts
from slakit.reports.results import Entry, entry_of
from slakit.reports.rollup import filled, rolled_up

if TYPE_CHECKING:
    from slakit.reports.pages.blocks import Content

__all__ = ["Report"]


class Report:
    """How clocks went, in cells that add up exactly.

    A cell is an `Attainment` for one metric, one value of each field in `by`, and one period.
    Periods are days, weeks, months, quarters or years of the zone `tz`; without it the dates are
    those of the zone in which instants are written, which is that of the evaluations. `dated`
    says which date of a clock counts: when it was ``decided`` (met, or breached), when it
    ``started``, or its ``due`` time; a clock without one, such as one that is open, is in no
    period, and shown all the same.

    Of `by`, ``policy`` is that of the clock, and every other name a field of the ticket;
    ``field.policy`` is a field even so. Reports of one layout can be added; in whatever order,
    the whole is the same. Raises `UnknownNameError` and `UnknownZoneError` for names that are not
    there, `SlakitError` for a field that is given twice.

    >>> from datetime import UTC, datetime
    >>> from slakit import PolicySet, Ticket, evaluate
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> opened, now = datetime(2024, 5, 6, 10, tzinfo=UTC), datetime(2024, 5, 7, tzinfo=UTC)
    >>> report = Report(by=["team"], frequency="month")
    >>> for name, hour in (("net", 12), ("net", 15), ("db", 13)):
    ...     done = opened.replace(hour=hour)
    ...     ticket = Ticket.from_timestamps(
    ...         id=f"{name}-{hour}", created_at=opened, resolved_at=done, fields={"team": name}
    ...     )
    ...     report.add(evaluate(desk, ticket, at=now))
    >>> for (team,), found in report.table("team").items():
    ...     print(team, found.share)
    db 1
    net 1/2
    """

    __slots__ = ("cells", "layout", "rejected", "starts", "unclocked")

    def __init__(
        self,
        *,
        by: Iterable[str] = (),
        frequency: str = "week",
        tz: str | ZoneInfo | None = None,
        dated: Dated = "decided",
    ) -> None:
        self.layout = Layout.of(by, frequency, tz, dated)
        self.starts = Starts(self.layout.frequency)
        self.cells: dict[Key, Attainment] = {}
        # Tickets to which nothing is promised have no clock, and those set aside were not read.
        self.unclocked = 0
        self.rejected = 0

    @classmethod
    def of(
        cls,
        found: Batch | Iterable[Evaluation | ClockReading | Outcome],
        *,
        by: Iterable[str] = (),
        frequency: str = "week",
        tz: str | ZoneInfo | None = None,
        dated: Dated = "decided",
    ) -> Self:
        """Return the report on evaluations, readings or outcomes, or on all of a batch.

        A reading does not know its ticket, so that nothing of it is told by name.
        """
        report = cls(by=by, frequency=frequency, tz=tz, dated=dated)
        for each in [found] if isinstance(found, Batch) else found:
            report.add(each)
        return report

    @classmethod
    def from_file(
        cls,
        path: str | PathLike[str],
        *,
        by: Iterable[str] = (),
        frequency: str = "week",
        tz: str | ZoneInfo | None = None,
        dated: Dated = "decided",
        on_reject: Callable[[RejectedRow], object] = lambda row: None,
    ) -> Self:
        """Return the report on what ``slakit evaluate`` wrote: .csv or .jsonl, also with .gz.

        Rows that cannot be read are counted as `rejected`, and given to `on_reject`. Raises
        `TableError` for a file that is no result, `UnknownNameError` for fields that it does not
        have, and `OSError`.
        """
        report = cls(by=by, frequency=frequency, tz=tz, dated=dated)
        count_file(report, path, on_reject)
        return report

    def add(self, found: Batch | Evaluation | ClockReading | Outcome) -> None:
        """Count the clocks of many tickets, of one, or a clock."""
        if isinstance(found, Outcome):
            self.count(entry_of(found, self.layout))
        elif isinstance(found, ClockReading):
            self.count(entry_of(outcome("", found), self.layout))
        elif isinstance(found, Evaluation):
            # What a ticket says of itself is looked up only where the report goes by it.
            for each in outcomes(found, None if self.layout.by else {}):
                self.count(entry_of(each, self.layout))
            self.unclocked += not found.clocks
        elif isinstance(found, Batch):
            for evaluation in found.evaluations:
                self.add(evaluation)
            self.rejected += len(found.rejected)
        else:
            raise SlakitError(
                f"{found!r} cannot be reported on",
                parameter="found",
                value=found,
                remedy="give an evaluation, a reading of a clock or an outcome",
            )

    def count(self, entry: Entry) -> None:
        """Count one clock, as it stands in a table of results."""
        name, values, kind, paused, closed, decided, at = entry
        zone, same = self.layout.zone, at is decided
        if zone is not None:
            try:
                decided = None if decided is None else decided.astimezone(zone)
                at = decided if same else None if at is None else at.astimezone(zone)
            except OverflowError:
                # In the zone it is before the year 1 or after 9999: it stays as it is written.
                at = decided if same else at
        start = None if at is None else self.starts[at.date()]
        key = (name[2], *values, start)
        self.cell(key).count(kind, paused, closed, decided, name)

    def cell(self, key: Key) -> Attainment:
        """Return the attainment of a cell, a new one where there was none."""
        found = self.cells.get(key)
        if found is None:
            found = self.cells[key] = Attainment()
        return found

    def __iadd__(self, other: Report) -> Self:
        if not isinstance(other, Report):
            return NotImplemented
        if self.layout != other.layout:
            raise SlakitError(
                f"a report by {other.layout} does not add to one by {self.layout}",
                parameter="other",
                value=other,
                remedy="give both the same by, frequency, tz and dated",
            )
        for key, found in other.cells.items():
            mine = self.cell(key)
            mine += found
        self.unclocked += other.unclocked
        self.rejected += other.rejected
        return self

    def __add__(self, other: Report) -> Report:
        if not isinstance(other, Report):
            return NotImplemented
        by, frequency, zone, dated = self.layout
        both = Report(by=by, frequency=frequency, tz=zone, dated=dated)
        both += self
        both += other
        return both

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Report):
            return NotImplemented
        return (self.layout, self.cells, self.unclocked, self.rejected) == (
            other.layout,
            other.cells,
            other.unclocked,
            other.rejected,
        )

    __hash__ = None  # type: ignore[assignment]  # It grows.

    def __repr__(self) -> str:
        return f"<Report by {self.layout}: {self.total.clocks} clocks>"

    def to_html(
        self, *, objective: float | str | None = None, locale: str = "en", title: str = ""
    ) -> str:
        """Return a page that needs nothing else: tables and pictures, for any screen and paper.

        `objective` is the percentage of clocks that ought to be met, 95 or "95%"; `locale` one of
        ``en``, ``es``, ``pt-BR`` and ``pt-PT``.

        >>> Report().to_html(title="May").startswith("<!DOCTYPE html>")
        True
        """
        from slakit.reports.pages.html import to_html

        return to_html(self._content(objective, locale, title))

    def to_markdown(
        self, *, objective: float | str | None = None, locale: str = "en", title: str = ""
    ) -> str:
        """Return the figures and tables of the page as Markdown."""
        from slakit.reports.pages.markdown import to_markdown

        return to_markdown(self._content(objective, locale, title))

    def to_text(
        self, *, objective: float | str | None = None, locale: str = "en", title: str = ""
    ) -> str:
        """Return the figures and tables of the page as text in columns, for a terminal."""
        from slakit.reports.pages.text import to_text

        return to_text(self._content(objective, locale, title))

    def _content(self, objective: float | str | None, locale: str, title: str) -> Content:
        from slakit.reports.pages.content import content

        share = None if objective is None else objective_of(objective)
        return content(self, locale=locale, title=title, objective=share)

    def to_data(self) -> dict[str, Any]:
        """Return the report as plain JSON data, from which `from_data` makes an equal one."""
        return report_data(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return the report that `to_data` wrote, perhaps on another machine.

        Raises `DocumentError` with all that no `to_data` has written.
        """
        stored = read_report(data)
        by, frequency, zone, dated = stored["layout"]
        report = cls(by=by, frequency=frequency, tz=zone, dated=dated)
        report.cells = stored["cells"]
        report.unclocked, report.rejected = stored["unclocked"], stored["rejected"]
        return report

    @property
    def names(self) -> tuple[str, ...]:
        """What its cells go by, in order: the metric, the fields, and the period."""
        return ("metric", *self.layout.by, "period")

    @property
    def total(self) -> Attainment:
        """All clocks of all metrics together: counts and shares mean something, lengths hardly."""
        return self.table().get((), Attainment())

    @property
    def metrics(self) -> list[str]:
        """The metrics of which there are clocks, in order of their names."""
        return sorted({str(key[0]) for key in self.cells})

    def table(self, *names: str, **where: Any) -> dict[Key, Attainment]:
        """Return attainments by some of `names`, each put together from the cells it is made of.

        Keys have the values of the names, in their order, and are sorted, with None at the end;
        a period is its first date. `where` picks cells, as in ``metric="resolution"``. Raises
        `UnknownNameError` for a name that the report does not go by.
        """
        places = [self._place(name) for name in names]
        picked = [
            (self._place(name), value if isinstance(value, date) else field_text(value))
            for name, value in where.items()
        ]
        cells = {
            key: cell
            for key, cell in self.cells.items()
            if all(key[place] == value for place, value in picked)
        }
        return rolled_up(cells, places)

    def _place(self, name: str) -> int:
        return self.names.index(known(name, self.names, "by"))

    def periods(self, **where: Any) -> dict[Period, Attainment]:
        """Return the attainment of each period from the first to the last, empty ones included.

        What has no date is in none of them; ``table("period")`` has it under None.
        """
        return filled(self.table("period", **where), self.layout.frequency)

    def only(self, *metrics: str) -> Report:
        """Return the report on some of its metrics, on all where none is named.

        Raises `UnknownNameError` for a metric of which there are no clocks.
        """
        for name in metrics:
            known(name, self.metrics, "metric")
        by, frequency, zone, dated = self.layout
        report = Report(by=by, frequency=frequency, tz=zone, dated=dated)
        # What is added to the one must not be in the other.
        report.cells = {
            key: Attainment() + cell
            for key, cell in self.cells.items()
            if not metrics or key[0] in metrics
        }
        report.unclocked, report.rejected = self.unclocked, self.rejected
        return report

    def summary(self, *, objective: float | str | None = None) -> dict[str, Any]:
        """Return the figures as plain JSON data: lengths as texts, null for what has no data.

        With an `objective`, a percentage, metrics and periods have `objective_met`.
        """
        return summary_of(self, None if objective is None else objective_of(objective))

    def to_rows(self, *names: str) -> list[dict[str, Any]]:
        """Return a flat row for each cell, or for each of ``table(*names)``: made for a frame.

        Shares and the ends of their intervals are floats, lengths timedeltas; what has no data
        is None. A field that has the name of a figure, such as ``open``, stands as ``field.open``.
        """
        chosen = names or self.names
        rows = []
        for key, found in self.table(*chosen).items():
            told = figures(found)
            rows.append(dict(zip(labels(chosen, told), key, strict=True)) | told)
        return rows
