"""Tables of every kind in, and the same kind out."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import (
    InstantError,
    MissingExtraError,
    NaiveDatetimeError,
    TableError,
    UnknownZoneError,
)
from tests.frames.native.kinds import KINDS, LIBRARIES, library_of, series_of, table_of

np = pytest.importorskip("numpy", reason="numpy is not installed")
native = pytest.importorskip("slakit.frames.native")

NAT = np.iinfo(np.int64).min
MADRID = ZoneInfo("Europe/Madrid")
NAIVE = datetime.fromisoformat("2024-05-03T15:00")
YEARS = [datetime.fromisoformat(f"{year:04}-01-01") for year in (4, 9996)]
# In the first the clocks go forward at 02:00, in the second back at 03:00.
WALLS = ["2024-03-31T02:30:00", "2024-10-27T02:30:00", "2024-05-03T15:00:00.000001"]
INSTANTS = ["2024-03-31T01:30:00", "2024-10-27T00:30:00", "2024-05-03T13:00:00.000001"]


def instants(table: Any, zone: ZoneInfo | None = None) -> tuple[list[str], dict[int, str]]:
    """Return the instants of the column x as texts, and what is wrong with which row."""
    found, errors = native.open_table(table, "tickets").instants("x", zone)
    texts = [str(each).removesuffix(".000000") for each in found.view("M8[us]")]
    return texts, {row: str(error) for row, error in errors.items()}


class TestOpening:
    @pytest.mark.parametrize("kind", KINDS)
    def test_names_and_rows(self, kind: str) -> None:
        """A table knows its columns in their order, and its rows."""
        table = native.open_table(table_of(kind, {"id": ["A", "B"], "x": [1, 2]}), "tickets")
        assert (kind, ["id", "x"], 2) == (table.kind, table.names, table.rows)

    @pytest.mark.parametrize("kind", KINDS)
    def test_no_rows(self, kind: str) -> None:
        """A table without rows, or without columns, is one."""
        assert ([], {}) == instants(table_of(kind, {"x": []}))
        assert 0 == native.open_table(table_of(kind, {}), "tickets").rows

    @pytest.mark.parametrize("kind", KINDS)
    def test_unknown_column(self, kind: str) -> None:
        """A column that is not there is an error with the nearest one."""
        table = native.open_table(table_of(kind, {"opened": ["A"]}), "tickets")
        with pytest.raises(TableError, match=r"^tickets: .* 'opend'; did you mean 'opened'\?$"):
            table.coded("opend")

    @pytest.mark.parametrize("table", [None, 5, "tickets.csv", [{"id": 1}], object()])
    def test_no_table(self, table: Any) -> None:
        """What is no table is refused with what is one."""
        with pytest.raises(TableError, match=r"^tickets: '\w+' is no table; give a DataFrame"):
            native.open_table(table, "tickets")

    @pytest.mark.parametrize("kind", LIBRARIES)
    def test_a_column_is_no_table(self, kind: str) -> None:
        """A column is refused as such, though it is a stream too."""
        with pytest.raises(TableError, match="is no table"):
            native.open_table(series_of(kind, ["A"]), "tickets")

    def test_arrow_stream(self) -> None:
        """Whatever has the Arrow C stream interface is read, and batches of pyarrow are."""
        pa = library_of("pyarrow")
        table = pa.table({"x": ["2024-05-03T15:00Z"]})

        class Stream:
            def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
                return table.__arrow_c_stream__(requested_schema)

        batch = table.to_batches()[0]
        reader = pa.RecordBatchReader.from_batches(table.schema, [batch, batch])
        assert (["2024-05-03T15:00:00"], {}) == instants(Stream())
        assert (["2024-05-03T15:00:00"], {}) == instants(batch)
        assert (["2024-05-03T15:00:00"] * 2, {}) == instants(reader)
        assert "pyarrow" == native.open_table(Stream(), "tickets").kind

    def test_arrow_stream_of_a_column(self) -> None:
        """A stream of values that have no names is no table."""
        pa = library_of("pyarrow")

        class Stream:
            def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
                return pa.chunked_array([["A"]]).__arrow_c_stream__(requested_schema)

        with pytest.raises(TableError, match=r"^tickets: 'Stream' is no table; give"):
            native.open_table(Stream(), "tickets")

    def test_arrow_stream_without_pyarrow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What reads a stream is pyarrow; where it is missing the error says what to install."""

        class Stream:
            def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
                raise AssertionError

        monkeypatch.delitem(sys.modules, "slakit.frames.native.of_pyarrow", raising=False)
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(MissingExtraError, match=r'needs pyarrow; .* "slakit\[arrow\]"$'):
            native.open_table(Stream(), "tickets")

    def test_columns_of_other_libraries(self) -> None:
        """A mapping may have columns of several libraries."""
        columns = {"x": series_of("polars", ["2024-05-03T15:00Z"]), "y": series_of("pandas", [5])}
        table = native.open_table(columns, "tickets")
        assert (["2024-05-03T15:00:00"], {}) == instants(columns)
        assert ("mapping", [5]) == (table.kind, table.coded("y").values)

    @pytest.mark.parametrize("column", [5, "A", np.zeros((2, 2)), {"A": 1}])
    def test_no_column(self, column: Any) -> None:
        """What a mapping has for a column has to be one."""
        with pytest.raises(
            TableError, match=r"^tickets\['x'\]: '[\w ]+' is no column; give a list"
        ):
            native.open_table({"x": column}, "tickets")

    def test_lengths(self) -> None:
        """Columns of a mapping have the same rows."""
        with pytest.raises(TableError, match="have different lengths: 1 x, 2 y; give columns of"):
            native.open_table({"x": [1], "y": [1, 2]}, "tickets")

    def test_names_of_pandas(self) -> None:
        """Names that are no texts, or that several columns have, are refused."""
        pd = library_of("pandas")
        with pytest.raises(TableError, match="the name of a column is 0, which is no text"):
            native.open_table(pd.DataFrame([[1]]), "tickets")
        with pytest.raises(TableError, match=r"give each column a name of its own$"):
            native.open_table(pd.DataFrame([[1, 2]], columns=["x", "x"]), "tickets")

    @pytest.mark.parametrize(
        ("kind", "extra"), [("pandas", "pandas"), ("polars", "polars"), ("pyarrow", "arrow")]
    )
    def test_without_narwhals(self, kind: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where narwhals is missing the error says what to install."""
        table = table_of(kind, {"x": ["A"]})
        monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)
        with pytest.raises(MissingExtraError, match=rf'pip install "slakit\[{extra}\]"$'):
            native.open_table(table, "tickets")


class TestInstants:
    @pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
    @pytest.mark.parametrize("kind", LIBRARIES)
    def test_naive_columns(self, kind: str, unit: str) -> None:
        """Local times of every unit are those of the zone, as ``fold=0`` has them."""
        if (kind, unit) == ("polars", "s"):
            pytest.skip("polars has no seconds")
        walls = np.array([WALLS[0], "NaT", WALLS[1]], f"M8[{unit}]")
        expected = [INSTANTS[0], "NaT", INSTANTS[1]], {}
        assert expected == instants(table_of(kind, {"x": walls}), MADRID)

    @pytest.mark.parametrize("kind", KINDS)
    def test_naive_column_without_a_zone(self, kind: str) -> None:
        """Nobody can know which instants these are: in a column of them, it is wrong as a whole."""
        table = table_of(kind, {"x": [NAIVE, None]})
        if kind == "mapping":
            assert "x: 2024-05-03T15:00:00 has no time zone" == instants(table)[1][0].split(";")[0]
            return
        with pytest.raises(
            NaiveDatetimeError, match=r"^x: these times have no time zone; say which .*tz="
        ):
            instants(table)

    @pytest.mark.parametrize("kind", KINDS)
    def test_aware_columns(self, kind: str) -> None:
        """Instants are what they are, whatever the zone that the others are in."""
        given = [datetime(2024, 10, 27, 2, 30, fold=fold, tzinfo=MADRID) for fold in (0, 1)]
        expected = ["2024-10-27T00:30:00", "2024-10-27T01:30:00", "NaT"], {}
        for zone in (None, ZoneInfo("Asia/Tokyo")):
            assert expected == instants(table_of(kind, {"x": [*given, None]}), zone)

    @pytest.mark.parametrize("kind", KINDS)
    def test_texts(self, kind: str) -> None:
        """Texts are read as ISO 8601; those that are none are errors of their rows."""
        texts = ["2024-05-03T15:00:00+02:00", None, "", *WALLS, "today", "2024-05-03", "today"]
        found, errors = instants(table_of(kind, {"x": texts}), MADRID)
        assert ["2024-05-03T13:00:00", "NaT", "NaT", *INSTANTS, "NaT", "NaT", "NaT"] == found
        assert [6, 7, 8] == sorted(errors)
        assert errors[6].startswith("x: 'today' is no time in the form ISO 8601; ")
        assert errors[6] == errors[8]
        assert errors[7].startswith("x: '2024-05-03' has no time of day; ")

    @pytest.mark.parametrize("kind", KINDS)
    def test_texts_without_a_zone(self, kind: str) -> None:
        """A text without an offset is an error of its row where no zone is known."""
        found, errors = instants(table_of(kind, {"x": ["2024-05-03T15:00", "2024-05-03T15:00Z"]}))
        assert ["NaT", "2024-05-03T15:00:00"] == found
        assert [
            "x: '2024-05-03T15:00' has no time zone; say which one they are in, as in tz=\"Eur"
            'ope/Madrid"'
        ] == list(errors.values())

    @pytest.mark.parametrize("kind", ["pandas", "mapping"])
    def test_mixed_values(self, kind: str) -> None:
        """Datetimes, naive ones and texts may stand together; a number is none of them."""
        mixed = [
            datetime(2024, 5, 3, 15, tzinfo=UTC),
            NAIVE,
            "2024-05-03T15:00Z",
            None,
            float("nan"),
            5,
            date(2024, 5, 3),
        ]
        found, errors = instants(table_of(kind, {"x": mixed}), MADRID)
        fifteen = "2024-05-03T15:00:00"
        assert [fifteen, "2024-05-03T13:00:00", fifteen, *["NaT"] * 4] == found
        assert {
            5: "x: 5 is no datetime; give an aware datetime.datetime",
            6: "x: datetime.date(2024, 5, 3) is no datetime; give an aware datetime.datetime",
        } == errors
        assert [1, 5, 6] == sorted(instants(table_of(kind, {"x": mixed}))[1])

    @pytest.mark.parametrize("kind", KINDS)
    def test_too_fine(self, kind: str) -> None:
        """A part of a microsecond is an error of its row, and no other row suffers."""
        times = np.array(["2024-05-03T15:00:00.000000001", "2024-05-03T15:00", "NaT"], "M8[ns]")
        found, errors = instants(table_of(kind, {"x": times}), ZoneInfo("UTC"))
        assert ["NaT", "2024-05-03T15:00:00", "NaT"] == found
        assert [0] == list(errors)
        assert errors[0].startswith("x: 2024-05-03T15:00:00.000000001 is finer than a microsecond")

    @pytest.mark.parametrize("kind", ["mapping", "pyarrow"])
    def test_too_far(self, kind: str) -> None:
        """Placeholders beyond the years of slakit are errors of their rows."""
        times = np.array([2**50, -(2**50), 0, 10**12, -(10**12)], "M8[s]")
        found, errors = instants(table_of(kind, {"x": times}), ZoneInfo("UTC"))
        assert (["NaT", "NaT", "1970-01-01T00:00:00", "NaT", "NaT"]) == found
        assert [0, 1, 3, 4] == sorted(errors)
        assert "is too far for microseconds; look for a placeholder" in errors[0]
        assert "an instant is outside the years 3 to 9997; look for" in errors[3]

    @pytest.mark.parametrize("kind", KINDS)
    def test_placeholders_of_texts(self, kind: str) -> None:
        """A text may be too far too."""
        errors = instants(table_of(kind, {"x": ["9999-12-31T00:00Z", "0001-01-01T00:00Z"]}))[1]
        assert [0, 1] == sorted(errors)
        assert errors[0].startswith("x: 9999-12-31T00:00:00+00:00 is outside the years 3 to 9997")

    @pytest.mark.parametrize(
        "values",
        [[1714723200, 5], [0.5], [True], [date(2024, 5, 3)], [timedelta(hours=1)], [["2024"]]],
    )
    @pytest.mark.parametrize("kind", LIBRARIES)
    def test_no_instants(self, kind: str, values: list[Any]) -> None:
        """A column of something else is wrong as a whole; an empty one of it has no instants."""
        if kind == "pandas" and isinstance(values[0], list | date):
            assert [0] == list(instants(table_of(kind, {"x": values}))[1])
            return
        with pytest.raises(InstantError, match=r"^x: a column of .* has no instants; give a col"):
            instants(table_of(kind, {"x": values}))

    def test_arrays(self) -> None:
        """datetime64 and int64 count in UTC and in no other zone; other numbers are no instants."""
        hour = np.array(["1970-01-01T01:00", "NaT"], "M8[s]")
        for column in (hour, hour.astype("M8[us]").view(np.int64)):
            for zone in (None, ZoneInfo("UTC")):
                assert (["1970-01-01T01:00:00", "NaT"], {}) == instants({"x": column}, zone)
            with pytest.raises(InstantError, match=r"^x: numpy has no zones, .*; leave out tz="):
                instants({"x": column}, MADRID)
        with pytest.raises(
            InstantError, match=r"^x: a column of float64 has no instants; give dat"
        ):
            instants({"x": np.array([1.5])})
        with pytest.raises(InstantError, match=r"^x: datetime64\[D\] does not count hours"):
            instants({"x": np.array(["2024-05-03"], "M8[D]")})
        assert (["NaT"], {}) == instants({"x": np.array([np.nan])})

    @given(moments=st.lists(st.none() | st.datetimes(*YEARS, timezones=st.just(UTC))))
    def test_every_kind_reads_the_same(self, moments: list[datetime | None]) -> None:
        """Aware datetimes of any table are the microseconds that they are."""
        expected = [
            "NaT" if each is None else each.replace(tzinfo=None).isoformat() for each in moments
        ]
        for kind in ("mapping", "polars", "pyarrow", "pandas"):
            assert (expected, {}) == instants(table_of(kind, {"x": moments}))


COLUMNS = {
    "at": native.Instants(np.array([0, NAT]), "Europe/Madrid"),
    "spent": native.Lengths(np.array([-1, NAT])),
    "status": native.Codes(np.array([1, -1], np.int8), ["met", "missed"]),
    "cycle": native.Whole(np.array([1, 2])),
    "late": native.Flags(np.array([True, False])),
    "ticket": native.Texts(np.array([1, 0]), ["B", "A"]),
    "warnings": native.Notices(
        np.array([0, 2, 2]),
        native.Codes(np.array([1, 0]), ["90%", "75%"]),
        native.Instants(np.array([0, NAT]), "Europe/Madrid"),
        native.Flags(np.array([True, False])),
        [("manager",), ("team", "lead")],
    ),
}
MIDNIGHT = datetime(1970, 1, 1, 1, tzinfo=MADRID)
# Two in the first row, none in the second.
WARNINGS = [
    [
        {"name": "75%", "at": MIDNIGHT, "passed": True, "to": ["team", "lead"]},
        {"name": "90%", "at": None, "passed": False, "to": ["manager"]},
    ],
    [],
]


class TestGivingBack:
    def given_back(self, kind: str) -> Any:
        return native.give_back(COLUMNS, native.open_table(table_of(kind, {"x": []}), "t"))

    def test_mapping(self) -> None:
        """A mapping gets arrays, with instants in UTC."""
        found = self.given_back("mapping")
        assert list(COLUMNS) == list(found)
        assert ["M8[us]", "m8[us]", "O", "i8", "?", "O", "O"] == [
            each.dtype.str[1:] if each.dtype.kind in "Mmi" else each.dtype.char
            for each in found.values()
        ]
        assert ["1970-01-01T00:00:00.000000", "NaT"] == [str(each) for each in found["at"]]
        assert [timedelta(microseconds=-1), None] == found["spent"].tolist()
        assert ["missed", None] == found["status"].tolist()
        assert ["A", "B"] == found["ticket"].tolist()
        assert WARNINGS == [list(each) for each in found["warnings"]]

    def test_pandas(self) -> None:
        """A data frame of pandas has its own types."""
        pd = library_of("pandas")
        found = self.given_back("pandas")
        assert [
            "datetime64[us, Europe/Madrid]",
            "timedelta64[us]",
            "category",
            "int64",
            "bool",
            # Of texts: pandas 2 has objects.
            "str" if pd.__version__ >= "3" else "object",
            "object",
        ] == [str(dtype) for dtype in found.dtypes]
        assert ["A", "B"] == found["ticket"].tolist()
        assert MIDNIGHT == found["at"][0].to_pydatetime()
        assert pd.Timedelta(-1, "us") == found["spent"][0]
        assert "missed" == found["status"][0]
        assert [True] * 3 == [pd.isna(found[name][1]) for name in ("at", "spent", "status")]
        assert WARNINGS == [list(each) for each in found["warnings"]]

    @pytest.mark.parametrize("kind", ["polars", "lazy polars"])
    def test_polars(self, kind: str) -> None:
        """A data frame of polars has its own types, and a lazy one is lazy."""
        pl = library_of("polars")
        found = self.given_back(kind)
        if kind == "lazy polars":
            assert isinstance(found, pl.LazyFrame)
            found = found.collect()
        assert {
            "at": pl.Datetime("us", "Europe/Madrid"),
            "spent": pl.Duration("us"),
            "status": pl.Categorical,
            "cycle": pl.Int64,
            "late": pl.Boolean,
            "ticket": pl.String,
            "warnings": pl.List(
                pl.Struct(
                    {
                        "name": pl.String,
                        "at": pl.Datetime("us", "Europe/Madrid"),
                        "passed": pl.Boolean,
                        "to": pl.List(pl.String),
                    }
                )
            ),
        } == dict(found.schema)
        assert (MIDNIGHT, timedelta(microseconds=-1), "missed", 1, True, "A") == found.row(0)[:6]
        assert (None, None, None, 2, False, "B", []) == found.row(1)
        assert WARNINGS == found["warnings"].to_list()

    def test_pyarrow(self) -> None:
        """A table of pyarrow has its own types."""
        pa = library_of("pyarrow")
        found = self.given_back("pyarrow")
        assert [
            pa.timestamp("us", "Europe/Madrid"),
            pa.duration("us"),
            pa.dictionary(pa.int32(), pa.string()),
            pa.int64(),
            pa.bool_(),
            pa.string(),
            pa.list_(
                pa.struct(
                    {
                        "name": pa.string(),
                        "at": pa.timestamp("us", "Europe/Madrid"),
                        "passed": pa.bool_(),
                        "to": pa.list_(pa.string()),
                    }
                )
            ),
        ] == found.schema.types
        first, second = found.to_pylist()
        assert {
            "at": MIDNIGHT,
            "spent": timedelta(microseconds=-1),
            "status": "missed",
            "cycle": 1,
            "late": True,
            "ticket": "A",
            "warnings": WARNINGS[0],
        } == first
        assert [None, None, None, 2, False, "B", []] == list(second.values())

    @pytest.mark.parametrize("hours", [0, 2, -3, 5.5])
    @pytest.mark.parametrize("kind", LIBRARIES)
    def test_fixed_offsets(self, kind: str, hours: float) -> None:
        """Offsets are zones too; one that a library has no name for is refused, and not lost."""
        zone = timezone(timedelta(hours=hours))
        columns = {"at": native.Instants(np.array([0]), zone)}
        like = native.open_table(table_of(kind, {"x": []}), "t")
        if kind == "polars" and hours == 5.5:
            with pytest.raises(
                UnknownZoneError, match=r"^tz: polars has no time zone '\+05:30'; ask"
            ):
                native.give_back(columns, like)
            return
        (found,) = native.open_table(native.give_back(columns, like), "t").coded("at").values
        assert datetime(1970, 1, 1, tzinfo=UTC) == found
        assert timedelta(hours=hours) == found.utcoffset()
