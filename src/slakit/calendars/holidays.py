"""Holiday sources -> named dates.

A calendar lists where its holidays come from: dates, dates of every year, recurrence rules, and
the `holidays` package by country or market. A source is asked for one year at a time; what comes
back are plain dates with their names, and nothing of the packages behind them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from slakit.calendars.holiday_packages import Region, find_choice, find_code
from slakit.calendars.holiday_sources import (
    MONTH_DAY,
    Closes,
    DateHoliday,
    Holiday,
    HolidaySource,
    RuleHoliday,
    SourceList,
    YearlyHoliday,
    closing_time,
    read_date,
    read_month_day,
)
from slakit.documents import refusal
from slakit.errors import HolidayCoverageWarning, HolidayError, Problem, warn_caller

__all__ = [
    "DateHoliday",
    "Holiday",
    "HolidaySource",
    "HolidaySources",
    "PublicHolidays",
    "RuleHoliday",
    "YearlyHoliday",
    "dates_in_use",
    "holidays_of_year",
    "read_holidays",
]


def _read_removed(value: Any) -> str:
    if not isinstance(value, str) or re.match("[0-9]{4}-", value):
        return read_date(value).isoformat()
    return read_month_day(value) if MONTH_DAY.fullmatch(value.strip()) else value.strip()


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, (str, dt.date)) else value


_DATES: dict[str, type[HolidaySource]] = {"date": DateHoliday, "yearly": YearlyHoliday}


class PublicHolidays(HolidaySource):
    """The holidays of a country or a market, from the `holidays` package.

    `categories` are those that the package has for it, by default its public holidays; `extra`
    adds days, and `removed` takes some out by date, by month and day or by name. A name takes its
    observed and estimated days with it. What the package does not have is a `HolidayError`.

    The trap: names come in the country's own language unless `language` says otherwise; they
    never follow the server's.

    >>> carnival = PublicHolidays(country="BR", categories=["optional"], language="en_US")
    >>> [str(day.date) for day in carnival.in_year(2024) if day.name == "Carnival"]
    ['2024-02-12', '2024-02-13']
    """

    country: str | None = Field(None, description="ISO 3166 code", examples=["BR", "US"])
    market: str | None = Field(None, description="ISO 10383 code", examples=["XNYS"])
    subdivision: Annotated[str, BeforeValidator(str)] | None = Field(
        None, description="ISO 3166-2 code of a state or province, or its name", examples=["SP"]
    )
    categories: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(
        (), description="kinds of holidays", examples=[["public", "optional"]]
    )
    observed: bool = Field(True, description="with the weekdays that stand in for a weekend")
    language: str | None = Field(None, description="language of the names", examples=["pt_BR"])
    extra: Annotated[tuple[HolidaySource, ...], SourceList(_DATES)] = Field(
        (), description="days to add; their hours end at `closes` unless they say otherwise"
    )
    removed: Annotated[
        tuple[Annotated[str, BeforeValidator(_read_removed)], ...], BeforeValidator(_listed)
    ] = Field(
        (),
        description="days to take out: dates, MM-DD or names",
        examples=[["2026-02-17", "04-21", "Tiradentes"]],
    )
    closes: Closes = None

    @field_validator("country", "market")
    @classmethod
    def _known_code(cls, text: str | None, info: ValidationInfo) -> str | None:
        return None if text is None else find_code(str(info.field_name), text)

    @field_validator("subdivision", "language")
    @classmethod
    def _known_choice(cls, text: str | None, info: ValidationInfo) -> str | None:
        code = _code(info)
        if code is None or text is None:
            return text
        return find_choice(code, str(info.field_name), text)

    @field_validator("categories")
    @classmethod
    def _known_categories(cls, texts: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if code := _code(info):
            texts = tuple(_each(lambda text: find_choice(code, "category", text), texts))
        return tuple(dict.fromkeys(texts))

    @model_validator(mode="after")
    def _consistent(self) -> PublicHolidays:
        if (self.country is None) == (self.market is None):
            message = "holidays are those of one country or of one market"
            raise HolidayError(message, remedy="give either `country` or `market`")
        if "half_day" in self.categories and self.closes is None:
            raise HolidayError(
                "'half_day' does not say when the day ends",
                parameter="categories",
                value="half_day",
                remedy='put it in a source of its own that says so, such as closes: "12:00"',
            )
        _each(self.region.check_removed, self.removed, "removed")
        return self

    @property
    def region(self) -> Region:
        """What the `holidays` package is asked."""
        return Region(
            self.country or self.market or "",
            self.subdivision,
            self.categories,
            self.observed,
            self.language,
        )

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(year for source in self.extra for year in source.years)

    def in_year(self, year: int) -> Iterator[Holiday]:
        closes = closing_time(self.closes)
        for date, name in self.region.dates(year, self.removed):
            yield Holiday(date, name, closes)
        for source in self.extra:
            for day in source.in_year(year):
                yield day if day.closes is not None else replace(day, closes=closes)


def _code(info: ValidationInfo) -> str | None:
    """Return the country or market, unless it has been refused already."""
    code: str | None = info.data.get("country") or info.data.get("market")
    return code


def _each(read: Callable[[str], Any], texts: Iterable[str], *path: str) -> list[Any]:
    """Read every text; what is wrong with them is one error."""
    found: list[Any] = []
    problems: list[Problem] = []
    for index, text in enumerate(texts):
        try:
            found.append(read(text))
        except HolidayError as error:
            problems += [problem.under(*path, index) for problem in error.problems]
    if problems:
        raise refusal(problems)
    return found


_KINDS: dict[str, type[HolidaySource]] = {
    **_DATES,
    "rrule": RuleHoliday,
    "country": PublicHolidays,
    "market": PublicHolidays,
}
HolidaySources = Annotated[tuple[HolidaySource, ...], SourceList(_KINDS)]
"""The type of a field that holds sources: what `read_holidays` takes."""


def read_holidays(value: Any) -> tuple[HolidaySource, ...]:
    """Read holidays as a calendar writes them: a source, a list of them, or dates with names.

    A source is a date, a text ("2024-12-25", "12-25" for every year, "BR-SP" for a place) or a
    mapping of one of the classes here. Raises `HolidayError`, which is a `DocumentError` too and
    has every problem, where several sources are read.

    >>> read_holidays(["2024-12-24", {"yearly": "12-25", "name": "Christmas"}])[1].name
    'Christmas'
    """
    return SourceList(_KINDS).read(value)


def holidays_of_year(
    sources: Iterable[HolidaySource], year: int, *, warn: bool = True
) -> dict[dt.date, Holiday]:
    """Return the holidays of a year by date, in order.

    Where sources meet on a date the earliest closing wins, a whole day before all, and the
    names of those that agree on it are joined. With `warn`, a year that the `holidays` package
    does not know is a `HolidayCoverageWarning`, once for each country.

    >>> eve = {"yearly": "12-24", "name": "Christmas Eve", "closes": "12:00"}
    >>> days = holidays_of_year(read_holidays([eve, "2024-12-25"]), 2024)
    >>> [(str(day), holiday.name, holiday.closes) for day, holiday in days.items()]
    [('2024-12-24', 'Christmas Eve', 43200000000), ('2024-12-25', '', None)]
    """
    found: dict[dt.date, Holiday] = {}
    gaps: list[str] = []
    for source in sources:
        for day in source.in_year(year):
            known = found.get(day.date)
            found[day.date] = day if known is None else _joined(known, day)
        if warn and isinstance(source, PublicHolidays):
            gaps.append(source.region.gap(year))
    for gap in dict.fromkeys(gaps):
        if gap:
            warn_caller(
                f"{gap}: they count as working days. List the dates in `holidays` yourself.",
                HolidayCoverageWarning,
            )
    return dict(sorted(found.items()))


def dates_in_use(
    sources: Iterable[HolidaySource], years: Iterable[int]
) -> tuple[tuple[str, int | None], ...]:
    """Return what the `holidays` package answers for some years: ISO dates and their closing.

    Other sources are known from the document alone; the answer of these changes with the version
    of the package that is installed. Never warns.

    >>> dates_in_use(read_holidays(["2024-05-02", {"country": "FR"}]), [2024])[:2]
    (('2024-01-01', None), ('2024-04-01', None))
    """
    public = [source for source in sources if isinstance(source, PublicHolidays)]
    return tuple(
        (date.isoformat(), day.closes)
        for year in sorted(set(years))
        for date, day in holidays_of_year(public, year, warn=False).items()
    )


def _joined(known: Holiday, day: Holiday) -> Holiday:
    first, second = (-1 if each.closes is None else each.closes for each in (known, day))
    if first != second:
        return known if first < second else day
    names = dict.fromkeys([*known.name.split("; "), *day.name.split("; ")])
    return replace(known, name="; ".join(name for name in names if name))
