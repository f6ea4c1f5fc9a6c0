"""What a calendar writes as holidays, and the named dates that come of it."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.calendars.holidays import (
    DateHoliday,
    Holiday,
    HolidaySource,
    HolidaySources,
    PublicHolidays,
    RuleHoliday,
    YearlyHoliday,
    dates_in_use,
    holidays_of_year,
    read_holidays,
)
from slakit.documents import Document
from slakit.errors import DocumentError, HolidayCoverageWarning, HolidayError, SlakitError

NOON = 12 * 3_600_000_000
CHRISTMAS = date(2024, 12, 25)


class Office(Document):
    """A document with holidays, as a calendar is one."""

    holidays: HolidaySources = ()


def named(value: Any, year: int = 2024) -> dict[str, str]:
    days = holidays_of_year(read_holidays(value), year)
    return {day.isoformat(): holiday.name for day, holiday in days.items()}


class TestForms:
    @pytest.mark.parametrize(
        ("written", "source"),
        [
            (CHRISTMAS, DateHoliday(date=CHRISTMAS)),
            ("2024-12-25", DateHoliday(date=CHRISTMAS)),
            (" 2024-12-25 ", DateHoliday(date="2024-12-25")),
            ({"date": CHRISTMAS, "name": "Natal"}, DateHoliday(date=CHRISTMAS, name="Natal")),
            ("12-25", YearlyHoliday(yearly="12-25")),
            ({"yearly": "02-29", "name": "Leap"}, YearlyHoliday(yearly="02-29", name="Leap")),
            ({"date": CHRISTMAS, "closes": "9:00"}, DateHoliday(date=CHRISTMAS, closes="09:00")),
            ({"date": CHRISTMAS, "closes": "24:00"}, DateHoliday(date=CHRISTMAS, closes="24:00")),
            (
                {"rrule": "FREQ=WEEKLY", "start": "2024-01-05"},
                RuleHoliday(rrule="FREQ=WEEKLY", start=date(2024, 1, 5)),
            ),
            ("US", PublicHolidays(country="US")),
            ("bra-sp", PublicHolidays(country="BR", subdivision="SP")),
            ("BR-São Paulo Capital", {"country": "BR", "subdivision": "São Paulo Capital"}),
            ({"country": "AT", "subdivision": 9}, {"country": "AT", "subdivision": "9"}),
            ({"country": "BR", "subdivision": "BR-SP"}, {"country": "BR", "subdivision": "SP"}),
            (
                {"country": "BR", "categories": "optional", "language": "pt-BR"},
                {"country": "BR", "categories": ["optional"], "language": "pt_BR"},
            ),
            (
                {"country": "BR", "categories": ["optional", "public", "optional"]},
                PublicHolidays(country="BR", categories=("optional", "public")),
            ),
            ({"market": "xnys"}, PublicHolidays(market="XNYS")),
            (
                {"country": "US", "removed": CHRISTMAS, "extra": "12-26"},
                {"country": "US", "removed": ["2024-12-25"], "extra": [{"yearly": "12-26"}]},
            ),
        ],
    )
    def test_one(self, written: Any, source: Any) -> None:
        """Each form is read alone and in a list, and again from what was read or written."""
        (expected,) = read_holidays(source)
        assert (expected,) == read_holidays(written)
        assert (expected,) == read_holidays([written])
        assert (expected,) == read_holidays((expected,))
        assert (expected,) == read_holidays(Office(holidays=written).to_data()["holidays"])
        assert hash(expected) == hash(read_holidays(written)[0])
        assert expected == pickle.loads(pickle.dumps(expected))

    def test_dates_with_names(self) -> None:
        """A mapping gives dates their names; one without a name has none."""
        written = {CHRISTMAS: "Natal", "2024-01-01": None, "12-31": "Véspera"}
        assert {
            "2024-01-01": "",
            "2024-12-25": "Natal",
            "2024-12-31": "Véspera",
        } == named(written)

    def test_collections(self) -> None:
        """Any collection of dates will do; of a set the order is that of the dates."""
        days = [date(2024, 1, 1), date(2024, 5, 1), CHRISTMAS]
        expected = tuple(DateHoliday(date=day) for day in days)
        assert expected == read_holidays(days)
        assert expected == read_holidays(set(days))
        assert expected == read_holidays(day for day in days)
        assert () == read_holidays([])
        assert () == read_holidays({})

    def test_a_subclass_of_date(self) -> None:
        """Of a date only the date is kept."""

        class Day(date):
            pass

        (source,) = read_holidays(Day(2024, 12, 25))
        assert isinstance(source, DateHoliday)
        assert date is type(source.date)

    def test_written(self) -> None:
        """A document writes the least that says it: bare dates as text, no defaults."""
        office = Office(
            holidays=[
                CHRISTMAS,
                {"yearly": "12-31"},
                {"yearly": "12-24", "closes": dt.time(12)},
                {"rrule": "FREQ=YEARLY;BYEASTER=-2", "name": "Good Friday"},
                {"country": "bra", "subdivision": "são paulo", "extra": ["2024-07-08"]},
            ]
        )
        data = [
            "2024-12-25",
            "12-31",
            {"yearly": "12-24", "closes": "12:00"},
            {"rrule": "FREQ=YEARLY;BYEASTER=-2", "name": "Good Friday"},
            {"country": "BR", "subdivision": "SP", "extra": ["2024-07-08"]},
        ]
        assert {"holidays": data} == office.to_data()
        assert office == Office(holidays=data)
        assert office.holidays == office.model_copy(update={"holidays": data}).holidays

    def test_copy_with_changes(self) -> None:
        """A changed copy of a source is read like a new one."""
        eve = YearlyHoliday(yearly="12-24", closes="12:00")
        assert YearlyHoliday(yearly="12-31", closes="12:00") == eve.model_copy(
            update={"yearly": "12-31"}
        )

    def test_schema(self) -> None:
        """The JSON Schema knows every form and says what the fields are."""
        schema = Office.model_json_schema()
        forms = {"DateHoliday", "YearlyHoliday", "RuleHoliday", "PublicHolidays"}
        assert forms == set(schema["$defs"])
        for form in forms:
            for field in schema["$defs"][form]["properties"].values():
                assert field["description"]
        (items,) = (
            form["items"]["anyOf"]
            for form in schema["properties"]["holidays"]["anyOf"]
            if form.get("type") == "array"
        )
        assert "string" == items[0]["type"]
        assert {f"#/$defs/{form}" for form in forms} == {item["$ref"] for item in items[1:]}


class TestRefused:
    @pytest.mark.parametrize(
        ("written", "words"),
        [
            (dt.datetime(2024, 12, 25, tzinfo=dt.UTC), ["instant", "date()"]),
            ({"date": dt.datetime(2024, 12, 25, tzinfo=dt.UTC)}, ["date: ", "instant"]),
            (20241225, ["20241225", '"2024-12-25"']),
            (None, ["None", "{country: BR"]),
            ("Christmas", ["'Christmas'", '"2024-12-25"', "{yearly: 12-25}"]),
            ("20241225", ["'20241225'", '"2024-12-25"']),
            ("2024-02-30", ["'2024-02-30'", "month and day"]),
            ("02-30", ["'02-30'", "month and day"]),
            ({"yearly": 1225}, ["yearly", "1225", '"12-25"']),
            ({"yearly": "25 Dec"}, ["'25 Dec'", '"12-25"']),
            ({"date": "2024-12-25", "yearly": "12-25"}, ["is no holiday"]),
            ({"country": "US", "market": "XNYS"}, ["is no holiday"]),
            ({"date": "2024-12-25", "nmae": "x"}, ["nmae", "did you mean 'name'?"]),
            ({"date": "2024-12-25", "closes": "noon"}, ["closes", "'noon'", "09:00"]),
            ({"date": "2024-12-25", "closes": "00:00"}, ["closes", "leave `closes` out"]),
            ({"rrule": "FREQ=WEEKLY"}, ["rrule: ", "`start`"]),
            ({"rrule": "FREQ=WEEKLY", "start": "soon"}, ["start: ", "'soon'"]),
            ({"contry": "BR"}, ["contry", "{country: BR"]),
            ("BR-XX", ["BR has no subdivision 'XX'"]),
            ("ZZ", ["unknown country 'ZZ'"]),
            ({"country": "US", "language": "de"}, ["language: ", "known: en_US"]),
            ({"country": "US", "language": ""}, ["language: ", "known: en_US"]),
            ({"country": "US", "categories": ["half_day"]}, ["categories: ", 'closes: "12:00"']),
            ({"country": "US", "extra": ["BR"]}, ["extra[0]: ", "'BR' is no holiday"]),
            ({"country": "US", "removed": ["12-45"]}, ["removed[0]: ", "'12-45'"]),
            ({"country": "US", "removed": ["2024-1-1"]}, ["removed[0]: ", "'2024-1-1'"]),
            ({"country": "US", "removed": [7]}, ["removed[0]: ", "7 is no date"]),
            ({"country": None, "name": "x"}, ["name"]),
            ({"country": None}, ["one country or of one market"]),
            (holidays.country_holidays("US", years=2024), ["changes as it is asked", "US"]),
        ],
    )
    def test_one(self, written: Any, words: list[str]) -> None:
        """The message names the place, the value and the remedy."""
        with pytest.raises(SlakitError) as caught:
            read_holidays(written)
        for word in words:
            assert word in str(caught.value)

    def test_all_at_once(self) -> None:
        """Every bad source is a problem of its own, at its place, and all are holiday errors."""
        with pytest.raises(HolidayError) as caught:
            Office(
                holidays=[
                    "2024-13-01",
                    "2024-12-25",
                    {"country": "US", "subdivision": "XX", "categories": ["x"], "language": "de"},
                    {"country": "BR", "removed": ["Tiradente", "2024-04-22", "Natal"]},
                    {"country": "XX", "subdivision": "YY", "categories": ["z"], "language": "de"},
                ]
            )
        assert isinstance(caught.value, DocumentError)
        assert [
            ("holidays", 0),
            ("holidays", 2, "subdivision"),
            ("holidays", 2, "categories", 0),
            ("holidays", 2, "language"),
            ("holidays", 3, "removed", 0),
            ("holidays", 3, "removed", 1),
            ("holidays", 4, "country"),
        ] == [problem.path for problem in caught.value.problems]

    def test_names_of_dates(self) -> None:
        """A bad date of a mapping stands under itself."""
        with pytest.raises(DocumentError) as caught:
            Office(holidays={"2024-13-01": "x", "12-24": 5, "2024-12-25": "Natal"})
        assert [("holidays", "2024-13-01"), ("holidays", "12-24")] == [
            problem.path for problem in caught.value.problems
        ]

    def test_lines(self, tmp_path: Path) -> None:
        """From a file each problem has its line."""
        pytest.importorskip("yaml")
        file = tmp_path / "office.yaml"
        file.write_text("holidays:\n  - 2024-12-25\n  - BR-XX\n  - {country: NO, language: de}\n")
        with pytest.raises(DocumentError) as caught:
            Office.from_file(file)
        assert [3, 4] == [problem.line for problem in caught.value.problems]

    def test_both_or_neither(self) -> None:
        """In code too it is one country or one market."""
        for given_ in ({}, {"country": "US", "market": "XNYS"}):
            with pytest.raises(HolidayError, match="either `country` or `market`"):
                PublicHolidays(**given_)

    def test_a_source_of_no_kind(self) -> None:
        """The base of the sources is none itself."""
        with pytest.raises(NotImplementedError):
            HolidaySource().in_year(2024)
        with pytest.raises(HolidayError, match="is no holiday"):
            read_holidays(HolidaySource())


class TestYears:
    def test_leap_day(self) -> None:
        """02-29 is a holiday where there is one."""
        years = [year for year in range(1895, 1910) if named("02-29", year)]
        assert [1896, 1904, 1908] == years

    def test_first_and_last_year(self) -> None:
        """The ends of time have their holidays like any year."""
        assert {"0001-12-25": ""} == named("12-25", 1)
        assert {"9999-12-25": ""} == named("12-25", 9999)

    def test_in_order(self) -> None:
        """The dates of a year are in order, whatever the order of the sources."""
        days = named([CHRISTMAS, "2023-12-25", "01-01", {"rrule": "FREQ=YEARLY;BYEASTER=-2"}])
        assert ["2024-01-01", "2024-03-29", "2024-12-25"] == list(days)

    def test_names_are_joined(self) -> None:
        """A date of several sources has the names of all, each once."""
        sources = [{"country": "DE"}, {"yearly": "12-25", "name": "Natal"}, CHRISTMAS, "DE"]
        assert "Erster Weihnachtstag; Natal" == named(sources)["2024-12-25"]

    def test_a_whole_day_beats_a_half(self) -> None:
        """The earliest closing wins, with the names of those that say so."""
        sources = read_holidays(
            [
                {"date": CHRISTMAS, "name": "early", "closes": "12:00"},
                {"date": CHRISTMAS, "name": "late", "closes": "16:00"},
                {"date": CHRISTMAS, "name": "noon", "closes": "12:00"},
            ]
        )
        assert {CHRISTMAS: Holiday(CHRISTMAS, "early; noon", NOON)} == holidays_of_year(
            sources, 2024
        )
        whole = read_holidays({"date": CHRISTMAS, "name": "Natal"})
        for both in (sources + whole, whole + sources):
            assert {CHRISTMAS: Holiday(CHRISTMAS, "Natal")} == holidays_of_year(both, 2024)

    def test_half_days_of_a_market(self) -> None:
        """New York's early closings of 2024 are half-days at the time that the user gives."""
        sources = read_holidays({"market": "XNYS", "categories": "half_day", "closes": "13:00"})
        days = holidays_of_year(sources, 2024)
        assert [date(2024, 7, 3), date(2024, 11, 29), date(2024, 12, 24)] == list(days)
        assert {13 * 3_600_000_000} == {day.closes for day in days.values()}

    def test_extra_and_removed(self) -> None:
        """Days are added and taken out; an added day is a half-day like the source's own."""
        sources = read_holidays(
            {
                "country": "BR",
                "categories": ["optional"],
                "closes": "12:00",
                "removed": ["Carnaval", "12-31"],
                "extra": ["2024-07-08", {"yearly": "07-10", "name": "X", "closes": "15:00"}],
            }
        )
        days = holidays_of_year(sources, 2024)
        assert NOON == days[date(2024, 7, 8)].closes
        assert Holiday(date(2024, 7, 10), "X", 15 * 3_600_000_000) == days[date(2024, 7, 10)]
        # Carnival 2024 was on 12 and 13 February, Ash Wednesday on the 14th.
        assert not {date(2024, 2, 12), date(2024, 2, 13), date(2024, 12, 31)} & days.keys()
        assert NOON == days[date(2024, 2, 14)].closes

    def test_sao_paulo(self) -> None:
        """The state's own holiday, 9 July, is there beside the nation's."""
        brazil, paulo = set(named("BR")), set(named("BR-SP"))
        assert {"2024-07-09"} == paulo - brazil
        assert {
            "2024-01-01",
            "2024-03-29",
            "2024-04-21",
            "2024-05-01",
            "2024-09-07",
            "2024-10-12",
            "2024-11-02",
            "2024-11-15",
            "2024-11-20",
            "2024-12-25",
        } == brazil

    @given(st.lists(st.dates(date(2023, 6, 1), date(2025, 6, 30)), max_size=8), st.randoms())
    def test_the_order_of_sources_does_not_matter(self, days: list[date], random: Any) -> None:
        """Shuffled sources give the same dates and closings."""
        sources: list[Any] = [
            {"date": day, "closes": "12:00"} if day.day % 2 else day for day in days
        ]
        sources.append({"rrule": "FREQ=MONTHLY;BYMONTHDAY=13", "closes": "10:00"})
        expected = holidays_of_year(read_holidays(sources), 2024)
        random.shuffle(sources)
        assert expected == holidays_of_year(read_holidays(sources), 2024)
        assert {2024} == {day.year for day in expected}


