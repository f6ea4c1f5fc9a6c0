"""Tickets as JSON data."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import (
    Change,
    DocumentError,
    Message,
    NaiveDatetimeError,
    SlakitError,
    Ticket,
    TicketError,
)
from slakit.tickets import DueSet, Exemption, Merge, Signal
from slakit.tickets.form import TicketForm
from tests.json_schema import undescribed, unexampled
from tests.tickets.mutants import mutants

CREATED = datetime(2024, 5, 6, 9, tzinfo=UTC)
PLAIN = {"id": "T-1", "created_at": "2024-05-06T09:00:00Z"}


def refused(data: Any) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        Ticket.from_data(data)
    return caught.value


def paths(error: DocumentError) -> list[str]:
    return [str(problem).partition(": ")[0] for problem in error.problems]


class TestReading:
    def test_plain(self) -> None:
        """An id and a creation are enough."""
        assert Ticket(id="T-1", created_at=CREATED) == Ticket.from_data(PLAIN)

    def test_events(self) -> None:
        """Events carry their kind."""
        found = Ticket.from_data(
            {
                **PLAIN,
                "opened_by": "customer",
                "fields": {"priority": "high", "vip": True, "count": 3, "score": 1.5, "x": None},
                "events": [
                    {"kind": "change", "at": "2024-05-06T12:00:00+02:00", "fields": {"a": "b"}},
                    {"kind": "message", "at": "2024-05-06T11:00:00Z", "author": "agent"},
                    {
                        "kind": "message",
                        "at": "2024-05-06T13:00:00Z",
                        "author": "bot",
                        "public": False,
                        "channel": "chat",
                    },
                ],
            }
        )
        expected = Ticket(
            id="T-1",
            created_at=CREATED,
            opened_by="customer",
            fields={"priority": "high", "vip": True, "count": 3, "score": 1.5, "x": None},
            events=[
                Change(at=CREATED + timedelta(hours=1), fields={"a": "b"}),
                Message(at=CREATED + timedelta(hours=2), author="agent"),
                Message(
                    at=CREATED + timedelta(hours=4), author="bot", public=False, channel="chat"
                ),
            ],
        )
        assert expected == found
        assert [bool, int, float] == [type(found.fields[n]) for n in ("vip", "count", "score")]

    def test_timestamps(self) -> None:
        """Timestamps may stand in the place of events."""
        found = Ticket.from_data(
            {
                **PLAIN,
                "fields": {"priority": "low"},
                "first_responded_at": "2024-05-06T10:00:00Z",
                "resolved_at": "2024-05-06T15:00:00Z",
                "closed_at": "2024-05-06T16:00:00Z",
                "paused": [["2024-05-06T11:00:00Z", "2024-05-06T12:00:00Z"]],
            }
        )
        hours = [CREATED + timedelta(hours=n) for n in range(8)]
        expected = Ticket.from_timestamps(
            id="T-1",
            created_at=CREATED,
            fields={"priority": "low"},
            first_responded_at=hours[1],
            resolved_at=hours[6],
            closed_at=hours[7],
            paused=[(hours[2], hours[3])],
        )
        assert expected == found

    def test_other_kinds(self) -> None:
        """Every kind of event is read, and written as it was."""
        hours = [CREATED + timedelta(hours=n) for n in range(8)]
        found = Ticket.from_data({**PLAIN, "events": OTHERS})
        assert (
            Signal(
                at=hours[2],
                name="handed_over",
                data={"to": "sales", "price": Decimal("1.50")},
                id="e1",
            ),
            DueSet(
                at=hours[3],
                metric="resolution",
                due_at=datetime(2024, 5, 8, 15, tzinfo=UTC),
                reason="agreed by phone",
                author="ana",
                id="e2",
            ),
            Exemption(
                at=hours[4], metric="resolution", reason="flood", author="ana", cycle=2, id="e3"
            ),
            Merge(at=hours[5], into="T-9", id="e4"),
        ) == found.events
        assert OTHERS == found.to_data()["events"]

    def test_what_may_be_left_out(self) -> None:
        """Most of it may be left out; a due that is taken back is said to be."""
        when = "2024-05-06T10:00:00+00:00"
        events = [
            {"kind": "message", "at": when, "author": "bot", "public": True},
            {"kind": "signal", "at": when, "name": "x"},
            {"kind": "due_set", "at": when, "metric": "resolution", "due_at": None},
            {"kind": "exemption", "at": when, "reason": "flood", "author": "ana"},
            {"kind": "merge", "at": when, "into": "T-9"},
        ]
        found = Ticket.from_data({**PLAIN, "events": events})
        at = CREATED + timedelta(hours=1)
        assert (
            Message(at=at, author="bot"),
            Signal(at=at, name="x"),
            DueSet(at=at, metric="resolution", due_at=None),
            Exemption(at=at, reason="flood", author="ana"),
            Merge(at=at, into="T-9"),
        ) == found.events
        assert events == found.to_data()["events"]

    def test_numbers_as_ids(self) -> None:
        """Events and other tickets may be numbered too."""
        event = {"kind": "merge", "at": "2024-05-06T10:00:00Z", "into": 9, "id": 5}
        (found,) = Ticket.from_data({**PLAIN, "events": [event, event]}).events
        assert Merge(at=CREATED + timedelta(hours=1), into="9", id="5") == found

    def test_pause_that_goes_on(self) -> None:
        """A pause whose end is null goes on."""
        found = Ticket.from_data({**PLAIN, "paused": [["2024-05-06T11:00:00Z", None]]})
        assert "paused" == found.state_at(CREATED + timedelta(days=1))["category"]

    def test_number_as_id(self) -> None:
        """Many desks number their tickets."""
        assert "17" == Ticket.from_data({**PLAIN, "id": 17}).id

    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ({"decimal": "1.50"}, Decimal("1.50")),
            ({"date": "2024-05-06"}, date(2024, 5, 6)),
            ({"instant": "2024-05-06T11:00:00+02:00"}, CREATED),
        ],
    )
    def test_values_that_json_lacks(self, written: dict[str, str], value: Any) -> None:
        """Decimals, dates and instants stand in an object that names their kind."""
        for found in (
            Ticket.from_data({**PLAIN, "fields": {"x": written}}).fields["x"],
            Ticket.from_data(
                {
                    **PLAIN,
                    "events": [
                        {"kind": "change", "at": "2024-05-06T10:00:00Z", "fields": {"x": written}}
                    ],
                }
            ).state_at(CREATED + timedelta(hours=1))["x"],
        ):
            assert (value, type(value), str(value)) == (found, type(found), str(found)) or (
                value == found and isinstance(found, datetime)
            )

    def test_text_that_looks_like_a_date(self) -> None:
        """Text stays text."""
        assert (
            "2024-05-06" == Ticket.from_data({**PLAIN, "fields": {"x": "2024-05-06"}}).fields["x"]
        )


class TestRefusing:
    def test_all_at_once(self) -> None:
        """Every problem is reported, each with its path."""
        error = refused(
            {
                "created_at": "yesterday",
                "colour": "red",
                "opened_by": "bot",
                "events": [
                    {"kind": "message", "at": "2024-05-06T10:00:00", "author": "user"},
                    {"kind": "note", "at": "2024-05-06T10:00:00Z"},
                    {"at": "2024-05-06T10:00:00Z"},
                ],
            }
        )
        assert {
            "id",
            "created_at",
            "colour",
            "opened_by",
            "events[0].at",
            "events[0].author",
            "events[1].kind",
            "events[2].kind",
        } == set(paths(error))

    def test_other_kinds(self) -> None:
        """Every kind of event says what it lacks."""
        when = "2024-05-06T10:00:00Z"
        error = refused(
            {
                **PLAIN,
                "events": [
                    {"kind": "signal", "at": when},
                    {"kind": "due_set", "at": when, "due_at": "2024-05-06T10:00:00"},
                    {"kind": "exemption", "at": when, "reason": "", "cycle": 0},
                    {"kind": "exemption", "at": when, "reason": "x", "author": "", "cycle": True},
                    {"kind": "merge", "at": when, "into": None},
                    {"kind": "signal", "at": when, "name": "x", "data": {"y": [1]}, "id": 1.5},
                    {"kind": "change", "at": when, "fields": {}, "author": "agent"},
                    {"kind": "mergr", "at": when, "into": "T-9"},
                ],
            }
        )
        assert {
            "events[0].name",
            "events[1].metric",
            "events[1].due_at",
            "events[2].reason",
            "events[2].author",
            "events[2].cycle",
            "events[3].author",
            "events[3].cycle",
            "events[4].into",
            "events[5].data.y",
            "events[5].id",
            "events[6].author",
            "events[7].kind",
        } == set(paths(error))
        assert "did you mean 'merge'" in str(error)

    @pytest.mark.parametrize("data", [None, [], "T-1", 5])
    def test_not_a_mapping(self, data: Any) -> None:
        """A ticket is an object."""
        assert "mapping" in str(refused(data))

    def test_naive(self) -> None:
        """An instant without an offset is refused, and by its own name."""
        error = refused({**PLAIN, "created_at": "2024-05-06T09:00:00"})
        assert isinstance(error, NaiveDatetimeError)
        assert "created_at" == error.parameter

    def test_misspelt(self) -> None:
        """A key that is nearly right is named."""
        assert "did you mean 'resolved_at'" in str(refused({**PLAIN, "resolvd_at": None}))

    def test_events_and_timestamps(self) -> None:
        """A history is given in one of the two ways."""
        error = refused({**PLAIN, "events": [], "resolved_at": "2024-05-06T10:00:00Z"})
        assert "both events and resolved_at" in str(error)
        assert "instead" in error.problems[0].remedy

    @pytest.mark.parametrize(
        "value",
        [
            [1],
            {"a": 1, "b": 2},
            {},
            {"other": "x"},
            {"decimal": "abc"},
            {"decimal": "NaN"},
            {"decimal": 1.5},
            {"decimal": None},
            {"date": "2024-13-01"},
            {"date": 20240506},
            {"instant": "2024-05-06T10:00:00"},
            {"instant": "soon"},
            {"instant": 5},
            float("nan"),
        ],
    )
    @pytest.mark.parametrize("where", ["fields", "events"])
    def test_bad_values(self, value: Any, where: str) -> None:
        """A value that is none is one of the document's problems, with its path."""
        data: dict[str, Any] = {**PLAIN, "fields": {"x": value}}
        path = "fields.x"
        if where == "events":
            event = {"kind": "change", "at": "2024-05-06T10:00:00Z", "fields": {"x": value}}
            data, path = {**PLAIN, "events": [event]}, "events[0].fields.x"
        assert path in paths(refused(data))

    def test_event_before_the_creation(self) -> None:
        """An event before the creation is named, as everywhere."""
        event = {"kind": "change", "at": "2024-05-06T08:00:00Z", "fields": {}}
        with pytest.raises(TicketError, match="before its creation"):
            Ticket.from_data({**PLAIN, "events": [event]})

    def test_contradictions(self) -> None:
        """What contradicts between the events is told all at once too, where it stands."""
        error = refused(
            {
                **PLAIN,
                "events": [
                    {"kind": "change", "at": "2024-05-06T10:00:00Z", "fields": {}, "id": "e1"},
                    {"kind": "change", "at": "2024-05-06T08:00:00Z", "fields": {}},
                    {"kind": "change", "at": "2024-05-06T11:00:00Z", "fields": {}, "id": "e1"},
                    {"kind": "change", "at": "2024-05-06T10:00:00Z", "fields": {}, "id": "e1"},
                ],
            }
        )
        assert isinstance(error, TicketError)
        assert ["events[1].at", "events[2].id"] == paths(error)


