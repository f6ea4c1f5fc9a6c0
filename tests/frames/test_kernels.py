"""Chunks and threads: every row is answered once, and an error comes out."""

from __future__ import annotations

from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="kernels are written in numpy")
kernels = pytest.importorskip("slakit.frames.kernels", reason="kernels are written in numpy")

NAT = np.iinfo(np.int64).min


def successor(columns: list[Any], out: Any) -> None:
    np.add(columns[0], 1, out=out)


class TestRun:
    @pytest.mark.parametrize("rows", [0, 1, 16_384, 16_385, 150_000])
    @pytest.mark.parametrize("threads", [1, 2, 3])
    def test_every_row(self, rows: int, threads: int) -> None:
        """The rows of all chunks of all threads are answered."""
        column, out = np.arange(rows), np.full(rows, -1)
        kernels.run(successor, [column], out, threads)
        assert np.array_equal(np.arange(1, rows + 1), out)

    @pytest.mark.parametrize("threads", [1, 2])
    def test_error(self, threads: int) -> None:
        """An error of a chunk is that of the whole."""

        def fail(columns: list[Any], out: Any) -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            kernels.run(fail, [np.arange(3)], np.zeros(3, np.int64), threads)


def test_unanswered() -> None:
    """A row without an answer is one where nothing was missing in the columns."""
    out, column = np.array([NAT, NAT, 1]), np.array([0, NAT, 0])
    assert [0] == kernels.unanswered(out, column).tolist()
    assert [0, 1] == kernels.unanswered(out).tolist()
    assert [] == kernels.unanswered(out[2:], column[2:]).tolist()
    assert [] == kernels.unanswered(out[:0]).tolist()


def test_leave_missing() -> None:
    """What is missing in any column is missing in the answer."""
    out = np.array([1, 2, 3])
    kernels.leave_missing(out, np.array([NAT, 0, 0]), np.array([0, 0, NAT]))
    assert [NAT, 2, NAT] == out.tolist()
