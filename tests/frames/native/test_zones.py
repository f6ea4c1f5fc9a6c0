"""How columns call their zones."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from slakit import UnknownZoneError

pytest.importorskip("numpy", reason="numpy is not installed")
zones = pytest.importorskip("slakit.frames.native.zones")

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "tz"),
    [
        ("UTC", UTC),
        ("Europe/Madrid", ZoneInfo("Europe/Madrid")),
        ("+05:30", timezone(5.5 * HOUR)),
        ("-03:00", timezone(-3 * HOUR)),
        ("-00:30", timezone(-HOUR / 2)),
    ],
)
def test_there_and_back(name: str, tz: tzinfo) -> None:
    """A name is that of its zone."""
    assert tz == zones.zone_of(name)
    assert name == zones.name_of(tz)
    assert name == zones.name_of(name)


def test_as_pandas_has_them() -> None:
    """Other names of the same are understood."""
    pytz = pytest.importorskip("pytz", reason="pytz is not installed")
    assert timezone(2 * HOUR) == zones.zone_of("UTC+02:00")
    assert "Europe/Madrid" == zones.name_of(pytz.timezone("Europe/Madrid"))


def test_unknown() -> None:
    """What has no name, and names of nothing, are refused."""
    with pytest.raises(UnknownZoneError, match="has no name to write down; give a zone by its"):
        zones.name_of(timezone(timedelta(seconds=1)))
    with pytest.raises(UnknownZoneError, match="has no name to write down"):
        zones.name_of(tzinfo())
    with pytest.raises(UnknownZoneError, match="did you mean 'Europe/Madrid'"):
        zones.zone_of("Europe/Madird")
