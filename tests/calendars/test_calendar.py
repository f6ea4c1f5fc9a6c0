"""A calendar as a value: what it shares, what it is equal to, what its hash says."""

from __future__ import annotations

import copy
import gc
import os
import pickle
import subprocess
import sys
import weakref
import zoneinfo
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tzdata

from slakit import (
    AmountError,
    BusinessCalendar,
    Calendar,
    CalendarError,
    DocumentError,
    Interval,
    NeverOpenError,
    succession,
)
from slakit.calendars.zones import zone_digest

MONDAY = datetime(2024, 3, 4, 10, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "tz": "Europe/Madrid",
    "hours": "Mon-Fri 09:00-14:00,16:00-19:00; Sat 10:00-14:00",
    "holidays": [{"country": "ES", "subdivision": "MD"}, "05-15"],
    "special": {"12-24": "09:00-12:00", "2024-08-01..2024-08-31": "09:00-15:00"},
    "openings": [("2024-05-04T16:00Z", "2024-05-04T18:00Z")],
    "closures": [{"from": "2024-05-02T12:00Z", "to": "2024-05-02T13:00Z", "name": "fire drill"}],
}


def office(**more: Any) -> BusinessCalendar:
    return BusinessCalendar(**{"tz": "UTC", "hours": "Mon-Fri 09:00-17:00", **more})


def ordinary() -> BusinessCalendar:
    """Build the calendar of a desk that uses every field."""
    return BusinessCalendar(**DOCUMENT)


def combined() -> Calendar:
    """Build a calendar of three, one of them combined itself."""
    lunch = office(tz="Asia/Tokyo", hours="Mon-Sun 12:00-13:00")
    return (ordinary() | office(tz="America/New_York")) - lunch


def answers(cal: Calendar) -> list[object]:
    """Ask every question, over two years."""
    return [
        cal.elapsed(MONDAY, MONDAY + timedelta(days=500)),
        cal.add(MONDAY, "300h"),
        cal.add(MONDAY, "-300h"),
        cal.add(MONDAY, "40bd"),
        cal.add_business_days(MONDAY, 3, end_of_day=True),
        cal.is_open(MONDAY),
        cal.next_open(MONDAY),
        cal.next_close(MONDAY),
        cal.previous_open(MONDAY),
        cal.previous_close(MONDAY),
        cal.roll_forward(MONDAY),
        cal.roll_back(MONDAY),
        cal.intervals(MONDAY, MONDAY + timedelta(days=90)),
        cal.business_days(date(2024, 3, 1), date(2025, 3, 1)),
        cal.week(date(2024, 5, 2)),
    ]


def asked(cal: Calendar) -> Calendar:
    """Return the calendar after all questions, with years compiled."""
    answers(cal)
    return cal


COPIES: dict[str, Callable[[Calendar], Calendar]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "model_copy": lambda cal: cal.model_copy(),
    "model_copy-deep": lambda cal: cal.model_copy(deep=True),
    "model_copy-update": lambda cal: cal.model_copy(update={}),
    "pickle": lambda cal: pickle.loads(pickle.dumps(cal)),
    "pickle-2": lambda cal: pickle.loads(pickle.dumps(cal, protocol=2)),
    "json": lambda cal: type(cal).model_validate_json(cal.model_dump_json()),
    "data": lambda cal: type(cal).model_validate(cal.to_data()),
    "python": lambda cal: type(cal).model_validate(cal.model_dump()),
}


