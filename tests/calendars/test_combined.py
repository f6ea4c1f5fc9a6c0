"""Calendars made of calendars: how they are joined, written, refused and asked."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    BusinessCalendar,
    Calendar,
    CalendarError,
    CombinedCalendar,
    DocumentError,
    HorizonError,
    HoursError,
    NaiveDatetimeError,
    NeverOpenError,
    Phase,
    SlakitError,
    succession,
)
from slakit.calendars import AnyCalendar
from slakit.calendars.algebra import CombinedSource
from slakit.documents import Document

HOUR = timedelta(hours=1)


def office(hours: str = "Mon-Fri 09:00-17:00", tz: str = "UTC", **more: Any) -> BusinessCalendar:
    return BusinessCalendar(tz=tz, hours=hours, **more)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(cal: Calendar, start: str, end: str) -> list[str]:
    """Return the open time between two instants as texts."""
    return [f"{a:%d %H:%M}-{b:%d %H:%M}" for a, b in cal.intervals(utc(start), utc(end))]


MADRID = office(tz="Europe/Madrid")
TOKYO = office(tz="Asia/Tokyo")
MORNING, AFTERNOON = office("Mon-Fri 09:00-13:00"), office("Mon-Fri 12:00-17:00")
LUNCH = office("Mon-Sun 12:00-13:00")
OLD, NEW = office("Mon-Fri 09:00-17:00"), office("Mon-Fri 08:00-20:00")
JULY = date(2024, 7, 1)


class TestFlattening:
    def test_a_chain_is_one_list(self) -> None:
        """Unions of unions are one, as are intersections; order is kept."""
        one, two, three = (office(f"Mon-Fri 0{n}:00-12:00") for n in (7, 8, 9))
        assert (one, two, three) == ((one | two) | three).union
        assert (one, two, three) == (one | (two | three)).union
        assert (one, two, one, two) == ((one | two) | (one | two)).union
        assert (one, two, three) == (one & two & three).intersection
        assert (one, two, three) == (one & (two & three)).intersection

    def test_a_difference_only_on_its_left(self) -> None:
        """(a - b) - c takes both away, and a - (b - c) gives some of b back."""
        left = (NEW - MORNING) - LUNCH
        assert (NEW, MORNING, LUNCH) == left.difference
        right = NEW - (MORNING - LUNCH)
        assert (NEW, MORNING - LUNCH) == right.difference
        day = "2024-05-02", "2024-05-03"
        assert ["02 08:00-02 09:00", "02 13:00-02 20:00"] == hours(left, *day)
        assert ["02 08:00-02 09:00", "02 12:00-02 20:00"] == hours(right, *day)

    def test_other_operations_are_nested(self) -> None:
        """What is joined in another way stays a part of its own."""
        found = (MORNING | AFTERNOON) - LUNCH
        assert (MORNING | AFTERNOON, LUNCH) == found.difference
        assert () == found.union
        mixed = (MORNING - LUNCH) | AFTERNOON
        assert (MORNING - LUNCH, AFTERNOON) == mixed.union
        changed = succession([(None, OLD), (JULY, NEW)])
        assert (changed, LUNCH) == (changed | LUNCH).union

    def test_of_three_levels(self) -> None:
        """Nested as deep as one likes, worked out by hand for a Thursday."""
        night = office("Mon-Sun 22:00-06:00")
        found = (((MORNING - LUNCH) | night) & office("24/7")) - office("Mon-Sun 02:00-03:00")
        assert [
            "02 00:00-02 02:00",
            "02 03:00-02 06:00",
            "02 09:00-02 12:00",
            "02 22:00-03 00:00",
        ] == hours(found, "2024-05-02", "2024-05-03")


class TestOperations:
    # Madrid is 07:00 to 15:00 UTC in summer, Tokyo 00:00 to 08:00.
    DAY = "2024-05-02", "2024-05-03"

    def test_union(self) -> None:
        """Open when one of them is; what overlaps is counted once."""
        assert ["02 00:00-02 15:00"] == hours(MADRID | TOKYO, *self.DAY)
        assert 15 * HOUR == (MADRID | TOKYO).elapsed(*map(utc, self.DAY))

    def test_intersection(self) -> None:
        """Open when all are."""
        assert ["02 07:00-02 08:00"] == hours(MADRID & TOKYO, *self.DAY)
        assert ["02 12:00-02 13:00"] == hours(MORNING & AFTERNOON & LUNCH, *self.DAY)

    def test_difference(self) -> None:
        """Open when the first is and none of the others."""
        assert ["02 08:00-02 15:00"] == hours(MADRID - TOKYO, *self.DAY)
        assert ["02 00:00-02 07:00"] == hours(TOKYO - MADRID, *self.DAY)

    def test_clocks_of_each_zone(self) -> None:
        """Each part keeps its own clocks: in winter Madrid is an hour later in UTC."""
        assert [] == hours(MADRID & TOKYO, "2024-01-11", "2024-01-12")
        assert ["11 00:00-11 16:00"] == hours(MADRID | TOKYO, "2024-01-11", "2024-01-12")

    def test_holidays_of_one_part(self) -> None:
        """A holiday of one part closes that part."""
        closed = office(tz="Europe/Madrid", holidays=["2024-05-02"])
        assert ["02 00:00-02 08:00"] == hours(closed | TOKYO, *self.DAY)
        assert [] == hours(closed & TOKYO, *self.DAY)

    def test_the_zone_is_that_of_the_first(self) -> None:
        """`zone` and local dates are those of the first part."""
        assert ZoneInfo("Europe/Madrid") == (MADRID | TOKYO).zone
        assert ZoneInfo("Asia/Tokyo") == (TOKYO | MADRID).zone
        assert ZoneInfo("Asia/Tokyo") == ((TOKYO | MADRID) - LUNCH).zone


class TestBusinessDays:
    def test_are_dates_of_the_first_zone(self) -> None:
        """Tokyo's Monday morning is Sunday in New York, and so it is a New Yorker's Sunday."""
        new_york = office(tz="America/New_York")
        both = new_york | TOKYO
        # Tokyo's 09:00 is 20:00 of the day before in New York, so Sunday to Thursday evening.
        sunday, monday, friday, saturday = (date(2024, 5, day) for day in (5, 6, 10, 11))
        assert 1 == both.business_days(sunday, monday)
        assert 1 == both.business_days(friday, saturday)
        assert 0 == both.business_days(saturday, date(2024, 5, 12))
        assert 6 == both.business_days(sunday, saturday)
        # Seen from Tokyo, New York's Friday ends on Saturday; its work starts on Friday.
        other = TOKYO | new_york
        assert 0 == other.business_days(sunday, monday)
        assert 1 == other.business_days(friday, saturday)

    def test_the_same_time_of_day(self) -> None:
        """Business days keep the wall time of the first part's zone."""
        both = MADRID | office("Sat 10:00-12:00", tz="Europe/Madrid")
        friday = datetime(2024, 3, 29, 11, tzinfo=both.zone)
        # Saturday, then Monday; clocks changed on Sunday.
        assert datetime(2024, 3, 30, 11, tzinfo=both.zone) == both.add(friday, "1bd")
        assert datetime(2024, 4, 1, 11, tzinfo=both.zone) == both.add(friday, "2bd")
        assert datetime(2024, 3, 30, 12, tzinfo=both.zone) == both.add(friday, "1bd eod")

    def test_calendar_days(self) -> None:
        """So do calendar days."""
        both = MADRID | TOKYO
        friday = datetime(2024, 3, 29, 11, tzinfo=UTC)
        assert datetime(2024, 4, 1, 10, tzinfo=UTC) == both.add(friday, "3cd")

    def test_a_night_of_another_zone(self) -> None:
        """A shift belongs to the date on which it starts in the first zone, and stays whole."""
        manila = office("Mon-Fri 22:00-06:00", tz="Asia/Manila")
        both = office("Sun 09:00-10:00") | manila
        # 14:00 to 22:00 UTC of the same date.
        thursday = utc("2024-05-02T15:00")
        assert utc("2024-05-02T22:00") == both.add(thursday, "0bd eod")
        assert utc("2024-05-03T15:00") == both.add(thursday, "1bd")


