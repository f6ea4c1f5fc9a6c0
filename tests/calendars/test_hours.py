"""Opening hours as people write them, and what they are inside."""

from __future__ import annotations

import copy
import pickle
import re
import warnings
from datetime import UTC, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from slakit.calendars.hours import WEEKDAYS, DayHours, WeeklyHours, format_day, parse_day
from slakit.documents import Document
from slakit.errors import DocumentError, HoursError, HoursWarning
from tests.strategies import meant_hours

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE


class Desk(Document):
    """A document with hours, as a calendar is one."""

    hours: WeeklyHours


def at(text: str) -> int:
    """Return "09:30" in microseconds; "30:00" is 06:00 of the next day."""
    hour, minute = text.split(":")
    return (int(hour) * 60 + int(minute)) * MINUTE


def day(*intervals: str) -> DayHours:
    """Return the hours of a date, the ends written out: "22:00-30:00"."""
    pairs = [interval.split("-") for interval in intervals]
    return tuple((at(start), at(end)) for start, end in pairs)


def week(**days: DayHours) -> tuple[DayHours, ...]:
    return tuple(days.get(name, ()) for name in WEEKDAYS)


OFFICE = day("09:00-17:00")
SPLIT = day("09:00-12:00", "13:00-18:00")
WHOLE = day("00:00-24:00")


