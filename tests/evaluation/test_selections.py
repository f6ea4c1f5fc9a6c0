"""Which policy and which target a clock is under, as both change.

The office day is 09:00-12:00 and 13:00-17:00, seven hours; see `desks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from slakit import DueSet, PolicySet, evaluate
from tests.evaluation.desks import (
    Happening,
    desk,
    expected,
    facts,
    on,
    promising,
    read,
    ticket,
)

HIGH, LOW, ODD = ({"priority": word} for word in ("high", "low", "odd"))
GOLD, TIN = {"tier": "gold"}, {"tier": "tin"}
TICK = timedelta(microseconds=1)


def check(reading: Any, **stated: Any) -> None:
    assert expected(**stated) == facts(reading, stated)


class TestPriority:
    """The target goes by a field that changes."""

    desk = promising(resolution={"by": "priority", "high": "2h", "low": "6h"})

    def read(self, first: Any, *happenings: Happening, at: str) -> Any:
        return read(self.desk, ticket(*happenings, fields=first), at)

    def test_longer_before_due(self) -> None:
        """Six hours from the start: three in the morning and three after lunch."""
        reading = self.read(HIGH, ("Mon 10:00", LOW), at="Mon 11:00")
        check(reading, status="on_track", amount="6h", due_at="Mon 16:00", remaining="4h")

    def test_shorter_before_due(self) -> None:
        """Two hours from the start are over at 11:00."""
        reading = self.read(LOW, ("Mon 10:00", HIGH), at="Mon 10:30")
        check(reading, status="on_track", amount="2h", due_at="Mon 11:00", remaining="30m")

    def test_shorter_after_its_due(self) -> None:
        """Due at 11:00, breached by the change at 14:00 and not before it."""
        reading = self.read(LOW, ("Mon 14:00", HIGH), at="Mon 15:00")
        check(
            reading,
            status="breached",
            due_at="Mon 11:00",
            breached_at="Mon 14:00",
            elapsed="5h",
            remaining="-3h",
        )
        assert not self.read(LOW, ("Mon 14:00", HIGH), at="Mon 13:59").breached

    def test_shorter_at_its_due(self) -> None:
        """A target that comes in the instant in which it is due is breached in that instant."""
        reading = self.read(LOW, ("Mon 11:00", HIGH), at="Mon 11:00")
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 11:00")

    def test_longer_after_a_breach(self) -> None:
        """Breached under the first target at 11:00, and nothing undoes it."""
        reading = self.read(HIGH, ("Mon 11:30", LOW), at="Mon 12:00")
        check(
            reading,
            status="breached",
            due_at="Mon 16:00",
            remaining="3h",
            breached_at="Mon 11:00",
            next_change_at=None,
        )

    def test_longer_at_due(self) -> None:
        """A longer target that comes exactly at due comes in time: it is read after the change."""
        reading = self.read(HIGH, ("Mon 11:00", LOW), at="Mon 12:00")
        check(reading, status="on_track", due_at="Mon 16:00", breached=False, breached_at=None)

    def test_missed_under_an_earlier_target(self) -> None:
        """A clock that stops in time for its last target has missed the first one."""
        reading = self.read(HIGH, ("Mon 11:30", LOW), ("Mon 12:00", "solved"), at="Tue 09:00")
        check(reading, status="missed", due_at="Mon 16:00", breached_at="Mon 11:00")

    def test_there_and_back(self) -> None:
        """The target that returns is breached from its return on."""
        reading = self.read(HIGH, ("Mon 10:00", LOW), ("Mon 13:30", HIGH), at="Mon 14:00")
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 13:30")

    def test_change_after_the_stop(self) -> None:
        """A stopped clock keeps the target that it stopped under."""
        reading = self.read(LOW, ("Mon 12:00", "solved"), ("Mon 14:00", HIGH), at="Tue 09:00")
        check(reading, status="met", amount="6h", due_at="Mon 16:00")

    def test_change_at_the_stop(self) -> None:
        """What comes in the instant of the stop comes before it; the breach is dated to it."""
        reading = self.read(LOW, ("Mon 12:00", "solved"), ("Mon 12:00", HIGH), at="Tue 09:00")
        check(reading, status="missed", amount="2h", due_at="Mon 11:00", breached_at="Mon 12:00")

    def test_breach_at_the_stop_stays_where_it_is(self) -> None:
        """A later reopening does not move a breach that the stop has shown already."""
        stop = (("Mon 12:00", "solved"), ("Mon 12:00", HIGH))
        reading = self.read(LOW, *stop, ("Mon 15:00", "open"), at="Mon 16:00")
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 12:00")

    def test_change_between_stop_and_reopening(self) -> None:
        """Three hours are used at the stop, one too many for the target that came in the gap.

        The clock is open again at 15:00, and past due from that instant on.
        """
        reading = self.read(
            LOW, ("Mon 12:00", "solved"), ("Mon 14:00", HIGH), ("Mon 15:00", "open"), at="Mon 16:00"
        )
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 15:00")

    def test_change_while_paused(self) -> None:
        """The shorter target is reached already, so a paused clock is breached by the change."""
        reading = self.read(LOW, ("Mon 12:00", "waiting"), ("Mon 14:00", HIGH), at="Mon 15:00")
        check(
            reading,
            state="paused",
            status="breached",
            due_at="Mon 11:00",
            breached_at="Mon 14:00",
            elapsed="3h",
            paused="2h",
        )

    @pytest.mark.parametrize("fields", [ODD, {}, {"priority": None}])
    def test_no_row(self, fields: dict[str, Any]) -> None:
        """A value without a row is promised nothing; it is measured all the same."""
        reading = self.read(fields, ("Mon 14:00", "solved"), at="Tue 09:00")
        check(
            reading,
            state="stopped",
            status="no_target",
            amount=None,
            due_at=None,
            elapsed="4h",
            remaining=None,
            breached=False,
            next_change_at=None,
        )

    def test_no_row_and_then_one(self) -> None:
        """A row that comes late counts from the start."""
        reading = self.read(ODD, ("Mon 10:00", LOW), at="Mon 10:00")
        check(reading, status="on_track", due_at="Mon 16:00", elapsed="1h")

    def test_no_row_any_more(self) -> None:
        """A value that loses its row is promised nothing from then on."""
        reading = self.read(LOW, ("Mon 10:00", ODD), at="Tue 12:00")
        check(reading, state="running", status="no_target", due_at=None, breached=False)

    def test_same_amount_by_another_row(self) -> None:
        """A change that leaves the amount as it was changes nothing."""
        same = promising(resolution={"by": "priority", "high": "2h", "else": "2h"})
        subject = ticket(("Mon 14:00", LOW), fields=HIGH)
        check(read(same, subject, "Mon 15:00"), due_at="Mon 11:00", breached_at="Mon 11:00")

    def test_length_and_rule(self) -> None:
        """A rule that takes over from a length leads from the start, moved by what was paused."""
        mixed = promising(resolution={"by": "priority", "high": "2h", "low": "1bd"})
        subject = ticket(
            ("Mon 10:00", "waiting"), ("Mon 11:00", "open"), ("Mon 11:30", LOW), fields=HIGH
        )
        check(read(mixed, subject, "Mon 11:30"), amount="1bd", due_at="Tue 10:00")
        back = ticket(
            ("Mon 10:00", "waiting"), ("Mon 11:00", "open"), ("Mon 11:30", HIGH), fields=LOW
        )
        # An hour and a half is used; the rest is over at noon.
        check(read(mixed, back, "Mon 11:30"), amount="2h", due_at="Mon 12:00")

    def test_open_and_real_time(self) -> None:
        """The time that was used is measured in the new target's own time."""
        mixed = promising(resolution={"by": "priority", "high": "6h", "low": "6h wall"})
        subject = ticket(("Mon 14:00", LOW), fields=HIGH)
        check(read(mixed, subject, "Mon 13:30"), due_at="Mon 16:00", elapsed="3h30m")
        check(read(mixed, subject, "Mon 14:00"), due_at="Mon 15:00", elapsed="5h", remaining="1h")