# What fields hold. The offsets of the instants are whole minutes, as ISO 8601 has them.
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
instants = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=offsets)  # noqa: DTZ001
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.dates(),
    instants,
)
fields = st.dictionaries(texts, values, max_size=4)


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
authors = st.sampled_from(("agent", "customer", "system", "bot"))
zones = st.sampled_from((UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"))) | offsets
zoned = st.builds(datetime.astimezone, instants, zones)
# What each kind of event says beside its instant and its id.
said = {
    Message: st.fixed_dictionaries(
        {"author": authors}, optional={"public": st.booleans(), "channel": st.none() | texts}
    ),
    Change: st.fixed_dictionaries({"fields": fields}),
    Signal: st.fixed_dictionaries({"name": words}, optional={"data": fields}),
    DueSet: st.fixed_dictionaries(
        {"metric": words, "due_at": st.none() | zoned},
        optional={"reason": texts, "author": texts},
    ),
    Exemption: st.fixed_dictionaries(
        {"reason": words, "author": words},
        optional={"metric": st.none() | words, "cycle": st.none() | st.integers(1)},
    ),
    Merge: st.fixed_dictionaries({"into": texts}),
}


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    created = draw(instants)
    events = []
    for place in range(draw(st.integers(0, 4))):
        later = created + draw(st.timedeltas(timedelta(), timedelta(days=900)))
        kind: Any = draw(st.sampled_from(tuple(said)))
        events.append(
            kind(
                at=later.astimezone(draw(zones)),
                id=draw(st.sampled_from((None, f"e{place}"))),
                **draw(said[kind]),
            )
        )
    return Ticket(
        id=draw(texts),
        created_at=created,
        fields=draw(fields),
        events=events,
        opened_by=draw(st.sampled_from((None, "agent", "customer"))),
    )


def kinds(ticket: Ticket) -> list[Any]:
    """Return the types of all values: in Python, 1 and True are equal."""
    changes = [event.fields for event in ticket.events if isinstance(event, Change)]
    return [
        {name: (type(value), str(value)) for name, value in each.items()}
        for each in (ticket.fields, *changes)
    ]


@given(ticket=tickets())
def test_round_trip(ticket: Ticket) -> None:
    """What a ticket writes as JSON, it reads as the same ticket, each value of the same type."""
    again = Ticket.from_data(json.loads(json.dumps(ticket.to_data())))
    assert ticket == again
    assert kinds(ticket) == kinds(again)
    assert ticket.to_data() == again.to_data()


# One of each of the other kinds, with everything that it can say, as `to_data` writes it.
OTHERS = [
    {
        "kind": "signal",
        "at": "2024-05-06T11:00:00+00:00",
        "name": "handed_over",
        "data": {"to": "sales", "price": {"decimal": "1.50"}},
        "id": "e1",
    },
    {
        "kind": "due_set",
        "at": "2024-05-06T12:00:00+00:00",
        "metric": "resolution",
        "due_at": "2024-05-08T17:00:00+02:00",
        "reason": "agreed by phone",
        "author": "ana",
        "id": "e2",
    },
    {
        "kind": "exemption",
        "at": "2024-05-06T13:00:00+00:00",
        "metric": "resolution",
        "reason": "flood",
        "author": "ana",
        "cycle": 2,
        "id": "e3",
    },
    {"kind": "merge", "at": "2024-05-06T14:00:00+00:00", "into": "T-9", "id": "e4"},
]
HISTORY: dict[str, Any] = {
    **PLAIN,
    "fields": {"x": {"decimal": "1.5"}, "y": {"date": "2024-05-06"}, "z": 1},
    "opened_by": "agent",
    "events": [
        {"kind": "change", "at": "2024-05-06T10:00:00Z", "fields": {"x": None}},
        {"kind": "message", "at": "2024-05-06T10:00:00Z", "author": "agent", "public": True},
        *OTHERS,
    ],
}
STAMPED = {
    **PLAIN,
    "resolved_at": "2024-05-06T15:00:00Z",
    "paused": [["2024-05-06T11:00:00Z", "2024-05-06T12:00:00Z"]],
}


@given(data=mutants(HISTORY) | mutants(STAMPED))
def test_junk(data: Any) -> None:
    """Whatever stands wherever, a ticket is built or refused by an error of slakit's."""
    try:
        ticket = Ticket.from_data(data)
    except SlakitError:
        return
    assert ticket == Ticket.from_data(json.loads(json.dumps(ticket.to_data())))


def test_round_trip_in_an_overlap() -> None:
    """Of two instants with one wall time the right one comes back."""
    created = datetime(2024, 11, 3, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York"))
    data = Ticket(id="T-1", created_at=created).to_data()
    assert "2024-11-03T01:30:00-05:00" == data["created_at"]
    assert created.astimezone(UTC) == Ticket.from_data(data).created_at


def test_to_data() -> None:
    """What is not there is left out; the rest reads like the constructor."""
    ticket = Ticket(
        id="T-1",
        created_at=CREATED,
        fields={"price": Decimal("1.50"), "day": date(2024, 5, 6), "due": CREATED, "vip": True},
        events=[Message(at=CREATED, author="agent"), Change(at=CREATED, fields={"status": "x"})],
        opened_by="customer",
    )
    assert {
        "id": "T-1",
        "created_at": "2024-05-06T09:00:00+00:00",
        "fields": {
            "price": {"decimal": "1.50"},
            "day": {"date": "2024-05-06"},
            "due": {"instant": "2024-05-06T09:00:00+00:00"},
            "vip": True,
        },
        "events": [
            {
                "kind": "message",
                "at": "2024-05-06T09:00:00+00:00",
                "author": "agent",
                "public": True,
            },
            {"kind": "change", "at": "2024-05-06T09:00:00+00:00", "fields": {"status": "x"}},
        ],
        "opened_by": "customer",
    } == ticket.to_data()
    assert {"id", "created_at", "fields", "events"} == set(
        Ticket(id="T-2", created_at=CREATED).to_data()
    )


def test_to_data_of_subclasses() -> None:
    """A subclass of a plain type is written as the plain type is."""

    class Day(date):
        pass

    class Count(int):
        pass

    ticket = Ticket(id="T-1", created_at=CREATED, fields={"day": Day(2024, 5, 6), "n": Count(5)})
    written = json.loads(json.dumps(ticket.to_data()))["fields"]
    assert {"day": {"date": "2024-05-06"}, "n": 5} == written


def test_json_schema() -> None:
    """The schema has every key, each described and with an example, and refuses others."""
    schema = TicketForm.model_json_schema()
    assert ["id", "created_at"] == schema["required"]
    assert schema["additionalProperties"] is False
    assert set(TicketForm.model_fields) == set(schema["properties"])
    assert [] == undescribed(schema) == unexampled(schema)


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        ("message", {"author"}),
        ("change", {"fields"}),
        ("signal", {"name"}),
        ("due_set", {"metric", "due_at"}),
        ("exemption", {"reason", "author"}),
        ("merge", {"into"}),
    ],
)
def test_json_schema_of_events(kind: str, required: set[str]) -> None:
    """Each kind of event is told by its kind, and has its keys."""
    schema = TicketForm.model_json_schema()
    (events,) = [part for part in schema["properties"]["events"]["anyOf"] if "items" in part]
    name = events["items"]["discriminator"]["mapping"][kind].removeprefix("#/$defs/")
    part = schema["$defs"][name]
    assert required | {"kind", "at"} == set(part["required"])
    assert kind == part["properties"]["kind"]["const"]
    assert part["additionalProperties"] is False
    assert part["description"]
