"""Tickets and events of a host's own classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

from slakit import (
    Change,
    DocumentError,
    InstantError,
    Message,
    NaiveDatetimeError,
    SlakitError,
    Ticket,
    TicketError,
)
from slakit.tickets import DueSet, Exemption, Merge, Signal

CREATED = datetime(2024, 5, 6, 9, tzinfo=UTC)
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


class Kind(str, Enum):  # noqa: UP042 - the kind of enumeration that is common in hosts
    MESSAGE = "message"


@dataclass
class Comment:
    """A comment of the host's, under its own names for what slakit does not read."""

    at: datetime
    author: str
    public: bool = True
    body: str = "Hello"
    pk: int = 1


@dataclass
class Case:
    """A case of the host's."""

    id: int
    created_at: datetime
    fields: dict[str, Any] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)


def record(**attributes: Any) -> Any:
    return SimpleNamespace(**attributes)


def read(*events: Any) -> tuple[Any, ...]:
    return Ticket.of(Case(7, CREATED, events=list(events))).events


def refused(*events: Any) -> SlakitError:
    with pytest.raises(SlakitError) as caught:
        read(*events)
    return caught.value


class TestTickets:
    def test_ticket(self) -> None:
        """A ticket is returned as it is."""
        ticket = Ticket(id="T-1", created_at=CREATED)
        assert ticket is Ticket.of(ticket)

    def test_object(self) -> None:
        """Whatever has the attributes is a ticket."""
        case = Case(7, CREATED, {"tier": "gold"}, [Comment(NOON, "agent")])
        assert Ticket(
            id="7",
            created_at=CREATED,
            fields={"tier": "gold"},
            events=[Message(at=NOON, author="agent")],
        ) == Ticket.of(case)

    def test_opener(self) -> None:
        """An opener is read where there is one."""
        case: Any = Case(7, CREATED)
        case.opened_by = "customer"
        assert "customer" == Ticket.of(case).opened_by

    def test_properties(self) -> None:
        """Attributes may be worked out, and events come one by one."""

        class Row:
            id = "T-1"
            created_at = CREATED
            fields = MappingProxyType({"a": 1})

            @property
            def events(self) -> Iterator[Comment]:
                yield Comment(NOON, "agent")

        row: Any = Row()
        found = Ticket.of(row)
        assert ({"a": 1}, 1) == (found.fields, len(found.events))

    def test_asked_once(self) -> None:
        """Each attribute is asked for once, because it may be a query to a database."""
        asked = []

        class Row:
            def __getattr__(self, name: str) -> Any:
                asked.append(name)
                if name == "opened_by":
                    raise AttributeError(name)
                return {"id": 7, "created_at": CREATED, "fields": {}, "events": []}[name]

        row: Any = Row()
        assert Ticket(id="7", created_at=CREATED) == Ticket.of(row)
        assert ["created_at", "events", "fields", "id", "opened_by"] == sorted(asked)

    @pytest.mark.parametrize("kind", [dict, MappingProxyType])
    def test_mapping(self, kind: Any) -> None:
        """A mapping is read as `from_data` reads it, with texts or datetimes as instants."""
        event = {"kind": "message", "at": NOON, "author": "agent"}
        data = kind({"id": 7, "created_at": "2024-05-06T09:00:00Z", "events": [event]})
        expected = Ticket(id="7", created_at=CREATED, events=[Message(at=NOON, author="agent")])
        assert expected == Ticket.of(data)

    def test_bad_mapping(self) -> None:
        """Its problems are those of a document."""
        with pytest.raises(DocumentError, match="created_at: is required"):
            Ticket.of({"id": 7})

    @pytest.mark.parametrize(
        ("ticket", "missing"),
        [
            (record(id=7, fields={}), "created_at and no events"),
            (record(created_at=CREATED, fields={}, events=[]), "id"),
            (None, "id and no created_at and no fields and no events"),
            ("T-1", "id and no created_at and no fields and no events"),
        ],
    )
    def test_missing(self, ticket: Any, missing: str) -> None:
        """What has not all of the attributes is refused with those that it lacks."""
        with pytest.raises(TicketError, match=f"is no ticket: it has no {missing};") as caught:
            Ticket.of(ticket)
        assert ("ticket", ticket) == (caught.value.parameter, caught.value.value)
        assert "Ticket.from_data" in caught.value.remedy

    def test_bad_attribute(self) -> None:
        """What an attribute holds is checked as ever."""
        with pytest.raises(NaiveDatetimeError, match="created_at"):
            Ticket.of(Case(7, CREATED.replace(tzinfo=None)))
        with pytest.raises(TicketError, match=r"fields\.x"):
            Ticket.of(Case(7, CREATED, {"x": []}))

    @pytest.mark.parametrize("events", [None, 5, Comment(NOON, "agent")])
    def test_no_list(self, events: Any) -> None:
        """Events come one by one."""
        with pytest.raises(TicketError, match=r"events: ticket 7: .* is no list"):
            Ticket.of(Case(7, CREATED, events=events))


