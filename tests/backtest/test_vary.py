"""What if: the same set with other hours, pauses or targets."""

from __future__ import annotations

import re
from typing import Any

import pytest

from slakit import DocumentError, PolicyError, SlakitError, UnknownNameError, vary
from slakit.errors import path_text
from tests.evaluation.desks import desk, promising

GOLD = {
    "name": "gold",
    "when": {"tier": "gold"},
    "calendar": "office",
    "pause": {"status": "hold"},
    "targets": {"resolution": "2h", "first_response": "1h"},
}
REST = {"name": "rest", "calendar": "late", "targets": {"resolution": "4h"}}
DESK = desk(GOLD, REST)


def test_nothing() -> None:
    """With nothing replaced it is the same set."""
    assert DESK == vary(DESK)


def test_calendar() -> None:
    """The words of one calendar are replaced, and the others stay."""
    new = vary(DESK, calendars={"office": {"hours": "Mon-Sat 09:00-17:00"}})
    assert [
        "calendars.office.hours: 'Mon-Fri 09:00-12:00,13:00-17:00' -> 'Mon-Sat 09:00-17:00'"
    ] == [str(each) for each in DESK.diff(new)]


def test_pause() -> None:
    """The pause rule is that of the set and of every policy."""
    new = vary(DESK, pause="none")
    assert ["none", None] == [new.to_data()["pause"], new.policies[0].pause]


def test_target_of_all() -> None:
    """By its metric a target is replaced in every policy that has one, and added to none."""
    new = vary(DESK, targets={"first_response": "30m", "resolution": "3h"})
    assert [
        {"resolution": "3h", "first_response": "30m"},
        {"resolution": "3h"},
    ] == [each["targets"] for each in new.to_data()["policies"]]


def test_target_of_one() -> None:
    """With its policy it is replaced in that one, in all of its versions."""
    later = {**REST, "from": "2024-06-01T00:00Z"}
    new = vary(desk(GOLD, REST, later), targets={"rest/resolution": "1bd"})
    assert ["2h", "1bd", "1bd"] == [
        each["targets"]["resolution"] for each in new.to_data()["policies"]
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"calendars": {"ofice": {}}}, "unknown calendar 'ofice'; did you mean 'office'?"),
        ({"targets": {"resoluton": "1h"}}, "unknown metric 'resoluton'; did you mean 'resolution'"),
        ({"targets": {"rst/resolution": "1h"}}, "unknown policy 'rst'; did you mean 'rest'?"),
        ({"targets": {"rest/first_response": "1h"}}, "unknown metric 'first_response'"),
    ],
)
def test_unknown(given: dict[str, dict[str, object]], told: str) -> None:
    """What the set does not promise cannot be replaced; the nearest names are told."""
    with pytest.raises(UnknownNameError) as error:
        vary(DESK, **given)  # type: ignore[arg-type]
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"calendars": {"office": "Mon-Sat"}}, "calendars.office: 'Mon-Sat' is no mapping"),
        ({"calendars": {"office": None}}, "calendars.office: None is no mapping"),
        ({"calendars": ["office"]}, "calendars: ['office'] is no mapping"),
        ({"calendars": []}, "calendars: [] is no mapping"),
        ({"targets": ["resolution"]}, "targets: ['resolution'] is no mapping"),
        ({"targets": {1: "2h"}}, "targets: {1: '2h'} is no mapping of names"),
    ],
)
def test_no_mapping(given: dict[str, Any], told: str) -> None:
    """What is no mapping of names is refused, with an example of one."""
    with pytest.raises(SlakitError, match=re.escape(told)) as error:
        vary(DESK, **given)
    assert error.value.remedy.startswith(f"write {next(iter(given))}={{")


def test_no_policies() -> None:
    """Only a policy set can be varied."""
    with pytest.raises(PolicyError, match=re.escape("{} is no policy set")):
        vary({})  # type: ignore[arg-type]


def test_checked() -> None:
    """What comes of it is checked like a document, with the place of each problem."""
    with pytest.raises(DocumentError) as error:
        vary(DESK, calendars={"office": {"hors": "x"}}, targets={"rest/resolution": "1d"})
    assert ["calendars.office.hors", "policies[1].targets.resolution"] == sorted(
        path_text(problem.path) for problem in error.value.problems
    )


def test_original() -> None:
    """The set that is varied stays what it was."""
    old = promising(resolution="4h")
    vary(old, targets={"resolution": "1h"}, pause="none", calendars={"office": {"tz": "UTC"}})
    assert promising(resolution="4h") == old
