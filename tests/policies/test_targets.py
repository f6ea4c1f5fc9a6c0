"""Targets: amounts, tables of amounts, and ordered rows."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

import pytest

from slakit import Amount, AmountError, DocumentError, PolicyError
from slakit.errors import UnknownNameError, path_text
from slakit.policies.targets import Target, TargetRow, calendar_field

TABLE = {"by": "priority", "urgent": "30m", "high": "2h", "else": "1bd"}
ROWS = [
    {"when": {"priority": "urgent"}, "amount": "30m", "calendar": "always"},
    {"when": {"tier": ["gold", "silver"]}, "amount": "1bd", "cutoff": "15:00"},
    {"amount": "3bd", "calendar": "field(site)"},
]
HOUR = 3_600_000_000


def promised(data: Any, **fields: Any) -> str | None:
    """Return the text of the amount that a target promises to a ticket, None for nothing."""
    row = Target.parse(data).select(fields)
    return None if row is None else str(row.amount)


def problems(data: Any) -> dict[str, str]:
    """Return the message of each problem by its path."""
    with pytest.raises(DocumentError) as caught:
        Target.parse(data)
    return {path_text(problem.path): problem.message for problem in caught.value.problems}


class Plain(StrEnum):
    URGENT = "urgent"


class Mixed(str, Enum):  # noqa: UP042 - the kind of enumeration that is common in hosts
    URGENT = "urgent"


class TestAmount:
    @pytest.mark.parametrize(
        "text",
        ["4h", "30m", "24h wall", "2bd", "2bd eod", "2bd 16:00", "3cd", "none",
         "at(due)", "at(due) next_open", "field(promised)"],
    )  # fmt: skip
    def test_for_all(self, text: str) -> None:
        """One amount is promised to every ticket."""
        assert text == promised(text) == promised(text, priority="high")
        assert text == Target.parse(text).to_data()

    def test_row(self) -> None:
        """A mere amount counts in the policy's calendar and has no cut-off."""
        assert TargetRow(None, Amount("4h"), None, None) == Target.parse("4h").select({})

    def test_normal_form(self) -> None:
        """What is written is the normal form."""
        assert "1h30m" == Target.parse("90m").to_data()
        assert "2h" == Target.parse(timedelta(hours=2)).to_data()

    @pytest.mark.parametrize("amount", ["0h", "0m wall", "0bd", "0bd eod", "0cd", "-1h", "-2bd"])
    def test_no_time(self, amount: str) -> None:
        """Zero and less are no time to promise."""
        with pytest.raises(AmountError, match="no time to promise") as caught:
            Target.parse(amount)
        assert "positive" in caught.value.remedy

    @pytest.mark.parametrize("amount", ["1d", "P1D", "2 days"])
    def test_days(self, amount: str) -> None:
        """A day that could be a working day, a date or 24 hours is refused with the choice."""
        with pytest.raises(AmountError, match="day") as caught:
            Target.parse(amount)
        assert "bd" in caught.value.remedy or "T" in caught.value.remedy

    @pytest.mark.parametrize("amount", ["", "soon", "4", 4, 4.0, None, True, b"4h"])
    def test_no_amount(self, amount: Any) -> None:
        """What is no amount is refused."""
        with pytest.raises(AmountError):
            Target.parse(amount)


