"""pydantic's ``loc`` -> the position in the input, and the model that was asked there.

A ``loc`` mixes two kinds of steps: keys and indices of the input, and the names of branches
of a union (``'Country'``, ``'list[str]'``), which nobody wrote. The types of the fields tell
where a union stands; where they are hidden behind a schema of their own, a step that the
input does not have is taken for a branch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from slakit.errors import Path

__all__ = ["Located", "Step", "locate"]

_ABSENT = object()


class Step(NamedTuple):
    """One step of a ``loc``; `model` says of a branch whether it is a document of its own."""

    name: str | int
    branch: bool
    model: bool


class Located(NamedTuple):
    """The `path` of real positions, the whole `route`, and the names `known` at its last step."""

    path: Path
    route: tuple[Step, ...]
    known: tuple[str, ...]


def locate(loc: Path, data: Any, model: type, *, missing: bool = False) -> Located:
    """Follow a ``loc`` through the input and the types of a model.

    `missing`: its last step is a key that the input ought to have.
    """
    path: list[str | int] = []
    route: list[Step] = []
    known: tuple[str, ...] = ()
    options, chosen = list(_members(model)), True
    for index, name in enumerate(loc):
        key, value = _item(data, name)
        expected = missing and index == len(loc) - 1
        if not chosen or (value is _ABSENT and not expected):
            # Some branches are named after their validator, not their type: any of them, then.
            called = [option for option in options if _is_called(option, str(name))]
            route.append(Step(name, True, any(_is_model(option) for option in called)))
            options, chosen = called or options, True
            continue
        known = tuple(_names(options))
        path.append(key)
        route.append(Step(key, False, False))
        inside = [found for option in options for found in _inside(option, name)]
        options, data = [found for hint in inside for found in _members(hint)], value
        chosen = len(options) < 2
    return Located(tuple(path), tuple(route), known)


def _item(data: Any, name: str | int) -> tuple[str | int, Any]:
    """Return what stands at a step, and the step as people write it."""
    if isinstance(data, Mapping):
        if name in data:
            return name, data[name]
        # pydantic writes the repr of a key that is neither text nor number, such as a date.
        for key, value in data.items():
            if not isinstance(key, str) and name in (repr(key), str(key)):
                return str(key), value
    elif isinstance(data, list | tuple) and isinstance(name, int) and name < len(data):
        return name, data[name]
    return name, _ABSENT


def _members(hint: Any) -> Iterator[Any]:
    """Yield the alternatives of a type; None is none, for pydantic makes no branch of it."""
    hint = getattr(hint, "__value__", hint)
    origin = get_origin(hint)
    if origin is Annotated:
        yield from _members(get_args(hint)[0])
    elif origin is Union or origin is UnionType:
        for member in get_args(hint):
            yield from _members(member)
    elif hint is not NoneType:
        yield hint


def _inside(hint: Any, name: str | int) -> Iterable[Any]:
    """Return the type of what stands under a key or an index."""
    if _is_model(hint):
        fields = hint.model_fields.items()
        return [field.annotation for key, field in fields if name in (key, field.alias)]
    origin, inner = get_origin(hint), get_args(hint)
    if not isinstance(origin, type):
        return ()
    if issubclass(origin, Mapping):
        return inner[1:2]
    if issubclass(origin, tuple) and Ellipsis not in inner:
        return inner[name : name + 1] if isinstance(name, int) else ()
    return inner[:1] if issubclass(origin, Iterable) else ()


def _is_called(option: Any, name: str) -> bool:
    """Say whether a branch's name can mean this alternative."""
    # A model with validators is named "function-after[check(), Country]".
    label = getattr(option, "__name__", str(option))
    if re.search(rf"\b{re.escape(label)}\b", name):
        return True
    hints = (
        [field.annotation for field in option.model_fields.values()] if _is_model(option) else []
    )
    return any(get_origin(hint) is Literal and name in get_args(hint) for hint in hints)


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and hasattr(hint, "model_fields")


def _names(options: list[Any]) -> Iterator[str]:
    for option in options:
        if _is_model(option):
            yield from (field.alias or key for key, field in option.model_fields.items())