class TestEvents:
    @pytest.mark.parametrize(
        ("event", "expected"),
        [
            (record(at=NOON, fields={"a": 1}), Change(at=NOON, fields={"a": 1})),
            # An entry of an audit log has an author and is a change all the same.
            (record(at=NOON, fields={"a": 1}, author="ana"), Change(at=NOON, fields={"a": 1})),
            (record(at=NOON, fields={}, name="x"), Change(at=NOON)),
            (record(at=NOON, author="agent"), Message(at=NOON, author="agent")),
            (
                record(at=NOON, author="bot", public=False, channel="chat", name="reply"),
                Message(at=NOON, author="bot", public=False, channel="chat"),
            ),
            (record(at=NOON, name="x"), Signal(at=NOON, name="x")),
            (record(at=NOON, name="x", data={"a": 1}), Signal(at=NOON, name="x", data={"a": 1})),
            # One class for all events has every attribute, and None in most.
            (record(at=NOON, kind=None, fields=None, author=None, name="x"),
             Signal(at=NOON, name="x")),
        ],
    )  # fmt: skip
    def test_told_by_attributes(self, event: Any, expected: Any) -> None:
        """Where no kind is said, fields tell a change, an author a message, a name a signal."""
        assert (expected,) == read(event)

    @pytest.mark.parametrize(
        ("event", "expected"),
        [
            (
                record(kind="message", at=NOON, author="agent", fields={"a": 1}),
                Message(at=NOON, author="agent"),
            ),
            (
                record(kind=Kind.MESSAGE, at=NOON, author="agent"),
                Message(at=NOON, author="agent"),
            ),
            (record(kind="change", at=NOON, author="ana"), Change(at=NOON)),
            (record(kind="signal", at=NOON, author="ana", name="x"), Signal(at=NOON, name="x")),
            (
                record(kind="due_set", at=NOON, metric="resolution", due_at=None),
                DueSet(at=NOON, metric="resolution", due_at=None),
            ),
            (
                record(kind="exemption", at=NOON, reason="flood", author="ana", cycle=2),
                Exemption(at=NOON, reason="flood", author="ana", cycle=2),
            ),
            (record(kind="merge", at=NOON, into=9), Merge(at=NOON, into="9")),
        ],
    )
    def test_said_outright(self, event: Any, expected: Any) -> None:
        """A kind that is said decides."""
        assert (expected,) == read(event)

    def test_of_slakit(self) -> None:
        """Events of slakit stand among others."""
        message = Message(at=NOON, author="agent", id="e1")
        first, second = read(message, Comment(NOON, "customer"))
        assert message is first
        assert "customer" == second.author

    def test_mapping(self) -> None:
        """A mapping is an event as JSON data have it, as hosts keep it in a column."""
        event = {"kind": "signal", "at": "2024-05-06T12:00:00Z", "name": "x", "id": 5}
        assert (Signal(at=NOON, name="x", id="5"),) == read(event)
        assert (Signal(at=NOON, name="x", id="5"),) == read(MappingProxyType(event))

    def test_text_as_id(self) -> None:
        """An id that is text makes duplicates one event."""
        reply = record(at=NOON, author="agent", id="e1")
        assert (Message(at=NOON, author="agent", id="e1"),) == read(reply, reply)

    def test_number_as_id(self) -> None:
        """Row 1 of the comments and row 1 of the audit log are two events."""
        found = read(record(at=NOON, author="agent", id=1), record(at=NOON, fields={}, id=1))
        assert [None, None] == [event.id for event in found]

    def test_objects_are_left_alone(self) -> None:
        """Reading an object changes nothing in it."""
        comment = Comment(NOON, "agent")
        read(comment)
        assert Comment(NOON, "agent") == comment


