"""Tables of tickets and events: histories in columns, and single tickets."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import Change, InstantError, Message, TableError, Ticket
from slakit.instants import EPOCH, MICROSECOND
from tests.evaluation.desks import desk, on

np = pytest.importorskip("numpy", reason="numpy is not installed")
alphabets = pytest.importorskip("slakit.frames.evaluating.alphabet")
openings = pytest.importorskip("slakit.frames.evaluating.openings")
ticket_tables = pytest.importorskip("slakit.frames.evaluating.ticket_tables")
open_table = pytest.importorskip("slakit.frames.native").open_table

POLICIES = desk(
    {
        "name": "all",
        "calendar": "office",
        "when": {"tier": {"present": True}},
        "targets": {"first_response": "1h", "resolution": "at(own)"},
    }
)
TICKETS: dict[str, Any] = {
    "id": ["A", 7, None, "A", "B", "C"],
    "created_at": [on("Mon 09:00")] * 4 + ["soon", on("Mon 10:00")],
    "tier": ["gold", "tin", None, "gold", None, "tin"],
    "own": [on("Tue 09:00"), None, None, None, None, "2024-05-08T09:00Z"],
    "colour": ["red"] * 6,
}
EVENTS: dict[str, Any] = {
    "ticket": ["C", "A", "7", "A", "Z", None],
    "at": [
        on("Mon 11:00"),
        on("Mon 12:00"),
        on("Mon 09:30"),
        on("Mon 10:00"),
        on("Mon 09:00"),
        None,
    ],
    "kind": ["change", "message", "message", "change", "note", "note"],
    "author": [None, "agent", "agent", None, None, None],
    "field": ["status", None, None, "colour", None, None],
    "value": ["solved", None, None, "blue", None, None],
}


def tables(tickets: Any = TICKETS, events: Any = EVENTS, zone: ZoneInfo | None = None) -> Any:
    log = None if events is None else open_table(events, "events")
    met = openings.Openings(alphabets.Alphabet(POLICIES))
    return ticket_tables.TicketTables(met, open_table(tickets, "tickets"), log, zone)


def micro(text: str) -> int:
    return (on(text) - EPOCH) // MICROSECOND


def test_ids() -> None:
    """Ids are texts; a row without one has none, and the second of two is known as such."""
    found = tables()
    assert (["A", "7", None, "A", "B", "C"], {3: 0}) == (found.ids, found.twice)
    assert {2, 3, 4} == found.odd.keys()
    assert [3, 4] == found.odd_rows(3, 6)


def test_histories() -> None:
    """The events of a ticket stand together, in order, whatever their rows were."""
    found = tables().histories(0, 6)
    assert [0, 2, 3, 3, 3, 3, 4] == found.first.tolist()
    expected = ["Mon 10:00", "Mon 12:00", "Mon 09:30", "Mon 11:00"]
    assert [micro(at) for at in expected] == found.at.tolist()
    # The colour is nothing to the policies.
    assert [True, False, False, False] == (found.deed == alphabets.NOTHING).tolist()
    assert found.deed[1] == found.deed[2]
    assert found.opening[0] != found.opening[1] != found.opening[5]


def test_never_created() -> None:
    """Who has no history in columns is never created in them."""
    created = tables().histories(0, 6).created.tolist()
    never = ticket_tables.NEVER
    assert [micro("Mon 09:00")] * 2 + [never] * 3 + [micro("Mon 10:00")] == created


def test_some_rows() -> None:
    """Of some rows the events begin with theirs."""
    found = tables().histories(1, 3)
    assert ([0, 1, 1], [micro("Mon 09:30")]) == (found.first.tolist(), found.at.tolist())


def test_slots() -> None:
    """An instant in a field is that of its ticket."""
    own = tables().histories(0, 6).slots[:, 0].tolist()
    none = np.iinfo(np.int64).min
    assert [micro("Tue 09:00"), *[none] * 4, micro("Wed 09:00")] == own


def test_orphans() -> None:
    """Events that are no ticket's are told with whose they claim to be."""
    assert [(4, "Z"), (5, None)] == tables().orphans


