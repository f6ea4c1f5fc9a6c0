"""Targets: amounts, and tables of amounts."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

import pytest

from slakit import Amount, AmountError, DocumentError, PolicyError, SlakitError
from slakit.policies import Target

TABLE = {"by": "priority", "urgent": "30m", "high": "2h", "else": "1bd"}


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
        target = Target.parse(text)
        assert Amount(text) == target.select({}) == target.select({"priority": "high"})
        assert text == target.to_data()

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

    @pytest.mark.parametrize("amount", ["", "soon", "4", 4, 4.0, None, True, ["4h"]])
    def test_no_amount(self, amount: Any) -> None:
        """What is no amount is refused."""
        with pytest.raises(AmountError):
            Target.parse(amount)


class TestTable:
    @pytest.mark.parametrize(
        ("priority", "amount"),
        [("urgent", "30m"), ("high", "2h"), ("low", "1bd"), (None, "1bd"), ("Urgent", "1bd"),
         ("else", "1bd"), ("by", "1bd"), (Plain.URGENT, "30m"), (Mixed.URGENT, "30m")],
    )  # fmt: skip
    def test_select(self, priority: Any, amount: str) -> None:
        """The row of the value counts, else the last one."""
        assert Amount(amount) == Target.parse(TABLE).select({"priority": priority})

    def test_field_that_is_not_there(self) -> None:
        """A ticket without the field has no row of its own."""
        assert Amount("1bd") == Target.parse(TABLE).select({})

    def test_no_else(self) -> None:
        """Without a last row a value that is not named is promised nothing."""
        target = Target.parse({"by": "priority", "high": "2h"})
        assert target.select({"priority": "low"}) is None
        assert target.select({}) is None

    def test_only_else(self) -> None:
        """A table may consist of its last row."""
        assert Amount("4h") == Target.parse({"by": "x", "else": "4h"}).select({"x": 1})

    @pytest.mark.parametrize(
        ("value", "amount"),
        [
            (True, "1h"),
            (False, "2h"),
            (1, "3h"),
            (2, "4h"),
            (Decimal("1.5"), "5h"),
            (1.5, "5h"),
            (date(2024, 5, 6), "6h"),
            ("true", "1h"),
            ("1", "3h"),
            (3, None),
        ],
    )
    def test_values_that_are_no_text(self, value: Any, amount: str | None) -> None:
        """The keys of a file are text, so a value finds the row that is written as it would be."""
        target = Target.parse(
            {
                "by": "x",
                "true": "1h",
                "false": "2h",
                "1": "3h",
                "2": "4h",
                "1.5": "5h",
                "2024-05-06": "6h",
            }
        )
        assert (None if amount is None else Amount(amount)) == target.select({"x": value})

    @pytest.mark.parametrize("key", [1, True, 1.5])
    def test_keys_that_are_no_text(self, key: Any) -> None:
        """In Python a key may be the value itself, or is refused; it never matches nothing."""
        try:
            target = Target.parse({"by": "x", key: "1h", "else": "8h"})
        except SlakitError:
            return
        assert Amount("1h") == target.select({"x": key})

    def test_nothing_is_no_word(self) -> None:
        """A ticket without a value is not one whose value is called None."""
        assert Amount("8h") == Target.parse({"by": "x", "None": "1h", "else": "8h"}).select({})

    def test_fields(self) -> None:
        """A target depends on its field, and on those that its amounts are read from."""
        table = {"by": "tier", "gold": "field(promised)", "tin": "at(due)", "else": "4h"}
        assert {"tier", "promised", "due"} == set(Target.parse(table).fields)
        assert ("promised",) == tuple(Target.parse("field(promised)").fields)
        assert () == tuple(Target.parse("4h").fields)

    def test_none_as_a_row(self) -> None:
        """A row may promise nothing."""
        target = Target.parse({"by": "x", "a": "none", "else": "4h"})
        assert "none" == target.select({"x": "a"}).kind  # type: ignore[union-attr]
        assert {"by": "x", "a": "none", "else": "4h"} == target.to_data()


class TestRefusing:
    def refused(self, table: Any) -> DocumentError:
        with pytest.raises(DocumentError) as caught:
            Target.parse(table)
        return caught.value

    @pytest.mark.parametrize("by", [{}, {"by": ""}, {"by": None}, {"by": 1}, {"by": ["a"]}])
    def test_no_field(self, by: dict[str, Any]) -> None:
        """Rows say by which field they go."""
        error = self.refused({**by, "high": "2h"})
        assert [("by",)] == [each.path for each in error.problems]
        assert [PolicyError.code] == [each.code for each in error.problems]
        assert "by: priority" in error.problems[0].remedy

    def test_no_rows(self) -> None:
        """A table has rows."""
        assert "no rows" in str(self.refused({"by": "priority"}))

    def test_all_at_once(self) -> None:
        """Every row that is wrong is named."""
        error = self.refused({"urgent": "1d", "high": "0h", "low": "2h", "else": "soon"})
        assert [("urgent",), ("high",), ("else",), ("by",)] == [e.path for e in error.problems]


class TestValue:
    def test_data(self) -> None:
        """The data is what was read, with the last row last."""
        data = Target.parse({"else": "1bd", **TABLE}).to_data()
        assert TABLE == data
        assert ["by", "urgent", "high", "else"] == list(data)
        assert Target.parse(data) == Target.parse(TABLE)

    def test_again(self) -> None:
        """A target that is read is read again as it is."""
        target = Target.parse(TABLE)
        assert target is Target.parse(target)

    def test_equal(self) -> None:
        """The same promises are equal, with equal hashes, in whatever order the rows stand."""
        one = Target.parse(TABLE)
        two = Target.parse({"high": "120m", "by": "priority", "else": "1bd", "urgent": "30m"})
        assert one == two
        assert hash(one) == hash(two)
        for again in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
            assert one == again
        assert one != Target.parse({**TABLE, "high": "3h"})
        assert one != Target.parse({**TABLE, "by": "tier"})
        assert Target.parse("4h") != Target.parse({"by": "x", "else": "4h"})
        assert one != "4h"

    def test_repr(self) -> None:
        """It shows how to make it."""
        target = Target.parse(TABLE)
        assert target == eval(repr(target), {"Target": Target})
