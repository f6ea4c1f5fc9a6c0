"""Policies and policy sets: the file that people write."""

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
from hypothesis import given
from hypothesis import strategies as st

from slakit import (
    AmountError,
    BusinessCalendar,
    CombinedCalendar,
    DocumentError,
    FormVersionError,
    Policy,
    PolicySet,
    Statuses,
    Ticket,
    UnknownNameError,
    evaluate,
)
from tests.tickets.mutants import mutants

OFFICE: dict[str, Any] = {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00"}
DESK: dict[str, Any] = {
    "calendars": {"office": OFFICE, "always": {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"}},
    "statuses": {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]},
    "policies": [
        {
            "name": "gold",
            "when": {"tier": ["gold", "silver"], "vip": True, "region": None},
            "calendar": "always",
            "targets": {
                "first_response": {"by": "priority", "urgent": "30m", "else": "1bd"},
                "resolution": {"by": "level", "1": "24h wall", "2": "1bd eod", "3": "none"},
            },
        },
        {"name": "rest", "calendar": "office", "targets": {"resolution": "field(promised)"}},
    ],
}
CREATED = datetime(2024, 5, 6, 9, tzinfo=UTC)


def changed(**policy: Any) -> dict[str, Any]:
    """Return a desk with one policy that differs from a good one."""
    good = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}
    return {"calendars": {"office": OFFICE}, "policies": [{**good, **policy}]}


def refused(data: Any) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        PolicySet.model_validate(data)
    return caught.value


def lines(error: DocumentError) -> list[str]:
    return [str(problem) for problem in error.problems]


def status(desk: PolicySet, **fields: Any) -> str:
    """Evaluate a ticket, so that whatever is compiled on the way is compiled."""
    return evaluate(desk, Ticket(id="T-1", created_at=CREATED, fields=fields), at=CREATED).status


class TestReading:
    def test_desk(self) -> None:
        """A file reads like what it says."""
        desk = PolicySet.model_validate(DESK)
        assert ["gold", "rest"] == [policy.name for policy in desk.policies]
        assert "waiting" in desk.statuses.paused
        assert BusinessCalendar(**OFFICE) == desk.calendars["office"]
        assert {"tier": ["gold", "silver"], "vip": True, "region": None} == desk.policies[
            0
        ].when.to_data()
        assert "field(promised)" == desk.policies[1].targets["resolution"].to_data()

    def test_in_python(self) -> None:
        """Documents may be given ready-made."""
        office = BusinessCalendar(**OFFICE)
        desk = PolicySet(
            calendars={"office": office},
            statuses=Statuses(resolved=["solved"]),
            policies=[Policy(name="all", calendar="office", targets={"resolution": "4h"})],
        )
        assert desk.calendars["office"] is office
        assert "on_track" == status(desk)

    def test_combined_calendar(self) -> None:
        """A calendar may be joined of several."""
        night = BusinessCalendar(tz="UTC", hours="Mon-Fri 20:00-22:00")
        both = BusinessCalendar(**OFFICE) | night
        data = changed()
        desk = PolicySet.model_validate({**data, "calendars": {"office": both}})
        assert isinstance(desk.calendars["office"], CombinedCalendar)
        assert desk == PolicySet.model_validate(desk.to_data())

    def test_defaults(self) -> None:
        """Statuses and conditions may be left out: every status is open, every ticket matches."""
        desk = PolicySet.model_validate(changed())
        assert Statuses() == desk.statuses
        assert {} == desk.policies[0].when.to_data()


class TestRefusing:
    def test_unknown_calendar(self) -> None:
        """A calendar that is not there is named, with the nearest that is."""
        error = refused(changed(calendar="ofice"))
        assert isinstance(error, UnknownNameError)
        assert ["policies[0].calendar: unknown calendar 'ofice'; did you mean 'office'?"] == lines(
            error
        )

    def test_unknown_metric(self) -> None:
        """So is a metric."""
        error = refused(changed(targets={"resoluton": "4h"}))
        assert isinstance(error, UnknownNameError)
        assert [
            "policies[0].targets.resoluton: unknown metric 'resoluton'; did you mean 'resolution'?"
        ] == lines(error)
        assert "known: first_response, resolution" in str(refused(changed(targets={"x": "4h"})))

    def test_unknown_key(self) -> None:
        """So is a key."""
        assert "did you mean 'targets'" in str(refused(changed(target={"resolution": "4h"})))

    @pytest.mark.parametrize(
        ("policy", "path", "words"),
        [
            ({"targets": {"resolution": "1d"}}, "targets.resolution", "1bd"),
            ({"targets": {"resolution": "0h"}}, "targets.resolution", "no time to promise"),
            ({"targets": {"resolution": "-2bd"}}, "targets.resolution", "no time to promise"),
            ({"targets": {"resolution": 4}}, "targets.resolution", ""),
            ({"targets": {"resolution": {"high": "2h"}}}, "targets.resolution.by", "by"),
            (
                {"targets": {"resolution": {"by": "priority", "high": "1d"}}},
                "targets.resolution.high",
                "1bd",
            ),
            ({"targets": {"resolution": {"by": "priority"}}}, "targets.resolution.by", "no rows"),
            ({"targets": {}}, "targets", "at least one"),
            ({"targets": "4h"}, "targets", "mapping"),
            ({"when": {"all": "x"}}, "when.all", "cannot be the name of a field"),
            ({"when": {"tier": []}}, "when.tier", "no value"),
            ({"when": {"tier": {"is": "gold"}}}, "when.tier", "no value"),
            ({"when": "gold"}, "when", "no condition"),
            ({"name": ""}, "name", ""),
            ({"name": 5}, "name", "text"),
            ({"calendar": None}, "calendar", "text"),
        ],
    )
    def test_policy(self, policy: dict[str, Any], path: str, words: str) -> None:
        """A problem stands at its place."""
        (line,) = lines(refused(changed(**policy)))
        assert line.startswith(f"policies[0].{path}: ")
        assert words in line

    def test_amounts_are_amount_errors(self) -> None:
        """A file whose mistakes are all of one kind raises that kind as well."""
        assert isinstance(refused(changed(targets={"resolution": "1d"})), AmountError)

    @pytest.mark.parametrize("name", ["calendar", "targets", "name"])
    def test_missing(self, name: str) -> None:
        """What is required is."""
        data = changed()
        del data["policies"][0][name]
        assert [f"policies[0].{name}: is required and missing"] == lines(refused(data))

    def test_name_twice(self) -> None:
        """Every policy has a name of its own; the second place is named."""
        data = changed()
        data["policies"] *= 2
        (line,) = lines(refused(data))
        assert line.startswith("policies[1].name: there is a policy 'all' already")

    @pytest.mark.parametrize("name", ["calendars", "policies"])
    def test_empty(self, name: str) -> None:
        """A set has calendars and policies."""
        data = {**changed(), name: [] if name == "policies" else {}}
        assert any(line.startswith(f"{name}: is empty") for line in lines(refused(data)))

    @pytest.mark.parametrize(
        ("data", "path"),
        [
            ({"policies": [None]}, "policies[0]"),
            ({"policies": ["gold"]}, "policies[0]"),
            ({"policies": [5]}, "policies[0]"),
            ({"policies": [["ab"]]}, "policies[0]"),
            ({"policies": "gold"}, "policies"),
            ({"policies": {"name": "gold"}}, "policies"),
            (changed(calendar=["office"]), "policies[0].calendar"),
            (changed(calendar={"tz": "UTC"}), "policies[0].calendar"),
            (changed(name=["all"]), "policies[0].name"),
            (changed(targets=["4h"]), "policies[0].targets"),
            (changed(targets={5: "4h"}), "policies[0].targets.5"),
            ({"calendars": ["office"]}, "calendars"),
            ({"calendars": {"office": None}}, "calendars.office"),
            ({"statuses": ["waiting"]}, "statuses"),
        ],
    )
    def test_wrong_kinds(self, data: dict[str, Any], path: str) -> None:
        """A value of a wrong kind is a problem at its place, whatever else is checked."""
        found = lines(refused({**changed(), **data}))
        assert any(line.startswith(f"{path}: ") for line in found)

    def test_policy_alone(self) -> None:
        """A policy that is built alone is checked as well."""
        with pytest.raises(UnknownNameError, match=r"targets\.resoluton"):
            Policy(name="a", calendar="office", targets={"resoluton": "4h"})


@given(data=mutants(DESK))
def test_junk(data: Any) -> None:
    """Whatever stands wherever, a set is built or refused as a document."""
    try:
        desk = PolicySet.model_validate(data)
    except DocumentError:
        return
    assert desk == PolicySet.model_validate(desk.to_data())


BAD_YAML = """\
slakit: 1
calendars:
  office:
    tz: Mars/Base
    hours: "Mon-Fri 09:00-17:00"
statuses:
  paused: [waiting]
  closed: [waiting]
policies:
  - name: gold
    when:
      not: gold
    calendar: ofice
    targets:
      resoluton: 4h
      resolution:
        by: priority
        high: 1d
        low: 0h
  - name: gold
    calender: office
    targets: {first_response: -2h}
"""
BAD_PLACES = {
    (4, "calendars.office.tz"),
    (8, "statuses.closed[0]"),
    (12, "policies[0].when.not"),
    (13, "policies[0].calendar"),
    (15, "policies[0].targets.resoluton"),
    (18, "policies[0].targets.resolution.high"),
    (19, "policies[0].targets.resolution.low"),
    (20, "policies[1].name"),
    (20, "policies[1].calendar"),
    (21, "policies[1].calender"),
    (22, "policies[1].targets.first_response"),
}


class TestFiles:
    def places(self, path: Path) -> set[tuple[int | None, str]]:
        from slakit.errors import path_text

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

        data = read_text(BAD_YAML, format="yaml").data
        path = tmp_path / "desk.json"
        path.write_text(json.dumps(data, indent=1))
        found = self.places(path)
        assert {place for _, place in BAD_PLACES} == {place for _, place in found}
        text = path.read_text().splitlines()
        for line, place in found:
            assert line is not None
            # The line holds the last step of the path, or the mapping that lacks it.
            step = place.rpartition(".")[2].partition("[")[0]
            assert step in text[line - 1] or place == "policies[1].calendar" or "[0]" in place

    def test_lines_of_single_problems(self, tmp_path: Path) -> None:
        """A problem that is found in the whole stands at its line too."""
        path = tmp_path / "desk.json"
        path.write_text(json.dumps(changed(calendar="ofice"), indent=1))
        with pytest.raises(UnknownNameError) as caught:
            PolicySet.from_file(path)
        (problem,) = caught.value.problems  # type: ignore[attr-defined]
        assert '"calendar": "ofice"' in path.read_text().splitlines()[problem.line - 1]

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
        desk = PolicySet.model_validate(DESK)
        path = tmp_path / f"desk.{suffix}"
        desk.to_file(path)
        again = PolicySet.from_file(path)
        assert desk == again
        assert hash(desk) == hash(again)
        assert desk.to_data() == again.to_data()
        for fields in ({"tier": "gold", "vip": True, "level": 2}, {"promised": "2bd"}):
            assert status(desk, **fields) == status(again, **fields) == "on_track"

    def test_toml(self, tmp_path: Path) -> None:
        """TOML is read."""
        path = tmp_path / "desk.toml"
        path.write_text(
            "slakit = 1\n"
            '[calendars.office]\ntz = "UTC"\nhours = "Mon-Fri 09:00-17:00"\n'
            '[[policies]]\nname = "all"\ncalendar = "office"\ntargets.resolution = "4h"\n'
        )
        assert PolicySet.model_validate(changed()) == PolicySet.from_file(path)

    def test_yaml_words(self, tmp_path: Path) -> None:
        """Words of YAML mean what they look like: no is text, 18:00 no number, 1 a row."""
        pytest.importorskip("yaml")
        path = tmp_path / "desk.yaml"
        path.write_text(
            "calendars: {office: {tz: UTC, hours: Mon-Fri 09:00-17:00}}\n"
            "policies:\n"
            "  - name: no\n"
            "    when: {vip: true, paid: no, n: 1, text: '1', gone: null}\n"
            "    calendar: office\n"
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
        } == policy.when.to_data()
        assert "2bd 16:00" == str(policy.targets["resolution"].select({"level": 1}))
        assert "3h" == str(policy.targets["resolution"].select({"level": True}))


conditions = st.dictionaries(
    st.sampled_from(("tier", "vip", "n")),
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-9, 9),
        st.text(max_size=4),
        st.lists(st.text(max_size=4), min_size=1, max_size=3),
    ),
    max_size=2,
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
)
policies = st.builds(
    lambda when, calendar, target: {
        "when": when,
        "calendar": calendar,
        "targets": {"resolution": target},
    },
    conditions,
    st.sampled_from(("office", "always")),
    targets,
)


