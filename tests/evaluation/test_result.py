"""What evaluations give: readings by name, and plain data."""

from __future__ import annotations

import copy
import json
import pickle
from typing import get_args

import pytest

from slakit import ClockReading, Evaluation, UnknownNameError, evaluate
from slakit.evaluation.result import SEVERITY, Status
from tests.evaluation.desks import desk, on, promising, ticket

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
        with pytest.raises(UnknownNameError, match="'resolution'") as caught:
            early["resolution"]
        assert "no policy" not in str(caught.value)


def test_iteration() -> None:
    """An evaluation iterates over its clocks."""
    found = evaluation()
    assert list(found.clocks) == list(found)


def test_to_data() -> None:
    """Instants are ISO 8601 with an offset, lengths exact texts, nothing is left out."""
    data = evaluation().to_data()
    assert {
        "ticket": "T-1",
        "at": "2024-05-06T10:00:00+00:00",
        "status": "breached",
        "due_at": "2024-05-06T09:30:00+00:00",
        "next_change_at": None,
    } == {name: value for name, value in data.items() if name != "clocks"}
    # Half an hour is used, and three and a half are left from 10:00 on: 12:00, 13:00, 14:30.
    assert {
        "policy": "all",
        "metric": "resolution",
        "cycle": 1,
        "state": "paused",
        "status": "paused",
        "amount": "4h",
        "started_at": "2024-05-06T09:00:00+00:00",
        "stopped_at": None,
        "due_at": None,
        "due_if_resumed_at": "2024-05-06T14:30:00+00:00",
        "elapsed": "30m",
        "paused": "30m",
        "remaining": "3h30m",
        "breached": False,
        "breached_at": None,
        "next_change_at": None,
    } == data["clocks"][1]
    first = data["clocks"][0]
    assert ("-30m", True, "1h") == (first["remaining"], first["breached"], first["elapsed"])


def test_json() -> None:
    """The data survives JSON as it is."""
    data = evaluation().to_data()
    assert data == json.loads(json.dumps(data))


def test_data_of_nothing() -> None:
    """Before the creation there is little to say, and it is data all the same."""
    data = evaluate(BOTH, ticket(), at=on("Mon 08:00")).to_data()
    assert ("idle", None, None) == (data["status"], data["due_at"], data["next_change_at"])
    assert data == json.loads(json.dumps(data))


def test_every_reading_has_all_fields() -> None:
    """The data of a reading has every field of it."""
    assert set(ClockReading.__slots__) == set(evaluation().to_data()["clocks"][0])


def test_copies() -> None:
    """Evaluations compare by value, and survive copies and pickles."""
    found = evaluation()
    assert found == copy.deepcopy(found) == pickle.loads(pickle.dumps(found)) == evaluation()
    assert found != evaluation("Mon 11:00")


def test_severity() -> None:
    """The worst word comes first."""
    words = "breached missed at_risk on_track paused met no_target idle cancelled"
    assert words == " ".join(sorted(SEVERITY, key=SEVERITY.__getitem__))
    assert set(words.split()) == set(get_args(Status))
