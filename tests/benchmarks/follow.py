"""Following a ticket against replaying it: ``python -m tests.benchmarks.follow [--rounds N]``.

One more event is applied to the state of a ticket with 50 events and three clocks, and the ticket
is read; against it stands one `evaluate` of the same history. Rounds are interleaved in one
process, with garbage collection as Python ships it. It is done again for 1,000 events, because
what following costs must not grow with the history. Exit code 1: a ratio is above its bar.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from slakit import Change, Message, PolicySet, Ticket, evaluate
from slakit.evaluation.tracker import Tracker
from tests.benchmarks.by_hand import POLICIES, per_call

BAR, GROWTH = 1 / 3, 1.5
OPENED = datetime.fromisoformat("2024-05-06T08:12:31+00:00")
FIELDS = {"status": "new", "priority": "high", "tier": "gold"}


def history(length: int) -> list[Any]:
    """Return events as they come: replies, pauses, notes, one every 37 minutes."""
    events: list[Any] = []
    for number in range(length):
        at = OPENED + timedelta(minutes=37 * (number + 1))
        events.append(
            [
                Message(at=at, author="agent"),
                Change(at=at, fields={"status": "waiting"}),
                Message(at=at, author="customer"),
                Change(at=at, fields={"status": "open"}),
                Message(at=at, author="agent", public=False),
            ][number % 5]
        )
    return events


def rounds_of(desk: PolicySet, length: int, rounds: int) -> list[tuple[float, float]]:
    """Return the seconds of following and of replaying in each round."""
    events = history(length)
    last = Message(at=events[-1].at + timedelta(minutes=5), author="customer")
    at = last.at + timedelta(minutes=1)
    tracker = Tracker(desk)
    before = Ticket(id="T-1", created_at=OPENED, fields=FIELDS, events=events)
    after = Ticket(id="T-1", created_at=OPENED, fields=FIELDS, events=[*events, last])
    state = tracker.open(before)
    return [
        (
            per_call(lambda: tracker.read(tracker.apply(state, last).state, at)),
            per_call(lambda: evaluate(desk, after, at=at)),
        )
        for _ in range(rounds)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    desk = PolicySet.model_validate(POLICIES)
    short, long = (rounds_of(desk, length, options.rounds) for length in (50, 1000))
    ratio = median(follow / replay for follow, replay in short)
    growth = median(follow for follow, _ in long) / median(follow for follow, _ in short)
    for name, found in (("50", short), ("1,000", long)):
        follow, replay = (median(column) * 1e6 for column in zip(*found, strict=True))
        print(f"{name} events: apply and read {follow:.1f} us, evaluate {replay:.1f} us")
    print(f"ratio {ratio:.2f}, the bar is {BAR:.2f}; with 20 times the events {growth:.2f} times")
    return 1 if ratio > BAR or growth > GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