class TestPolicy:
    """Another policy takes over: the office's hours are followed by 13:00-20:00."""

    desk = desk(
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "targets": {"resolution": "6h"},
        },
        {"name": "rest", "calendar": "late", "targets": {"resolution": "6h"}},
    )
    GOLD, TIN = {"tier": "gold"}, {"tier": "tin"}

    def test_first_match(self) -> None:
        """The first policy that matches counts."""
        check(
            read(self.desk, ticket(fields=self.GOLD), "Mon 09:00"),
            policy="gold",
            due_at="Mon 16:00",
        )
        check(
            read(self.desk, ticket(fields=self.TIN), "Mon 09:00"), policy="rest", due_at="Mon 19:00"
        )

    def test_slice(self) -> None:
        """Two hours are used in the office's hours, the other four are spent in the late ones."""
        subject = ticket(("Mon 11:00", self.TIN), fields=self.GOLD)
        reading = read(self.desk, subject, "Mon 14:00")
        # The hour from 11:00 to 12:00 was closed by then.
        check(reading, policy="rest", due_at="Mon 17:00", elapsed="3h", remaining="3h")

    def test_slice_twice(self) -> None:
        """An hour until 10:00, none until 13:00, 13:00-15:00, and three office hours from then."""
        subject = ticket(("Mon 10:00", self.TIN), ("Mon 15:00", self.GOLD), fields=self.GOLD)
        reading = read(self.desk, subject, "Mon 15:00")
        check(reading, policy="gold", due_at="Tue 10:00", elapsed="3h", remaining="3h")

    def test_slice_of_a_pause(self) -> None:
        """An hour that was paused in open time stays one when the hours are others later on."""
        subject = ticket(
            ("Mon 10:00", "waiting"),
            ("Mon 11:00", "open"),
            ("Mon 12:00", self.TIN),
            fields=self.GOLD,
        )
        reading = read(self.desk, subject, "Mon 12:30")
        check(reading, elapsed="2h", paused="1h", due_at="Mon 17:00")

    def test_breached_before_the_change(self) -> None:
        """The breach under the first policy stays; the reading is the last one's."""
        subject = ticket(("Mon 18:00", self.TIN), fields=self.GOLD)
        # Six hours until 16:00; one more until 17:00; from 18:00 on the late hours.
        reading = read(self.desk, subject, "Mon 19:00")
        check(
            reading,
            policy="rest",
            status="breached",
            due_at="Mon 16:00",
            breached_at="Mon 16:00",
            elapsed="8h",
        )

    def test_breached_by_the_change(self) -> None:
        """A policy that takes over late counts from the start and breaches when it comes."""
        short = desk(
            {
                "name": "gold",
                "when": self.GOLD,
                "calendar": "office",
                "targets": {"resolution": "1h"},
            },
            {"name": "rest", "calendar": "office", "targets": {"resolution": "6h"}},
        )
        subject = ticket(("Mon 14:00", self.GOLD), fields=self.TIN)
        check(
            read(short, subject, "Mon 14:00"),
            policy="gold",
            status="breached",
            due_at="Mon 10:00",
            breached_at="Mon 14:00",
        )

    def test_field_that_decides_nothing(self) -> None:
        """A change of another field changes nothing."""
        subject = ticket(("Mon 11:00", {"colour": "red"}), fields=self.GOLD)
        check(read(self.desk, subject, "Mon 12:00"), policy="gold", due_at="Mon 16:00")


