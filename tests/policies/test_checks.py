"""What is wrong between the parts of a policy set, and what is probably not meant."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from typing import Any

import pytest

from slakit import BusinessCalendar, DocumentError, Policy, PolicySet, UnknownNameError
from slakit.errors import NaiveDatetimeError, PolicyError, PolicyWarning
from tests.policies.desks import OFFICE, data, desk, lines, refused

FROM = {"from": "2026-01-01T00:00:00Z"}


class TestNames:
    """Names that are not there, each with the nearest that is."""

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            ({"calendar": "ofice"}, "calendar: unknown calendar 'ofice'; did you mean 'office'?"),
            (
                {"calendar": ["late", "ofice"]},
                "calendar[1]: unknown calendar 'ofice'; did you mean 'office'?",
            ),
            (
                {"calendar": {"by": "x", "BR": "ofice"}},
                "calendar.BR: unknown calendar 'ofice'; did you mean 'office'?",
            ),
            (
                {"calendar": {"by": "x", "BR": "late", "else": "ofice"}},
                "calendar.else: unknown calendar 'ofice'; did you mean 'office'?",
            ),
            (
                {"calendar": [{"when": {"a": 1}, "calendar": "late"}, {"calendar": "x"}]},
                "calendar[1].calendar: unknown calendar 'x'; known: office, late",
            ),
            (
                {"targets": {"resolution": {"amount": "4h", "calendar": "lat"}}},
                "targets.resolution.calendar: unknown calendar 'lat'; did you mean 'late'?",
            ),
            (
                {"targets": {"resoluton": "4h"}},
                "targets.resoluton: unknown metric 'resoluton'; did you mean 'resolution' or"
                " 'total_resolution'?",
            ),
            (
                {"warn": {"soon": {"at": "75%", "metrics": ["resolution", "first_response"]}}},
                "warn.soon.metrics[1]: unknown metric 'first_response'; known: resolution",
            ),
            (
                {"escalate": {"lead": {"at": "+1h", "metrics": ["resolutoin"]}}},
                "escalate.lead.metrics[0]: unknown metric 'resolutoin'; did you mean 'resolution'?",
            ),
            ({"kind": "ola", "supports": "p"}, "supports: unknown policy 'p'; did you mean 'p1'?"),
            ({"when": {"a": {"iss": 1}}}, "when.a.iss: unknown operator 'iss'; did you mean 'is'?"),
        ],
    )
    def test_of_a_policy(self, policy: dict[str, Any], expected: str) -> None:
        """The error is of that kind, and says where."""
        error = refused(policy, {})
        assert isinstance(error, UnknownNameError)
        assert [f"policies[0].{expected}"] == lines(error)

    @pytest.mark.parametrize("calendar", ["field(site)", {"by": "site", "else": "office"}])
    def test_calendar_of_the_ticket(self, calendar: Any) -> None:
        """Which calendar a ticket names is its own matter."""
        row = {"amount": "4h", "calendar": "field(site)"}
        assert desk({"calendar": calendar, "targets": {"resolution": row}}).policies

    def test_profile(self) -> None:
        """So is a profile; what only it could know is not held against the rest."""
        error = refused({"targets": {"pending": "4h", "resolution": "1d"}}, profile="zendsk")
        assert [
            "profile: unknown profile 'zendsk'; did you mean 'zendesk'?",
            "policies[0].targets.resolution:",
        ] == [line if i == 0 else line[:31] for i, line in enumerate(lines(error))]
        assert isinstance(refused(profile="zendsk"), UnknownNameError)

    def test_metrics_of_a_profile(self) -> None:
        """A target may name what its profile measures, and only then."""
        assert desk({"targets": {"pending": "4h"}}, profile="zendesk").policies
        assert isinstance(refused({"targets": {"pending": "4h"}}), UnknownNameError)


WORDS = {"start": "created", "stop": "agent_reply"}


class TestMetrics:
    def test_own(self) -> None:
        """A metric of one's own may be promised."""
        assert desk({"targets": {"sale": "4h"}}, metrics={"sale": WORDS}).policies

    @pytest.mark.parametrize(
        ("metric", "missing"),
        [({}, ["start", "stop"]), ({"start": "created"}, ["stop"]),
         ({"stop": "agent_reply", "again": "count"}, ["start"]),
         ({"start": None, "stop": "agent_reply"}, ["start"])],
    )  # fmt: skip
    def test_new_without_a_word(self, metric: dict[str, Any], missing: list[str]) -> None:
        """It has to say what starts and what stops it."""
        error = refused(metrics={"sale": metric})
        assert isinstance(error, PolicyError)
        assert [
            f"metrics.sale.{word}: the metric 'sale' has no {word}; say what {word}s it;"
            " there is no standard metric of this name"
            for word in missing
        ] == lines(error)

    def test_overridden(self) -> None:
        """A standard metric, or one of the profile, needs neither."""
        metrics = {"resolution": {"again": "count"}, "pending": {"again": "ignore"}}
        assert desk(profile="zendesk", metrics=metrics).policies
        (line,) = lines(refused(metrics={"pending": {"start": "created"}}))
        assert line.startswith("metrics.pending.stop: ")

    def test_not_held_against_targets(self) -> None:
        """A metric whose words are wrong is still there."""
        error = refused({"targets": {"sale": "4h"}}, metrics={"sale": {"start": "creatd"}})
        assert ["metrics.sale.start", "metrics.sale.stop"] == [
            line.partition(": ")[0] for line in lines(error)
        ]


