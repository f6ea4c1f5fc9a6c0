"""`Calendar`: all the questions that can be asked about when work counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from threading import Lock
from typing import Any, Literal, NamedTuple
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from slakit.calendars.business_days import add_business_days, business_days
from slakit.calendars.description import describe_week, describe_year
from slakit.calendars.due import AtClose, add_amount
from slakit.calendars.holidays import HolidaySource, dates_in_use
from slakit.calendars.timeline import Edge, Timeline
from slakit.calendars.window import Source
from slakit.calendars.zones import zone_digest
from slakit.documents.model import Document
from slakit.durations import Amount, parse_time_of_day
from slakit.errors import AmountError, CalendarError
from slakit.instants import since_epoch, to_datetime

__all__ = ["Calendar", "Interval"]

# Timelines of equal calendars are one, and live as long as one of those calendars does.
_TIMELINES: WeakValueDictionary[tuple[bytes, tuple[str, ...]], Timeline] = WeakValueDictionary()
_TIMELINES_LOCK = Lock()

# A fixed range, because a hash must not depend on when it is taken. It holds the years for
# which holidays are known well and due times are stored.
HASHED_YEARS = range(2000, 2051)


class Interval(NamedTuple):
    """A stretch of open time: `start` is in it, `end` is not."""

    start: datetime
    end: datetime


class Calendar(Document):
    """When work counts: the questions that a `BusinessCalendar` and a `CombinedCalendar` answer.

    Instants are aware datetimes in any zone; a naive one raises
    `NaiveDatetimeError`. An answer comes back in the zone of its argument.
    Lengths are exact to the microsecond. A search that finds nothing within a
    hundred years raises `HorizonError`.
    """

    @cached_property
    def _timeline(self) -> Timeline:
        # The one slot of the instance that holds anything compiled. A pydantic private
        # attribute would cost more at each access than most questions do.
        key = self.canonical_json(), tuple(zone_digest(each) for each in self._zones())
        with _TIMELINES_LOCK:
            timeline = _TIMELINES.get(key)
            if timeline is None:
                timeline = _TIMELINES[key] = Timeline(self._source())
        return timeline

    def _source(self) -> Source:
        raise NotImplementedError

    def _zones(self) -> Iterator[ZoneInfo]:
        raise NotImplementedError

    def _holiday_sources(self) -> Iterator[HolidaySource]:
        raise NotImplementedError

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the calendar's local dates."""
        return self._timeline.source.zone

    @property
    def content_hash(self) -> str:
        """A SHA-256 of all that decides answers: document, zone data, holiday dates.

        Two calendars with equal hashes answer alike. Keep it beside a stored
        due time: when it changes with a new version of the zone data or of the
        `holidays` package, the due time may have moved. Holiday dates are
        covered for the years 2000 to 2050.
        """
        content = hashlib.sha256(self.canonical_json())
        for each in self._zones():
            content.update(zone_digest(each).encode())
        dates = dates_in_use(tuple(self._holiday_sources()), HASHED_YEARS)
        content.update(json.dumps(dates).encode())
        return content.hexdigest()

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two instants; negative when `end` is the earlier one.

        >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
        >>> friday = datetime(2024, 5, 3, 17, tzinfo=office.zone)
        >>> office.elapsed(friday, datetime(2024, 5, 6, 10, tzinfo=office.zone))
        datetime.timedelta(seconds=7200)
        """
        return self._timeline.elapsed(start, end)

    def add(
        self,
        start: datetime,
        amount: timedelta | Amount | str,
        *,
        at_close: AtClose = "stay",
        cutoff: str | time | None = None,
    ) -> datetime:
        """Return the instant to which `amount` leads from `start`.

        A positive length of open time leads to the *earliest* instant at which
        it has passed, so 8h from the opening of an 8-hour day is its closing;
        ``at_close="next_open"`` moves a result on a closing to the next
        opening. A length of zero leads to the first open instant at or after
        `start`, a negative one to the *latest* instant. Texts: ``4h``,
        ``24h wall``, ``2bd``, ``2bd eod``, ``2bd 16:00``, ``3cd``. `cutoff` is
        for business days: a start at or after it counts from the next one.

        Raises `AmountError` for a text that is no amount, ``1d`` among them.

        >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
        >>> friday = datetime(2024, 5, 3, 17, tzinfo=office.zone)
        >>> str(office.add(friday, "2h"))
        '2024-05-06 10:00:00+02:00'
        >>> str(office.add(friday, "2bd eod"))
        '2024-05-07 18:00:00+02:00'
        """
        if at_close != "stay" and at_close != "next_open":
            raise CalendarError(
                f"{at_close!r} is no place for a due time",
                parameter="at_close",
                value=at_close,
                remedy='give "stay" or "next_open"',
            )
        if type(amount) is timedelta and cutoff is None:
            return self._timeline.add(start, amount, at_close)
        parsed = Amount.of(amount)
        if cutoff is not None and parsed.kind != "business_days":
            raise AmountError(
                f"a cut-off does not go with {str(parsed)!r}",
                parameter="cutoff",
                value=cutoff,
                remedy="leave it out, or give a number of business days such as 1bd",
            )
        until = read_time(cutoff, "cutoff")
        return add_amount(self._timeline, start, parsed, at_close=at_close, cutoff=until)

    def add_business_days(
        self,
        start: datetime,
        days: int,
        *,
        end_of_day: bool = False,
        at: str | time | None = None,
        cutoff: str | time | None = None,
    ) -> datetime:
        """Return the instant `days` business days on, at the same time of day.

        A start outside hours first moves to the next opening (to the closing
        before it when `days` is negative). The result is pulled into the hours
        of its day. `end_of_day` is the last closing of that day, `at` a time of
        it, in hours or not; a start at or after `cutoff` counts from the next
        business day.

        >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
        >>> friday = datetime(2024, 5, 3, 17, tzinfo=office.zone)
        >>> str(office.add_business_days(friday, 1, cutoff="15:00"))
        '2024-05-07 09:00:00+02:00'
        """
        if not isinstance(days, int) or isinstance(days, bool):
            raise AmountError(
                f"{days!r} is no number of days",
                parameter="days",
                value=days,
                remedy="give a whole number",
            )
        if end_of_day and at is not None:
            raise AmountError(
                "the end of the day and a time of day exclude each other",
                parameter="at",
                value=at,
                remedy="give one of end_of_day and at",
            )
        moment = add_business_days(
            self._timeline,
            since_epoch(start, "start"),
            days,
            end_of_day=end_of_day,
            at=read_time(at, "at"),
            cutoff=read_time(cutoff, "cutoff"),
        )
        return to_datetime(moment, start.tzinfo)

    def business_days(self, first: date, last: date) -> int:
        """Return the number of business days from `first` on and before `last`.

        Negative when `last` is the earlier date, as numpy's ``busday_count``.

        >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
        >>> office.business_days(date(2024, 5, 1), date(2024, 6, 1))
        23
        """
        return business_days(self._timeline, first, last)

    def is_open(self, at: datetime) -> bool:
        """Return whether an instant is open. An opening is, a closing is not.

        >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
        >>> office.is_open(datetime(2024, 5, 3, 18, tzinfo=office.zone))
        False
        """
        return self._timeline.is_open(since_epoch(at, "at"))

    def next_open(self, at: datetime) -> datetime | None:
        """Return the first opening strictly after `at`; None when the calendar never closes.

        >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
        >>> str(office.next_open(datetime(2024, 5, 3, 9, tzinfo=office.zone)))
        '2024-05-06 09:00:00+02:00'
        """
        return self._edge(at, "opens", after=True)

    def next_close(self, at: datetime) -> datetime | None:
        """Return the first closing strictly after `at`; None when the calendar never closes."""
        return self._edge(at, "closes", after=True)

    def previous_open(self, at: datetime) -> datetime | None:
        """Return the last opening strictly before `at`; None when the calendar never closes."""
        return self._edge(at, "opens", after=False)

    def previous_close(self, at: datetime) -> datetime | None:
        """Return the last closing strictly before `at`; None when the calendar never closes."""
        return self._edge(at, "closes", after=False)

    def _edge(self, at: datetime, edge: Edge, *, after: bool) -> datetime | None:
        search = self._timeline.edge_after if after else self._timeline.edge_before
        moment = search(since_epoch(at, "at"), edge)
        return None if moment is None else to_datetime(moment, at.tzinfo)

    def roll_forward(self, at: datetime) -> datetime:
        """Return the first open instant at or after `at`."""
        return to_datetime(self._timeline.roll_forward(since_epoch(at, "at")), at.tzinfo)

    def roll_back(self, at: datetime) -> datetime:
        """Return the last instant at or before `at` that is open or a closing."""
        return to_datetime(self._timeline.roll_back(since_epoch(at, "at")), at.tzinfo)

    def intervals(self, start: datetime, end: datetime) -> list[Interval]:
        """Return the open time between two instants, cut at both; empty when `end` is not later.

        >>> office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-12:00,13:00-18:00")
        >>> monday = datetime(2024, 5, 6, 11, tzinfo=office.zone)
        >>> [f"{a:%H:%M}-{b:%H:%M}" for a, b in office.intervals(monday, monday.replace(hour=15))]
        ['11:00-12:00', '13:00-15:00']
        """
        since, until = since_epoch(start, "start"), since_epoch(end, "end")
        if until <= since:
            return []
        tz = start.tzinfo
        spans = self._timeline.spans(since, until)
        return [Interval(to_datetime(a, tz), to_datetime(b, tz)) for a, b in spans]

    def week(self, of: date | None = None) -> dict[str, list[str]]:
        """Return the hours of a week by weekday, as texts.

        With a date, they are those of the week that holds it, holidays and
        changes included; without one the hours that recur, which only a
        `BusinessCalendar` has.

        >>> BusinessCalendar(tz="UTC", hours="Sat 22:00-02:00").week()["sat"]
        ['22:00-02:00']
        """
        if of is None:
            raise CalendarError(
                "a combined calendar has no week of its own",
                parameter="of",
                remedy="give a date of the week that you mean",
            )
        return describe_week(self._timeline, of)

    def year(self, year: int) -> dict[str, Any]:
        """Return every date of a year as plain data: its hours, why, and the holiday's name.

        `open` is the real time open, exact over a change of daylight saving;
        `reason` is weekly, holiday, special, opening or closure.

        >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 9:00-18:00", holidays="ES")
        >>> office.year(2026)["days"][0]["reason"]
        'holiday'
        """
        return describe_year(self._timeline, year)

    def to_svg(self, of: date | None = None, *, width: float = 720, locale: str = "en") -> str:
        """Return a picture of a week, chosen as in `week`: open hours white, closed ones grey.

        >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
        >>> "lun 6" in office.to_svg(date(2024, 5, 6), locale="es")
        True
        """
        from slakit.calendars.picture import draw_week

        return draw_week(self, of, width, locale)

    def year_svg(self, year: int, *, width: float = 960, locale: str = "en") -> str:
        """Return a heat map of a year: a cell a day by its open time, with what is special in it.

        >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 9:00-18:00", holidays="ES")
        >>> "Epifanía" in office.year_svg(2026)
        True
        """
        from slakit.calendars.year_picture import draw_year

        return draw_year(self, year, width, locale)

    def _repr_html_(self) -> str | None:
        # A combined calendar has no hours that recur, and a notebook shows its text.
        return self.to_svg() if "hours" in type(self).model_fields else None

    def __or__(self, other: Calendar) -> Calendar:
        return self._combine("union", other)

    def __and__(self, other: Calendar) -> Calendar:
        return self._combine("intersection", other)

    def __sub__(self, other: Calendar) -> Calendar:
        return self._combine("difference", other)

    def _combine(
        self, how: Literal["union", "intersection", "difference"], other: Calendar
    ) -> Calendar:
        if not isinstance(other, Calendar):
            return NotImplemented
        from slakit.calendars.combined import combine

        return combine(how, self, other)


def read_time(value: str | time | None, parameter: str) -> int | None:
    """Read an optional time of day; an error names the parameter in which it stood."""
    if value is None:
        return None
    try:
        return parse_time_of_day(value)
    except AmountError as error:
        error.parameter = parameter
        raise
