"""What is wrong between the parts of an agreement: names, dates, and what its form allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from slakit.agreements.commitments import Commitment
from slakit.agreements.consequences import wrong_consequences
from slakit.agreements.money import Money
from slakit.agreements.terms import Amendment, Effective
from slakit.documents import did_you_mean
from slakit.errors import Problem, SlakitError, UnknownNameError

__all__ = ["problems_across"]

CODE = UnknownNameError.code
# What makes a document the one that it is, and what is counted by itself.
UNCHANGED = ("slakit", "id", "version", "amendments")


def problems_across(data: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong between the fields of an agreement that may not have been validated."""
    return [
        *wrong_parties(data),
        *wrong_names(data),
        *wrong_calendars(data),
        *wrong_fees(data),
        *wrong_costs(data),
        *wrong_ids(data),
        *wrong_amendments(data),
    ]


def value_at(part: Any, name: str) -> Any:
    """Return a field of a model or of the data of one."""
    return part.get(name) if isinstance(part, Mapping) else getattr(part, name, None)


def rows_of(data: Mapping[str, Any], key: str) -> Sequence[Any]:
    rows = data.get(key)
    return rows if isinstance(rows, (list, tuple)) else ()


def wrong_parties(data: Mapping[str, Any]) -> Iterator[Problem]:
    parties = data.get("parties")
    if isinstance(parties, Mapping) and len(parties) < 2:
        remedy = "name two or more, by the keys that the rest refers to"
        yield Problem("it takes two to agree", ("parties",), remedy=remedy)
    if not rows_of(data, "commitments") and "commitments" in data:
        remedy = "say what is owed, by whom and to whom"
        yield Problem("nobody owes anything", ("commitments",), remedy=remedy)


def wrong_names(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the parties and services that are named and are not there."""
    parties, services = data.get("parties"), data.get("services")
    if isinstance(parties, Mapping):
        known = list(map(str, parties))
        for place, each in enumerate(rows_of(data, "commitments")):
            for key in ("owed_by", "owed_to"):
                path = ("commitments", place, key)
                yield from unknown("party", value_at(each, key), path, known)
        for place, each in enumerate(rows_of(data, "milestones")):
            path = ("milestones", place, "owed_by")
            yield from unknown("party", value_at(each, "owed_by"), path, known)
        for place, each in enumerate(rows_of(data, "signatures")):
            yield from unknown(
                "party", value_at(each, "party"), ("signatures", place, "party"), known
            )
        duties = data.get("responsibilities")
        for key in duties if isinstance(duties, Mapping) else ():
            yield from unknown("party", key, ("responsibilities", str(key)), known)
    if services is None or isinstance(services, (list, tuple)):
        known = [str(value_at(each, "name")) for each in services or ()]
        for place, each in enumerate(rows_of(data, "commitments")):
            path = ("commitments", place, "service")
            yield from unknown("service", value_at(each, "service"), path, known)


def unknown(
    what: str, name: Any, path: tuple[str | int, ...], known: Sequence[str]
) -> Iterator[Problem]:
    if isinstance(name, str) and name not in known:
        remedy = did_you_mean(name, known)
        yield Problem(f"unknown {what} {name!r}", path, name, remedy=remedy, code=CODE)


def wrong_calendars(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the calendars of objectives that nobody gives."""
    calendars, policies = data.get("calendars"), data.get("policies")
    inner = value_at(policies, "calendars")
    if not isinstance(calendars or {}, Mapping) or not isinstance(inner or {}, Mapping):
        return
    known = [str(name) for name in {**(calendars or {}), **(inner or {})}]
    for place, each in enumerate(rows_of(data, "commitments")):
        name = value_at(value_at(each, "objective"), "calendar")
        path = ("commitments", place, "objective", "calendar")
        yield from unknown("calendar", name, path, known)


def wrong_costs(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the consequences that do not fit their commitment, the fees or the form."""
    fees = fees_of(data.get("fees"))
    for place, each in enumerate(rows_of(data, "commitments")):
        costs = value_at(each, "consequences")
        if costs and data.get("form") == "plain":
            yield Problem(
                "a plain agreement has no consequences",
                ("commitments", place, "consequences"),
                remedy="write form: contractual, or leave them out",
            )
        commitment = read(Commitment, each)
        if commitment is None or fees is None:
            continue
        for problem in wrong_consequences(commitment.consequences, commitment.objective, fees):
            yield problem.under("commitments", place, "consequences")


def wrong_fees(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the billing bases of which no share can be owed."""
    for name, fee in (fees_of(data.get("fees")) or {}).items():
        if fee.amount <= 0:
            message = f"a fee of {fee} is none"
            yield Problem(message, ("fees", name), str(fee), remedy="give an amount above 0")


def fees_of(fees: Any) -> dict[str, Money] | None:
    """Return the billing bases; None where they are wrong themselves."""
    if not isinstance(fees or {}, Mapping):
        return None
    try:
        return {str(name): Money.parse(fee) for name, fee in (fees or {}).items()}
    except SlakitError:
        return None


def read(model: Any, value: Any) -> Any:
    """Return a part of the document, None where it is wrong, which is a problem of its own."""
    if isinstance(value, model):
        return value
    try:
        return model.model_validate(value)
    except SlakitError:
        return None


def wrong_ids(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield commitments and services of one name."""
    for key, name in (("commitments", "id"), ("services", "name")):
        seen = set()
        for place, each in enumerate(rows_of(data, key)):
            found = value_at(each, name)
            if not isinstance(found, str):
                continue
            if found in seen:
                message = f"there is {found!r} already"
                remedy = f"give each its own {name}"
                yield Problem(message, (key, place, name), found, remedy=remedy)
            seen.add(found)


def wrong_amendments(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield amendments that do not follow each other."""
    effective = read(Effective, data.get("effective"))
    version = data.get("version", 1)
    first = version if isinstance(version, int) else 1
    before: tuple[int, date | None] = (first, effective and effective.from_)
    for place, each in enumerate(rows_of(data, "amendments")):
        amendment = read(Amendment, each)
        if amendment is None:
            continue
        for key in amendment.changes:
            if key in UNCHANGED:
                message, remedy = f"{key} cannot be amended", "leave it out of the changes"
                yield Problem(message, ("amendments", place, "changes", key), remedy=remedy)
        version, since = before
        if amendment.version <= version:
            path = ("amendments", place, "version")
            message = f"version {amendment.version} comes after version {version}"
            remedy = f"write {version + 1}, and let amendments stand in their order"
            yield Problem(message, path, amendment.version, remedy=remedy)
        if since is not None and amendment.from_ <= since:
            path = ("amendments", place, "from")
            message = f"{amendment.from_} is not after {since}, when the version before it begins"
            remedy = "let amendments stand in their order"
            yield Problem(message, path, amendment.from_.isoformat(), remedy=remedy)
        before = amendment.version, amendment.from_
