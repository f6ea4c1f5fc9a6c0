"""The sources of holidays that a calendar may write, one class for each form."""

from __future__ import annotations

import datetime as dt
import re
import reprlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Union, cast

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import core_schema

from slakit.calendars.holiday_packages import read_recurrence
from slakit.documents import Document, refusal
from slakit.durations import format_time_of_day, parse_time_of_day
from slakit.errors import AmountError, DocumentError, HolidayError, Problem, SlakitError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

__all__ = [
    "DateHoliday",
    "Holiday",
    "HolidaySource",
    "RuleHoliday",
    "SourceList",
    "YearlyHoliday",
]

MONTH_DAY = re.compile("[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date on which the hours of the week do not hold.

    `closes` is the local time at which a half-day ends, in microseconds since midnight; None
    closes the whole day. `name` is "" where nobody named it.

    >>> Holiday(dt.date(2024, 12, 24), "Christmas Eve", closes=43_200_000_000).name
    'Christmas Eve'
    """

    date: dt.date
    name: str = ""
    closes: int | None = None


def read_date(value: Any) -> dt.date:
    """Read a date or its ISO text; a datetime is refused, whose date depends on a zone."""
    if isinstance(value, dt.datetime):
        raise _error(value, f"{value!r} is an instant, and a holiday is a date", "pass its date()")
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        return _existing(value.strip())
    raise _error(value, f"{value!r} is no date", 'write it as "2024-12-25"')


def read_month_day(value: Any) -> str:
    """Read the month and day of a yearly date, "12-25"."""
    if not isinstance(value, str) or not MONTH_DAY.fullmatch(value.strip()):
        raise _error(value, f"{value!r} is no month and day", 'write it as "12-25"')
    # In a leap year, so that 02-29 can be read.
    _existing(f"2000-{value.strip()}", value.strip())
    return value.strip()


def _existing(text: str, written: str = "") -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        written = written or text
        message = f"{written!r} is no date of the calendar"
        raise _error(written, message, "check month and day") from None


def _read_closing(value: Any) -> str:
    try:
        closes = parse_time_of_day(value, allow_24=True)
    except AmountError as error:
        raise _error(value, error.message, error.remedy) from None
    if closes == 0:
        message = "a half-day that closes at 00:00 has no hours"
        raise _error(value, message, "leave `closes` out for a whole day")
    return format_time_of_day(closes)


def closing_time(text: str | None) -> int | None:
    """Return the time at which a half-day ends, in microseconds since midnight."""
    return None if text is None else parse_time_of_day(text, allow_24=True)


def _error(value: Any, message: str, remedy: str) -> HolidayError:
    return HolidayError(message, value=value, remedy=remedy)


Date = Annotated[dt.date, BeforeValidator(read_date)]
Name = Annotated[
    str, Field(description="what people call the day", examples=["Aniversário de São Paulo"])
]
Closes = Annotated[
    Annotated[str, BeforeValidator(_read_closing)] | None,
    Field(description="a half-day: the hours end at this local time", examples=["12:00"]),
]


class HolidaySource(Document):
    """Where holidays come from; there is one class for each form that a calendar may write.

    >>> list(YearlyHoliday(yearly="12-25", name="Christmas").in_year(2024))
    [Holiday(date=datetime.date(2024, 12, 25), name='Christmas', closes=None)]
    """

    def in_year(self, year: int) -> Iterator[Holiday]:
        """Yield the holidays of one year, in no particular order."""
        raise NotImplementedError

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the source names."""
        return ()


class DateHoliday(HolidaySource):
    """One date, with or without a name."""

    date: Date = Field(description="the date")
    name: Name = ""
    closes: Closes = None

    @property
    def years(self) -> tuple[int, ...]:
        return (self.date.year,)

    def in_year(self, year: int) -> Iterator[Holiday]:
        if year == self.date.year:
            yield Holiday(self.date, self.name, closing_time(self.closes))


class YearlyHoliday(HolidaySource):
    """The same month and day in every year; 02-29 in leap years only."""

    yearly: Annotated[str, BeforeValidator(read_month_day)] = Field(
        description="month and day", pattern=MONTH_DAY.pattern, examples=["12-25"]
    )
    name: Name = ""
    closes: Closes = None

    def in_year(self, year: int) -> Iterator[Holiday]:
        try:
            date = dt.date.fromisoformat(f"{year:04}-{self.yearly}")
        except ValueError:
            return
        yield Holiday(date, self.name, closing_time(self.closes))


class RuleHoliday(HolidaySource):
    """The dates of a recurrence rule: RFC 5545 as dateutil reads it, BYEASTER included.

    `start` is the first date that may count, as a DTSTART line would be. Without one the rule
    holds in every year; one that needs it, such as every second week, says so. Times of day and
    zones in the text are dropped.

    >>> thanksgiving = RuleHoliday(rrule="FREQ=YEARLY;BYMONTH=11;BYDAY=4TH")
    >>> [str(day.date) for day in thanksgiving.in_year(2024)]
    ['2024-11-28']
    """

    rrule: str = Field(
        description="a recurrence rule; more lines add RDATE, EXRULE and EXDATE",
        examples=["FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "FREQ=YEARLY;BYEASTER=-2"],
    )
    start: Date | None = Field(None, description="the first date that may count")
    name: Name = ""
    closes: Closes = None

    @model_validator(mode="after")
    def _readable(self) -> RuleHoliday:
        read_recurrence(self.rrule, self.start)
        return self

    def in_year(self, year: int) -> Iterator[Holiday]:
        for date in read_recurrence(self.rrule, self.start).dates(year):
            yield Holiday(date, self.name, closing_time(self.closes))


_EXAMPLES = {
    "date": "2024-12-25, name: Christmas",
    "yearly": "12-25",
    "rrule": '"FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"',
    "country": "BR, subdivision: SP",
    "market": "XNYS",
}


@dataclass(frozen=True, slots=True, eq=False)
class SourceList:
    """How a field holds sources: which kinds, by the key that tells them apart."""

    kinds: Mapping[str, type[HolidaySource]]

    def read(self, value: Any) -> tuple[HolidaySource, ...]:
        """Read one source, a list of them, or a mapping of dates to names."""
        entries: Iterable[tuple[str | int, Any, Any]]
        if type(value).__module__.startswith("holidays."):
            message = "an object of the holidays package changes as it is asked"
            raise _error(repr(value), message, 'name its country, as in {country: "US"}')
        if isinstance(value, Mapping) and not self.kinds.keys() & value.keys():
            entries = [
                (str(day), day, {**_spelt_out(day), "name": "" if name is None else name})
                for day, name in value.items()
            ]
        elif isinstance(value, (str, dt.date, Mapping, HolidaySource)):
            return (self._read_one(value),)
        elif isinstance(value, Iterable):
            listed = sorted(value, key=str) if isinstance(value, Set) else value
            entries = ((index, entry, None) for index, entry in enumerate(listed))
        else:
            raise self._unknown(value)
        sources: list[HolidaySource] = []
        problems: list[Problem] = []
        for step, entry, form in entries:
            try:
                sources.append(self._read_one(entry, form))
            except SlakitError as error:
                problems += [problem.under(step) for problem in error.problems]
        if problems:
            raise refusal(problems)
        return tuple(sources)

    def _read_one(self, value: Any, form: dict[str, Any] | None = None) -> HolidaySource:
        if isinstance(value, tuple(self.kinds.values())):
            return cast("HolidaySource", value)
        if isinstance(value, (str, dt.date)):
            form = form or _spelt_out(value)
        data = dict(value) if form is None and isinstance(value, Mapping) else form or {}
        keys = [key for key in self.kinds if key in data]
        if len(keys) != 1:
            raise self._unknown(value)
        try:
            return self.kinds[keys[0]].model_validate(data)
        except DocumentError as error:
            if form is None:
                raise
            # The keys that a bare date was given stand in no file.
            raise refusal(replace(problem, path=()) for problem in error.problems) from None

    def _unknown(self, value: Any) -> HolidayError:
        forms = ", ".join(f"{{{key}: {_EXAMPLES[key]}}}" for key in self.kinds)
        remedy = f'write "2024-12-25" or one of {forms}'
        return _error(value, f"{reprlib.repr(value)} is no holiday", remedy)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        places = "country" in self.kinds
        said = "a date, a month and day of every year" + ", a country (US, BR-SP)" * places
        text = Annotated[str, Field(description=said, examples=["2024-12-25", "12-25"])]
        one: Any = Union[(text, *dict.fromkeys(self.kinds.values()))]
        return core_schema.no_info_plain_validator_function(
            self.read,
            json_schema_input_schema=handler.generate_schema(list[one] | one | dict[str, str]),
            serialization=core_schema.plain_serializer_function_ser_schema(_write),
        )


def _spelt_out(value: Any) -> dict[str, Any]:
    """Return the mapping that a bare date, month and day or place stands for."""
    if not isinstance(value, str):
        return {"date": value}
    text = value.strip()
    if MONTH_DAY.fullmatch(text):
        return {"yearly": text}
    if place := re.fullmatch("([A-Za-z]{2,3})(?:-(.+))?", text):
        return {"country": place[1], "subdivision": place[2]}
    return {"date": text} if re.match("[0-9]", text) else {}


def _write(sources: Iterable[HolidaySource]) -> list[Any]:
    """Return the sources as a file writes them, a date that has nothing else as its text."""
    forms = [source.to_data() for source in sources]
    bare = ({"date"}, {"yearly"})
    return [next(iter(form.values())) if form.keys() in bare else form for form in forms]
