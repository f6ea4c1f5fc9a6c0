"""What changes from one version of an agreement to another, as values and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from slakit.agreements.agreement import Agreement
from slakit.agreements.commitments import Commitment
from slakit.agreements.document.costs import consequence_texts
from slakit.agreements.document.promises import promise_text, window_text
from slakit.policies import Difference
from slakit.policies.diff import compare
from slakit.wording import Catalogue
from slakit.wording.pages import plain

__all__ = ["differences", "told"]

# Lists of things with a name of their own, in which the order says nothing.
NAMED = {"commitments": "id", "services": "name", "milestones": "name", "amendments": "version"}
DEFAULTED = ("version", "type", "kind", "form", "scope", "language")


def differences(before: Agreement, after: Agreement) -> tuple[Difference, ...]:
    """Return the differences in the order of the document."""
    old, new = named(before), named(after)
    found: list[Difference] = []
    for key in dict.fromkeys([*old, *new]):
        if key != "policies":
            found += compare(old.get(key), new.get(key), (key,))
        elif before.policies is not None and after.policies is not None:
            inner = before.policies.diff(after.policies)
            found += [each._replace(path=(key, *each.path)) for each in inner]
        else:
            found.append(Difference((key,), old.get(key), new.get(key)))
    return tuple(found)


def named(agreement: Agreement) -> dict[str, Any]:
    """Return the data of an agreement with its commitments and the like by name."""
    data = agreement.to_data()
    for key, name in NAMED.items():
        if key in data:
            data[key] = {str(each[name]): each for each in data[key]}
    # What one leaves to the default the other may say, which is no addition.
    data |= {key: getattr(agreement, key) for key in DEFAULTED}
    return {key: data[key] for key in type(agreement).model_fields if key in data}


def told(before: Agreement, after: Agreement, words: Catalogue) -> Iterator[str]:
    """Yield the differences as lines, those of a commitment in the words of the document."""
    old, new = (
        {each.id: (each, agreement) for each in agreement.commitments}
        for agreement in (before, after)
    )
    for found in dict.fromkeys([*old, *new]):
        yield from of_commitment(old.get(found), new.get(found), words)
    for difference in differences(before, after):
        if difference.path[0] not in {"commitments", "amendments"}:
            values = said(difference.before), said(difference.after)
            yield line(".".join(difference.path), *values, words)
    yield from of_amendments(before, after, words)


def of_amendments(before: Agreement, after: Agreement, words: Catalogue) -> Iterator[str]:
    """Yield the later versions that only one of the two has, and those that read otherwise."""
    old, new = (
        {each.version: f"{each.summary} ({each.from_})" for each in agreement.amendments}
        for agreement in (before, after)
    )
    for version in sorted({*old, *new}):
        # What is laid over the text of a version is no longer ahead of it.
        taken = version <= max(before.version, after.version)
        if old.get(version) != new.get(version) and not taken:
            what = words.text("agreement.version", version=str(version))
            yield line(what, old.get(version, ""), new.get(version, ""), words)


Versioned = tuple[Commitment, Agreement]


def of_commitment(
    before: Versioned | None, after: Versioned | None, words: Catalogue
) -> Iterator[str]:
    """Yield what changes of a commitment, a line for each part of it."""
    owner = before or after
    assert owner is not None  # One of the two has it.
    name = words.text("agreement.diff.commitment", name=owner[0].title)
    if before is None or after is None:
        one, other = (each and promise_text(*each, words) for each in (before, after))
        yield line(name, one or "", other or "", words)
        return
    told = [parts(*each, words) for each in (before, after)]
    for key in dict.fromkeys([*told[0], *told[1]]):
        one, other = told[0].get(key, ""), told[1].get(key, "")
        if one != other:
            yield line(f"{name}, {key}" if key else name, one, other, words)
    lines = [costs(each[0], words) for each in (before, after)]
    gone = [each for each in lines[0] if each not in lines[1]]
    come = [each for each in lines[1] if each not in lines[0]]
    if gone or come:
        what = words.text("agreement.heading.consequences")
        yield line(f"{name}, {what}", "; ".join(gone), "; ".join(come), words)


def costs(commitment: Commitment, words: Catalogue) -> list[str]:
    return [phrase for each in commitment.consequences for phrase in consequence_texts(each, words)]


def parts(commitment: Commitment, agreement: Agreement, words: Catalogue) -> dict[str, str]:
    """Return what is said of a commitment, by the heading under which it stands."""

    def column(key: str) -> str:
        return words.text(f"agreement.column.{key}")

    found = {
        "": promise_text(commitment, agreement, words),
        column("commitment"): commitment.title,
        column("window"): window_text(commitment, words),
        column("debtor"): agreement.parties[commitment.owed_by].name,
        column("creditor"): agreement.parties[commitment.owed_to].name,
    }
    part = (commitment.objective or commitment.clock or commitment).to_data()
    beside = {key: commitment.to_data().get(key) for key in ("service", "description")}
    measured = {key: part.get(key) for key in ("when", "policy", "calendar", "ignore_shorter_than")}
    return found | {key: said(value) for key, value in (beside | measured).items()}


def line(what: str, before: str, after: str, words: Catalogue) -> str:
    if not before:
        return words.text("agreement.diff.added", what=what, after=after)
    if not after:
        return words.text("agreement.diff.removed", what=what, before=before)
    return f"{what}: {before} \N{RIGHTWARDS ARROW} {after}"


def said(value: Any) -> str:
    """Return a value of the document on one line; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {said(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(map(said, value))
    return str(value)
