"""Warnings and escalations: offsets from the due time, and their collections."""

from __future__ import annotations

import copy
import pickle
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import AmountError, DocumentError, PolicyError
from slakit.errors import path_text
from slakit.policies.alerts import Alert, Alerts, Escalations, Offset, Warnings
from tests.json_schema import faults

FULL = {"at": "-30m wall", "only_when_open": True, "to": ["lead"], "metrics": ["resolution"]}


def problems(kind: type[Alerts], data: Any) -> dict[str, str]:
    """Return the message of each problem by its path."""
    with pytest.raises(DocumentError) as caught:
        kind.parse(data)
    return {path_text(problem.path): problem.message for problem in caught.value.problems}


class TestOffset:
    @pytest.mark.parametrize(
        ("percent", "text"),
        [
            (Fraction(75), "75%"),
            (Fraction(667, 20), "33.35%"),
            (Fraction(1, 10**6), "0.000001%"),
            (Fraction(1000), "1000%"),
            (Fraction(100), "100%"),
        ],
    )
    def test_percent(self, percent: Fraction, text: str) -> None:
        """A percentage is exact, and its text comes back."""
        offset = Offset.parse(text)
        assert (percent, None, False) == (offset.percent, offset.length, offset.wall)
        assert text == offset.to_data() == str(offset)

    @pytest.mark.parametrize(
        ("minutes", "wall", "text"),
        [
            (-30, False, "-30m"),
            (-30, True, "-30m wall"),
            (120, False, "+2h"),
            (120, True, "+2h wall"),
            (0, False, "+0m"),
        ],
    )
    def test_length(self, minutes: int, wall: bool, text: str) -> None:
        """A length is negative before due, of open or of real time, and its text comes back."""
        offset = Offset.parse(text)
        length = timedelta(minutes=minutes)
        assert (None, length, wall) == (offset.percent, offset.length, offset.wall)
        assert text == offset.to_data() == str(offset)

    @pytest.mark.parametrize(
        ("normal", "text"),
        [("75%", " 75.0 %"), ("75%", "075%"), ("-1h30m", "-90m"), ("-1h30m", "-PT90M"),
         ("+2h wall", "+120m   wall"), ("+0m", "-0h")],
    )  # fmt: skip
    def test_normal_form(self, normal: str, text: str) -> None:
        """What means the same is equal, and is written in one way."""
        assert Offset.parse(normal) == Offset.parse(text)
        assert hash(Offset.parse(normal)) == hash(Offset.parse(text))
        assert normal == Offset.parse(text).to_data()

    @pytest.mark.parametrize(
        ("side", "text"),
        [(-1, "99.999999%"), (0, "100%"), (1, "100.000001%"), (-1, "-1s"), (0, "+0m"), (0, "-0m"),
         (1, "+1s wall"), (-1, "-1s wall")],
    )  # fmt: skip
    def test_side(self, side: int, text: str) -> None:
        """An offset is before due, at it or after it."""
        assert side == Offset.parse(text).side

    @pytest.mark.parametrize(
        ("remedy", "value"),
        [
            ('"-30m" before it or "+30m" after it', "30m"),
            ('"-30m wall" before it or "+30m wall" after it', "30m wall"),
            ('"-PT2H" before it or "+PT2H" after it', "PT2H"),
            ('"75%"', "75"),
            ('"75%"', 75),
            ('"75%"', 0.75),
            ('"150%"', 150),
            ("more than 0%", "0%"),
            ("at most 1000%", "1000.1%"),
            ("at most 1000%", "99999%"),
            ("hours", "-1d"),
            ("h, m and s", "-2bd"),
            ('"-30m"', "-30 minutes"),
            ('"75%" of the amount', "-25%"),
            ('"75%" of the amount', "0.1234567%"),
            ('"75%" of the amount', "2bd"),
            ('"75%" of the amount', ""),
            ('"75%" of the amount', None),
            ('"75%" of the amount', True),
            ('"75%" of the amount', ["75%"]),
            ('"75%" of the amount', float("nan")),
        ],
    )
    def test_refused(self, remedy: str, value: Any) -> None:
        """What is no offset is refused with what to write instead."""
        with pytest.raises(AmountError) as caught:
            Offset.parse(value)
        assert remedy in caught.value.remedy
        assert repr(value) in caught.value.message

    @given(st.integers(1, 10**9))
    def test_percent_round_trip(self, millionths: int) -> None:
        """Every percentage of six decimals is read back from its text, exactly."""
        offset = Offset(percent=Fraction(millionths, 10**6))
        assert offset == Offset.parse(str(offset))

    @given(st.timedeltas(timedelta(days=-999), timedelta(days=999)), st.booleans())
    def test_length_round_trip(self, length: timedelta, wall: bool) -> None:
        """Every length is read back from its text, exactly."""
        offset = Offset(length=length, wall=wall)
        assert offset == Offset.parse(str(offset))

    def test_read_again(self) -> None:
        """An offset that is read is read again as it is; its repr shows how to make it."""
        offset = Offset.parse("-30m")
        assert offset is Offset.parse(offset)
        assert offset == eval(repr(offset), {"Offset": Offset})