class TestCancelled:
    """Nothing matches any more."""

    GOLD, TIN = {"tier": "gold"}, {"tier": "tin"}
    desk = desk(
        {
            "name": "gold",
            "when": GOLD,
            "calendar": "office",
            "targets": {"resolution": {"by": "priority", "high": "3h", "else": "6h"}},
        }
    )

    def read(self, *happenings: Happening, at: str) -> Any:
        return read(self.desk, ticket(*happenings, fields=self.GOLD | HIGH), at)

    def test_no_policy(self) -> None:
        """A ticket that never matched has no clock and no target."""
        evaluation = evaluate(self.desk, ticket(fields=self.TIN), at=on("Mon 12:00"))
        assert ("no_target", (), None, None) == (
            evaluation.status,
            evaluation.clocks,
            evaluation.due_at,
            evaluation.next_change_at,
        )

    def test_cancelled(self) -> None:
        """The clock ends without a verdict when the match is lost."""
        reading = self.read(("Mon 11:00", self.TIN), at="Mon 14:00")
        check(
            reading,
            policy="gold",
            state="cancelled",
            status="cancelled",
            due_at=None,
            due_if_resumed_at=None,
            elapsed="2h",
            paused="0m",
            breached=False,
            breached_at=None,
            next_change_at=None,
        )

    def test_policy_without_the_metric(self) -> None:
        """A policy that says nothing of the metric takes no clock up."""
        two = desk(
            {
                "name": "gold",
                "when": self.GOLD,
                "calendar": "office",
                "targets": {"resolution": "6h"},
            },
            {"name": "rest", "calendar": "office", "targets": {"first_response": "6h"}},
        )
        subject = ticket(("Mon 11:00", self.TIN), fields=self.GOLD)
        evaluation = evaluate(two, subject, at=on("Mon 12:00"))
        assert ["cancelled", "on_track"] == [clock.status for clock in evaluation]

    def test_matches_again(self) -> None:
        """What takes the clock up again counts from the start of the metric."""
        reading = self.read(("Mon 10:00", self.TIN), ("Mon 11:00", self.GOLD), at="Mon 11:30")
        check(reading, state="running", status="on_track", due_at="Mon 12:00", elapsed="2h30m")

    def test_matches_again_after_due(self) -> None:
        """Nobody owed anything at noon; the match at 14:00 is what puts it past due."""
        lost = ("Mon 11:00", self.TIN)
        assert "cancelled" == self.read(lost, at="Mon 13:00").status
        reading = self.read(lost, ("Mon 14:00", self.GOLD), at="Mon 15:00")
        check(reading, status="breached", due_at="Mon 12:00", breached_at="Mon 14:00")

    def test_matches_again_with_a_longer_target(self) -> None:
        """A due time that passed while nothing was promised is no breach."""
        reading = self.read(("Mon 11:00", self.TIN), ("Mon 14:00", self.GOLD | LOW), at="Mon 15:00")
        check(reading, status="on_track", due_at="Mon 16:00", breached=False)

    def test_stop_after_the_end(self) -> None:
        """A cancelled clock has no verdict, whatever becomes of the ticket."""
        reading = self.read(("Mon 11:00", self.TIN), ("Mon 14:00", "solved"), at="Tue 09:00")
        check(reading, state="cancelled", status="cancelled", elapsed="2h", breached=False)

    def test_stop_in_the_same_instant(self) -> None:
        """A stop acts before a cancellation, so the clock is judged."""
        reading = self.read(("Mon 11:00", self.TIN), ("Mon 11:00", "solved"), at="Tue 09:00")
        check(reading, state="stopped", status="met", due_at="Mon 12:00", elapsed="2h")

    def test_stopped_before(self) -> None:
        """A stopped clock keeps its verdict when the match is lost."""
        reading = self.read(("Mon 11:00", "solved"), ("Mon 14:00", self.TIN), at="Tue 09:00")
        check(reading, state="stopped", status="met", due_at="Mon 12:00", elapsed="2h")

    def test_pause_after_the_end(self) -> None:
        """What happens to the ticket after the end is not counted."""
        reading = self.read(("Mon 11:00", self.TIN), ("Mon 14:00", "waiting"), at="Mon 16:00")
        check(reading, state="cancelled", elapsed="2h", paused="0m")

    def test_lost_between_stop_and_reopening(self) -> None:
        """An hour ran before the stop, and nothing runs after the reopening."""
        reading = self.read(
            ("Mon 10:00", "solved"), ("Mon 11:00", self.TIN), ("Mon 14:00", "open"), at="Mon 16:00"
        )
        check(reading, state="cancelled", elapsed="1h")


