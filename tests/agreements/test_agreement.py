"""Agreements: what is refused, all at once; files; and the version that is in force."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import DocumentError, PolicySet, SlakitError, UnknownNameError
from slakit.agreements import Agreement
from tests.agreements.written import DESK, agreement, commitment, data

pytest.importorskip("yaml")

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SECOND = {
    "version": 2,
    "from": "2026-04-01",
    "summary": "faster",
    "changes": {"commitments": {"fast": {"objective": {"attain": "97%"}}}},
}
THIRD = {
    "version": 3,
    "from": "2026-07-01",
    "summary": "the second promise is dropped, and the fee rises",
    "changes": {"commitments": {"done": None}, "fees": {"support": "1200 EUR"}},
}


@pytest.mark.parametrize("name", ["web_shop_agreement", "lead_handover_agreement"])
def test_examples(name: str, tmp_path: Path) -> None:
    """The agreements of the documentation are valid, and the same again once they are written."""
    read = Agreement.from_file(EXAMPLES / f"{name}.yaml")
    assert read == Agreement.model_validate(read.to_data())
    read.to_file(tmp_path / "again.yaml")
    again = Agreement.from_file(tmp_path / "again.yaml")
    assert (read, hash(read)) == (again, hash(again))


def problems(**changes: Any) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        agreement(**changes)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        (
            "commitments[0].owed_by: unknown party 'uss'; did you mean 'us'?",
            {"commitments": [commitment(owed_by="uss")]},
        ),
        (
            "commitments[0].owed_to: 'us' owes it to itself; name the other party",
            {"commitments": [commitment(owed_to="us")]},
        ),
        (
            "commitments[0].service: unknown service 'desc'; did you mean 'desk'?",
            {"commitments": [commitment(service="desc")]},
        ),
        (
            "parties: it takes two to agree; name two or more, by the keys that the rest refers to",
            {
                "parties": {
                    "us": {"name": "Acme"},
                },
                "commitments": [commitment(owed_to="us", owed_by="us")],
            },
        ),
        (
            "commitments: nobody owes anything; say what is owed, by whom and to whom",
            {"commitments": []},
        ),
        (
            "commitments[1].id: there is 'fast' already; give each its own id",
            {"commitments": [commitment(), commitment()]},
        ),
        (
            "milestones[0].owed_by: unknown party 'them2'; did you mean 'them'?",
            {"milestones": [{"name": "go", "on": "2026-02-01", "owed_by": "them2"}]},
        ),
        (
            "responsibilities.usa: unknown party 'usa'; did you mean 'us'?",
            {"responsibilities": {"usa": ["to be there"]}},
        ),
        (
            "signatures[0].party: unknown party 'uss'; did you mean 'us'?",
            {"signatures": [{"party": "uss"}]},
        ),
        (
            "effective.until: 2025-12-31 is before 2026-01-01; give the later date as until",
            {"effective": {"from": "2026-01-01", "until": "2025-12-31"}},
        ),
        (
            "commitments[0].objective.calendar: unknown calendar 'ofice'; did you mean 'office'?",
            {
                "commitments": [
                    commitment(
                        objective={
                            "availability": "99%",
                            "calendar": "ofice",
                            "window": "rolling 30 days",
                        }
                    )
                ]
            },
        ),
        (
            "commitments[0].clock: an objective is promised already; write a commitment for each",
            {"commitments": [commitment(clock={"metric": "resolution"})]},
        ),
        (
            "commitments[0].objective.name: unknown key 'name'; give the name to the commitment,"
            " and none to its objective",
            {
                "commitments": [
                    commitment(
                        objective={"name": "x", "availability": "99%", "window": "rolling 30 days"}
                    )
                ]
            },
        ),
        (
            "amendments[1].version: version 2 comes after version 2; write 3, and let amendments"
            " stand in their order",
            {"amendments": [SECOND, {**SECOND, "from": "2026-05-01"}]},
        ),
        (
            "amendments[0].from: 2026-01-01 is not after 2026-01-01, when the version before it"
            " begins; let amendments stand in their order",
            {"amendments": [{**SECOND, "from": "2026-01-01"}]},
        ),
        (
            "amendments[0].changes.commitments.fsat: there is no 'fsat' that could be taken away;"
            " did you mean 'fast'?",
            {"amendments": [{**SECOND, "changes": {"commitments": {"fsat": None}}}]},
        ),
        (
            "amendments[0].changes.titel: unknown key 'titel'; did you mean 'title'?",
            {"amendments": [{**SECOND, "changes": {"titel": "Care"}}]},
        ),
        (
            "policies: 'desk.yaml' names a file, and nothing says in which folder; read the"
            " agreement with from_file, or give the policy set itself",
            {"policies": "desk.yaml"},
        ),
        (
            "review.from: is required and missing; say from which date `every` counts",
            {"review": {"every": "FREQ=MONTHLY"}},
        ),
    ],
)
def test_refused(expected: str, changes: dict[str, Any]) -> None:
    """What cannot be is told with its path and what to do."""
    assert expected in problems(**changes)


def test_plain() -> None:
    """A plain agreement has no consequences."""
    penalty = {"penalty": {"amount": "5 EUR", "per": "period"}}
    found = problems(form="plain", commitments=[commitment(consequences=[penalty])])
    assert [
        "commitments[0].consequences: a plain agreement has no consequences; write form:"
        " contractual, or leave them out"
    ] == found


def test_unknown_fee() -> None:
    """A credit of a billing base that nobody pays is refused."""
    credit = {"credit": {"tiers": [{"below": "95%", "credit": "5%"}], "of": "suport"}}
    [found] = problems(commitments=[commitment(consequences=[credit])])
    assert found.startswith("commitments[0].consequences[0].credit.of: no fee 'suport'")


def test_all_at_once() -> None:
    """A mistake within a field and one between fields are told together."""
    found = problems(title="", commitments=[commitment(owed_by="uss")])
    assert 2 == len(found)


def test_policies_of_a_file(tmp_path: Path) -> None:
    """The path of a policy set is relative to the file that names it; the set is then within."""
    (tmp_path / "sets").mkdir()
    PolicySet.model_validate(DESK).to_file(tmp_path / "sets" / "desk.yaml")
    source = agreement(policies=None)
    text = {**source.to_data(), "slakit": 1, "policies": "sets/desk.yaml"}
    (tmp_path / "a.json").write_text(json.dumps(text))
    assert agreement() == Agreement.from_file(tmp_path / "a.json")


def test_problems_of_two_files(tmp_path: Path) -> None:
    """What is wrong with the policy set is told beside what is wrong with the agreement."""
    (tmp_path / "desk.json").write_text('{"calendars": {},\n"policies": []}')
    (tmp_path / "a.json").write_text('{"id": "A",\n"policies": "desk.json"}')
    with pytest.raises(DocumentError) as caught:
        Agreement.from_file(tmp_path / "a.json")
    found = [str(problem) for problem in caught.value.problems]
    assert "line 2: policies: desk.json: line 1: calendars: is empty; give at least one" in found
    assert "line 1: title: is required and missing" in found


def test_missing_policies(tmp_path: Path) -> None:
    """A policy set that is not there is a problem of the agreement."""
    (tmp_path / "a.json").write_text('{"id": "A", "policies": "desk.json"}')
    with pytest.raises(DocumentError, match=r"policies: desk\.json: "):
        Agreement.from_file(tmp_path / "a.json")


def test_on() -> None:
    """An amendment holds from its first date on, and those after it are still ahead."""
    both = agreement(amendments=[SECOND, THIRD])
    march, april, july = (both.on(date(2026, month, 1)) for month in (3, 4, 7))
    assert both is march
    assert [1, 2, 3] == [each.version for each in (march, april, july)]
    shares = [str(each.commitments[0].objective.attain) for each in (march, april, july)]
    assert ["95%", "97%", "97%"] == shares
    assert [("fast", "done"), ("fast", "done"), ("fast",)] == [
        tuple(one.id for one in each.commitments) for each in (march, april, july)
    ]
    assert ["1000.00 EUR", "1200.00 EUR"] == [str(april.fees["support"]), str(july.fees["support"])]
    assert [3] == [each.version for each in april.amendments]


@given(
    st.dates(date(2025, 12, 1), date(2027, 1, 31)), st.dates(date(2025, 12, 1), date(2027, 1, 31))
)
def test_on_in_steps(one: date, other: date) -> None:
    """To go to a date by way of an earlier one is to go there."""
    first, last = sorted((one, other))
    assert BOTH.on(last) == BOTH.on(first).on(last)


BOTH = agreement(amendments=[SECOND, THIRD])


def test_amended_objective_is_named_after_its_commitment() -> None:
    """An objective is called what its commitment is called, also after an amendment."""
    renamed = {**SECOND, "changes": {"commitments": {"fast": {"name": "quick answers"}}}}
    found = agreement(amendments=[renamed]).on(date(2026, 4, 1))
    assert "quick answers" == found.commitments[0].objective.name
    copied = found.commitments[0].model_copy(update={"name": "soon"})
    assert "soon" == copied.objective.name


def test_calendars() -> None:
    """Calendars are those of the agreement and those of its policy set."""
    hours = {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"}
    both = agreement(calendars={"always": hours})
    assert ["UTC", "Europe/Madrid"] == [both.calendar_of(each).tz for each in ("always", "office")]
    assert both.calendar_of(None) is None
    with pytest.raises(UnknownNameError, match="did you mean 'office'"):
        both.calendar_of("ofice")


def test_commitments_of() -> None:
    """What a party owes; one that is not there is refused."""
    assert ["fast", "done"] == [each.id for each in agreement().commitments_of("us")]
    assert () == agreement().commitments_of("them")
    with pytest.raises(UnknownNameError, match="unknown party 'they'"):
        agreement().commitments_of("they")


def test_next_review() -> None:
    """The date that was agreed counts before the rule; without a review there is none."""
    review = {"every": "FREQ=MONTHLY;INTERVAL=3", "from": "2026-01-01", "next": "2026-04-13"}
    found = agreement(review=review)
    assert date(2026, 4, 13) == found.next_review(date(2026, 1, 1))
    assert date(2026, 7, 1) == found.next_review(date(2026, 4, 13))
    assert agreement().next_review(date(2026, 1, 1)) is None


def test_schema() -> None:
    """The schema has an objective without a name, and policies as text too."""
    schema = Agreement.model_json_schema()
    inner = schema["$defs"]["Commitment"]["properties"]["objective"]["anyOf"][0]
    assert "name" not in inner["properties"]
    assert "string" in str(schema["properties"]["policies"])
    assert {"id", "title", "tz", "parties", "commitments"} == set(schema["required"])


def test_data_is_not_changed() -> None:
    """The mapping that an agreement is read from stays as it was."""
    given_data = data()
    agreement()
    assert given_data == data()


@pytest.mark.parametrize("key", ["id", "version", "amendments"])
def test_unchanged(key: str) -> None:
    """What makes a document the one that it is cannot be amended."""
    value = {"id": "A-2", "version": 7, "amendments": []}[key]
    found = problems(amendments=[{**SECOND, "changes": {key: value}}])
    remedy = "leave it out of the changes"
    assert [f"amendments[0].changes.{key}: {key} cannot be amended; {remedy}"] == found


def test_dates_only() -> None:
    """An instant has another date in every zone, so it is refused where a date is wanted."""
    noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    with pytest.raises(SlakitError, match="is no date; give a date"):
        BOTH.on(noon)
    with pytest.raises(SlakitError, match="is no date; give a date"):
        BOTH.next_review(noon)


def test_file_named_in_a_text() -> None:
    """A text that names a file is refused: it could only be looked for in the current folder."""
    text = json.dumps({**agreement(policies=None).to_data(), "policies": "desk.yaml"})
    with pytest.raises(DocumentError, match="nothing says in which folder"):
        Agreement.model_validate_json(text)


@pytest.mark.parametrize("key", sorted(Agreement.model_fields))
@pytest.mark.parametrize("junk", [7, "x", [], [7], {}, {"x": 7}, [{"x": None}], [[]], True])
def test_junk(key: str, junk: Any) -> None:
    """Whatever stands under a key is read or refused as a document, never by another error."""
    with contextlib.suppress(DocumentError):
        agreement(**{key: junk})


@pytest.mark.parametrize("fee", ["0 EUR", "-5 EUR"])
def test_fees(fee: str) -> None:
    """No share of a fee that is nothing or less can be owed: it is refused where it stands."""
    [found] = [each for each in problems(fees={"support": fee}) if "fees.support" in each]
    assert "give an amount above 0" in found
