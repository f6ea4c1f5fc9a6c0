"""Options that several commands share: which calendar, and which instant is now."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from slakit.cli.usage import UsageError, arguments

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slakit.calendars import Calendar

__all__ = ["add_at", "add_calendar", "add_json", "calendar_of", "instant_of", "now_of", "show"]


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add the option with which a command answers programs."""
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def add_at(parser: argparse.ArgumentParser) -> None:
    """Add the option that stands in for the clock."""
    parser.add_argument("--at", metavar="INSTANT", help="what counts as now (default: the clock)")


def add_calendar(parser: argparse.ArgumentParser) -> None:
    """Add the two ways to say when work counts: a file, or a few words."""
    group = parser.add_argument_group(
        "calendar", "a file, or a zone with hours; there is no default"
    )
    group.add_argument("--calendar", metavar="FILE", help="a calendar, or a policy set FILE#NAME")
    group.add_argument("--tz", metavar="ZONE", help="time zone, such as America/Sao_Paulo")
    group.add_argument("--hours", metavar="TEXT", help='such as "Mon-Fri 09:00-12:00,13:00-18:00"')
    group.add_argument(
        "--holidays",
        metavar="PLACE",
        action="append",
        default=[],
        help="a country (BR), a subdivision (BR-SP) or a date; may be repeated",
    )


def calendar_of(options: argparse.Namespace) -> Calendar:
    """Return the calendar that the options say."""
    in_words = options.tz, options.hours, *options.holidays
    if options.calendar:
        if any(in_words):
            raise UsageError("--calendar stands alone, without --tz, --hours and --holidays")
        from slakit.cli.calendar import read_calendar

        return read_calendar(options.calendar)
    if not (options.tz and options.hours):
        raise UsageError("say when work counts: --calendar FILE, or --tz ZONE with --hours TEXT")
    from slakit.calendars import BusinessCalendar

    with arguments():
        return BusinessCalendar.model_validate(
            {"tz": options.tz, "hours": options.hours, "holidays": options.holidays}
        )


def now_of(options: argparse.Namespace, zone: ZoneInfo | None) -> datetime:
    """Return `--at`, or what the clock says: the one place of slakit that reads it."""
    if options.at is None:
        # What is counted up to now would be written with microseconds that nobody reads.
        return datetime.now(UTC).replace(microsecond=0)
    return instant_of(options.at, "--at", zone)


def instant_of(text: str, name: str, zone: ZoneInfo | None) -> datetime:
    """Read an instant of the command; without an offset it is wall time in `zone`."""
    from slakit.adapters.times import iso_reader

    with arguments():
        return iso_reader(zone)(text, name)


def show(options: argparse.Namespace, data: Mapping[str, Any], text: str) -> None:
    """Print an answer: its `data` with ``--json``, else its `text`."""
    answer = json.dumps(data, ensure_ascii=False, indent=2) if options.json else text
    print(answer, file=sys.stdout)
