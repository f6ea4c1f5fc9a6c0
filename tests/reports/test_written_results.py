"""What `slakit evaluate` wrote, read back.

What a table of CSV does not tell stands at `tests.reports.desks.told_of`.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import Evaluation, Ticket, evaluate
from slakit.cli.answers import csv_writer, json_writer
from slakit.reports.report import Report
from slakit.testing import strategies
from tests.evaluation.desks import on, promising, ticket
from tests.reports.desks import told_of


def reported(folder: Path, write: Any, found: Iterable[Evaluation], by: Any, **rest: Any) -> Report:
    """Return the report on the file that a writer makes of evaluations."""
    file = StringIO()
    names = [each.removeprefix("field.") for each in by if each != "policy"]
    write(file, names)(found)
    path = folder / ("out.csv" if write is csv_writer else "out.jsonl")
    path.write_text(file.getvalue(), encoding="utf-8", newline="")
    return Report.from_file(path, by=by, **rest)


def all_told(found: Iterable[Evaluation]) -> bool:
    """Whether nothing of the clocks is what a table does not tell."""
    return all(
        clock.cancelled_at is None
        and clock.target == (None if clock.remaining is None else clock.elapsed + clock.remaining)
        for clock in chain.from_iterable(found)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


class TestWritten:
    @settings(max_examples=25)
    @given(
        strategies.policies(calendar=strategies.calendars(combined=False)),
        st.lists(strategies.tickets(), min_size=1, max_size=4),
        st.timedeltas(timedelta(-1), timedelta(40)),
        st.sampled_from([UTC, None]),
        st.sampled_from([None, "Europe/Madrid", "America/Sao_Paulo"]),
        st.sampled_from(["decided", "started", "due"]),
    )
    def test_round_trip(
        self,
        folder: Path,
        desk: Any,
        tickets: list[Ticket],
        after: timedelta,
        zone: Any,
        tz: str | None,
        dated: Any,
    ) -> None:
        """The report on a file is that on the evaluations, but for what CSV does not tell."""
        at = (tickets[0].created_at + after).astimezone(zone)
        found = [evaluate(desk, each, at=at) for each in tickets]
        by = ["priority", "policy", "field.status", "impact", "own"]
        layout = {"frequency": "day", "tz": tz, "dated": dated}
        whole = Report.of(found, by=by, **layout)
        assert whole == reported(folder, json_writer, found, by, **layout)
        table = reported(folder, csv_writer, found, by, **layout)
        assert told_of(found, by=by, **layout) == table
        assert whole.total.counts == table.total.counts
        assert not all_told(found) or whole == table

    VALUES = ("a,b", '"', 'x "y", z', "line\nbreak", "\r\n", " ", "日本", "=1+1", "null", "true")

    @pytest.mark.parametrize("write", [csv_writer, json_writer])
    def test_hostile_fields(self, folder: Path, write: Any) -> None:
        """A field comes back as it was, whatever it holds."""
        values = [*self.VALUES, None, "", 2, 2.5, True, Decimal("1.50"), date(2024, 5, 6)]
        values.append(datetime(2024, 5, 6, 12, tzinfo=UTC))
        found = [
            evaluate(promising(), ticket(fields={"status": value}), at=on("Tue 09:00"))
            for value in values
        ]
        report = reported(folder, write, found, ["field.status"])
        told = {*self.VALUES, None, "2", "2.5", "true", "1.50", "2024-05-06"}
        told.add("2024-05-06T12:00:00+00:00")
        assert told == {value for (value,) in report.table("field.status")}
        assert Report.of(found, by="field.status") == report
        assert len(values) == report.total.clocks

    @pytest.mark.parametrize("name", ['a,"b"', "line\nbreak", "Estado", "met", "field.x"])
    @pytest.mark.parametrize("write", [csv_writer, json_writer])
    def test_hostile_names(self, folder: Path, write: Any, name: str) -> None:
        """So does one whose name needs quotes."""
        found = [evaluate(promising(), ticket(fields={name: "here"}), at=on("Tue 09:00"))]
        file = StringIO()
        write(file, [name])(found)
        path = folder / ("out.csv" if write is csv_writer else "out.jsonl")
        path.write_text(file.getvalue(), newline="")
        report = Report.from_file(path, by=[f"field.{name}"])
        assert [("here",)] == list(report.table(f"field.{name}"))

    def test_gzip(self, folder: Path) -> None:
        """A file may be compressed."""
        found = [evaluate(promising(), ticket(), at=on("Tue 09:00"))]
        expected = reported(folder, csv_writer, found, [])
        path = folder / "out.csv.gz"
        path.write_bytes(gzip.compress((folder / "out.csv").read_bytes()))
        assert expected == Report.from_file(path)