class TestVersions:
    """Entries of one name are versions of one policy, each from its instant on."""

    @staticmethod
    def desk(first: Mapping[str, Any], then: Mapping[str, Any], **of_set: Any) -> PolicySet:
        """Return a desk whose policy is another one from Monday 12:00 on."""
        fixed = {"name": "all", "calendar": "always"}
        return desk({**fixed, **first}, {**fixed, **then, "from": "2024-05-06T12:00:00Z"}, **of_set)

    @pytest.mark.parametrize(
        ("versions", "due", "version"),
        [("follow", "Mon 15:00", "2024-05-06T12:00:00+00:00"), ("pin", "Mon 13:00", None)],
    )
    def test_follow_and_pin(self, versions: str, due: str, version: str | None) -> None:
        """Four hours from 09:00, and six where the ticket follows the version of 12:00."""
        policies = self.desk(
            {"targets": {"resolution": "4h"}}, {"targets": {"resolution": "6h"}}, versions=versions
        )
        check(read(policies, ticket(), "Mon 12:00"), due_at=due, version=version, cycle=1)
        check(read(policies, ticket(), "Mon 11:59"), due_at="Mon 13:00", version=None)

    @pytest.mark.parametrize("versions", ["follow", "pin"])
    def test_created_later(self, versions: str) -> None:
        """A ticket of the time after it knows only the later version."""
        policies = self.desk(
            {"targets": {"resolution": "4h"}}, {"targets": {"resolution": "6h"}}, versions=versions
        )
        check(read(policies, ticket(created="Mon 12:00"), "Mon 12:00"), due_at="Mon 18:00")

    def test_shorter(self) -> None:
        """A version that puts the due time into the past breaches when it takes effect."""
        policies = self.desk({"targets": {"resolution": "4h"}}, {"targets": {"resolution": "2h"}})
        reading = read(policies, ticket(), "Mon 12:00")
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 12:00")

    def test_shorter_after_the_stop(self) -> None:
        """A stopped clock is not judged again."""
        policies = self.desk({"targets": {"resolution": "4h"}}, {"targets": {"resolution": "1h"}})
        reading = read(policies, ticket(("Mon 11:00", "solved")), "Mon 13:00")
        check(reading, status="met", due_at="Mon 13:00", version=None)

    @pytest.mark.parametrize(("versions", "status"), [("follow", "cancelled"), ("pin", "on_track")])
    def test_condition(self, versions: str, status: str) -> None:
        """A pinned ticket keeps its version's condition too."""
        policies = self.desk(
            {"when": GOLD, "targets": {"resolution": "4h"}},
            {"when": {"tier": "platinum"}, "targets": {"resolution": "4h"}},
            versions=versions,
        )
        check(read(policies, ticket(fields=GOLD), "Mon 12:00"), status=status)

    def test_pinned_until_it_is_lost(self) -> None:
        """A ticket that comes back to a policy comes to the version of that time."""
        policies = self.desk(
            {"when": GOLD, "targets": {"resolution": "4h"}},
            {"when": GOLD, "targets": {"resolution": "6h"}},
            versions="pin",
        )
        subject = ticket(("Mon 12:10", TIN), ("Mon 12:20", GOLD), fields=GOLD)
        check(read(policies, subject, "Mon 12:00"), amount="4h")
        check(read(policies, subject, "Mon 12:20"), amount="6h", due_at="Mon 15:00")

    @pytest.mark.parametrize("match", ["first", "all"])
    def test_pinned_in_its_place(self, match: str) -> None:
        """A pinned version is tried where its policy stands, before the later ones."""
        policies = self.desk(
            {"when": GOLD, "targets": {"resolution": "4h"}},
            {"when": {"tier": "platinum"}, "targets": {"resolution": "6h"}},
            versions="pin",
            match=match,
        )
        rest = {"name": "rest", "calendar": "always", "targets": {"resolution": "9h"}}
        data = policies.to_data()
        both = PolicySet.model_validate({**data, "policies": [*data["policies"], rest]})
        subject = ticket(("Mon 12:30", {"colour": "red"}), ("Mon 12:40", TIN), fields=GOLD)
        kept, lost = (evaluate(both, subject, at=on(f"Mon 12:{minute}")) for minute in (30, 40))
        others = ["rest"] if match == "all" else []
        assert ["all", *others] == [each.policy for each in kept]
        assert "4h" == kept.clocks[0].amount
        ended = [("all", "cancelled")] if match == "all" else []
        assert [*ended, ("rest", "on_track")] == [(each.policy, each.status) for each in lost]

    @pytest.mark.parametrize(
        ("at", "change"),
        [
            # At noon the later version takes over, so nothing is due there; it is due at 15:00.
            ("Mon 10:00", "Mon 15:00"),
            ("Mon 12:00", "Mon 15:00"),
            ("Mon 15:00", None),
        ],
    )
    def test_next_change_at_its_effect(self, at: str, change: str | None) -> None:
        """A due time at which a longer version takes effect changes nothing."""
        policies = self.desk({"targets": {"resolution": "3h"}}, {"targets": {"resolution": "6h"}})
        found = evaluate(policies, ticket(), at=on(at)).next_change_at
        assert (None if change is None else on(change)) == found

    def test_next_change_by_its_effect(self) -> None:
        """A version that makes a clock late is the next change."""
        policies = self.desk({"targets": {"resolution": "8h"}}, {"targets": {"resolution": "1h"}})
        assert on("Mon 12:00") == evaluate(policies, ticket(), at=on("Mon 10:00")).next_change_at
        assert "on_track" == evaluate(policies, ticket(), at=on("Mon 12:00") - TICK).status
        assert "breached" == evaluate(policies, ticket(), at=on("Mon 12:00")).status

    def test_next_change_before_its_effect(self) -> None:
        """What changes before a version takes effect changes first."""
        policies = self.desk({"targets": {"resolution": "2h"}}, {"targets": {"resolution": "1h"}})
        assert on("Mon 11:00") == evaluate(policies, ticket(), at=on("Mon 10:00")).next_change_at

    def test_next_change_in_the_past_of_an_event(self) -> None:
        """What happens after the question does not bear on the next change."""
        policies = self.desk({"targets": {"resolution": "8h"}}, {"targets": {"resolution": "1h"}})
        subject = ticket(("Mon 11:00", "solved"))
        assert on("Mon 12:00") == evaluate(policies, subject, at=on("Mon 10:00")).next_change_at


