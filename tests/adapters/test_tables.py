"""CSV, JSON lines and Parquet as tickets, row by row."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import MissingExtraError, SlakitError, TableError
from slakit.adapters import RejectedRow, TableSource, read_tickets
from slakit.adapters.tables import table_format, text_format
from slakit.tickets import Ticket
from tests.adapters.tables import read_csv, read_jsonl, the_rejected, the_ticket

GOOD = "2024-05-02T14:00Z"
ONE_ROW = "give one row a ticket, or say in the source what the `rows` are"
TABLE = f"id,created_at,tier\n1,{GOOD},gold\n2,{GOOD},silver\n"


class TestCsv:
    def test_rows(self) -> None:
        """Every row is a ticket, in order."""
        assert ["gold", "silver"] == [row.fields["tier"] for row in read_csv(TABLE)]  # type: ignore[union-attr]

    def test_quotes(self) -> None:
        """Cells may have the delimiter, quotes and ends of lines in them."""
        row = the_ticket(read_csv(f'id,created_at,text\n1,{GOOD},"a, ""b""\r\nc"\r\n'))
        assert {"text": 'a, "b"\r\nc'} == row.fields

    def test_delimiter(self) -> None:
        """Another delimiter makes commas plain text."""
        row = the_ticket(read_csv(f"id;created_at;x\n1;{GOOD};a,b\n", delimiter=";"))
        assert {"x": "a,b"} == row.fields

    def test_byte_order_mark(self) -> None:
        """A byte order mark is not part of the first column's name."""
        assert "1" == the_ticket(read_csv(f"\ufeffid,created_at\n1,{GOOD}\n")).id

    def test_blank_lines(self) -> None:
        """Blank lines are no rows, but count as lines."""
        rows = read_csv(f"id,created_at\n\n1,{GOOD}\n\n\n2,soon\n\n")
        assert 2 == len(rows)
        assert 6 == the_rejected(rows).line

    def test_header_only(self) -> None:
        """A table without rows has no tickets."""
        assert [] == read_csv("id,created_at\n")

    @pytest.mark.parametrize(
        ("table", "message"),
        [
            ("", "the table has no header"),
            ("\n", "the table has no header"),
            (f"id,created_at,id\n1,{GOOD},2\n", "the column 'id' stands twice"),
            (f"id,created_at,\n1,{GOOD},2\n", "column 3 has no name"),
            (f"case,created_at\n1,{GOOD}\n", "no column is called 'id'"),
            ("i\0d\0,\0c\0\n", "NUL characters, as UTF-16 has"),
            ('"id', "the header is no CSV: unexpected end of data"),
        ],
    )
    def test_bad_header(self, table: str, message: str) -> None:
        """What is wrong with the header is an error of the call, before any row."""
        with pytest.raises(TableError, match=message):
            read_tickets(BytesIO(table.encode()), format="csv")

    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            (f"3,{GOOD}", RejectedRow(4, "", "", "", "the row has 2 cells, the header has 3")),
            (f"3,{GOOD},a,b", RejectedRow(4, "", "", "", "the row has 4 cells, the header has 3")),
            (f"3,{GOOD},a\0b", RejectedRow(4, "3", "", "", "the row has a NUL character")),
            (f",{GOOD},a", RejectedRow(4, "", "id", "", "the row has no id; give every row one")),
            (
                f"1,{GOOD},a",
                RejectedRow(4, "1", "id", "1", f"a ticket of this id stands in line 2; {ONE_ROW}"),
            ),
            (
                f'3,{GOOD},"a"b',
                RejectedRow(4, "", "", "", "the row is no CSV: ',' expected after '\"'"),
            ),
        ],
    )
    def test_bad_rows(self, row: str, expected: RejectedRow) -> None:
        """A bad row is set aside with its line and reason, and stops nothing."""
        rows = read_csv(f"{TABLE}{row}\n5,{GOOD},last\n")
        assert expected == the_rejected(rows)
        assert ["1", "2", "5"] == [row.id for row in rows if isinstance(row, Ticket)]

    def test_bad_time(self) -> None:
        """A time that cannot be read is told with its target and text."""
        row = the_rejected(read_csv("id,created_at\n1,soon\n"))
        assert (2, "1", "created_at", "soon") == (row.line, row.id, row.field, row.value)
        assert row.reason.startswith("'soon' is no time in the form ISO 8601; ")

    def test_line_of_a_row_of_many_lines(self) -> None:
        """The line of a row is the one on which it begins."""
        rows = read_csv(f'id,created_at,x\n1,{GOOD},"a\nb\nc"\n2,soon,"d\ne"\n3,soon,\n')
        assert [5, 7] == [row.line for row in rows if isinstance(row, RejectedRow)]

    def test_open_quote(self) -> None:
        """A quote that is never closed takes the rest of the file with it, and is told."""
        row = the_rejected(read_csv(f'id,created_at,x\n1,{GOOD},a\n2,{GOOD},"b\n3,{GOOD},c\n'))
        assert (3, "the row is no CSV: unexpected end of data") == (row.line, row.reason)

    def test_huge_cell(self) -> None:
        """A cell beyond the limit of the csv module is set aside, and the next row is read."""
        limit = csv.field_size_limit()
        rows = read_csv(f"id,created_at,x\n1,{GOOD},{'a' * (limit + 1)}\n2,{GOOD},b\n")
        assert "field larger than field limit" in the_rejected(rows).reason
        assert "2" == rows[1].id

    def test_wrong_encoding(self) -> None:
        """A byte that is not UTF-8 ends the reading, with its line."""
        with pytest.raises(TableError, match="line 4: the byte 0xe9 is not UTF-8"):
            read_csv(TABLE.encode() + b"3,caf\xe9,x\n")

    def test_line(self) -> None:
        """The reader tells the line of the row that came last."""
        reader = read_tickets(BytesIO(TABLE.encode()), format="csv")
        assert [("1", 2), ("2", 3)] == [(row.id, reader.line) for row in reader]


