"""Problems -> the exception to raise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from slakit.errors import DocumentError, Problem, SlakitError

__all__ = ["refusal"]


def refusal(problems: Iterable[Problem], *, source: str = "") -> DocumentError:
    """Return the error of a document with these problems.

    Where all of them are of one kind, it is that kind of error as well: a calendar whose one
    mistake is its zone raises what both ``except DocumentError`` and ``except
    UnknownZoneError`` catch.

    >>> error = refusal([Problem("unknown zone 'Mars'", path=("tz",), code="unknown_zone")])
    >>> print(type(error).__name__, "|", error)
    UnknownZoneDocumentError | tz: unknown zone 'Mars'
    """
    found = tuple(problems)
    return _class_of(_shared_kind(found))(found, source=source)


def _shared_kind(problems: tuple[Problem, ...]) -> type[SlakitError]:
    """Return the most special error that every problem is an example of."""
    by_code = {kind.code: kind for kind in reversed(_kinds(SlakitError))}
    kinds = [by_code.get(problem.code, DocumentError) for problem in problems] or [DocumentError]
    return next(kind for kind in kinds[0].__mro__ if all(issubclass(k, kind) for k in kinds))


def _kinds(kind: type[SlakitError]) -> list[type[SlakitError]]:
    if issubclass(kind, _KindOfDocumentError):
        return []
    return [kind, *(found for each in kind.__subclasses__() for found in _kinds(each))]


class _KindOfDocumentError(DocumentError):
    """The mark of the classes made below, and how they are pickled: as their problems."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.problems, self.source)


def _again(problems: tuple[Problem, ...], source: str) -> DocumentError:
    return refusal(problems, source=source)


# One Python exception has to be two things: the list of a document's problems, and, for those
# who build a calendar in code and think of it as one value with one mistake, that mistake.
# Raising the inner error instead would lose the path and the other problems; so a class that
# inherits from both is made, once for each kind of error that occurs.
_MADE: dict[type[SlakitError], type[DocumentError]] = {}


def _class_of(kind: type[SlakitError]) -> type[DocumentError]:
    if issubclass(DocumentError, kind):
        return DocumentError
    if issubclass(kind, DocumentError):
        return kind
    if kind not in _MADE:
        name = f"{kind.__name__.removesuffix('Error')}DocumentError"
        names = {"code": kind.code, "__doc__": kind.__doc__}
        # Of two threads that come here at once, both have to get the same class.
        _MADE.setdefault(kind, type(name, (_KindOfDocumentError, kind), names))
    return _MADE[kind]