class TestSuccession:
    def test_history_keeps_the_hours_of_its_time(self) -> None:
        """Before the change it is the old calendar, from its midnight on the new one."""
        cal = succession([(None, OLD), (JULY, NEW)])
        assert ["28 09:00-28 17:00", "01 08:00-01 20:00"] == hours(cal, "2024-06-28", "2024-07-02")
        assert 20 * HOUR == cal.elapsed(utc("2024-06-28"), utc("2024-07-02"))
        assert utc("2024-07-01T09:00") == cal.add(utc("2024-06-28T16:00"), 2 * HOUR)

    def test_of_three(self) -> None:
        """Each holds until the next begins."""
        cal = succession([(None, OLD), (JULY, NEW), (date(2024, 8, 1), LUNCH)])
        found = [
            cal.elapsed(utc(f"2024-0{month}-05"), utc(f"2024-0{month}-06")) for month in (6, 7, 8)
        ]
        assert [8 * HOUR, 12 * HOUR, HOUR] == found

    def test_of_one(self) -> None:
        """A calendar that never changed is a succession of one."""
        cal = succession([(None, OLD)])
        assert ["02 09:00-02 17:00"] == hours(cal, "2024-05-02", "2024-05-03")

    def test_a_date_is_a_midnight_of_the_first_zone(self) -> None:
        """1 July begins in Madrid at 22:00 UTC of 30 June, whatever the zone of the new hours."""
        always = BusinessCalendar.always("Europe/Madrid")
        cal = succession([(None, always), (JULY, TOKYO)])
        assert utc("2024-06-30T22:00") == cal.next_close(utc("2024-06-28"))
        # Tokyo's Monday begins at 00:00 UTC.
        assert utc("2024-07-01T00:00") == cal.next_open(utc("2024-06-28"))

    def test_an_instant_is_exact(self) -> None:
        """A datetime is that instant, also where it is a midnight of UTC."""
        always = BusinessCalendar.always("Europe/Madrid")
        for start in (utc("2024-07-01"), utc("2024-07-01T13:30"), "2024-07-01T13:30:00+00:00"):
            cal = succession([(None, always), (start, office("Sun 09:00-10:00"))])
            expected = datetime.fromisoformat(str(start))
            assert expected == cal.next_close(utc("2024-06-28"))
            assert expected == cal.succession[1].start

    def test_in_the_middle_of_a_day(self) -> None:
        """At noon the old hours end and the new ones, open already, go on."""
        cal = succession([(None, OLD), (utc("2024-07-01T12:00"), NEW)])
        assert ["01 09:00-01 20:00"] == hours(cal, "2024-07-01", "2024-07-02")
        assert utc("2024-07-01T20:00") == cal.next_close(utc("2024-07-01T10:00"))

    def test_a_night_over_the_change(self) -> None:
        """A night that the new calendar has as well is not cut by the change."""
        nights = office("Mon-Sun 22:00-06:00")
        cal = succession([(None, nights), (JULY, nights)])
        assert ["30 22:00-01 06:00"] == hours(cal, "2024-06-30T12:00", "2024-07-01T12:00")
        assert 1 == cal.business_days(date(2024, 6, 30), JULY)
        only_old = succession([(None, nights), (JULY, OLD)])
        assert ["30 22:00-01 00:00", "01 09:00-01 17:00"] == hours(
            only_old, "2024-06-30T12:00", "2024-07-02"
        )

    @pytest.mark.parametrize(
        ("phases", "message", "remedy"),
        [
            (
                [(date(2024, 1, 1), OLD), (JULY, NEW)],
                "nothing says which hours held before the first calendar",
                "begin with (None, calendar)",
            ),
            (
                [(None, OLD), (None, NEW)],
                "a later calendar has no beginning",
                "give each calendar but the first its date",
            ),
            (
                [(None, OLD), (JULY, NEW), (date(2024, 6, 1), OLD)],
                "the calendars do not follow one another",
                "order them by date, each date once",
            ),
            (
                [(None, OLD), (JULY, NEW), (JULY, OLD)],
                "do not follow one another",
                "each date once",
            ),
            # The midnight of a date, and the same instant.
            (
                [(None, MADRID), (JULY, NEW), (utc("2024-06-30T22:00"), OLD)],
                "do not follow one another",
                "each date once",
            ),
            ([], "0 of union, intersection, difference and succession are given", "exactly one"),
        ],
    )
    def test_refused(self, phases: Any, message: str, remedy: str) -> None:
        """What does not say which hours held when is refused, with what to write."""
        with pytest.raises(CalendarError) as caught:
            succession(phases)
        assert message in str(caught.value)
        assert remedy in str(caught.value)

    @pytest.mark.parametrize(
        ("start", "error", "message"),
        [
            (datetime(2024, 7, 1), NaiveDatetimeError, "has no time zone"),  # noqa: DTZ001
            ("2024-07-01T00:00", NaiveDatetimeError, "has no time zone"),
            ("July", SlakitError, "'July' is no instant"),
            ("2024-02-30", SlakitError, "'2024-02-30' is no instant"),
            # A number is no date: neither seconds since 1970 nor digits in a row.
            (20240701, SlakitError, "20240701"),
        ],
    )
    def test_a_beginning_that_is_none(self, start: Any, error: type, message: str) -> None:
        """A beginning is a date or an exact instant."""
        with pytest.raises(error, match=message) as caught:
            succession([(None, OLD), (start, NEW)])
        assert "succession[1].from" in str(caught.value)

    def test_phases(self) -> None:
        """A phase can be built by itself, and as data."""
        cal = CombinedCalendar(
            succession=[Phase(calendar=OLD), {"from": "2024-07-01", "calendar": NEW.to_data()}]
        )
        assert succession([(None, OLD), (JULY, NEW)]) == cal
        assert (None, JULY) == tuple(phase.start for phase in cal.succession)


