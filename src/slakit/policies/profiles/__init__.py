"""Profiles: what seventeen help desks mean by their clocks, in the words of the policy language.

A profile is a TOML file beside this module. ``profile: zendesk`` in a policy set takes its
statuses, metrics and conventions; whatever the set says itself overrides them by name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any

from slakit.documents.suggest import did_you_mean
from slakit.errors import UnknownNameError

__all__ = ["CROSS_CUTTING_RULES", "load_profile", "profile_names"]

CROSS_CUTTING_RULES = (
    "exact_exhaustion",
    "paused_time",
    "which_clocks_pause",
    "reopen",
    "first_response_by",
    "next_response_start",
    "change_of_policy",
    "met_clock",
    "days",
    "late_but_unseen",
    "equality",
    "precision",
)
"""Where products disagree; each profile says in a sentence what its product does, or not known."""

SUFFIX = ".toml"


@cache
def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles, in the order of the alphabet.

    >>> profile_names()[:3]
    ('chatwoot', 'dynamics365', 'erpnext')
    """
    entries = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in entries if name.endswith(SUFFIX)))


def load_profile(name: str) -> Mapping[str, Any]:
    """Return a profile as plain data, a copy of one's own.

    The keys are `title`, `sources`, `notes` and `rules`, which describe the product, and
    `statuses`, `metrics` and `conventions`, which a policy set takes over. A name that no
    profile has raises `UnknownNameError`, which lists the nearest.

    >>> load_profile("zammad")["conventions"]["due_shown"]
    'while_open'

    A metric that a profile doesn't give is the standard one of its name.
    """
    if name not in profile_names():
        raise UnknownNameError(
            f"unknown profile {name!r}",
            parameter="profile",
            value=name,
            remedy=did_you_mean(str(name), profile_names()),
        )
    return deepcopy(read(name))


@cache
def read(name: str) -> dict[str, Any]:
    text = files(__name__).joinpath(name + SUFFIX).read_text(encoding="utf-8")
    return {"conventions": {}, "metrics": {}, **tomllib.loads(text)}
