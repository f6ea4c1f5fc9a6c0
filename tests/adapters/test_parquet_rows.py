"""The rows of a Parquet file, as a table of CSV has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="Parquet is read by pyarrow")
parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet is read by pyarrow")

from slakit.adapters import TableSource  # noqa: E402 - what follows needs pyarrow
from slakit.adapters.parquet_rows import ROWS, parquet_rows  # noqa: E402
from slakit.errors import DocumentError, TableError  # noqa: E402

# 2024-05-02 14:00 in UTC, in seconds.
GOOD = 1_714_658_400
ISO = "2024-05-02T14:00:00"


def parquet_file(columns: dict[str, Any], **options: Any) -> BytesIO:
    file = BytesIO()
    parquet.write_table(pa.table(columns), file, **options)
    return file


def read(columns: dict[str, Any], fields: Any = None, **source: Any) -> tuple[list[str], list[Any]]:
    header, rows = parquet_rows(parquet_file(columns), TableSource(**source), fields)
    return header, list(rows)


def tickets(**columns: Any) -> dict[str, Any]:
    size = len(next(iter(columns.values())))
    return {"id": pa.array([f"T{i}" for i in range(size)]), "created_at": [ISO] * size, **columns}


def cells(array: Any) -> list[Any]:
    """Return what the rows have of a field, of which all are well."""
    _, rows = read(tickets(x=array))
    assert {""} == {wrong for _, _, wrong in rows}
    return [row[2] for _, row, _ in rows]


class TestValues:
    @pytest.mark.parametrize(
        ("type", "values"),
        [
            (pa.string(), ["a", None, ""]),
            (pa.large_string(), ["a", None, "é"]),
            (pa.bool_(), [True, None, False]),
            (pa.uint64(), [2**64 - 1, None, 0]),
            (pa.float32(), [0.5, None, -2.0]),
            (pa.float16(), [0.5, None, 2.0]),
            (pa.decimal128(5, 2), [Decimal("1.10"), None]),
            (pa.date32(), [date(2024, 2, 29), None]),
            (pa.date64(), [date(2024, 2, 29), None]),
            (pa.null(), [None, None]),
        ],
    )
    def test_types(self, type: Any, values: list[Any]) -> None:
        """Values keep their types, and NULL is no value."""
        found = cells(pa.array(values, type))
        assert values == found
        assert [each.__class__ for each in values] == [each.__class__ for each in found]

    def test_dictionary(self) -> None:
        """A column of a dictionary is one of its values."""
        column = pa.array(["gold", None, "gold", "silver"]).dictionary_encode()
        assert ["gold", None, "gold", "silver"] == cells(column)

    def test_dictionary_of_instants(self) -> None:
        """So is one of timestamps."""
        column = pa.array([GOOD, None, GOOD], pa.timestamp("s")).dictionary_encode()
        assert [ISO, None, ISO] == cells(column)

    def test_zero(self) -> None:
        """There is one zero, as there is one text of it."""
        assert ["0.0", "0.0"] == [str(each) for each in cells(pa.array([-0.0, 0.0]))]

    @pytest.mark.parametrize("value", [float("nan"), float("inf")])
    def test_no_number(self, value: float) -> None:
        """What is no number is no value, and its row says so."""
        _, rows = read(tickets(cost=pa.array([1.0, value, None])))
        said = f"the column 'cost' has {value}, which is no value; write null for a missing one"
        assert ["", said, ""] == [wrong for _, _, wrong in rows]

    def test_far_date(self) -> None:
        """A date that Python does not have makes its row wrong."""
        _, rows = read(tickets(day=pa.array([0, 10**7], pa.date32())))
        assert ["", "the column 'day' has 29349-01-26, which is out of range"] == [
            wrong for _, _, wrong in rows
        ]


class TestInstants:
    @pytest.mark.parametrize(
        ("unit", "number", "text"),
        [
            ("s", GOOD, ISO),
            ("ms", GOOD * 1000 + 50, f"{ISO}.050000"),
            ("us", GOOD * 10**6 + 1, f"{ISO}.000001"),
            ("ns", GOOD * 10**9, ISO),
            ("ns", GOOD * 10**9 + 1000, f"{ISO}.000001"),
            ("us", -1, "1969-12-31T23:59:59.999999"),
            ("s", 253_402_300_800, "10000-01-01T00:00:00"),
        ],
    )
    def test_text(self, unit: str, number: int, text: str) -> None:
        """A timestamp is the ISO text of itself, to the microsecond."""
        # Nobody can store seconds in Parquet; they become milliseconds.
        assert [text] == cells(pa.array([number], pa.timestamp(unit)))

    @pytest.mark.parametrize("zone", ["UTC", "Europe/Madrid", "+02:00"])
    def test_aware(self, zone: str) -> None:
        """One of an aware column is in UTC and says so, whatever the zone of the column."""
        assert [f"{ISO}Z"] == cells(pa.array([GOOD], pa.timestamp("s", tz=zone)))

    def test_half_a_microsecond(self) -> None:
        """Nanoseconds that are no whole microseconds make the row wrong, and no other."""
        at = pa.array([GOOD * 10**9 + 500, GOOD * 10**9], pa.timestamp("ns"))
        _, rows = read({"id": ["7", "8"], "created_at": at})
        said = (
            "the column 'created_at' has 2024-05-02 14:00:00.000000500,"
            " which is no whole number of microseconds"
        )
        assert [("7", said), ("8", "")] == [(row[0], wrong) for _, row, wrong in rows]

    def test_out_of_range(self) -> None:
        """An instant that even Arrow cannot write makes the row wrong."""
        _, rows = read({"id": ["7"], "created_at": pa.array([2**62], pa.timestamp("ms"))})
        assert "the column 'created_at' has an instant that is out of range" == rows[0][2]

    def test_int96(self) -> None:
        """Timestamps of the old kind do not tell their zone, and are refused."""
        at = pa.array([GOOD], pa.timestamp("s"))
        file = parquet_file({"id": ["7"], "created_at": at}, use_deprecated_int96_timestamps=True)
        with pytest.raises(TableError, match=r"'created_at' is of the type INT96.*MICROS"):
            parquet_rows(file, TableSource(), None)


class TestColumns:
    def test_needed(self) -> None:
        """Only those are read that the source names or that are asked for, in their order."""
        table = {"x": [1], "n": [2], "opened": [ISO], "unit": ["bd"], "tier": ["gold"], "id": ["7"]}
        source = {"map": {"created_at": "opened", "promised": "{n}{unit}"}}
        header, rows = read(table, ["tier", "promised"], **source)
        assert ["n", "opened", "unit", "tier", "id"] == header
        assert [(1, [2, ISO, "bd", "gold", "7"], "")] == rows

    def test_status_of_a_log(self) -> None:
        """The status of a log is read, asked for or not."""
        table = {"id": ["7"], "created_at": [ISO], "at": [ISO], "status": ["new"], "x": [1]}
        assert ["id", "created_at", "at", "status"] == read(table, [], rows="snapshot")[0]

    def test_names_with_dots(self) -> None:
        """A column is taken by its own name, even if it is the beginning of another."""
        header, rows = read(tickets(a=[1], **{"a.b": [2]}), ["a"])
        assert (["id", "created_at", "a"], ["T0", ISO, 1]) == (header, rows[0][1])

    def test_numbers_as_ids(self) -> None:
        """Whole numbers are text where a ticket has text: its id, who opened it, what happened."""
        table = {"id": [7], "at": [ISO], "event": [3], "opened_by": [4], "x": [5]}
        _, rows = read(table, None, rows="event", map={"opened_by": "opened_by"})
        assert ["7", ISO, "3", "4", 5] == rows[0][1]

    @pytest.mark.parametrize(
        ("column", "said"),
        [
            (pa.array([[1]]), "is of the type list<.*: int64>, which no field can hold"),
            (pa.array([{"a": 1}]), "is of the type struct<a: int64>, which no field"),
            (pa.array([b"a"]), "is of the type binary, which no field can hold"),
            (pa.array([1], pa.time64("us")), r"is of the type time64\[us\], which no field"),
        ],
    )
    def test_no_values(self, column: Any, said: str) -> None:
        """A column of what no ticket has is refused by name, where it is needed."""
        with pytest.raises(DocumentError, match=f"x: the column 'x' {said}"):
            read(tickets(x=column))
        assert ["id", "created_at"] == read(tickets(x=column), [])[0]

    @pytest.mark.parametrize(
        ("column", "said"),
        [
            (pa.array([7]), "int64, which is no time; write timestamps or ISO 8601 texts"),
            (pa.array([date(2024, 5, 2)]), 'no time of day; .* as in "{created_at} 09:00"'),
        ],
    )
    def test_no_times(self, column: Any, said: str) -> None:
        """What tells the instants of a ticket has to be timestamps or texts."""
        with pytest.raises(DocumentError, match=f"the column 'created_at' is of the type .*{said}"):
            read({"id": ["7"], "created_at": column})

    def test_dates_with_a_time(self) -> None:
        """A date is good for an instant where the map gives it a time of day."""
        table = {"id": ["7"], "day": [date(2024, 5, 2)]}
        _, rows = read(table, [], map={"created_at": "{day} 09:00"})
        assert ["7", date(2024, 5, 2)] == rows[0][1]

    def test_all_that_is_wrong(self) -> None:
        """Every wrong column is told at once."""
        with pytest.raises(DocumentError) as caught:
            read({"id": [1.5], "created_at": [True], "x": [[1]]})
        assert [("x",), ("id",), ("created_at",)] == [each.path for each in caught.value.problems]

    def test_not_there(self) -> None:
        """A column that is not there is told with what was probably meant, of all columns."""
        with pytest.raises(DocumentError, match="no column 'teir'; did you mean 'tier'"):
            read(tickets(tier=["gold"]), [], map={"plan": "teir"})

    def test_twice(self) -> None:
        """Two columns of one name are refused."""
        file = BytesIO()
        parquet.write_table(pa.table([["7"], [ISO], ["8"]], ["id", "created_at", "id"]), file)
        with pytest.raises(TableError, match="the column 'id' stands twice"):
            parquet_rows(file, TableSource(), None)


class TestFiles:
    def test_batches(self) -> None:
        """Rows count from 1 on, over batches and groups of rows."""
        size = ROWS + 5
        file = parquet_file(tickets(x=pa.array(range(size))), row_group_size=ROWS - 3)
        _, rows = parquet_rows(file, TableSource(), None)
        found = list(rows)
        assert list(range(1, size + 1)) == [number for number, _, _ in found]
        assert list(range(size)) == [row[2] for _, row, _ in found]

    def test_no_rows(self) -> None:
        """A table without rows has none."""
        assert (["id", "created_at"], []) == read(
            {"id": pa.array([], pa.string()), "created_at": pa.array([], pa.timestamp("us"))}
        )

    def test_path(self, tmp_path: Path) -> None:
        """A file may be a path."""
        (tmp_path / "t.parquet").write_bytes(parquet_file(tickets(x=[1])).getvalue())
        _, rows = parquet_rows(tmp_path / "t.parquet", TableSource(), None)
        assert [(1, ["T0", ISO, 1], "")] == list(rows)

    def test_left_open(self) -> None:
        """A file that was open stays open."""
        file = parquet_file(tickets(x=[1]))
        _, rows = parquet_rows(file, TableSource(), None)
        assert 1 == len(list(rows))
        del rows
        assert not file.closed

    @pytest.mark.parametrize("content", [b"", b"id,created_at\n", b"PAR1 and no more"])
    def test_no_parquet(self, content: bytes) -> None:
        """What is no Parquet is refused."""
        with pytest.raises(TableError, match="the file is no Parquet: "):
            parquet_rows(BytesIO(content), TableSource(), None)

    def test_damaged(self) -> None:
        """Rows that cannot be read end the reading, with the first of them."""
        file = parquet_file(tickets(x=[f"text {i}" for i in range(99)]), compression="zstd")
        content = bytearray(file.getvalue())
        # The pages of the first column begin behind the four bytes of the mark.
        content[4:200] = b"\xff" * 196
        _, rows = parquet_rows(BytesIO(bytes(content)), TableSource(), None)
        with pytest.raises(TableError, match="the Parquet file is damaged from row 1 on: "):
            list(rows)

    def test_not_utf8(self) -> None:
        """Text that is none ends the reading, with the rows among which it stands."""
        data = pa.py_buffer(b"caf\xe9")
        offsets = pa.array([0, 4], pa.int32()).buffers()[1]
        column = pa.StringArray.from_buffers(1, offsets, data)
        _, rows = parquet_rows(parquet_file(tickets(x=column)), TableSource(), None)
        with pytest.raises(TableError, match="rows 1 to 1 have text that is not UTF-8"):
            list(rows)