class TestRefused:
    @pytest.mark.parametrize(
        ("fields", "count"),
        [
            ({}, 0),
            ({"union": []}, 0),
            ({"union": [OLD], "difference": [OLD]}, 2),
            ({"union": [OLD], "intersection": [OLD], "succession": [{"calendar": OLD}]}, 3),
        ],
    )
    def test_not_one_operation(self, fields: dict[str, Any], count: int) -> None:
        """Exactly one of the four words is given."""
        with pytest.raises(CalendarError, match=f"{count} of union, intersection") as caught:
            CombinedCalendar(**fields)
        assert "give exactly one of them" in str(caught.value)

    @pytest.mark.parametrize(
        ("make", "name"),
        [
            (lambda: MORNING & office("Mon-Fri 13:00-17:00"), "intersection"),
            (lambda: office("Mon 09:00-17:00") & office("Tue 09:00-17:00"), "intersection"),
            (lambda: OLD - NEW, "difference"),
            (lambda: MADRID - BusinessCalendar.always("Asia/Tokyo"), "difference"),
            (lambda: (MORNING & AFTERNOON) - LUNCH, "difference"),
            (
                lambda: (
                    office("", special={"2024-05-01": "09:00-10:00"})
                    & office("", special={"2024-05-02": "09:00-10:00"})
                ),
                "intersection",
            ),
        ],
    )
    def test_never_open(self, make: Any, name: str) -> None:
        """What can never open is refused when it is built."""
        with pytest.raises(
            NeverOpenError, match=f"the {name} never opens; look for hours"
        ) as caught:
            make()
        assert name == caught.value.value

    @pytest.mark.parametrize(
        "make",
        [
            # Open for a few hours of one year, far from today's.
            lambda: office("", special={"1999-05-03": "09:00-10:00"}) & OLD,
            lambda: office("", openings=[("2071-05-01T09:00Z", "2071-05-01T10:00Z")]) & NEW,
            lambda: (
                office("", special={"2071-01-01": "00:00-01:00"}, tz="Asia/Tokyo") & office("24/7")
            ),
            # A year is looked at where the new hours begin.
            lambda: (
                succession(
                    [
                        (None, office("", special={"2071-05-01": "9:00-10:00"})),
                        (date(2075, 1, 1), OLD),
                    ]
                )
                & office("24/7")
            ),
        ],
    )
    def test_rarely_open(self, make: Any) -> None:
        """What is open once is a calendar."""
        assert isinstance(make(), CombinedCalendar)

    def test_problems_of_parts(self) -> None:
        """What is wrong with a part stands at its path, all parts at once."""
        with pytest.raises(DocumentError) as caught:
            CombinedCalendar.model_validate(
                {
                    "union": [
                        {"tz": "Mars/Base", "hours": "Mon 09:00-17:00"},
                        {"tz": "UTC", "hours": {"mno": "closed"}},
                        {"union": [{"tz": "UTC", "hours": "Mon 9-17"}]},
                    ]
                }
            )
        assert ["union[0].tz", "union[1].hours.mno", "union[2].union[0].hours"] == [
            str(problem).split(": ")[0] for problem in caught.value.problems
        ]

    def test_a_part_that_is_no_calendar(self) -> None:
        """A part is a calendar."""
        with pytest.raises(DocumentError, match=r"union\[1\]"):
            CombinedCalendar(union=[OLD, "Mon-Fri 09:00-17:00"])

    def test_one_kind_of_problem_is_an_error_of_that_kind(self) -> None:
        """Deep inside an overlap is an overlap."""
        with pytest.raises(HoursError, match=r"union\[0\].hours.mon: .* overlap"):
            CombinedCalendar.model_validate(
                {"union": [{"tz": "UTC", "hours": {"mon": "09:00-13:00,12:00-17:00"}}]}
            )