class TestRematch:
    """Whether a ticket looks for its policy again."""

    @staticmethod
    def desk(rematch: str) -> PolicySet:
        target = {"by": "priority", "high": "2h", "else": "6h"}
        return desk(
            {"name": "gold", "when": GOLD, "calendar": "always", "targets": {"resolution": target}},
            {"name": "tin", "when": TIN, "calendar": "always", "targets": {"resolution": "9h"}},
            rematch=rematch,
        )

    @pytest.mark.parametrize(
        ("rematch", "policy", "due"),
        [("change", "tin", "Mon 18:00"), ("creation", "gold", "Mon 15:00")],
    )
    def test_another_policy(self, rematch: str, policy: str, due: str) -> None:
        """Six hours from 09:00 stay what they were, or become nine."""
        reading = read(self.desk(rematch), ticket(("Mon 10:00", TIN), fields=GOLD), "Mon 11:00")
        check(reading, policy=policy, due_at=due, status="on_track")

    def test_another_row(self) -> None:
        """A ticket that keeps its policy still has the target of its priority."""
        subject = ticket(("Mon 10:00", {**TIN, **HIGH}), fields=GOLD)
        check(read(self.desk("creation"), subject, "Mon 10:30"), policy="gold", due_at="Mon 11:00")

    def test_lost(self) -> None:
        """The policy of the creation is kept when it does not match any more."""
        subject = ticket(("Mon 10:00", {"tier": "none"}), fields=GOLD)
        check(read(self.desk("creation"), subject, "Mon 11:00"), status="on_track")
        check(read(self.desk("change"), subject, "Mon 11:00"), status="cancelled")

    def test_never(self) -> None:
        """A ticket that no policy matched at its creation is matched by none later."""
        subject = ticket(("Mon 10:00", GOLD))
        assert () == evaluate(self.desk("creation"), subject, at=on("Mon 11:00")).clocks
        check(read(self.desk("change"), subject, "Mon 11:00"), policy="gold")


