"""A ticket's events -> the instants at which something happened, and the facts of each.

The instant is the unit: events of one instant apply together, and what they
leave is read once after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from slakit.errors import TicketError
from slakit.instants import EPOCH, to_datetime
from slakit.policies.facts import CATEGORY, MERGED
from slakit.policies.select import Selector
from slakit.policies.statuses import CATEGORIES
from slakit.tickets import Change, DueSet, Exemption, Merge, Message, Signal, Ticket

__all__ = ["Effect", "History", "Mark", "fold"]

MOMENT = attrgetter("moment")


class History:
    """The instants of a ticket in order, in parallel lists: cheaper than an object for each.

    `now` is the instant of the question since the epoch, and `at` the same as a datetime;
    `notices` says whether warnings and escalations are asked for as well.
    `facts` are the bits of what occurred at the instant and holds after it, `states` the
    fields after it. `touched` has the numbers of the instants at which a policy or a target may
    have changed; `due_sets` and `exemptions` are what somebody decided by hand, so far, and
    `exempted` has the first exemption, with its number, of each metric and cycle that one names.
    A history that may go on has the `mark` that it leaves.
    """

    __slots__ = (
        "_created_at",
        "at",
        "ats",
        "due_sets",
        "exempted",
        "exemptions",
        "facts",
        "mark",
        "notices",
        "now",
        "states",
        "ticket",
        "touched",
    )

    def __init__(self, ticket: Ticket, now: timedelta) -> None:
        self.ticket = ticket
        self.now = now
        self.at = EPOCH
        self.notices = True
        self.ats: list[timedelta] = []
        self.facts: list[int] = []
        self.states: list[Mapping[Any, Any]] = []
        self.touched: list[int] = []
        self.mark: Mark | None = None
        self.due_sets: Sequence[DueSet] = ()
        self.exemptions: Sequence[Exemption] = ()
        self.exempted: dict[tuple[str | None, int | None], tuple[int, Exemption]] = {}
        self._created_at: datetime | None = None

    def start(self, origin: timedelta) -> datetime:
        """Return from when a clock counts, in the zone of the question.

        Most clocks start with the ticket, and have one object. It is not the one of the ticket,
        whose wall time may be one that the clocks of its zone have skipped.
        """
        if origin is not self.ticket.created:
            return to_datetime(origin, self.at.tzinfo)
        if self._created_at is None:
            self._created_at = to_datetime(origin, self.at.tzinfo)
        return self._created_at

    def exempt(self, exemptions: Sequence[Exemption]) -> None:
        """Take note of the exemptions of a ticket, in order."""
        self.exemptions = exemptions
        for number, each in enumerate(exemptions):
            self.exempted.setdefault((each.metric, each.cycle), (number, each))


class Mark(NamedTuple):
    """Where a history goes on: what the events up to an instant have left.

    `since` says which of the conditions of two edges hold, in the order in which they are kept.
    """

    fields: Mapping[Any, Any]
    since: tuple[bool, ...]
    merged: bool


class Effect:
    """An instant without an event of the ticket: a version of a policy takes effect."""

    __slots__ = ("moment",)

    def __init__(self, moment: timedelta) -> None:
        self.moment = moment


# After all events, so that those of the last instant are read as well.
END = Effect(timedelta.max)


def fold(
    ticket: Ticket,
    selector: Selector,
    until: timedelta,
    mark: Mark | None = None,
    more: Sequence[Any] | None = None,
) -> History:
    """Return the history of a ticket up to and including an instant; empty before its creation.

    Where `more` is given those are the events, in order, and the history leaves a mark; it is
    that of what came after `mark`, or from the creation on.
    """
    at = ticket.created
    history = History(ticket, until)
    if until < at:
        return history
    facts, watched, pin = selector.facts, selector.fields, selector.pin
    categories = selector.categories
    ats, masks, states = history.ats, history.facts, history.states
    events: Iterable[Any] = ticket.events
    if more is not None:
        events = more
    elif selector.effects:
        effects = (Effect(moment) for moment in selector.effects if moment > at)
        events = sorted([*events, *effects], key=MOMENT)
    by_hand: list[Any] = []
    before: Mapping[Any, Any] | None = None
    state: Mapping[Any, Any] = ticket.fields
    mask = facts.opened[ticket.opened_by]
    merged = levels = 0
    category: Any = "open"
    changed = touched = True
    if mark is not None:
        assert more
        at, state, mask = more[0].moment, mark.fields, 0
        if facts.complex:
            before = facts.derived(state, category_of(ticket, state, selector), mark.since)
        if mark.merged:
            merged = mask = MERGED
        touched = pin
    for event in (*events, END):
        moment = event.moment
        if moment != at:
            # All events of the instant are there: read what they leave.
            if changed:
                named = state.get(CATEGORY)
                category = named or categories.get(state.get("status"), "open")
                if named is not None and named not in facts.by_category:
                    raise no_category(ticket, named)
                levels = facts.by_category[category]
            if touched:
                history.touched.append(len(ats))
            if facts.complex:
                # Conditions may look at what edges leave, so they are asked at every instant.
                mask, before = facts.read(mask | levels, category, state, before)
                states.append(before)
                if not touched and facts.derives:
                    history.touched.append(len(ats))
            else:
                mask |= levels
                states.append(state)
            ats.append(at)
            masks.append(mask)
            if moment > until:
                break
            at = moment
            mask = merged
            changed = False
            # A ticket that lost the version it was pinned to looks for another at every event.
            touched = pin
        kind = type(event)
        if kind is Change:
            # Readers of an earlier instant keep the fields of its time.
            state = {**state, **event.fields}
            changed = True
            touched = touched or not watched.isdisjoint(event.fields)
        elif kind is Message:
            mask |= facts.replies[event.author] if event.public else facts.note
        elif kind is Signal:
            mask |= facts.signals.get(event.name, 0)
        elif kind is Merge:
            # From here on nothing is wanted of it any more.
            merged = MERGED
            mask |= MERGED
        elif kind is Effect:
            touched = True
        else:
            by_hand.append(event)
            touched = True
    if more is not None:
        since = facts.since_of(before) if before is not None else ()
        history.mark = Mark(state, since, bool(merged))
    if by_hand:
        history.due_sets = [each for each in by_hand if type(each) is DueSet]
        history.exempt([each for each in by_hand if type(each) is Exemption])
    return history


def category_of(ticket: Ticket, state: Mapping[Any, Any], selector: Selector) -> Any:
    """Return what the status of a ticket means; one that no category names is open."""
    named = state.get(CATEGORY)
    if named is not None and named not in CATEGORIES:
        raise no_category(ticket, named)
    return named or selector.categories.get(state.get("status"), "open")


def no_category(ticket: Ticket, named: Any) -> TicketError:
    return TicketError(
        f"ticket {ticket.id!r}: {named!r} is no status category",
        parameter=f"fields.{CATEGORY}",
        value=named,
        remedy=f"give one of {', '.join(CATEGORIES)}",
    )
