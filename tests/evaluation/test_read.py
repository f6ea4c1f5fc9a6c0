"""One cycle under what was promised for it: its word, its times and its verdict.

The office day is 09:00-12:00 and 13:00-17:00, seven hours; see `desks`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import pytest

from slakit import Change, Exemption, Merge, PolicySet, Ticket, evaluate
from tests.evaluation.desks import Happening, desk, expected, facts, on, promising, read, ticket

TICK = timedelta(microseconds=1)
FOUR_HOURS = promising(resolution="4h")


def check(reading: Any, **stated: Any) -> None:
    assert expected(**stated) == facts(reading, stated)


def own(amount: Any, words: dict[str, Any], **rest: Any) -> PolicySet:
    """Return a desk that is open always and promises for a metric with these words."""
    policy = {"name": "all", "calendar": "always", "targets": {"own": amount}, **rest}
    return desk(policy, metrics={"own": words})


class TestStatus:
    """One word for a clock; the order of the words decides where two would fit."""

    warned = desk(
        {"name": "all", "calendar": "always", "targets": {"resolution": "4h"}, "warn": ["50%"]}
    )

    @pytest.mark.parametrize(
        ("happenings", "at", "state", "status"),
        [
            ((), "Mon 10:59", "running", "on_track"),
            ((), "Mon 11:00", "running", "at_risk"),
            ((), "Mon 13:00", "running", "breached"),
            ((("Mon 10:00", "waiting"),), "Mon 12:00", "paused", "paused"),
            # At risk already, and paused all the same.
            ((("Mon 11:30", "waiting"),), "Mon 12:00", "paused", "paused"),
            ((("Mon 14:00", "waiting"),), "Mon 15:00", "paused", "breached"),
            ((("Mon 12:00", "solved"),), "Mon 18:00", "stopped", "met"),
            ((("Mon 14:00", "solved"),), "Mon 18:00", "stopped", "missed"),
        ],
    )
    def test_words(self, happenings: Any, at: str, state: str, status: str) -> None:
        """Warned at 11:00 and due at 13:00."""
        check(read(self.warned, ticket(*happenings), at), state=state, status=status)

    def test_idle(self) -> None:
        """A clock that is promised and has not begun is idle, with what it is promised."""
        reading = read(promising(next_response="2h"), ticket(), "Mon 10:00", "next_response")
        check(
            reading,
            cycle=1,
            state="idle",
            status="idle",
            amount="2h",
            target="2h",
            remaining="2h",
            started_at=None,
            due_at=None,
            elapsed="0m",
            next_change_at=None,
            breached=False,
            ratio=0.0,
        )

    def test_idle_without_a_target(self) -> None:
        """Nothing is promised, and it is idle until it starts."""
        reading = read(promising(next_response="none"), ticket(), "Mon 10:00", "next_response")
        check(reading, status="idle", amount=None, target=None, remaining=None, ratio=None)

    @pytest.mark.parametrize(
        ("happenings", "state"),
        [
            ((), "running"),
            ((("Mon 10:00", "waiting"),), "paused"),
            ((("Mon 10:00", "solved"),), "stopped"),
        ],
    )
    def test_no_target(self, happenings: Any, state: str) -> None:
        """What is not promised is measured, and the word says that nothing is."""
        reading = read(promising(resolution="none"), ticket(*happenings), "Mon 11:00")
        check(reading, state=state, status="no_target", next_change_at=None, due_if_resumed_at=None)


class TestBoundary:
    """Due at 14:00, to the microsecond."""

    def stopped(self, after: timedelta) -> Any:
        solved = Change(at=on("Mon 14:00") + after, fields={"status": "solved"})
        subject = Ticket(id="T-1", created_at=on("Mon 09:00"), events=[solved])
        return read(FOUR_HOURS, subject, "Tue 09:00")

    def test_stopped_at_due(self) -> None:
        """A stop exactly at due is met."""
        check(self.stopped(timedelta(0)), status="met", breached=False, remaining="0m")

    def test_stopped_after_due(self) -> None:
        """A microsecond later is missed, at the due time."""
        reading = self.stopped(TICK)
        check(reading, status="missed", breached=True, breached_at="Mon 14:00")
        assert (-TICK, TICK) == (reading.remaining, reading.overdue)

    def test_open_at_due(self) -> None:
        """A clock that is open at due is breached from that instant on, and not before."""
        before, at_due = (
            evaluate(FOUR_HOURS, ticket(), at=on("Mon 14:00") - early)["resolution"]
            for early in (TICK, timedelta(0))
        )
        check(before, status="on_track", breached=False, next_change_at="Mon 14:00")
        check(at_due, status="breached", breached_at="Mon 14:00", next_change_at=None)


class TestSticky:
    """Whether a breach outlives a later, longer target."""

    @pytest.mark.parametrize(
        ("sticky", "status", "breached_at", "next_change"),
        [(True, "breached", "Mon 11:00", None), (False, "on_track", None, "Mon 15:00")],
    )
    @pytest.mark.parametrize("level", ["set", "policy", "metric"])
    def test_longer(
        self,
        level: str,
        sticky: bool,
        status: str,
        breached_at: str | None,
        next_change: str | None,
    ) -> None:
        """Two hours were over at 11:00; from 12:00 on it is six, which end at 15:00.

        The convention may stand on the set, the policy or the metric.
        """
        target = {"by": "priority", "high": "2h", "else": "6h"}
        policy: dict[str, Any] = {
            "name": "all",
            "calendar": "always",
            "targets": {"resolution": target},
        }
        of_set: dict[str, Any] = {}
        if level == "metric":
            of_set = {"metrics": {"resolution": {"sticky": sticky}}, "sticky": not sticky}
        elif level == "policy":
            policy |= {"sticky": sticky}
            of_set = {"sticky": not sticky}
        else:
            of_set = {"sticky": sticky}
        subject = ticket(("Mon 12:00", {"priority": "low"}), fields={"priority": "high"})
        reading = read(desk(policy, **of_set), subject, "Mon 13:00")
        check(
            reading,
            status=status,
            breached_at=breached_at,
            due_at="Mon 15:00",
            next_change_at=next_change,
        )

    @pytest.mark.parametrize(("sticky", "status"), [(True, "missed"), (False, "met")])
    def test_stopped(self, sticky: bool, status: str) -> None:
        """The verdict of a clock that stops in time for its last target goes by the convention."""
        target = {"by": "priority", "high": "2h", "else": "6h"}
        policies = promising(resolution=target).model_copy(update={"sticky": sticky})
        policies = PolicySet.model_validate(policies.to_data())
        events = (("Mon 11:30", {"priority": "low"}), ("Mon 13:30", "solved"))
        subject = ticket(*events, fields={"priority": "high"})
        check(read(policies, subject, "Mon 14:00"), status=status, due_at="Mon 16:00")


class TestDueShown:
    """Whether a stopped clock still has its due time."""

    @pytest.mark.parametrize(("due_shown", "due"), [("always", "Mon 14:00"), ("while_open", None)])
    def test_stopped(self, due_shown: str, due: str | None) -> None:
        """The verdict and what was left stay, whether the due time is shown or not."""
        policies = PolicySet.model_validate({**FOUR_HOURS.to_data(), "due_shown": due_shown})
        subject = ticket(("Mon 15:00", "solved"))
        check(read(policies, subject, "Mon 12:00"), due_at="Mon 14:00")
        reading = read(policies, subject, "Mon 16:00")
        check(reading, due_at=due, status="missed", breached_at="Mon 14:00", remaining="-1h")
        assert (due is None) == (reading.due_on is None)


class TestExemption:
    """A breach that does not count, for a reason that somebody answers for."""

    @staticmethod
    def exempt(at: str, **words: Any) -> Exemption:
        return Exemption(at=on(at), reason="power cut", author="ana", **words)

    def read(self, *happenings: Happening, more: Any, at: str) -> Any:
        return read(FOUR_HOURS, ticket(*happenings, more=more), at)

    def test_breached(self) -> None:
        """It counted until the exemption; from then on nothing is held against it."""
        more = [self.exempt("Mon 15:00")]
        check(self.read(more=more, at="Mon 14:59"), status="breached", breached=True, exempt=None)
        reading = self.read(more=more, at="Mon 15:00")
        check(
            reading,
            state="running",
            status="no_target",
            breached=False,
            breached_at="Mon 14:00",
            due_at="Mon 14:00",
            remaining="-1h",
        )
        assert ("power cut", "ana", on("Mon 15:00")) == tuple(reading.exempt)

    def test_missed(self) -> None:
        """A stopped clock may be exempted afterwards."""
        reading = self.read(
            ("Mon 15:00", "solved"), more=[self.exempt("Tue 09:00")], at="Tue 10:00"
        )
        check(reading, state="stopped", status="no_target", breached=False, breached_at="Mon 14:00")

    def test_met(self) -> None:
        """Where nothing was breached there is nothing to exempt."""
        reading = self.read(
            ("Mon 11:00", "solved"), more=[self.exempt("Mon 12:00")], at="Mon 13:00"
        )
        check(reading, status="met", breached=False, breached_at=None)
        assert reading.exempt is not None

    def test_in_advance(self) -> None:
        """Until the breach it is as on track as any; the word changes at the due time."""
        more = [self.exempt("Mon 10:00")]
        check(self.read(more=more, at="Mon 11:00"), status="on_track", next_change_at="Mon 14:00")
        reading = self.read(more=more, at="Mon 14:00")
        check(reading, status="no_target", breached_at="Mon 14:00", next_change_at=None)

    def test_worst_of_the_ticket(self) -> None:
        """An exempted breach makes no breached ticket."""
        policies = promising(first_response="1h", resolution="9h")
        subject = ticket(more=[self.exempt("Mon 11:00", metric="first_response")])
        assert "breached" == evaluate(policies, subject, at=on("Mon 10:30")).status
        assert "on_track" == evaluate(policies, subject, at=on("Mon 11:00")).status

    @pytest.mark.parametrize(
        ("words", "statuses"),
        [
            ({}, ["no_target", "no_target", "no_target"]),
            ({"metric": "next_response"}, ["breached", "no_target", "no_target"]),
            ({"metric": "next_response", "cycle": 2}, ["breached", "missed", "no_target"]),
            ({"metric": "next_response", "cycle": 3}, ["breached", "missed", "missed"]),
            ({"metric": "resolution"}, ["no_target", "missed", "missed"]),
            ({"cycle": 1}, ["no_target", "no_target", "missed"]),
        ],
    )
    def test_which(self, words: dict[str, Any], statuses: list[str]) -> None:
        """It is for one metric or all, for one cycle or all."""
        talk = [("Mon 09:00", "customer"), ("Mon 11:00", "agent")]
        talk += [("Tue 09:00", "customer"), ("Tue 11:00", "agent")]
        policies = promising(resolution="4h", next_response="1h")
        subject = ticket(*talk, more=[self.exempt("Tue 12:00", **words)])
        found = evaluate(policies, subject, at=on("Tue 12:00"))
        assert statuses == [each.status for each in found]


class TestMerge:
    """The ticket became part of another one at 11:00."""

    merge = (Merge(at=on("Mon 11:00"), into="T-9"),)
    policies = promising(first_response="4h", resolution="4h", next_response="4h")

    def statuses(self, *happenings: Happening, at: str = "Mon 16:00") -> list[str]:
        subject = ticket(*happenings, more=self.merge)
        return [each.status for each in evaluate(self.policies, subject, at=on(at))]

    def test_open_clocks(self) -> None:
        """They end without a verdict."""
        assert ["on_track", "on_track", "idle"] == self.statuses(at="Mon 10:59")
        assert ["cancelled", "cancelled", "idle"] == self.statuses(at="Mon 11:00")
        reading = read(self.policies, ticket(more=self.merge), "Mon 16:00")
        check(
            reading,
            state="cancelled",
            cancelled_at="Mon 11:00",
            due_at=None,
            elapsed="2h",
            breached_at=None,
            next_change_at=None,
            warnings=(),
        )

    def test_stopped_clocks(self) -> None:
        """What was stopped keeps its verdict; an answer stays an answer."""
        assert ["met", "cancelled", "idle"] == self.statuses(("Mon 10:00", "agent"))

    def test_nothing_starts_later(self) -> None:
        """Neither a message nor a reopening wakes a clock of what is part of another ticket."""
        later = (("Mon 10:00", "solved"), ("Mon 12:00", "customer"), ("Mon 13:00", "open"))
        assert ["cancelled", "met", "idle"] == self.statuses(*later)

    def test_ticket(self) -> None:
        """The whole ticket is cancelled, and there is nothing to wait for."""
        found = evaluate(promising(resolution="4h"), ticket(more=self.merge), at=on("Mon 12:00"))
        assert ("cancelled", None, None) == (found.status, found.due_at, found.next_change_at)


class TestChain:
    """A cycle that starts at the due time of the one before: every four hours from 09:00."""

    words: ClassVar = {
        "start": ["created", "agent_reply"],
        "stop": "agent_reply",
        "again": "chain",
    }
    policies = own("4h", words)

    def cycles(self, *happenings: Happening, at: str) -> list[Any]:
        return list(evaluate(self.policies, ticket(*happenings), at=on(at)).cycles("own"))

    def test_early(self) -> None:
        """Done at 11:00; the second cycle starts when the first was due, at 13:00."""
        first, second = self.cycles(("Mon 11:00", "agent"), at="Mon 12:00")
        check(first, status="met", due_at="Mon 13:00", elapsed="2h")
        check(
            second,
            state="idle",
            status="idle",
            started_at="Mon 13:00",
            due_at="Mon 17:00",
            elapsed="0m",
            closed="0m",
            elapsed_wall="0m",
            remaining="4h",
            next_change_at="Mon 13:00",
        )
        _, second = self.cycles(("Mon 11:00", "agent"), at="Mon 13:00")
        check(second, state="running", status="on_track", next_change_at="Mon 17:00")

    def test_twice_early(self) -> None:
        """Done at 11:00 and at 12:00: the second cycle took no time, the third starts at 17:00."""
        talk = (("Mon 11:00", "agent"), ("Mon 12:00", "agent"))
        _, second, third = self.cycles(*talk, at="Mon 12:30")
        check(
            second,
            status="met",
            started_at="Mon 13:00",
            stopped_at="Mon 12:00",
            due_at="Mon 17:00",
            elapsed="0m",
            closed="0m",
        )
        check(third, state="idle", started_at="Mon 17:00", due_at="Mon 21:00")

    def test_late(self) -> None:
        """Done at 14:00, an hour late: the next cycle starts there."""
        first, second = self.cycles(("Mon 14:00", "agent"), at="Mon 15:00")
        check(first, status="missed", breached_at="Mon 13:00")
        check(second, started_at="Mon 14:00", due_at="Mon 18:00", elapsed="1h")

    def test_at_due(self) -> None:
        """Done exactly at due it is met, and goes on from there."""
        first, second = self.cycles(("Mon 13:00", "agent"), at="Mon 13:00")
        check(first, status="met")
        check(second, state="running", started_at="Mon 13:00", due_at="Mon 17:00")

    def test_warned_before_its_start(self) -> None:
        """A warning that falls before the start of the cycle warns when it starts."""
        policies = own("1h", self.words, warn=["-90m"])
        # Done at 09:10: the second cycle is from 10:00 to 11:00 and its warning at 09:30.
        subject = ticket(("Mon 09:10", "agent"))
        before = evaluate(policies, subject, at=on("Mon 09:40"))["own"]
        check(before, state="idle", status="idle", next_change_at="Mon 10:00")
        check(read(policies, subject, "Mon 10:00", "own"), status="at_risk")


class TestTimes:
    """Elapsed, paused and closed time, and what is left, in the target's own time."""

    # Open 09:00-12:00 and 13:00-17:00; paused from 11:00 to 14:00, two hours of it open.
    subject = ticket(("Mon 11:00", "waiting"), ("Mon 14:00", "open"))

    @pytest.mark.parametrize(
        ("amount", "stated"),
        [
            # 09:00-11:00 and 14:00-17:00 of the office; 12:00-13:00 and 17:00-18:00 are closed.
            ("6h", ("5h", "2h", "2h", "1h", "6h")),
            # 09:00-11:00 and 14:00-18:00 of real time.
            ("6h wall", ("6h", "3h", "0m", "0m", "6h")),
            # Without an amount, open time is measured, and nothing is left.
            ("none", ("5h", "2h", "2h", None, None)),
        ],
    )
    def test_own_time(self, amount: str, stated: tuple[str | None, ...]) -> None:
        """The three add up to the nine hours since the start; real time less pauses is six."""
        reading = read(promising(resolution=amount), self.subject, "Mon 18:00")
        elapsed, paused, closed, remaining, target = stated
        check(
            reading,
            elapsed=elapsed,
            paused=paused,
            closed=closed,
            remaining=remaining,
            target=target,
            elapsed_wall="6h",
        )
        assert timedelta(hours=9) == reading.elapsed + reading.paused + reading.closed

    @pytest.mark.parametrize("amount", ["2bd", "1bd eod", "3cd", "at(promised)", "4h"])
    def test_sum(self, amount: str) -> None:
        """Whatever is promised, the three add up to the time since the start, exactly."""
        waits = (("Mon 11:00", "waiting"), ("Mon 14:00", "open"))
        subject = ticket(*waits, fields={"promised": on("Tue 12:00")})
        reading = evaluate(promising(resolution=amount), subject, at=on("Wed 10:00") + TICK)
        clock = reading["resolution"]
        assert timedelta(days=2, hours=1) + TICK == clock.elapsed + clock.paused + clock.closed

    def test_stopped(self) -> None:
        """After the stop the times stand still."""
        policies = promising(resolution="6h")
        subject = ticket(("Mon 11:00", "solved"))
        later = [read(policies, subject, at) for at in ("Mon 11:00", "Fri 12:00")]
        for reading in later:
            check(reading, elapsed="2h", closed="0m", elapsed_wall="2h", remaining="4h")

    @pytest.mark.parametrize(
        ("amount", "target", "ratio"),
        [
            ("8h", "8h", 0.25),
            # From Monday 09:00 to Tuesday 09:00 there are seven open hours.
            ("1bd", "7h", 2 / 7),
            ("1cd", "24h", 2 / 24),
        ],
    )
    def test_target(self, amount: str, target: str, ratio: float) -> None:
        """The amount as a length; the ratio is what has passed of it after two hours."""
        reading = read(promising(resolution=amount), ticket(), "Mon 11:00")
        check(reading, target=target)
        assert ratio == pytest.approx(reading.ratio)