class TestPauseRules:
    """Each policy may have a pause rule of its own, which counts while the policy does."""

    policies = desk(
        {
            "name": "gold",
            "when": GOLD,
            "calendar": "always",
            "pause": {"status": "waiting"},
            "targets": {"resolution": "6h"},
        },
        {
            "name": "tin",
            "calendar": "always",
            "pause": {"status": "on hold"},
            "targets": {"resolution": "6h"},
        },
    )

    @pytest.mark.parametrize(
        ("tier", "status", "paused"),
        [
            ("gold", "waiting", "1h"),
            ("gold", "on hold", "0m"),
            ("tin", "waiting", "0m"),
            ("tin", "on hold", "1h"),
        ],
    )
    def test_own_rule(self, tier: str, status: str, paused: str) -> None:
        """What pauses one policy does not pause the other."""
        subject = ticket(
            ("Mon 10:00", {"status": status}), ("Mon 11:00", "open"), fields={"tier": tier}
        )
        check(read(self.policies, subject, "Mon 12:00"), paused=paused)

    def test_in_turn(self) -> None:
        """Waiting pauses from 10:00 until the other policy takes over at 11:00, and no longer."""
        subject = ticket(("Mon 10:00", "waiting"), ("Mon 11:00", TIN), fields=GOLD)
        reading = read(self.policies, subject, "Mon 12:00")
        check(reading, policy="tin", state="running", paused="1h", due_at="Mon 16:00")

    def test_from_a_field(self) -> None:
        """A clock that counts from before its start counts the pauses of each policy's time."""
        policies = desk(
            *({**each, "targets": {"own": "6h"}} for each in self.policies.to_data()["policies"]),
            metrics={"own": {"start": {"signal": "go"}, "stop": "agent_reply", "pause": "policy"}},
            counts_from="field(created_at)",
        )
        subject = ticket(
            ("Mon 10:00", "waiting"), ("Mon 11:00", TIN), ("Mon 12:00", "signal: go"), fields=GOLD
        )
        reading = read(policies, subject, "Mon 12:00", "own")
        check(reading, started_at="Mon 09:00", elapsed="2h", paused="1h", due_at="Mon 16:00")


class TestMatchAll:
    """Every policy that matches has clocks of its own."""

    policies = desk(
        {
            "name": "company",
            "calendar": "office",
            "targets": {"first_response": "2h", "resolution": "6h"},
        },
        {"name": "gold", "when": GOLD, "calendar": "always", "targets": {"resolution": "4h"}},
        match="all",
    )

    def test_two(self) -> None:
        """Six hours of the office end at 16:00, four around the clock at 13:00."""
        found = evaluate(self.policies, ticket(fields=GOLD), at=on("Mon 10:00"))
        assert [
            ("company", "first_response", on("Mon 11:00")),
            ("company", "resolution", on("Mon 16:00")),
            ("gold", "resolution", on("Mon 13:00")),
        ] == [(each.policy, each.metric, each.due_at) for each in found]
        assert on("Mon 13:00") == found["gold/resolution"].due_at
        assert on("Mon 11:00") == found.due_at

    def test_one(self) -> None:
        """What does not match has no clock."""
        found = evaluate(self.policies, ticket(fields=TIN), at=on("Mon 10:00"))
        assert {"company"} == {each.policy for each in found}

    def test_none(self) -> None:
        """A ticket that nothing matches has no target."""
        gold = {"name": "gold", "when": GOLD, "calendar": "always", "targets": {"resolution": "4h"}}
        found = evaluate(desk(gold, match="all"), ticket(), at=on("Mon 10:00"))
        assert ("no_target", ()) == (found.status, found.clocks)

    def test_lost(self) -> None:
        """A policy that is lost cancels its own clocks and no others."""
        subject = ticket(("Mon 11:00", TIN), fields=GOLD)
        found = evaluate(self.policies, subject, at=on("Mon 12:00"))
        assert ["breached", "on_track", "cancelled"] == [each.status for each in found]

    def test_found_later(self) -> None:
        """A policy that comes later counts from the start of the metric."""
        subject = ticket(("Mon 11:00", GOLD))
        found = evaluate(self.policies, subject, at=on("Mon 11:00"))
        check(found["gold/resolution"], started_at="Mon 09:00", due_at="Mon 13:00")

    def test_first_otherwise(self) -> None:
        """Left to itself, a set has the first that matches and no other."""
        first = self.policies.model_copy(update={"match": None})
        found = evaluate(
            PolicySet.model_validate(first.to_data()), ticket(fields=GOLD), at=on("Mon 10:00")
        )
        assert {"company"} == {each.policy for each in found}


