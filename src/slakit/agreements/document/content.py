"""The clauses of an agreement, in the order in which people look for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from slakit.agreements.agreement import Agreement
from slakit.agreements.document.blocks import (
    Block,
    Clause,
    Contract,
    Items,
    Paragraph,
    Signing,
    Table,
)
from slakit.agreements.document.costs import consequence_texts
from slakit.agreements.document.hours import days_off_text, hours_text
from slakit.agreements.document.promises import clause_text, details, promise_text, window_text
from slakit.agreements.document.reviews import review_blocks
from slakit.agreements.document.targets import targets_of
from slakit.agreements.terms import Amendment
from slakit.wording import Catalogue, catalogue
from slakit.wording.pages import capital, sentence

__all__ = ["content"]


class Part(NamedTuple):
    """A clause that has no number yet."""

    title: str
    blocks: Sequence[Block] = ()
    parts: Sequence[Part] = ()


def content(given: Agreement, locale: str, on: date | None = None) -> Contract:
    """Return the document in a language; what has nothing to say has no clause."""
    words = catalogue(locale)
    agreement = given if on is None else given.on(on)
    parts = [
        Part(heading("parties", words), parties(agreement, words)),
        Part(heading("scope", words), scope(agreement), list(scope_parts(agreement, words))),
        Part(heading("hours", words), list(hours(agreement, on, words))),
        Part(
            heading("commitments", words),
            [commitments_table(agreement, words)],
            commitments(agreement, words),
        ),
        Part(heading("targets", words), parts=list(targets(agreement, words))),
        Part(heading("fees", words), list(fees(agreement, words)), list(costs(agreement, words))),
        Part(heading("responsibilities", words), parts=list(responsibilities(agreement))),
        Part(heading("milestones", words), list(milestones(agreement, words))),
        Part(heading("review", words), list(review_blocks(agreement, on, words))),
        Part(heading("term", words), list(term(agreement, given.amendments, words))),
        Part(heading("signatures", words), list(signatures(agreement, words))),
    ]
    clauses = [part for part in parts if part.blocks or part.parts]
    return Contract(
        locale,
        agreement.title,
        subtitle(agreement, words),
        facts(agreement, words),
        list(numbered(clauses, "")),
    )


def numbered(parts: Sequence[Part], prefix: str) -> Iterator[Clause]:
    """Yield parts as clauses: 1, 1.1, 1.2, 2."""
    for place, part in enumerate(parts, 1):
        number = f"{prefix}{place}"
        inner = list(numbered(part.parts, f"{number}."))
        yield Clause(number, capital(part.title), part.blocks, inner)


def heading(key: str, words: Catalogue) -> str:
    return words.text(f"agreement.heading.{key}")


def column(key: str, words: Catalogue) -> str:
    return capital(words.text(f"agreement.column.{key}"))


def subtitle(agreement: Agreement, words: Catalogue) -> str:
    return capital(words.text(f"agreement.{agreement.kind}"))


def facts(agreement: Agreement, words: Catalogue) -> Table:
    """Return what the document is filed under, its version, and from when to when it holds."""
    kinds = (agreement.type, agreement.form, agreement.scope)
    kind = ", ".join(words.text(f"agreement.{each}") for each in kinds)
    if agreement.supports:
        supported = words.many(agreement.supports)
        kind += "; " + words.text("agreement.supports", agreements=supported)
    rows = {
        "reference": agreement.id,
        "version": str(agreement.version),
        "kind": kind,
        "in_force": in_force(agreement, words),
        "zone": agreement.tz,
    }
    return Table(
        (),
        [(capital(words.text(f"agreement.fact.{key}")), value) for key, value in rows.items()],
    )


def in_force(agreement: Agreement, words: Catalogue) -> str:
    effective = agreement.effective
    if effective is None:
        return words.text("agreement.not_dated")
    first = words.date(effective.from_, "long")
    if effective.until is None:
        return words.text("agreement.from_on", first=first)
    return words.text("agreement.from_until", first=first, last=words.date(effective.until, "long"))


def parties(agreement: Agreement, words: Catalogue) -> list[Block]:
    """Return who agrees, and whom to speak to."""
    items = []
    for party in agreement.parties.values():
        number = party.registration
        registered = words.text("agreement.clause.registered", number=number) if number else ""
        items.append(", ".join(filter(None, (party.name, party.role, registered, party.address))))
    rows = [
        (party.name, contact.name, contact.role, contact.email, contact.phone)
        for party in agreement.parties.values()
        for contact in party.contacts
    ]
    columns = [column(key, words) for key in ("party", "name", "role", "email", "phone")]
    return [Items(items), *([Table(columns, rows)] if rows else [])]


def scope(agreement: Agreement) -> list[Block]:
    return [Paragraph(sentence(agreement.purpose))] if agreement.purpose else []


def scope_parts(agreement: Agreement, words: Catalogue) -> Iterator[Part]:
    services = [
        f"{service.name}: {service.description}" if service.description else service.name
        for service in agreement.services
    ]
    lists = {
        "services": services,
        "exclusions": agreement.exclusions,
        "limitations": agreement.limitations,
        "requirements": agreement.requirements,
    }
    for key, items in lists.items():
        if items:
            yield Part(heading(key, words), [Items(items)])


def hours(agreement: Agreement, on: date | None, words: Catalogue) -> Iterator[Block]:
    """Yield the calendars that commitments and targets count in."""
    known = dict(agreement.policies.calendars) if agreement.policies is not None else {}
    known |= agreement.calendars
    effective = agreement.effective
    day = on if on is not None or effective is None else effective.from_
    rows = [
        (name, hours_text(calendar, words, day), days_off_text(calendar, words))
        for name, calendar in known.items()
    ]
    if rows:
        yield Table([column(key, words) for key in ("calendar", "hours", "days_off")], rows)


def commitments_table(agreement: Agreement, words: Catalogue) -> Table:
    """Return what is owed at one glance; the numbers are those of the clauses below."""
    keys = ("commitment", "debtor", "creditor", "promised", "window")
    rows = [
        (
            each.title,
            agreement.parties[each.owed_by].name,
            agreement.parties[each.owed_to].name,
            promise_text(each, agreement, words),
            window_text(each, words),
        )
        for each in agreement.commitments
    ]
    return Table([column(key, words) for key in keys], rows)


def commitments(agreement: Agreement, words: Catalogue) -> list[Part]:
    found = []
    for each in agreement.commitments:
        blocks: list[Block] = [Paragraph(sentence(clause_text(each, agreement, words)))]
        if each.description:
            blocks.append(Paragraph(sentence(each.description)))
        if said := list(details(each, agreement, words)):
            blocks.append(Items(said))
        found.append(Part(each.title, blocks))
    notes = ["share", "no_data", "dates"]
    if any(cost.credit for each in agreement.commitments for cost in each.consequences):
        notes.insert(1, "edge")
    said = [
        words.text(f"agreement.note.{key}", **({"zone": agreement.tz} if key == "dates" else {}))
        for key in notes
    ]
    return [*found, Part(heading("notes", words), [Items(said)])]


def targets(agreement: Agreement, words: Catalogue) -> Iterator[Part]:
    """Yield what each policy promises, as a table."""
    for policy in agreement.policies.policies if agreement.policies is not None else ():
        title = words.text("agreement.heading.targets_of", policy=policy.name)
        yield Part(title, [targets_of(policy, agreement, words)])


def fees(agreement: Agreement, words: Catalogue) -> Iterator[Block]:
    rows = [(name, fee.to_text(words.locale)) for name, fee in agreement.fees.items()]
    if rows:
        yield Table([column("fee", words), column("amount", words)], rows)


def costs(agreement: Agreement, words: Catalogue) -> Iterator[Part]:
    """Yield what it costs to miss each commitment, and until when that is claimed."""
    for each in agreement.commitments:
        if each.consequences:
            lines = (consequence_texts(cost, words) for cost in each.consequences)
            yield Part(each.title, [Items([line for found in lines for line in found])])


def responsibilities(agreement: Agreement) -> Iterator[Part]:
    for key, duties in agreement.responsibilities.items():
        if duties:
            yield Part(agreement.parties[key].name, [Items(duties)])


def milestones(agreement: Agreement, words: Catalogue) -> Iterator[Block]:
    rows = [
        (words.date(each.on, "long"), each.name, agreement.parties[each.owed_by].name)
        for each in sorted(agreement.milestones, key=lambda each: each.on)
    ]
    if rows:
        yield Table([column(key, words) for key in ("on", "milestone", "debtor")], rows)


def term(
    agreement: Agreement, amendments: Sequence[Amendment], words: Catalogue
) -> Iterator[Block]:
    """Yield from when to when it holds, and all versions after the first."""
    yield Paragraph(sentence(capital(in_force(agreement, words))))
    rows = [
        (str(each.version), words.date(each.from_, "long"), each.summary) for each in amendments
    ]
    if rows:
        yield Table([column(key, words) for key in ("version", "from", "summary")], rows)


def signatures(agreement: Agreement, words: Catalogue) -> Iterator[Block]:
    """Yield a place to sign for each signature, and for each party that has none."""
    signed = {each.party for each in agreement.signatures}
    for each in agreement.signatures:
        on = "" if each.on is None else words.date(each.on, "long")
        yield signing(
            agreement.parties[each.party].name, each.name, each.title, each.place, on, words
        )
    for key, party in agreement.parties.items():
        if key not in signed:
            yield signing(party.name, "", "", "", "", words)


def signing(party: str, name: str, title: str, place: str, on: str, words: Catalogue) -> Signing:
    values = {"name": name, "title": title, "place": place, "date": on, "signature": ""}
    lines = [(capital(words.text(f"agreement.sign.{key}")), value) for key, value in values.items()]
    return Signing(capital(words.text("agreement.sign.for", party=party)), lines)
