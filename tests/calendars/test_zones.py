"""Wall time and instants, zone by zone."""

from __future__ import annotations

import hashlib
import io
import os
import random
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tzdata
from hypothesis import given
from hypothesis import strategies as st

from slakit.calendars.zones import (
    DAY,
    date_exists,
    local_ordinal,
    utc_offsets,
    wall_time,
    wall_to_utc,
    zone,
    zone_digest,
)
from slakit.errors import UnknownZoneError
from tests.strategies import ZONES

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = 3_600_000_000
MADRID = ZoneInfo("Europe/Madrid")
APIA = ZoneInfo("Pacific/Apia")

# Zones with changes of their own making, beside those of the strategies: dates that were left
# out or came twice, changes of a day or of twenty minutes, two changes within a fortnight,
# years with four, changes at midnight, and clocks that were put back to where they had been.
ODD = (
    *ZONES,
    "Africa/Cairo",
    "Africa/El_Aaiun",
    "Africa/Monrovia",
    "America/Argentina/San_Luis",
    "America/Asuncion",
    "America/Caracas",
    "America/Havana",
    "America/Juneau",
    "America/Punta_Arenas",
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Gaza",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Pyongyang",
    "Asia/Singapore",
    "Europe/Amsterdam",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Vilnius",
    "Pacific/Fakaofo",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
)
# The zones of the tzdata package, which a machine without zones of its own needs.
PACKAGE = Path(next(iter(tzdata.__path__)), "zoneinfo")
AVAILABLE = sorted(zoneinfo.available_timezones())
SAMPLED = 30
WALKED = range(1900, 2038)


@cache
def hours_of_years() -> dict[int, list[datetime]]:
    """Return every hour of every walked year, and the midnight after it, as wall times."""
    years = {}
    for year in WALKED:
        january = datetime(year, 1, 1)  # noqa: DTZ001
        hours = (date(year + 1, 1, 1) - january.date()).days * 24
        years[year] = [january + timedelta(hours=hour) for hour in range(hours + 1)]
    return years


def micros(value: datetime) -> int:
    return (value - EPOCH) // timedelta(microseconds=1)


class TestZone:
    def test_by_name(self) -> None:
        """A name gives the zone of that name."""
        assert ZoneInfo("America/Sao_Paulo") == zone("America/Sao_Paulo")

    def test_zones_are_themselves(self) -> None:
        """A ZoneInfo is itself, and `datetime.UTC` is the zone UTC."""
        assert MADRID is zone(MADRID)
        assert ZoneInfo("UTC") == zone(UTC)

    def test_a_zone_without_a_name(self) -> None:
        """A ZoneInfo that was read from a file cannot be written down."""
        nameless = ZoneInfo.from_file(io.BytesIO(PACKAGE.joinpath("Europe/Madrid").read_bytes()))
        with pytest.raises(UnknownZoneError, match="has no name to write down; give the IANA name"):
            zone(nameless)

    @pytest.mark.parametrize("value", [5, None, timezone(timedelta(hours=3)), ["UTC"], 1.0])
    def test_no_name(self, value: Any) -> None:
        """What is neither text nor a zone is refused, fixed offsets among it."""
        with pytest.raises(UnknownZoneError, match="give the IANA name") as caught:
            zone(value, parameter="zone")
        assert ("zone", value) == (caught.value.parameter, caught.value.value)
        assert repr(value) in str(caught.value)

    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("Europe/Madird", "did you mean 'Europe/Madrid'"),
            ("america/sao paulo", "'America/Sao_Paulo'"),
            ("America", "'America/"),
        ],
    )
    def test_unknown_with_what_was_meant(self, name: str, meant: str) -> None:
        """An unknown name comes with the nearest ones; a folder of zones is no zone."""
        with pytest.raises(UnknownZoneError) as caught:
            zone(name)
        assert f"unknown time zone {name!r}" in str(caught.value)
        assert meant in caught.value.remedy
        assert ("tz", name, "unknown_zone") == (
            caught.value.parameter,
            caught.value.value,
            caught.value.code,
        )

    @pytest.mark.parametrize(
        "name", ["", "../../etc/passwd", "/etc/passwd", "+03:00", "UTC\0", "é"]
    )
    def test_never_anything_but_a_zone(self, name: str) -> None:
        """Paths, offsets and odd characters are unknown names, not files and not UTC."""
        with pytest.raises(UnknownZoneError, match="unknown time zone"):
            zone(name)


