"""How fast error budgets burn, and the alerts on it of the Google SRE workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from slakit.calendars import Calendar
from slakit.durations import format_iso, microseconds
from slakit.errors import SlakitError
from slakit.instants import since_epoch
from slakit.reports.objectives.budget import burn_of
from slakit.reports.objectives.gauge import Gauge
from slakit.reports.objectives.objective import Objective
from slakit.reports.objectives.records import Outage, Score, micros
from slakit.reports.objectives.samples import Data
from slakit.reports.outcome import Outcome

__all__ = ["WORKBOOK", "WORKBOOK_DAY", "BurnAlert", "BurnRow", "burn_alerts", "burn_rate"]

HOUR = timedelta(hours=1)


class BurnRow(NamedTuple):
    """A row of a table of alerts: at which burn rate, over which windows, what should be done.

    It fires when a share of the `budget` goes in the `long` window, and still in the `short` one,
    so that it ends soon after the trouble. `action` is what the host makes of it.

    >>> row = BurnRow(Fraction(2, 100), timedelta(hours=1), "page")
    >>> float(row.burn_rate(timedelta(days=30))), str(row.short)
    (14.4, '0:05:00')
    """

    budget: Fraction
    long: timedelta
    action: str

    @property
    def short(self) -> timedelta:
        """The short window: a twelfth of the long one."""
        return self.long / 12

    def burn_rate(self, period: timedelta) -> Fraction:
        """Return the rate at which that share goes in the long window, of a budget for `period`."""
        if self.long <= timedelta(0):
            raise SlakitError(
                f"{self.long} is no time to look back on",
                parameter="long",
                value=self.long,
                remedy="give a length above 0, as in timedelta(hours=1)",
            )
        return Fraction(self.budget) * Fraction(microseconds(period), microseconds(self.long))


WORKBOOK = (
    BurnRow(Fraction(2, 100), HOUR, "page"),
    BurnRow(Fraction(5, 100), 6 * HOUR, "page"),
    BurnRow(Fraction(10, 100), 72 * HOUR, "ticket"),
)
"""The rows that the Google SRE workbook recommends, in the chapter "Alerting on SLOs"."""

WORKBOOK_DAY = BurnRow(Fraction(10, 100), 24 * HOUR, "ticket")
"""A row that many add to them: 10 % of the budget within a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnAlert:
    """How the budget burns in the two windows of a row.

    `threshold` is the burn rate of the row for the objective's window; `long` and `short` are those
    of its two windows, None where a window has no data.
    """

    row: BurnRow
    threshold: Fraction
    long: Fraction | None
    short: Fraction | None

    @property
    def fires(self) -> bool:
        """Whether both windows burn faster than the threshold; one without data does not."""
        return all(rate is not None and rate > self.threshold for rate in (self.long, self.short))

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold; rates are floats there."""
        return {
            "action": self.row.action,
            "fires": self.fires,
            "budget": float(self.row.budget),
            "long_window": format_iso(self.row.long),
            "short_window": format_iso(self.row.short),
            "threshold": float(self.threshold),
            "long": None if self.long is None else float(self.long),
            "short": None if self.short is None else float(self.short),
        }


def burn_rate(
    objective: Objective,
    *,
    at: datetime,
    over: timedelta,
    clocks: Iterable[Outcome] = (),
    outages: Iterable[Outage] | None = None,
    scores: Iterable[Score] = (),
    calendar: Calendar | None = None,
) -> Fraction | None:
    """Return how many times faster than allowed it went wrong in the time `over` up to `at`.

    It is the error rate (the bad ones of the clocks or answers, the downtime of the agreed time)
    divided by 1 less the promised share: at 1, a whole window like this just uses its budget up.
    The objective's own window does not matter. None where that time has no data, and for an
    objective without an error budget. The data are those of `measure`, and so are the errors.

    >>> from datetime import UTC
    >>> slo = Objective(name="shop", availability="99.9%", window="rolling 30 days")
    >>> now = datetime(2024, 5, 6, 12, tzinfo=UTC)
    >>> down = Outage(now - timedelta(minutes=6), now)
    >>> burn_rate(slo, at=now, over=timedelta(hours=1), outages=[down])
    Fraction(100, 1)
    """
    if microseconds(over) <= 0:
        raise SlakitError(
            f"{over} is no time to look back on",
            parameter="over",
            value=over,
            remedy="give a length above 0, as in timedelta(hours=1)",
        )
    data = Data.of(objective, clocks, outages, (), scores, calendar)
    return rate(Gauge(objective, data), at, over)


def burn_alerts(
    objective: Objective,
    *,
    at: datetime,
    rows: Iterable[BurnRow] = WORKBOOK,
    clocks: Iterable[Outcome] = (),
    outages: Iterable[Outage] | None = None,
    scores: Iterable[Score] = (),
    calendar: Calendar | None = None,
) -> tuple[BurnAlert, ...]:
    """Return for each row of a table whether it fires at `at`, and how fast the budget burns.

    Source: "The Site Reliability Workbook" (Google, 2018), chapter 5, "Alerting on SLOs",
    multiwindow, multi-burn-rate alerts. A row fires when both its windows burn faster than the
    budget's share x the period / the long window. The period is the length of the objective's
    window that `measure` looks at: the workbook's 14.4 is that of 30 days, in a month of 31 days
    it is 14.88. Empty for an objective without an error budget. The data are those of `measure`,
    and so are the errors.

    >>> from datetime import UTC
    >>> slo = Objective(name="shop", availability="99.9%", window="rolling 30 days")
    >>> now = datetime(2024, 5, 6, 12, tzinfo=UTC)
    >>> down = Outage(now - timedelta(minutes=6), now)
    >>> [(each.row.action, each.fires) for each in burn_alerts(slo, at=now, outages=[down])]
    [('page', True), ('page', True), ('ticket', True)]

    The trap: few clocks an hour make every failure a page. The rows are made for services with
    many events; for a desk, give rows with longer windows.
    """
    if objective.promised is None or objective.promised.share == 1:
        return ()
    gauge = Gauge(objective, Data.of(objective, clocks, outages, (), scores, calendar))
    start, end = objective.window.before(at)
    period = since_epoch(end, "at") - since_epoch(start, "at")
    return tuple(
        BurnAlert(
            row=row,
            threshold=row.burn_rate(period),
            long=rate(gauge, at, row.long),
            short=rate(gauge, at, row.short),
        )
        for row in rows
    )


def rate(gauge: Gauge, at: datetime, over: timedelta) -> Fraction | None:
    """Return the burn rate of a length of time up to an instant."""
    promised, now = gauge.objective.promised, micros(at, "at")
    start = now - microseconds(over)
    evidence = gauge.evidence(now, start, now)
    if promised is None or evidence is None:
        return None
    return burn_of(promised, evidence.tally(start, now))
