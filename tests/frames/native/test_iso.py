"""Texts read all at once are what each of them is by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import SlakitError
from slakit.adapters.times import ISO, time_reader
from slakit.instants import MICROSECOND, since_epoch

np = pytest.importorskip("numpy", reason="numpy is not installed")
iso = pytest.importorskip("slakit.frames.native.iso")

NAT = np.iinfo(np.int64).min
MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00Z", 0),
        ("1970-01-01 00:01+00:00", 60_000_000),
        ("1969-12-31T23:59:59Z", -1_000_000),
        ("1970-01-01T00:00:00.001Z", 1_000),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1970-01-01T01:30:00+01:30", 0),
        ("1969-12-31T22:00:00.500-02:00", 500_000),
        ("1970-01-02T00:00:00.000000+00:00", 86_400_000_000),
        # Wall time in Madrid, where it was an hour later than in UTC.
        ("1970-01-01T01:00", 0),
        ("1970-01-01 01:00:00.000002", 2),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
    ],
)
def test_forms(text: str, expected: int) -> None:
    """To the minute, the second and its parts; with Z, with an offset and without any."""
    assert [expected] == iso.iso_instants([text], MADRID).tolist()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2024-05-03",
        "2023-02-29T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-04-31T00:00:00Z",
        "2024-04-00T00:00:00Z",
        "2024-04-30T24:00:00Z",
        "2024-04-30T23:60:00Z",
        "2024-04-30T23:00:60Z",
        "2024-04-30T23:00:00z",
        "2024-04-30T23:00:00,001Z",
        "2024-04-30x23:00:00Z",
        "2024-04-30T23-00-00Z",
        "2024-04-30T23:00:00+24:00",
        "2024-04-30T23:00:00+00:60",
        "2024-04-30T23:00:00*01:00",
        "2024-04-30T23:00:00+01.00",
        "2024-04-30T2/:00:00Z",
        "0002-04-30T23:00:00Z",
        "9998-04-30T23:00:00Z",
    ],
)
def test_left_to_be_read(text: str) -> None:
    """What is of another form, or wrong, is left, and does not touch the one beside it."""
    beside = "1970-01-01T00:00:00Z"
    assert [NAT, 0] == iso.iso_instants([text, beside], MADRID).tolist()


def test_letters_of_other_scripts() -> None:
    """A digit of another script is none here, and texts of its length are left with it."""
    texts = ["2024-04-30T2\N{ARABIC-INDIC DIGIT THREE}:00:00Z", "1970-01-01T00:00Z"]
    assert [NAT, 0] == iso.iso_instants(texts, None).tolist()


def test_without_a_zone() -> None:
    """Wall time is left where nobody has said of which zone it is."""
    texts = ["1970-01-01T01:00:00", "1970-01-01T01:00:00Z"]
    assert [NAT, 3_600_000_000] == iso.iso_instants(texts, None).tolist()


def test_many() -> None:
    """Texts stay in their order, over many times as many as are read at once."""
    texts = [f"1970-01-01T00:{row % 60:02}:00Z" if row % 3 else "-" for row in range(150_000)]
    expected = [row % 60 * 60_000_000 if row % 3 else NAT for row in range(150_000)]
    assert expected == iso.iso_instants(texts, None).tolist()


MOMENTS = st.datetimes(*[datetime.fromisoformat(f"{year:04}-06-01") for year in (3, 9997)])
OFFSETS = st.sampled_from(["", "Z", "+02:00", "-03:30", "+23:59", "+2:00", "+24:00"])
DETAILS = st.sampled_from(["minutes", "seconds", "milliseconds", "microseconds"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a text of an instant, now and then with a letter that is another one."""
    text = draw(MOMENTS).isoformat(draw(st.sampled_from("T ")), draw(DETAILS)) + draw(OFFSETS)
    if draw(st.booleans()):
        return text
    place = draw(st.integers(0, len(text) - 1))
    return text[:place] + draw(st.sampled_from("0123456789:-+.TZ ")) + text[place + 1 :]


@given(found=st.lists(texts(), max_size=10), zone=st.sampled_from([None, MADRID]))
def test_as_one_by_one(found: list[str], zone: ZoneInfo | None) -> None:
    """Whatever is read is what reading it by itself gives."""
    read: Any = time_reader(ISO, zone)
    for text, number in zip(found, iso.iso_instants(found, zone).tolist(), strict=True):
        try:
            expected = since_epoch(read(text, "x"), "x") // MICROSECOND
        except SlakitError:
            assert NAT == number
        else:
            assert number in (expected, NAT)
