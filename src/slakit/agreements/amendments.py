"""Amendments: changes laid over a document, and the version that is in force on a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slakit.documents import did_you_mean
from slakit.errors import DocumentError, Problem, UnknownNameError

__all__ = ["amended"]

KEYS = ("id", "name")


def amended(data: Any, changes: Any) -> Any:
    """Return plain data with changes laid over it; raises `DocumentError` with every problem.

    >>> old = {"fees": {"support": "100 EUR"}, "services": [{"name": "shop"}, {"name": "blog"}]}
    >>> amended(old, {"fees": {"support": "120 EUR"}, "services": {"blog": None}})
    {'fees': {'support': '120 EUR'}, 'services': [{'name': 'shop'}]}
    """
    problems: list[Problem] = []
    found = laid_over(data, changes, (), problems)
    if problems:
        raise DocumentError(problems)
    return found


def laid_over(data: Any, changes: Any, path: tuple[str, ...], problems: list[Problem]) -> Any:
    if not isinstance(changes, Mapping):
        return changes
    if isinstance(data, Sequence) and not isinstance(data, str):
        return list_changed(data, changes, path, problems)
    found = dict(data) if isinstance(data, Mapping) else {}
    for key, change in changes.items():
        if change is None:
            if key not in found:
                problems.append(absent(key, (*path, str(key)), found))
            found.pop(key, None)
        else:
            found[key] = laid_over(found.get(key), change, (*path, str(key)), problems)
    return found


def list_changed(
    data: Sequence[Any], changes: Mapping[str, Any], path: tuple[str, ...], problems: list[Problem]
) -> list[Any]:
    """Return a list of things with a name of their own, changed by these names."""
    things = all(isinstance(each, Mapping) for each in data)
    name = next((key for key in KEYS if data and things and all(key in each for each in data)), "")
    if not name:
        message = "its entries have neither id nor name"
        remedy = "give the whole list as it is from then on"
        problems.append(Problem(message, path, remedy=remedy))
        return list(data)
    found = {str(each[name]): each for each in data}
    for key, change in changes.items():
        if change is None:
            if key not in found:
                problems.append(absent(key, (*path, str(key)), found))
            found.pop(key, None)
        else:
            before = found.get(key, {name: key})
            found[key] = laid_over(before, change, (*path, str(key)), problems)
    return list(found.values())


def absent(key: str, path: tuple[str, ...], known: Mapping[str, Any]) -> Problem:
    message = f"there is no {key!r} that could be taken away"
    remedy = did_you_mean(str(key), list(known))
    return Problem(message, path, None, remedy=remedy, code=UnknownNameError.code)
