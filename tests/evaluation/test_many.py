"""Many tickets at once."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import (
    Batch,
    InstantError,
    NaiveDatetimeError,
    PolicySet,
    PolicyWarning,
    Rejected,
    SlakitError,
    Ticket,
    TicketError,
    evaluate,
    evaluate_many,
)
from tests.evaluation.desks import desk, on, promising, ticket

CARRIED = promising(resolution="field(promised)")
NOON = on("Mon 12:00")


def carrying(*promised: Any) -> list[Ticket]:
    return [
        Ticket(id=f"T-{i}", created_at=on("Mon 09:00"), fields={"promised": each})
        for i, each in enumerate(promised)
    ]


def test_order() -> None:
    """The evaluations stand in the order of the tickets, as `evaluate` gives them one by one."""
    tickets = carrying("4h", "1h", None)
    expected = [evaluate(CARRIED, each, at=NOON) for each in tickets]
    batch = evaluate_many(CARRIED, tickets, at=NOON)
    assert expected == batch.evaluations
    assert [] == batch.rejected


def test_iterator() -> None:
    """Tickets may come one by one, and are taken once."""
    batch = evaluate_many(CARRIED, iter(carrying("4h", "1h")), at=NOON)
    assert ["on_track", "breached"] == [each.status for each in batch.evaluations]


def test_nothing() -> None:
    """No tickets are no evaluations."""
    assert Batch() == evaluate_many(CARRIED, [], at=NOON)
    assert {} == Batch().counts()


def test_raise() -> None:
    """Left to itself, the first bad ticket stops the run with its error."""
    taken = []

    def tickets() -> Iterator[Ticket]:
        for each in carrying("4h", "soon", "later"):
            taken.append(each.id)
            yield each

    with pytest.raises(TicketError, match="'T-1'"):
        evaluate_many(CARRIED, tickets(), at=NOON)
    assert ["T-0", "T-1"] == taken


def test_collect() -> None:
    """Bad tickets are set aside with their place, their id and their error; the rest go on."""
    batch = evaluate_many(CARRIED, carrying("4h", "soon", "1h", "0cd"), at=NOON, on_error="collect")
    assert ["T-0", "T-2"] == [each.ticket for each in batch.evaluations]
    assert [(1, "T-1", "soon"), (3, "T-3", "0cd")] == [
        (each.index, each.ticket, each.error.value) for each in batch.rejected
    ]
    assert all(isinstance(each.error, TicketError) for each in batch.rejected)


def test_a_value_that_could_never_match_is_collected() -> None:
    """An error of the policy on one ticket is that ticket's."""
    gold = PolicySet.model_validate(
        {
            "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00"}},
            "policies": [
                {
                    "name": "gold",
                    "when": {"tier": "gold"},
                    "calendar": "office",
                    "targets": {"resolution": "4h"},
                }
            ],
        }
    )
    tickets = [ticket(fields={"tier": tier}) for tier in ("gold", 1, "tin")]
    batch = evaluate_many(gold, tickets, at=NOON, on_error="collect")
    assert {"on_track": 1, "no_target": 1} == batch.counts()
    assert ["policy"] == [each.error.code for each in batch.rejected]


def test_counts() -> None:
    """The most frequent status comes first."""
    counts = evaluate_many(CARRIED, carrying("1h", None, "2h", "4h", "1h"), at=NOON).counts()
    # At noon three hours have passed.
    assert [("breached", 3), ("no_target", 1), ("on_track", 1)] == sorted(
        counts.items(), key=lambda item: (-item[1], item[0])
    )
    assert "breached" == next(iter(counts))


@given(promised=st.lists(st.sampled_from(("1h", "4h", "2bd", "none", None, "soon", "0h", 5, "1d"))))
def test_nothing_is_lost(promised: list[Any]) -> None:
    """Evaluations and rejected tickets are as many as the tickets, each in one place."""
    tickets = carrying(*promised)
    batch = evaluate_many(CARRIED, tickets, at=NOON, on_error="collect")
    assert sum(batch.counts().values()) == len(batch.evaluations)
    by_place = {each.index: each.ticket for each in batch.rejected}
    evaluated = iter(batch.evaluations)
    assert [each.id for each in tickets] == [
        by_place.get(i) or next(evaluated).ticket for i in range(len(tickets))
    ]
    assert next(evaluated, None) is None
    assert len(by_place) == sum(each in ("soon", "0h", 5, "1d") for each in promised)


@pytest.mark.parametrize("on_error", ["ignore", "", None, True])
def test_unknown_way(on_error: Any) -> None:
    """Any other way to treat errors is refused with the two that there are."""
    with pytest.raises(SlakitError, match='"raise" or "collect"') as caught:
        evaluate_many(CARRIED, [], at=NOON, on_error=on_error)
    assert ("on_error", on_error) == (caught.value.parameter, caught.value.value)


