"""The texts of instants in columns, against the reader of single ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.adapters import TableSource
from slakit.adapters.times import time_reader
from slakit.errors import SlakitError
from slakit.instants import EPOCH, MICROSECOND

pytest.importorskip("numpy", reason="columns are numpy's")

from slakit.frames.columns import NAT
from slakit.frames.evaluating.wall_texts import WallTexts

PATTERN = "%d/%m/%Y %H:%M"
# 2024-05-02 14:00 in UTC, in microseconds.
GOOD = 1_714_658_400_000_000
HOUR = 3_600_000_000


def read(*texts: Any, times: str = "iso", tz: str | None = "Europe/Madrid") -> list[int]:
    return list(WallTexts(TableSource(tz=tz, times=times))(texts).values())


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-05-02 16:00", GOOD),
        ("2024-05-02T16:00:00.000125", GOOD + 125),
        ("20240502T1600", GOOD),
        ("2024-W18-4T16:00", GOOD),
        (" 2024-05-02 16:00 ", GOOD),
        ("2024-05-02T14:00Z", GOOD),
        ("2024-05-02T09:00-05:00", GOOD),
    ],
)
def test_iso(text: str, instant: int) -> None:
    """A text without an offset is local time of the zone, one with an offset says the instant."""
    assert [instant] == read(text)


def test_pattern() -> None:
    """So it is by a pattern, also with days and times that were read before."""
    texts = ["2/5/2024 16:00", "2/5/2024 17:00", "3/5/2024 16:00", "3/5/2024 17:00"]
    expected = [GOOD, GOOD + HOUR, GOOD + 24 * HOUR, GOOD + 25 * HOUR]
    assert expected == read(*texts, times=PATTERN)


def test_gap_and_overlap() -> None:
    """A time that the clocks leave out moves forward, and of two the first counts."""
    gap, overlap = read("2024-03-31 02:30", "2024-10-27 02:30")
    assert ["2024-03-31T01:30:00+00:00", "2024-10-27T00:30:00+00:00"] == [
        (EPOCH + each * MICROSECOND).isoformat() for each in (gap, overlap)
    ]


@pytest.mark.parametrize("text", ["soon", "2024-05-02", "", None, "2024-02-30 10:00", 7])
def test_refused(text: Any) -> None:
    """What is no time is none, and does not disturb the others."""
    assert [GOOD, NAT, GOOD + HOUR] == read("2024-05-02 16:00", text, "2024-05-02 17:00")


def test_no_zone() -> None:
    """Without a zone there is no local time."""
    assert [NAT, GOOD] == read("2024-05-02 16:00", "2024-05-02T14:00Z", tz=None)


DAYS = st.dates(datetime(1990, 1, 1).date(), datetime(2040, 1, 1).date())  # noqa: DTZ001 - days
TEXTS = st.builds(
    lambda day, mark, time: f"{day}{mark}{time}",
    DAYS | st.sampled_from(["2024-03-31", "2024-10-27", "2024-02-30"]),
    st.sampled_from(["T", " ", ""]),
    st.sampled_from(["02:30", "02:30:00", "00:00", "24:00", "2", "02:30Z", "02:30+05:30", ""]),
)


@given(texts=st.lists(TEXTS, unique=True, max_size=12), tz=st.sampled_from(["Europe/Madrid", None]))
def test_any(texts: list[str], tz: str | None) -> None:
    """Each text is what the reader of single ones says."""
    one = time_reader("iso", ZoneInfo(tz) if tz else None)

    def expected(text: str) -> int:
        try:
            return (one(text, "") - EPOCH) // timedelta(microseconds=1)
        except SlakitError:
            return NAT

    assert [expected(text) for text in texts] == read(*texts, tz=tz)
