"""The base of every document."""

from __future__ import annotations

import copy
import hashlib
import json
import pickle
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from pydantic import ConfigDict, Field

from slakit.documents import Document
from slakit.errors import (
    CalendarError,
    HoursError,
    NeverOpenError,
    Problem,
    UnknownZoneError,
)
from tests.documents.desks import Desk, Office, lines, offices, refused


class Wrapped(Desk):
    """A document with an ``__init__`` of its own, which pydantic calls for nested ones too."""

    def __init__(self, **data: Any) -> None:
        super().__init__(**data)


class Room(Document):
    """A document that holds one of those."""

    desk: Wrapped


BAD = {
    "name": 12,
    "desks": {"a": {"tz": "Mars/Base", "seats": 0}, "b": {"seat": 2, "tz": "UTC"}},
    "queue": [{"tz": "UTC"}, {}],
    "nmae": "x",
}
WRONG = [
    "name: must be text, not 12; put it in quotes",
    "desks.a.tz: unknown zone 'Mars/Base'; use an IANA name",
    "desks.a.seats: must be greater than 0, not 0",
    "desks.b.seat: unknown key 'seat'; did you mean 'seats'?",
    "queue[1].tz: is required and missing",
    "nmae: unknown key 'nmae'; did you mean 'name'?",
]


@pytest.mark.parametrize("build", [lambda data: Office(**data), Office.model_validate])
def test_all_problems_at_once(build: Any) -> None:
    """Constructor and model_validate report every problem with its path and its remedy."""
    assert WRONG == lines(refused(build, BAD))


def test_problems_for_programs() -> None:
    """A problem has path, value, remedy and the code of the error that the validator raised."""
    problem = refused(Office.model_validate, BAD).problems[1]
    expected = Problem(
        "unknown zone 'Mars/Base'",
        ("desks", "a", "tz"),
        "Mars/Base",
        None,
        "use an IANA name",
        "unknown_zone",
    )
    assert expected == problem


def test_json_has_lines() -> None:
    """model_validate_json reports the same problems, in the order of the lines, with duplicates."""
    text = json.dumps(BAD, indent=0)
    numbers = [2, 5, 6, 9, 17, 19]
    expected = [f"line {number}: {text}" for number, text in zip(numbers, WRONG, strict=True)]
    for given_as in (text, text.encode()):
        assert expected == lines(refused(Office.model_validate_json, given_as))
    [problem] = lines(refused(Office.model_validate_json, '{"name": "a",\n"name": "b"}'))
    assert problem.startswith("line 2: name: the key 'name' is given twice")
    assert Office(name="a") == Office.model_validate_json('{"name": "a"}')


def test_validator_error_is_both() -> None:
    """A document with one kind of mistake raises that mistake, with the document's path."""
    for build in (lambda: Desk(tz="Mars"), lambda: Desk.model_validate({"tz": "Mars"})):
        error = refused(build)
        assert isinstance(error, UnknownZoneError)
        assert ("tz", "Mars", "unknown_zone") == (error.parameter, error.value, error.code)
        assert "tz: unknown zone 'Mars'; use an IANA name" == str(error)
    nested = refused(Office, desks={"a": {"tz": "Mars/A"}}, queue=[{"tz": "Mars/B"}])
    assert isinstance(nested, UnknownZoneError)
    assert [("desks", "a", "tz"), ("queue", 0, "tz")] == [p.path for p in nested.problems]
    mixed = refused(Desk, tz="Mars", seats=0)
    assert not isinstance(mixed, UnknownZoneError)


def test_error_of_a_validator_of_the_whole_model() -> None:
    """It stands at the field that it names, where the input has that field."""
    error = refused(Desk, tz="closed", hours={})
    assert isinstance(error, NeverOpenError)
    assert "hours: never opens; give it hours" == str(error)
    assert "never opens; give it hours" == str(refused(Desk, tz="closed"))
    assert "queue[0].hours: never opens; give it hours" == str(
        refused(Office, queue=[{"tz": "closed", "hours": {}}])
    )