class TestBadEvents:
    @pytest.mark.parametrize("event", [None, 5, "solved", record(at=NOON), object()])
    def test_no_kind(self, event: Any) -> None:
        """What tells no kind is refused with what would have told one."""
        error = refused(event)
        assert isinstance(error, TicketError)
        assert "events[0]" == error.parameter
        assert "is no event: it has no fields, no author, no name and no kind" in str(error)
        assert error.remedy

    @pytest.mark.parametrize("kind", ["mesage", "", 5, ["message"]])
    @pytest.mark.parametrize("wrap", [record, dict])
    def test_unknown_kind(self, kind: Any, wrap: Any) -> None:
        """A kind that there is not is refused with those that there are."""
        error = refused(wrap(kind=kind, at=NOON, author="agent"))
        assert ("events[0].kind", kind) == (error.parameter, error.value)
        assert "message" in error.remedy

    @pytest.mark.parametrize(
        ("event", "missing"),
        [
            (record(author="agent"), "has no at"),
            (record(kind="message"), "has no at and no author"),
            (record(kind="due_set", at=NOON), "has no metric and no due_at"),
            (record(kind="exemption", at=NOON), "has no reason and no author"),
            (record(kind="merge", at=NOON), "has no into"),
        ],
    )
    def test_missing(self, event: Any, missing: str) -> None:
        """What the kind has and the object lacks is named."""
        error = refused(event)
        assert f"{missing};" in str(error)
        assert (event, "events[0]") == (error.value, error.parameter)
        assert error.remedy

    @pytest.mark.parametrize(
        ("event", "parameter"),
        [
            (record(at=NOON.replace(tzinfo=None), author="agent"), "events[0].at"),
            (record(at=None, author="agent"), "events[0].at"),
            (record(at=NOON, author=record(name="Ana")), "events[0].author"),
            (record(at=NOON, author="agent", public=None), "events[0].public"),
            (record(at=NOON, fields={"x": [1]}), "events[0].fields.x"),
            (record(at=NOON, fields="x"), "events[0].fields"),
            ({"kind": "message", "at": NOON, "author": "ana"}, "events[0].author"),
        ],
    )
    def test_bad_attribute(self, event: Any, parameter: str) -> None:
        """What an attribute holds is checked as ever, and its path is told."""
        assert parameter == refused(event).parameter

    def test_kind_of_error(self) -> None:
        """Where all is of one kind, the error is of that kind."""
        naive = record(at=NOON.replace(tzinfo=None), author="agent")
        assert isinstance(refused(naive), NaiveDatetimeError)
        assert isinstance(refused(naive, record(at=5, author="agent")), InstantError)

    def test_all_at_once(self) -> None:
        """All events that are wrong are told, with the ticket."""
        error = refused(
            Comment(NOON, "ana"),
            Comment(NOON, "agent"),
            {"kind": "message", "at": "soon"},
            record(at=NOON),
        )
        assert [
            ("events", 0, "author"),
            ("events", 2, "at"),
            ("events", 2, "author"),
            ("events", 3),
        ] == [problem.path for problem in error.problems]
        assert str(error).startswith("ticket 7: 4 problems")

    def test_before_the_creation(self) -> None:
        """An event before the creation is named, as everywhere."""
        early = Comment(datetime(2024, 5, 6, 8, tzinfo=UTC), "agent")
        with pytest.raises(TicketError, match="before its creation"):
            read(early)
