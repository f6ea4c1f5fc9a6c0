"""A ticket's evaluation: readings by name, the order of a queue, and plain data."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import Evaluation, Merge, UnknownNameError, evaluate
from tests.evaluation.desks import Happening, desk, on, promising, span, ticket

BOTH = promising(first_response="30m", resolution="4h")


def evaluation(at: str = "Mon 10:00") -> Evaluation:
    return evaluate(BOTH, ticket(("Mon 09:30", "waiting"), fields={}), at=on(at))


class TestByName:
    def test_metric(self) -> None:
        """A metric's name gives its reading."""
        assert "resolution" == evaluation()["resolution"].metric

    def test_policy_and_metric(self) -> None:
        """The policy's name may stand before it."""
        found = evaluation()
        assert found["resolution"] is found["all/resolution"]

    def test_policy_with_a_slash(self) -> None:
        """A policy may have a slash in its name, for a metric never has."""
        odd = desk({"name": "a/b", "calendar": "office", "targets": {"resolution": "4h"}})
        assert "a/b" == evaluate(odd, ticket(), at=on("Mon 10:00"))["a/b/resolution"].policy

    @pytest.mark.parametrize("name", ["resoluton", "al/resolution", "all", "", "/x"])
    def test_unknown(self, name: str) -> None:
        """A name that is not there is refused with those that are."""
        with pytest.raises(UnknownNameError, match="'T-1'") as caught:
            evaluation()[name]
        assert name == caught.value.value
        assert "resolution" in caught.value.remedy

    def test_unknown_is_a_key_error(self) -> None:
        """Whoever expects a mapping's error gets one."""
        with pytest.raises(KeyError):
            evaluation()["resoluton"]

    def test_no_clock(self) -> None:
        """Where nothing matches, the error says so."""
        gold = desk(
            {
                "name": "gold",
                "when": {"tier": "gold"},
                "calendar": "office",
                "targets": {"resolution": "4h"},
            }
        )
        with pytest.raises(UnknownNameError, match="no policy matches"):
            evaluate(gold, ticket(), at=on("Mon 10:00"))["resolution"]

    def test_before_the_creation(self) -> None:
        """Before the creation it is not the policies that lack."""
        early = evaluate(BOTH, ticket(), at=on("Mon 08:00"))
        with pytest.raises(UnknownNameError, match=r"'resolution'; it is not created yet"):
            early["resolution"]


