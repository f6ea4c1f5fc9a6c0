"""What was found wrong once, each with the smallest table that shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from slakit import InstantError, Message, PolicySet, TableError, Ticket
from tests.evaluation.desks import desk, on, promising, ticket
from tests.frames.evaluating.comparing import check, frames, rows_of
from tests.frames.evaluating.one_by_one import named

np = pytest.importorskip("numpy", reason="numpy is not installed")


def test_versions_with_an_instant_for_each() -> None:
    """Who is asked about before a version takes effect stands by the version before it."""
    first = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}
    policies = desk(
        first, {**first, "targets": {"resolution": "8h"}, "from": "2024-05-07T00:00:00Z"}
    )
    tickets = named(ticket(created="Wed 10:00"), ticket(created="Mon 10:00"))
    found = check(policies, tickets, [on("Wed 11:00"), on("Mon 11:00")])
    assert ["8h", "4h"] == list(found.clocks["amount"])


POLICIES = desk({"name": "all", "calendar": "office", "targets": {"resolution": "4h"}})
TWO = {"id": ["A", "B"], "created_at": [on("Mon 09:00")] * 2}
BY_HAND = {
    "ticket": ["A"],
    "at": [on("Mon 10:00")],
    "kind": ["due_set"],
    "field": ["resolution"],
    "value": ["2024-05-06T16:00Z"],
}
NOW = on("Mon 11:00")


def found_of(tickets: Any, events: Any = None, **asked: Any) -> tuple[list[Any], list[Any]]:
    """Return which tickets have rows, and of which fields and values others are rejected."""
    found = frames.evaluate_frame(POLICIES, tickets, events, **{"at": NOW, **asked})
    rejected = [(row["ticket"], row["field"], row["value"]) for row in rows_of(found.rejects)]
    return [row["ticket"] for row in rows_of(found.clocks)], rejected


def test_an_opener_that_is_a_list() -> None:
    """What cannot be compared is as wrong as any other unknown opener."""
    assert (["B"], [("A", "opened_by", "['x']")]) == found_of({**TWO, "opened_by": [["x"], None]})


def test_an_instant_of_the_question_that_is_unreadable() -> None:
    """Of the column with the instants of the questions it is told what is wrong in which row."""
    tickets = {**TWO, "when": ["soon", "2024-05-06T11:00"]}
    expected = [("A", "when", "soon"), ("B", "when", "2024-05-06T11:00")]
    assert ([], expected) == found_of(tickets, at="when")


@pytest.mark.parametrize(
    "column",
    [
        {"tags": [["vip"], ["new"]]},
        {"updated_at": [datetime.fromisoformat("2024-05-06T09:30")] * 2},
    ],
    ids=["tags", "updated_at"],
)
def test_columns_nobody_heeds(column: Any) -> None:
    """A column at which no policy looks is nothing to a ticket, however that is read."""
    assert (["A", "B"], []) == found_of({**TWO, **column}, BY_HAND, tz="UTC")


def test_the_question_is_no_field() -> None:
    """The column with the instants of the questions may be local as any other."""
    tickets = {**TWO, "when": [datetime.fromisoformat("2024-05-06T11:00")] * 2}
    assert (["A", "B"], []) == found_of(tickets, BY_HAND, at="when", tz="UTC")


def test_changes_nobody_heeds() -> None:
    """Neither is a change of what no policy looks at."""
    events = {
        "ticket": ["A", "A", "B"],
        "at": [on("Mon 10:00")] * 3,
        "kind": ["due_set", "change", "change"],
        "field": ["resolution", "tags", "tags"],
        "value": ["2024-05-06T16:00Z", ["vip"], ["vip"]],
    }
    assert (["A", "B"], []) == found_of(TWO, events)


@pytest.mark.parametrize(
    "value", ["2024-05-06T16:00", datetime.fromisoformat("2024-05-06T16:00")], ids=repr
)
def test_local_times_of_due_times(value: Any) -> None:
    """A due time that was set is in the given zone, as the other local times are."""
    found = frames.evaluate_frame(
        POLICIES, TWO, {**BY_HAND, "value": [value]}, at=NOW, tz="Europe/Madrid"
    )
    assert [on("Mon 14:00")] == [
        row["due_at"] for row in rows_of(found.clocks) if row["ticket"] == "A"
    ]


def test_objects_of_pandas() -> None:
    """Values of a column of objects keep their types, also below a hundred texts."""
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    rule = {"by": "level", "true": "4h", "1": "8h", "else": "1h"}
    policies = desk({"name": "all", "calendar": "office", "targets": {"resolution": rule}})
    tickets = pd.DataFrame(
        {
            "id": range(103),
            "created_at": [on("Mon 09:00")] * 103,
            "level": pd.Series(["low"] * 100 + [True, 1, ["low"]], dtype=object),
        }
    )
    found = frames.evaluate_frame(policies, tickets, at=NOW)
    assert ["1h"] * 100 + ["4h", "8h"] == [row["amount"] for row in rows_of(found.clocks)]
    assert ["102"] == [row["ticket"] for row in rows_of(found.rejects)]


def test_a_field_that_names_no_instant() -> None:
    """Who carries no instant where one is promised is rejected, not promised nothing."""
    policies = promising(resolution="at(own)")
    found = frames.evaluate_frame(policies, {**TWO, "own": ["soon", None]}, at=NOW)
    assert [("B", "no_target")] == [(row["ticket"], row["status"]) for row in rows_of(found.clocks)]
    assert [("A", "own", "soon")] == [
        (row["ticket"], row["field"], row["value"]) for row in rows_of(found.rejects)
    ]


def test_a_field_that_names_no_instant_unasked() -> None:
    """Where another row promises something else, nobody asks what the field says."""
    rule = [{"when": {"tier": "gold"}, "amount": "at(own)"}, {"amount": "4h"}]
    tickets = {**TWO, "own": ["soon", "soon"], "tier": ["tin", "gold"]}
    found = frames.evaluate_frame(promising(resolution=rule), tickets, at=NOW)
    assert [("A", "4h")] == [(row["ticket"], row["amount"]) for row in rows_of(found.clocks)]
    assert ["B"] == [row["ticket"] for row in rows_of(found.rejects)]


def test_a_placeholder_warns_of_nothing() -> None:
    """A ticket that is too old to be evaluated asks for no hours, and warns of no holidays."""
    pytest.importorskip("holidays", reason="holidays is not installed")
    policies = PolicySet.model_validate(
        {
            "calendars": {
                "office": {
                    "tz": "Europe/Madrid",
                    "hours": "Mon-Fri 09:00-18:00",
                    "holidays": [{"country": "ES"}],
                }
            },
            "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
        }
    )
    tickets = {"id": ["A", "B"], "created_at": ["1900-01-01T00:00Z", "2024-05-06T09:00Z"]}
    # A warning would be an error here, and none of slakit's own.
    found = frames.evaluate_frame(policies, tickets, at=NOW)
    assert ["B"] == [row["ticket"] for row in rows_of(found.clocks)]
    assert ["A"] == [row["ticket"] for row in rows_of(found.rejects)]


def test_a_category_that_is_named_lasts() -> None:
    """A ticket that is open is named so: whatever its status comes to mean, it stays open."""
    row = {"calendar": "office", "targets": {"resolution": "4h"}}
    policies = desk({"name": "open", "when": {"category": "open"}, **row}, {"name": "all", **row})
    events = (("Mon 10:00", {"category": "open"}), ("Mon 11:00", "waiting"))
    tickets = named(ticket(*events), ticket(events[1]))
    found = rows_of(check(policies, tickets, on("Mon 11:30")).clocks)
    assert [("open", "running"), ("all", "paused")] == [
        (row["policy"], row["state"]) for row in found
    ]


def test_numpy_has_no_zone() -> None:
    """An array of datetime64 is in UTC, so that another zone is refused and not passed over."""
    created = np.array(["2024-05-06T09:00"] * 2, "M8[s]")
    tickets = {**TWO, "created_at": created}
    assert (["A", "B"], []) == found_of(tickets, tz="UTC")
    with pytest.raises(InstantError, match=r"^created_at: numpy has no zones, .*; leave out tz="):
        found_of(tickets, tz="Europe/Madrid")


def test_changes_without_values() -> None:
    """A column of another name is no column of values, and is not taken for none at all."""
    change = {"ticket": ["A"], "at": [on("Mon 10:00")], "kind": ["change"], "field": ["status"]}
    with pytest.raises(TableError, match=r"^events: .* no column value; .* did you mean 'values'"):
        found_of(TWO, {**change, "values": ["solved"]})
    with pytest.raises(TableError, match=r"^events: .* and no column field and value"):
        found_of(TWO, {name: change[name] for name in ("ticket", "at", "kind")})


def test_ids_with_a_point() -> None:
    """Whole numbers among which one is missing are told as what pandas has made of them."""
    with pytest.raises(TableError, match=r"^tickets\['id'\]: the ids are numbers with a point"):
        found_of({**TWO, "id": [1.0, 2.0]})


def test_what_a_wrong_time_needs() -> None:
    """A table has no map and no source in which one could say what times look like."""
    found = frames.evaluate_frame(POLICIES, {**TWO, "created_at": ["2024-05-06", "6/5/24"]}, at=NOW)
    assert 2 == found.rejected
    for row in rows_of(found.rejects):
        assert row["reason"].endswith('write it as "2024-05-06T09:00+02:00"')


def test_a_question_decades_away() -> None:
    """What no hours are laid out for is asked of the calendar, and not told as a sum of nothing."""
    tickets = [ticket(), ticket(), ticket(("Mon 10:00", "waiting"))]
    ats = [on("Mon 10:00"), on("Mon 10:00"), datetime(2043, 5, 6, 10, tzinfo=UTC)]
    for amount in ("4h", "none", "1bd", "4h wall"):
        check(promising(resolution=amount), named(*tickets), ats)
    # Hours that no other test has asked about, and so laid out further.
    row = {"name": "all", "calendar": "early", "targets": {"resolution": "4h"}}
    early = {"early": {"tz": "UTC", "hours": "Mon-Fri 05:02-13:02"}}
    found = check(desk(row, calendars=early), named(ticket(), *tickets[:2]), ats)
    assert {"it asks for hours beyond those laid out": 1} == found.fallbacks


def test_a_creation_decades_before_the_start() -> None:
    """A clock that counts from there starts where hours are laid out, and its origin is not."""
    row = {"name": "all", "calendar": "office", "targets": {"next_response": "none"}}
    policies = desk(row, counts_from="field(created_at)")
    old = Ticket(
        id="T-0",
        created_at=datetime(1988, 1, 4, 9, tzinfo=UTC),
        events=[Message(at=on("Mon 10:00"), author="customer")],
    )
    answered = Message(at=on("Mon 11:00"), author="agent")
    again = Ticket(id="T-1", created_at=old.created_at, events=[*old.events, answered])
    check(policies, [old, again], on("Mon 12:00"))


def test_the_last_years() -> None:
    """Hours end with the years that slakit counts."""
    for year in (9996, 9997):
        at = datetime(year, 6, 1, tzinfo=UTC)
        old, new = ticket(), Ticket(id="T-2", created_at=at - timedelta(days=9))
        check(POLICIES, named(old, new), at)


def test_arrow_columns_of_pandas() -> None:
    """What a dictionary has for no value is none, in a column of pandas as in one of pyarrow."""
    pa, pd = pytest.importorskip("pyarrow"), pytest.importorskip("pandas")
    dictionary = pa.DictionaryArray.from_arrays
    gold = pa.array(["gold", None])
    chunks = [gold.dictionary_encode(), pa.array([None, "tin"]).dictionary_encode()]
    policies = desk(
        {"name": "gold", "when": {"tier": "gold"}, "calendar": "office", "targets": {"own": "4h"}},
        metrics={"own": {"start": "created", "stop": {"category": "resolved"}}},
    )
    for tier in (
        dictionary(pa.array([0, None], pa.uint16()), ["gold"]),
        dictionary(pa.array([0, 1], pa.uint16()), gold),
        pa.chunked_array([chunk.slice(n, 1) for n, chunk in enumerate(chunks[:1] * 2)]),
        pa.array(["gold", None]),
    ):
        table = pa.table({**TWO, "tier": tier})
        for kind in (table, table.to_pandas(types_mapper=pd.ArrowDtype)):
            found = frames.evaluate_frame(policies, kind, at=NOW)
            assert ({"on_track": 1, "no_target": 1}, 0) == (found.counts, found.rejected)
    assert (
        2
        == frames.evaluate_frame(
            policies,
            pa.table(
                {**TWO, "tier": pa.chunked_array([chunks[0].slice(0, 1), chunks[1].slice(1, 1)])}
            ).to_pandas(types_mapper=pd.ArrowDtype),
            at=NOW,
        ).tickets
    )
