"""Questions of columns of pandas, polars and pyarrow: the kernel's answers, in the same kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import (
    AmountError,
    BusinessCalendar,
    InstantError,
    NaiveDatetimeError,
    TableError,
    UnknownZoneError,
)
from tests.frames.native.kinds import LIBRARIES, library_of, series_of

np = pytest.importorskip("numpy", reason="numpy is not installed")
frames = pytest.importorskip("slakit.frames")

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
HOUR = timedelta(hours=1)
# A Friday before lunch; the Friday before the clocks go forward; none.
WALLS = np.array(["2024-05-03T11:00", "2024-03-29T17:00", "NaT"], "M8[us]")
OPENED = [
    datetime(2024, 5, 3, 11, tzinfo=MADRID),
    datetime(2024, 3, 29, 17, tzinfo=MADRID),
    None,
]
# The Monday after that.
CLOSED = [datetime(2024, 5, 6, 10, tzinfo=MADRID), datetime(2024, 4, 1, 10, tzinfo=MADRID), None]
# From 11:00 to lunch and from lunch to the evening, and an hour on Monday; an hour, and another.
SPENT = [7 * HOUR, 2 * HOUR, None]


def values(column: Any) -> list[Any]:
    """Return a column as plain values, None where there is none."""
    told = column.to_pylist() if hasattr(column, "to_pylist") else column.to_list()
    found = [None if each is None or each != each else each for each in told]
    plain = [each.to_pydatetime() if hasattr(each, "to_pydatetime") else each for each in found]
    return [each.to_pytimedelta() if hasattr(each, "to_pytimedelta") else each for each in plain]


@pytest.mark.parametrize("kind", LIBRARIES)
class TestQuestions:
    def test_elapsed(self, kind: str) -> None:
        """Open time between instants, over lunch and over a change of clocks."""
        found = frames.elapsed(OFFICE, series_of(kind, OPENED), series_of(kind, CLOSED))
        assert type(series_of(kind, [1])) is type(found)
        assert SPENT == values(found)

    def test_elapsed_until_one_instant(self, kind: str) -> None:
        """An aware datetime stands for a column of it."""
        found = frames.elapsed(OFFICE, series_of(kind, OPENED), CLOSED[0])
        assert [7 * HOUR, None] == [values(found)[0], values(found)[2]]
        found = frames.elapsed(OFFICE, CLOSED[0], series_of(kind, OPENED))
        assert -7 * HOUR == values(found)[0]
        with pytest.raises(
            NaiveDatetimeError, match=r"^ends: 2024-05-06T10:00:00 has no time zone"
        ):
            frames.elapsed(OFFICE, series_of(kind, OPENED), CLOSED[0].replace(tzinfo=None))

    def test_add(self, kind: str) -> None:
        """The instants come in the zone of the column."""
        found = values(frames.add(OFFICE, series_of(kind, OPENED), "2h"))
        after = [datetime(2024, 5, 3, 14, tzinfo=MADRID), datetime(2024, 4, 1, 10, tzinfo=MADRID)]
        assert [*after, None] == found
        assert ["14:00+0200", "10:00+0200"] == [each.strftime("%H:%M%z") for each in found[:2]]

    def test_add_column(self, kind: str) -> None:
        """Every row may have an amount of its own, or none."""
        amounts = series_of(kind, [HOUR, None, HOUR])
        found = frames.add(OFFICE, series_of(kind, OPENED), amounts)
        assert [datetime(2024, 5, 3, 12, tzinfo=MADRID), None, None] == values(found)
        found = values(frames.add(OFFICE, OPENED[0], amounts))
        assert (
            datetime(2024, 5, 3, 14, tzinfo=MADRID)
            == values(frames.add(OFFICE, OPENED[0], series_of(kind, [2 * HOUR])))[0]
        )
        assert ["12:00+0200", "12:00+0200"] == [found[i].strftime("%H:%M%z") for i in (0, 2)]

    def test_add_business_days(self, kind: str) -> None:
        """A number of days, or one of each row."""
        found = frames.add_business_days(OFFICE, series_of(kind, OPENED), 1)
        monday = datetime(2024, 5, 6, 11, tzinfo=MADRID)
        assert [monday, datetime(2024, 4, 1, 17, tzinfo=MADRID), None] == values(found)
        days = library_of(kind).array([1, None, 1]) if kind == "pyarrow" else None
        if kind == "pandas":
            days = library_of(kind).Series([1, None, 1], dtype="Int64")
        if kind == "polars":
            days = library_of(kind).Series([1, None, 1])
        found = frames.add_business_days(OFFICE, series_of(kind, OPENED), days)
        assert [monday, None, None] == values(found)

    def test_is_open(self, kind: str) -> None:
        """No instant is not open; where a library has null for a boolean, it is that."""
        at = [OPENED[0], datetime(2024, 5, 3, 12, 30, tzinfo=MADRID), None]
        found = frames.is_open(OFFICE, series_of(kind, at))
        assert [True, False, False if kind == "pandas" else None] == values(found)

    def test_next_open(self, kind: str) -> None:
        """The first opening is that after lunch, and that after a weekend."""
        found = frames.next_open(OFFICE, series_of(kind, OPENED))
        expected = [datetime(2024, 5, 3, 13, tzinfo=MADRID), datetime(2024, 4, 1, 9, tzinfo=MADRID)]
        assert [*expected, None] == values(found)

    def test_naive_columns(self, kind: str) -> None:
        """Local times need their zone, and are answered in it; aware columns do not heed it."""
        starts = series_of(kind, WALLS)
        assert SPENT == values(frames.elapsed(OFFICE, starts, series_of(kind, CLOSED), tz=MADRID))
        found = values(frames.add(OFFICE, starts, "2h", tz="Europe/Madrid"))
        assert datetime(2024, 5, 3, 14, tzinfo=MADRID) == found[0]
        assert "14:00+0200" == found[0].strftime("%H:%M%z")
        assert [*OPENED[:2]] == values(frames.add(OFFICE, series_of(kind, OPENED), "0h", tz="UTC"))[
            :2
        ]
        with pytest.raises(NaiveDatetimeError, match=r"^starts: .* no time zone; say which .* tz="):
            frames.elapsed(OFFICE, starts, starts)
        with pytest.raises(UnknownZoneError, match="did you mean 'Europe/Madrid'"):
            frames.is_open(OFFICE, starts, tz="Europe/Madird")

    def test_which(self, kind: str) -> None:
        """Each row may have a calendar of its own."""
        always = BusinessCalendar(tz="UTC", hours="Mon-Sun 00:00-24:00")
        columns = series_of(kind, OPENED[:2]), series_of(kind, CLOSED[:2])
        which = series_of(kind, [0, 1])
        expected = [7 * HOUR, 2 * 24 * HOUR + 16 * HOUR]
        assert expected == values(frames.elapsed([OFFICE, always], *columns, which=which))

    def test_wrong_rows(self, kind: str) -> None:
        """A row that is refused is named."""
        fine = np.array(["2024-05-03T15:00", "2024-05-03T15:00:00.000000001"], "M8[ns]")
        with pytest.raises(InstantError, match=r"^at\[1\]: .* is finer than a microsecond"):
            frames.is_open(OFFICE, series_of(kind, fine), tz="UTC")
        far = np.array(["2024-05-03", "9999-12-31"], "M8[us]")
        with pytest.raises(InstantError, match=r"^starts\[1\]: 9999-12-31T.* outside the years"):
            frames.add(OFFICE, series_of(kind, far), "4h", tz="UTC")

    def test_no_instants(self, kind: str) -> None:
        """A column of something else is refused with what to give."""
        for wrong in ([5], ["2024-05-03T15:00Z"], [HOUR]):
            with pytest.raises(
                InstantError, match=r"^at: a column of .* has no instants; give a c"
            ):
                frames.is_open(OFFICE, series_of(kind, wrong))
        with pytest.raises(AmountError, match=r"^amounts: a column of .* has no lengths of time; "):
            frames.add(OFFICE, series_of(kind, OPENED), series_of(kind, [1, 2, 3]))
        with pytest.raises(AmountError, match=r"^days: a column of .* has no numbers of days; "):
            frames.add_business_days(OFFICE, series_of(kind, OPENED), series_of(kind, [1.0] * 3))

    def test_offsets(self, kind: str) -> None:
        """A fixed offset is a zone to answer in."""
        zone = timezone(2 * HOUR)
        found = values(frames.add(OFFICE, series_of(kind, [OPENED[0].astimezone(zone)]), "2h"))
        # What polars makes of offsets is UTC.
        expected = "12:00:00+00:00" if kind == "polars" else "14:00:00+02:00"
        assert f"2024-05-03 {expected}" == str(found[0])


class TestNumpy:
    def test_no_zones(self) -> None:
        """Columns of numpy count in UTC, so that a zone for them is a mistake."""
        with pytest.raises(InstantError, match=r"^starts: numpy has no zones, .*; leave out tz="):
            frames.add(OFFICE, WALLS, "4h", tz="Europe/Madrid")

    def test_texts_for_instants(self) -> None:
        """A text is neither a column nor an instant, and is not taken for numpy's."""
        starts = np.array(["2024-05-06T09:00"], "M8[us]")
        with pytest.raises(InstantError, match=r"^ends: '.*' is a text, .*; give a column, or an"):
            frames.elapsed(OFFICE, starts, "2024-05-07T09:00Z")

    @pytest.mark.parametrize("amount", [4, 4.5])
    def test_a_number_without_a_unit(self, amount: float) -> None:
        """One number is refused as a calendar refuses it; a column counts microseconds."""
        starts = np.array(["2024-05-06T09:00"], "M8[us]")
        with pytest.raises(AmountError, match=r"has no unit"):
            frames.add(OFFICE, starts, amount)

    def test_aware_datetime(self) -> None:
        """An aware datetime stands for a column of numpy too."""
        starts = np.array(["2024-05-03T09:00", "2024-05-06T07:30"], "M8[s]")
        assert [7, 0] == (
            frames.elapsed(OFFICE, starts, CLOSED[0]) // np.timedelta64(1, "h")
        ).tolist()

    def test_single_values_of_libraries(self) -> None:
        """What is of a library and no column is refused, and not taken for UTC."""
        pd = library_of("pandas")
        with pytest.raises(
            InstantError, match=r"^at: a DatetimeIndex of pandas is no column; give"
        ):
            frames.is_open(OFFICE, pd.DatetimeIndex(["2024-05-03T15:00"]))
        assert [True] == frames.is_open(OFFICE, pd.Timestamp("2024-05-03T15:00Z")).tolist()


