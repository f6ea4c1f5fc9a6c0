"""Which alternative of a union the writer meant.

pydantic reports why the input fits *no* branch, one list of errors for each. A person wants
to hear of the one that was meant: `{country: BR, subdivison: SP}` misspells a key of one kind
of holiday source, and is not also a date, a text and a yearly holiday without its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slakit.documents.locate import Step
from slakit.errors import Path

__all__ = ["Fault", "nearest_branches"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of pydantic: its type, where it stands, the value found there.

    `expected` are the kinds of value that could stand there, where that is what is wrong;
    `known` the names that the model knows where it stands; `context` is pydantic's own.
    """

    type: str
    path: Path
    route: tuple[Step, ...]
    value: Any
    message: str
    expected: tuple[str, ...]
    known: tuple[str, ...]
    context: Mapping[str, Any]


def nearest_branches(faults: Iterable[Fault], depth: int = 0) -> list[Fault]:
    """Return the faults of the branches that were probably meant, at every union."""
    groups: dict[tuple[Step, ...], list[Fault]] = {}
    for fault in faults:
        groups.setdefault(fault.route[depth : depth + 1], []).append(fault)
    branches = [group for step, group in groups.items() if step and step[0].branch]
    others = [group for step, group in groups.items() if not (step and step[0].branch)]
    kept = _meant(branches, depth) if len(branches) > 1 else branches
    return [
        fault
        for group in [*others, *kept]
        for fault in (nearest_branches(group, depth + 1) if len(group[0].route) > depth else group)
    ]


def _meant(branches: list[list[Fault]], depth: int) -> list[list[Fault]]:
    best = min(_misfit(branch, depth) for branch in branches)
    branches = [branch for branch in branches if _misfit(branch, depth) == best]
    if len(branches) == 1:
        return branches
    # Several fit equally badly. What they have in common is certain; the rest is guesswork.
    every = [fault for branch in branches for fault in branch]
    if all(fault.expected and _at(fault, depth) for fault in every):
        expected = (kind for fault in every for kind in fault.expected)
        return [[replace(every[0], expected=tuple(dict.fromkeys(expected)))]]
    if all(fault.type == "missing" for fault in every):
        needed = (f"a mapping with {fault.path[-1]!r}" for fault in every)
        return [[_outside(every[0], tuple(dict.fromkeys(needed)))]]
    common = [fault for fault in branches[0] if all(_among(fault, each) for each in branches)]
    if common:
        known = tuple(dict.fromkeys(name for fault in every for name in fault.known))
        return [[replace(fault, known=known) for fault in common]]
    return branches


def _misfit(branch: list[Fault], depth: int) -> tuple[int, int, int]:
    """Rank a branch: a value of a wrong kind is worse than wrong keys, those than wrong values."""
    kinds = [_wrong_kind(fault, depth) for fault in branch if _at(fault, depth)]
    keys = sum(fault.type in ("missing", "extra_forbidden") for fault in branch)
    return max(kinds, default=0), keys, len(branch)


def _wrong_kind(fault: Fault, depth: int) -> int:
    if fault.expected:
        return 2
    # A type that is no model and is handed a mapping or a list says in its own words that it
    # wants something else.
    container = isinstance(fault.value, Mapping | list | tuple)
    return int(container and not fault.route[depth].model)


def _at(fault: Fault, depth: int) -> bool:
    """Say whether a fault is the union's value itself, not something inside it."""
    return all(step.branch for step in fault.route[depth:])


def _among(fault: Fault, branch: list[Fault]) -> bool:
    return any((fault.type, fault.path) == (each.type, each.path) for each in branch)


def _outside(fault: Fault, expected: tuple[str, ...]) -> Fault:
    """Return the fault of a missing key as one of the mapping that ought to have it."""
    return replace(fault, path=fault.path[:-1], expected=expected, type="union")
