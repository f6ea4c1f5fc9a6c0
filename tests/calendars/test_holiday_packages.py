"""Recurrence rules through dateutil and regions of the `holidays` package, tamed."""

from __future__ import annotations

import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import chain

import holidays
import pytest
from dateutil.easter import easter
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from slakit.calendars import holiday_packages
from slakit.calendars.holiday_packages import (
    Region,
    find_choice,
    find_code,
    read_recurrence,
)
from slakit.errors import HolidayError


def iso(days: list[date]) -> list[str]:
    return [day.isoformat() for day in days]


def midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


class TestRules:
    @pytest.mark.parametrize(
        ("text", "start", "year", "days"),
        [
            ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", None, 2024, ["2024-11-28"]),
            ("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=TH(+4)", None, 2023, ["2023-11-23"]),
            ("freq=yearly; bymonth=5; byday=-1mo;", None, 2024, ["2024-05-27"]),
            ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", None, 1, ["0001-11-22"]),
            ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", None, 9999, ["9999-12-31"]),
            ("FREQ=YEARLY;BYEASTER=-2", None, 2024, ["2024-03-29"]),
            ("FREQ=MONTHLY;BYDAY=1FR;BYMONTH=2,3", None, 2024, ["2024-02-02", "2024-03-01"]),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", None, 2023, []),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", None, 2024, ["2024-02-29"]),
            ("FREQ=YEARLY", date(2020, 7, 9), 2024, ["2024-07-09"]),
            ("FREQ=YEARLY", date(2020, 7, 9), 2019, []),
            ("FREQ=YEARLY;BYMONTH=6,7", date(2020, 7, 9), 2020, ["2020-07-09"]),
            ("FREQ=YEARLY;BYMONTH=6,7", date(2020, 7, 9), 2021, ["2021-06-09", "2021-07-09"]),
            ("FREQ=YEARLY;INTERVAL=4", date(2020, 2, 29), 2024, ["2024-02-29"]),
            ("FREQ=YEARLY;INTERVAL=4", date(2020, 2, 29), 2023, []),
            ("FREQ=YEARLY;INTERVAL=2", date(2020, 11, 5), 2022, ["2022-11-05"]),
            ("FREQ=MONTHLY;INTERVAL=5", date(2023, 10, 31), 2024, ["2024-03-31", "2024-08-31"]),
            ("FREQ=YEARLY;COUNT=2", date(2023, 5, 1), 2024, ["2024-05-01"]),
            ("FREQ=YEARLY;COUNT=2", date(2023, 5, 1), 2025, []),
            ("DTSTART:20200101\nRRULE:FREQ=YEARLY", None, 2021, ["2021-01-01"]),
            ("DTSTART;TZID=America/Sao_Paulo:20200101T090000 RRULE:FREQ=YEARLY", None, 2021,
             ["2021-01-01"]),
            ("RDATE:20240102,20240301T000000Z,20250101", None, 2024, ["2024-01-02", "2024-03-01"]),
        ],
    )  # fmt: skip
    def test_dates(self, text: str, start: date | None, year: int, days: list[str]) -> None:
        """A rule falls on the dates that a calendar of that year shows."""
        assert days == iso(read_recurrence(text, start).dates(year))

    def test_exceptions(self) -> None:
        """EXDATE and EXRULE take dates out, RDATE adds one, whatever their times and zones."""
        text = """
            DTSTART:20240101
            RRULE:FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20240601T030000Z
            EXDATE;TZID=Europe/Berlin:20240201T000000,2024-03-01
            EXRULE:FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=4
            RDATE:20240115
        """
        days = ["2024-01-01", "2024-01-15", "2024-05-01", "2024-06-01"]
        assert days == iso(read_recurrence(text, None).dates(2024))

    def test_every_second_week(self) -> None:
        """Weeks are counted from the start, over New Year too, and never before it."""
        rule = read_recurrence("FREQ=WEEKLY;INTERVAL=2", date(2023, 12, 8))
        assert ["2023-12-08", "2023-12-22"] == iso(rule.dates(2023))
        assert ["2024-01-05", "2024-01-19", "2024-02-02"] == iso(rule.dates(2024))[:3]
        assert [] == rule.dates(2022)

    def test_until_is_included(self) -> None:
        """The day of UNTIL is the last one, at whatever time it is written."""
        for until in ("20240110", "20240110T000000", "20240110T235959Z", "2024-01-10"):
            rule = read_recurrence(f"FREQ=DAILY;UNTIL={until}", date(2024, 1, 8))
            assert ["2024-01-08", "2024-01-09", "2024-01-10"] == iso(rule.dates(2024))
            assert [] == rule.dates(2025)

    def test_independent_of_today(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without a start the rule does not begin at the moment it is asked, as in dateutil."""

        class Never(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                raise AssertionError("the clock was read")

        monkeypatch.setattr("dateutil.rrule.datetime.datetime", Never)
        text = "FREQ=MONTHLY;BYDAY=2WE;BYMONTH=6"
        assert ["1995-06-14"] == iso(read_recurrence(text, None).dates(1995))

    def test_a_far_year_is_soon_reached(self) -> None:
        """A daily rule from 1970 answers 2090 at once, and one that is spent answers at all."""
        rule = read_recurrence("FREQ=DAILY;INTERVAL=3", date(1970, 1, 1))
        begun = time.process_time()
        days = rule.dates(2090)
        assert time.process_time() - begun < 0.05
        # 1970-01-01 is day 0, and 2090-01-01 day 43,830, a multiple of 3.
        assert date(2090, 1, 1) == days[0]
        assert 122 == len(days)

    @pytest.mark.parametrize(
        ("text", "start", "words"),
        [
            ("", None, ["no rule"]),
            ("EXDATE:20240101", None, ["no rule"]),
            ("RRULE:", None, ["NAME=VALUE"]),
            ("BYMONTH=11", None, ["no FREQ"]),
            ("FREQ=HOURLY", None, ["'HOURLY'", "FREQ=YEARLY"]),
            ("FREQ=FORTNIGHTLY", None, ["'FORTNIGHTLY'"]),
            ("FREQ=YEARLY;BYMONTH", None, ["'BYMONTH'", "NAME=VALUE"]),
            ("FREQ=YEARLY;BYMONTH=1;BYMONTH=2", None, ["stands twice"]),
            ("FREQ=YEARLY;BYMONTHDAY=1;BYHOUR=9", None, ["BYHOUR", "closes"]),
            ("FREQ=WEEKLY;BYDAY=1MO", None, ["WEEKLY", "FREQ=MONTHLY"]),
            ("FREQ=DAILY;INTERVAL=0", None, ["INTERVAL=0"]),
            ("FREQ=DAILY;COUNT=x", date(2024, 1, 1), ["COUNT=X"]),
            ("FREQ=DAILY;INTERVAL=2", None, ["`start`"]),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", None, ["`start`"]),
            ("FREQ=YEARLY;COUNT=3;BYMONTHDAY=1", None, ["`start`"]),
            ("FREQ=YEARLY", None, ["`start`", "BYMONTHDAY"]),
            ("FREQ=WEEKLY", None, ["`start`", "BYDAY"]),
            ("FREQ=MONTHLY;BYMONTH=3", None, ["`start`", "BYMONTHDAY"]),
            ("FREQ=YEARLY;BYMONTHDAY=x", None, ["BYMONTHDAY"]),
            ("FREQ=YEARLY;BYDAY=4XX", None, ["cannot be read", "4XX"]),
            ("FREQ=YEARLY;BYFOO=4;BYMONTHDAY=1", None, ["BYFOO"]),
            ("FREQ=YEARLY;BYMONTHDAY=1;UNTIL=soon", None, ["'SOON'", "20241225"]),
            ("RDATE:20240230", None, ["'20240230'"]),
            ("EXDATE:\nRDATE:20240101", None, ["'' in"]),
            ("DTSTART:20240101\nRRULE:FREQ=YEARLY", date(2024, 1, 1), ["two starts"]),
            ("DTSTART:20240101,20240102\nRRULE:FREQ=YEARLY", None, ["is no date"]),
            ("BEGIN:VEVENT", None, ["'BEGIN'", "RRULE"]),
            ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", None, ["no date"]),
            ("FREQ=DAILY;INTERVAL=14;BYDAY=TU", date(2024, 1, 1), ["no date"]),
            ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", None, ["no date"]),
        ],
    )
    def test_refused(self, text: str, start: date | None, words: list[str]) -> None:
        """A rule that cannot be read or does not say which days it means is refused, and soon."""
        begun = time.process_time()
        with pytest.raises(HolidayError) as caught:
            read_recurrence(text, start)
        assert time.process_time() - begun < 1
        for word in words:
            assert word in str(caught.value)
        assert "rrule" == caught.value.parameter
        assert caught.value.remedy

    @given(
        frequency=st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]),
        interval=st.integers(1, 5),
        start=st.dates(date(2015, 1, 1), date(2019, 12, 31)),
        parts=st.fixed_dictionaries(
            {},
            optional={
                "BYMONTH": st.sampled_from(["1", "12", "2,11"]),
                "BYMONTHDAY": st.sampled_from(["1", "-1", "15,31"]),
                "BYDAY": st.sampled_from(["MO", "SU,WE", "FR"]),
                "BYWEEKNO": st.sampled_from(["1", "53", "20"]),
                "BYYEARDAY": st.sampled_from(["1", "-1", "100"]),
                "BYSETPOS": st.sampled_from(["1", "-1", "2"]),
                "WKST": st.sampled_from(["SU", "WE"]),
                "COUNT": st.sampled_from(["1", "7", "40"]),
            },
        ),
        year=st.integers(2014, 2027),
    )
    def test_same_as_dateutil_from_its_start(
        self, frequency: str, interval: int, start: date, parts: dict[str, str], year: int
    ) -> None:
        """Begun anywhere, a rule falls on the dates that dateutil counts out from the start."""
        # BYWEEKNO is defined for yearly rules, BYSETPOS where there is a set to pick from.
        assume(frequency == "YEARLY" or "BYWEEKNO" not in parts)
        assume("BYSETPOS" not in parts or {"BYMONTHDAY", "BYDAY", "BYYEARDAY"} & parts.keys())
        fields = {"FREQ": frequency, "INTERVAL": str(interval), **parts}
        text = ";".join(f"{name}={value}" for name, value in fields.items())
        try:
            rule = read_recurrence(text, start)
        except HolidayError as error:
            assert "no date" in error.message  # noqa: PT017
            return
        counted = rrulestr(text, dtstart=midnight(start))
        days = counted.between(midnight(date(year, 1, 1)), midnight(date(year, 12, 31)), inc=True)
        expected = [day.date() for day in days]
        assert expected == rule.dates(year)

    @given(st.integers(1900, 2200))
    def test_good_friday(self, year: int) -> None:
        """BYEASTER counts days from Easter Sunday."""
        days = read_recurrence("FREQ=YEARLY;BYEASTER=-2", None).dates(year)
        assert [(easter(year) - days[0]).days] == [2]
        assert 1 == len(days)


class TestRegions:
    # The holidays of the law of 1983 and after, and the days on which OPM has them observed.
    UNITED_STATES_2021 = (
        "2021-01-01 2021-01-18 2021-02-15 2021-05-31 2021-06-18 2021-06-19 2021-07-04 2021-07-05"
        " 2021-09-06 2021-10-11 2021-11-11 2021-11-25 2021-12-24 2021-12-25 2021-12-31"
    )

    def test_a_new_year_observed_in_the_old_year(self) -> None:
        """2022-01-01 is a Saturday, so 2021-12-31 is a holiday of 2021, and 2022 has it not."""
        days = [day.isoformat() for day, _ in Region("US").dates(2021)]
        assert self.UNITED_STATES_2021.split() == days
        assert {2022} == {day.year for day, _ in Region("US").dates(2022)}

    @pytest.mark.parametrize("code", ["US", "BR", "DE", "GB", "JP", "TR", "IN", "XNYS", "ECB"])
    def test_one_year_at_a_time(self, code: str) -> None:
        """Years asked one by one give what the package gives when asked for all of them."""
        region = Region(code)
        entity = getattr(holidays, code)
        together = entity(years=range(2018, 2029), language=entity.default_language)
        apart = chain.from_iterable(region.dates(year) for year in range(2018, 2029))
        assert dict(together.items()) == dict(apart)

    def test_without_observed_days(self) -> None:
        """The weekdays that stand in are left out, the days themselves stay."""
        days = [day.isoformat() for day, _ in Region("US", observed=False).dates(2021)]
        stand_ins = {"2021-06-18", "2021-07-05", "2021-12-24", "2021-12-31"}
        assert [day for day in self.UNITED_STATES_2021.split() if day not in stand_ins] == days

    def test_removed(self) -> None:
        """A day goes by its date, by month and day, or by name with the days that stand in."""
        region = Region("US")
        removed = ("2021-05-31", "07-04", "Christmas Day", "New Year's Day (observed)")
        gone = {"2021-05-31", "2021-07-04", "2021-12-24", "2021-12-25", "2021-12-31"}
        days = [day.isoformat() for day, _ in region.dates(2021, removed)]
        assert [day for day in self.UNITED_STATES_2021.split() if day not in gone] == days

    def test_removed_estimates(self) -> None:
        """A name in the country's language takes its estimated days with it."""
        # Eid in Bosnia, of a year so far off that nobody has announced it.
        names = {name for _, name in Region("BA").dates(2060)}
        (estimated,) = (name for name in names if name.startswith("Ramazanski Bajram"))
        assert estimated != "Ramazanski Bajram"
        left = {name for _, name in Region("BA").dates(2060, ("Ramazanski Bajram",))}
        assert {estimated} == names - left

    def test_removed_of_two_names(self) -> None:
        """A date with two names keeps the other one."""
        # In 2000 Good Friday fell on Tiradentes' day.
        names = dict(Region("BR").dates(2000))
        assert "Sexta-feira Santa; Tiradentes" == names[date(2000, 4, 21)]
        names = dict(Region("BR").dates(2000, ("Tiradentes",)))
        assert "Sexta-feira Santa" == names[date(2000, 4, 21)]

    @pytest.mark.parametrize("text", ["Veterans Day", "2021-12-31", "12-31"])
    def test_removed_is_known(self, text: str) -> None:
        """What is to be removed has to be a holiday in some year."""
        Region("US").check_removed(text)

    @pytest.mark.parametrize("text", ["", "Labour Day", "2021-12-30", "12-30"])
    def test_removed_is_unknown(self, text: str) -> None:
        """What is a holiday in no year is refused."""
        with pytest.raises(HolidayError, match="in any year"):
            Region("US").check_removed(text)

    def test_removed_by_a_typo(self) -> None:
        """A name that no year has is refused with the nearest."""
        with pytest.raises(HolidayError, match=r"'Veteran Day'.*did you mean 'Veterans Day'"):
            Region("US").check_removed("Veteran Day")

    def test_removed_where_nothing_is(self) -> None:
        """Bouvet Island has no holidays at all, so there is none to remove."""
        with pytest.raises(HolidayError, match=r"'Christmas'.*leave it out"):
            Region("BV").check_removed("Christmas")

    def test_a_removed_name_of_long_ago(self) -> None:
        """A holiday that only the past had is found: Brazil kept 12 October as America's Day."""
        old = {name for _, name in Region("BR").dates(1910)}
        new = {name for year in range(2010, 2040) for _, name in Region("BR").dates(year)}
        (gone, *_) = sorted(old - new)
        Region("BR").check_removed(gone)

    def test_gap(self) -> None:
        """Beyond its years, and where a year has nothing, the package's silence is no answer."""
        assert "" == Region("JP").gap(2024)
        assert "JP in 1948 are not known, only those of 1949 to 2" in Region("JP").gap(1948)
        assert "JP in 2500 are not known" in Region("JP").gap(2500)
        assert "BV in 2024" in Region("BV").gap(2024)

    def test_no_gap_in_a_category(self) -> None:
        """A category may well have no day in a year."""
        region = Region("US", categories=("half_day",))
        assert [] == list(region.dates(2024))
        assert "" == region.gap(2024)
        assert "" == Region("BR", categories=("public", "optional")).gap(2024)


class TestLanguage:
    @pytest.mark.parametrize("language", ["de_DE.UTF-8", "pt_BR.UTF-8", "en_US.UTF-8", "C"])
    def test_names_do_not_follow_the_server(
        self, monkeypatch: pytest.MonkeyPatch, language: str
    ) -> None:
        """Whatever the environment says, a country's names are in its own language."""
        for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.setenv(variable, language)
        holiday_packages._names.cache_clear()
        assert "Natal" == dict(Region("BR").dates(2024))[date(2024, 12, 25)]
        assert "Erster Weihnachtstag" == dict(Region("DE").dates(2024))[date(2024, 12, 25)]
        # South Africa's names are in one language and have no translations.
        assert "Christmas Day" == dict(Region("ZA").dates(2024))[date(2024, 12, 25)]
        english = dict(Region("BR", language="en_US").dates(2024))
        assert "Christmas Day" == english[date(2024, 12, 25)]

    def test_the_trap_is_still_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Asked for no language the package follows the environment; else our care can go."""
        monkeypatch.setenv("LANGUAGE", "en_US")
        assert "Christmas Day" == holidays.country_holidays("BR", years=2024)["2024-12-25"]

    def test_threads(self) -> None:
        """Eight threads that ask in two languages each get their own."""
        holiday_packages._names.cache_clear()
        names = {"pt_BR": "Natal", "en_US": "Christmas Day", "uk": "Різдво Христове"}

        def ask(index: int) -> tuple[str, str]:
            language = list(names)[index % 3]
            year = 1950 + index // 3
            return language, dict(Region("BR", language=language).dates(year))[date(year, 12, 25)]

        with ThreadPoolExecutor(8) as pool:
            for language, name in pool.map(ask, range(300)):
                assert names[language] == name


class TestChoices:
    @pytest.mark.parametrize(
        ("kind", "text", "code"),
        [
            ("country", "BR", "BR"),
            ("country", "br", "BR"),
            ("country", "BRA", "BR"),
            ("country", "UK", "GB"),
            ("market", "xnys", "XNYS"),
            ("market", "NYSE", "NYSE"),
        ],
    )
    def test_codes(self, kind: str, text: str, code: str) -> None:
        """A country is its two letters; a market stays what it was called."""
        assert code == find_code(kind, text)

    @pytest.mark.parametrize(
        ("kind", "text", "words"),
        [
            ("country", "BRZ", ["country 'BRZ'", "did you mean", "'BR'"]),
            ("country", "Q1", ["country 'Q1'", "known: AF", "more"]),
            ("country", "date", ["country 'date'"]),
            ("country", "XNYS", ["country 'XNYS'"]),
            ("market", "BR", ["market 'BR'"]),
            ("market", "XNYE", ["did you mean", "'XNYS'"]),
        ],
    )
    def test_unknown_codes(self, kind: str, text: str, words: list[str]) -> None:
        """An unknown code is refused with the nearest, or with the first of those there are."""
        with pytest.raises(HolidayError) as caught:
            find_code(kind, text)
        for word in words:
            assert word in str(caught.value)

    @pytest.mark.parametrize(
        ("code", "field", "text", "found"),
        [
            ("BR", "subdivision", "SP", "SP"),
            ("BR", "subdivision", "sp", "SP"),
            ("BR", "subdivision", "BR-SP", "SP"),
            ("BR", "subdivision", "são paulo", "SP"),
            ("BR", "subdivision", "São Paulo Capital", "São Paulo Capital"),
            ("AT", "subdivision", "9", "9"),
            ("DE", "category", "catholic", "catholic"),
            ("US", "category", "half-day", "half_day"),
            ("BR", "language", "pt-br", "pt_BR"),
        ],
    )
    def test_choices(self, code: str, field: str, text: str, found: str) -> None:
        """Codes and names are found whatever their case, and with the hyphens of ISO."""
        assert found == find_choice(code, field, text)

    @pytest.mark.parametrize(
        ("code", "field", "text", "words"),
        [
            ("US", "subdivision", "Californa", ["did you mean 'California'?"]),
            ("US", "subdivision", "QQ", ["US has no subdivision 'QQ'", "known: AK, AL", "more"]),
            ("US", "subdivision", "FM", ["'FM'"]),
            ("AQ", "subdivision", "X", ["leave subdivision out"]),
            ("DE", "category", "half_day", ["known: catholic, public"]),
            ("US", "language", "de", ["US has no language 'de'", "known: en_US"]),
            ("US", "language", "en", ["known: en_US"]),
            ("ZA", "language", "en", ["leave language out"]),
        ],
    )
    def test_unknown_choices(self, code: str, field: str, text: str, words: list[str]) -> None:
        """What a country does not have is refused and what it has is listed, without warnings."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(HolidayError) as caught:
                find_choice(code, field, text)
        for word in words:
            assert word in str(caught.value)

    def test_every_default_language(self) -> None:
        """Every country and market names its days without asking the environment."""
        for code in holidays.list_supported_countries(include_aliases=False):
            entity = getattr(holidays, code)
            assert (entity.default_language is None) == (not entity.supported_languages)
            if entity.default_language:
                assert entity.default_language in entity.supported_languages
