"""Policy sets: the file that people write, as a value, and what it is asked."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import (
    BusinessCalendar,
    CombinedCalendar,
    DocumentError,
    FormVersionError,
    Policy,
    PolicyError,
    PolicySet,
    Statuses,
    Ticket,
    TicketError,
    UnknownNameError,
    evaluate,
)
from slakit.errors import NaiveDatetimeError, path_text
from slakit.policies.conditions import Level
from slakit.policies.metrics import STANDARD_METRICS
from tests.json_schema import dangling, faults, undescribed
from tests.policies.desks import CALENDARS, OFFICE, data, desk
from tests.tickets.mutants import mutants

DESK: dict[str, Any] = {
    "counts_from": "match",
    "calendars": {"office": OFFICE, "always": {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"}},
    "statuses": {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]},
    "metrics": {
        "resolution": {"pause": "none", "sticky": False},
        "sale": {"start": {"signal": "lead"}, "stop": ["agent_reply", {"stage": "won"}]},
    },
    "pause": {"any": [{"category": "paused"}, {"hold": True}]},
    "match": "first",
    "policies": [
        {
            "name": "gold",
            "when": {"tier": ["gold", "silver"], "vip": True, "region": None},
            "calendar": "always",
            "targets": {
                "first_response": {"by": "priority", "urgent": "30m", "else": "1bd"},
                "resolution": {"by": "level", "1": "24h wall", "2": "1bd eod", "3": "none"},
            },
            "warn": {"soon": "75%", "last": "-30m"},
        },
        {
            "name": "gold",
            "from": "2026-01-01T00:00:00Z",
            "calendar": ["office", "always"],
            "targets": {"sale": "5bd"},
        },
        {"name": "rest", "calendar": "office", "targets": {"resolution": "field(promised)"}},
    ],
}
CREATED = datetime(2024, 5, 6, 9, tzinfo=UTC)


def status(policies: PolicySet, **fields: Any) -> str:
    """Evaluate a ticket, so that whatever is compiled on the way is compiled."""
    ticket = Ticket(id="T-1", created_at=CREATED, fields=fields)
    return evaluate(policies, ticket, at=CREATED).status


class TestReading:
    def test_desk(self) -> None:
        """A file reads like what it says."""
        policies = PolicySet.model_validate(DESK)
        assert ["gold", "gold", "rest"] == [policy.name for policy in policies.policies]
        assert ("waiting",) == policies.statuses.paused
        assert BusinessCalendar(**OFFICE) == policies.calendars["office"]
        assert DESK["policies"][0]["when"] == policies.policies[0].when.to_data()
        assert "field(promised)" == policies.policies[2].targets["resolution"].to_data()
        assert DESK == policies.to_data()

    def test_in_python(self) -> None:
        """Documents may be given ready-made."""
        office = BusinessCalendar(**OFFICE)
        policies = PolicySet(
            calendars={"office": office},
            statuses=Statuses(resolved=["solved"]),
            policies=[Policy(name="all", calendar="office", targets={"resolution": "4h"})],
        )
        assert policies.calendars["office"] is office
        assert "on_track" == status(policies)

    def test_combined_calendar(self) -> None:
        """A calendar may be joined of several."""
        night = BusinessCalendar(tz="UTC", hours="Mon-Fri 20:00-22:00")
        policies = desk(calendars={"office": BusinessCalendar(**OFFICE) | night})
        assert isinstance(policies.calendars["office"], CombinedCalendar)
        assert policies == PolicySet.model_validate(policies.to_data())

    def test_defaults(self) -> None:
        """All but calendars and policies may be left out."""
        policies = desk()
        assert Statuses() == policies.statuses
        assert {} == policies.metrics
        said = policies.profile, policies.pause, policies.match, policies.rematch, policies.versions
        assert {None} == set(said)
        assert data() == policies.to_data()
        assert policies == desk(profile=None, pause=None, match=None)

    @pytest.mark.parametrize(
        ("said", "path"),
        [
            ({"policies": [None]}, "policies[0]"),
            ({"policies": ["gold"]}, "policies[0]"),
            ({"policies": [5]}, "policies[0]"),
            ({"policies": [["ab"]]}, "policies[0]"),
            ({"policies": "gold"}, "policies"),
            ({"policies": {"name": "gold"}}, "policies"),
            ({"policies": None}, "policies"),
            ({"calendars": ["office"]}, "calendars"),
            ({"calendars": {"office": None}}, "calendars.office"),
            ({"calendars": {5: OFFICE}}, "calendars[5]"),
            ({"statuses": ["waiting"]}, "statuses"),
            ({"statuses": {"paused": "waiting"}}, "statuses.paused"),
            ({"metrics": ["resolution"]}, "metrics"),
            ({"metrics": {"resolution": None}}, "metrics.resolution"),
            ({"metrics": {"resolution": "count"}}, "metrics.resolution"),
            ({"metrics": {5: {"start": "created", "stop": "created"}}}, "metrics[5]"),
            ({"pause": ["waiting"]}, "pause"),
            ({"profile": 5}, "profile"),
            ({"profile": ["zendesk"]}, "profile"),
            ({"match": "some"}, "match"),
            ({"rematch": True}, "rematch"),
            ({"versions": "latest"}, "versions"),
            ({"warn": ["75%"]}, "warn"),
        ],
    )
    def test_wrong_kinds(self, said: dict[str, Any], path: str) -> None:
        """A value of a wrong kind is a problem at its place, whatever else is checked."""
        with pytest.raises(DocumentError) as caught:
            desk(**said)
        assert path in {path_text(problem.path) for problem in caught.value.problems}

    @pytest.mark.parametrize("depth", [10, 200])
    @pytest.mark.parametrize("key", ["all", "not"])
    def test_deep_conditions(self, tmp_path: Path, key: str, depth: int) -> None:
        """Ten conditions in one another work wherever they stand; two hundred are refused."""
        pytest.importorskip("yaml")
        deep: dict[str, Any] = {"tier": "gold"}
        for _ in range(depth):
            deep = {key: deep if key == "not" else [deep]}
        rows = [{"when": deep, "amount": "1h"}, {"amount": "4h"}]
        said = data(
            {"name": "deep", "when": deep, "targets": {"resolution": rows}, "pause": deep},
            {"name": "rest", "calendar": [{"when": deep, "calendar": "late"},
                                          {"calendar": "office"}]},
            metrics={"resolution": {"stop": deep, "cancel": {"becomes": deep}}},
        )  # fmt: skip
        if depth > 100:
            with pytest.raises(DocumentError) as caught:
                PolicySet.model_validate(said)
            assert {"nested deeper than 50 levels"} == {
                problem.message for problem in caught.value.problems
            }
            assert 6 == len(caught.value.problems)
            return
        policies = PolicySet.model_validate(said)
        assert "deep" == policies.select({"tier": "gold"}).policy.name  # type: ignore[union-attr]
        assert (("deep", deep),) == policies.select({"tier": "tin"}).rejected
        assert "no_target" != status(policies, tier="gold")
        for suffix in ("yaml", "json"):
            policies.to_file(tmp_path / f"desk.{suffix}")
            assert policies == PolicySet.from_file(tmp_path / f"desk.{suffix}")


@given(data=mutants(DESK))
def test_junk(data: Any) -> None:
    """Whatever stands wherever, a set is built or refused as a document."""
    try:
        policies = PolicySet.model_validate(data)
    except DocumentError:
        return
    assert policies == PolicySet.model_validate(json.loads(json.dumps(policies.to_data())))


BAD_YAML = """\
slakit: 1
profile: zendsk
calendars:
  office:
    tz: Mars/Base
    hours: "Mon-Fri 09:00-17:00"
