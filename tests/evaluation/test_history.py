"""A ticket's events as instants, each with its facts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import Change, DueSet, Exemption, Merge, Message, PolicySet, Signal, Ticket, TicketError
from slakit.evaluation.history import History, fold
from slakit.instants import EPOCH
from slakit.policies.conditions import WORDS, Level
from slakit.policies.facts import MERGED
from slakit.policies.select import Selector
from tests.evaluation.desks import Happening, desk, on, promising, ticket

TICK = timedelta(microseconds=1)
NEW_YORK = ZoneInfo("America/New_York")
CATEGORIES = ("open", "paused", "resolved", "closed")
SET_BY_HAND = DueSet(at=on("Mon 11:00"), metric="resolution", due_at=on("Tue 09:00"))
EXEMPTED = Exemption(at=on("Mon 11:00"), reason="power cut", author="ana")


def selector_of(policies: PolicySet) -> Selector:
    """Return a fresh selector, to which bits may be added."""
    return policies.model_copy()._selector


def folded(subject: Ticket, until: str = "+Sun 00:00", selector: Selector | None = None) -> History:
    return fold(subject, selector or selector_of(promising()), on(until) - EPOCH)


def occurs(subject: Ticket, index: int = -1) -> set[str]:
    """Return the words that occur at an instant of a ticket."""
    selector = selector_of(promising())
    bits = {word: selector.facts.edge(("word", word)) for word in WORDS}
    found = folded(subject, selector=selector).facts[index]
    return {word for word, bit in bits.items() if found & bit}


def category(subject: Ticket, index: int = -1) -> str:
    """Return the category that a ticket has after an instant."""
    selector = selector_of(promising())
    bits = {name: selector.facts.level(Level.parse({"category": name}).node) for name in CATEGORIES}
    found = folded(subject, selector=selector).facts[index]
    (name,) = [name for name, bit in bits.items() if found & bit]
    return name


def holds(condition: Any, subject: Ticket) -> list[bool]:
    """Return for each instant whether an edge occurs there that starts a metric."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"own": "none"}},
        metrics={"own": {"start": condition, "stop": {"signal": "never"}}},
    )
    bit = policies._selector.metrics["own"].start
    return [bool(facts & bit) for facts in folded(subject, selector=policies._selector).facts]


def test_before_the_creation() -> None:
    """There is no instant before the ticket is."""
    history = fold(ticket(), selector_of(promising()), on("Mon 09:00") - TICK - EPOCH)
    assert ([], [], [], []) == (history.ats, history.facts, history.states, history.touched)


def test_creation() -> None:
    """The first instant is the creation, with the fields of then."""
    subject = ticket(fields={"status": "waiting"})
    history = folded(subject)
    assert [on("Mon 09:00") - EPOCH] == history.ats
    assert [{"status": "waiting"}] == history.states
    assert ({"created"}, "paused") == (occurs(subject), category(subject))


def test_until_is_included() -> None:
    """An event at the last instant counts, one after it does not."""
    subject = ticket(("Mon 10:00", "solved"), ("Mon 10:01", "open"))
    assert [{}, {"status": "solved"}] == folded(subject, "Mon 10:00").states


def test_one_instant() -> None:
    """Events of one instant, also in other zones, are read together after all of them."""
    ten = on("Mon 10:00")
    subject = Ticket(
        id="T-1",
        created_at=on("Mon 09:00"),
        fields={"priority": "low"},
        events=[
            Change(at=ten, fields={"status": "waiting"}),
            Message(at=ten, author="agent"),
            Change(at=ten, fields={"status": "solved", "priority": "high"}),
            Message(at=ten, author="customer"),
        ],
    )
    assert {"agent_reply", "customer_reply"} == occurs(subject)
    assert "resolved" == category(subject)
    first, second = folded(subject).states
    assert {"status": "solved", "priority": "high"} == second
    # What was read of an earlier instant stays as it was.
    assert {"priority": "low"} == first


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("agent", {"agent_reply"}),
        ("customer", {"customer_reply"}),
        # Only people reply, so nothing is started or stopped by these.
        ("bot", {"bot_reply"}),
        ("system", {"system_reply"}),
        ("note", {"internal_note"}),
        ("solved", set()),
        ("signal: sold", set()),
    ],
)
def test_words(what: str, words: set[str]) -> None:
    """A public message is a reply of its author; a change is none."""
    assert words == occurs(ticket(("Mon 10:00", what)))