def test_document_error_of_a_validator() -> None:
    """A DocumentError inside a validator gives all its problems, under the validator's path."""
    error = refused(Office, queue=[{"tz": "UTC"}, {"tz": "twice", "hours": {"mon": ["x", "y"]}}])
    assert isinstance(error, HoursError)
    assert isinstance(error, CalendarError)
    first, second = error.problems
    assert (("queue", 1, "hours", "mon", 1), "10-12", "hours") == (
        first.path,
        first.value,
        first.code,
    )
    assert (("queue", 1, "hours", "tue", 0), 77) == (second.path, second.line)


def test_document_with_its_own_init() -> None:
    """A nested document that is built through its own __init__ reports the same paths."""
    error = refused(Room, desk={"tz": "Mars", "seats": 0, "sets": 1})
    assert {
        "desk.tz: unknown zone 'Mars'; use an IANA name",
        "desk.seats: must be greater than 0, not 0",
        "desk.sets: unknown key 'sets'; did you mean 'seats'?",
    } == set(lines(error))
    assert isinstance(refused(Room, desk={"tz": "Mars"}), UnknownZoneError)


def test_nested_documents_keep_their_place() -> None:
    """Nested documents are not built through __init__, and may be given ready-made."""
    assert not Desk.__pydantic_custom_init__
    desk = Desk(tz="UTC")
    assert desk is Office(queue=(desk,)).queue[0]


@pytest.mark.parametrize("data", [None, 1, "text", [], [{"tz": "UTC"}]])
def test_not_a_mapping(data: Any) -> None:
    """A document that is no mapping says so."""
    assert f"must be a mapping, not {data!r}" == str(refused(Desk.model_validate, data))


def test_errors_pickle() -> None:
    """Errors go through a pickle, for those who validate in other processes."""
    error = refused(Desk, tz="Mars")
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, UnknownZoneError)
    assert (str(error), error.problems) == (str(again), again.problems)


def test_frozen() -> None:
    """A field cannot be set or deleted; the remedy is the copy."""
    desk = Desk(tz="UTC")
    for change in (lambda: setattr(desk, "tz", "x"), lambda: delattr(desk, "tz")):
        assert "tz: Desk is frozen; make a changed copy: model_copy(update={'tz': ...})" == str(
            refused(change)
        )
    assert "UTC" == desk.tz


def test_hash() -> None:
    """Equal documents have equal hashes."""
    one = Desk(tz="UTC", hours={"a": ["1"], "b": []})  # type: ignore[arg-type]
    two = Desk(tz="UTC", hours={"b": (), "a": ("1",)})  # type: ignore[arg-type]
    assert one == two
    assert 1 == len({one, two, pickle.loads(pickle.dumps(one)), copy.deepcopy(one)})


def test_model_copy() -> None:
    """A changed copy is validated like a new document, by name or by alias."""
    desk = Desk(tz="UTC", hours={"mon": ["9-5"]}, **{"else": "x"})  # type: ignore[arg-type]
    changed = desk.model_copy(update={"hours": {"tue": ["10-12"]}, "seats": "2"})
    data = {"tz": "UTC", "seats": 2, "hours": {"tue": ["10-12"]}, "else": "x"}
    assert Desk.model_validate(data) == changed
    assert hash(Desk.model_validate(data)) == hash(changed)
    assert "y" == desk.model_copy(update={"else_": "y"}).else_
    assert "z" == desk.model_copy(update={"else": "z"}).else_
    assert desk == desk.model_copy() == desk.model_copy(deep=True)
    assert isinstance(refused(desk.model_copy, update={"tz": "Mars"}), UnknownZoneError)
    assert "tx: unknown key 'tx'; known: tz, seats, hours, else" == str(
        refused(desk.model_copy, update={"tx": 1})
    )


