"""A source and a header as the ticket of a row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from slakit import DocumentError, TableError, TicketError
from slakit.adapters import TableSource
from slakit.adapters.columns import Columns
from slakit.tickets import Ticket

HEADER = ("id", "created_at", "n", "unit", "tier")
ROW = ("7", "2024-05-02T14:00Z", "2", "bd", "gold")


def ticket(row: tuple[Any, ...] = ROW, header: tuple[str, ...] = HEADER, **source: Any) -> Ticket:
    return Columns(TableSource(**source), header).ticket(row)


def test_without_a_map() -> None:
    """Columns that have the standard names are what they are called; the rest are fields."""
    expected = Ticket(
        id="7",
        created_at=datetime(2024, 5, 2, 14, tzinfo=UTC),
        fields={"n": "2", "unit": "bd", "tier": "gold"},
    )
    assert expected == ticket()


def test_all_targets() -> None:
    """Every word of the map reaches the ticket."""
    header = ("case", "opened", "answered", "solved", "over", "who")
    row = (
        "7",
        "2024-05-02 09:00",
        "2024-05-02 10:00",
        "2024-05-02 11:00",
        "2024-05-02 12:00",
        "customer",
    )
    words = ("id", "created_at", "first_responded_at", "resolved_at", "closed_at", "opened_by")
    expected = Ticket.from_timestamps(
        id="7",
        created_at=datetime(2024, 5, 2, 9, tzinfo=UTC),
        first_responded_at=datetime(2024, 5, 2, 10, tzinfo=UTC),
        resolved_at=datetime(2024, 5, 2, 11, tzinfo=UTC),
        closed_at=datetime(2024, 5, 2, 12, tzinfo=UTC),
        opened_by="customer",
    )
    found = ticket(row, header, tz="UTC", map=dict(zip(words, header, strict=True)))
    assert expected == found
    assert expected.to_data() == found.to_data()


def test_composed() -> None:
    """A text with columns in braces is put together; columns that it names are no fields."""
    assert {"tier": "gold", "promised": "2bd"} == ticket(map={"promised": "{n}{unit}"}).fields


def test_per_cent() -> None:
    """Everything but the columns stands for itself."""
    assert "100% of 2" == ticket(map={"share": "100% of {n}"}).fields["share"]


def test_time_of_two_columns() -> None:
    """A date and a time may be put together."""
    found = ticket(
        ("7", "2024-05-02", "14:00"),
        ("id", "day", "time"),
        tz="Europe/Madrid",
        map={"created_at": "{day} {time}"},
    )
    assert datetime(2024, 5, 2, 12, tzinfo=UTC) == found.created_at


@pytest.mark.parametrize(
    ("expected", "n", "unit"),
    [("2bd", "2", "bd"), ("2", "2", "?"), ("bd", "", "bd"), (None, "", "?")],
)
def test_composed_of_missing(expected: str | None, n: str, unit: str) -> None:
    """A missing piece is empty, and where all are missing so is the whole."""
    row = ("7", "2024-05-02T14:00Z", n, unit, "gold")
    found = ticket(row, missing=["?"], map={"promised": "{n}{unit}"})
    assert expected == found.fields["promised"]


def test_renamed_field() -> None:
    """A target that is no word is a field of that name, which takes the place of the column."""
    assert {"n": "2", "unit": "bd", "plan": "gold"} == ticket(map={"plan": "tier"}).fields
    assert {"n": "gold", "unit": "bd"} == ticket(map={"n": "tier"}).fields


def test_missing() -> None:
    """An empty cell and the missing texts are no value: a field is None, a time is not there."""
    header = ("id", "created_at", "resolved_at", "closed_at", "tier")
    found = ticket(("7", "2024-05-02T14:00Z", "?", "", "?"), header, missing=["?"])
    assert {"tier": None} == found.fields
    assert () == found.events


def test_as_it_stands_now() -> None:
    """A status column says how the ticket stands now, and is no field at its creation."""
    header = ("id", "created_at", "status", "category", "tier")
    row = ("7", "2024-05-02T14:00Z", "Closed", "closed", "gold")
    assert {"tier": "gold"} == ticket(row, header).fields
    assert {"tier": "gold", "state": "Closed"} == ticket(
        row, header, map={"state": "status"}
    ).fields


def test_column_with_braces() -> None:
    """A text that is a column's name is that column, braces or not."""
    found = ticket(("7", "2024-05-02T14:00Z", "x"), ("id", "created_at", "{n}"), map={"a": "{n}"})
    assert {"a": "x"} == found.fields