class TestJsonLines:
    def test_rows(self) -> None:
        """Flat rows and histories may stand in one file."""
        table = (
            f'{{"id": 1, "created_at": "{GOOD}", "tier": "gold"}}\n\n'
            f'{{"id": 2, "created_at": "{GOOD}", "fields": {{"tier": "silver"}}}}'
        )
        assert [("1", {"tier": "gold"}), ("2", {"tier": "silver"})] == [
            (row.id, row.fields)  # type: ignore[union-attr]
            for row in read_jsonl(table)
        ]

    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            ("{}", (3, "", "id", "", "the row has no id; give every row one")),
            (
                '{"id": 5}',
                (3, "5", "created_at", "", "the row has no created_at; give every row one"),
            ),
            (
                f'{{"id": 1, "created_at": "{GOOD}"}}',
                (3, "1", "id", "1", f"a ticket of this id stands in line 1; {ONE_ROW}"),
            ),
            (
                '{"id": "5", "created_at": "soon", "events": 7}',
                (
                    3,
                    "5",
                    "created_at",
                    "soon",
                    "created_at: 'soon' is no instant; write ISO 8601 with an offset, as in"
                    ' "2024-05-02T14:00:00-03:00"; events: must be a list, not 7',
                ),
            ),
        ],
    )
    def test_bad_rows(self, row: str, expected: tuple[int, str, str, str, str]) -> None:
        """A bad row is set aside with its line and reason, and stops nothing."""
        rows = read_jsonl(
            f'{{"id": 1, "created_at": "{GOOD}"}}\n\n{row}\n{{"id": 9, "created_at": "{GOOD}"}}\n'
        )
        assert RejectedRow(*expected) == the_rejected(rows)
        assert ["1", "9"] == [row.id for row in rows if isinstance(row, Ticket)]

    def test_no_json(self) -> None:
        """A line that is no JSON is set aside."""
        row = the_rejected(read_jsonl(f'xx\n{{"id": 9, "created_at": "{GOOD}"}}\n'))
        assert (1, "", "'xx\\n'") == (row.line, row.id, row.value)

    def test_no_rows(self) -> None:
        """An empty file has no tickets."""
        assert [] == read_jsonl("")
        assert [] == read_jsonl("\n\n")

    def test_key_that_never_comes(self) -> None:
        """The map is checked when the file has been read."""
        reader = read_tickets(
            BytesIO(f'{{"id": 1, "created_at": "{GOOD}", "tier": 1}}'.encode()),
            TableSource(map={"plan": "teir"}),
            format="jsonl",
        )
        assert "1" == next(reader).id
        with pytest.raises(TableError, match="no row has the key 'teir'; did you mean 'tier'"):
            next(reader)


