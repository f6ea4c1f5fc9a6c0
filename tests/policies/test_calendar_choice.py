"""Which calendar a policy counts in."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import BusinessCalendar, DocumentError, PolicyError, TicketError
from slakit.errors import path_text
from slakit.policies.calendar_choice import CalendarChoice
from tests.json_schema import faults, undescribed

# One that opens so many hours a day can be told by them.
CALENDARS = {
    name: BusinessCalendar(tz="UTC", hours=f"Mon-Sun {hours}")
    for name, hours in {"one": "09:00-10:00", "two": "09:00-11:00", "eve": "20:00-23:00"}.items()
}
MIDNIGHT = datetime(2024, 5, 6, tzinfo=UTC)
WHEN = {"tier": "gold"}


def hours(data: Any, **fields: Any) -> float:
    """Return how long the chosen calendar is open on a day."""
    found = CalendarChoice.parse(data).compile(CALENDARS)
    timeline = found(fields) if callable(found) else found
    return timeline.elapsed(MIDNIGHT, MIDNIGHT + timedelta(days=1)) / timedelta(hours=1)


def problems(data: Any) -> dict[str, str]:
    """Return what is wrong by where it is."""
    with pytest.raises(DocumentError) as caught:
        CalendarChoice.parse(data)
    return {path_text(each.path): each.message for each in caught.value.problems}


class TestChoice:
    def test_name(self) -> None:
        """A name is a calendar for every ticket."""
        assert 2 == hours("two")
        assert frozenset() == CalendarChoice.parse("two").fields

    def test_joined(self) -> None:
        """Several are open when one of them is."""
        assert 2 == hours(["one", "two"])
        assert 4 == hours(("one", "eve"))
        assert 1 == hours(["one"])

    def test_field(self) -> None:
        """A ticket may name its calendar."""
        assert 1 == hours("field(site)", site="one")
        assert 3 == hours("field( site )", site="eve")
        assert {"site"} == CalendarChoice.parse("field(site)").fields

    def test_table(self) -> None:
        """Or its field leads to one, by its text as a file would have it; else to the last."""
        table = {"by": "site", "BR": "one", 7: "two", "true": "eve", "else": "two"}
        assert 1 == hours(table, site="BR")
        assert 2 == hours(table, site=7) == hours(table, site=7.0) == hours(table, site="7")
        assert 3 == hours(table, site=True) == hours(table, site="true")
        assert 2 == hours(table, site="PT") == hours(table, site=None) == hours(table)
        assert {"site"} == CalendarChoice.parse(table).fields

    def test_rows(self) -> None:
        """Of rows the first that holds counts."""
        rows = [{"when": WHEN, "calendar": "eve"}, {"when": {"vip": True}, "calendar": "one"},
                {"calendar": "two"}]  # fmt: skip
        assert 3 == hours(rows, tier="gold", vip=True)
        assert 1 == hours(rows, tier="tin", vip=True)
        assert 2 == hours(rows)
        assert {"tier", "vip"} == CalendarChoice.parse(rows).fields

    @pytest.mark.parametrize(
        ("data", "site"),
        [("field(site)", "nowhere"), ("field(site)", None), ({"by": "site", "BR": "one"}, "one"),
         ({"by": "site", "BR": "one"}, None), ({"by": "site", "1": "one"}, 2)],
    )  # fmt: skip
    def test_ticket_without_calendar(self, data: Any, site: Any) -> None:
        """A ticket that leads to no calendar is refused by its field; there is no 24x7 for it."""
        with pytest.raises(TicketError, match="leads to no calendar; give it one of") as caught:
            hours(data, site=site)
        assert ("fields.site", site) == (caught.value.parameter, caught.value.value)

    def test_no_row(self) -> None:
        """So is one that no row covers."""
        with pytest.raises(PolicyError, match=r"calendar: no row.*`when`"):
            hours([{"when": WHEN, "calendar": "one"}])

    def test_mismatch(self) -> None:
        """A value that a row could never match is an error."""
        with pytest.raises(PolicyError, match="never match"):
            hours([{"when": WHEN, "calendar": "one"}, {"calendar": "two"}], tier=5)


class TestReading:
    @pytest.mark.parametrize(
        ("data", "path", "message"),
        [
            (None, "", "None is no calendar"),
            ("", "", "'' is no calendar"),
            (5, "", "5 is no calendar"),
            ([], "", "[] is no calendar"),
            ({}, "by", "the calendars do not say by which field they go"),
            ({"BR": "one"}, "by", "the calendars do not say by which field they go"),
            ({"by": "", "BR": "one"}, "by", "the calendars do not say by which field they go"),
            ({"by": "site"}, "by", "there are no calendars"),
            ({"by": "site", "BR": None}, "BR", "None is no calendar"),
            ({"by": "site", "else": ["one"]}, "else", "['one'] is no calendar"),
            ({"by": "site", 1: "one", "1": "two"}, "1", "there is a '1' already"),
            (["one", ""], "[0]", "'one' is no row of a calendar"),
            ([{"when": WHEN}], "[0]", "{'when': {'tier': 'gold'}} is no row of a calendar"),
            ([{"calendar": "one", "then": 5}], "[0].then", "unknown key 'then'"),
            ([{"calendar": "one", "when": "gold"}], "[0].when", "'gold' is no condition"),
            (
                [{"calendar": "one"}, {"calendar": "two"}],
                "[0]",
                "the row is for every ticket, so none comes to those behind it",
            ),
            (
                [{"when": {}, "calendar": "one"}, {"calendar": "two"}],
                "[0]",
                "the row is for every ticket, so none comes to those behind it",
            ),
            ([{"when": None, "calendar": "one"}], "[0].when", "None is no condition"),
            (
                [{"when": None, "calendar": "one"}, {"calendar": "two"}],
                "[0].when",
                "None is no condition",
            ),
        ],
    )
    def test_refused(self, data: Any, path: str, message: str) -> None:
        """What leads nowhere is refused at its place."""
        assert message == problems(data)[path]

    def test_all_at_once(self) -> None:
        """Everything that is wrong is named."""
        rows = [{"calendar": 5}, {"calender": "x", "calendar": "one"}, {"calendar": "x", "when": 1}]
        assert ["[0]", "[1].calender", "[1]", "[2].when"] == list(problems(rows))
        assert ["BR", "else", "by"] == list(problems({"BR": 5, "else": 5}))

    def test_remedy(self) -> None:
        """The remedy shows every way to write it; a key that is nearly right is recognized."""
        with pytest.raises(DocumentError, match=r"write a name, field\(site\)"):
            CalendarChoice.parse(5)
        with pytest.raises(DocumentError, match="'wen'; did you mean 'when'"):
            CalendarChoice.parse([{"calendar": "one", "wen": WHEN}])

    @pytest.mark.parametrize(
        ("data", "places"),
        [
            ("one", {"": "one"}),
            (["one", "two"], {"[0]": "one", "[1]": "two"}),
            ("field(site)", {}),
            ({"by": "x", "BR": "one", "else": "two"}, {"BR": "one", "else": "two"}),
            ([{"when": WHEN, "calendar": "one"}, {"calendar": "two"}],
             {"[0].calendar": "one", "[1].calendar": "two"}),
        ],
    )  # fmt: skip
    def test_places(self, data: Any, places: dict[str, str]) -> None:
        """What it names is known with its place."""
        choice = CalendarChoice.parse(data)
        assert places == {path_text(path): name for path, name in choice.places}
        assert tuple(places.values()) == choice.names


WRITTEN = [
    "one",
    ["one", "two"],
    "field(site)",
    {"by": "site", "BR": "one"},
    {"by": "site", "else": "two"},
    {"by": "site", "BR": "one", "PT": "two", "else": "two"},
    [{"when": WHEN, "calendar": "one"}],
    [{"when": WHEN, "calendar": "one"}, {"calendar": "two"}],
]


class TestValue:
    @pytest.mark.parametrize("data", WRITTEN)
    def test_round_trip(self, data: Any) -> None:
        """Its data, as JSON too, and its pickle give it back, and it answers the same."""
        choice = CalendarChoice.parse(data)
        assert choice is CalendarChoice.parse(choice)
        assert json.dumps(data) == json.dumps(choice.to_data())
        for again in (
            CalendarChoice.parse(json.loads(json.dumps(choice.to_data()))),
            pickle.loads(pickle.dumps(choice)),
        ):
            assert choice == again
            assert hash(choice) == hash(again)
        assert f"CalendarChoice.parse({data!r})" == repr(choice)

    def test_same(self) -> None:
        """What means the same is equal: the order of a table, tuples, a list of one."""
        table = {"by": "x", "1": "one", "b": "two"}
        assert CalendarChoice.parse(table) == CalendarChoice.parse(
            {"b": "two", 1: "one", "by": "x"}
        )
        assert CalendarChoice.parse(["one", "two"]) == CalendarChoice.parse(("one", "two"))
        assert CalendarChoice.parse("one") == CalendarChoice.parse(["one"])
        assert CalendarChoice.parse("field(x)") == CalendarChoice.parse("field( x )")

    def test_different(self) -> None:
        """Everything else differs."""
        choices = [CalendarChoice.parse(data) for data in WRITTEN]
        assert len(WRITTEN) == len(set(choices))
        assert CalendarChoice.parse("one") != "one"

    def test_not_shared(self) -> None:
        """It does not change with the data that it was read from or gave."""
        data = {"by": "site", "BR": "one"}
        choice = CalendarChoice.parse(data)
        data["BR"] = "two"
        choice.to_data()["BR"] = "two"
        assert {"by": "site", "BR": "one"} == choice.to_data()


@pytest.mark.parametrize("data", WRITTEN)
def test_schema(data: Any) -> None:
    """The schema knows every way to write it."""
    assert [] == faults(CalendarChoice.json_schema(), data)


@pytest.mark.parametrize(
    "data", [None, 5, "", [], {}, {"by": "x"}, {"by": 5, "a": "one"}, {"by": "x", "a": 5},
             [{"when": WHEN}], [{"calendar": "one", "then": 1}], ["one", {"calendar": "one"}]]
)  # fmt: skip
def test_schema_refuses(data: Any) -> None:
    """What a schema can see is invalid there too."""
    assert faults(CalendarChoice.json_schema(), data)


def test_schema_is_described() -> None:
    """Whoever completes a key is told what it is for."""
    assert [] == undescribed(CalendarChoice.json_schema())


keys = st.sampled_from(["by", "else", "when", "calendar", "BR", 1, True])
leaves = st.sampled_from(["one", "field(x)", "", None, 5, WHEN, {"signal": "x"}])
rows = leaves | st.dictionaries(keys, leaves, max_size=3)


@given(leaves | st.lists(rows, max_size=3) | st.dictionaries(keys, leaves, max_size=4))
def test_junk(data: Any) -> None:
    """Whatever is given, a choice is read or refused; what is read can be written and read."""
    try:
        choice = CalendarChoice.parse(data)
    except DocumentError:
        return
    again = CalendarChoice.parse(json.loads(json.dumps(choice.to_data())))
    assert choice == again
    assert hash(choice) == hash(again)