class TestCopies:
    @pytest.mark.parametrize("make", [ordinary, combined])
    @pytest.mark.parametrize("how", COPIES)
    def test_answer_like_a_fresh_calendar(self, make: Callable[[], Calendar], how: str) -> None:
        """However a calendar that was asked is copied, the copy is equal and answers alike."""
        cal = asked(make())
        twin = COPIES[how](cal)
        assert cal == twin
        assert hash(cal) == hash(twin)
        assert type(cal) is type(twin)
        assert answers(make()) == answers(twin)

    @pytest.mark.parametrize("make", [ordinary, combined])
    @pytest.mark.parametrize("how", COPIES)
    def test_carry_nothing_compiled(self, make: Callable[[], Calendar], how: str) -> None:
        """A copy has the fields and nothing else."""
        twin = COPIES[how](asked(make()))
        assert set(type(twin).model_fields) == {*vars(twin)}

    @pytest.mark.parametrize(
        "update",
        [
            {"tz": "Asia/Tokyo"},
            {"hours": "Mon-Sun 10:00-22:00"},
            {"holidays": []},
            {"special": {date(2024, 3, 5): "closed"}},
            {"openings": [], "closures": []},
        ],
        ids=lambda update: next(iter(update)),
    )
    def test_changed_ones_answer_with_the_change(self, update: dict[str, Any]) -> None:
        """`model_copy(update=...)` never answers with the old hours."""
        cal = asked(ordinary())
        changed = cal.model_copy(update=update)
        fresh = BusinessCalendar(**{**DOCUMENT, **update})
        assert fresh == changed != cal
        assert answers(fresh) == answers(changed) != answers(cal)
        assert fresh.content_hash == changed.content_hash != cal.content_hash
        assert answers(ordinary()) == answers(cal)

    @pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace is new in Python 3.13")
    def test_replaced(self) -> None:
        """`copy.replace` is a changed copy too."""
        changed = copy.replace(asked(ordinary()), tz="Asia/Tokyo")
        assert answers(BusinessCalendar(**{**DOCUMENT, "tz": "Asia/Tokyo"})) == answers(changed)

    def test_a_change_is_checked(self) -> None:
        """A copy with a zone that does not exist is refused when it is made."""
        with pytest.raises(DocumentError, match="tz: unknown time zone 'Mars/Base'"):
            ordinary().model_copy(update={"tz": "Mars/Base"})

    @pytest.mark.parametrize("make", [ordinary, office, lambda: BusinessCalendar.always("UTC")])
    def test_pickles_are_small(self, make: Callable[[], Calendar]) -> None:
        """A pickle is the document, under 2 kB, and no larger after a hundred questions."""
        before = len(pickle.dumps(make()))
        assert before == len(pickle.dumps(asked(make()))) < 2_000

    def test_files(self, tmp_path: Path) -> None:
        """Through a file it is the same calendar."""
        cal = asked(ordinary())
        cal.to_file(tmp_path / "desk.json")
        twin = BusinessCalendar.from_file(tmp_path / "desk.json")
        assert cal == twin
        assert answers(cal) == answers(twin)


class TestFrozen:
    @pytest.mark.parametrize("name", [*BusinessCalendar.model_fields, "colour"])
    @pytest.mark.parametrize("make", [office, lambda: asked(office())])
    def test_attributes(self, make: Callable[[], Any], name: str) -> None:
        """No attribute can be set or deleted, before a question or after it."""
        cal = make()
        expected = answers(office())
        with pytest.raises((DocumentError, AttributeError)):
            setattr(cal, name, "Asia/Tokyo")
        with pytest.raises((DocumentError, AttributeError)):
            delattr(cal, name)
        assert office() == cal
        assert expected == answers(cal)

    @pytest.mark.parametrize("name", ["hours", "holidays", "special", "openings", "closures"])
    def test_containers(self, name: str) -> None:
        """Containers are tuples all the way down: nothing in them can be replaced."""
        value = getattr(ordinary(), name)
        assert isinstance(value, tuple)
        assert value
        hash(value)
        with pytest.raises(TypeError):
            value[0] = value[-1]
        assert isinstance(value[0], tuple) or type(value[0]).model_config["frozen"]

    def test_parts_of_a_combined_calendar(self) -> None:
        """So are the parts of a combined calendar."""
        cal: Any = office() | office(tz="Asia/Tokyo")
        assert isinstance(cal.union, tuple)
        with pytest.raises(DocumentError, match="is frozen; make a changed copy"):
            cal.union = ()