def test_internal_note() -> None:
    """Whoever wrote it, a message that is not public is a note."""
    note = Message(at=on("Mon 10:00"), author="customer", public=False)
    assert {"internal_note"} == occurs(ticket(more=[note]))


@pytest.mark.parametrize(
    ("opened_by", "words"),
    [
        (None, {"created"}),
        ("customer", {"created", "customer_reply"}),
        ("agent", {"created", "agent_reply"}),
    ],
)
def test_opening(opened_by: str | None, words: set[str]) -> None:
    """The opening is a message of whoever opened the ticket."""
    assert words == occurs(ticket(opened_by=opened_by))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "open"),
        ({"status": None}, "open"),
        ({"status": "new"}, "open"),
        ({"status": "waiting"}, "paused"),
        ({"status": "solved"}, "resolved"),
        ({"status": "closed"}, "closed"),
        # A word of the desk's is meant as it is written.
        ({"status": "Waiting"}, "open"),
        ({"status": 3}, "open"),
        # The category outright counts, and None is no category.
        ({"status": "waiting", "category": "open"}, "open"),
        ({"status": "new", "category": "closed"}, "closed"),
        ({"status": "waiting", "category": None}, "paused"),
    ],
)
def test_category(fields: dict[str, Any], expected: str) -> None:
    """The category is that of the status word, unless the ticket names it outright."""
    assert expected == category(ticket(fields=fields))


@pytest.mark.parametrize("value", ["waiting", "Open", "", 1, True])
def test_bad_category(value: Any) -> None:
    """A category that does not exist is refused with the ticket, the value and the four."""
    with pytest.raises(TicketError, match=r"'T-1'.*open, paused, resolved, closed") as caught:
        folded(ticket(("Mon 10:00", {"category": value})))
    assert ("fields.category", value) == (caught.value.parameter, caught.value.value)


def test_bad_category_in_the_future() -> None:
    """What the ticket will be later does not matter yet."""
    subject = ticket(("Mon 10:00", {"category": "done"}))
    assert [{}] == folded(subject, "Mon 09:59").states


EDGES: list[tuple[Any, tuple[Happening, ...], list[bool]]] = [
    ("created", (("Mon 10:00", "agent"),), [True, False]),
    ({"signal": "sold"}, (("Mon 10:00", "signal: sold"), ("Mon 11:00", "agent")), [0, 1, 0]),
    ({"signal": "sold"}, (("Mon 10:00", "signal: bought"),), [False, False]),
    # A field that is given at the creation did not change there.
    ({"changes": "tier"}, (("Mon 10:00", {"tier": "tin"}),), [False, True]),
    ({"changes": "tier"}, (("Mon 10:00", {"tier": "gold"}),), [False, False]),
    ({"changes": "tier"}, (("Mon 10:00", {"tier": None}),), [False, True]),
    # Before the creation nothing holds, so a level can begin there.
    ({"becomes": {"tier": "gold"}}, (("Mon 10:00", "agent"),), [True, False]),
    ({"tier": "tin"}, (("Mon 10:00", {"tier": "tin"}), ("Mon 11:00", "agent")), [0, 1, 0]),
    ({"not": {"tier": "tin"}}, (("Mon 10:00", {"tier": "tin"}),), [True, False]),
    ({"becomes": {"category": "paused"}}, (("Mon 10:00", "waiting"),), [False, True]),
    # The edge, while the level holds after all of the instant.
    (
        {"all": ["agent_reply", {"tier": "tin"}]},
        (("Mon 10:00", "agent"), ("Mon 11:00", "agent"), ("Mon 11:00", {"tier": "tin"})),
        [False, False, True],
    ),
    (
        {"any": ["agent_reply", {"tier": "tin"}]},
        (("Mon 10:00", "agent"), ("Mon 11:00", {"tier": "tin"}), ("Mon 12:00", "bot")),
        [False, True, True, False],
    ),
    # At 11:00 what ends it acts first, so it begins there once more and holds on.
    (
        {"all": ["bot_reply", {"since": "customer_reply", "until": "agent_reply"}]},
        (
            ("Mon 10:00", "customer"),
            ("Mon 11:00", "agent"),
            ("Mon 11:00", "customer"),
            ("Mon 12:00", "bot"),
            ("Mon 13:00", "agent"),
            ("Mon 13:00", "bot"),
            ("Mon 14:00", "bot"),
        ),
        [False, False, False, True, False, False],
    ),
]