class TestCountsFrom:
    """What a clock counts from that a policy takes up late.

    The ticket waits from 10:00 to 11:00 and comes to the policy at 13:00: it ran for an hour
    before the pause and, but for lunch, for one after it.
    """

    subject = ticket(
        ("Mon 10:00", "waiting"),
        ("Mon 11:00", "open"),
        ("Mon 13:00", GOLD),
        fields={"opened": on("Mon 08:30")},
    )

    def read(self, subject: Any = None, at: str = "Mon 14:00", **words: Any) -> Any:
        policies = desk(
            {
                "name": "gold",
                "when": GOLD,
                "calendar": "always",
                "targets": {"resolution": "6h"},
                **words,
            }
        )
        return read(policies, subject or self.subject, at)

    @pytest.mark.parametrize(
        ("counts_from", "earlier_pauses", "stated"),
        [
            # 09:00 and six hours are 15:00; the pause of one hour is given back, or counts.
            ("start", "credit", ("Mon 09:00", "Mon 16:00", "4h", "1h")),
            ("start", "count", ("Mon 09:00", "Mon 15:00", "5h", "0m")),
            ("match", "credit", ("Mon 13:00", "Mon 19:00", "1h", "0m")),
            ("match", "count", ("Mon 13:00", "Mon 19:00", "1h", "0m")),
            # 08:30 and six hours are 14:30.
            ("field(opened)", "credit", ("Mon 08:30", "Mon 15:30", "4h30m", "1h")),
            ("field(opened)", "count", ("Mon 08:30", "Mon 14:30", "5h30m", "0m")),
            ("field(created_at)", "credit", ("Mon 09:00", "Mon 16:00", "4h", "1h")),
        ],
    )
    def test_taken_up_late(
        self, counts_from: str, earlier_pauses: str, stated: tuple[str, ...]
    ) -> None:
        """The start, the due time and the times are those of the convention."""
        reading = self.read(counts_from=counts_from, earlier_pauses=earlier_pauses)
        started, due, elapsed, paused = stated
        check(reading, started_at=started, due_at=due, elapsed=elapsed, paused=paused)

    @pytest.mark.parametrize(
        ("earlier_pauses", "due", "paused"),
        # 15:00 and the pauses of an hour before the match and of half an hour after it.
        [("credit", "Mon 16:30", "1h30m"), ("count", "Mon 15:30", "30m")],
    )
    def test_pause_over_the_match(self, earlier_pauses: str, due: str, paused: str) -> None:
        """Of a pause over the match only the part before it is an earlier one."""
        subject = ticket(("Mon 12:00", "waiting"), ("Mon 13:00", GOLD), ("Mon 13:30", "open"))
        reading = self.read(subject, earlier_pauses=earlier_pauses)
        check(reading, due_at=due, paused=paused)

    def test_ola(self) -> None:
        """An operational agreement counts from the match where nothing else is said."""
        check(self.read(kind="ola"), started_at="Mon 13:00", due_at="Mon 19:00")
        check(self.read(kind="ola", counts_from="start"), started_at="Mon 09:00")

    def test_field_of_a_later_clock(self) -> None:
        """What began before its metric did counts that time, with the pauses in it."""
        policies = desk(
            {"name": "all", "calendar": "always", "targets": {"own": "6h"}},
            metrics={"own": {"start": {"signal": "go"}, "stop": "agent_reply", "pause": "policy"}},
            counts_from="field(created_at)",
        )
        subject = ticket(
            ("Mon 10:00", "waiting"), ("Mon 11:00", "open"), ("Mon 12:00", "signal: go")
        )
        reading = read(policies, subject, "Mon 12:00", "own")
        check(reading, started_at="Mon 09:00", elapsed="2h", paused="1h", due_at="Mon 16:00")

    def test_match_of_another_target(self) -> None:
        """The clock of the old target is cancelled and another cycle begins."""
        policies = desk(
            {
                "name": "team",
                "kind": "ola",
                "calendar": "always",
                "targets": {"resolution": {"by": "priority", "high": "2h", "else": "6h"}},
            }
        )
        subject = ticket(("Mon 10:00", {"colour": "red"}), ("Mon 11:00", HIGH), fields=LOW)
        first, second = evaluate(policies, subject, at=on("Mon 12:00")).cycles("resolution")
        check(
            first, cycle=1, state="cancelled", cancelled_at="Mon 11:00", elapsed="2h", amount="6h"
        )
        check(second, cycle=2, started_at="Mon 11:00", due_at="Mon 13:00", amount="2h")