@pytest.mark.parametrize("on_error", ["raise", "collect"])
def test_bad_at(on_error: Any) -> None:
    """A question without an instant is the caller's mistake and no ticket's."""
    for at in (NOON.replace(tzinfo=None), None):
        with pytest.raises(InstantError, match="at: ") as caught:
            evaluate_many(CARRIED, carrying("4h", "1h"), at=at, on_error=on_error)
        assert (at is None) != isinstance(caught.value, NaiveDatetimeError)


def test_pickle() -> None:
    """A batch goes through a pickle, for those who evaluate in other processes."""
    batch = evaluate_many(CARRIED, carrying("4h", "soon"), at=NOON, on_error="collect")
    again = pickle.loads(pickle.dumps(batch))
    assert batch.evaluations == again.evaluations
    (rejected,) = again.rejected
    assert isinstance(rejected, Rejected)
    before = batch.rejected[0].error
    assert (str(before), before.parameter, before.value, before.remedy) == (
        str(rejected.error),
        rejected.error.parameter,
        rejected.error.value,
        rejected.error.remedy,
    )


class TestForeignTickets:
    """Objects of the host's own classes, and plain data."""

    @staticmethod
    def row(id: Any, promised: Any) -> Any:
        return SimpleNamespace(
            id=id, created_at=on("Mon 09:00"), fields={"promised": promised}, events=[]
        )

    @staticmethod
    def data(id: Any, promised: Any) -> dict[str, Any]:
        return {"id": id, "created_at": "2024-05-06T09:00:00Z", "fields": {"promised": promised}}

    def test_evaluated(self) -> None:
        """They stand as the tickets that they are."""
        batch = evaluate_many(CARRIED, [self.row(7, "4h"), self.data("T-8", "1h")], at=NOON)
        assert [("7", "on_track"), ("T-8", "breached")] == [
            (each.ticket, each.status) for each in batch.evaluations
        ]

    def test_rejected(self) -> None:
        """A bad one is set aside under its own id; what has none has none."""
        bad = [
            self.row(7, "soon"),
            self.data("T-8", "soon"),
            {"id": "T-9"},
            SimpleNamespace(id=10),
            SimpleNamespace(),
            {},
            None,
            "T-11",
            5,
        ]
        batch = evaluate_many(CARRIED, [*bad, self.row(12, "4h")], at=NOON, on_error="collect")
        assert ["12"] == [each.ticket for each in batch.evaluations]
        assert ["7", "T-8", "T-9", "10", "", "", "", "", ""] == [
            each.ticket for each in batch.rejected
        ]

    def test_raised(self) -> None:
        """What is no ticket stops a run that collects nothing."""
        with pytest.raises(TicketError, match="is no ticket"):
            evaluate_many(CARRIED, [None], at=NOON)  # type: ignore[list-item]


class TestUnseenFields:
    """A condition on a field that no ticket of the run has."""

    gold = desk(
        {
            "name": "gold",
            "when": {"teir": "gold"},
            "calendar": "office",
            "targets": {"resolution": "4h"},
        }
    )
    tickets = (ticket(fields={"tier": "gold"}), ticket(fields={"tier": "tin"}))

    def test_warned_once(self) -> None:
        """It is told once for the run, at the line of the caller, and stops nothing."""
        with pytest.warns(PolicyWarning, match=r"'teir', for which gold asks.*'tier'") as caught:
            batch = evaluate_many(self.gold, self.tickets, at=NOON)
        assert (1, __file__) == (len(caught), caught[0].filename)
        assert {"no_target": 2} == batch.counts()

    @pytest.mark.parametrize("fields", [{"teir": "gold"}, {"teir": None}])
    def test_one_ticket_has_it(self, fields: dict[str, Any]) -> None:
        """One ticket is enough, wherever it stands."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            evaluate_many(self.gold, [*self.tickets, ticket(fields=fields)], at=NOON)

    def test_ticket_that_is_set_aside(self) -> None:
        """A ticket that cannot be evaluated has its fields all the same."""
        bad = ticket(fields={"teir": 1})
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            batch = evaluate_many(self.gold, [*self.tickets, bad], at=NOON, on_error="collect")
        assert 1 == len(batch.rejected)

    def test_no_tickets(self) -> None:
        """Of no tickets nothing can be said."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            evaluate_many(self.gold, [], at=NOON)

    def test_one_by_one(self) -> None:
        """A ticket on its own may lack a field."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            evaluate(self.gold, self.tickets[0], at=NOON)
