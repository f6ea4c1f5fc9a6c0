"""`Policy`: one entry of the policies of a set."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from slakit import AmountError, DocumentError, Policy
from slakit.errors import path_text
from slakit.policies.calendar_choice import CalendarChoice
from slakit.policies.conditions import Level
from tests.json_schema import faults, undescribed
from tests.tickets.mutants import mutants

FULL: dict[str, Any] = {
    "counts_from": "match",
    "sticky": False,
    "name": "gold",
    "kind": "ola",
    "supports": "platinum",
    "from": "2026-01-01T00:00:00Z",
    "when": {"tier": ["gold", "silver"], "vip": True, "region": None},
    "calendar": {"by": "country", "BR": "office", "else": "late"},
    "targets": {
        "first_response": {"by": "priority", "urgent": "30m", "else": "1bd"},
        "resolution": [{"when": {"n": {"ge": 5}}, "amount": "1bd", "cutoff": "15:00"}],
    },
    "pause": {"status": "hold"},
    "warn": {"soon": "75%", "last": {"at": "-30m", "to": ["lead"]}},
    "escalate": ["+0m", "+2h"],
}
GOOD: dict[str, Any] = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}


def problems(**policy: Any) -> dict[str, str]:
    """Return what is wrong with a policy by where it is."""
    with pytest.raises(DocumentError) as caught:
        Policy.model_validate({**GOOD, **policy})
    return {path_text(each.path): str(each) for each in caught.value.problems}


def test_full() -> None:
    """A policy says who gets what, when, in which hours, and who acts."""
    policy = Policy.model_validate(FULL)
    assert ("gold", "ola", "platinum") == (policy.name, policy.kind, policy.supports)
    assert datetime(2026, 1, 1, tzinfo=UTC) == policy.starts
    assert Level.parse(FULL["when"]) == policy.when
    assert CalendarChoice.parse(FULL["calendar"]) == policy.calendar
    assert ["first_response", "resolution"] == list(policy.targets)
    assert ["soon", "last"] == [alert.name for alert in policy.warn]
    assert ["+0m", "+2h"] == [alert.name for alert in policy.escalate]
    assert policy.pause is not None


def test_defaults() -> None:
    """What may be left out is: an sla for every ticket, from ever on, of which nobody is told."""
    policy = Policy.model_validate(GOOD)
    assert ("sla", None, False, None) == (
        policy.kind, policy.supports, policy.default, policy.starts,
    )  # fmt: skip
    assert not policy.when
    assert (None, (), ()) == (policy.pause, policy.warn, policy.escalate)
    assert GOOD == policy.to_data()


class TestStarts:
    def test_in_python(self) -> None:
        """In Python the instant may go by its name, in any zone; `from` is a word of Python's."""
        noon = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=3)))
        policy = Policy(starts=noon, **GOOD)
        assert datetime(2026, 1, 1, 9, tzinfo=UTC) == policy.starts
        assert "2026-01-01T09:00:00Z" == policy.to_data()["from"]
        assert policy == Policy.model_validate({**GOOD, "from": "2026-01-01T09:00:00+00:00"})
        assert hash(policy) == hash(policy.model_copy(update={"starts": noon.astimezone(UTC)}))

    def test_copies(self) -> None:
        """A copy with another instant is another version."""
        policy = Policy.model_validate(GOOD)
        later = policy.model_copy(update={"starts": datetime(2026, 1, 1, tzinfo=UTC)})
        assert (None, 2026) == (policy.starts, later.starts and later.starts.year)


@pytest.mark.parametrize("name", ["calendar", "targets", "name"])
def test_missing(name: str) -> None:
    """What is required is."""
    data = {key: value for key, value in GOOD.items() if key != name}
    with pytest.raises(DocumentError) as caught:
        Policy.model_validate(data)
    assert f"{name}: is required and missing" == str(caught.value)