class TestNeverCloses:
    """Whether it ever closes is known from the parts, where the operation lets it be known."""

    ALWAYS = BusinessCalendar.always("UTC")

    @pytest.mark.parametrize(
        ("expected", "cal"),
        [
            (True, ALWAYS | OLD),
            (True, OLD | ALWAYS),
            (False, OLD | NEW),
            (True, ALWAYS & BusinessCalendar.always("Asia/Tokyo")),
            (False, ALWAYS & OLD),
            (False, ALWAYS - OLD),
            (True, CombinedCalendar(difference=[ALWAYS])),
            (False, CombinedCalendar(difference=[OLD])),
            (True, succession([(None, ALWAYS), (JULY, ALWAYS)])),
            (False, succession([(None, ALWAYS), (JULY, OLD)])),
            (True, (ALWAYS & ALWAYS) | OLD),
            (False, (ALWAYS - OLD) & ALWAYS),
        ],
    )
    def test_of_each_operation(self, expected: bool, cal: Calendar) -> None:
        """One part that never closes is enough for a union; elsewhere all have to be so."""
        source = cal._timeline.source
        assert isinstance(source, CombinedSource)
        assert expected == source.never_closes
        if expected:
            assert cal.next_close(utc("2024-05-02")) is None
            assert cal.previous_open(utc("2024-05-02")) is None
        else:
            assert cal.next_close(utc("2024-06-28")) is not None

    def test_around_the_clock_together(self) -> None:
        """Three sites that follow the sun never close, though each of them does."""
        sun = (
            office("Mon-Sun 00:00-08:00")
            | office("Mon-Sun 08:00-16:00")
            | office("Mon-Sun 16:00-24:00")
        )
        at = utc("2024-05-02T10:00")
        assert sun.next_close(at) is sun.next_open(at) is None
        assert sun.previous_close(at) is sun.previous_open(at) is None
        assert at == sun.roll_forward(at) == sun.roll_back(at)

    def test_a_calendar_that_ended(self) -> None:
        """A succession that ends in closed time has no next opening, and says how far it looked."""
        once = office("", special={"2024-12-31": "09:00-10:00"})
        cal = succession([(None, OLD), (JULY, once)])
        assert utc("2024-12-31T09:00") == cal.next_open(utc("2024-07-01"))
        with pytest.raises(HorizonError, match="the succession of the calendar 'Mon-Fri") as caught:
            cal.next_open(utc("2025-01-01"))
        assert "and the calendar 'closed' in UTC" in str(caught.value)
        assert utc("2024-12-31T10:00") == cal.roll_back(utc("2031-05-01"))

    def test_finite_parts(self) -> None:
        """Two days of work, joined, are the work of two days."""
        one = office("", special={"2024-05-02": "09:00-17:00"})
        other = office("", special={"2024-05-03": "09:00-17:00"})
        both = one | other
        assert 16 * HOUR == both.elapsed(utc("2024-01-01"), utc("2025-01-01"))
        assert utc("2024-05-03T17:00") == both.add(utc("2024-01-01"), 16 * HOUR)
        with pytest.raises(HorizonError):
            both.add(utc("2024-01-01"), 17 * HOUR)
        with pytest.raises(HorizonError):
            both.next_open(utc("2024-05-03T09:00"))


