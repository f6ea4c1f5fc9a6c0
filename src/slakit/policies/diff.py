"""What one policy set says otherwise than another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from slakit.policies.policy_set import PolicySet

__all__ = ["Difference", "differences"]

ABSENT = "absent"


class Difference(NamedTuple):
    """One value that differs: where it stands, and what the two sets say; None where nothing."""

    path: tuple[str, ...]
    before: Any
    after: Any

    def __str__(self) -> str:
        said = [ABSENT if each is None else repr(each) for each in (self.before, self.after)]
        return f"{'.'.join(self.path)}: {said[0]} -> {said[1]}"


def differences(before: PolicySet, after: PolicySet) -> tuple[Difference, ...]:
    """Return the differences in the order of the first set, then what only the second has."""
    if before == after:
        return ()
    old, new = named(before.to_data()), named(after.to_data())
    found = list(compare(old, new, ()))
    # The first policy that matches counts, so their order is part of what is promised.
    orders = [
        [name for name in one["policies"] if name in other["policies"]]
        for one, other in ((old, new), (new, old))
    ]
    if orders[0] != orders[1]:
        found.append(Difference(("policies",), *orders))
    return tuple(found)


def named(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a set with its policies by name and version instead of by number."""
    policies = {}
    for policy in data["policies"]:
        start = policy.get("from")
        policies[f"{policy['name']} from {start}" if start else policy["name"]] = policy
    return {**data, "policies": policies}


def compare(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    if by_key(before, after):
        for key in dict.fromkeys([*before, *after]):
            yield from compare(before.get(key), after.get(key), (*path, str(key)))
    elif as_text(before) != as_text(after):
        yield Difference(path, before, after)


def by_key(before: Any, after: Any) -> bool:
    """Return whether two values are compared key by key.

    In a condition null is a value, which a key that is not there could not be told from.
    """
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return False
    both = {**before, **after}
    return all(both[key] is not None for key in before.keys() ^ after.keys())


def as_text(value: Any) -> str:
    # In Python true is 1, also within a list.
    return json.dumps(value, sort_keys=True)