class TestDueSet:
    """A due time that somebody set by hand."""

    @staticmethod
    def set(at: str, due: str | None, metric: str = "resolution") -> DueSet:
        due_at = None if due is None else on(due)
        return DueSet(at=on(at), metric=metric, due_at=due_at, reason="by phone", author="ana")

    def read(
        self, *events: DueSet, at: str, happenings: Any = (), metric: str = "resolution"
    ) -> Any:
        policies = promising(resolution="4h", next_response="2h")
        return read(policies, ticket(*happenings, more=events), at, metric)

    def test_later(self) -> None:
        """Instead of 14:00 it is due at 16:00, from the decision on."""
        check(self.read(self.set("Mon 10:00", "Mon 16:00"), at="Mon 09:59"), due_at="Mon 14:00")
        reading = self.read(self.set("Mon 10:00", "Mon 16:00"), at="Mon 15:00")
        check(reading, status="on_track", due_at="Mon 16:00", remaining="1h")

    def test_sooner(self) -> None:
        """What is set into the past is breached by the decision, and not before it."""
        reading = self.read(self.set("Mon 12:00", "Mon 11:00"), at="Mon 13:00")
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 12:00")

    def test_taken_back(self) -> None:
        """The target counts again, from the start."""
        events = self.set("Mon 10:00", "Mon 16:00"), self.set("Mon 11:00", None)
        check(self.read(*events, at="Mon 11:00"), amount="4h", due_at="Mon 14:00", elapsed="2h")

    def test_taken_back_too_late(self) -> None:
        """Between 14:00 and 15:00 nobody was late; the decision of 15:00 puts the due time past."""
        events = self.set("Mon 10:00", "Mon 16:00"), self.set("Mon 15:00", None)
        check(self.read(*events, at="Mon 15:00"), due_at="Mon 14:00", breached_at="Mon 15:00")

    def test_the_last_one(self) -> None:
        """Of several the last one counts."""
        events = self.set("Mon 10:00", "Mon 16:00"), self.set("Mon 11:00", "Mon 15:00")
        check(self.read(*events, at="Mon 11:00"), due_at="Mon 15:00")

    def test_after_a_breach(self) -> None:
        """More time does not undo a breach."""
        reading = self.read(self.set("Mon 15:00", "Tue 12:00"), at="Mon 16:00")
        check(reading, status="breached", due_at="Tue 12:00", breached_at="Mon 14:00")

    def test_pause(self) -> None:
        """A pause does not move what somebody agreed on."""
        waits = (("Mon 11:00", "waiting"), ("Mon 12:00", "open"))
        reading = self.read(self.set("Mon 10:00", "Mon 16:00"), at="Mon 13:00", happenings=waits)
        check(reading, due_at="Mon 16:00")

    def test_nothing_promised(self) -> None:
        """A clock without a target may be given a due time."""
        policies = promising(resolution="none")
        subject = ticket(more=[self.set("Mon 10:00", "Mon 16:00")])
        check(read(policies, subject, "Mon 10:00"), status="on_track", due_at="Mon 16:00")

    def test_other_metrics(self) -> None:
        """The clocks of other metrics are not concerned."""
        waits = (("Mon 09:00", "customer"),)
        due_set = self.set("Mon 10:00", "Mon 16:00")
        reading = self.read(due_set, at="Mon 10:00", happenings=waits, metric="next_response")
        check(reading, due_at="Mon 11:00")

    def test_after_the_stop(self) -> None:
        """A stopped clock is not judged again."""
        late = (("Mon 15:00", "solved"),)
        due_set = self.set("Mon 16:00", "Tue 12:00")
        check(
            self.read(due_set, at="Mon 16:00", happenings=late), status="missed", due_at="Mon 14:00"
        )

    def test_next_cycle(self) -> None:
        """What was set for one answer is not for the next one."""
        talk = (("Mon 09:00", "customer"), ("Mon 11:00", "agent"), ("Tue 10:00", "customer"))
        due_set = self.set("Mon 10:00", "Mon 15:00", "next_response")
        policies = promising(next_response="2h")
        found = evaluate(policies, ticket(*talk, more=[due_set]), at=on("Tue 10:00"))
        first, second = found.cycles("next_response")
        check(first, status="met", due_at="Mon 15:00")
        check(second, status="on_track", due_at="Tue 12:00", amount="2h")

    def test_before_the_start(self) -> None:
        """What is set for a clock that has not begun is there when it begins."""
        due_set = self.set("Mon 10:00", "Mon 16:00", "next_response")
        talk = (("Mon 11:00", "customer"),)
        reading = self.read(due_set, at="Mon 11:00", happenings=talk, metric="next_response")
        check(reading, due_at="Mon 16:00")