class TestPandas:
    def test_index_and_name(self) -> None:
        """The answers have the index and the name of the first column."""
        pd = library_of("pandas")
        starts = pd.Series(OPENED, index=["a", "b", "c"], name="opened")
        found = frames.add(OFFICE, starts, "2h")
        assert ["a", "b", "c"] == found.index.tolist()
        assert ("opened", "datetime64[us, Europe/Madrid]") == (found.name, str(found.dtype))

    def test_other_index(self) -> None:
        """Rows of another index, or in another order, are not those of the first column."""
        pd = library_of("pandas")
        starts, ends = pd.Series(OPENED), pd.Series(CLOSED)
        with pytest.raises(
            TableError, match=r"have different indexes; .* ends.reindex\(starts.ind"
        ):
            frames.elapsed(OFFICE, starts, ends[::-1])
        assert SPENT == values(frames.elapsed(OFFICE, starts, ends[::-1].reindex(starts.index)))

    def test_zone_without_a_name(self) -> None:
        """A zone of dateutil stays the column's own."""
        pd = library_of("pandas")
        tz = pytest.importorskip("dateutil.tz").gettz("Europe/Madrid")
        starts = pd.Series(WALLS).dt.tz_localize(tz)
        assert starts.dtype == frames.add(OFFICE, starts, "2h").dtype