class TestVersions:
    def test_name_twice(self) -> None:
        """Two policies of one name would hold at once; the second place is named."""
        (line,) = lines(refused({"name": "all"}, {"name": "all"}))
        assert line.startswith("policies[1].name: there is a policy 'all' already; give each")

    @pytest.mark.parametrize("start", ["2026-01-01T00:00:00Z", "2025-12-31T21:00:00-03:00"])
    def test_one_instant_twice(self, start: str) -> None:
        """So would two versions from one instant, however it is written."""
        (line,) = lines(refused({"name": "a"}, {"name": "a", **FROM}, {"name": "a", "from": start}))
        assert line.startswith(
            "policies[2].name: there is a policy 'a' from 2026-01-01T00:00:00+00:00 already"
        )

    def test_two_kinds(self) -> None:
        """All versions of a policy are of one kind."""
        assert [
            "policies[1].kind: the versions of 'a' are of two kinds; write uc, or give the policy"
            " another name"
        ] == lines(refused({"name": "a", "kind": "uc"}, {"name": "a", "kind": "ola", **FROM}))
        (line,) = lines(refused({"name": "a", "kind": "uc"}, {"name": "a", **FROM}))
        assert "write uc" in line

    def test_defaults(self) -> None:
        """One policy is the default, in all of its versions."""
        versions = ({"name": "a", "default": True}, {"name": "a", "default": True, **FROM})
        assert desk(*versions).policies
        (line,) = lines(refused(*versions, {"default": True}))
        assert "policies[2].default: 'a' is the default already; keep one default" == line

    @pytest.mark.parametrize("first", [True, False])
    def test_default_in_some_versions(self, first: bool) -> None:
        """A policy that is the default for a while only would have no place among the others."""
        error = refused(
            {"name": "a", "default": first}, {"name": "a", "default": not first, **FROM}
        )
        assert [
            "policies[1].default: 'a' is the default in some of its versions only; say it of all of"
            " them or of none"
        ] == lines(error)

    @pytest.mark.parametrize("start", ["2026-01-01T00:00:00", "2026-01-01"])
    def test_naive(self, start: str) -> None:
        """A version takes effect at an instant, which needs an offset."""
        error = refused({"from": start})
        assert isinstance(error, NaiveDatetimeError)
        assert [
            "policies[0].from: 2026-01-01T00:00:00 has no time zone; write it with an offset, as in"
            ' "2026-01-01T00:00:00-03:00"'
        ] == lines(error)

    @pytest.mark.parametrize("start", ["soon", 5, [1], {}])
    def test_no_instant(self, start: Any) -> None:
        """Anything else is refused as well."""
        (line,) = lines(refused({"from": start}, {"name": "p0"}))
        assert line.startswith(f"policies[0].from: {start!r} is no")

    def test_in_python(self) -> None:
        """Policies that were built before are checked alike."""
        one = Policy(name="a", calendar="office", targets={"resolution": "4h"})
        two = one.model_copy(update={"starts": datetime(2026, 1, 1, tzinfo=UTC)})
        calendars = {"office": BusinessCalendar(**OFFICE)}
        assert PolicySet(calendars=calendars, policies=[one, two]).policies
        with pytest.raises(DocumentError, match="there is a policy 'a' from 2026-01-01T00:00:00"):
            PolicySet(calendars=calendars, policies=[one, two, two])
        with pytest.raises(UnknownNameError, match=r"policies\[0\].calendar: .* 'office'"):
            PolicySet(calendars={"late": BusinessCalendar(**OFFICE)}, policies=[one])


