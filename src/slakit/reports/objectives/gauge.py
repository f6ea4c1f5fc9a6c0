"""An objective and its data, made ready to be asked about many windows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from slakit.reports.objectives.evidence import Evidence, Tally
from slakit.reports.objectives.objective import Objective
from slakit.reports.objectives.records import Outage, micros
from slakit.reports.objectives.samples import (
    Data,
    Dated,
    dated_of,
    events_of,
    instant,
    service_of,
)

__all__ = ["Gauge"]


class Gauge:
    """An objective and the data that it is measured on."""

    def __init__(self, objective: Objective, data: Data) -> None:
        self.objective = objective
        self.data = data
        self._events = events_of(objective, data)

    @cached_property
    def values(self) -> Dated[Any]:
        """The values of which a percentile, a mean or a sum is taken."""
        return dated_of(self.objective, self.data)

    def evidence(self, at: int, first: int, last: int) -> Evidence | None:
        """Return what is known at an instant of what was good and bad between two others.

        None where the objective asks for no share, and without data.
        """
        if self.objective.availability is not None:
            return service_of(self.objective, self.data, at, first, last)
        return None if self._events is None else self._events.known(at)

    def worst(self, at: int, first: int, last: int) -> Tally:
        """Return what an availability comes to if all is down from an instant to the window's end.

        An outage that goes on grows, and from some length on it counts from its beginning.
        """
        lost = Outage(instant(at), instant(last))
        data = self.data._replace(outages=(*(self.data.outages or ()), lost))
        service = service_of(self.objective, data, last, first, last)
        assert service is not None  # Its outages are known: there is one.
        return service.tally(first, last)

    def open(self, until: int) -> int | None:
        """Return how many clocks had started and not ended before an instant.

        A breach decides whether a clock is met, and does not end the time that it takes. None
        where it is not about clocks.
        """
        if self.objective.metric is None:
            return None
        return sum(
            clock.started_at is not None
            and micros(clock.started_at, "clocks") < until
            and not any(
                end is not None and micros(end, "clocks") < until
                for end in (
                    clock.stopped_at,
                    clock.cancelled_at,
                    clock.breached_at if self.objective.attain is not None else None,
                )
            )
            for clock in self.data.clocks
        )