def test_to_data() -> None:
    """What is default is left out, the order is the model's, values are those of JSON."""

    class Everything(Document):
        day: date
        amount: Decimal = Decimal("1.0")
        desk: Desk | None = None
        numbers: tuple[int, ...] = (1,)

    document = Everything(
        desk=Desk(tz="UTC", seats=1), day=date(2024, 12, 24), amount=Decimal("2.50")
    )  # type: ignore[call-arg]
    data = document.to_data()
    assert {"day": "2024-12-24", "amount": "2.50", "desk": {"tz": "UTC"}} == data
    assert ["day", "amount", "desk"] == list(data)
    assert document == Everything.model_validate(data)


def test_none_that_is_not_the_default_is_written() -> None:
    """None is left out only where it is the default, or the round trip would lose it."""

    class Limits(Document):
        most: int | None = 5

    assert {"most": None} == Limits(most=None).to_data()


@given(offices)
def test_round_trips(office: Office) -> None:
    """Plain data, JSON and pickles give the document back, with the same hash."""
    for again in (
        Office.model_validate(office.to_data()),
        Office.model_validate_json(office.canonical_json()),
        Office.model_validate_json(office.model_dump_json(by_alias=True)),
        pickle.loads(pickle.dumps(office)),
    ):
        assert office == again
        assert hash(office) == hash(again)
        assert office.canonical_json() == again.canonical_json()


def test_canonical_json() -> None:
    """Sorted, compact, in UTF-8: the same for the same document, however it was written."""
    desk = Desk(hours={"b": ["ã"], "a": []}, tz="UTC", seats=1)  # type: ignore[arg-type]
    expected = '{"hours":{"a":[],"b":["ã"]},"tz":"UTC"}'.encode()
    assert expected == desk.canonical_json()
    same = Desk(tz="UTC", hours={"a": [], "b": ["ã"]})  # type: ignore[arg-type]
    assert hashlib.sha256(expected).digest() == hashlib.sha256(same.canonical_json()).digest()


def test_version_is_for_files() -> None:
    """In code the version of the form is an unknown key."""
    said = "slakit: unknown key 'slakit'; it is the version of a document; read the file with from_"
    assert said in str(refused(Desk, tz="UTC", slakit=1))


def test_numbers_are_finite() -> None:
    """NaN and infinity are no values of a document."""

    class Ratio(Document):
        ratio: float

    assert "ratio: must be a finite number, not nan" == str(refused(Ratio, ratio=float("nan")))


def test_json_schema_has_the_descriptions() -> None:
    """The text under a field is its description in the JSON Schema, and nothing else is allowed."""
    schema = Desk.model_json_schema()
    assert "Name of its zone." == schema["properties"]["tz"]["description"]
    assert schema["additionalProperties"] is False
    assert "else" in schema["properties"]


def test_tag_without_default_comes_back() -> None:
    """The tag of a discriminated union is written where it has no default."""

    class Cat(Document):
        model_config = ConfigDict(title="Cat")
        kind: Literal["cat"]

    class Dog(Document):
        kind: Literal["dog"]

    class Zoo(Document):
        animals: tuple[Annotated[Cat | Dog, Field(discriminator="kind")], ...] = ()

    zoo = Zoo(animals=(Cat(kind="cat"), Dog(kind="dog")))
    assert {"animals": [{"kind": "cat"}, {"kind": "dog"}]} == zoo.to_data()
    assert zoo == Zoo.model_validate(zoo.to_data())


class Compiling(Document):
    words: tuple[str, ...]

    @cached_property
    def _compiled(self) -> threading.Lock:
        return threading.Lock()  # Can neither be copied nor pickled.


@pytest.mark.parametrize(
    "carry",
    [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each)), Compiling.model_copy],
)
def test_what_is_compiled_is_not_carried_over(carry: Callable[[Compiling], Compiling]) -> None:
    """Copies and pickles hold the fields and nothing that was compiled from them."""
    document = Compiling(words=("a", "b"))
    assert document._compiled is document._compiled
    carried = carry(document)
    assert document == carried
    assert {"words": ("a", "b")} == carried.__dict__
