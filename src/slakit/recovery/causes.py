"""Causes of breaches: a taxonomy that is data, and that a plan extends."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from slakit.documents.suggest import did_you_mean
from slakit.errors import UnknownNameError
from slakit.wording.catalogue import Catalogue

__all__ = ["BETWEEN", "cause_name", "cause_names", "known_cause"]

BETWEEN = "/"
"""What stands between a kind of cause and a cause of it, as in ``people/absence``."""

Own = Mapping[str, Mapping[str, str]]


@cache
def standard_causes() -> Mapping[str, tuple[str, ...]]:
    """Return the kinds of causes that every plan has, and the causes of each."""
    text = files("slakit.recovery").joinpath("causes.toml").read_text(encoding="utf-8")
    return {kind: tuple(causes) for kind, causes in tomllib.loads(text).items()}


def cause_names(own: Own) -> tuple[str, ...]:
    """Return every cause that a case may have: the standard ones, and those of a plan.

    A kind alone is a cause, too, for those who know no more.

    >>> [name for name in cause_names({"supplier": {"carrier": "the carrier"}})
    ...  if name.startswith("supplier")]
    ['supplier', 'supplier/delay', 'supplier/outage', 'supplier/quality', 'supplier/carrier']
    """
    found: dict[str, None] = {}
    standard = standard_causes()
    for kind in dict.fromkeys((*standard, *own)):
        found[kind] = None
        for cause in (*standard.get(kind, ()), *own.get(kind, ())):
            found[f"{kind}{BETWEEN}{cause}"] = None
    return tuple(found)


def known_cause(cause: str, own: Own) -> str:
    """Return a cause that is known; raises `UnknownNameError` with the nearest for any other."""
    names = cause_names(own)
    if cause not in names:
        raise UnknownNameError(
            f"unknown cause {cause!r}",
            parameter="cause",
            value=cause,
            remedy=did_you_mean(str(cause), names),
        )
    return cause


def cause_name(cause: str, own: Own, words: Catalogue) -> str:
    """Return what people call a cause; a name that the plan gives is said as it stands there.

    >>> from slakit.wording import catalogue
    >>> cause_name("people/absence", {}, catalogue("en"))
    'people: absence'
    """
    kind, _, part = cause.partition(BETWEEN)
    key = f"recovery.cause.{kind}"
    name = words.text(key) if key in words else kind.replace("_", " ")
    if not part:
        return name
    given = own.get(kind, {}).get(part)
    key = f"recovery.subcause.{kind}.{part}"
    said = given if given is not None else words.text(key) if key in words else part
    return f"{name}: {said}"