class TestReading:
    def test_named(self) -> None:
        """Alerts keep their names and their order."""
        alerts = Warnings.parse({"soon": "75%", "last_call": FULL})
        soon = Alert("soon", Offset.parse("75%"))
        last = Alert("last_call", Offset.parse("-30m wall"), True, ("lead",), ("resolution",))
        assert (soon, last) == tuple(alerts)
        assert (False, (), None) == (soon.only_when_open, soon.to, soon.metrics)

    def test_listed(self) -> None:
        """A list is named by its texts, in their normal form."""
        assert Warnings.parse({"50%": "50%", "-1h30m": "-90m"}) == Warnings.parse(["50.0%", "-90m"])

    @pytest.mark.parametrize("nothing", [{}, [], ()])
    def test_none(self, nothing: Any) -> None:
        """There may be none."""
        assert () == Warnings.parse(nothing) == Warnings()

    @pytest.mark.parametrize("data", [["50%", "75%"], {"soon": "75%", "last_call": FULL}, []])
    def test_round_trip(self, data: Any) -> None:
        """What is written is what was read."""
        assert data == Warnings.parse(data).to_data()

    def test_short(self) -> None:
        """An alert of which only the offset is said is written as its text."""
        data = {"a": {"at": "75%", "only_when_open": False, "to": []}, "b": "-30m"}
        assert {"a": "75%", "b": "-30m"} == Warnings.parse(data).to_data()

    def test_list_with_more(self) -> None:
        """A name that is its text does not lose what else is said."""
        data = {"75%": {"at": "75%", "to": ["lead"]}}
        assert data == Warnings.parse(data).to_data()

    def test_value(self) -> None:
        """Alerts are values: hashable, copied and pickled, read again as they are."""
        alerts = Escalations.parse({"lead": "+0m", "manager": {"at": "+2h", "to": ["boss"]}})
        assert alerts is Escalations.parse(alerts)
        for again in (copy.deepcopy(alerts), pickle.loads(pickle.dumps(alerts))):
            assert alerts == again
            assert hash(alerts) == hash(again)
            assert type(alerts) is type(again)
        assert alerts == eval(repr(alerts), {"Escalations": Escalations})
        assert alerts != Escalations.parse({"lead": "+0m"})


class TestSides:
    @pytest.mark.parametrize("text", ["+1s", "+2h wall", "100.1%"])
    def test_late_warning(self, text: str) -> None:
        """What comes after the due time is an escalation."""
        with pytest.raises(DocumentError, match="put it under escalate") as caught:
            Warnings.parse({"soon": text})
        (problem,) = caught.value.problems
        assert (("soon",), text, PolicyError.code) == (problem.path, problem.value, problem.code)

    @pytest.mark.parametrize("text", ["-1s", "-2h wall", "99.9%"])
    def test_early_escalation(self, text: str) -> None:
        """What comes before the due time is a warning."""
        with pytest.raises(DocumentError, match="put it under warn") as caught:
            Escalations.parse({"lead": {"at": text}})
        assert [("lead", "at")] == [problem.path for problem in caught.value.problems]

    @pytest.mark.parametrize("kind", [Warnings, Escalations])
    @pytest.mark.parametrize("text", ["100%", "+0m", "-0m wall"])
    def test_at_due(self, kind: type[Alerts], text: str) -> None:
        """At the due time there may be both."""
        assert 0 == kind.parse({"now": text})[0].offset.side


class TestRefusing:
    def test_all_at_once(self) -> None:
        """Every alert that is wrong is named."""
        data = {
            "a": "30m",
            "b": {"at": "75%", "too": ["x"]},
            "c": {"to": "lead", "metrics": []},
            "d": {"at": "+2h"},
            "e": None,
            "": "75%",
            1: "75%",
            "f": "75%",
        }
        assert ["a", "b.too", "c.at", "c.to", "c.metrics", "d.at", "e", "", "1"] == list(
            problems(Warnings, data)
        )

    def test_list(self) -> None:
        """Of a list it is the number that tells."""
        found = problems(Warnings, ["30m", "75%", "75.0%", {"at": "75%"}, "+2h"])
        assert ["[0]", "[2]", "[3]", "[4]"] == list(found)
        assert "there is a '75%' already" == found["[2]"]

    @pytest.mark.parametrize("metrics", [[["x"]], [5], [None], [""]])
    def test_metric_that_is_no_name(self, metrics: Any) -> None:
        """A metric that is no name is one problem, and not also a list without metrics."""
        assert ["a.metrics[0]"] == list(
            problems(Warnings, {"a": {"at": "75%", "metrics": metrics}})
        )

    def test_no_metric(self) -> None:
        """An alert for no metric would never come, so it is refused in plain words."""
        found = problems(Warnings, {"a": {"at": "75%", "metrics": []}})
        assert {"a.metrics": "[] names no metric"} == found

    @pytest.mark.parametrize("data", ["75%", None, 75, True])
    def test_neither(self, data: Any) -> None:
        """Alerts are a mapping or a list."""
        with pytest.raises(PolicyError, match="75%"):
            Warnings.parse(data)


@pytest.mark.parametrize("kind", [Warnings, Escalations])
def test_schema(kind: type[Alerts]) -> None:
    """The schema has both forms, the keys of an alert, and examples that can be read."""
    schema = kind.json_schema()
    named, listed = schema["anyOf"]
    offset, alert = named["additionalProperties"]["anyOf"]
    assert offset == listed["items"]
    assert {"at", "only_when_open", "to", "metrics"} == alert["properties"].keys()
    assert [] == faults(alert, {"at": "75%", "metrics": ["resolution"]})
    for wrong in ([], [""], [5], "resolution"):
        assert faults(alert, {"at": "75%", "metrics": wrong})
    for example in schema["examples"]:
        assert example == kind.parse(example).to_data()