class TestSupport:
    def test_good(self) -> None:
        """An OLA and an underpinning contract support an SLA, and have versions."""
        assert desk(
            {"name": "gold"},
            {"name": "gold", **FROM},
            {"name": "team", "kind": "ola", "supports": "gold"},
            {"name": "team", "kind": "ola", "supports": "gold", **FROM},
            {"name": "supplier", "kind": "uc", "supports": "gold"},
        ).policies

    def test_by_an_sla(self) -> None:
        """An SLA supports nothing."""
        (line,) = lines(refused({"supports": "p1"}, {}))
        assert line.startswith("policies[0].supports: an sla is supported and supports nothing")

    @pytest.mark.parametrize("kind", ["ola", "uc"])
    def test_of_no_sla(self, kind: str) -> None:
        """Nothing but an SLA is supported."""
        (line,) = lines(refused({"kind": "ola", "supports": "p1"}, {"kind": kind}))
        assert line == (
            "policies[0].supports: 'p1' is no sla; name the sla that both of them support"
        )

    def test_cycle(self) -> None:
        """So no policy supports itself, directly or by another."""
        (line,) = lines(refused({"kind": "ola", "supports": "p0"}, {}))
        assert line.startswith("policies[0].supports: 'p0' is no sla")
        cycle = refused({"kind": "ola", "supports": "p1"}, {"kind": "uc", "supports": "p0"})
        assert ["policies[0].supports", "policies[1].supports"] == [
            line.partition(": ")[0] for line in lines(cycle)
        ]

    def test_unknown(self) -> None:
        """A policy that is not there is refused with the names of the SLAs."""
        (line,) = lines(refused({"kind": "ola", "supports": "x"}, {"name": "gold"}))
        assert line == "policies[0].supports: unknown policy 'x'; known: gold"
        (line,) = lines(refused({"kind": "ola", "supports": "x"}))
        assert line == "policies[0].supports: unknown policy 'x'"


def warned(ours: Any, theirs: Any, **more: Any) -> list[str]:
    """Return what a set is warned of whose OLA and SLA promise this for the resolution."""
    policies = (
        {"name": "sla", "targets": {"resolution": theirs}},
        {"name": "ola", "kind": "ola", "supports": "sla",
         "targets": {"resolution": ours, "first_response": "9h"}, **more},
    )  # fmt: skip
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        desk(*policies)
    assert all(each.category is PolicyWarning for each in caught)
    return [str(each.message).partition(" To silence")[0] for each in caught]