@pytest.mark.parametrize(("condition", "happenings", "expected"), EDGES)
def test_edges(condition: Any, happenings: tuple[Happening, ...], expected: list[bool]) -> None:
    """An edge of a ticket of tier gold occurs at the instants that the case says."""
    assert expected == holds(condition, ticket(*happenings, fields={"tier": "gold"}))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (True, 1),
        # 01:30 comes twice in the night in which New York puts its clocks back.
        (
            datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK, fold=0),
            datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK, fold=1),
        ),
    ],
)
def test_changes_of_values_that_look_equal(before: Any, after: Any) -> None:
    """True is not 1, and an instant is no other one."""
    subject = ticket(("Mon 10:00", {"x": after}), fields={"x": before})
    assert [False, True] == holds({"changes": "x"}, subject)


class TestTouched:
    """The instants at which a policy or a target may have changed."""

    policies = desk(
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "targets": {"resolution": {"by": "priority", "high": "2h", "else": "field(promised)"}},
        }
    )

    def touched(self, *happenings: Happening, **options: Any) -> list[int]:
        return folded(ticket(*happenings, **options), selector=self.policies._selector).touched

    def test_fields(self) -> None:
        """A change of a field that decides touches, any other event does not."""
        numbers = self.touched(
            ("Mon 10:00", "agent"),
            ("Mon 11:00", {"tier": "tin"}),
            ("Mon 12:00", {"colour": "red"}),
            ("Mon 13:00", {"priority": "high", "colour": "blue"}),
            ("Mon 14:00", {"promised": "4h"}),
            ("Mon 15:00", "solved"),
        )
        assert [0, 2, 4, 5] == numbers

    def test_due_set(self) -> None:
        """A due time that somebody sets touches."""
        assert [0, 2] == self.touched(("Mon 10:00", "agent"), more=[SET_BY_HAND])

    def test_version(self) -> None:
        """The effect of a version after the creation is an instant of its own."""
        everybody = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}
        policies = desk(
            everybody,
            {**everybody, "from": on("Sun 00:00") - timedelta(days=7)},
            {**everybody, "from": on("Mon 12:00")},
            {**everybody, "from": on("Tue 12:00")},
        )
        subject = ticket(("Mon 11:00", "agent"), ("Tue 12:00", "agent"))
        history = folded(subject, selector=policies._selector)
        expected = ["Mon 09:00", "Mon 11:00", "Mon 12:00", "Tue 12:00"]
        assert [on(text) - EPOCH for text in expected] == history.ats
        assert [0, 2, 3] == history.touched
        assert 2 == len(folded(subject, "Mon 11:59", selector=policies._selector).ats)


def test_decisions() -> None:
    """What somebody decided is there from its instant on."""
    subject = ticket(more=[EXEMPTED, SET_BY_HAND])
    before, after = folded(subject, "Mon 10:59"), folded(subject, "Mon 11:00")
    assert ([], []) == (list(before.due_sets), list(before.exemptions))
    assert ([SET_BY_HAND], [EXEMPTED]) == (list(after.due_sets), list(after.exemptions))


def test_merge() -> None:
    """A ticket that became part of another one stays merged."""
    subject = ticket(
        ("Mon 10:00", "agent"), ("Mon 12:00", "agent"), more=[Merge(at=on("Mon 11:00"), into="9")]
    )
    assert [0, 0, MERGED, MERGED] == [facts & MERGED for facts in folded(subject).facts]


def test_a_signal_that_nobody_asks_for() -> None:
    """A signal that no metric names is an instant and says nothing."""
    subject = ticket(more=[Signal(at=on("Mon 10:00"), name="sold")])
    _, after = folded(subject).facts
    assert 0 == after
