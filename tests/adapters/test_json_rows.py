"""A line of JSON as a ticket."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import SlakitError, TableError
from slakit.adapters import TableSource
from slakit.adapters.json_rows import JsonRows
from slakit.tickets import Change, Message, Ticket

AT = datetime(2024, 5, 2, 14, tzinfo=UTC)


def ticket(data: dict[str, Any], **source: Any) -> Ticket:
    rows = JsonRows(TableSource(**source))
    return rows.ticket(rows.parse(json.dumps(data)))


def test_flat_row() -> None:
    """A flat row is read by the map; values keep their kind."""
    data = {"case": 7, "opened": "2024-05-02 14:00", "tier": 1, "vip": True, "rest": None, "x": 1.5}
    expected = Ticket(
        id="7", created_at=AT, fields={"tier": 1, "vip": True, "rest": None, "x": 1.5}
    )
    assert expected == ticket(data, tz="UTC", map={"id": "case", "created_at": "opened"})


def test_keys_that_are_not_there() -> None:
    """A key that a row does not have has no value."""
    data = {"id": "7", "created_at": "2024-05-02T14:00Z"}
    found = ticket(data, map={"resolved_at": "solved", "promised": "{n}{unit}"})
    assert {"promised": None} == found.fields
    assert () == found.events


def test_composed() -> None:
    """Numbers are put together as they are written."""
    data = {"id": "7", "created_at": "2024-05-02T14:00Z", "n": 2, "unit": "bd"}
    assert {"promised": "2bd"} == ticket(data, map={"promised": "{n}{unit}"}).fields


def test_as_it_stands_now() -> None:
    """The status of a flat row is no field at creation."""
    data = {"id": "7", "created_at": "2024-05-02T14:00Z", "status": "closed", "category": "closed"}
    assert {} == ticket(data).fields


def test_history() -> None:
    """A row with events is a ticket with its history, whatever the map says."""
    expected = Ticket(
        id="T-1",
        created_at=AT,
        fields={"status": "new"},
        events=[
            Message(at=AT.replace(hour=15), author="agent"),
            Change(at=AT.replace(hour=16), fields={"status": "solved"}),
        ],
        opened_by="customer",
    )
    assert expected == ticket(expected.to_data(), map={"id": "case"})


@pytest.mark.parametrize("key", ["events", "fields", "paused"])
def test_what_makes_a_history(key: str) -> None:
    """Each of the keys that no flat row has makes a row a ticket with its history."""
    data: dict[str, Any] = {"id": "T-1", "created_at": "2024-05-02T14:00Z"}
    data[key] = {} if key == "fields" else []
    assert Ticket(id="T-1", created_at=AT) == ticket(data, map={"id": "case"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no JSON from character 1 on: expecting value"),
        ("{", "no JSON from character 2 on"),
        ("{} {}", "no JSON from character 4 on: extra data"),
        ("[1]", "the line is no JSON object"),
        ("7", "the line is no JSON object"),
        ('{"id": 1, "id": 2}', "id: the key 'id' stands twice"),
        ('{"id": NaN}', "NaN is no value; write null"),
        ('{"id": -Infinity}', "-Infinity is no value; write null"),
        ('{"id": ' + "9" * 2_000 + "}", "a number of 2000 digits"),
        ('{"id": ' + "[" * 100_000, "nested too deeply"),
        (r'{"id": "\ud800"}', "half a surrogate pair is no text"),
        (r'{"\udc00": 1}', "half a surrogate pair is no text"),
    ],
)
def test_no_object(text: str, message: str) -> None:
    """What is no JSON object is refused in plain words."""
    with pytest.raises(TableError, match=message):
        JsonRows(TableSource()).parse(text)


def test_surrogate_pair() -> None:
    """Both halves of a surrogate pair are one character."""
    assert {"id": "😀"} == JsonRows(TableSource()).parse(r'{"id": "\ud83d\ude00"}')


@given(text=st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_any_text(text: str) -> None:
    """Any text is an object or a `SlakitError`."""
    try:
        found: object = JsonRows(TableSource()).parse(text)
    except SlakitError as error:
        found = error
    assert isinstance(found, dict | SlakitError)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["id", "created_at", "resolved_at", "opened_by", "events", "fields", "paused", "x"]
)


@given(data=st.dictionaries(KEYS, JSON | st.just("2024-05-02T14:00Z"), max_size=5))
def test_any_object(data: dict[str, Any]) -> None:
    """Any object is a ticket or a `SlakitError`, and has an id that can be told."""
    rows = JsonRows(TableSource(map={"promised": "{x}h"}))
    try:
        parsed = rows.parse(json.dumps(data))
    except SlakitError:
        return
    assert isinstance(rows.id_of(parsed), str)
    try:
        found: object = rows.ticket(parsed)
    except SlakitError as error:
        found = error
    assert isinstance(found, Ticket | SlakitError)


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("7", {"case": 7}),
        ("", {"id": 7}),
        ("", {"case": None}),
        ("", {"case": [7]}),
        ("T", {"id": "T", "events": []}),
        ("", {"id": ["T"], "events": []}),
        ("", {"events": []}),
    ],
)
def test_id(expected: str, data: dict[str, Any]) -> None:
    """The id of a flat row is where the map says, that of a history under id."""
    assert expected == JsonRows(TableSource(map={"id": "case"})).id_of(data)


def test_lists() -> None:
    """A flat row has plain values only."""
    with pytest.raises(TableError, match="tags: a flat row has no lists and no mappings") as caught:
        ticket({"id": "7", "created_at": "2024-05-02T14:00Z", "tags": ["a"]})
    assert '["a"]' == caught.value.value


@pytest.mark.parametrize("value", [1714658400, 1.5, True])
def test_time_that_is_no_text(value: object) -> None:
    """A time is a text; a number says neither unit nor epoch."""
    with pytest.raises(TableError, match=r"opened: .* is no time; give ISO 8601 as text") as caught:
        ticket({"id": "7", "opened": value}, map={"created_at": "opened"})
    assert value == caught.value.value


def test_key_that_never_comes() -> None:
    """A key of the map that no row had is an error after the last row, with what was meant."""
    rows = JsonRows(TableSource(map={"resolved_at": "solved", "tier": "plan"}))
    rows.ticket({"id": "1", "created_at": "2024-05-02T14:00Z", "plan": "gold"})
    rows.ticket({"id": "2", "created_at": "2024-05-02T14:00Z", "sloved": None})
    with pytest.raises(
        TableError, match=r"map\.resolved_at: no row has the key 'solved'; did you mean 'sloved'"
    ):
        rows.check_map()


def test_keys_that_came_once() -> None:
    """A key needs to come in one row only, and a file without rows says nothing."""
    rows = JsonRows(TableSource(map={"resolved_at": "solved"}))
    rows.check_map()
    rows.ticket({"id": "1", "created_at": "2024-05-02T14:00Z"})
    rows.ticket({"id": "2", "created_at": "2024-05-02T14:00Z", "solved": None})
    rows.check_map()


@pytest.mark.parametrize("rows", ["snapshot", "event"])
def test_log(rows: str) -> None:
    """A line of JSON is a whole ticket, with its history in it."""
    with pytest.raises(TableError, match=f"rows: a line of JSON is a whole ticket, not one {rows}"):
        JsonRows(TableSource.model_validate({"rows": rows}))
