"""What policies can tell apart, of values and of what happens."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import PolicySet
from tests.evaluation.desks import desk, promising

pytest.importorskip("numpy", reason="numpy is not installed")
alphabets = pytest.importorskip("slakit.frames.evaluating.alphabet")


def alphabet_of(policies: PolicySet) -> Any:
    return alphabets.Alphabet(policies)


def when(condition: Any, **more: Any) -> Any:
    """Return the alphabet of a desk with a condition."""
    targets = {"resolution": "4h"}
    row = {"name": "all", "calendar": "office", "targets": targets, "when": condition}
    return alphabet_of(desk(row, **more))


class TestFields:
    def test_heeded(self) -> None:
        """Heeded is what conditions, tables, calendars and amounts look at, and the status."""
        policies = desk(
            {
                "name": "gold",
                "when": {"tier": "gold"},
                "calendar": "field(site)",
                "targets": {
                    "first_response": {"by": "priority", "high": "1h", "else": "4h"},
                    "resolution": "field(promised)",
                },
            }
        )
        assert {*("tier", "site", "priority", "promised", "status", "category")} == alphabet_of(
            policies
        ).fields

    def test_slots(self) -> None:
        """A field that only names an instant is a slot: each ticket has its own."""
        found = alphabet_of(promising(resolution="at(own)"))
        assert (("own",), False) == (found.slots, "own" in found.fields)

    def test_an_instant_that_conditions_look_at(self) -> None:
        """One at which conditions look as well is a value as any other."""
        rows = [{"when": {"own": {"present": True}}, "amount": "at(own)"}, {"amount": "4h"}]
        found = alphabet_of(promising(resolution=rows))
        assert ((), True) == (found.slots, "own" in found.fields)

    def test_counted_from(self) -> None:
        """Where clocks count from a field, that is a slot."""
        policies = desk(
            {
                "name": "all",
                "calendar": "office",
                "targets": {"resolution": "4h"},
                "counts_from": "field(reported_at)",
            }
        )
        assert ("reported_at",) == alphabet_of(policies).slots


class TestValues:
    def test_one_class(self) -> None:
        """Values that pass the same tests are one: the first of them stands for all."""
        found = when({"tier": ["gold", "silver"]})
        assert "gold" == found.value("tier", "gold") == found.value("tier", "silver")
        assert "tin" == found.value("tier", "tin") == found.value("tier", "brass")

    def test_none(self) -> None:
        """No value is one of its own, whatever the tests make of it."""
        found = when({"tier": {"is_not": "gold"}})
        assert ("tin", None) == (found.value("tier", "tin"), found.value("tier", None))

    def test_statuses(self) -> None:
        """Statuses of one category are one, unless somebody asks for a certain one."""
        found = alphabet_of(promising())
        assert "new" == found.value("status", "new") == found.value("status", "in work")
        assert "waiting" == found.value("status", "waiting")
        asked = when({"status": {"is_not": "new"}})
        assert ("new", "in work") == (
            asked.value("status", "new"),
            asked.value("status", "in work"),
        )

    def test_rows_of_a_table(self) -> None:
        """Values that lead to one row of a table are one; of equal numbers all find the same."""
        found = alphabet_of(
            promising(resolution={"by": "level", "1": "1h", "2": "2h", "else": "4h"})
        )
        assert 1 == found.value("level", 1)
        assert type(found.value("level", Decimal("1.00"))) is int
        assert 2.0 == found.value("level", 2.0)
        assert 7 == found.value("level", 7) == found.value("level", "eight")

    def test_types(self) -> None:
        """Where each value counts for itself, equal ones of different types are different."""
        found = when({"since": {"changes": "level"}, "until": "customer_reply"})
        values = [1, True, 1.0, Decimal(1), "1", date(2024, 5, 6)]
        assert [type(each) for each in values] == [
            type(found.value("level", each)) for each in values
        ]

    def test_the_two_times_of_an_overlap(self) -> None:
        """Python takes them for equal, though they are an hour apart."""
        found = when({"since": {"changes": "seen"}, "until": "customer_reply"})
        zone = ZoneInfo("Europe/Madrid")
        first = datetime(2024, 10, 27, 2, 30, tzinfo=zone)
        second = first.replace(fold=1)
        assert (first, 0) == (found.value("seen", first), found.value("seen", first).fold)
        assert 1 == found.value("seen", second).fold

    def test_what_cannot_be_compared(self) -> None:
        """A value of another kind than a test asks for counts for itself; who asks is told."""
        found = when({"size": {"ge": 2}})
        assert 3 == found.value("size", 3) == found.value("size", 5)
        assert ("large", "small") == (found.value("size", "large"), found.value("size", "small"))


class TestDeeds:
    def test_nothing(self) -> None:
        """What no policy heeds is nothing, whatever it is."""
        found = alphabet_of(promising())
        nothing = alphabets.NOTHING
        deeds = [
            ("nothing",),
            ("change", "tags", "vip"),
            ("message", "agent"),
            ("note",),
            ("signal", "sold"),
        ]
        assert [nothing] * 5 == [found.deed(deed) for deed in deeds]

    def test_heeded(self) -> None:
        """What a metric waits for is something, and always the same."""
        found = alphabet_of(promising(first_response="1h"))
        assert alphabets.NOTHING != found.deed(("message", "agent"))
        assert found.deed(("message", "agent")) == found.deed(("message", "agent"))
        assert alphabets.NOTHING == found.deed(("note",))

    def test_changes(self) -> None:
        """Changes to values of one class are one deed, of others each its own."""
        found = alphabet_of(promising())
        solved = found.deed(("change", "status", "solved"))
        assert found.deed(("change", "status", "new")) == found.deed(("change", "status", "x"))
        assert solved not in (alphabets.NOTHING, found.deed(("change", "status", "new")))

    def test_signals(self) -> None:
        """A signal that ends a condition is heeded, though no metric is made of it."""
        found = when({"since": "created", "until": {"signal": "sold"}})
        assert alphabets.NOTHING != found.deed(("signal", "sold"))
        assert alphabets.NOTHING == found.deed(("signal", "lost"))

    def test_merge(self) -> None:
        """A merge is always heeded, and whereto makes no difference."""
        found = alphabet_of(promising())
        assert alphabets.NOTHING != found.deed(("merge",)) == found.deed(("merge",))
