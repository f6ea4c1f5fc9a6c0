"""``slakit calendar``: what a calendar says."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slakit.cli.options import add_json, show
from slakit.cli.usage import UsageError

if TYPE_CHECKING:
    from slakit.calendars import Calendar
    from slakit.documents import Source

__all__ = ["calendar_model", "read_calendar", "register"]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("calendar", help="show what a calendar says")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    text = "the hours of the week; with --year, its months and the days that differ"
    shown = commands.add_parser("show", help=text, description=text, allow_abbrev=False)
    shown.add_argument("file", metavar="FILE", help="a calendar, or a policy set FILE#NAME")
    shown.add_argument("--year", type=int, metavar="YEAR")
    add_json(shown)
    shown.set_defaults(run=run, parser=shown)


def read_calendar(path: str) -> Calendar:
    """Read a calendar from a file of its own, or by name from a policy set: ``desk.yaml#office``.

    A policy set with a single calendar needs no name.
    """
    from slakit.documents import read_file

    file, _, name = (path, "", "") if Path(path).exists() else path.partition("#")
    source = read_file(file)
    if isinstance(source.data, dict) and "policies" in source.data:
        return of_policies(source, name)
    if name:
        raise UsageError(f"{file} is no policy set, so there is no {name!r} in it")
    return calendar_model(source).from_source(source)


def calendar_model(source: Source) -> type[Calendar]:
    """Return the kind of calendar that a document is, by its keys."""
    from slakit.calendars import BusinessCalendar, CombinedCalendar

    keys = source.data.keys() if isinstance(source.data, dict) else set()
    return CombinedCalendar if keys & CombinedCalendar.model_fields.keys() else BusinessCalendar


def of_policies(source: Source, name: str) -> Calendar:
    from slakit.policies import PolicySet

    calendars = PolicySet.from_source(source).calendars
    if not name and len(calendars) == 1:
        (name,) = calendars
    if name not in calendars:
        names = " or ".join(f"{source.name}#{each}" for each in calendars)
        raise UsageError(f"say which calendar: {names}")
    return calendars[name]


def run(options: argparse.Namespace) -> int:
    from slakit.calendars import BusinessCalendar

    calendar = read_calendar(options.file)
    data: dict[str, Any] = {"tz": calendar.zone.key}
    # A combined calendar has no hours that recur; its dates show in a year.
    if isinstance(calendar, BusinessCalendar):
        data["week"] = calendar.week()
    elif options.year is None:
        raise UsageError("a combined calendar has no week of its own: give --year")
    if options.year is not None:
        data["year"] = calendar.year(options.year)
    show(options, data, "\n".join(lines(data)))
    return 0


def lines(data: dict[str, Any]) -> Iterator[str]:
    """Yield what a person reads."""
    yield data["tz"]
    if "week" in data:
        yield ""
        for name, hours in data["week"].items():
            yield f"  {name:5}{', '.join(hours) or 'closed'}"
    if "year" in data:
        days = data["year"]["days"]
        yield from ("", str(data["year"]["year"]), *months(days))
        differ = [day for day in days if day["reason"] != "weekly"]
        yield from ("", "days that differ" if differ else "no day differs", *map(one_day, differ))


def months(days: list[dict[str, Any]]) -> Iterator[str]:
    from slakit.durations import format_length, parse_length

    work = dict.fromkeys(range(12), 0)
    length = defaultdict[int, timedelta](timedelta)
    for day in days:
        month = date.fromisoformat(day["date"]).month - 1
        work[month] += bool(day["hours"])
        length[month] += parse_length(day["open"])
    yield f"  {'':5}{'days':>5}{'open':>12}"
    for month, count in work.items():
        yield f"  {MONTHS[month]:5}{count:>5}{format_length(length[month]):>12}"
    total = format_length(sum(length.values(), timedelta()))
    yield f"  {'all':5}{sum(work.values()):>5}{total:>12}"


def one_day(day: dict[str, Any]) -> str:
    weekday = WEEKDAYS[date.fromisoformat(day["date"]).weekday()]
    hours = ", ".join(day["hours"]) or "closed"
    name = f"  {day['name']}" if day["name"] else ""
    return f"  {day['date']} {weekday}  {hours:24}{day['reason']}{name}"