class TestEquality:
    def test_what_is_compiled_does_not_count(self) -> None:
        """A calendar that was asked equals one that was not, with the same hash."""
        used, fresh = asked(ordinary()), ordinary()
        assert fresh == used
        assert used == fresh
        assert hash(fresh) == hash(used)
        assert {used} == {fresh}
        assert repr(fresh) == repr(used)
        assert fresh.model_dump() == used.model_dump()
        assert fresh.canonical_json() == used.canonical_json()

    def test_spelling_does_not_count(self) -> None:
        """The same hours written in other words are the same calendar."""
        other = BusinessCalendar(
            tz=ZoneInfo("UTC"),
            hours={"mon-fri": [(time(9), time(17))], "sat": "closed"},
            holidays=[],
            special={},
        )
        assert office() == other
        assert hash(office()) == hash(other)
        assert office().content_hash == other.content_hash

    @pytest.mark.parametrize(
        "more", [{"tz": "Asia/Tokyo"}, {"hours": "Mon 09:00-17:00"}, {"holidays": ["12-25"]}]
    )
    def test_others_differ(self, more: dict[str, Any]) -> None:
        """Another field is another calendar; another class too."""
        assert office() != office(**more)
        assert office() != "Mon-Fri 09:00-17:00"
        assert office() != office() | office()


class TestSharing:
    def test_equal_calendars_share_what_is_compiled(self) -> None:
        """Two equal calendars, and copies of them, are compiled once."""
        one, other = ordinary(), ordinary()
        assert one._timeline is other._timeline
        assert one._timeline is pickle.loads(pickle.dumps(one))._timeline
        assert one._timeline is copy.copy(other)._timeline
        assert combined()._timeline is combined()._timeline

    @pytest.mark.parametrize(
        "more",
        [
            {"tz": "Europe/London"},
            {"hours": "Mon-Fri 09:00-17:01"},
            {"holidays": ["12-25"]},
            {"special": {"12-25": "closed"}},
            {"openings": [("2024-05-04T16:00Z", "2024-05-04T18:00Z")]},
            {"closures": [("2024-05-02T12:00Z", "2024-05-02T13:00Z")]},
        ],
        ids=lambda more: next(iter(more)),
    )
    def test_different_ones_do_not(self, more: dict[str, Any]) -> None:
        """Whatever differs, the compiled years are others."""
        assert office()._timeline is not office(**more)._timeline

    def test_nothing_is_kept(self) -> None:
        """When the last of equal calendars goes, what was compiled goes with it."""
        one, other = ordinary(), ordinary()
        answers(one)
        answers(other)
        compiled = weakref.ref(one._timeline)
        del one
        gc.collect()
        assert compiled() is not None
        del other
        gc.collect()
        assert compiled() is None

    def test_threads_share_it_too(self) -> None:
        """Eight threads that ask equal calendars for the first time compile one."""
        calendars = [ordinary() for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda cal: (cal.is_open(MONDAY), cal._timeline), calendars))
        assert 1 == len({id(compiled) for _, compiled in found})

    def test_questions_do_not_build_it_again(self) -> None:
        """A calendar keeps what it has compiled."""
        cal = ordinary()
        assert cal._timeline is cal._timeline
        assert ZoneInfo("Europe/Madrid") is cal.zone


