"""One-off openings and closures: "closed today 14:00-14:30"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import BusinessCalendar, OneOff
from slakit.errors import HoursError, InstantError, NaiveDatetimeError, SlakitError

SAO_PAULO = timezone(timedelta(hours=-3))
# 14:00 to 14:30 in Sao Paulo, on a Thursday.
START, END = datetime(2024, 5, 2, 17, tzinfo=UTC), datetime(2024, 5, 2, 17, 30, tzinfo=UTC)
NAIVE = datetime(2024, 5, 2, 14)  # noqa: DTZ001
HOURS = timedelta(hours=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def office(**more: Any) -> BusinessCalendar:
    return BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00", **more)


class TestForms:
    @pytest.mark.parametrize(
        "written",
        [
            (START, END),
            [START, END],
            ("2024-05-02T14:00-03:00", "2024-05-02T14:30-03:00"),
            "2024-05-02T14:00-03:00/2024-05-02T14:30-03:00",
            " 2024-05-02T17:00Z / 2024-05-02T17:30Z ",
            {"from": START, "to": END},
            {"from": "2024-05-02T14:00-03:00", "to": "2024-05-02T17:30Z"},
            {"start": START, "end": END},
            OneOff(start=START, end=END),
            (START.astimezone(SAO_PAULO), END.astimezone(ZoneInfo("Asia/Kathmandu"))),
        ],
        ids=repr,
    )
    def test_one(self, written: Any) -> None:
        """Pairs, mappings and ISO intervals are the same two instants, in UTC."""
        found = OneOff.model_validate(written)
        assert (START, END, "") == (found.start, found.end, found.name)
        assert UTC is found.start.tzinfo
        assert UTC is found.end.tzinfo
        assert OneOff(start=START, end=END) == found
        assert hash(OneOff(start=START, end=END)) == hash(found)

    def test_name(self) -> None:
        """It can have a name, which explanations show."""
        found = OneOff.model_validate({"from": START, "to": END, "name": "fire drill"})
        assert "fire drill" == found.name
        assert OneOff(start=START, end=END) != found

    def test_span(self) -> None:
        """Its ends in microseconds since 1970, worked out from seconds."""
        expected = (1_714_669_200_000_000, 1_714_671_000_000_000)
        assert expected == OneOff(start=START, end=END).span

    def test_to_the_microsecond(self) -> None:
        """Nothing is rounded."""
        found = OneOff.model_validate("2024-05-02T14:00:00.000001Z/2024-05-02T14:00:00.000002Z")
        assert 1 == found.span[1] - found.span[0]

    def test_plain_data(self) -> None:
        """It is written with the words `from` and `to`, in UTC, and reads back."""
        found = OneOff(start=START.astimezone(SAO_PAULO), end=END, name="fire drill")
        data = {"from": "2024-05-02T17:00:00Z", "to": "2024-05-02T17:30:00Z", "name": "fire drill"}
        assert data == found.to_data()
        assert found == OneOff.model_validate(data)
        assert found == OneOff.model_validate_json(found.model_dump_json(by_alias=True))
        assert found == OneOff.model_validate_json(found.model_dump_json())

    def test_schema(self) -> None:
        """The schema asks for two texts."""
        schema = OneOff.model_json_schema()
        assert ["from", "to"] == schema["required"]
        assert "string" == schema["properties"]["from"]["type"]


class TestRefused:
    @pytest.mark.parametrize(
        "written",
        [
            None,
            5,
            START,
            "today",
            "2024-05-02T14:00Z",
            "a/b/c",
            (START,),
            (START, END, "fire drill"),
            [],
            {START, END},
        ],
        ids=repr,
    )
    def test_no_stretch(self, written: Any) -> None:
        """What is no pair, no mapping and no ISO interval is refused with the form to write."""
        with pytest.raises(HoursError, match="is no stretch of time; give two instants, as in"):
            OneOff.model_validate(written)

    @pytest.mark.parametrize(
        ("written", "message"),
        [
            ((NAIVE, END), "2024-05-02T14:00:00 has no time zone"),
            ((START, NAIVE), "2024-05-02T14:00:00 has no time zone"),
            ("2024-05-02T14:00/2024-05-02T14:30Z", "2024-05-02T14:00:00 has no time zone"),
            ("2024-05-02/2024-05-03", "2024-05-02T00:00:00 has no time zone"),
            ({"from": START, "to": "2024-05-02T14:30"}, "to: 2024-05-02T14:30:00 has no time zone"),
            ({"from": NAIVE, "to": END}, "from: 2024-05-02T14:00:00 has no time zone"),
        ],
    )
    def test_naive(self, written: Any, message: str) -> None:
        """An instant without an offset is refused, under its key where it has one."""
        with pytest.raises(NaiveDatetimeError, match=re.escape(message)):
            OneOff.model_validate(written)

    @pytest.mark.parametrize("value", ["soon", "", 5, None, date(2024, 5, 2)])
    def test_no_instant(self, value: Any) -> None:
        """Neither are words, numbers and dates instants."""
        with pytest.raises(InstantError, match=re.escape(f"{value!r} is no ")):
            OneOff.model_validate((value, END))

    @pytest.mark.parametrize("written", [(END, START), (START, START), {"from": END, "to": START}])
    def test_reversed(self, written: Any) -> None:
        """An end that is not after its start is refused, with both."""
        with pytest.raises(
            HoursError, match=r"2024-05-02T17:.* is not after 2024-05-02T17:"
        ) as found:
            OneOff.model_validate(written)
        assert "swap them, or leave the entry out" == found.value.remedy

    def test_the_order_is_that_of_the_instants(self) -> None:
        """14:30 in Kathmandu is before 14:00 in Sao Paulo."""
        with pytest.raises(HoursError, match="is not after"):
            OneOff.model_validate("2024-05-02T14:00-03:00/2024-05-02T14:30+05:45")

    @pytest.mark.parametrize("field", ["openings", "closures"])
    def test_in_a_calendar(self, field: str) -> None:
        """In a calendar every entry that is wrong is named by its place."""
        with pytest.raises(SlakitError) as caught:
            office(**{field: [(START, END), (END, START), (NAIVE, END), "today"]})
        assert [f"{field}[1]", f"{field}[2]", f"{field}[3]"] == [
            str(problem).split(": ")[0] for problem in caught.value.problems
        ]
        assert ["hours", "naive_datetime", "hours"] == [
            problem.code for problem in caught.value.problems
        ]


class TestClosures:
    """Closed on Thursday from 14:00 to 14:30, in an office of 09:00 to 17:00."""

    CAL = office(closures=[(utc("2024-05-02T14:00"), utc("2024-05-02T14:30"))])

    def test_elapsed(self) -> None:
        """The half hour is not counted."""
        assert 7.5 * HOURS == self.CAL.elapsed(utc("2024-05-02T09:00"), utc("2024-05-02T17:00"))
        assert 8 * HOURS == self.CAL.elapsed(utc("2024-05-03T09:00"), utc("2024-05-03T17:00"))

    @pytest.mark.parametrize(
        ("expected", "amount"),
        [
            ("2024-05-02T13:59", 299),
            # By the closing five hours have passed; the next minute passes after the opening.
            ("2024-05-02T14:00", 300),
            ("2024-05-02T14:31", 301),
            ("2024-05-02T17:00", 450),
            ("2024-05-03T09:30", 480),
        ],
    )
    def test_add(self, expected: str, amount: int) -> None:
        """What is due during the closure or after it is due half an hour later."""
        start = utc("2024-05-02T09:00")
        assert utc(expected) == self.CAL.add(start, timedelta(minutes=amount))

    def test_edges(self) -> None:
        """It closes and opens in the middle of the day."""
        noon = utc("2024-05-02T12:00")
        assert utc("2024-05-02T14:00") == self.CAL.next_close(noon)
        assert utc("2024-05-02T14:30") == self.CAL.next_open(noon)
        assert not self.CAL.is_open(utc("2024-05-02T14:00"))
        assert self.CAL.is_open(utc("2024-05-02T14:30"))

    def test_business_days(self) -> None:
        """The day is one all the same; an hour in the closure goes to the closing before it."""
        assert 1 == self.CAL.business_days(date(2024, 5, 2), date(2024, 5, 3))
        assert utc("2024-05-02T14:00") == self.CAL.add(utc("2024-05-01T14:15"), "1bd")

    def test_all_of_a_day(self) -> None:
        """A closure of all of a day's hours leaves no business day."""
        cal = office(closures=[(utc("2024-05-02T08:00"), utc("2024-05-02T18:00"))])
        assert 1 == cal.business_days(date(2024, 5, 2), date(2024, 5, 4))
        assert utc("2024-05-03T10:00") == cal.add(utc("2024-05-01T10:00"), "1bd")

    def test_the_closure_wins(self) -> None:
        """Closures win over openings and over special hours; closures may overlap."""
        cal = office(
            special={"2024-05-04": "09:00-12:00"},
            openings=[(utc("2024-05-05T09:00"), utc("2024-05-05T12:00"))],
            closures=[
                (utc("2024-05-04T10:00"), utc("2024-05-05T10:00")),
                (utc("2024-05-04T11:00"), utc("2024-05-05T11:00")),
            ],
        )
        assert [
            (utc("2024-05-04T09:00"), utc("2024-05-04T10:00")),
            (utc("2024-05-05T11:00"), utc("2024-05-05T12:00")),
        ] == cal.intervals(utc("2024-05-04T00:00"), utc("2024-05-06T00:00"))