class TestSlowSupport:
    """An agreement that promises more time than the SLA that it supports."""

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [("5h", "4h"), ("3bd", "2bd"), ("3bd eod", "2bd"), ("25h wall", "24h wall"),
         ("4cd", "3cd")],
    )  # fmt: skip
    def test_longer(self, ours: str, theirs: str) -> None:
        """It is legal and warned about."""
        assert [
            f"ola promises resolution in {ours}, and sla, which it supports, in {theirs}."
        ] == warned(ours, theirs)

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ("4h", "4h"), ("3h", "4h"), ("2bd", "3bd"), ("none", "4h"), ("99h", "none"),
            # What cannot be compared for every ticket.
            ("99h", "1bd"), ("99h", "24h wall"), ("field(x)", "1h"), ("9h", "at(due)"),
            ([{"when": {"a": 1}, "amount": "9h"}], "4h"),
            ("9h", [{"when": {"a": 1}, "amount": "4h"}]),
            ({"by": "tier", "gold": "9h"}, {"by": "tier", "tin": "4h"}),
        ],
    )  # fmt: skip
    def test_not_longer(self, ours: Any, theirs: Any) -> None:
        """Everything else is not."""
        assert [] == warned(ours, theirs)

    def test_case_by_case(self) -> None:
        """Tables are compared entry by entry, and each difference is told once."""
        ours = {"by": "tier", "gold": "5h", "silver": "7h", "tin": "5h", "else": "8h"}
        theirs = {"by": "tier", "gold": "4h", "silver": "8h", "tin": "4h", "else": "9h"}
        assert ["ola promises resolution in 5h, and sla, which it supports, in 4h."] == warned(
            ours, theirs
        )
        assert [
            "ola promises resolution in 8h, and sla, which it supports, in 1h.",
        ] == warned("8h", {"by": "tier", "gold": "1h", "else": "9h"})

    def test_rows_of_another_kind(self) -> None:
        """A table's keys are text; a row that compares the field with a number is left alone."""
        rows = [{"when": {"level": 1}, "amount": "4h"}, {"amount": "8h"}]
        assert [] == warned({"by": "level", "1": "9h"}, rows)

    def test_latest_version(self) -> None:
        """The SLA is the version that takes effect last, wherever it stands."""
        sla = {"name": "sla"}
        ola = {"name": "ola", "kind": "ola", "supports": "sla", "targets": {"resolution": "8h"}}
        new = {**sla, **FROM, "targets": {"resolution": "9h"}}
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            desk(new, sla, ola)
        with pytest.warns(PolicyWarning, match="in 8h, and sla, which it supports, in 4h"):
            desk(sla, ola)

    def test_where(self) -> None:
        """The warning points at the caller, and says how to silence it."""
        with pytest.warns(PolicyWarning, match="simplefilter.*PolicyWarning") as caught:
            PolicySet.model_validate(
                data({"kind": "uc", "supports": "p1", "targets": {"resolution": "5h"}}, {})
            )
        assert __file__ == caught[0].filename


@pytest.mark.parametrize("name", ["calendars", "policies"])
def test_empty(name: str) -> None:
    """A set has calendars and policies."""
    empty: Any = [] if name == "policies" else {}
    assert any(line.startswith(f"{name}: is empty") for line in lines(refused(**{name: empty})))


def test_no_targets() -> None:
    """A policy promises something."""
    (line,) = lines(refused({"targets": {}}))
    assert line == "policies[0].targets: is empty; give at least one"


@pytest.mark.parametrize(
    ("policy", "path"),
    [
        ({"name": ["all"]}, "name"),
        ({"name": {}}, "name"),
        ({"kind": ["ola"]}, "kind"),
        ({"kind": "ola", "supports": ["p1"]}, "supports"),
        ({"default": "perhaps"}, "default"),
        ({"warn": 5}, "warn"),
        ({"warn": {"soon": {"at": "75%", "metrics": [["x"]]}}}, "warn.soon.metrics[0]"),
        ({"warn": {"soon": {"at": "75%", "metrics": 5}}}, "warn.soon.metrics"),
        ({"escalate": "x"}, "escalate"),
        ({"targets": {("a", "b"): "4h"}}, "targets"),
        ({"targets": {5: "4h"}}, "targets.5"),
        ({"calendar": [[]]}, "calendar[0]"),
    ],
)
def test_wrong_kinds(policy: dict[str, Any], path: str) -> None:
    """A value of a wrong kind is a problem at its place, and stops no other check."""
    found = lines(refused(policy, {"calendar": "ofice"}))
    assert any(line.startswith(f"policies[0].{path}") for line in found)
    assert any(line.startswith("policies[1].calendar: ") for line in found)


def test_all_at_once() -> None:
    """What is wrong in a field and what is wrong between fields is told together."""
    error = refused(
        {"name": "a", "calendar": "ofice", "when": {"x": {"iss": 1}}},
        {"name": "a", "default": True, "targets": {"resoluton": "4h", "resolution": "0h"}},
        {"name": "b", "default": True, "supports": "a"},
        {"name": "c", "default": True},
        profile="zendsk",
        pause="never",
        match="some",
        metrics={"resolution": {"again": "twice"}},
    )
    assert {
        "profile", "pause", "match", "metrics.resolution.again", "policies[0].when.x.iss",
        "policies[0].calendar", "policies[1].name", "policies[1].default",
        "policies[1].targets.resolution", "policies[3].default", "policies[2].supports",
    } == {line.partition(": ")[0] for line in lines(error)}  # fmt: skip
