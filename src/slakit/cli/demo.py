"""``slakit demo``: the main job on a policy and 200 tickets that come with the package."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slakit.evaluation import ClockReading, Evaluation
    from slakit.evaluation.result import Status
    from slakit.policies import PolicySet

__all__ = ["AS_OF", "register", "run"]

# The tickets of the demo end here; a demo that asked the clock would age.
AS_OF = "2026-05-08T15:00:00-03:00"
STATUSES: tuple[Status, ...] = ("met", "missed", "breached", "paused", "on_track")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("demo", help="evaluate 200 made-up tickets and show the result")
    parser.add_argument("--json", action="store_true", help="one JSON evaluation a line")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Evaluate the tickets of the demo and print what a person wants to see."""
    policies, evaluations = evaluate_demo()
    if options.json:
        for evaluation in evaluations:
            sys.stdout.write(json.dumps(evaluation.to_data(), ensure_ascii=False) + "\n")
        return 0
    sys.stdout.write("\n".join(summary(policies, evaluations)) + "\n")
    return 0


def evaluate_demo() -> tuple[PolicySet, list[Evaluation]]:
    """Return the policy of the demo, and how its tickets stand."""
    from slakit.documents import read_text
    from slakit.evaluation import evaluate_many
    from slakit.policies import PolicySet
    from slakit.tickets import Ticket

    data = resources.files("slakit.cli").joinpath("demo_data")
    policy = data.joinpath("desk.toml").read_text(encoding="utf-8")
    policies = PolicySet.from_source(read_text(policy, format="toml", name="desk.toml"))
    lines = data.joinpath("tickets.jsonl").read_text(encoding="utf-8").splitlines()
    tickets = [Ticket.from_data(json.loads(line)) for line in lines]
    at = datetime.fromisoformat(AS_OF)
    return policies, evaluate_many(policies, tickets, at=at).evaluations


def summary(policies: PolicySet, evaluations: list[Evaluation]) -> list[str]:
    """Return the lines of the report."""
    from slakit.calendars import BusinessCalendar

    at = evaluations[0].at
    lines = [
        f"{len(evaluations)} tickets of a made-up help desk in São Paulo, {at:%A %d %B %Y, %H:%M}",
        *(
            f"hours: {calendar.hours}"
            for calendar in policies.calendars.values()
            if isinstance(calendar, BusinessCalendar)
        ),
        "",
        f"{'':16}"
        + "".join(f"{status.replace('_', ' '):>10}" for status in STATUSES)
        + f"{'in time':>10}",
    ]
    for metric in ("first_response", "resolution"):
        counts = Counter(evaluation[metric].status for evaluation in evaluations)
        decided = counts["met"] + counts["missed"] + counts["breached"]
        lines.append(
            f"{metric.replace('_', ' '):16}"
            + "".join(f"{counts[status]:>10}" for status in STATUSES)
            + f"{counts['met'] / decided:>10.1%}"
        )
    clocks = [
        (clock, evaluation.ticket)
        for evaluation in evaluations
        for clock in evaluation
        if clock.due_at is not None and clock.state in ("running", "paused")
    ]
    clocks.sort(key=lambda pair: pair[0].due_at or at)
    late = [pair for pair in clocks if pair[0].breached]
    soon = [pair for pair in clocks if not pair[0].breached]
    lines += ["", f"late, the longest first ({len(late)} in all)", *map(row, late[:5])]
    lines += ["", f"due next ({len(soon)} in all)", *map(row, soon[:5])]
    lines += [
        "",
        "Now your own: slakit evaluate POLICY TICKETS.csv    (slakit evaluate --help)",
    ]
    return lines


def row(pair: tuple[ClockReading, str]) -> str:
    """Return one clock as a line."""
    from slakit.durations import format_length

    clock, ticket = pair
    assert clock.due_at is not None
    assert clock.remaining is not None
    left = format_length(abs(clock.remaining))
    words = "over" if clock.breached else "left"
    return (
        f"  {ticket}  {clock.metric.replace('_', ' '):15}{clock.policy:10}"
        f"{clock.amount or '':>6}  due {clock.due_at:%a %d %b %H:%M}  {left} {words}"
    )