class TestCoverage:
    def test_once_for_each_country(self) -> None:
        """Beyond its years a country warns once, with the years and the remedy."""
        sources = read_holidays(["US", "US-CA", "BR", CHRISTMAS])
        with pytest.warns(HolidayCoverageWarning) as caught:
            holidays_of_year(sources, 2500)
        assert 2 == len(caught)
        message = str(caught[0].message)
        for word in ("US", "2500", "1777 to 2", "`holidays`", "simplefilter"):
            assert word in message
        assert __file__ == caught[0].filename

    def test_silent(self) -> None:
        """Known years, explicit dates and those who ask for no warning hear nothing."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            holidays_of_year(read_holidays(["US", "BR-SP", "DE"]), 2024)
            holidays_of_year(read_holidays([CHRISTMAS, "12-24"]), 2500)
            holidays_of_year(read_holidays("US"), 2500, warn=False)
            dates_in_use(read_holidays("US"), [2500])

    def test_a_place_without_holidays(self) -> None:
        """A country of which the package knows no holiday at all says so."""
        with pytest.warns(HolidayCoverageWarning, match="BV in 2024"):
            holidays_of_year(read_holidays("BV"), 2024)


class TestDatesInUse:
    def test_only_the_package(self) -> None:
        """What the document says itself is left out; each year counts once, in order."""
        sources = read_holidays(
            [CHRISTMAS, {"country": "DE"}, {"country": "DE", "extra": "03-08", "closes": "12:00"}]
        )
        dates = dates_in_use(sources, [2024, 2023, 2024])
        assert ("2023-01-01", None) == dates[0]
        assert ("2024-12-26", None) == dates[-1]
        assert ("2024-03-08", NOON) in dates
        assert len(set(dates)) == len(dates)
        assert sorted(dates) == list(dates)

    def test_nothing_without_it(self) -> None:
        """Dates and rules have nothing that the document does not say."""
        sources = read_holidays([CHRISTMAS, "12-24", {"rrule": "FREQ=YEARLY;BYEASTER=-2"}])
        assert () == dates_in_use(sources, range(2020, 2030))


def test_explicit_dates_load_no_package() -> None:
    """A calendar of dates loads neither `holidays` nor dateutil."""
    program = (
        "from slakit.calendars.holidays import read_holidays, holidays_of_year, dates_in_use\n"
        "sources = read_holidays(['2024-12-25', {'yearly': '12-24', 'closes': '12:00'}])\n"
        "holidays_of_year(sources, 2024); dates_in_use(sources, [2024])\n"
        "import sys\n"
        "print(*({'holidays', 'dateutil'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "" == done.stdout.strip()
