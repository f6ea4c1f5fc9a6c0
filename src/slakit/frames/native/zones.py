"""The names that columns have for their zones, and the zones of these names."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo

from slakit.calendars.zones import zone
from slakit.errors import UnknownZoneError
from slakit.instants import UTC

__all__ = ["name_of", "zone_of"]

# How an offset is written by pyarrow, and by pandas.
OFFSET = re.compile(r"(?:UTC)?([+-])(\d\d):(\d\d)")


def zone_of(name: str) -> tzinfo:
    """Return the zone of that name, or the fixed offset that it is.

    >>> zone_of("Europe/Madrid"), zone_of("+05:30")
    (zoneinfo.ZoneInfo(key='Europe/Madrid'), datetime.timezone(datetime.timedelta(seconds=19800)))
    """
    if name == "UTC":
        return UTC
    offset = OFFSET.fullmatch(name)
    if offset is None:
        return zone(name)
    sign, hours, minutes = offset.groups()
    length = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-length if sign == "-" else length)


def name_of(tz: str | tzinfo) -> str:
    """Return what Arrow calls a zone or a fixed offset.

    >>> from datetime import timedelta, timezone
    >>> name_of(timezone.utc), name_of(timezone(timedelta(hours=-3)))
    ('UTC', '-03:00')
    """
    # What pytz calls its zones is `zone`, and what zoneinfo calls them is `key`.
    name = tz if isinstance(tz, str) else getattr(tz, "key", None) or getattr(tz, "zone", None)
    if isinstance(name, str):
        return name
    offset = tz.utcoffset(None) if isinstance(tz, timezone) else None
    if offset is None or offset % timedelta(minutes=1):
        raise UnknownZoneError(
            f"{tz!r} has no name to write down",
            parameter="tz",
            value=tz,
            remedy='give a zone by its IANA name, as in "Europe/Madrid"',
        )
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta(0) else "+"
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes else "UTC"
