"""A fixed yardstick for evaluating a ticket: ``python -m tests.benchmarks.by_hand [--rounds N]``.

The yardstick reads the same ticket from JSON as one does by hand: `json.loads`,
`datetime.fromisoformat` for each instant, and a slotted dataclass for the ticket and for each of
its events. Against it stands one `evaluate` of a ticket with six events under three metrics,
after which every field of every reading is read. Rounds are interleaved in one process,
with garbage collection as Python ships it. Exit code 1: the ratio is above the bar.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from statistics import median
from time import perf_counter
from typing import Any

from slakit import Evaluation, PolicySet, Ticket, evaluate
from slakit.evaluation.reading import DERIVED, STORED

BAR = 3.0
LEAST = 0.02

TICKET = json.dumps(
    {
        "id": "T-1042",
        "created_at": "2024-05-06T08:12:31+00:00",
        "fields": {"status": "new", "priority": "high", "tier": "gold"},
        "events": [
            {"kind": "message", "at": "2024-05-06T08:40:05+00:00", "author": "agent"},
            {
                "kind": "change",
                "at": "2024-05-06T08:40:05+00:00",
                "fields": {"status": "waiting"},
            },
            {"kind": "message", "at": "2024-05-07T09:02:11+00:00", "author": "customer"},
            {"kind": "change", "at": "2024-05-07T09:02:11+00:00", "fields": {"status": "open"}},
            {"kind": "message", "at": "2024-05-07T13:31:47+00:00", "author": "agent"},
            {"kind": "change", "at": "2024-05-07T15:00:00+00:00", "fields": {"status": "solved"}},
        ],
    }
)
POLICIES = {
    "calendars": {
        "office": {"tz": "America/Sao_Paulo", "hours": "Mon-Fri 09:00-12:00,13:00-18:00"}
    },
    "statuses": {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]},
    "policies": [
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "targets": {
                "first_response": {"by": "priority", "high": "1h", "else": "4h"},
                "next_response": "4h",
                "resolution": {"by": "priority", "high": "8h", "else": "3bd"},
            },
        }
    ],
}


@dataclass(slots=True)
class HandEvent:
    kind: str
    at: datetime
    author: str | None
    fields: dict[str, Any] | None


@dataclass(slots=True)
class HandTicket:
    id: str
    created_at: datetime
    fields: dict[str, Any]
    opened_by: str | None
    events: list[HandEvent]


def by_hand(text: str) -> HandTicket:
    """Read the ticket as one does without a library."""
    data = json.loads(text)
    return HandTicket(
        data["id"],
        datetime.fromisoformat(data["created_at"]),
        data["fields"],
        data.get("opened_by"),
        [
            HandEvent(
                event["kind"],
                datetime.fromisoformat(event["at"]),
                event.get("author"),
                event.get("fields"),
            )
            for event in data["events"]
        ],
    )


def read_all(evaluation: Evaluation) -> None:
    """Read every field of every reading."""
    for reading in evaluation.clocks:
        ALL_FIELDS(reading)


ALL_FIELDS = attrgetter(*STORED, *DERIVED)


def per_call(work: Callable[[], object]) -> float:
    """Return the seconds of one call, over as many as a clock can measure."""
    calls, start = 0, perf_counter()
    while (spent := perf_counter() - start) < LEAST:
        for _ in range(50):
            work()
        calls += 50
    return spent / calls


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    desk, ticket = PolicySet.model_validate(POLICIES), Ticket.from_data(json.loads(TICKET))
    at = datetime.fromisoformat("2024-05-07T16:00:00+00:00")
    yardstick, ours = [], []
    for _ in range(options.rounds):
        yardstick.append(per_call(lambda: by_hand(TICKET)))
        ours.append(per_call(lambda: read_all(evaluate(desk, ticket, at=at))))
    ratio = median(mine / stick for mine, stick in zip(ours, yardstick, strict=True))
    print(f"by hand {median(yardstick) * 1e6:.1f} us, evaluate {median(ours) * 1e6:.1f} us")
    print(f"ratio {ratio:.2f}, the bar is {BAR:.0f}")
    return 1 if ratio > BAR else 0


if __name__ == "__main__":
    sys.exit(main())