class TestContentHash:
    @pytest.fixture
    def fresh(self) -> Iterator[None]:
        """Forget the digests of zones that a test changes."""
        zone_digest.cache_clear()
        yield
        zone_digest.cache_clear()

    def test_is_a_sha256(self) -> None:
        """64 hexadecimal digits, the same each time."""
        cal = ordinary()
        assert 64 == len(cal.content_hash)
        assert int(cal.content_hash, 16)
        assert cal.content_hash == asked(cal).content_hash == ordinary().content_hash

    @pytest.mark.parametrize(
        "more",
        [
            {"tz": "Europe/London"},
            {"hours": "Mon-Fri 09:00-17:01"},
            {"holidays": ["12-25"]},
            {"holidays": ["ES"]},
            {"special": {"12-25": "closed"}},
            {"openings": [("2024-05-04T16:00Z", "2024-05-04T18:00Z")]},
            {"closures": [("2024-05-02T12:00Z", "2024-05-02T13:00Z")]},
        ],
        ids=lambda more: str(next(iter(more.items()))),
    )
    def test_follows_the_document(self, more: dict[str, Any]) -> None:
        """Whatever differs in the document, the hash differs."""
        assert office().content_hash != office(**more).content_hash

    def test_follows_the_bytes_of_the_zone(
        self, fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When the zone's data changes under the same name, so does the hash; and back again."""
        cal = office(tz="Europe/Madrid")
        both = cal | office(tz="Asia/Tokyo")
        london = office(tz="Europe/London").content_hash
        before = cal.content_hash, both.content_hash
        (tmp_path / "Europe").mkdir()
        (tmp_path / "Europe" / "Madrid").write_bytes(
            Path(tzdata.__path__[0], "zoneinfo/Europe/Lisbon").read_bytes()
        )
        with monkeypatch.context() as patch:
            patch.setattr(zoneinfo, "TZPATH", (str(tmp_path), *zoneinfo.TZPATH))
            zone_digest.cache_clear()
            after = cal.content_hash, both.content_hash
            assert london == office(tz="Europe/London").content_hash
        assert before[0] != after[0]
        assert before[1] != after[1]
        zone_digest.cache_clear()
        assert before == (cal.content_hash, both.content_hash)

    def test_is_not_shared_over_zone_data(
        self, fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Calendars of one document and two sets of zone data do not share what is compiled."""
        one, other = office(tz="Europe/Madrid"), office(tz="Europe/Madrid")
        compiled = one._timeline
        (tmp_path / "Europe").mkdir()
        (tmp_path / "Europe" / "Madrid").write_bytes(b"another version")
        monkeypatch.setattr(zoneinfo, "TZPATH", (str(tmp_path),))
        zone_digest.cache_clear()
        assert compiled is not other._timeline

    def test_follows_the_dates_of_the_package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """When a new version of the holidays package has other dates, the hash differs."""
        from slakit.calendars import calendar

        cal, plain = office(holidays=["ES"]), office(holidays=["12-25"])
        before, plain_before = cal.content_hash, plain.content_hash
        real = calendar.dates_in_use

        def one_less(sources: Any, years: Any) -> Any:
            return real(sources, years)[:-1]

        monkeypatch.setattr(calendar, "dates_in_use", one_less)
        assert before != cal.content_hash
        # Of dates that stand in the document the package has none.
        assert plain_before == plain.content_hash

    def test_a_closing_time_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A day that becomes half a day is another date too."""
        from slakit.calendars import calendar

        cal = office(holidays=["ES"])
        before = cal.content_hash
        real = calendar.dates_in_use
        monkeypatch.setattr(
            calendar,
            "dates_in_use",
            lambda sources, years: tuple((day, 1) for day, _ in real(sources, years)),
        )
        assert before != cal.content_hash

    @pytest.mark.parametrize("seed", ["1", "2"])
    def test_is_the_same_in_every_process(self, seed: str) -> None:
        """Neither the seed of Python's hashes nor the server's language has a say in it."""
        code = f"from slakit import BusinessCalendar as C; print(C(**{DOCUMENT!r}).content_hash)"
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "LANG": "es_ES.UTF-8",
            "TZ": "Asia/Tokyo",
        }
        found = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert ordinary().content_hash == found.stdout.strip()

    def test_of_combined_calendars(self) -> None:
        """It covers every part, their order and how they are joined."""
        one, other = office(), office(tz="Asia/Tokyo")
        hashes = [
            cal.content_hash
            for cal in (
                one,
                one | other,
                other | one,
                one & other.model_copy(update={"hours": "24/7"}),
                one - other,
                succession([(None, one), (date(2024, 1, 1), other)]),
                succession([(None, one), (date(2024, 1, 2), other)]),
                one | other.model_copy(update={"holidays": ["12-25"]}),
                one | other.model_copy(update={"holidays": ["JP"]}),
            )
        ]
        assert len(hashes) == len({*hashes})
        assert (one | other).content_hash == (office() | office(tz="Asia/Tokyo")).content_hash


class TestDocument:
    def test_schema(self) -> None:
        """The JSON Schema has every field, with a description, and asks for zone and hours."""
        schema = BusinessCalendar.model_json_schema()
        assert ["tz", "hours"] == schema["required"]
        assert [*BusinessCalendar.model_fields] == [*schema["properties"]]
        assert all(field["description"] for field in schema["properties"].values())
        assert schema["additionalProperties"] is False

    def test_plain_data(self) -> None:
        """Only what differs from the default is written, as text."""
        assert {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00"} == office().to_data()
        assert {*DOCUMENT} == {*ordinary().to_data()}

    @pytest.mark.parametrize("hours", [{}, "", "closed", {"mon": []}])
    def test_open_on_special_dates_alone(self, hours: Any) -> None:
        """Hours may be empty, which is written as "closed" and reads back."""
        cal = office(hours=hours, special={"12-24": "09:00-12:00"})
        assert "closed" == cal.to_data()["hours"]
        assert cal == BusinessCalendar.model_validate_json(cal.model_dump_json())
        assert datetime(2024, 12, 24, 9, tzinfo=UTC) == cal.next_open(MONDAY)

    def test_always(self) -> None:
        """Around the clock in a zone, by name or as a ZoneInfo."""
        cal = BusinessCalendar.always("Europe/Madrid")
        assert cal == BusinessCalendar.always(ZoneInfo("Europe/Madrid"))
        assert BusinessCalendar(tz="Europe/Madrid", hours="24/7") == cal

    @pytest.mark.parametrize(
        "more",
        [
            {},
            {"special": {"12-24": "closed"}},
            {"holidays": ["12-24"]},
            # Closed by the very closure that it opens in.
            {
                "openings": [("2024-05-04T16:00Z", "2024-05-04T18:00Z")],
                "closures": [("2024-05-04T00:00Z", "2024-05-05T00:00Z")],
            },
        ],
    )
    def test_never_open(self, more: dict[str, Any]) -> None:
        """A calendar without a single open instant is refused when it is built."""
        with pytest.raises(NeverOpenError, match="the calendar never opens; give it hours"):
            office(hours={}, **more)

    def test_a_subclass_is_what_it_is(self) -> None:
        """`always` of a subclass is one of that subclass."""

        class Desk(BusinessCalendar):
            pass

        assert Desk is type(Desk.always("UTC"))


class TestInterface:
    def test_a_calendar_without_hours(self) -> None:
        """`Calendar` has the questions; what they are about is a subclass's to say."""
        cal = Calendar()
        for ask in (cal._source, cal._zones, cal._holiday_sources, lambda: cal.is_open(MONDAY)):
            with pytest.raises(NotImplementedError):
                ask()

    def test_intervals_are_pairs(self) -> None:
        """An interval has a start and an end, by name and by place."""
        (interval,) = office().intervals(MONDAY, MONDAY + timedelta(hours=1))
        assert Interval(MONDAY, MONDAY + timedelta(hours=1)) == interval
        assert (interval.start, interval.end) == tuple(interval)

    def test_intervals_of_nothing(self) -> None:
        """Where the end is not later there is nothing, and no error."""
        assert [] == office().intervals(MONDAY, MONDAY)
        assert [] == office().intervals(MONDAY, MONDAY - timedelta(days=1))

    @pytest.mark.parametrize("other", [5, None, "Mon-Fri 09:00-17:00", timedelta(0)])
    def test_what_is_no_calendar(self, other: Any) -> None:
        """Calendars are joined with calendars."""
        for operate in (
            lambda: office() | other,
            lambda: office() & other,
            lambda: office() - other,
            lambda: other | office(),
        ):
            with pytest.raises(TypeError, match="unsupported operand"):
                operate()

    def test_a_time_of_day_that_is_none(self) -> None:
        """The error names the argument in which it stood, at a cut-off and at a time."""
        for question in (
            lambda **more: office().add_business_days(MONDAY, 1, **more),
            lambda **more: office().add(MONDAY, "1bd", **more),
        ):
            with pytest.raises(AmountError, match="cutoff: '25:00' is past the end of the day"):
                question(cutoff="25:00")
        with pytest.raises(AmountError, match="at: 'noon' is no time of day"):
            office().add_business_days(MONDAY, 1, at="noon")

    @pytest.mark.parametrize("days", [1.0, "1", None, True])
    def test_a_number_of_days_that_is_none(self, days: Any) -> None:
        """Business days are counted in whole numbers; a truth is none."""
        with pytest.raises(AmountError, match=r"days: .* is no number of days; give a"):
            office().add_business_days(MONDAY, days)

    def test_a_place_that_is_none(self) -> None:
        """`at_close` is refused before anything is compiled."""
        with pytest.raises(CalendarError, match="at_close: 'nextopen'"):
            office().add(MONDAY, "1h", at_close="nextopen")  # type: ignore[arg-type]