class TestValue:
    @given(st.lists(policies, min_size=1, max_size=3))
    def test_round_trip(self, drawn: list[dict[str, Any]]) -> None:
        """Data, JSON and pickles give the set back, with the same hash."""
        named = [{"name": f"p{i}", **each} for i, each in enumerate(drawn)]
        desk = PolicySet.model_validate({**DESK, "policies": named})
        for again in (
            PolicySet.model_validate(desk.to_data()),
            PolicySet.model_validate(json.loads(json.dumps(desk.to_data()))),
            PolicySet.model_validate_json(desk.canonical_json()),
            pickle.loads(pickle.dumps(desk)),
        ):
            assert desk == again
            assert hash(desk) == hash(again)
            assert desk.canonical_json() == again.canonical_json()

    @pytest.mark.parametrize("value", [Decimal("1.5"), date(2024, 5, 6), CREATED])
    def test_round_trip_of_values_that_json_lacks(self, value: Any) -> None:
        """A condition built in Python means the same when it has been written, or is refused."""
        try:
            desk = PolicySet.model_validate(changed(when={"x": value}))
        except DocumentError:
            return
        again = PolicySet.model_validate(json.loads(json.dumps(desk.to_data())))
        assert status(desk, x=value) == status(again, x=value) == "on_track"

    @pytest.mark.parametrize(
        "again",
        [
            copy.copy,
            copy.deepcopy,
            lambda desk: pickle.loads(pickle.dumps(desk)),
            lambda desk: desk.model_copy(),
            lambda desk: desk.model_copy(deep=True),
            lambda desk: PolicySet.model_validate(desk),
        ],
    )
    @pytest.mark.parametrize("used", [False, True])
    def test_copies(self, again: Callable[[PolicySet], PolicySet], used: bool) -> None:
        """A copy is equal and answers the same, whether or not the set has been asked before."""
        desk = PolicySet.model_validate(DESK)
        if used:
            status(desk)
        other = again(desk)
        assert desk == other
        assert hash(desk) == hash(other)
        assert "on_track" == status(other, promised="2bd")
        assert desk == other

    def test_use_leaves_no_trace(self) -> None:
        """Being asked changes neither equality nor hash nor the pickle."""
        one, two = PolicySet.model_validate(DESK), PolicySet.model_validate(DESK)
        before = pickle.dumps(one)
        status(one)
        assert one == two
        assert hash(one) == hash(two)
        assert len(before) == len(pickle.dumps(one))

    def test_model_copy_with_changes(self) -> None:
        """A changed copy never answers with the old hours, statuses or targets."""
        desk = PolicySet.model_validate(changed())
        assert "on_track" == status(desk)
        due = evaluate(desk, Ticket(id="T", created_at=CREATED), at=CREATED).due_at
        assert datetime(2024, 5, 6, 13, tzinfo=UTC) == due
        madrid = {"tz": "America/New_York", "hours": "Mon-Fri 09:00-17:00"}
        later = desk.model_copy(update={"calendars": {"office": madrid}})
        due = evaluate(later, Ticket(id="T", created_at=CREATED), at=CREATED).due_at
        # 09:00 in New York is 13:00 UTC.
        assert datetime(2024, 5, 6, 17, tzinfo=UTC) == due
        solved = desk.model_copy(update={"statuses": {"resolved": ["new"]}})
        assert "met" == status(solved, status="new")
        with pytest.raises(UnknownNameError):
            desk.model_copy(update={"calendars": {"other": OFFICE}})

    def test_different(self) -> None:
        """Sets that promise something else are different."""
        desk = PolicySet.model_validate(changed())
        for other in (
            changed(targets={"resolution": "5h"}),
            changed(name="other"),
            changed(when={"tier": "gold"}),
            {**changed(), "statuses": {"paused": ["waiting"]}},
        ):
            assert desk != PolicySet.model_validate(other)

    def test_order_matters(self) -> None:
        """The first match counts, so the order is part of what a set says."""
        desk = PolicySet.model_validate(DESK)
        assert desk != desk.model_copy(update={"policies": desk.policies[::-1]})

    def test_frozen(self) -> None:
        """A set does not change."""
        desk = PolicySet.model_validate(DESK)
        with pytest.raises(DocumentError, match="frozen"):
            desk.policies = ()  # type: ignore[misc]
        with pytest.raises(DocumentError, match="frozen"):
            desk.policies[0].name = "x"  # type: ignore[misc]


EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
# Other documents, such as those that describe tables, stand there too.
FILES = [
    path
    for path in sorted(EXAMPLES.glob("*.yaml"))
    if "\npolicies:" in path.read_text(encoding="utf-8")
]


class TestSchema:
    """The JSON Schema, by which editors complete."""

    schema = PolicySet.model_json_schema()

    def test_every_key_is_described(self) -> None:
        """Whoever completes a key is told what it is for."""
        for name in ("PolicySet", "Policy", "Statuses"):
            part = self.schema if name == "PolicySet" else self.schema["$defs"][name]
            assert part["additionalProperties"] is False
            assert [] == [
                key for key, each in part["properties"].items() if "description" not in each
            ]

    def test_is_json(self) -> None:
        """It is plain data."""
        assert self.schema == json.loads(json.dumps(self.schema))

    def valid(self, data: Any) -> bool:
        jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
        validator = jsonschema.validators.validator_for(self.schema)
        validator.check_schema(self.schema)
        return bool(validator(self.schema).is_valid(data))

    @pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in FILES])
    def test_examples(self, path: Path) -> None:
        """The examples of the documentation are valid, with their `slakit: 1` apart."""
        pytest.importorskip("yaml")
        from slakit.documents import read_file

        data = {key: value for key, value in read_file(path).data.items() if key != "slakit"}
        assert self.valid(data)

    def test_written(self) -> None:
        """What a set writes is valid."""
        assert self.valid(PolicySet.model_validate(DESK).to_data())

    @pytest.mark.parametrize(
        "policy",
        [
            {"targets": {"resolution": 4}},
            {"targets": {"resolution": {"high": "2h"}}},
            {"targets": "4h"},
            {"when": {"tier": []}},
            {"colour": "red"},
        ],
    )
    def test_refuses(self, policy: dict[str, Any]) -> None:
        """What a schema can see is invalid there too."""
        assert not self.valid(changed(**policy))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in FILES])
def test_examples(path: Path) -> None:
    """The examples of the documentation are read without complaint."""
    pytest.importorskip("yaml")
    assert PolicySet.from_file(path).policies