@pytest.mark.parametrize(
    ("policy", "path", "words"),
    [
        ({"targets": {"resolution": "1d"}}, "targets.resolution", "1bd"),
        ({"targets": {"resolution": "0h"}}, "targets.resolution", "no time to promise"),
        ({"targets": {"resolution": "-2bd"}}, "targets.resolution", "no time to promise"),
        ({"targets": {"resolution": "-1h wall"}}, "targets.resolution", "no time to promise"),
        ({"targets": {"resolution": {"by": "p", "high": "-4h"}}}, "targets.resolution.high",
         "no time to promise"),
        ({"targets": {"resolution": [{"amount": "0h"}]}}, "targets.resolution[0].amount",
         "no time to promise"),
        ({"targets": {"resolution": 4}}, "targets.resolution", ""),
        ({"targets": {"resolution": {"high": "2h"}}}, "targets.resolution.by", "by"),
        ({"targets": {"resolution": {"by": "p", "high": "1d"}}}, "targets.resolution.high", "1bd"),
        ({"targets": {"resolution": {"by": "priority"}}}, "targets.resolution.by", "no rows"),
        ({"targets": "4h"}, "targets", "mapping"),
        ({"targets": ["4h"]}, "targets", "mapping"),
        ({"targets": None}, "targets", "mapping"),
        ({"when": {"all": "x"}}, "when.all", "no list of conditions"),
        ({"when": {"tier": []}}, "when.tier", "no value"),
        ({"when": {"tier": {"iss": "gold"}}}, "when.tier.iss", "did you mean 'is'"),
        ({"when": "gold"}, "when", "no condition"),
        ({"when": None}, "when", "None is no condition; leave it out"),
        ({"when": {"becomes": {"tier": "gold"}}}, "when.becomes", "occurs at an instant"),
        ({"name": ""}, "name", "at least 1 character"),
        ({"name": 5}, "name", "must be text, not 5; put it in quotes"),
        ({"calendar": None}, "calendar", "no calendar"),
        ({"calendar": {"tz": "UTC"}}, "calendar.by", "by which field"),
        ({"calendar": []}, "calendar", "no calendar"),
        ({"kind": "slo"}, "kind", "did you mean 'sla'"),
        ({"kind": None}, "kind", "'uc'"),
        ({"default": "perhaps"}, "default", "true or false"),
        ({"from": "2026-01-01T00:00"}, "from", "has no time zone"),
        ({"from": 2026}, "from", "no datetime"),
        ({"pause": "never"}, "pause", "write policy, none"),
        ({"warn": {"late": "+1h"}}, "warn.late", "escalate"),
        ({"escalate": {"lead": "-1h"}}, "escalate.lead", "warn"),
        ({"target": {"resolution": "4h"}}, "target", "did you mean 'targets'"),
        ({"match": "all"}, "match", "unknown key"),
        ({"counts_from": "creation"}, "counts_from", "start, match or field(name)"),
    ],
)  # fmt: skip
def test_refused(policy: dict[str, Any], path: str, words: str) -> None:
    """A problem stands at its place and says what to do."""
    ((found, line),) = problems(**policy).items()
    assert path == found
    assert words in line


def test_kind_of_error() -> None:
    """A policy whose mistakes are all of one kind raises that kind as well."""
    with pytest.raises(AmountError):
        Policy.model_validate({**GOOD, "targets": {"resolution": "1d", "first_response": "0h"}})


def test_all_at_once() -> None:
    """Every problem is told, wherever it stands."""
    found = problems(
        name=5,
        when={"a": [], "b": {"iss": 1}},
        calendar=5,
        targets={"a": "1d", "b": {"by": "x", "y": "0h", "z": "1h"}},
        warn=["x"],
        colour="red",
    )
    assert {
        "name", "when.a", "when.b.iss", "calendar", "targets.a", "targets.b.y", "warn[0]", "colour",
    } == found.keys()  # fmt: skip


@pytest.mark.parametrize("data", [GOOD, FULL])
def test_round_trip(data: dict[str, Any]) -> None:
    """Its data, as JSON too, and its pickle give it back, with the same hash."""
    policy = Policy.model_validate(data)
    assert data == policy.to_data()
    for again in (
        Policy.model_validate(json.loads(json.dumps(policy.to_data()))),
        pickle.loads(pickle.dumps(policy)),
        policy.model_copy(),
    ):
        assert policy == again
        assert hash(policy) == hash(again)
    assert [] == faults(Policy.model_json_schema(), data)


def test_frozen() -> None:
    """A policy does not change."""
    with pytest.raises(DocumentError, match="frozen"):
        Policy.model_validate(GOOD).name = "other"  # type: ignore[misc]


def test_schema() -> None:
    """Whoever completes a key is told what it is for; what a schema can see it refuses."""
    schema = Policy.model_json_schema()
    assert [] == undescribed(schema)
    for policy in (
        {"targets": {"resolution": 4}}, {"targets": {"resolution": {"high": "2h"}}},
        {"targets": "4h"}, {"when": {"tier": []}}, {"when": {"tier": {"iss": 1}}},
        {"colour": "red"}, {"kind": "slo"}, {"name": ""}, {"pause": "never"}, {"warn": "soon"},
        {"calendar": 5},
    ):  # fmt: skip
        assert faults(schema, {**GOOD, **policy})


@given(data=mutants(FULL))
def test_junk(data: Any) -> None:
    """Whatever stands wherever, a policy is built or refused as a document."""
    try:
        policy = Policy.model_validate(data)
    except DocumentError:
        return
    assert policy == Policy.model_validate(json.loads(json.dumps(policy.to_data())))