@pytest.mark.parametrize(
    ("row", "parameter", "value", "message"),
    [
        (("", "2024-05-02T14:00Z", "", "", ""), "id", None, "the row has no id"),
        (("7", "", "", "", ""), "created_at", None, "the row has no created_at"),
        (("7", "soon", "", "", ""), "created_at", "soon", "'soon' is no time"),
        (("7", "2024-05-02", "", "", ""), "created_at", "2024-05-02", "has no time of day"),
        (("7", "2024-05-02T14:00", "", "", ""), "created_at", "2024-05-02T14:00", "no time zone"),
        ((7.5, "2024-05-02T14:00Z", "", "", ""), "id", 7.5, "7.5 is no id"),
    ],
)
def test_bad_rows(row: tuple[Any, ...], parameter: str, value: Any, message: str) -> None:
    """A row that is no ticket is refused with the target, the value and a remedy."""
    from slakit import SlakitError

    with pytest.raises(SlakitError, match=message) as caught:
        ticket(row)
    assert (parameter, value) == (caught.value.parameter, caught.value.value)
    assert caught.value.remedy


@pytest.mark.parametrize("target", ["first_responded_at", "resolved_at", "closed_at"])
def test_before_creation(target: str) -> None:
    """A time before the creation is named as the table names it."""
    expected = "is before its creation at 2024-05-02T14:00:00"
    with pytest.raises(TicketError, match=expected) as caught:
        ticket(("7", "2024-05-02T14:00Z", "2024-05-02T13:59Z"), ("id", "created_at", target))
    assert (target, datetime(2024, 5, 2, 13, 59, tzinfo=UTC)) == (
        caught.value.parameter,
        caught.value.value,
    )


def test_before_creation_by_the_clock_on_the_wall() -> None:
    """Around a change of the clocks instants count, not what the clock on the wall says."""
    # 02:50 is before the clock goes back, 02:10+01:00 twenty minutes of real time later.
    found = ticket(
        ("7", "2024-10-27T02:50", "2024-10-27T02:10+01:00"),
        ("id", "created_at", "resolved_at"),
        tz="Europe/Madrid",
    )
    assert 1 == len(found.events)


def test_unknown_opener() -> None:
    """What the ticket itself refuses stays its error."""
    with pytest.raises(ValueError, match="unknown opener 'robot'"):
        ticket(("7", "2024-05-02T14:00Z", "robot"), ("id", "created_at", "opened_by"))


def test_unknown_columns() -> None:
    """All columns that are not there are one error, with what was probably meant."""
    source = TableSource(map={"id": "cas", "created_at": "opened", "promised": "{n}{unt}"})
    with pytest.raises(DocumentError) as caught:
        Columns(source, ("case", "opened", "n", "unit"))
    assert isinstance(caught.value, TableError)
    assert [
        "map.id: there is no column 'cas'; did you mean 'case'?",
        "map.promised: there is no column 'unt'; did you mean 'unit'?",
    ] == [str(problem) for problem in caught.value.problems]


def test_needed_columns() -> None:
    """A table has to have an id and a time of creation."""
    with pytest.raises(TableError) as caught:
        Columns(TableSource(), ("case", "opened"))
    assert [
        "map.id: no column is called 'id', and the map has none for it; known: case, opened",
        "map.created_at: no column is called 'created_at', and the map has none for it;"
        " known: case, opened",
    ] == [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(("mark", "shown"), [(";", "';'"), ("\t", r"'\\t'"), ("|", r"'\|'")])
def test_other_delimiter(mark: str, shown: str) -> None:
    """A header that is a single cell tells which delimiter the file has."""
    with pytest.raises(TableError, match=f"say delimiter: {shown} in the source"):
        Columns(TableSource(), (f"id{mark}created_at",))