class Desk(Document):
    """A document that holds a calendar of either kind, as a policy set does."""

    calendar: AnyCalendar


CALENDARS: dict[str, Calendar] = {
    "union": MADRID | TOKYO,
    "intersection": MADRID & TOKYO,
    "difference": MADRID - TOKYO,
    "succession": succession([(None, MADRID), (JULY, TOKYO), (utc("2024-09-01T12:30"), NEW)]),
    "nested": ((MADRID | TOKYO) - LUNCH) & succession([(None, office("24/7")), (JULY, NEW)]),
    "holidays": office(holidays=["ES", "12-24"], tz="Europe/Madrid") | TOKYO,
    "special": office("", special={"12-24": "09:00-12:00"}) | TOKYO,
    "changes": office(closures=[(utc("2024-05-02T12:00"), utc("2024-05-02T13:00"))]) - LUNCH,
}


class TestRoundTrip:
    @pytest.mark.parametrize("name", CALENDARS)
    def test_json(self, name: str) -> None:
        """Through JSON and plain data it is the same calendar, with the same answers."""
        cal = CALENDARS[name]
        for twin in (
            CombinedCalendar.model_validate_json(cal.model_dump_json()),
            CombinedCalendar.model_validate_json(cal.model_dump_json(by_alias=True)),
            CombinedCalendar.model_validate_json(json.dumps(cal.to_data())),
            CombinedCalendar.model_validate(cal.to_data()),
            CombinedCalendar.model_validate(cal.model_dump()),
        ):
            assert cal == twin
            assert hash(cal) == hash(twin)
            assert cal.content_hash == twin.content_hash
            ends = utc("2024-06-20"), utc("2024-09-10")
            assert cal.intervals(*ends) == twin.intervals(*ends)

    def test_plain_data(self) -> None:
        """Only the operation is written; dates stay dates and instants are in UTC."""
        madrid = {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-17:00"}
        tokyo = {"tz": "Asia/Tokyo", "hours": "Mon-Fri 09:00-17:00"}
        assert {"union": [madrid, tokyo]} == CALENDARS["union"].to_data()
        found = CALENDARS["succession"].to_data()
        assert [
            {"calendar": madrid},
            {"from": "2024-07-01", "calendar": tokyo},
            {
                "from": "2024-09-01T12:30:00Z",
                "calendar": {"tz": "UTC", "hours": "Mon-Fri 08:00-20:00"},
            },
        ] == found["succession"]

    @pytest.mark.parametrize("cal", [*CALENDARS.values(), OLD], ids=[*CALENDARS, "plain"])
    def test_in_another_document(self, cal: Calendar) -> None:
        """A field of either kind reads both back, told apart by what is written."""
        desk = Desk(calendar=cal)
        twin = Desk.model_validate_json(desk.model_dump_json())
        assert desk == twin
        assert type(cal) is type(twin.calendar)
        assert desk == Desk.model_validate(desk.to_data())

    def test_schema(self) -> None:
        """The JSON Schema names the four operations and knows both kinds of calendar."""
        schema = CombinedCalendar.model_json_schema()
        definitions = schema["$defs"]
        assert {"BusinessCalendar", "CombinedCalendar", "Phase"} <= {*definitions}
        assert ["union", "intersection", "difference", "succession"] == [
            *definitions["CombinedCalendar"]["properties"]
        ]

    def test_any_sequence_of_parts(self) -> None:
        """Parts may be calendars, data or both, and a calendar of each kind."""
        cal = CombinedCalendar(union=[OLD, NEW.to_data(), MADRID | TOKYO])
        assert (OLD, NEW, MADRID | TOKYO) == cal.union
