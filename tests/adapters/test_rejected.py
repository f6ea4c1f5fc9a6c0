"""Errors as rows that were set aside."""

from __future__ import annotations

from datetime import UTC, datetime

from slakit import AmountError, DocumentError, InstantError, Problem, TicketError
from slakit.adapters import RejectedRow


def test_error() -> None:
    """Field and value stand apart; the reason says the rest."""
    error = AmountError("'1d' is ambiguous", parameter="promised", value="1d", remedy="write 1bd")
    expected = RejectedRow(3, "T-1", "promised", "1d", "'1d' is ambiguous; write 1bd")
    assert expected == RejectedRow.of(error, line=3, id="T-1")


def test_field_of_the_ticket() -> None:
    """A field of the ticket is called as the table calls it."""
    error = TicketError("no amount", parameter="fields.promised", value="soon")
    expected = RejectedRow(3, "T-1", "promised", "soon", "no amount")
    assert expected == RejectedRow.of(error, line=3, id="T-1")


def test_instant() -> None:
    """An instant is written as ISO 8601, and no value as an empty text."""
    error = InstantError("too early", value=datetime(2024, 5, 2, 14, tzinfo=UTC))
    assert "2024-05-02T14:00:00+00:00" == RejectedRow.of(error, line=1, id="").value
    assert "" == RejectedRow.of(InstantError("missing"), line=1, id="").value


def test_several_problems() -> None:
    """Of several problems the first is pointed at, and the reason has them all."""
    problems = [
        Problem("is missing", ("id",), None),
        Problem("no instant", ("events", 0, "at"), "x"),
    ]
    expected = RejectedRow(3, "", "id", "", "id: is missing; events[0].at: no instant")
    assert expected == RejectedRow.of(DocumentError(problems), line=3, id="")


def test_one_problem() -> None:
    """The only problem of a document is told as any other error: where, what, why."""
    error = DocumentError([Problem("no instant", ("created_at",), "x", remedy="write ISO 8601")])
    expected = RejectedRow(3, "T", "created_at", "x", "no instant; write ISO 8601")
    assert expected == RejectedRow.of(error, line=3, id="T")
