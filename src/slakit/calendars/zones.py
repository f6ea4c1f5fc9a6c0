"""Wall time to instant and back: the one place that knows zones, gaps and folds.

A wall time resolves as `zoneinfo` does with ``fold=0``: a time in a gap moves
forward by the gap, a time in an overlap is the first of the two.
"""

from __future__ import annotations

import hashlib
import zoneinfo
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from slakit.documents.suggest import did_you_mean
from slakit.errors import UnknownZoneError
from slakit.instants import EPOCH, MICROSECOND, UTC

__all__ = [
    "DAY",
    "EPOCH_ORDINAL",
    "date_exists",
    "local_ordinal",
    "utc_offsets",
    "wall_time",
    "wall_to_utc",
    "zone",
    "zone_digest",
]

EPOCH_ORDINAL = EPOCH.toordinal()
DAY = 86_400_000_000


def zone(value: str | tzinfo, *, parameter: str = "tz") -> ZoneInfo:
    """Return the IANA zone of that name.

    Raises `UnknownZoneError` with the nearest names. A fixed offset such as
    ``"+03:00"`` is no zone: it does not know daylight saving.

    >>> zone("America/Sao_Paulo")
    zoneinfo.ZoneInfo(key='America/Sao_Paulo')
    """
    if isinstance(value, ZoneInfo):
        if value.key is None:
            raise UnknownZoneError(
                "a ZoneInfo made from a file has no name to write down",
                parameter=parameter,
                value=value,
                remedy='give the IANA name, as in "Europe/Madrid"',
            )
        return value
    if value is UTC:
        return ZoneInfo("UTC")
    if not isinstance(value, str):
        raise UnknownZoneError(
            f"{value!r} is no time zone name",
            parameter=parameter,
            value=value,
            remedy='give the IANA name, as in "Europe/Madrid"',
        )
    try:
        return ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # A folder of the zone data ("America") is an OSError, a path that
        # leaves it a ValueError; to the caller all three are unknown names.
        raise UnknownZoneError(
            f"unknown time zone {value!r}",
            parameter=parameter,
            value=value,
            remedy=did_you_mean(value, sorted(zoneinfo.available_timezones())),
        ) from None


@lru_cache(maxsize=1024)
def zone_digest(tz: ZoneInfo) -> str:
    """Return the SHA-256 of the zone's data file as zoneinfo would find it.

    The version of the tzdata package says nothing, because zoneinfo prefers
    the system's files; the bytes decide what is answered.
    """
    for folder in zoneinfo.TZPATH:
        path = Path(folder, tz.key)
        if path.is_file():
            return hashlib.sha256(path.read_bytes()).hexdigest()
    data = resources.files("tzdata").joinpath("zoneinfo", *tz.key.split("/"))
    return hashlib.sha256(data.read_bytes()).hexdigest()


def local_ordinal(moment: timedelta, tz: ZoneInfo) -> int:
    """Return the local date of an instant as an ordinal."""
    return (EPOCH + moment).astimezone(tz).toordinal()


def utc_offset(tz: ZoneInfo, wall: datetime) -> int:
    """Return the offset of a wall time, the first of two, in microseconds."""
    offset = tz.utcoffset(wall)
    assert offset is not None  # A ZoneInfo has one for every wall time.
    return offset // MICROSECOND


def wall_to_utc(tz: ZoneInfo, ordinal: int, microseconds: int) -> int:
    """Return the instant of a wall time in microseconds since the epoch.

    `ordinal` is the date, `microseconds` count from its midnight and may reach
    into the days around it: 24 h is the midnight that ends the date.
    """
    days, rest = divmod(microseconds, DAY)
    ordinal += days
    wall = datetime.fromordinal(ordinal) + rest * MICROSECOND
    return (ordinal - EPOCH_ORDINAL) * DAY + rest - utc_offset(tz, wall)


def wall_time(moment: timedelta, tz: ZoneInfo) -> tuple[int, int]:
    """Return the ordinal of an instant's local date, and the microseconds since its midnight."""
    local = (EPOCH + moment).astimezone(tz)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return local.toordinal(), seconds * 1_000_000 + local.microsecond


def date_exists(tz: ZoneInfo, ordinal: int) -> bool:
    """Return whether the zone ever had that local date; Apia skipped 30 December 2011."""
    return wall_to_utc(tz, ordinal, 0) < wall_to_utc(tz, ordinal + 1, 0)


@lru_cache(maxsize=512)
def utc_offsets(tz: ZoneInfo, year: int) -> tuple[int | None, ...]:
    """Return the offset on each date of a year in microseconds, None where it changes.

    One look-up a date instead of two an interval is what makes compiling a year
    cheap. No zone has ever changed its offset twice within one date and come
    back to the same; a test walks all zones to make sure that this stays so.
    """
    first = date(year, 1, 1).toordinal()
    last = date(year, 12, 31).toordinal()
    midnights = [
        utc_offset(tz, datetime.fromordinal(ordinal)) for ordinal in range(first, last + 2)
    ]
    return tuple(today if today == tomorrow else None for today, tomorrow in pairwise(midnights))
