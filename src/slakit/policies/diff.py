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
    # Two sets of one profile differ in nothing but what they say themselves.
    with_profiles = before.profile != after.profile
    old, new = named(before, with_profiles), named(after, with_profiles)
    found = [*compare(old, new, ())]
    # The first policy that matches counts, so their order is part of what is promised.
    found += reordered(old["policies"], new["policies"], ("policies",))
    for name in old["policies"]:
        for key in ("warn", "escalate"):
            one, other = (each["policies"].get(name, {}).get(key) for each in (old, new))
            # A list has been compared as it stands.
            if isinstance(one, Mapping) and isinstance(other, Mapping):
                found += reordered(one, other, ("policies", name, key))
    return tuple(found)


def named(policies: PolicySet, with_profiles: bool) -> dict[str, Any]:
    """Return the data of a set with its policies by name and version instead of by number."""
    data = with_profile(policies) if with_profiles else policies.to_data()
    by_name = {}
    for policy in data["policies"]:
        start = policy.get("from")
        by_name[f"{policy['name']} from {start}" if start else policy["name"]] = policy
    return {**data, "policies": by_name}


def with_profile(policies: PolicySet) -> dict[str, Any]:
    """Return the data of a set, and where it says nothing what its profile says."""
    own, theirs = policies.to_data(), policies._from_profile.to_data()
    words, given = theirs.get("metrics", {}), own.get("metrics", {})
    both = {
        **theirs,
        **own,
        "statuses": {**theirs.get("statuses", {}), **own.get("statuses", {})},
        "metrics": {
            name: {**words.get(name, {}), **given.get(name, {})} for name in {**words, **given}
        },
    }
    return {name: both[name] for name in type(policies).model_fields if name in both}


def reordered(
    before: Mapping[str, Any], after: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[Difference]:
    """Yield a difference where what both have stands in another order."""
    old, new = [key for key in before if key in after], [key for key in after if key in before]
    if old != new:
        yield Difference(path, old, new)


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
