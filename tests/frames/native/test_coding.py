"""Which rows of a column have the same value, and which have none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames.native.kinds import LIBRARIES, table_of

np = pytest.importorskip("numpy", reason="numpy is not installed")
native = pytest.importorskip("slakit.frames.native")

MADRID = ZoneInfo("Europe/Madrid")
NAN = float("nan")
NAIVE = datetime.fromisoformat("2024-05-03T15:00")


def rows_of(table: Any) -> list[Any]:
    """Return the values of the column x, row by row."""
    codes, values = native.open_table(table, "tickets").coded("x")
    assert len(values) == len({(type(value), repr(value)) for value in values})
    return [None if code < 0 else values[code] for code in codes.tolist()]


def same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


ALIKE = [
    pytest.param(["a", None, "b", "a", ""], id="texts"),
    pytest.param([3, 1, 2**53 + 1, 3], id="integers"),
    pytest.param([1.5, 2.0, 1.5], id="floats"),
    pytest.param([True, False, True], id="booleans"),
    pytest.param([date(2024, 2, 29), None, date(1999, 1, 1)], id="dates"),
    pytest.param([Decimal("1.10"), None, Decimal("1.20"), Decimal("1.10")], id="decimals"),
    pytest.param([timedelta(hours=4), None, timedelta(microseconds=-1)], id="lengths"),
    pytest.param([NAIVE, None], id="naive"),
    pytest.param([datetime(2024, 5, 3, 15, 0, 0, 1, UTC), None], id="UTC"),
    pytest.param([None, None], id="nothing"),
    pytest.param([], id="no rows"),
]


class TestEveryKind:
    @pytest.mark.parametrize("values", ALIKE)
    @pytest.mark.parametrize("kind", [*LIBRARIES, "mapping"])
    def test_plain_values(self, kind: str, values: list[Any]) -> None:
        """A value comes out as the plain one that went in, whatever kind of table it was in."""
        found = rows_of(table_of(kind, {"x": values}))
        assert values == found
        assert [type(value) for value in values] == [type(value) for value in found]

    @pytest.mark.parametrize("kind", [*LIBRARIES, "mapping"])
    def test_nan_is_missing(self, kind: str) -> None:
        """NaN is no value; the other numbers are."""
        assert [2.5, None, None] == rows_of(table_of(kind, {"x": [2.5, NAN, None]}))

    @pytest.mark.parametrize("kind", [*LIBRARIES, "mapping"])
    def test_both_times_of_one_name(self, kind: str) -> None:
        """Where the clocks go back, two instants that are called the same stay two."""
        both = [datetime(2024, 10, 27, 2, 30, tzinfo=MADRID, fold=fold) for fold in (0, 1)]
        found = rows_of(table_of(kind, {"x": [*both, both[0]]}))
        assert [0, 1, 0] == [value.fold for value in found]
        assert [0, 1, 0] == [value.astimezone(UTC).hour for value in found]

    @pytest.mark.parametrize("kind", LIBRARIES)
    def test_nested_values(self, kind: str) -> None:
        """A list in a cell is given as it is, for whoever refuses it to name it."""
        assert [["a"], None, ["a", "b"]] == rows_of(
            table_of(kind, {"x": [["a"], None, ["a", "b"]]})
        )

    @pytest.mark.parametrize("kind", LIBRARIES)
    def test_nanoseconds(self, kind: str) -> None:
        """An instant that no datetime can be is not rounded."""
        times = np.array(["2024-05-03T15:00:00.000000001", "2024-05-03T15:00"], "M8[ns]")
        found = rows_of(table_of(kind, {"x": times}))
        assert [times[0], NAIVE] == found

    def test_beyond_datetimes(self) -> None:
        """An instant after the last year of Python stays what it is."""
        far = np.array(["12024-05-03T15:00"], "M8[us]")
        assert [far[0]] == rows_of({"x": far})


class TestLists:
    def test_types_stay_apart(self) -> None:
        """Values of different types are different, though Python calls them equal."""
        values = [True, 1, 1.0, Decimal(1), "1", 1]
        found = rows_of({"x": values})
        assert all(map(same, values, found))

    def test_same_instants(self) -> None:
        """An instant is the same of whichever class it is; in another zone its text is another."""
        at = datetime(2024, 10, 27, 2, 30, tzinfo=MADRID, fold=1)
        table = native.open_table({"x": [at, at.astimezone(UTC), at.replace()]}, "t")
        codes, values = table.coded("x")
        assert ([0, 1, 0], [at, at.astimezone(UTC)]) == (codes.tolist(), values)

    def test_values_of_numpy(self) -> None:
        """What numpy has instead of plain values are these."""
        values = [np.int64(5), 5, np.bool_(True), np.str_("a"), "a", np.float64(NAN)]
        codes, found = native.open_table({"x": values}, "t").coded("x")
        assert [0, 0, 1, 2, 2, -1] == codes.tolist()
        assert all(map(same, [5, True, "a"], found))

    def test_what_cannot_be_hashed(self) -> None:
        """Lists and mappings are values of their own."""
        values = [["a"], {"a": 1}, "a", Decimal("sNaN")]
        assert values[:3] == rows_of({"x": values})[:3]

    def test_pandas_na(self) -> None:
        """What pandas writes for no value is none in a list as well."""
        pd = pytest.importorskip("pandas", reason="pandas is not installed")
        assert [None, "a", None, None] == rows_of({"x": [pd.NA, "a", pd.NaT, NAN]})

    def test_timestamps_of_pandas(self) -> None:
        """A timestamp is a datetime, unless it is too fine for one."""
        pd = pytest.importorskip("pandas", reason="pandas is not installed")
        fine = pd.Timestamp("2024-05-03T15:00:00.000000001Z")
        found = rows_of({"x": [pd.Timestamp("2024-05-03T15:00"), fine]})
        assert all(map(same, [NAIVE, fine], found))

    @given(values=st.lists(st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from("01a")))
    def test_rows(self, values: list[Any]) -> None:
        """Every row has its own value back."""
        assert all(map(same, values, rows_of({"x": values})))


class TestArrays:
    @pytest.mark.parametrize(
        ("column", "expected"),
        [
            pytest.param(np.array(["b", "a", "b"]), ["b", "a", "b"], id="texts"),
            pytest.param(np.array([3, -1], np.int8), [3, -1], id="integers"),
            pytest.param(np.array([NAN, 0.5, NAN]), [None, 0.5, None], id="floats"),
            pytest.param(np.array([True, False]), [True, False], id="booleans"),
            pytest.param(np.array(["a", None, 1], object), ["a", None, 1], id="objects"),
            pytest.param(np.array(["2024-02-29"], "M8[D]"), [date(2024, 2, 29)], id="dates"),
            pytest.param(
                np.array(["2024-05-03T15:00", "NaT"], ">M8[s]"),
                [datetime(2024, 5, 3, 15, tzinfo=UTC), None],
                id="instants",
            ),
        ],
    )
    def test_arrays(self, column: Any, expected: list[Any]) -> None:
        """Arrays have plain values too; datetime64 counts in UTC."""
        assert expected == rows_of({"x": column})


class TestPandas:
    @pytest.fixture(autouse=True)
    def pandas(self) -> None:
        self.pd = pytest.importorskip("pandas", reason="pandas is not installed")
        pytest.importorskip("narwhals", reason="narwhals is not installed")

    @pytest.mark.parametrize(
        ("values", "dtype"),
        [
            (["a", None, "b"], "object"),
            (["a", None, "b"], "string"),
            (["a", None, "b"], "category"),
            ([1, None, 2**62 + 1], "Int64"),
            ([True, None, False], "boolean"),
            ([True, 1, "1", 1.0], "object"),
        ],
    )
    def test_its_own_types(self, values: list[Any], dtype: str) -> None:
        """The several ways that pandas has of missing values make no difference."""
        found = rows_of(self.pd.DataFrame({"x": self.pd.Series(values, dtype=dtype)}))
        assert all(map(same, values, found))

    def test_zones(self) -> None:
        """Zones of pytz are those of zoneinfo, and those without a name stay what they are."""
        walls = np.array(["2024-05-03T15:00"], "M8[us]")
        zone = pytest.importorskip("dateutil.tz").gettz("Europe/Madrid")
        pytz = pytest.importorskip("pytz", reason="pytz is not installed")
        for tz, expected in ((zone, zone), (pytz.timezone("Europe/Madrid"), MADRID)):
            (found,) = rows_of(self.pd.DataFrame({"x": self.pd.Series(walls).dt.tz_localize(tz)}))
            assert datetime(2024, 5, 3, 15, tzinfo=MADRID) == found
            assert expected == found.tzinfo


class TestPolars:
    @pytest.fixture(autouse=True)
    def polars(self) -> None:
        self.pl = pytest.importorskip("polars", reason="polars is not installed")
        pytest.importorskip("narwhals", reason="narwhals is not installed")

    def test_categories(self) -> None:
        """Categories and enumerations are their texts, however they are numbered."""
        self.pl.Series(["z", "y", "x"]).cast(self.pl.Categorical)
        for dtype in (self.pl.Categorical, self.pl.Enum(["c", "b", "a"])):
            column = self.pl.Series(["b", None, "a", "b"], dtype=dtype)
            assert ["b", None, "a", "b"] == rows_of(self.pl.DataFrame({"x": column}))


class TestArrow:
    @pytest.fixture(autouse=True)
    def arrow(self) -> None:
        self.pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
        pytest.importorskip("narwhals", reason="narwhals is not installed")

    def test_dictionaries(self) -> None:
        """A dictionary may have a value twice or none, and each chunk its own."""
        made = self.pa.DictionaryArray.from_arrays
        one = made(self.pa.array([0, 1, 2, None]), self.pa.array(["a", "a", None]))
        other = made(self.pa.array([0, 1]), self.pa.array(["b", "a"]))
        table = self.pa.table({"x": self.pa.chunked_array([one, other])})
        assert ["a", "a", None, None, "b", "a"] == rows_of(table)

    def test_no_chunks(self) -> None:
        """A column without a chunk has no rows."""
        assert [] == rows_of(self.pa.table({"x": self.pa.chunked_array([], self.pa.string())}))

    def test_zones_by_offset(self) -> None:
        """An offset that Arrow calls a zone is a fixed one."""
        kind = self.pa.timestamp("s", "-03:30")
        table = self.pa.table({"x": self.pa.array([0], self.pa.int64()).cast(kind)})
        assert ["1969-12-31T20:30:00-03:30"] == [each.isoformat() for each in rows_of(table)]
