"""What is a column of instants or lengths, and what it is exactly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from slakit import AmountError, BusinessCalendar, InstantError, SlakitError

np = pytest.importorskip("numpy")
frames = pytest.importorskip("slakit.frames")

NAT = np.iinfo(np.int64).min
OFFICE = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
# Monday at ten, and eleven.
TEN, ELEVEN = "2024-05-06T10:00:00", "2024-05-06T11:00:00"
HOUR = 3_600_000_000


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns", "ps"])
def test_units(unit: str) -> None:
    """Every unit from seconds on is converted exactly, and the answer is in microseconds."""
    # Of picoseconds, int64 holds 106 days.
    start, end = ("1970-01-05T10:00:00", "1970-01-05T11:00:00") if unit == "ps" else (TEN, ELEVEN)
    found = frames.elapsed(
        OFFICE, np.array([start, "NaT"], f"M8[{unit}]"), np.datetime64(end, unit)
    )
    assert np.dtype("m8[us]") == found.dtype
    assert [HOUR, NAT] == found.view(np.int64).tolist()


def test_integers() -> None:
    """Integers are microseconds and answer integers; the least of them is NaT."""
    ten = int(datetime(2024, 5, 6, 10, tzinfo=UTC).timestamp()) * 10**6
    starts = np.array([ten, NAT, ten])
    found = frames.elapsed(OFFICE, starts, np.array([ten + HOUR, ten, NAT]))
    assert np.dtype(np.int64) == found.dtype
    assert [HOUR, NAT, NAT] == found.tolist()
    assert [ten + HOUR, NAT, ten + HOUR] == frames.add(OFFICE, starts, "1h").tolist()
    assert [ten, NAT, NAT] == frames.add(OFFICE, starts, np.array([0, 1, NAT])).tolist()
    assert [True, False, True] == frames.is_open(OFFICE, starts).tolist()
    assert [ten + 23 * HOUR, NAT, ten + 23 * HOUR] == frames.next_open(OFFICE, starts).tolist()


def test_nothing_but_nat() -> None:
    """A column without an instant has no years, and answers NaT."""
    missing = np.array(["NaT", "NaT"], "M8[us]")
    assert [None, None] == frames.elapsed(OFFICE, missing, missing).tolist()
    assert [None, None] == frames.add(OFFICE, missing, "4h").tolist()
    assert [None, None] == frames.next_open(OFFICE, missing).tolist()
    assert [False, False] == frames.is_open(OFFICE, missing).tolist()


def test_no_rows() -> None:
    """No rows have no answers."""
    empty = np.array([], "M8[us]")
    assert [] == frames.elapsed(OFFICE, empty, empty).tolist()
    assert [] == frames.is_open(OFFICE, empty, threads=2).tolist()


@pytest.mark.parametrize("unit", ["h", "m"])
def test_hours_and_minutes(unit: str) -> None:
    """They are as exact as seconds, and what numpy makes of texts that say no seconds."""
    starts = np.array([TEN, "NaT"], f"M8[{unit}]")
    lengths = np.array([1, 1], "m8[h]").astype(f"m8[{unit}]")
    assert [HOUR, "NaT"] == [
        str(each) if np.isnat(each) else each.astype(int)
        for each in frames.elapsed(OFFICE, starts, np.array([ELEVEN] * 2, "M8"))
    ]
    due = frames.add(OFFICE, starts, lengths)
    assert [ELEVEN, "NaT"] == np.datetime_as_string(due, "s").tolist()


def test_layout_of_memory() -> None:
    """Slices and foreign byte orders are read as they are meant."""
    columns = np.array([[TEN, ELEVEN], [TEN, ELEVEN]], "M8[us]")
    assert [HOUR, HOUR] == frames.elapsed(
        OFFICE, columns[:, 0].astype(">M8[ms]"), columns[:, 1]
    ).view(np.int64).tolist()
    swapped = columns[:, 0].view(np.int64).astype(">i8")
    assert [True, True] == frames.is_open(OFFICE, swapped).tolist()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param(["2024-05-06"], "a column of <U10 has no instants", id="text"),
        pytest.param([1.5], "a column of float64 has no instants", id="floats"),
        pytest.param([datetime(2024, 5, 6, tzinfo=UTC)], "a column of object has no", id="objects"),
        pytest.param(np.array([TEN], "M8[D]"), r"datetime64\[D\] does not count", id="days"),
        pytest.param(np.array([1], "M8[10us]"), r"datetime64\[10us\] does not count", id="steps"),
        pytest.param(np.array([1], np.int32), "int32 is too small for microseconds", id="int32"),
        pytest.param(np.zeros((2, 2), np.int64), "2 dimensions are no column", id="table"),
    ],
)
def test_no_instants(values: Any, message: str) -> None:
    """What holds no instants is refused with what to give instead."""
    with pytest.raises(InstantError, match=rf"^at: {message}.*; "):
        frames.is_open(OFFICE, values)


def test_too_fine() -> None:
    """A part of a microsecond is refused, and the row is named."""
    values = np.array([f"{TEN}.000001", f"{TEN}.000000001", "NaT"], "M8[ns]")
    with pytest.raises(InstantError, match=r"^at\[1\]: 2024-05-06T10:00:00.000000001 is finer"):
        frames.is_open(OFFICE, values)


def test_too_far() -> None:
    """Seconds that microseconds cannot count are refused, and the row is named."""
    for unit in ("s", "m", "h"):
        values = np.array([0, 2**52], f"M8[{unit}]")
        with pytest.raises(
            InstantError, match=r"^at\[1\]: \d+-.* is too far for microseconds; look"
        ):
            frames.is_open(OFFICE, values)


@pytest.mark.parametrize(
    ("amounts", "error"),
    [
        pytest.param(np.array([1], "m8[D]"), r"timedelta64\[D\] does not count", id="days"),
        pytest.param(np.array([1], "M8[us]"), r"a column of datetime64.* no", id="instants"),
        pytest.param([1.5], "a column of float64 has no lengths", id="floats"),
    ],
)
def test_no_lengths(amounts: Any, error: str) -> None:
    """What holds no lengths of time is refused as an amount."""
    with pytest.raises(AmountError, match=f"^amounts: {error}"):
        frames.add(OFFICE, np.array([TEN], "M8[us]"), amounts)


def test_errors_are_of_slakit() -> None:
    """Every refusal is a `SlakitError`."""
    with pytest.raises(SlakitError):
        frames.is_open(OFFICE, "now")
