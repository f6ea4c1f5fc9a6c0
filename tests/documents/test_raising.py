"""Which exception a document's problems are."""

from __future__ import annotations

import pickle

import pytest

from slakit.documents import refusal
from slakit.errors import (
    CalendarError,
    DocumentError,
    FormVersionError,
    HolidayError,
    HorizonError,
    HoursError,
    MissingExtraError,
    Problem,
    SlakitError,
    UnknownNameError,
    UnknownZoneError,
)


def error(*kinds: type[SlakitError]) -> DocumentError:
    return refusal([Problem(kind.code, code=kind.code) for kind in kinds], source="desk.yaml")


@pytest.mark.parametrize(
    "kind", [UnknownZoneError, HoursError, HorizonError, UnknownNameError, MissingExtraError]
)
def test_one_kind(kind: type[SlakitError]) -> None:
    """A document whose problems are all of one kind raises that kind and a DocumentError."""
    for found in (error(kind), error(kind, kind)):
        assert isinstance(found, kind)
        assert isinstance(found, DocumentError)
        assert kind.code == found.code
        assert str(found).startswith("desk.yaml: ")
    assert type(error(kind)) is type(error(kind, kind))


def test_kinds_with_something_in_common() -> None:
    """Problems of several kinds are of the kind that they share."""
    found = error(UnknownZoneError, HoursError, HolidayError)
    assert isinstance(found, CalendarError)
    assert not isinstance(found, UnknownZoneError)


@pytest.mark.parametrize(
    "kinds", [(), (DocumentError,), (UnknownZoneError, DocumentError), (SlakitError,)]
)
def test_nothing_in_common(kinds: tuple[type[SlakitError], ...]) -> None:
    """Problems without a common kind are a DocumentError and nothing else."""
    assert type(error(*kinds)) is DocumentError


def test_unknown_code() -> None:
    """A code that is no error's is the document's own."""
    assert type(refusal([Problem("x", code="whatever")])) is DocumentError


def test_kinds_of_document_errors() -> None:
    """A kind that is a DocumentError already is raised as it is."""
    assert type(error(FormVersionError)) is FormVersionError


def test_pickle() -> None:
    """The error survives a pickle as both things that it is."""
    found = refusal(
        [Problem("unknown zone 'Mars'", ("tz",), "Mars", 3, "use an IANA name", "unknown_zone")],
        source="desk.yaml",
    )
    again = pickle.loads(pickle.dumps(found))
    assert type(found) is type(again)
    assert str(found) == str(again)
    assert (found.problems, found.source, "Mars") == (again.problems, again.source, again.value)
    assert "desk.yaml: line 3: tz: unknown zone 'Mars'; use an IANA name" == str(again)