class TestDay:
    @pytest.mark.parametrize(
        ("expected", "written"),
        [
            (OFFICE, "09:00-17:00"),
            (OFFICE, " 9:00 - 17:00 "),
            (OFFICE, ["09:00-17:00"]),
            (OFFICE, ("09:00-17:00",)),
            (OFFICE, [("09:00", "17:00")]),
            (OFFICE, [["9:00", "17:00"]]),
            (OFFICE, [(time(9), time(17))]),
            (OFFICE, (time(9), time(17))),
            (OFFICE, [time(9), time(17)]),
            (SPLIT, "09:00-12:00,13:00-18:00"),
            (SPLIT, "13:00-18:00 , 09:00-12:00"),
            (SPLIT, ["13:00-18:00", (time(9), "12:00")]),
            # Touching intervals are no overlap.
            (day("09:00-12:00", "12:00-18:00"), "09:00-12:00,12:00-18:00"),
            (WHOLE, "00:00-24:00"),
            (day("20:00-24:00"), "20:00-24:00"),
            (day("20:00-24:00"), "20:00-00:00"),
            (day("22:00-30:00"), "22:00-06:00"),
            (day("08:00-11:00", "21:00-25:45"), "21:00-01:45,08:00-11:00"),
            (day("00:01-24:00"), "00:01-00:00"),
            (((at("09:00") + 15_250_000, at("17:00")),), "09:00:15.25-17:00"),
            ((), "closed"),
            ((), " Closed "),
            ((), []),
            ((), ()),
        ],
    )
    def test_forms(self, expected: DayHours, written: Any) -> None:
        """Text, lists of texts, pairs of times and "closed" are sorted intervals of the date."""
        assert expected == parse_day(written)

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("09:00-12:00,13:00-18:00", ["13:00-18:00", "9:00-12:00"]),
            ("22:00-06:00", "22:00-6:00"),
            ("00:00-24:00", "00:00-24:00"),
            ("20:00-24:00", "20:00-00:00"),
            ("09:00:30-17:00", "09:00:30-17:00"),
            ("closed", []),
        ],
    )
    def test_normal_form(self, text: str, written: Any) -> None:
        """However they are written, the same hours have one text, which reads back."""
        assert text == format_day(parse_day(written))
        assert parse_day(written) == parse_day(text)

    @pytest.mark.parametrize(
        ("written", "message"),
        [
            (9, '9 is no opening hours; write "09:00-17:00", a list'),
            (None, "None is no opening hours"),
            ({"from": "09:00"}, "is no opening hours"),
            (b"09:00-17:00", "is no opening hours"),
            ("", "'' is no interval; write start and end, as in \"09:00-17:00\""),
            ("09:00", "'09:00' is no interval"),
            ("09:00-12:00-13:00", "'09:00-12:00-13:00' is no interval"),
            ("09:00-17:00,", "'' is no interval"),
            ([9], "9 is no interval"),
            ([b"09:00-17:00"], "is no interval"),
            ([("09:00",)], "is no interval"),
            (["closed"], "'closed' is no interval"),
            ("9-5", "'9' is no time of day; write \"09:00\""),
            ("9am-5pm", "'9am' is no time of day; write \"09:00\""),
            ("09:00-5pm", "'5pm' is no time of day; write \"17:00\""),
            ([(9, 17)], "9 is no time of day"),
            ("09:60-17:00", "'09:60' has more than 59 minutes"),
            ("09:00-25:00", "'25:00' is past the end of the day; write a time up to \"24:00\""),
            ("24:00-06:00", "'24:00' is the end of a day and no time within it; write \"00:00\""),
            ("09:00-09:00", "'09:00-09:00' starts and ends at the same time; write 00:00-24:00"),
            ("00:00-00:00", "'00:00-00:00' starts and ends at the same time; write 00:00-24:00"),
            ([(time(9), time(9))], "starts and ends at the same time"),
            (
                [(time(9, tzinfo=UTC), time(17))],
                "has a time zone; pass it without: the calendar has its own",
            ),
            (
                "09:00-13:00,12:00-17:00",
                "09:00-13:00 and 12:00-17:00 overlap; join them into one interval or move one",
            ),
            ("09:00-17:00,09:00-17:00", "09:00-17:00 and 09:00-17:00 overlap"),
            ("20:00-06:00,23:00-24:00", "20:00-06:00 and 23:00-24:00 overlap"),
            ("00:00-24:00,23:00-01:00", "00:00-24:00 and 23:00-01:00 overlap"),
        ],
    )
    def test_refused(self, written: Any, message: str) -> None:
        """What is wrong is said with the value and what to write instead."""
        with pytest.raises(HoursError, match=re.escape(message)) as caught:
            parse_day(written)
        assert caught.value.remedy
        assert "hours" == caught.value.code
        assert caught.value.value is not None or written is None

    def test_the_value_is_the_part_that_is_wrong(self) -> None:
        """A program sees which of several intervals it was, or that it was all of them."""
        with pytest.raises(HoursError) as caught:
            parse_day("09:00-12:00,13:00-13:00")
        assert "13:00-13:00" == caught.value.value
        with pytest.raises(HoursError) as caught:
            parse_day(["09:00-13:00", "12:00-14:00"])
        assert ["09:00-13:00", "12:00-14:00"] == caught.value.value

    @pytest.mark.parametrize(
        ("end", "closed"), [("23:59", timedelta(minutes=1)), ("23:59:59", timedelta(seconds=1))]
    )
    def test_an_end_a_moment_before_midnight(self, end: str, closed: timedelta) -> None:
        """It is taken as it stands; the warning says what happens, the remedy, how to silence."""
        with pytest.warns(HoursWarning) as caught:
            hours = parse_day(f"09:00-{end}")
        assert DAY - closed // timedelta(microseconds=1) == hours[0][1]
        (warning,) = caught
        for words in (end, "24:00", "closed", "simplefilter('ignore', HoursWarning)"):
            assert words in str(warning.message)

    @pytest.mark.parametrize("end", ["23:58", "23:59:58", "23:30", "24:00", "00:00", "23:59:30"])
    def test_other_ends_are_silent(self, end: str) -> None:
        """Nobody who writes another end means midnight."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parse_day(f"09:00-{end}")


class TestWeek:
    @pytest.mark.parametrize(
        ("expected", "written"),
        [
            (
                week(mon=OFFICE, tue=OFFICE, wed=OFFICE, thu=OFFICE, fri=OFFICE),
                "Mon-Fri 9:00-17:00",
            ),
            (week(mon=OFFICE, sat=SPLIT), "Mon 09:00-17:00; Sat 09:00-12:00,13:00-18:00"),
            (week(mon=OFFICE, sat=SPLIT), "mon 09:00-17:00\nsat 09:00-12:00, 13:00-18:00\n"),
            (week(mon=OFFICE, wed=OFFICE), "Mon,Wed 09:00-17:00"),
            (week(mon=OFFICE, wed=OFFICE), " MONDAY , wednesday  09:00-17:00 ;"),
            (week(mon=OFFICE, tue=OFFICE, sat=OFFICE), "Mon - Tue, Sat 09:00-17:00"),
            (week(fri=OFFICE, sat=OFFICE, sun=OFFICE, mon=OFFICE), "Fri-Mon 09:00-17:00"),
            (week(sun=OFFICE, mon=OFFICE), "sunday-monday 09:00-17:00"),
            (week(wed=OFFICE), "wed-wed 09:00-17:00"),
            (week(fri=day("22:00-30:00")), "Fri 22:00-06:00"),
            (week(mon=OFFICE), "Mon 09:00-17:00; Tue closed"),
            (week(**dict.fromkeys(WEEKDAYS, WHOLE)), "24/7"),
            (week(**dict.fromkeys(WEEKDAYS, WHOLE)), "Mon-Sun 00:00-24:00"),
            (week(), "closed"),
            (week(), ""),
            (week(), {}),
            (week(mon=OFFICE), {"mon": ["09:00-17:00"]}),
            (week(mon=OFFICE), {"Monday": "09:00-17:00", "tue": [], "wed": "closed"}),
            (week(mon=OFFICE, tue=OFFICE, sat=SPLIT), {"mon-tue": "09:00-17:00", "sat": SPLIT}),
            (week(sat=OFFICE, sun=OFFICE), {"sat,sun": [("09:00", "17:00")]}),
            (week(mon=OFFICE, sun=OFFICE), {"Sun-Mon": (time(9), time(17))}),
        ],
    )
    def test_forms(self, expected: tuple[DayHours, ...], written: Any) -> None:
        """A text or a mapping gives the hours of seven days, Monday first."""
        if isinstance(written, dict) and SPLIT in written.values():
            written = {**written, "sat": format_day(SPLIT)}
        assert expected == WeeklyHours.parse(written)

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("Mon-Fri 09:00-17:00", "fri,thu,wed,tue,mon 9:00-17:00"),
            ("Mon 09:00-17:00; Wed 09:00-17:00", {"mon,wed": "09:00-17:00"}),
            ("Mon 09:00-17:00; Fri-Sun 09:00-17:00", "Fri-Mon 09:00-17:00"),
            ("Mon-Sun 00:00-24:00", "24/7"),
            ("Mon 09:00-17:00; Tue 10:00-17:00", "Tue 10:00-17:00; Mon 09:00-17:00"),
            ("closed", {}),
        ],
    )
    def test_normal_form(self, text: str, written: Any) -> None:
        """Days with equal hours in a row are one entry, in the order of the week."""
        hours = WeeklyHours.parse(written)
        assert text == str(hours)
        assert f"WeeklyHours({text!r})" == repr(hours)

    @given(
        minutes=st.lists(
            st.lists(st.integers(0, 1439), max_size=4, unique=True).map(
                lambda marks: sorted(marks[: len(marks) // 2 * 2])
            ),
            min_size=7,
            max_size=7,
        ),
        night=st.booleans(),
    )
    def test_normal_form_reads_back(self, minutes: list[list[int]], night: bool) -> None:
        """Whatever the hours, their text reads as the same hours, and so does a mapping."""
        days = []
        for marks in minutes:
            # Read the other way round the last interval goes over midnight.
            marks = marks[1:] + marks[:1] if night else marks
            pairs = zip(marks[::2], marks[1::2], strict=True)
            days.append([(a * MINUTE, (b if b > a else b + 1440) * MINUTE) for a, b in pairs])
        hours = WeeklyHours(map(tuple, days))
        with meant_hours():
            assert hours == WeeklyHours.parse(str(hours))
            texts = {name: format_day(each) for name, each in zip(WEEKDAYS, hours, strict=True)}
            assert hours == WeeklyHours.parse(texts)

    @pytest.mark.parametrize(
        ("written", "message", "remedy"),
        [
            (None, "None is no opening hours of a week", 'write "Mon-Fri 09:00-17:00"'),
            (["09:00-17:00"], "is no opening hours of a week", "or a mapping"),
            ("09:00-17:00", "'09:00-17:00' is no weekday with hours", "write days and hours"),
            ("Mon-Fri", "'Mon-Fri' is no weekday with hours", 'as in "Mon-Fri 09:00-17:00"'),
            ("Mon- 09:00-17:00", "is no weekday with hours", 'as in "Mon-Fri 09:00-17:00"'),
            ("Mno 09:00-17:00", "unknown weekday 'Mno'", "did you mean 'mon'"),
            ("Mon-Firday 09:00-17:00", "unknown weekday 'Firday'", "fri"),
            ("Mon-Wed-Fri 09:00-17:00", "unknown weekday 'Wed-Fri'", "did you mean"),
            ("Feiertag 09:00-17:00", "unknown weekday 'Feiertag'", "fri"),
            ("Mon 9-17", "'9' is no time of day", 'write "09:00"'),
            ("Mon 09:00-17:00; Mon 18:00-20:00", "mon has hours already", "each weekday its hours"),
            ("Mon,Mon 09:00-17:00", "mon has hours already", "once"),
            ("Mon-Fri 09:00-17:00; Wed closed", "wed has hours already", "once"),
            ("24/7; Sun closed", "sun has hours already", "once"),
        ],
    )
    def test_refused(self, written: Any, message: str, remedy: str) -> None:
        """One problem is one error that names the value and what to write."""
        with pytest.raises(HoursError, match=re.escape(message)) as caught:
            WeeklyHours.parse(written)
        assert remedy in caught.value.remedy
        assert "hours" == caught.value.code

    @pytest.mark.parametrize(
        ("key", "message"),
        [
            (1, '1 is no weekday; write its name, as in "mon"; numbers mean different days'),
            (None, "None is no weekday"),
            ("mno", "unknown weekday 'mno'; did you mean 'mon'"),
            ("", "unknown weekday ''; known: mon, tue, wed, thu, fri, sat, sun"),
            ("mon,,tue", "unknown weekday ''"),
            ("mon-", "weekday"),
            ("-mon", "weekday"),
        ],
    )
    def test_refused_keys(self, key: Any, message: str) -> None:
        """A key that is no weekday is a problem at its own path."""
        with pytest.raises(DocumentError, match=re.escape(message)) as caught:
            WeeklyHours.parse({key: "09:00-17:00"})
        (problem,) = caught.value.problems
        assert ((str(key),), "hours") == (problem.path, problem.code)

    def test_all_problems_of_a_mapping(self) -> None:
        """Every day that is wrong is named, each at its path, in the order of the mapping."""
        with pytest.raises(DocumentError) as caught:
            WeeklyHours.parse(
                {"mon": "9-5", "tue": "09:00-17:00", "wde": [], "thu": "1:00-1:00", "TUE": "closed"}
            )
        found = [(problem.path, problem.value) for problem in caught.value.problems]
        assert [
            (("mon",), "9"),
            (("wde",), "wde"),
            (("thu",), "1:00-1:00"),
            (("TUE",), "TUE"),
        ] == found

    def test_all_problems_of_a_text(self) -> None:
        """A text has no paths, and still all of its problems are said."""
        with pytest.raises(DocumentError) as caught:
            WeeklyHours.parse("Mno 09:00-17:00; Tue 9-17; Wed 09:00-17:00")
        assert ["Mno", "9"] == [problem.value for problem in caught.value.problems]
        with pytest.raises(DocumentError) as caught:
            WeeklyHours.parse("Mon-Tue; Wed 9-17; 09:00-17:00")
        assert ["Mon-Tue", "9", "09:00-17:00"] == [each.value for each in caught.value.problems]

    def test_all_problems_of_a_document(self) -> None:
        """In a document the paths begin at its top."""
        with pytest.raises(DocumentError) as caught:
            Desk(hours={"mon": "9-5", "wde": []})
        assert ["hours.mon", "hours.wde"] == [
            str(problem).partition(":")[0] for problem in caught.value.problems
        ]
        with pytest.raises(HoursError, match="hours: unknown weekday 'Mno'"):
            Desk(hours="Mno 09:00-17:00")


class TestTails:
    @pytest.mark.parametrize(
        ("written", "days"),
        [
            ("Mon 22:00-09:00; Tue 08:00-12:00", ("Mon 22:00-09:00", "Tue 08:00-12:00")),
            ("Mon 22:00-08:00; Tue 08:00-12:00", ("Mon 22:00-08:00", "Tue 08:00-12:00")),
            ("Sun 22:00-02:00; Mon 00:00-12:00", ("Sun 22:00-02:00", "Mon 00:00-12:00")),
            (
                "Fri 09:00-11:00,22:00-03:00; Sat 02:00-04:00,06:00-08:00",
                ("Fri 22:00-03:00", "Sat 02:00-04:00"),
            ),
        ],
    )
    def test_a_tail_that_meets_the_next_day(self, written: str, days: tuple[str, str]) -> None:
        """A night that runs into the next day's hours is legal, and the warning names both."""
        with pytest.warns(HoursWarning) as caught:
            WeeklyHours.parse(written)
        (warning,) = caught
        assert f"{days[0]} runs into {days[1]}" in str(warning.message)
        assert "one stretch of work" in str(warning.message)
        assert "simplefilter('ignore', HoursWarning)" in str(warning.message)

    @pytest.mark.parametrize(
        "written",
        [
            "Mon 22:00-06:00; Tue 06:01-12:00",
            "Mon-Sun 22:00-06:00",
            # 24:00 is the end of its own day: that whole days meet is what they are for.
            "Mon 20:00-24:00; Tue 00:00-06:00",
            "24/7",
            "Mon 22:00-06:00; Wed 05:00-12:00",
        ],
    )
    def test_what_is_meant_is_silent(self, written: str) -> None:
        """Nights that end before the next hours begin, and whole days, do not warn."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            WeeklyHours.parse(written)

    def test_each_night_warns(self) -> None:
        """Seven nights that run into seven mornings are seven warnings."""
        with pytest.warns(HoursWarning) as caught:
            WeeklyHours.parse("Mon-Sun 08:00-11:00,22:00-08:00")
        assert 7 == len(caught)


class TestValue:
    HOURS = WeeklyHours.parse("Mon-Fri 09:00-17:00; Sat 22:00-02:00")

    def test_copies(self) -> None:
        """Through pickle and copy the hours are the same value of the same class."""
        for twin in (
            pickle.loads(pickle.dumps(self.HOURS)),
            copy.copy(self.HOURS),
            copy.deepcopy(self.HOURS),
        ):
            assert (self.HOURS, WeeklyHours) == (twin, type(twin))
            assert hash(self.HOURS) == hash(twin)

    def test_hours_are_themselves(self) -> None:
        """What has been read is not read, nor warned about, again."""
        with meant_hours():
            hours = WeeklyHours.parse("Mon 22:00-09:00; Tue 08:00-23:59")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert hours is WeeklyHours.parse(hours)

    def test_in_a_document(self) -> None:
        """A document holds hours as text in Python, JSON and plain data."""
        desk = Desk(hours={"sat": "22:00-02:00", "mon-fri": "09:00-17:00"})
        text = "Mon-Fri 09:00-17:00; Sat 22:00-02:00"
        assert {"hours": text} == desk.to_data() == desk.model_dump()
        assert desk == Desk.model_validate_json(desk.model_dump_json())
        assert self.HOURS == desk.hours

    def test_schema(self) -> None:
        """The JSON Schema takes a text, or a mapping whose keys are weekdays in every spelling."""
        text, mapping = TypeAdapter(WeeklyHours).json_schema()["anyOf"]
        assert ("string", "object") == (text["type"], mapping["type"])
        assert WeeklyHours.parse(text["examples"][0])
        ((pattern, hours),) = mapping["patternProperties"].items()
        # JSON Schema writes flags nowhere; Python's search is ECMA's test.
        for key in ("mon", "Monday", "mon-fri", "sat,sun", "Thu-Sunday,tue"):
            assert re.search(pattern, key), key
        for key in ("mo", "mon fri", "mon-", "1", ""):
            assert not re.search(pattern, key), key
        assert mapping["additionalProperties"] is False
        assert ["string", "array"] == [each["type"] for each in hours["anyOf"]]
        for example in hours["anyOf"][0]["examples"]:
            parse_day(example)
