"""Which calendar a row is for, and which years it may lie in."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import BusinessCalendar, CalendarError, HorizonError, InstantError, TableError

np = pytest.importorskip("numpy")
frames = pytest.importorskip("slakit.frames")

EARLY = BusinessCalendar(tz="UTC", hours="Mon-Fri 08:00-12:00")
LATE = BusinessCalendar(tz="UTC", hours="Mon-Fri 14:00-20:00")
HOUR = 3_600_000_000
START = np.array(["2024-05-06T07:00"] * 3, "M8[us]")
END = np.array(["2024-05-06T15:00"] * 3, "M8[us]")


class TestWhich:
    def test_rows_by_calendar(self) -> None:
        """Each row is answered by its own calendar, in the order of the rows."""
        found = frames.elapsed([EARLY, LATE], START, END, which=[1, 0, 1])
        assert [HOUR, 4 * HOUR, HOUR] == found.view(np.int64).tolist()
        opens = frames.next_open([EARLY, LATE], START, which=np.array([1, 0, 1], np.int8))
        assert ["14", "08", "14"] == [str(each)[11:13] for each in opens]

    def test_error_names_the_row_of_the_column(self) -> None:
        """A row keeps its number when it is answered together with those of its calendar."""
        at = np.array(["2024-05-06", "2024-05-06", "9999-12-31"], "M8[us]")
        with pytest.raises(InstantError, match=r"^at\[2\]: 9999-12-31T"):
            frames.is_open([EARLY, LATE], at, which=[0, 0, 1])

    @pytest.mark.parametrize(
        ("calendar", "which"),
        [(EARLY, [0, 0, 0]), ([EARLY, LATE], None)],
    )
    def test_calendars_and_which_go_together(self, calendar: Any, which: Any) -> None:
        """One calendar goes without `which`, and several with it."""
        with pytest.raises(CalendarError, match=r"^which: one calendar is for every row"):
            frames.is_open(calendar, START, which=which)

    @pytest.mark.parametrize(
        ("calendar", "place"), [([EARLY, "late"], r"calendar\[1\]"), ("late", "calendar")]
    )
    def test_no_calendar(self, calendar: Any, place: str) -> None:
        """What is no calendar is told by its place."""
        with pytest.raises(CalendarError, match=rf"^{place}: 'late' is no calendar"):
            frames.is_open(calendar, START, which=[0, 1, 0])

    @pytest.mark.parametrize(
        ("which", "message"),
        [
            ([0, 2, 0], r"which\[1\]: there is no calendar 2, only 2 of them; count from 0"),
            ([0, 0, -1], r"which\[2\]: there is no calendar -1"),
            ([0, 1], r"which: int64 of shape \(2,\) is no column of 3 places"),
            ([0.0, 1.0, 0.0], "which: float64 of shape"),
        ],
    )
    def test_places(self, which: list[Any], message: str) -> None:
        """A place that is not in the list is an error, negative ones included."""
        with pytest.raises(TableError, match=f"^{message}"):
            frames.is_open([EARLY, LATE], START, which=which)


class TestRange:
    @pytest.mark.parametrize("year", ["0002", "9998", "12024"])
    def test_outside_the_years_of_slakit(self, year: str) -> None:
        """An instant in no year of slakit is an error that names column and row."""
        ends = END.copy()
        ends[1] = np.datetime64(f"{year}-06-01", "us")
        with pytest.raises(InstantError, match=r"^ends\[1\]: .* outside the years 3 to 9997"):
            frames.elapsed(EARLY, START, ends)
        with pytest.raises(InstantError, match=r"^starts\[1\]: "):
            frames.add(EARLY, ends, "1h")

    def test_span_beyond_the_horizon(self) -> None:
        """A span of more than a hundred years is an error as it is for a calendar."""
        starts = START.copy()
        starts[2] = np.datetime64("1900-01-01", "us")
        with pytest.raises(HorizonError, match=r"^starts\[2\]: the years 1900 to 2024"):
            frames.elapsed(EARLY, starts, END)

    def test_column_wider_than_the_horizon(self) -> None:
        """Rows far from the others are answered with them, when each of them may be."""
        monday = np.array(["1600-05-01", "2024-05-06", "2024-05-06", "2500-05-03", "NaT"], "M8[us]")
        found = frames.elapsed(EARLY, monday, monday + np.timedelta64(9 * HOUR, "us"))
        assert [HOUR] * 4 == found[:4].view(np.int64).tolist()
        assert np.isnat(found[4])
        assert [False] * 5 == frames.is_open(EARLY, monday).tolist()
        opens = frames.next_open(EARLY, monday) - monday
        assert [8 * HOUR] * 4 == opens[:4].view(np.int64).tolist()

    def test_amounts_in_a_column_wider_than_the_horizon(self) -> None:
        """Zero leads to the next opening, a negative amount back, wherever the others are."""
        monday = np.array(["1600-05-01"] * 3 + ["2024-05-06"] * 4, "M8[us]")
        amounts = np.array([HOUR, 0, -HOUR, HOUR, 0, -HOUR, HOUR])
        # Back from Monday is Friday, 11:00.
        expected = [9 * HOUR, 8 * HOUR, -(2 * 24 + 13) * HOUR] * 2 + [9 * HOUR]
        found = frames.add(EARLY, monday, amounts) - monday
        assert expected == found.view(np.int64).tolist()

    def test_lengths_of_columns(self) -> None:
        """Columns of different rows are refused; one value goes with every row."""
        with pytest.raises(
            TableError, match=r"^ends: the columns have different lengths: 3 starts"
        ):
            frames.elapsed(EARLY, START, END[:2])
        assert [4 * HOUR] * 3 == (frames.elapsed(EARLY, START[0], END).view(np.int64).tolist())

    @pytest.mark.parametrize("threads", [0, -1, 1.5, "two"])
    def test_threads(self, threads: Any) -> None:
        """A number of threads is a whole number from 1 on."""
        with pytest.raises(TableError, match=r"^threads: .* is no number of threads; give 1"):
            frames.is_open(EARLY, START, threads=threads)


def test_calendars_of_one_content_share_a_table() -> None:
    """An equal calendar finds what the other has compiled, and a changed one does not."""
    from slakit.frames.answers import tables_of

    twin = BusinessCalendar.model_validate(EARLY.model_dump())
    assert tables_of(EARLY._timeline) is tables_of(twin._timeline)
    other = EARLY.model_copy(update={"tz": "Europe/Madrid"})
    assert tables_of(EARLY._timeline) is not tables_of(other._timeline)
    assert [True] == frames.is_open(
        other, np.array(["2024-05-06T06:30"], "M8[s]").astype("M8[s]")
    ).tolist()