class TestArrow:
    def test_arrays(self) -> None:
        """An array is a column without chunks, and is answered by one."""
        pa = library_of("pyarrow")
        found = frames.elapsed(OFFICE, pa.array(OPENED), pa.array(CLOSED))
        assert isinstance(found, pa.DurationArray)
        assert SPENT == values(found)


MOMENTS = st.datetimes(
    *[datetime.fromisoformat(f"{year}-01-01") for year in (2020, 2026)], timezones=st.just(UTC)
)


@settings(max_examples=30)
@given(rows=st.lists(st.tuples(st.none() | MOMENTS, MOMENTS), min_size=1, max_size=20))
def test_equal_to_the_kernel(rows: list[tuple[datetime | None, datetime]]) -> None:
    """Every library has numpy's answers, to the microsecond."""
    starts, ends = (list(each) for each in zip(*rows, strict=True))
    arrays = [
        np.array([each and each.replace(tzinfo=None) for each in column], "M8[us]")
        for column in (starts, ends)
    ]
    spent = frames.elapsed(OFFICE, *arrays).tolist()
    due = frames.add(OFFICE, arrays[0], "4h").tolist()
    flags = frames.is_open(OFFICE, arrays[1]).tolist()
    for kind in LIBRARIES:
        try:
            columns = [series_of(kind, array) for array in arrays]
        except pytest.skip.Exception:
            continue
        assert spent == values(frames.elapsed(OFFICE, *columns, tz="UTC"))
        found = values(frames.add(OFFICE, columns[0], "4h", tz="UTC"))
        assert due == [each and each.replace(tzinfo=None) for each in found]
        assert flags == values(frames.is_open(OFFICE, columns[1], tz="UTC"))