class TestFiles:
    @pytest.mark.parametrize("name", ["t.csv", "T.CSV", "t.csv.gz"])
    def test_csv(self, name: str, tmp_path: Path) -> None:
        """The suffix tells the format, the first bytes whether it is compressed."""
        content = TABLE.encode()
        (tmp_path / name).write_bytes(gzip.compress(content) if "gz" in name else content)
        assert ["1", "2"] == [row.id for row in read_tickets(tmp_path / name)]

    @pytest.mark.parametrize("name", ["t.jsonl", "t.ndjson", "t.ndjson.gz"])
    def test_json_lines(self, name: str, tmp_path: Path) -> None:
        """The suffixes of JSON lines are .jsonl and .ndjson."""
        content = json.dumps({"id": "1", "created_at": GOOD}).encode()
        (tmp_path / name).write_bytes(gzip.compress(content) if "gz" in name else content)
        assert ["1"] == [row.id for row in read_tickets(str(tmp_path / name))]

    @pytest.mark.parametrize("name", ["t.xlsx", "t", "t.gz", "csv", "t.parquet.gz", "parquet"])
    def test_unknown_suffix(self, name: str) -> None:
        """Another suffix is refused with those that are known."""
        known = r"known: \.csv, \.jsonl, \.ndjson, each also with \.gz, and \.parquet"
        with pytest.raises(TableError, match=known):
            table_format(name)

    @pytest.mark.parametrize("name", ["t.parquet", "T.PARQUET"])
    def test_parquet(self, name: str) -> None:
        """The suffix of Parquet is .parquet."""
        assert "parquet" == table_format(name)

    def test_text(self) -> None:
        """Where lines of text are read, Parquet is as unknown as any other."""
        assert ["csv", "jsonl"] == [text_format(name) for name in ("t.csv.gz", "t.ndjson")]
        with pytest.raises(TableError, match=r"known: \.csv, \.jsonl, \.ndjson, .* \.gz$"):
            text_format("t.parquet")

    def test_format_beats_suffix(self, tmp_path: Path) -> None:
        """A format that is said holds, whatever the file is called."""
        (tmp_path / "tickets.txt").write_text(TABLE)
        assert ["1", "2"] == [
            row.id for row in read_tickets(tmp_path / "tickets.txt", format="csv")
        ]

    @pytest.mark.parametrize("format", [None, "xlsx"])
    def test_format_of_an_open_file(self, format: str | None) -> None:
        """Of an open file the format has to be said."""
        with pytest.raises(TableError, match='give "csv", "jsonl" or "parquet"'):
            read_tickets(BytesIO(b""), format=format)  # type: ignore[arg-type]

    @pytest.mark.parametrize("name", ["none.csv", "none.parquet"])
    def test_no_such_file(self, name: str, tmp_path: Path) -> None:
        """A file that is not there is Python's own error."""
        if "parquet" in name:
            pytest.importorskip("pyarrow", reason="Parquet is read by pyarrow")
        with pytest.raises(FileNotFoundError):
            read_tickets(tmp_path / name)

    def test_parquet_without_arrow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without pyarrow, Parquet names the extra that brings it."""
        monkeypatch.delitem(sys.modules, "slakit.adapters.parquet_rows", raising=False)
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(MissingExtraError, match=r'pip install "slakit\[arrow\]"'):
            read_tickets(BytesIO(b""), format="parquet")


class TestParquet:
    """What `slakit.adapters.parquet_rows` gives, as tickets."""

    def parquet(self, columns: dict[str, Any], **source: Any) -> list[Ticket | RejectedRow]:
        arrow = pytest.importorskip("pyarrow", reason="Parquet is read by pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet is read by pyarrow")
        file = BytesIO()
        parquet.write_table(arrow.table(columns), file)
        return list(read_tickets(file, TableSource(**source), format="parquet"))

    def test_rows(self) -> None:
        """A row is a ticket, its fields are of the types that the columns have."""
        at = datetime(2024, 5, 2, 14, tzinfo=UTC)
        row = the_ticket(self.parquet({"id": [7], "created_at": [at], "paid": [True], "n": [3]}))
        assert ("7", at, {"paid": True, "n": 3}) == (row.id, row.created_at, row.fields)

    def test_naive(self) -> None:
        """A naive timestamp is a time of the source's zone, and is refused without one."""
        table = {"id": ["7"], "created_at": [datetime(2024, 5, 2, 14)]}  # noqa: DTZ001 - as it is
        row = the_ticket(self.parquet(table, tz="Europe/Madrid"))
        assert datetime(2024, 5, 2, 12, tzinfo=UTC) == row.created_at
        rejected = the_rejected(self.parquet(table))
        assert (1, "7", "created_at", "2024-05-02T14:00:00") == (
            rejected.line,
            rejected.id,
            rejected.field,
            rejected.value,
        )

    def test_bad_rows(self) -> None:
        """A bad row is set aside with its number, from 1, and stops nothing."""
        table = {
            "id": ["1", None, "1", "4", "5", "6"],
            "created_at": [GOOD, GOOD, GOOD, "soon", None, GOOD],
            "cost": [1.5, 1.5, 1.5, 1.5, 1.5, float("nan")],
        }
        rows = self.parquet(table)
        assert ["1"] == [row.id for row in rows if isinstance(row, Ticket)]
        assert [(2, "", "id"), (3, "1", "id"), (4, "4", "created_at"), (5, "5", "created_at")] == [
            (row.line, row.id, row.field) for row in rows if isinstance(row, RejectedRow)
        ][:4]
        said = "the column 'cost' has nan, which is no value; write null for a missing one"
        assert RejectedRow(6, "6", "", "", said) == rows[-1]

    def test_log(self) -> None:
        """Rows of a log make tickets, and one that is wrong sets its ticket aside."""
        table = {
            "id": [7, 7, 8, 8],
            "created_at": [GOOD] * 4,
            "at": [GOOD, "2024-05-02T15:00Z", GOOD, GOOD],
            "status": ["new", "solved", "new", "new"],
            "cost": [1.0, 1.0, 1.0, float("inf")],
        }
        ticket, rejected = self.parquet(table, rows="snapshot")
        assert isinstance(ticket, Ticket)
        assert [{"status": "solved"}] == [event.fields for event in ticket.events]
        assert (4, "8") == (rejected.line, rejected.id)  # type: ignore[union-attr]


@given(content=st.binary(max_size=200), format=st.sampled_from(["csv", "jsonl"]))
def test_any_bytes(content: bytes, format: str) -> None:
    """Any bytes are tickets, rejected rows or a `TableError`."""
    try:
        rows = list(read_tickets(BytesIO(content), format=format))  # type: ignore[arg-type]
    except SlakitError as error:
        assert isinstance(error, TableError)  # noqa: PT017 - either outcome is right
    else:
        assert all(isinstance(row, Ticket | RejectedRow) for row in rows)


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4) | st.sampled_from([GOOD, "1"])


@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6))
def test_no_row_disappears(rows: list[list[str]]) -> None:
    """As many rows as the table has come out of it, each as a ticket or set aside."""
    table = StringIO()
    csv.writer(table, quoting=csv.QUOTE_ALL).writerows([["id", "created_at", "x"], *rows])
    assert len(rows) == len(read_csv(table.getvalue()))
