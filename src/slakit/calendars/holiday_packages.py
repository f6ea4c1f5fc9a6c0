"""The two packages that know holidays: dateutil for rules, `holidays` for countries and markets.

Both are imported when a source first asks them, so a calendar of explicit dates loads neither.
What they do behind one's back ends here: dateutil counts from the time it is asked and may search
until the year 9999; `holidays` takes its language from the server's environment and answers a
year that it does not know with no holiday at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

from slakit.documents import did_you_mean
from slakit.errors import HolidayError

__all__ = [
    "Recurrence",
    "Region",
    "find_choice",
    "find_code",
    "read_recurrence",
]

_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DAYS = ("BYDAY", "BYWEEKDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER")
_LABELS = ("observed_label", "observed_label_before", "estimated_label", "observed_estimated_label")
# Where a removed day is looked for first; the years that the package knows may be three hundred.
_USUAL_YEARS = range(2010, 2040)


@dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE as dates. `text` is what dateutil gets: without UNTIL, and no day left implied."""

    text: str
    frequency: str
    interval: int
    start: date
    until: date
    counted: bool

    def dates(self, year: int) -> list[date]:
        """Return the rule's dates in one year, in order."""
        if not self.start.year <= year <= self.until.year:
            return []
        rule = self._begun(self.start if self.counted else self._anchor(year))
        found = rule.between(_midnight(date(year, 1, 1)), _midnight(date(year, 12, 31)), inc=True)
        return [day.date() for day in found if day.date() <= self.until]

    def falls(self) -> bool:
        """Tell whether there is any date at all, which also bounds every search of `dates`.

        dateutil looks for the next date of a rule that has none until the year 9999, one day at
        a time. Begun a hundred rounds of the rule before that year, the search is short.
        """
        late = max(self.start.year, 9999 - 100 * self.interval)
        return next(iter(self._begun(self._anchor(late))), None) is not None

    def _begun(self, start: date) -> Any:
        from dateutil.rrule import rrulestr

        return rrulestr(self.text, dtstart=_midnight(start))

    def _anchor(self, year: int) -> date:
        """Return a start in the rule's own rhythm from which the year is soon reached."""
        if self.frequency in ("DAILY", "WEEKLY"):
            step = self.interval * (7 if self.frequency == "WEEKLY" else 1)
            # A week that the start cuts short would mislead BYSETPOS, hence one round earlier.
            rounds = (date(year, 1, 1) - self.start).days // step - 1
            return self.start + timedelta(days=step * max(0, rounds))
        step = self.interval * (12 if self.frequency == "YEARLY" else 1)
        begin = self.start.year * 12 + self.start.month - 1
        rounds = (year * 12 - begin) // step
        if rounds <= 0:
            return self.start
        years, months = divmod(begin + rounds * step, 12)
        return date(years, months + 1, 1)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What an RRULE text says with all its lines: rules and dates, less exceptions."""

    rules: tuple[Rule, ...]
    exrules: tuple[Rule, ...]
    rdates: frozenset[date]
    exdates: frozenset[date]

    def dates(self, year: int) -> list[date]:
        """Return the dates in one year, in order."""
        found = {day for rule in self.rules for day in rule.dates(year)}
        found.update(day for day in self.rdates if day.year == year)
        found.difference_update(self.exdates, *(rule.dates(year) for rule in self.exrules))
        return sorted(found)


@lru_cache(maxsize=1024)
def read_recurrence(text: str, start: date | None) -> Recurrence:
    """Read an RRULE text of one or more lines; `start` stands in for a DTSTART line.

    Times and zones in it are dropped, because a holiday is a date: ``UNTIL=20241225T235959Z`` is
    25 December as written. A `HolidayError` tells a rule that cannot be read, that leaves open
    which days it means, or that falls on no date.
    """
    found: dict[str, list[str]] = {"RRULE": [], "EXRULE": [], "RDATE": [], "EXDATE": []}
    # Spaces part the lines, as they do for dateutil, but may surround a separator.
    for line in re.sub(r"[ \t]*([;,=:])[ \t]*", r"\1", text.upper()).split():
        head, colon, value = line.partition(":")
        name = head.partition(";")[0] if colon else "RRULE"
        if name == "DTSTART":
            if start is not None:
                raise _wrong(text, f"{text!r} has two starts", "give DTSTART or start, once")
            start = _date(value, text)
        elif name in found:
            found[name].append(value if colon else line)
        else:
            known = ", ".join([*found, "DTSTART"])
            raise _wrong(text, f"{name!r} is no line of a recurrence", f"write one of {known}")
    if not (found["RRULE"] or found["RDATE"]):
        raise _wrong(text, f"{text!r} holds no rule", 'write one, such as "FREQ=YEARLY;..."')
    return Recurrence(
        rules=tuple(_read_rule(value, start) for value in found["RRULE"]),
        exrules=tuple(_read_rule(value, start) for value in found["EXRULE"]),
        rdates=_dates(found["RDATE"], text),
        exdates=_dates(found["EXDATE"], text),
    )


def _read_rule(text: str, start: date | None) -> Rule:
    parts: dict[str, str] = {}
    for part in text.strip(";").split(";"):
        name, _, value = part.partition("=")
        if not value or name in parts:
            wrong = "stands twice" if value else "is no NAME=VALUE"
            raise _wrong(text, f"{part!r} {wrong} in {text!r}", 'write "FREQ=YEARLY;BYMONTH=11"')
        parts[name] = value
    frequency = parts.get("FREQ")
    if frequency not in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY"):
        wrong = f"the frequency {frequency!r}" if frequency else "no FREQ"
        remedy = "write FREQ=YEARLY, MONTHLY, WEEKLY or DAILY: a holiday is a whole date"
        raise _wrong(text, f"{text!r} has {wrong}", remedy)
    if timed := [name for name in _TIMES if name in parts]:
        remedy = f"leave out {timed[0]}; `closes` gives the hour of a half-day"
        raise _wrong(text, f"{text!r} names times of day, and a holiday is a date", remedy)
    weekdays = parts.get("BYDAY", "") + parts.get("BYWEEKDAY", "")
    if frequency in ("WEEKLY", "DAILY") and re.search(r"\d", weekdays):
        wrong = f"{text!r} numbers its weekdays, which {frequency} does not count"
        raise _wrong(text, wrong, "write FREQ=MONTHLY or FREQ=YEARLY")
    for name in ("INTERVAL", "COUNT"):
        if not re.fullmatch(r"[1-9][0-9]{0,5}", parts.get(name, "1")):
            wrong = f"{name}={parts[name]} in {text!r} is no number of times"
            raise _wrong(text, wrong, "write a whole number from 1 to 999999")
    interval = int(parts.get("INTERVAL", 1))
    fixed = frequency == "DAILY" or any(name in parts for name in _DAYS)
    if start is None and (interval > 1 or "COUNT" in parts or not fixed):
        remedy = "give `start`, the first date that counts"
        if interval == 1 and "COUNT" not in parts:
            remedy += ", or say which day with BYMONTHDAY or BYDAY"
        raise _wrong(text, f"{text!r} depends on its start and has none", remedy)
    until = _date(parts.pop("UNTIL"), text) if "UNTIL" in parts else date.max
    # Without a start the rule is the same in every year, so any early date will do.
    start = start or date.min
    if not fixed and frequency in ("YEARLY", "MONTHLY"):
        parts["BYMONTHDAY"] = str(start.day)
        if frequency == "YEARLY":
            parts.setdefault("BYMONTH", str(start.month))
    said = ";".join(f"{name}={value}" for name, value in parts.items())
    rule = Rule(said, frequency, interval, start, until, "COUNT" in parts)
    try:
        falls = rule.falls()
    except ValueError as error:
        remedy = "write it as RFC 5545 and dateutil do"
        raise _wrong(text, f"{text!r} cannot be read: {error}", remedy) from error
    if not falls:
        raise _wrong(text, f"{text!r} falls on no date", "check its months and days")
    return rule


def _dates(values: list[str], whole: str) -> frozenset[date]:
    return frozenset(_date(day, whole) for value in values for day in value.split(","))


def _date(text: str, whole: str) -> date:
    match = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?", text)
    try:
        return date(*map(int, match.groups() if match else ()))
    except (TypeError, ValueError):
        raise _wrong(whole, f"{text!r} in {whole!r} is no date", 'write "20241225"') from None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _wrong(text: str, message: str, remedy: str) -> HolidayError:
    return HolidayError(message, parameter="rrule", value=text, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Region:
    """A country or a market of the `holidays` package, and which of its days are meant."""

    code: str
    subdivision: str | None = None
    categories: tuple[str, ...] = ()
    observed: bool = True
    language: str | None = None

    def dates(self, year: int, removed: tuple[str, ...] = ()) -> Iterator[tuple[date, str]]:
        """Yield the holidays of one year with their names, less those `removed`.

        What is removed is a name, a date or a month and day, as ISO writes them.
        """
        gone = frozenset(chain.from_iterable(_forms(self, text) for text in removed))
        for day, names in _names(self, year):
            left = [name for name in names if name not in gone]
            if left and gone.isdisjoint(_iso(day)):
                yield day, "; ".join(left)

    def check_removed(self, text: str) -> None:
        """Raise a `HolidayError` for something to remove that is no holiday in any year."""
        entity, gone = _entity(self.code), _forms(self, text)
        seen: set[str] = set()
        for year in chain(_USUAL_YEARS, range(entity.start_year, entity.end_year + 1)):
            for day, names in _names(self, year):
                if not gone.isdisjoint((*names, *_iso(day))):
                    return
                seen.update(names)
        message = f"{text!r} is no holiday of {self.code} in any year"
        remedy = did_you_mean(text, sorted(seen)) or "leave it out"
        raise HolidayError(message, value=text, remedy=remedy)

    def gap(self, year: int) -> str:
        """Say what the package does not know of a year; "" if it knows it."""
        entity = _entity(self.code)
        if not entity.start_year <= year <= entity.end_year:
            known = f"{entity.start_year} to {entity.end_year}"
            return f"the holidays of {self.code} in {year} are not known, only those of {known}"
        # A category such as half_day may well have no day in a year.
        usual = not self.categories or entity.default_category in self.categories
        empty = usual and not _names(self, year)
        return f"no holidays of {self.code} in {year} are known" if empty else ""


@lru_cache(maxsize=4096)
def _names(region: Region, year: int) -> tuple[tuple[date, tuple[str, ...]], ...]:
    # One year and no more: the package's own object grows a year with each date it is asked.
    # Days observed in a year that belong to its neighbour are among those of the year.
    found = _entity(region.code)(
        years=year,
        expand=False,
        subdiv=region.subdivision,
        categories=region.categories or None,
        observed=region.observed,
        # Asked for no language, the package would take the server's.
        language=region.language or _entity(region.code).default_language,
    )
    return tuple((day, tuple(names.split("; "))) for day, names in sorted(found.items()))


@lru_cache(maxsize=256)
def _forms(region: Region, text: str) -> frozenset[str]:
    """Return a name as the package writes it on the day itself and on days that stand in."""
    entity = _entity(region.code)
    blank = entity(language=region.language or entity.default_language)
    labels = [blank.tr(getattr(entity, label, "%s")) for label in _LABELS]
    return frozenset([text, *(label.replace("%s", text) for label in labels)])


def _iso(day: date) -> tuple[str, str]:
    text = day.isoformat()
    return text, text[5:]


def _entity(code: str) -> Any:
    import holidays

    return getattr(holidays, code)


def find_code(kind: str, text: str) -> str:
    """Return the code of a country ("BRA" and "br" are BR) or market; raises `HolidayError`."""
    from holidays.registry import EntityLoader

    codes_of = (
        EntityLoader.get_country_codes if kind == "country" else EntityLoader.get_financial_codes
    )
    if text.upper() not in set(codes_of()):
        # The short codes first: of many that are not near, only the first are shown.
        remedy = did_you_mean(text, [*codes_of(include_aliases=False), *codes_of()])
        raise HolidayError(f"unknown {kind} {text!r}", value=text, remedy=remedy)
    # A market's other code may be another entity: XPAR is Paris, and its `market` is Euronext.
    return str(_entity(text.upper()).country) if kind == "country" else text.upper()


def find_choice(code: str, field: str, text: str) -> str:
    """Return what the package calls a subdivision, by code or name, a category or a language.

    Case does not matter, and "pt-BR" is pt_BR. Raises `HolidayError` for one that the country or
    market does not have: the package would answer an unknown language with another one.
    """
    entity = _entity(code)
    if field == "subdivision":
        named = {each: each for each in entity.subdivisions} | entity.subdivisions_aliases
    elif field == "category":
        named = {each: each for each in entity.supported_categories}
    else:
        named = {each: each for each in entity.supported_languages}
    found = {name.casefold().replace("-", "_"): each for name, each in named.items()}
    folded = text.casefold().replace("-", "_")
    if field == "subdivision" and folded not in found:
        # ISO 3166-2 writes the country before it, "BR-SP".
        folded = folded.removeprefix(f"{code.casefold()}_")
    if folded not in found:
        known = f"known: {', '.join(sorted(named))}" if named else f"leave {field} out"
        remedy = did_you_mean(text, named) if len(named) > 12 else known
        raise HolidayError(f"{code} has no {field} {text!r}", value=text, remedy=remedy)
    return str(found[folded])