class TestSeveralPolicies:
    """Where several policies match, each has a clock for the same metric."""

    policies = desk(
        {"name": "company", "calendar": "office", "targets": {"resolution": "6h"}},
        {"name": "team", "calendar": "office", "targets": {"resolution": "2h"}},
        match="all",
    )

    def test_by_policy(self) -> None:
        """The policy's name tells them apart."""
        found = evaluate(self.policies, ticket(), at=on("Mon 10:00"))
        assert ["6h", "2h"] == [found[f"{name}/resolution"].amount for name in ("company", "team")]
        assert 2 == len(found.cycles("resolution"))
        assert 1 == len(found.cycles("team/resolution"))

    @pytest.mark.parametrize(
        ("happenings", "at", "state"),
        [
            ((), "Mon 10:00", "running"),
            ((("Mon 09:30", "waiting"),), "Mon 10:00", "paused"),
            # One of them is met and the other missed, at one instant.
            ((("Mon 14:00", "solved"),), "Mon 15:00", "stopped"),
            ((("Mon 11:00", "solved"), ("Mon 13:00", "open")), "Mon 14:00", "running"),
        ],
    )
    def test_metric_alone(self, happenings: tuple[Happening, ...], at: str, state: str) -> None:
        """The metric alone could mean either of them, so that none is picked."""
        found = evaluate(self.policies, ticket(*happenings), at=on(at))
        assert {state} == {clock.state for clock in found}
        with pytest.raises(UnknownNameError) as caught:
            found["resolution"]
        assert (
            "ticket 'T-1' has the clock 'resolution' of several policies;"
            " ask for 'company/resolution' or 'team/resolution'"
        ) == str(caught.value)
        assert "resolution" == caught.value.value

    def test_merged(self) -> None:
        """Nor is it where both were cancelled at one instant."""
        merged = ticket(more=[Merge(at=on("Mon 10:00"), into="T-2")])
        with pytest.raises(UnknownNameError, match="'company/resolution' or 'team/resolution'"):
            evaluate(self.policies, merged, at=on("Mon 11:00"))["resolution"]

    def test_not_started(self) -> None:
        """Nor is it where both wait to be started."""
        targets = {"targets": {"next_response": "2h"}, "calendar": "office"}
        policies = desk({"name": "a", **targets}, {"name": "b", **targets}, match="all")
        with pytest.raises(UnknownNameError, match="'a/next_response' or 'b/next_response'"):
            evaluate(policies, ticket(), at=on("Mon 10:00"))["next_response"]

    def test_from_data(self) -> None:
        """What was stored as JSON is as careful."""
        data = evaluate(self.policies, ticket(), at=on("Mon 10:00")).to_data()
        with pytest.raises(UnknownNameError, match="several policies"):
            Evaluation.from_data(data)["resolution"]

    def test_one_promises(self) -> None:
        """Where only one of them promises it there is no doubt."""
        response = {"calendar": "office", "targets": {"first_response": "1h"}}
        resolution = {"calendar": "office", "targets": {"resolution": "1h"}}
        policies = desk({"name": "a", **response}, {"name": "b", **resolution}, match="all")
        assert "b" == evaluate(policies, ticket(), at=on("Mon 10:00"))["resolution"].policy

    @pytest.mark.parametrize(("first", "second"), [("gold", "all"), ("all", "gold")])
    def test_one_is_left(self, first: str, second: str) -> None:
        """Where one was lost the other is meant, in whatever order they stand."""
        whens = {"gold": {"when": {"tier": "gold"}}, "all": {}}
        promise = {"calendar": "office", "targets": {"resolution": "6h"}}
        policies = desk(*({"name": name, **whens[name], **promise} for name in (first, second)),
                        match="all")  # fmt: skip
        happenings = (("Mon 10:00", {"tier": "tin"}), ("Mon 11:00", "solved"))
        for at, state in (("Mon 10:30", "running"), ("Mon 12:00", "stopped")):
            found = evaluate(policies, ticket(*happenings, fields={"tier": "gold"}), at=on(at))
            assert ("all", state) == (found["resolution"].policy, found["resolution"].state)
            assert "cancelled" == found["gold/resolution"].state

    def test_unknown_policy(self) -> None:
        """The error lists the clocks with their policies."""
        found = evaluate(self.policies, ticket(), at=on("Mon 10:00"))
        with pytest.raises(UnknownNameError) as caught:
            found["tam/resolution"]
        assert "team/resolution" in caught.value.remedy


class TestPoliciesInTurn:
    """Where the first that matches counts, a ticket has one policy after another."""

    @staticmethod
    def ask(at: str, *happenings: Happening, counts_from: str = "match", **words: Any) -> Any:
        """Return the policy and state of the current cycle of a ticket that is first silver."""
        policies = desk(
            *(
                {
                    "name": tier,
                    "when": {"tier": tier},
                    "calendar": "office",
                    "targets": {"resolution": "6h"},
                    "counts_from": counts_from,
                }
                for tier in ("gold", "silver")
            ),
            metrics={"resolution": words},
        )
        found = evaluate(policies, ticket(*happenings, fields={"tier": "silver"}), at=on(at))
        return found["resolution"].policy, found["resolution"].state

    gold: Happening = ("Mon 10:00", {"tier": "gold"})
    back: Happening = ("Mon 11:00", {"tier": "silver"})

    @pytest.mark.parametrize(
        ("at", "policy"), [("Mon 09:30", "silver"), ("Mon 10:00", "gold"), ("Mon 11:00", "silver")]
    )
    def test_open(self, at: str, policy: str) -> None:
        """The clock of the one in force is meant; those before were cancelled."""
        assert (policy, "running") == self.ask(at, self.gold, self.back)

    def test_stopped(self) -> None:
        """After the stop it is that of the last one, whatever came afterwards."""
        stop: Happening = ("Mon 10:30", "solved")
        assert ("gold", "stopped") == self.ask("Mon 12:00", self.gold, stop, self.back)

    def test_lost(self) -> None:
        """After the last one was lost it is still that of the last one."""
        lost: Happening = ("Mon 10:30", {"tier": "tin"})
        assert ("gold", "cancelled") == self.ask("Mon 12:00", self.gold, lost)

    @pytest.mark.parametrize("counts_from", ["start", "match", "field(created_at)"])
    def test_new_cycles(self, counts_from: str) -> None:
        """So it is of cycles, also where the later one counts from before the end of the other."""
        solved: tuple[Happening, ...] = (("Mon 09:30", "solved"), ("Mon 10:30", "open"))
        again = {"again": "new_cycle", "counts_from": counts_from}
        assert ("gold", "running") == self.ask("Mon 12:00", *solved, self.gold, **again)
        stop: Happening = ("Mon 11:30", "solved")
        assert ("gold", "stopped") == self.ask("Mon 12:00", *solved, self.gold, stop, **again)