class TestOpenings:
    def test_on_a_holiday(self) -> None:
        """An opening on a holiday is open, and nothing else of that date."""
        cal = office(
            holidays=[date(2024, 5, 1)],
            openings=[(utc("2024-05-01T10:00"), utc("2024-05-01T12:00"))],
        )
        assert 2 * HOURS == cal.elapsed(utc("2024-05-01T00:00"), utc("2024-05-02T00:00"))
        assert utc("2024-05-01T10:00") == cal.next_open(utc("2024-04-30T12:00"))
        assert 1 == cal.business_days(date(2024, 5, 1), date(2024, 5, 2))

    def test_on_a_saturday(self) -> None:
        """A Saturday with an opening is a business day, with the hours of the opening."""
        cal = office(openings=[(utc("2024-05-04T10:00"), utc("2024-05-04T12:00"))])
        assert 2 == cal.business_days(date(2024, 5, 3), date(2024, 5, 6))
        friday = utc("2024-05-03T11:00")
        assert utc("2024-05-04T11:00") == cal.add(friday, "1bd")
        assert utc("2024-05-04T12:00") == cal.add(friday, "1bd eod")
        assert utc("2024-05-06T11:00") == cal.add(friday, "2bd")
        # After the last closing of that day: to that closing.
        assert utc("2024-05-04T12:00") == cal.add(utc("2024-05-03T16:00"), "1bd")
        assert utc("2024-05-04T11:00") == cal.add(utc("2024-05-06T11:00"), "-1bd")

    def test_beside_the_hours(self) -> None:
        """An opening that touches the hours of its date makes them longer."""
        cal = office(openings=[(utc("2024-05-02T17:00"), utc("2024-05-02T19:00"))])
        assert utc("2024-05-02T19:00") == cal.next_close(utc("2024-05-02T12:00"))
        assert utc("2024-05-02T19:00") == cal.add(utc("2024-05-01T10:00"), "1bd eod")

    def test_within_the_hours(self) -> None:
        """Time that is open already is not counted twice."""
        cal = office(openings=[(utc("2024-05-02T10:00"), utc("2024-05-02T12:00"))])
        assert 8 * HOURS == cal.elapsed(utc("2024-05-02T00:00"), utc("2024-05-03T00:00"))

    def test_the_date_is_that_of_the_zone(self) -> None:
        """An opening belongs to the local date on which it starts."""
        cal = BusinessCalendar(
            tz="America/Los_Angeles",
            hours="Mon-Fri 09:00-17:00",
            openings=[(utc("2024-05-05T03:00"), utc("2024-05-05T05:00"))],
        )
        # Saturday 4 May, 20:00 to 22:00.
        assert 1 == cal.business_days(date(2024, 5, 4), date(2024, 5, 5))
        assert 0 == cal.business_days(date(2024, 5, 5), date(2024, 5, 6))

    @pytest.mark.parametrize("days", [2, 10, 400])
    def test_over_several_days(self, days: int) -> None:
        """A long opening is one stretch of work, of the date on which it starts."""
        start = utc("2024-05-04T10:00")
        cal = BusinessCalendar(
            tz="UTC", hours="Sat 08:00-09:00", openings=[(start, start + timedelta(days=days))]
        )
        end = start + timedelta(days=days)
        late = end - timedelta(minutes=30)
        assert [(start, end)] == cal.intervals(start, end)
        assert (end, start) == (cal.next_close(late), cal.previous_open(late))
        # However late in it one asks, the business day is the Saturday of its start.
        assert end == cal.add(late, "0bd eod")
        following = cal.add(late, "1bd eod")
        assert datetime(2024, 5, 11, 9, tzinfo=UTC) == following or days > 7

    def test_over_new_year(self) -> None:
        """Years are compiled one by one; an opening over New Year stays one."""
        start, end = utc("2024-12-31T20:00"), utc("2025-01-01T03:00")
        cal = office(openings=[(start, end)])
        # Tuesday has its hours and the opening, Wednesday its hours.
        assert end == cal.add(utc("2024-12-31T10:00"), "0bd eod")
        assert end == cal.add(utc("2025-01-01T02:00"), "0bd eod")
        assert utc("2025-01-01T17:00") == cal.add(utc("2025-01-01T02:00"), "1bd eod")
        assert start == cal.previous_open(utc("2025-01-01T02:00"))
        assert end == cal.next_close(utc("2024-12-31T21:00"))
        assert 7 * HOURS == cal.elapsed(utc("2024-12-31T18:00"), utc("2025-01-01T08:00"))
        assert ["09:00-17:00", "20:00-03:00"] == cal.year(2024)["days"][-1]["hours"]
        assert ["09:00-17:00"] == cal.year(2025)["days"][0]["hours"]