def test_ticket() -> None:
    """A single ticket is what its rows say, as far as policies look at it."""
    first = tables().ticket(0)
    assert Ticket(
        id="A",
        created_at=on("Mon 09:00"),
        fields={"tier": "gold", "own": on("Tue 09:00")},
        events=[
            Change(at=on("Mon 10:00"), fields={"colour": None}),
            Message(at=on("Mon 12:00"), author="agent"),
        ],
    ) == Ticket(
        id=first.id,
        created_at=first.created_at,
        fields={name: value for name, value in first.fields.items() if name in ("tier", "own")},
        events=first.events,
    )


@pytest.mark.parametrize(
    ("row", "kind", "reason"),
    [
        (2, TableError, "^id: there is no id"),
        (3, TableError, "^id: a ticket of this id stands in row 0"),
        (4, InstantError, "^created_at: 'soon' is no time"),
    ],
)
def test_wrong_tickets(row: int, kind: type[Exception], reason: str) -> None:
    """A ticket that cannot be read says what is wrong with it."""
    with pytest.raises(kind, match=reason):
        tables().ticket(row)


def test_wrong_events() -> None:
    """An event that cannot be read is told by its own row."""
    events = {**EVENTS, "kind": ["change", "message", "call", "change", "note", "note"]}
    found = tables(events=events)
    assert {1, 2, 3, 4} == found.odd.keys()
    with pytest.raises(ticket_tables.WrongEventError) as raised:
        found.ticket(1)
    assert (2, "kind") == (raised.value.row, raised.value.error.parameter)


def test_by_hand() -> None:
    """Decisions by hand, and instants in fields that change, have no place in columns."""
    kinds = ["change", "exemption", "message", "change", "note", "note"]
    events = {**EVENTS, "kind": kinds, "field": ["own", *EVENTS["field"][1:]]}
    odd = tables(events=events).odd
    assert "somebody decided something by hand" == odd[0]
    assert "an instant in a field changes" == odd[5]


def test_before_the_creation() -> None:
    """An event before the creation makes a ticket odd, in the microsecond of it not."""
    for earlier, odd in ((0 * MICROSECOND, False), (MICROSECOND, True)):
        at = [on("Mon 10:00") - earlier, *EVENTS["at"][1:]]
        assert odd == (5 in tables(events={**EVENTS, "at": at}).odd)


def test_zone() -> None:
    """Local times are those of the zone, in every column."""
    tickets = {"id": ["A"], "created_at": ["2024-05-06T11:00"], "own": ["2024-05-07T11:00"]}
    events = {"ticket": ["A"], "at": ["2024-05-06T12:00"], "kind": ["note"]}
    found = tables(tickets, events, ZoneInfo("Europe/Madrid")).histories(0, 1)
    assert [micro(at) for at in ("Mon 09:00", "Mon 10:00", "Tue 09:00")] == [
        found.created[0],
        found.at[0],
        found.slots[0, 0],
    ]


def test_stamps() -> None:
    """Timestamps beside the tickets are the events that they tell of."""
    tickets = {
        "id": ["A", "B"],
        "created_at": [on("Mon 09:00")] * 2,
        "first_responded_at": [None, on("Mon 10:00")],
        "resolved_at": [on("Mon 11:00"), on("Mon 09:30")],
        "status": ["solved", "solved"],
    }
    found = tables(tickets, None)
    histories = found.histories(0, 2)
    assert [0, 1, 3] == histories.first.tolist()
    assert [micro(f"Mon {at}") for at in ("11:00", "09:30", "10:00")] == histories.at.tolist()
    assert histories.deed[0] == histories.deed[1]
    # Both were open at first.
    assert {"open"} == {
        fields["category"] for _, fields in (histories.openings[i] for i in histories.opening)
    }
    with pytest.raises(TableError, match="both events and first_responded_at, resolved_at"):
        tables(tickets, EVENTS)


def test_fields() -> None:
    """The names of all fields are known, also of those that only come to be."""
    assert {"tier", "own", "colour", "status"} == tables().fields