class TestCycles:
    """A metric with many cycles: two hours for each answer, of which one took three."""

    talk: tuple[Happening, ...] = (
        ("Mon 09:00", "customer"),
        ("Mon 10:00", "agent"),
        ("Mon 10:00", "customer"),
        ("Mon 14:00", "agent"),
        ("Mon 15:00", "customer"),
    )
    policies = promising(next_response="2h", first_response="8h")

    def ask(self, at: str) -> Evaluation:
        return evaluate(self.policies, ticket(*self.talk), at=on(at))

    def test_current(self) -> None:
        """The current cycle is the open one, else the latest."""
        assert [1, 2, 2, 3] == [
            self.ask(at)["next_response"].cycle
            for at in ("Mon 09:30", "Mon 10:00", "Mon 14:30", "Mon 16:00")
        ]

    def test_all(self) -> None:
        """All cycles are there in order, with their verdicts."""
        found = self.ask("Mon 16:00").cycles("next_response")
        assert [(1, "met"), (2, "missed"), (3, "on_track")] == [
            (each.cycle, each.status) for each in found
        ]

    def test_longest(self) -> None:
        """The longest finished cycle, and none before one is finished."""
        longest = self.ask("Tue 16:00").longest("next_response")
        # Two hours until lunch, one after it; the one that is open has taken longer.
        assert longest is not None
        assert (2, span("3h")) == (longest.cycle, longest.elapsed)
        assert self.ask("Mon 09:30").longest("next_response") is None

    def test_longest_of_equals(self) -> None:
        """Of equally long cycles it is the first."""
        talk = (*self.talk[:2], ("Mon 11:00", "customer"), ("Mon 12:00", "agent"))
        found = evaluate(self.policies, ticket(*talk), at=on("Tue 09:00"))
        longest = found.longest("next_response")
        assert longest is not None
        assert 1 == longest.cycle

    @pytest.mark.parametrize("name", ["nxt_response", "all/nxt_response"])
    def test_unknown(self, name: str) -> None:
        """Asking for the cycles of what is not there is an error too."""
        for ask in (self.ask("Mon 10:00").cycles, self.ask("Mon 10:00").longest):
            with pytest.raises(UnknownNameError, match="next_response"):
                ask(name)