class TestTable:
    @pytest.mark.parametrize(
        ("amount", "priority"),
        [("30m", "urgent"), ("2h", "high"), ("1bd", "low"), ("1bd", None), ("1bd", "Urgent"),
         ("1bd", "else"), ("1bd", "by"), ("30m", Plain.URGENT), ("30m", Mixed.URGENT)],
    )  # fmt: skip
    def test_select(self, amount: str, priority: Any) -> None:
        """The entry of the value counts, else the last one."""
        assert amount == promised(TABLE, priority=priority)

    def test_field_that_is_not_there(self) -> None:
        """A ticket without the field has no entry of its own."""
        assert "1bd" == promised(TABLE)

    def test_no_else(self) -> None:
        """Without a last entry a value that is not named is promised nothing."""
        table = {"by": "priority", "high": "2h"}
        assert promised(table, priority="low") is None
        assert promised(table) is None

    def test_only_else(self) -> None:
        """A table may consist of its last entry."""
        assert "4h" == promised({"by": "x", "else": "4h"}, x=1)

    @pytest.mark.parametrize(
        ("amount", "value"),
        [
            ("1h", True),
            ("2h", False),
            ("3h", 1),
            ("3h", 1.0),
            ("3h", Decimal("1.00")),
            ("4h", 2),
            ("5h", Decimal("1.5")),
            ("5h", Decimal("1.50")),
            ("5h", 1.5),
            ("6h", date(2024, 5, 6)),
            ("7h", Decimal("1E+2")),
            ("8h", -0.0),
            ("1h", "true"),
            ("3h", "1"),
            (None, "1.0"),
            (None, 3),
        ],
    )
    def test_values_that_are_no_text(self, amount: str | None, value: Any) -> None:
        """The keys of a file are text, so a value finds the entry that is written as it would be.

        A text is what it is.
        """
        keys = ["true", "false", "1", "2", "1.5", "2024-05-06", "100", "0"]
        table = {"by": "x", **{key: f"{i}h" for i, key in enumerate(keys, 1)}}
        assert amount == promised(table, x=value)

    @pytest.mark.parametrize("key", [1, True, 1.5])
    def test_keys_that_are_no_text(self, key: Any) -> None:
        """In Python a key may be the value itself."""
        assert "1h" == promised({"by": "x", key: "1h", "else": "8h"}, x=key)

    def test_nothing_is_no_word(self) -> None:
        """A ticket without a value is not one whose value is called None."""
        assert "8h" == promised({"by": "x", "None": "1h", "else": "8h"})

    def test_entry_with_hours(self) -> None:
        """An entry may say its calendar and its cut-off beside the amount."""
        entry = {"amount": "1bd", "calendar": "support", "cutoff": "15:00"}
        data = {"by": "priority", "high": entry, "else": {"amount": "3bd", "cutoff": "12:30"}}
        target = Target.parse(data)
        assert TargetRow(None, Amount("1bd"), "support", 15 * HOUR) == target.select(
            {"priority": "high"}
        )
        assert TargetRow(None, Amount("3bd"), None, 25 * HOUR // 2) == target.select({})
        assert data == target.to_data()

    def test_none_as_an_entry(self) -> None:
        """An entry may promise nothing."""
        table = {"by": "x", "a": "none", "else": "4h"}
        assert "none" == promised(table, x="a")
        assert table == Target.parse(table).to_data()


class TestRows:
    @pytest.mark.parametrize(
        ("i", "fields"),
        [
            (0, {"priority": "urgent", "tier": "gold"}),
            (0, {"priority": "urgent"}),
            (1, {"priority": "low", "tier": "silver"}),
            (2, {"priority": "low"}),
            (2, {}),
        ],
    )
    def test_first_that_holds(self, i: int, fields: dict[str, Any]) -> None:
        """Of several rows the first whose condition holds counts."""
        target = Target.parse(ROWS)
        assert target.rows[i] is target.select(fields)

    def test_row(self) -> None:
        """A row has its amount, its calendar and its cut-off in microseconds since midnight."""
        urgent, gold, other = Target.parse(ROWS).rows
        assert (Amount("30m"), "always", None) == (urgent.amount, urgent.calendar, urgent.cutoff)
        assert (Amount("1bd"), None, 15 * HOUR) == (gold.amount, gold.calendar, gold.cutoff)
        assert (None, "field(site)") == (other.when, other.calendar)

    def test_no_last_row(self) -> None:
        """A ticket for which no row holds is promised nothing."""
        rows = [{"when": {"tier": "gold"}, "amount": "4h"}]
        assert promised(rows, tier="tin") is None
        assert rows == Target.parse(rows).to_data()

    def test_row_that_stands_for_itself(self) -> None:
        """One row needs no list."""
        row = {"amount": "1bd", "cutoff": "15:00"}
        assert row == Target.parse(row).to_data() == Target.parse([row]).to_data()
        assert promised({"when": {"tier": "gold"}, "amount": "4h"}, tier="tin") is None

    def test_empty_condition(self) -> None:
        """An empty condition is one that always holds."""
        assert "4h" == promised([{"when": {}, "amount": "4h"}])

    @pytest.mark.parametrize("rows", [[{"amount": "4h"}], [{"amount": "4h"}, {"amount": "8h"}]])
    def test_null_condition(self, rows: list[dict[str, Any]]) -> None:
        """A condition that was left empty is refused, and is not one that always holds."""
        with pytest.raises(DocumentError) as caught:
            Target.parse([{"when": None, **rows[0]}, *rows[1:]])
        assert [
            "[0].when: None is no condition; leave it out, or write a condition: {field: value}"
        ] == [str(problem) for problem in caught.value.problems]

    def test_null_condition_of_one_row(self) -> None:
        """So it is where a row stands for itself."""
        with pytest.raises(DocumentError, match=r"^when: None is no condition; leave it out"):
            Target.parse({"when": None, "amount": "4h"})

    def test_rows_behind_an_empty_condition(self) -> None:
        """Nothing comes to the rows behind one that always holds, however that is written."""
        with pytest.raises(DocumentError, match="none comes to those behind it"):
            Target.parse([{"when": {}, "amount": "4h"}, {"amount": "8h"}])

    def test_again(self) -> None:
        """A target is asked again and again, and answers each time for itself."""
        target = Target.parse(ROWS)
        asked = [target.select({"priority": "urgent"}), target.select({})] * 2
        assert [target.rows[0], target.rows[2]] * 2 == asked


class TestFields:
    @pytest.mark.parametrize(
        ("fields", "data"),
        [
            (set(), "4h"),
            ({"promised"}, "field(promised)"),
            (
                {"tier", "promised", "due"},
                {"by": "tier", "gold": "field(promised)", "tin": "at(due)", "else": "4h"},
            ),
            ({"priority", "tier", "site"}, ROWS),
            ({"x", "site"}, {"by": "x", "a": {"amount": "4h", "calendar": "field(site)"}}),
        ],
    )
    def test_fields(self, fields: set[str], data: Any) -> None:
        """A target depends on what its conditions, amounts and calendars look at."""
        assert fields == Target.parse(data).fields


class TestCalendars:
    @pytest.mark.parametrize(
        ("calendars", "data"),
        [
            (set(), "4h"),
            ({"always"}, ROWS),
            ({"a", "b"}, {"by": "x", "1": {"amount": "4h", "calendar": "a"},
                          "else": {"amount": "4h", "calendar": "b"}}),
        ],
    )  # fmt: skip
    def test_calendars(self, calendars: set[str], data: Any) -> None:
        """The calendars of a target are those that its rows name, not those that tickets name."""
        assert calendars == Target.parse(data).calendars

    @pytest.mark.parametrize(
        ("path", "data"),
        [
            ("calendar", {"amount": "4h", "calendar": "offise"}),
            ("[1].calendar", [{"when": {"x": 1}, "amount": "4h", "calendar": "office"},
                              {"amount": "4h", "calendar": "offise"}]),
            ("high.calendar", {"by": "x", "high": {"amount": "4h", "calendar": "offise"}}),
            ("else.calendar", {"by": "x", "else": {"amount": "4h", "calendar": "offise"}}),
        ],
    )  # fmt: skip
    def test_unknown(self, path: str, data: Any) -> None:
        """A calendar that is not there is told with where it stands and the nearest name."""
        (problem,) = Target.parse(data).unknown_calendars(["always", "office"])
        assert path == path_text(problem.path)
        assert "unknown calendar 'offise'" == problem.message
        assert "did you mean 'office'?" == problem.remedy
        assert UnknownNameError.code == problem.code

    def test_known(self) -> None:
        """A calendar that the ticket names is not looked up in the set."""
        assert [] == Target.parse(ROWS).unknown_calendars(["always"])

    @pytest.mark.parametrize(
        ("field", "calendar"),
        [("site", "field(site)"), ("the site", "field( the site )"), (None, "office"),
         (None, "field()"), (None, "field"), (None, "field(a)(b)"), (None, "")],
    )  # fmt: skip
    def test_by_field(self, field: str | None, calendar: str) -> None:
        """A calendar by field is told from one that is named."""
        assert field == calendar_field(calendar)

    def test_blanks(self) -> None:
        """Blanks within the parentheses say nothing."""
        data = {"amount": "4h", "calendar": "field( site )"}
        assert {"amount": "4h", "calendar": "field(site)"} == Target.parse(data).to_data()


class TestRefusing:
    @pytest.mark.parametrize("by", [{}, {"by": ""}, {"by": None}, {"by": 1}, {"by": ["a"]}])
    def test_no_field(self, by: dict[str, Any]) -> None:
        """A table says by which field it goes."""
        with pytest.raises(DocumentError) as caught:
            Target.parse({**by, "high": "2h"})
        assert [("by",)] == [each.path for each in caught.value.problems]
        assert [PolicyError.code] == [each.code for each in caught.value.problems]
        assert "by: priority" in caught.value.problems[0].remedy

    @pytest.mark.parametrize(("path", "data"), [("", []), ("by", {"by": "priority"})])
    def test_no_rows(self, path: str, data: Any) -> None:
        """Rows and tables have something in them."""
        assert {path: "there are no rows"} == problems(data)

    def test_table_all_at_once(self) -> None:
        """Every entry that is wrong is named."""
        bad = {"urgent": "1d", "high": "0h", "mid": {"amount": "1s", "cutof": "9:00"}, "low": "2h"}
        assert ["urgent", "high", "mid.cutof", "else", "by"] == list(
            problems({**bad, "else": "soon"})
        )

    def test_rows_all_at_once(self) -> None:
        """Every row that is wrong is named with its number."""
        found = problems(
            [
                {"when": {"tier": {"isnt": "gold"}}, "amount": "0h"},
                {"amount": "1bd", "cutoff": "25:00"},
                "4h",
                {"when": {"tier": "tin"}},
                {"amount": "-1bd", "calender": "x"},
            ]
        )
        assert {
            "[0].amount",
            "[0].when.tier.isnt",
            "[1].cutoff",
            "[2]",
            "[3].amount",
            "[4].amount",
            "[4].calender",
        } == found.keys()
        assert "is required and missing" == found["[3].amount"]
        assert "unknown key 'calender'" == found["[4].calender"]

    @pytest.mark.parametrize("amount", ["4h", "24h wall", "3cd", "at(due)", "field(x)", "none"])
    def test_cutoff(self, amount: str) -> None:
        """A cut-off goes with business days."""
        found = problems([{"amount": amount, "cutoff": "15:00"}])
        assert ["[0].cutoff"] == list(found)
        assert "business days" in found["[0].cutoff"]

    @pytest.mark.parametrize("cutoff", ["24:00", "9", 900, "15:60", ""])
    def test_cutoff_that_is_no_time(self, cutoff: Any) -> None:
        """A cut-off is a time of day; the number that YAML may make of it is not."""
        assert ["[0].cutoff"] == list(problems([{"amount": "1bd", "cutoff": cutoff}]))

    def test_rows_that_are_never_reached(self) -> None:
        """Nothing may stand behind a row that is for every ticket."""
        found = problems([{"when": {"a": 1}, "amount": "1h"}, {"amount": "2h"}, {"amount": "3h"}])
        assert ["[1]"] == list(found)

    def test_condition_in_a_table(self) -> None:
        """The entries of a table have their value and no further condition."""
        assert ["a.when"] == list(problems({"by": "x", "a": {"amount": "1h", "when": {"y": 1}}}))

    def test_entry_twice(self) -> None:
        """Two keys that a file would write alike are one too many."""
        assert ["1"] == list(problems({"by": "x", 1: "2h", "1": "3h"}))


class TestValue:
    def test_data(self) -> None:
        """The data is what was read, with the last entry last."""
        data = Target.parse({"else": "1bd", **TABLE}).to_data()
        assert TABLE == data
        assert ["by", "urgent", "high", "else"] == list(data)
        assert Target.parse(data) == Target.parse(TABLE)

    @pytest.mark.parametrize(
        "data", ["4h", TABLE, ROWS, ROWS[:2], {"amount": "1h", "calendar": "x"}]
    )
    def test_round_trip(self, data: Any) -> None:
        """What is written is what was read."""
        assert data == Target.parse(data).to_data()

    def test_read_again(self) -> None:
        """A target that is read is read again as it is."""
        target = Target.parse(TABLE)
        assert target is Target.parse(target)

    def test_equal(self) -> None:
        """The same promises are equal, with equal hashes, in whatever order a table stands."""
        one = Target.parse(TABLE)
        two = Target.parse({"high": "120m", "by": "priority", "else": "1bd", "urgent": "30m"})
        assert one == two
        assert hash(one) == hash(two)
        assert one != Target.parse({**TABLE, "high": "3h"})
        assert one != Target.parse({**TABLE, "by": "tier"})
        assert Target.parse("4h") != Target.parse({"by": "x", "else": "4h"})
        assert Target.parse("4h") == Target.parse([{"amount": "4h"}])
        assert Target.parse(ROWS) != Target.parse([ROWS[1], ROWS[0], ROWS[2]])
        assert one != "4h"

    @pytest.mark.parametrize("data", [TABLE, ROWS])
    def test_copies(self, data: Any) -> None:
        """A copy is equal and answers alike, also one of a target that was asked before."""
        target = Target.parse(data)
        row = target.select({"priority": "urgent"})
        for again in (
            copy.copy(target),
            copy.deepcopy(target),
            pickle.loads(pickle.dumps(target)),
        ):
            assert target == again
            assert hash(target) == hash(again)
            assert row == again.select({"priority": "urgent"})

    def test_repr(self) -> None:
        """It shows how to make it."""
        target = Target.parse(TABLE)
        assert target == eval(repr(target), {"Target": Target})

    def test_schema(self) -> None:
        """The schema has each form with the keys that it takes."""
        amount, table, row, rows = Target.json_schema()["anyOf"]
        assert "string" == amount["type"]
        assert ["by"] == table["required"]
        assert {"when", "amount", "calendar", "cutoff"} == row["properties"].keys()
        assert row == rows["items"]
        assert "string" == row["properties"]["cutoff"]["anyOf"][0]["type"]