statuses:
  paused: [waiting]
  closed: [waiting]
metrics:
  sale:
    start: {signal: 5}
    stop: agent_repl
counts_from: creation
policies:
  - name: gold
    when:
      not: gold
    calendar: ofice
    targets:
      resolution:
        by: priority
        high: 1d
        low: 0h
      first_response:
        - when: {tier: {iss: gold}}
          amount: 1h
          calendar: lunch
        - amount: -4h
  - name: gold
    calender: office
    targets: {first_response: -2h}
    from: 2026-01-01T00:00:00
    kind: ola
    supports: platinum
    warn: {soon: 75%, late: +1h}
"""
BAD_PLACES = {
    (2, "profile"),
    (5, "calendars.office.tz"),
    (9, "statuses.closed[0]"),
    (12, "metrics.sale.start.signal"),
    (13, "metrics.sale.stop"),
    (14, "counts_from"),
    (18, "policies[0].when.not"),
    (19, "policies[0].calendar"),
    (23, "policies[0].targets.resolution.high"),
    (24, "policies[0].targets.resolution.low"),
    (26, "policies[0].targets.first_response[0].when.tier.iss"),
    (29, "policies[0].targets.first_response[1].amount"),
    (30, "policies[1].calendar"),
    (31, "policies[1].calender"),
    (32, "policies[1].targets.first_response"),
    (33, "policies[1].from"),
    (35, "policies[1].supports"),
    (36, "policies[1].warn.late"),
}


class TestFiles:
    def places(self, path: Path) -> set[tuple[int | None, str]]:
        with pytest.raises(DocumentError) as caught:
            PolicySet.from_file(path)
        assert str(path) == caught.value.source
        return {(problem.line, path_text(problem.path)) for problem in caught.value.problems}

    def test_every_problem_of_a_yaml_file(self, tmp_path: Path) -> None:
        """All problems come at once, each with its path and its line."""
        pytest.importorskip("yaml")
        path = tmp_path / "desk.yaml"
        path.write_text(BAD_YAML)
        assert BAD_PLACES == self.places(path)

    def test_every_problem_of_a_json_file(self, tmp_path: Path) -> None:
        """So they do of JSON."""
        pytest.importorskip("yaml")
        from slakit.documents import read_text

        read = read_text(BAD_YAML, format="yaml").data
        path = tmp_path / "desk.json"
        path.write_text(json.dumps(read, indent=1))
        found = self.places(path)
        assert {place for _, place in BAD_PLACES} == {place for _, place in found}
        text = path.read_text().splitlines()
        for line, place in found:
            assert line is not None
            # The line holds the last step of the path, or the mapping that lacks it.
            step = place.rpartition(".")[2].partition("[")[0]
            assert step in text[line - 1] or place == "policies[1].calendar" or "[0]" in place

    @pytest.mark.parametrize(
        ("policy", "line"),
        [
            ({"calendar": "ofice"}, '"calendar": "ofice"'),
            ({"targets": {"resoluton": "4h"}}, '"resoluton": "4h"'),
            ({"when": {"tier": {"iss": "gold"}}}, '"iss": "gold"'),
            ({"kind": "ola", "supports": "platinum"}, '"supports": "platinum"'),
        ],
    )
    def test_line_of_a_single_problem(self, tmp_path: Path, policy: Any, line: str) -> None:
        """A problem that is alone stands at its line too, in an error of its kind."""
        path = tmp_path / "desk.json"
        path.write_text(json.dumps(data(policy), indent=1))
        with pytest.raises(UnknownNameError) as caught:
            PolicySet.from_file(path)
        (problem,) = caught.value.problems
        assert problem.line is not None
        assert line in path.read_text().splitlines()[problem.line - 1]

    def test_newer_form(self, tmp_path: Path) -> None:
        """A file for a newer slakit is refused as such."""
        path = tmp_path / "desk.json"
        path.write_text(json.dumps({"slakit": 2, **DESK}))
        with pytest.raises(FormVersionError, match="newer"):
            PolicySet.from_file(path)

    @pytest.mark.parametrize("suffix", ["json", "yaml"])
    def test_round_trip(self, tmp_path: Path, suffix: str) -> None:
        """What is written is read again, and answers the same."""
        if suffix == "yaml":
            pytest.importorskip("yaml")
        policies = PolicySet.model_validate(DESK)
        path = tmp_path / f"desk.{suffix}"
        policies.to_file(path)
        again = PolicySet.from_file(path)
        assert policies == again
        assert hash(policies) == hash(again)
        assert DESK == policies.to_data() == again.to_data()
        for fields in ({"tier": "gold", "vip": True, "level": 2}, {"promised": "2bd"}):
            assert status(policies, **fields) == status(again, **fields) == "on_track"

    def test_toml(self, tmp_path: Path) -> None:
        """TOML is read."""
        path = tmp_path / "desk.toml"
        path.write_text(
            "slakit = 1\n"
            '[calendars.office]\ntz = "UTC"\nhours = "Mon-Fri 09:00-17:00"\n'
            '[[policies]]\nname = "p0"\ncalendar = "office"\ntargets.resolution = "4h"\n'
        )
        assert desk(calendars={"office": OFFICE}) == PolicySet.from_file(path)

    def test_yaml_words(self, tmp_path: Path) -> None:
        """Words of YAML mean what they look like: no is text, 18:00 no number, 1 a row."""
        pytest.importorskip("yaml")
        path = tmp_path / "desk.yaml"
        path.write_text(
            "calendars: {office: {tz: UTC, hours: Mon-Fri 09:00-17:00}}\n"
            "policies:\n"
            "  - name: no\n"
            "    when: {vip: true, paid: no, n: 1, text: '1', gone: null, due: {ge: 2026-01-01}}\n"
            "    calendar: {by: level, 1: office, true: office}\n"
            "    targets:\n"
            "      resolution: {by: level, 1: 2bd 16:00, true: 3h}\n"
        )
        policy = PolicySet.from_file(path).policies[0]
        assert "no" == policy.name
        assert {
            "vip": True,
            "paid": "no",
            "n": 1,
            "text": "1",
            "gone": None,
            "due": {"ge": "2026-01-01"},
        } == policy.when.to_data()
        assert {"1": "office", "true": "office"} == policy.calendar.table
        rows = [policy.targets["resolution"].select({"level": level}) for level in (1, True)]
        assert ["2bd 16:00", "3h"] == [str(row and row.amount) for row in rows]


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.text(max_size=4),
    st.lists(st.text(max_size=4), min_size=1, max_size=3),
    st.sampled_from([{"ge": 1, "lt": 5}, {"absent": True}, {"starts_with": "a"}]),
)
fields = st.dictionaries(st.sampled_from(("tier", "vip", "n")), values, max_size=3)
conditions = st.recursive(
    fields,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=2)}),
        st.fixed_dictionaries({"since": st.just("created"), "until": inner}),
    ),
    max_leaves=3,
)
amounts = st.sampled_from(("4h", "90m", "24h wall", "2bd", "2bd 16:00", "3cd", "none", "at(due)"))
targets = st.one_of(
    amounts,
    st.builds(
        lambda rows, field: {"by": field, **rows},
        st.dictionaries(
            st.text(min_size=1, max_size=4).filter(lambda key: key != "by"), amounts, min_size=1
        ),
        st.sampled_from(("priority", "a b", "else")),
    ),
    st.lists(
        st.fixed_dictionaries({"when": conditions, "amount": amounts}), min_size=1, max_size=2
    ),
)
drawn_policies = st.fixed_dictionaries(
    {
        "calendar": st.sampled_from(["office", ["office", "late"], {"by": "x", "else": "late"}]),
        "targets": targets.map(lambda target: {"resolution": target}),
    },
    optional={
        "when": conditions,
        "pause": conditions | st.sampled_from(["policy", "none"]),
        "from": st.sampled_from(["2026-01-01T00:00:00Z", "2024-05-06T00:00:00-03:00"]),
    },
)


class TestValue:
    @given(st.lists(drawn_policies, min_size=1, max_size=3))
    def test_round_trip(self, drawn: list[dict[str, Any]]) -> None:
        """Data, JSON and pickles give the set back, with the same hash."""
        policies = desk(*drawn)
        for again in (
            PolicySet.model_validate(policies.to_data()),
            PolicySet.model_validate(json.loads(json.dumps(policies.to_data()))),
            PolicySet.model_validate_json(policies.canonical_json()),
            pickle.loads(pickle.dumps(policies)),
        ):
            assert policies == again
            assert hash(policies) == hash(again)
            assert policies.canonical_json() == again.canonical_json()

    @pytest.mark.parametrize(
        "when",
        [{"x": Decimal("1.5")}, {"x": date(2024, 5, 6)}, {"x": CREATED}, {"x": {"ge": CREATED}},
         {"x": {"le": date(2024, 5, 6)}}, {"x": {"ge": Decimal("1.5")}}],
    )  # fmt: skip
    def test_values_that_json_lacks(self, when: dict[str, Any]) -> None:
        """A condition built in Python means the same when it has been written, or is refused."""
        try:
            policies = desk({"when": when})
        except DocumentError:
            return
        again = PolicySet.model_validate(json.loads(json.dumps(policies.to_data())))
        assert policies == again
        (value,) = when["x"].values()
        assert status(policies, x=value) == status(again, x=value) == "on_track"

    @pytest.mark.parametrize(
        "again",
        [
            copy.copy,
            copy.deepcopy,
            lambda policies: pickle.loads(pickle.dumps(policies)),
            lambda policies: policies.model_copy(),
            lambda policies: policies.model_copy(deep=True),
            lambda policies: PolicySet.model_validate(policies),
        ],
    )
    @pytest.mark.parametrize("used", [False, True])
    def test_copies(self, again: Callable[[PolicySet], PolicySet], used: bool) -> None:
        """A copy is equal and answers the same, whether or not the set has been asked before."""
        policies = PolicySet.model_validate(DESK)
        if used:
            status(policies, promised="2bd")
        other = again(policies)
        assert policies == other
        assert hash(policies) == hash(other)
        assert "on_track" == status(other, promised="2bd")
        assert policies == other

    def test_use_leaves_no_trace(self) -> None:
        """Being asked changes neither equality nor hash nor the pickle, which is small."""
        said = {**DESK, "profile": "zendesk"}
        one, two = PolicySet.model_validate(said), PolicySet.model_validate(said)
        before = pickle.dumps(one)
        status(one, promised="2bd")
        assert one.select({"tier": "tin"}, at=CREATED).rejected
        assert one == two
        assert hash(one) == hash(two)
        assert len(before) == len(pickle.dumps(one))
        assert len(before) < 5 * len(one.canonical_json())

    def test_model_copy_with_changes(self) -> None:
        """A changed copy never answers with the old hours, statuses, words or targets."""
        policies = desk()
        ticket = Ticket(id="T", created_at=CREATED)
        assert "on_track" == status(policies)
        assert datetime(2024, 5, 6, 13, tzinfo=UTC) == evaluate(policies, ticket, at=CREATED).due_at
        new_york = {"tz": "America/New_York", "hours": "Mon-Fri 09:00-17:00"}
        later = policies.model_copy(update={"calendars": {"office": new_york, "late": OFFICE}})
        # 09:00 in New York is 13:00 UTC.
        assert datetime(2024, 5, 6, 17, tzinfo=UTC) == evaluate(later, ticket, at=CREATED).due_at
        solved = policies.model_copy(update={"statuses": {"resolved": ["new"]}})
        assert "met" == status(solved, status="new")
        assert "met" == status(policies.model_copy(update={"profile": "zendesk"}), status="solved")
        metrics = {"resolution": {"stop": {"done": True}}}
        assert "met" == status(policies.model_copy(update={"metrics": metrics}), done=True)
        paused = policies.model_copy(update={"pause": {"hold": True}})
        assert "paused" == status(paused, hold=True)
        shorter = desk({"targets": {"resolution": "1h"}}).policies
        changed = policies.model_copy(update={"policies": shorter})
        assert datetime(2024, 5, 6, 10, tzinfo=UTC) == evaluate(changed, ticket, at=CREATED).due_at
        assert "on_track" == status(policies, hold=True, done=True, status="new")

    def test_model_copy_is_checked(self) -> None:
        """And never promises in hours that it does not have."""
        with pytest.raises(UnknownNameError):
            desk().model_copy(update={"calendars": {"other": OFFICE}})

    @pytest.mark.parametrize(
        "other",
        [
            data({"targets": {"resolution": "5h"}}),
            data({"name": "other"}),
            data({"when": {"tier": "gold"}}),
            data({"calendar": "late"}),
            data({"pause": "none"}),
            data({"default": True}),
            data({"sticky": False}),
            data(statuses={"paused": ["waiting"]}),
            data(statuses={"paused": []}),
            data(metrics={"resolution": {"again": "count"}}),
            data(profile="zendesk"),
            data(pause="none"),
            data(match="all"),
            data(calendars={**CALENDARS, "more": OFFICE}),
            data({}, {}),
        ],
    )
    def test_different(self, other: dict[str, Any]) -> None:
        """Sets that promise something else are different."""
        assert desk() != PolicySet.model_validate(other)
        assert desk().canonical_json() != PolicySet.model_validate(other).canonical_json()

    def test_order_matters(self) -> None:
        """The first match counts, so the order is part of what a set says."""
        policies = PolicySet.model_validate(DESK)
        assert policies != policies.model_copy(update={"policies": policies.policies[::-1]})

    @pytest.mark.parametrize("key", ["warn", "escalate"])
    def test_order_of_alerts_matters(self, key: str) -> None:
        """Alerts are told in the order of their policy, also for whoever hashes the set."""
        alerts = {"b": {"at": "100%", "to": ["x"], "only_when_open": True}, "a": "+0m"}
        one, other = desk({key: alerts}), desk({key: dict(reversed(alerts.items()))})
        assert one != other
        assert one.canonical_json() != other.canonical_json()
        assert one.policies[0].canonical_json() != other.policies[0].canonical_json()
        for each in (one, other):
            assert each == PolicySet.model_validate_json(each.canonical_json())
        turned = {name: dict(reversed(said.items())) if isinstance(said, dict) else said
                  for name, said in alerts.items()}  # fmt: skip
        assert one.canonical_json() == desk({key: turned}).canonical_json()

    def test_order_of_mappings_does_not(self) -> None:
        """Calendars, statuses, metrics and the fields of a condition have no order."""

        def turned(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: each if key == "warn" else turned(each)
                        for key, each in reversed(value.items())}  # fmt: skip
            return [turned(each) for each in value] if isinstance(value, list) else value

        policies = PolicySet.model_validate(DESK)
        assert policies == PolicySet.model_validate(turned(DESK))
        assert hash(policies) == hash(PolicySet.model_validate(turned(DESK)))

    def test_frozen(self) -> None:
        """A set does not change."""
        policies = PolicySet.model_validate(DESK)
        with pytest.raises(DocumentError, match="frozen"):
            policies.policies = ()  # type: ignore[misc]
        with pytest.raises(DocumentError, match="frozen"):
            policies.policies[0].name = "x"  # type: ignore[misc]
        with pytest.raises(TypeError):
            policies.calendars["office"] = BusinessCalendar(**OFFICE)  # type: ignore[index]


class TestSelect:
    POLICIES = (
        {"name": "rest", "default": True},
        {"name": "eu", "when": {"tier": "gold", "region": "eu"}},
        {"name": "vip", "when": {"any": [{"vip": True}, {"all": [{"n": {"ge": 5}}]}]}},
        {"name": "busy", "when": {"category": "paused", "not": {"tier": "tin"}}},
    )
    STATUSES: dict[str, Any] = {"paused": ["waiting"]}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("state", "name", "rejected"),
        [
            ({"tier": "gold", "region": "eu"}, "eu", {}),
            ({"tier": "gold", "vip": True}, "vip", {"eu": {"region": "eu"}}),
            ({"n": 5}, "vip", {"eu": {"tier": "gold"}}),
            (
                {"status": "waiting"},
                "busy",
                {
                    "eu": {"tier": "gold"},
                    "vip": {"any": [{"vip": True}, {"all": [{"n": {"ge": 5}}]}]},
                },
            ),
            (
                {"category": "paused", "tier": "tin", "status": "new"},
                "rest",
                {
                    "eu": {"tier": "gold"},
                    "vip": {"any": [{"vip": True}, {"all": [{"n": {"ge": 5}}]}]},
                    "busy": {"not": {"tier": "tin"}},
                },
            ),
            (
                {"category": None, "status": "new"},
                "rest",
                {
                    "eu": {"tier": "gold"},
                    "vip": {"any": [{"vip": True}, {"all": [{"n": {"ge": 5}}]}]},
                    "busy": {"category": "paused"},
                },
            ),
        ],
    )
    def test_first_match(self, state: Any, name: str, rejected: dict[str, Any]) -> None:
        """The first that matches counts, the default last; of the others, what does not hold."""
        match = desk(*self.POLICIES, statuses=self.STATUSES).select(state)
        assert match.policy is not None
        assert (name, None) == (match.policy.name, match.version)
        assert tuple(rejected.items()) == match.rejected

    def test_no_match(self) -> None:
        """Where none matches all are rejected."""
        match = desk({"when": {"a": 1}}, {"when": {"b": 1}}).select({"a": 2})
        assert (None, None, (("p0", {"a": 1}), ("p1", {"b": 1}))) == match

    def test_since(self) -> None:
        """What depends on what occurred, no fields tell; what does not is answered all the same."""
        waits = {"since": "customer_reply", "until": "agent_reply"}
        policies = desk({"when": {"vip": True}}, {"when": {**waits, "a": 1}}, {})
        assert (("p0", {"vip": True}), ("p1", {"a": 1})) == policies.select({"a": 2}).rejected
        match = policies.select({"a": 1, "vip": True})
        assert ("p0", ()) == (match.policy and match.policy.name, match.rejected)
        with pytest.raises(PolicyError, match=r"'since': 'customer_reply'.* with its history"):
            policies.select({"a": 1})

    @pytest.mark.parametrize("said", [{"match": "all"}, {"profile": "servicenow"}])
    def test_match_all(self, said: dict[str, Any]) -> None:
        """Where all that match count there is no one policy, and none is picked."""
        policies = desk({"when": {"a": 1}}, {}, **said)
        with pytest.raises(PolicyError, match=r"several policies may apply.*; evaluate"):
            policies.select({"a": 1})
        match = policies.model_copy(update={"match": "first"}).select({"a": 1})
        assert "p0" == (match.policy and match.policy.name)

    @pytest.mark.parametrize(
        ("day", "amount", "version", "rejected"),
        [
            (None, "2h", 20, ()),
            (25, "2h", 20, ()),
            (20, "2h", 20, ()),
            (19, "1h", None, (("a", {"tier": "gold"}),)),
            (10, "1h", None, (("a", {"tier": "gold"}),)),
            (9, "1h", None, ()),
        ],
    )
    def test_versions(
        self, day: int | None, amount: str, version: int | None, rejected: Any
    ) -> None:
        """The version that has taken effect by the given instant counts; without one, the last."""

        def on(day: int) -> datetime:
            return datetime(2026, 1, day, tzinfo=UTC)

        policies = desk(
            {"name": "a", "from": on(20), "targets": {"resolution": "2h"}},
            {"name": "a", "from": on(10), "when": {"tier": "gold"}},
            {"name": "b", "targets": {"resolution": "1h"}},
        )
        match = policies.select({"tier": "tin"}, at=None if day is None else on(day))
        assert match.policy is not None
        assert amount == match.policy.targets["resolution"].to_data()
        assert (None if version is None else on(version)) == match.version
        assert rejected == match.rejected

    def test_profile(self) -> None:
        """What a status means, a profile may say."""
        policies = desk({"when": {"category": "paused"}}, profile="zendesk")
        assert policies.select({"status": "pending"}).policy

    @pytest.mark.parametrize(
        ("state", "error", "words"),
        [
            ({"n": "5"}, PolicyError, r"fields\.n: .* never match"),
            ({"n": [5]}, TicketError, r"state\.n: \[5\] is no plain value"),
            ({"n": datetime(2024, 5, 6)}, NaiveDatetimeError, r"state\.n: .* no time zone"),  # noqa: DTZ001
            ({"n": float("nan")}, TicketError, r"state\.n: nan is no value"),
            ("gold", TicketError, "state: 'gold' is no mapping"),
        ],
    )
    def test_bad_state(self, state: Any, error: type[Exception], words: str) -> None:
        """What no ticket can say of itself, or no condition could match, is an error."""
        with pytest.raises(error, match=words):
            desk({"when": {"n": 5}}).select(state)

    def test_bad_instant(self) -> None:
        """The instant needs a zone."""
        with pytest.raises(NaiveDatetimeError, match="at: "):
            desk().select({}, at=datetime(2024, 5, 6))  # noqa: DTZ001

    @given(fields, st.fixed_dictionaries({"tier": st.none() | st.sampled_from(["a", "b"])}))
    def test_as_in_an_evaluation(self, when: dict[str, Any], state: dict[str, Any]) -> None:
        """It is the policy under which an evaluation finds the ticket; what fails does fail."""
        policies = desk({"when": when}, {})
        try:
            match = policies.select(state)
        except PolicyError:
            with pytest.raises(PolicyError):
                status(policies, **state)
            return
        ticket = Ticket(id="T", created_at=CREATED, fields=state)
        assert match.policy is not None
        assert match.policy.name == evaluate(policies, ticket, at=CREATED)["resolution"].policy
        for _, failing in match.rejected:
            assert not Level.parse(failing).compile()(state)


class TestProfile:
    def test_metrics(self) -> None:
        """A metric is the standard one, word by word that of the profile, then that of the set."""
        policies = desk(profile="zendesk", metrics={"pausable_update": {"again": "count"}})
        assert {
            "start": "agent_reply",
            "stop": "agent_reply",
            "pause": {"status": "pending"},
            "cancel": {"category": ["resolved", "closed"]},
            "again": "count",
        } == policies.metric("pausable_update").to_data()
        # Zendesk says nothing of it.
        assert STANDARD_METRICS["time_to_own"] == policies.metric("time_to_own")

    def test_metric_names(self) -> None:
        """Those of the standard, the profile and the set may be named, each once."""
        words = {"start": "created", "stop": "agent_reply"}
        policies = desk(
            profile="zendesk", metrics={"sale": words, "resolution": {"again": "count"}}
        )
        assert (*STANDARD_METRICS, "pending", "on_hold", "sale") == policies.metric_names
        assert tuple(STANDARD_METRICS) == desk().metric_names

    def test_unknown_metric(self) -> None:
        """Another is refused, with the nearest."""
        with pytest.raises(
            UnknownNameError, match="name: unknown metric 'resoluton'; did you mean"
        ):
            desk().metric("resoluton")

    def test_statuses(self) -> None:
        """A category that the set names replaces that of the profile; the others stay."""
        theirs = desk(profile="zendesk").categories
        assert ("paused", "paused", "resolved", "closed") == tuple(
            theirs[word] for word in ("pending", "hold", "solved", "closed")
        )
        policies = desk(profile="zendesk", statuses={"paused": ["waiting", "solved"]})
        assert ("paused", "paused", None, "closed") == tuple(
            policies.categories.get(word) for word in ("waiting", "solved", "pending", "closed")
        )

    def test_a_category_may_be_emptied(self) -> None:
        """A category without words is said, and stays said when it is written and copied."""
        policies = desk(profile="zendesk", statuses={"paused": []})
        for each in (policies, PolicySet.model_validate(policies.to_data()),
                     policies.model_copy(update={"match": "all"})):  # fmt: skip
            assert "paused" not in each.categories.values()
            assert "resolved" == each.categories["solved"]

    @pytest.mark.parametrize(
        ("said", "expected"),
        [({}, "last"), ({"on_calendar_change": "slice"}, "slice")],
    )
    def test_conventions(self, said: dict[str, Any], expected: str) -> None:
        """Zendesk counts the whole span in the last hours, unless the set says otherwise."""
        selector = desk(profile="zendesk", **said)._selector
        rules = selector.policies[0][0].targets["resolution"].rules
        assert expected == rules.calendar_change

    def test_pause(self) -> None:
        """A profile may have a pause rule, which the set replaces, and a policy that of the set."""
        assert "paused" == status(desk(profile="salesforce"), IsStopped=True)
        theirs = desk({"pause": "policy"}, profile="salesforce", pause="policy")
        assert "paused" == status(theirs, IsStopped=True)
        own = desk(profile="salesforce", pause={"hold": True})
        assert ["on_track", "paused"] == [status(own, IsStopped=True), status(own, hold=True)]
        own = desk({"pause": "none"}, profile="salesforce", pause={"hold": True})
        assert "on_track" == status(own, IsStopped=True, hold=True)

    def test_matching(self) -> None:
        """A profile may say how policies are matched, and the set otherwise."""
        assert desk(profile="servicenow")._selector.match_all
        assert not desk(profile="servicenow", match="first")._selector.match_all
        assert desk(profile="plain")._selector.pin
        assert not desk(profile="plain", versions="follow")._selector.pin

    def test_nothing_without_a_profile(self) -> None:
        """Without a profile nothing is known of any product."""
        assert {} == desk().categories == desk()._from_profile.metrics


EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
# Other documents, such as agreements, which name a policy set, stand there too.
FILES = [
    path
    for path in sorted(EXAMPLES.glob("*.yaml"))
    if "\npolicies:\n" in path.read_text(encoding="utf-8")
]


class TestSchema:
    """The JSON Schema, by which editors complete."""

    schema = PolicySet.model_json_schema()

    def test_every_key_is_described(self) -> None:
        """Whoever completes a key is told what it is for, and nothing is let through unknown."""
        assert [] == undescribed(self.schema)
        assert [] == dangling(self.schema)
        for name in ("PolicySet", "Policy", "Metric", "Statuses"):
            part = self.schema if name == "PolicySet" else self.schema["$defs"][name]
            assert part["additionalProperties"] is False

    def test_is_json(self) -> None:
        """It is plain data."""
        assert self.schema == json.loads(json.dumps(self.schema))

    @pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in FILES])
    def test_examples(self, path: Path) -> None:
        """The examples of the documentation are valid, with their `slakit: 1` apart."""
        pytest.importorskip("yaml")
        from slakit.documents import read_file

        read = {key: value for key, value in read_file(path).data.items() if key != "slakit"}
        assert [] == faults(self.schema, read)
        assert [] == faults(self.schema, PolicySet.from_file(path).to_data())

    def test_written(self) -> None:
        """What a set writes is valid."""
        assert [] == faults(self.schema, PolicySet.model_validate(DESK).to_data())

    @settings(max_examples=30)
    @given(st.lists(drawn_policies, min_size=1, max_size=2))
    def test_drawn(self, drawn: list[dict[str, Any]]) -> None:
        """So is whatever can be read."""
        read = data(*drawn)
        assert [] == faults(self.schema, read)
        assert [] == faults(self.schema, PolicySet.model_validate(read).to_data())

    @pytest.mark.parametrize(
        "bad",
        [
            data({"targets": {"resolution": 4}}),
            data({"targets": {"resolution": {"high": "2h"}}}),
            data({"targets": "4h"}),
            data({"when": {"tier": []}}),
            data({"when": {"tier": {"iss": "gold"}}}),
            data({"colour": "red"}),
            data({"pause": "never"}),
            data(metrics={"resolution": {"again": "twice"}}),
            data(metrics={"resolution": {"start": "creatd"}}),
            data(statuses={"open": ["new"]}),
            data(match="some"),
            data(counts_from="creation"),
            data(calendars={"office": {"hours": 5}}),
            {"policies": data()["policies"]},
        ],
    )
    def test_refuses(self, bad: dict[str, Any]) -> None:
        """What a schema can see is invalid there too."""
        with pytest.raises(DocumentError):
            PolicySet.model_validate(bad)
        assert faults(self.schema, bad)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in FILES])
def test_examples(path: Path, tmp_path: Path) -> None:
    """The examples of the documentation are read without complaint, and survive being written."""
    pytest.importorskip("yaml")
    policies = PolicySet.from_file(path)
    assert policies.policies
    for suffix in ("yaml", "json"):
        policies.to_file(tmp_path / f"again.{suffix}")
        assert policies == PolicySet.from_file(tmp_path / f"again.{suffix}")
    assert policies == pickle.loads(pickle.dumps(policies))
    assert () == policies.diff(PolicySet.from_file(path))
