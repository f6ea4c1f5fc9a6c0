"""Reports that are parts of one: of chunks, processes and machines."""

from __future__ import annotations

import copy
import json
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from itertools import chain
from operator import add
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit.errors import SlakitError
from slakit.reports.attainment import Attainment
from slakit.reports.outcome import Outcome
from slakit.reports.report import Report
from tests.reports.desks import clock, clocks, made, report_on


class TestMerge:
    @given(st.lists(clocks(), max_size=25), st.data())
    def test_chunks(self, found: list[Outcome], data: st.DataObject) -> None:
        """Chunks add up to the whole in any order, also through JSON, pickles and copies."""
        ways = (
            lambda each: each,
            lambda each: Report.from_data(json.loads(json.dumps(each.to_data()))),
            lambda each: pickle.loads(pickle.dumps(each)),
            copy.deepcopy,
        )
        parts = data.draw(st.lists(st.integers(0, 3), min_size=len(found), max_size=len(found)))
        chunks = [
            ways[number](
                report_on(each for each, part in zip(found, parts, strict=True) if part == number)
            )
            for number in range(4)
        ]
        one, two, three, four = data.draw(st.permutations(chunks))
        assert report_on(found) == one + two + three + four == one + (two + (three + four))
        assert len(found) == (one + two + three + four).total.clocks

    @settings(max_examples=20)
    @given(st.lists(clocks(), max_size=9), st.lists(clocks(), max_size=9))
    def test_later(self, before: list[Outcome], after: list[Outcome]) -> None:
        """A report that was stored goes on as if it never had been."""
        report = pickle.loads(pickle.dumps(report_on(before)))
        stored = Report.from_data(report.to_data())
        for each in after:
            report.add(each)
            stored.add(each)
        assert report_on(before + after) == report == stored

    def test_processes(self) -> None:
        """So do those of other processes."""
        found = made(300)
        chunks = [found[start : start + 100] for start in range(0, 300, 100)]
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(2, mp_context=context) as pool:
            assert report_on(found) == reduce(add, pool.map(report_on, chunks))

    def test_counts(self) -> None:
        """What has no clock, and what was rejected, adds up, too."""
        one, other = Report(), Report()
        one.unclocked, one.rejected, other.unclocked, other.rejected = 1, 2, 10, 20
        both = one + other
        assert (11, 22, 1, 2) == (both.unclocked, both.rejected, one.unclocked, one.rejected)

    def test_parts_stay(self) -> None:
        """Adding leaves both as they were; adding to one changes that one."""
        one, other = Report.of([clock()]), Report.of([clock("missed", 5)])
        both = one + other
        both += other
        assert (1, 1, 3) == (one.total.clocks, other.total.clocks, both.total.clocks)
        assert Report.of([clock("missed", 5)]) == other

    def test_itself(self) -> None:
        """Added to itself a report is twice itself."""
        report = report_on(made(50))
        report += report
        assert report_on(chain(made(50), made(50))) == report

    @pytest.mark.parametrize(
        "other",
        [{"by": "team"}, {"tz": "UTC"}, {"frequency": "day"}, {"dated": "due"}, {"by": ["a", "b"]}],
    )
    def test_layouts(self, other: dict[str, Any]) -> None:
        """Reports of two layouts do not add, and the first is as it was."""
        report = Report.of([clock()])
        with pytest.raises(SlakitError, match="does not add to one by metric and week"):
            report += Report.of([clock()], **other)
        assert Report.of([clock()]) == report

    @pytest.mark.parametrize("junk", [None, 0, "", {}, Attainment(), clock()])
    def test_junk(self, junk: Any) -> None:
        """Nothing else adds to a report."""
        report = Report()
        with pytest.raises(TypeError, match="unsupported operand"):
            report + junk
        with pytest.raises(TypeError, match="unsupported operand"):
            report += junk
