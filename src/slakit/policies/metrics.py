"""Metrics: what is timed, in the words start, stop, pause and again.

The standard metrics are written on status categories, so they fit every desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from slakit.policies.statuses import Category

__all__ = ["STANDARD_METRICS", "Edge", "Metric"]

Edge = Literal["created", "agent_reply", "customer_reply", "internal_note"]


@dataclass(frozen=True, slots=True)
class Metric:
    """What starts and stops a clock, and what it does in between.

    `start` is an edge. `stop` is an edge, or a level: the set of categories in
    which the ticket is done. `pauses` tells whether the policy's rule for
    pauses holds for it, `again` what becomes of a stopped clock whose stop
    level no longer holds.
    """

    name: str
    start: Edge
    stop: Edge | frozenset[Category]
    pauses: bool
    again: Literal["ignore", "credit"]


STANDARD_METRICS = {
    metric.name: metric
    for metric in (
        Metric("first_response", "created", "agent_reply", pauses=False, again="ignore"),
        Metric(
            "resolution",
            "created",
            frozenset({"resolved", "closed"}),
            pauses=True,
            again="credit",
        ),
    )
}