class TestSortKey:
    """The order of a queue: the worst word, then the earliest due time, then the id."""

    @staticmethod
    def stands(name: str, status: Any, due: str | None = None) -> Evaluation:
        return Evaluation(
            ticket=name,
            at=on("Mon 09:00"),
            status=status,
            due_at=None if due is None else on(due),
            next_change_at=None,
            clocks=(),
        )

    def test_order(self) -> None:
        """What is not due at all comes after what is due."""
        queue = [
            self.stands("i", "cancelled"),
            self.stands("h", "met", "Mon 10:00"),
            self.stands("g", "on_track"),
            self.stands("f", "on_track", "Tue 10:00"),
            self.stands("e", "on_track", "Mon 10:00"),
            self.stands("d", "on_track", "Mon 10:00"),
            self.stands("c", "at_risk", "Wed 10:00"),
            self.stands("b", "missed", "Fri 10:00"),
            self.stands("a", "breached", "Mon 10:00"),
        ]
        assert list("abcdefghi") == [
            each.ticket for each in sorted(queue, key=lambda each: each.sort_key)
        ]

    def test_hours_that_come_twice(self) -> None:
        """Due times are compared as instants: 01:50 the first time is before 01:10 the second."""
        new_york = ZoneInfo("America/New_York")
        first, second = self.stands("a", "on_track"), self.stands("b", "on_track")
        first.due_at = datetime(2024, 11, 3, 1, 10, tzinfo=new_york, fold=1)
        second.due_at = datetime(2024, 11, 3, 1, 50, tzinfo=new_york, fold=0)
        assert second.sort_key < first.sort_key


def test_iteration() -> None:
    """An evaluation iterates over its clocks."""
    found = evaluation()
    assert list(found.clocks) == list(found)


class TestData:
    """An evaluation as plain JSON data."""

    def test_to_data(self) -> None:
        """Instants are ISO 8601 with an offset; the clocks are those of the evaluation."""
        found = evaluation()
        data = found.to_data()
        assert {
            "ticket": "T-1",
            "at": "2024-05-06T10:00:00+00:00",
            "status": "breached",
            "due_at": "2024-05-06T09:30:00+00:00",
            "next_change_at": None,
            "clocks": [each.to_data() for each in found],
        } == data
        # Half an hour is used, and three and a half are left from 10:00 on: 12:00, 13:00, 14:30.
        assert ("30m", "3h30m", "2024-05-06T14:30:00+00:00") == tuple(
            data["clocks"][1][name] for name in ("elapsed", "remaining", "due_if_resumed_at")
        )

    @pytest.mark.parametrize("at", ["Mon 08:00", "Mon 09:15", "Mon 10:00", "Tue 12:00"])
    def test_round_trip(self, at: str) -> None:
        """What comes back from JSON equals what went there, also before the creation."""
        found = evaluation(at)
        data = found.to_data()
        stored = json.loads(json.dumps(data))
        assert data == stored
        assert found == Evaluation.from_data(stored)
        assert data == Evaluation.from_data(stored).to_data()

    def test_answers(self) -> None:
        """What came back answers as before."""
        found = Evaluation.from_data(evaluation().to_data())
        assert "breached" == found["first_response"].status
        assert evaluation().sort_key == found.sort_key

    def test_nothing(self) -> None:
        """Before the creation there is little to say, and it is data all the same."""
        data = evaluation("Mon 08:00").to_data()
        assert ("idle", None, None, []) == (
            data["status"],
            data["due_at"],
            data["next_change_at"],
            data["clocks"],
        )


def test_copies() -> None:
    """Evaluations compare by value, and survive copies and pickles."""
    found = evaluation()
    assert found == copy.deepcopy(found) == pickle.loads(pickle.dumps(found)) == evaluation()
    assert found != evaluation("Mon 11:00")


class TestBadNames:
    """What is no name of a clock, and what is no number of a cycle."""

    @pytest.mark.parametrize("name", [None, 3, [], True])
    def test_name(self, name: Any) -> None:
        """A name of another type is one that is not there."""
        found = evaluation()
        for ask in (found.explain, found.cycles, found.longest, found.__getitem__):
            with pytest.raises(UnknownNameError, match="has no clock"):
                ask(name)

    def test_sparkline(self) -> None:
        """A sparkline of such a name is refused as well."""
        with pytest.raises(UnknownNameError, match=r"has no clock \[\]"):
            evaluation().to_sparkline([])  # type: ignore[arg-type]

    @pytest.mark.parametrize("cycle", [True, 1.0, "1"])
    def test_cycle(self, cycle: Any) -> None:
        """A number of a cycle is a whole one, although True and 1.0 equal it."""
        with pytest.raises(UnknownNameError, match="has no cycle") as caught:
            evaluation().explain("resolution", cycle=cycle)
        assert "cycle" == caught.value.parameter