class TestDigest:
    @pytest.fixture(autouse=True)
    def fresh(self) -> Iterator[None]:
        zone_digest.cache_clear()
        yield
        zone_digest.cache_clear()

    def test_is_that_of_the_bytes(self) -> None:
        """It is the SHA-256 of the file that zoneinfo reads, the system's where there is one."""
        folders = [*map(Path, zoneinfo.TZPATH), PACKAGE]
        path = next(each for each in folders if (each / "Europe/Madrid").is_file())
        content = (path / "Europe/Madrid").read_bytes()
        assert hashlib.sha256(content).hexdigest() == zone_digest(MADRID)

    def test_the_first_folder_wins(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """As zoneinfo does, it takes the first folder of the path that has the file."""
        folders = [tmp_path / name for name in ("empty", "one", "two")]
        for folder in folders[1:]:
            (folder / "Europe").mkdir(parents=True)
            (folder / "Europe" / "Madrid").write_bytes(folder.name.encode())
        monkeypatch.setattr(zoneinfo, "TZPATH", tuple(map(str, folders)))
        assert hashlib.sha256(b"one").hexdigest() == zone_digest(MADRID)

    def test_of_the_package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the system has no zones, they are those of the tzdata package."""
        monkeypatch.setattr(zoneinfo, "TZPATH", ())
        for name in ("UTC", "Europe/Madrid", "America/Argentina/San_Luis"):
            expected = hashlib.sha256((PACKAGE / name).read_bytes()).hexdigest()
            assert expected == zone_digest(ZoneInfo(name))


class TestWallTime:
    @pytest.mark.parametrize(
        ("expected", "tz", "day", "microseconds"),
        [
            # 2 May 2024 in Madrid was two hours ahead.
            ("2024-05-02T07:00Z", "Europe/Madrid", date(2024, 5, 2), 9 * HOUR),
            # The end of a day, the next day's hours, and the hours before its midnight.
            ("2024-05-02T22:00Z", "Europe/Madrid", date(2024, 5, 2), 24 * HOUR),
            ("2024-05-03T04:00Z", "Europe/Madrid", date(2024, 5, 2), 30 * HOUR),
            ("2024-05-01T21:00Z", "Europe/Madrid", date(2024, 5, 2), -HOUR),
            # 02:30 was not, and becomes 03:30 summer time; 02:30 was twice, and is the first.
            ("2024-03-31T01:30Z", "Europe/Madrid", date(2024, 3, 31), 5 * HOUR // 2),
            ("2024-10-27T00:30Z", "Europe/Madrid", date(2024, 10, 27), 5 * HOUR // 2),
            # Half an hour of daylight saving: 02:15 becomes 02:45 of UTC+11.
            ("2024-10-05T15:45Z", "Australia/Lord_Howe", date(2024, 10, 6), 9 * HOUR // 4),
            # All of 30 December 2011 was left out, and is a day later the 31st.
            ("2011-12-30T19:00Z", "Pacific/Apia", date(2011, 12, 30), 9 * HOUR),
            ("2011-12-30T19:00Z", "Pacific/Apia", date(2011, 12, 31), 9 * HOUR),
            # Far from any change.
            ("1900-01-01T00:00Z", "UTC", date(1900, 1, 1), 0),
        ],
    )
    def test_to_instant(self, expected: str, tz: str, day: date, microseconds: int) -> None:
        """A wall time is the instant at which the zone's clocks show it, worked out by hand."""
        found = wall_to_utc(ZoneInfo(tz), day.toordinal(), microseconds)
        assert micros(datetime.fromisoformat(expected)) == found

    @given(
        tz=st.sampled_from(ODD).map(ZoneInfo),
        day=st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        microseconds=st.integers(-DAY, 3 * DAY),
    )
    def test_is_fold_0_of_zoneinfo(self, tz: ZoneInfo, day: date, microseconds: int) -> None:
        """Whatever the date, it is what `datetime.astimezone` makes of the wall time."""
        wall = datetime(day.year, day.month, day.day) + timedelta(  # noqa: DTZ001
            microseconds=microseconds
        )
        expected = micros(wall.replace(tzinfo=tz).astimezone(UTC))
        assert expected == wall_to_utc(tz, day.toordinal(), microseconds)

    @given(tz=st.sampled_from(ODD).map(ZoneInfo), us=st.integers(-(10**15), 3 * 10**15))
    def test_there_and_back(self, tz: ZoneInfo, us: int) -> None:
        """What the clocks show at an instant leads back to it, or to the first that showed it."""
        moment = timedelta(microseconds=us)
        ordinal, since_midnight = wall_time(moment, tz)
        shown = (EPOCH + moment).astimezone(tz)
        assert shown.toordinal() == ordinal == local_ordinal(moment, tz)
        back = wall_to_utc(tz, ordinal, since_midnight)
        assert us == back if not shown.fold else back < us

    def test_local_ordinal(self) -> None:
        """The date is that of the zone: 23:00 UTC is tomorrow in Madrid and today in New York."""
        moment = datetime(2024, 5, 2, 23, tzinfo=UTC) - EPOCH
        today = date(2024, 5, 2).toordinal()
        assert today + 1 == local_ordinal(moment, MADRID)
        assert today == local_ordinal(moment, ZoneInfo("America/New_York"))

    @pytest.mark.parametrize(
        ("expected", "tz", "day"),
        [
            (True, "Pacific/Apia", date(2011, 12, 29)),
            (False, "Pacific/Apia", date(2011, 12, 30)),
            (True, "Pacific/Apia", date(2011, 12, 31)),
            (False, "Pacific/Fakaofo", date(2011, 12, 30)),
            (False, "Pacific/Kwajalein", date(1993, 8, 21)),
            (False, "Pacific/Kiritimati", date(1994, 12, 31)),
            # A day of 23 hours, one of 25, and one that came twice.
            (True, "Europe/Madrid", date(2024, 3, 31)),
            (True, "Europe/Madrid", date(2024, 10, 27)),
            (True, "Pacific/Apia", date(1892, 7, 4)),
        ],
    )
    def test_dates_that_never_were(self, expected: bool, tz: str, day: date) -> None:
        """Four islands went over the date line and left out a date."""
        assert expected == date_exists(ZoneInfo(tz), day.toordinal())


class TestOffsets:
    def test_of_a_year(self) -> None:
        """One offset a date; none on the two dates on which it changes."""
        offsets = utc_offsets(MADRID, 2024)
        spring, autumn = (date(2024, *day).timetuple().tm_yday for day in ((3, 31), (10, 27)))
        assert 366 == len(offsets)
        assert [HOUR] * (spring - 1) == list(offsets[: spring - 1])
        assert [2 * HOUR] * (autumn - spring - 1) == list(offsets[spring : autumn - 1])
        assert [HOUR] * (366 - autumn) == list(offsets[autumn:])
        assert [None, None] == [offsets[spring - 1], offsets[autumn - 1]]

    def test_a_change_at_midnight(self) -> None:
        """Apia's last date before the gap ends in another offset than it began in."""
        offsets = utc_offsets(APIA, 2011)
        assert 365 == len(offsets)
        assert [-10 * HOUR, -10 * HOUR, None, 14 * HOUR] == list(offsets[-4:])

    @pytest.mark.parametrize(
        "name",
        AVAILABLE
        if os.environ.get("HYPOTHESIS_PROFILE") == "long"
        else sorted({*ODD, *random.Random(2).sample(AVAILABLE, SAMPLED)}),
    )
    def test_a_date_with_one_offset_at_both_ends_has_no_other(self, name: str) -> None:
        """No zone has changed its offset twice within one date and come back to the same."""
        tz = ZoneInfo(name)
        wrong = []
        for year, hours in hours_of_years().items():
            hourly = list(map(tz.utcoffset, hours))
            if len({*hourly}) == 1:
                continue
            days = [hourly[i : i + 25] for i in range(0, len(hourly) - 1, 24)]
            january = date(year, 1, 1)
            for i, (offset, found) in enumerate(zip(utc_offsets(tz, year), days, strict=True)):
                if offset is not None and {timedelta(microseconds=offset)} != {*found}:
                    wrong.append(january + timedelta(days=i))
        assert [] == wrong
