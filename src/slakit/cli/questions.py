"""``slakit due``, ``elapsed`` and ``open``: one question to a calendar."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from slakit.cli.options import add_at, add_calendar, add_json, calendar_of, instant_of, now_of, show
from slakit.cli.usage import arguments

if TYPE_CHECKING:
    from slakit.calendars import Calendar

__all__ = ["register"]

INSTANT = "ISO 8601; without an offset, wall time of the calendar; or the word now"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    due = add(subparsers, "due", run_due, "when an amount of time has passed")
    due.add_argument("start", metavar="START", help=INSTANT)
    due.add_argument("amount", metavar="AMOUNT", help='such as 4h, "24h wall", 2bd, "1bd 16:00"')
    due.add_argument("--at-close", choices=["stay", "next_open"], default="stay")
    due.add_argument("--cutoff", metavar="TIME", help="a start from then on counts as the next day")
    elapsed = add(subparsers, "elapsed", run_elapsed, "the open time between two instants")
    elapsed.add_argument("start", metavar="START", help=INSTANT)
    elapsed.add_argument("end", metavar="END", help="likewise")
    is_open = add(subparsers, "open", run_open, "whether an instant is open; exit code 1: closed")
    is_open.add_argument("instant", metavar="INSTANT", help=INSTANT)


def add(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser = subparsers.add_parser(name, help=text, description=text, allow_abbrev=False)
    parser.set_defaults(run=run, parser=parser)
    add_calendar(parser)
    add_at(parser)
    add_json(parser)
    return parser


def read(options: argparse.Namespace, name: str, calendar: Calendar) -> datetime:
    """Return an instant of the command in the zone of the calendar, where people think."""
    text = getattr(options, name)
    if text == "now":
        return now_of(options, calendar.zone).astimezone(calendar.zone)
    return instant_of(text, name, calendar.zone).astimezone(calendar.zone)


def run_due(options: argparse.Namespace) -> int:
    calendar = calendar_of(options)
    start = read(options, "start", calendar)
    with arguments():
        due = calendar.add(
            start, options.amount, at_close=options.at_close, cutoff=options.cutoff
        ).isoformat()
    data = {"start": start.isoformat(), "amount": options.amount, "due_at": due}
    show(options, data, due)
    return 0


def run_elapsed(options: argparse.Namespace) -> int:
    from slakit.durations import format_length

    calendar = calendar_of(options)
    start, end = read(options, "start", calendar), read(options, "end", calendar)
    elapsed = format_length(calendar.elapsed(start, end))
    data = {"start": start.isoformat(), "end": end.isoformat(), "elapsed": elapsed}
    show(options, data, elapsed)
    return 0


def run_open(options: argparse.Namespace) -> int:
    calendar = calendar_of(options)
    at = read(options, "instant", calendar)
    is_open = calendar.is_open(at)
    closes, opens = (
        None if edge is None else edge.isoformat()
        for edge in (calendar.next_close(at), calendar.next_open(at))
    )
    data = {"at": at.isoformat(), "open": is_open, "next_close": closes, "next_open": opens}
    if is_open:
        show(options, data, f"open until {closes}" if closes else "open for ever")
    else:
        show(options, data, f"closed until {opens}")
    return 0 if is_open else 1
