"""`Agreement`: the document in which parties promise each other something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from slakit.agreements.amendments import amended
from slakit.agreements.checks import problems_across
from slakit.agreements.commitments import Commitment
from slakit.agreements.money import Money
from slakit.agreements.parties import Party, Signature
from slakit.agreements.review import Review
from slakit.agreements.terms import Amendment, Effective, Milestone, Service, plain_date
from slakit.calendars import AnyCalendar, BusinessCalendar, Calendar, CombinedCalendar  # noqa: F401
from slakit.calendars.zones import zone
from slakit.documents import Document, FrozenMap, Source, did_you_mean, refusal
from slakit.errors import DocumentError, Problem, SlakitError, UnknownNameError
from slakit.policies import Difference, PolicySet
from slakit.wording import catalogue

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["Agreement"]

Locale = Literal["en", "es", "pt-BR", "pt-PT"]


def zone_name(value: Any) -> str:
    return zone(value, parameter="").key


def no_file(value: Any) -> Any:
    """Refuse the name of a file, which can be found only from the file that names it."""
    if isinstance(value, str):
        raise SlakitError(
            f"{value!r} names a file, and nothing says in which folder",
            value=value,
            remedy="read the agreement with from_file, or give the policy set itself",
        )
    return value


class OrFile:
    """The JSON Schema of a part that a file may have in another file."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "examples": ["desk.yaml"]}, handler(schema)]}


class Agreement(Document):
    """A service level agreement (SLA, OLA or underpinning contract), as data.

    Parties owe each other commitments, each with what is measured and what it costs to miss it.
    ``policies`` is a policy set, or in a file the path of one, relative to that file: the
    document that is read has it within, so that what was agreed on is in one place.

    Raises `DocumentError` with every problem at once.

    >>> agreement = Agreement.model_validate({
    ...     "id": "A-1", "title": "Support", "tz": "Europe/Madrid",
    ...     "parties": {"provider": {"name": "Acme"}, "customer": {"name": "Shop"}},
    ...     "commitments": [{
    ...         "id": "answers", "owed_by": "customer", "owed_to": "provider",
    ...         "clock": {"metric": "next_response"},
    ...     }],
    ...     "amendments": [{"version": 2, "from": "2026-12-01", "summary": "a new title",
    ...                     "changes": {"title": "Support and care"}}],
    ... })
    >>> agreement.on(date(2026, 12, 1)).title, agreement.version
    ('Support and care', 1)

    The trap: the document is its first version. Ask `on` for the one that is in force.
    """

    id: str = Field(min_length=1, description="what it is filed under", examples=["AC-2026-014"])
    title: str = Field(min_length=1, description="what it is called")
    version: int = Field(default=1, ge=1, description="the version whose text this is")
    type: Literal["service-based", "customer-based", "multi-level"] = Field(
        default="customer-based",
        description="one service for all, one customer for all services, or levels of both",
    )
    kind: Literal["sla", "ola", "uc"] = Field(
        default="sla",
        description="a service level, operational level or underpinning agreement",
    )
    form: Literal["plain", "contractual"] = Field(
        default="plain", description="contractual may have consequences, plain may not"
    )
    scope: Literal["external", "internal"] = Field(
        default="external", description="between companies, or between departments of one"
    )
    supports: tuple[str, ...] = Field(
        default=(), description="the ids of the agreements that this one supports"
    )
    language: Locale = Field(default="en", description="in which the document is written")
    tz: Annotated[str, BeforeValidator(zone_name)] = Field(
        description="the time zone of its dates", examples=["Europe/Madrid"]
    )
    purpose: str = Field(default="", description="what it is for")
    parties: FrozenMap[str, Party] = Field(
        description="two or more, by the key that refers to them"
    )
    services: tuple[Service, ...] = Field(default=(), description="what it is about")
    policies: Annotated[PolicySet, BeforeValidator(no_file), OrFile] | None = Field(
        default=None, description="the targets and when they count: a policy set, or its file"
    )
    calendars: FrozenMap[str, AnyCalendar] = Field(
        default=FrozenMap(), description="further business calendars, by name"
    )
    exclusions: tuple[str, ...] = Field(default=(), description="what is not in scope")
    limitations: tuple[str, ...] = Field(default=(), description="how far it goes, and no further")
    requirements: tuple[str, ...] = Field(
        default=(), description="what has to be there for the promises to hold"
    )
    milestones: tuple[Milestone, ...] = Field(default=(), description="what is delivered by when")
    fees: FrozenMap[str, Money] = Field(
        default=FrozenMap(),
        description="billing bases by name",
        examples=[{"monthly support": "10000 EUR"}],
    )
    commitments: tuple[Commitment, ...] = Field(description="what one party owes another")
    responsibilities: FrozenMap[str, tuple[str, ...]] = Field(
        default=FrozenMap(), description="what each party sees to, by its key"
    )
    review: Review | None = Field(default=None, description="when it is looked at again")
    effective: Effective | None = Field(default=None, description="from when to when it holds")
    amendments: tuple[Amendment, ...] = Field(
        default=(), description="its later versions, in order"
    )
    signatures: tuple[Signature, ...] = Field(default=(), description="who signs for whom")

    @model_validator(mode="after")
    def _check(self) -> Self:
        values = {name: getattr(self, name) for name in type(self).model_fields}
        problems = self.problems_across(values)
        if not problems:
            problems = self._wrong_versions()
        if problems:
            raise refusal(problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        return problems_across(data)

    def _wrong_versions(self) -> list[Problem]:
        """Return what is wrong with the document once its amendments are laid over it."""
        problems = []
        for place, amendment in enumerate(self.amendments):
            try:
                self.on(amendment.from_)
            except DocumentError as error:
                path = ("amendments", place, "changes")
                problems += [problem.under(*path) for problem in error.problems]
                break  # Those after it are laid over what could not be built.
        return problems

    @classmethod
    def from_source(cls, source: Source, **options: Any) -> Self:
        source, problems = with_policies(source)
        if not problems:
            return super().from_source(source, **options)
        try:
            super().from_source(source, **options)
        except DocumentError as error:
            problems += error.problems
        raise refusal(sorted(problems, key=lambda each: each.line or 0), source=source.name)

    def on(self, day: date) -> Self:
        """Return the version that is in force on a date, with the amendments that come after it.

        Before the first amendment that is the document itself, also where it is not in force yet.

        >>> one = Agreement.model_validate({
        ...     "id": "A-1", "title": "Support", "tz": "UTC",
        ...     "parties": {"us": {"name": "Acme"}, "them": {"name": "Shop"}},
        ...     "commitments": [{"id": "fast", "owed_by": "us", "owed_to": "them", "objective": {
        ...         "attain": "95%", "metric": "resolution", "window": "rolling 30 days"}}],
        ...     "amendments": [{"version": 2, "from": "2026-12-01", "summary": "97%", "changes": {
        ...         "commitments": {"fast": {"objective": {"attain": "97%"}}}}}],
        ... })
        >>> str(one.on(date(2026, 12, 24)).commitments[0].objective.attain)
        '97%'
        """
        day = plain_date(day, "day")
        taken = [each for each in self.amendments if each.from_ <= day]
        if not taken:
            return self
        data = {name: each for name, each in self.to_data().items() if name != "amendments"}
        for amendment in taken:
            data = amended(data, amendment.changes)
        data["version"] = taken[-1].version
        data["amendments"] = self.amendments[len(taken) :]
        return self.model_validate(data)

    def calendar_of(self, name: str | None) -> Calendar | None:
        """Return a calendar by its name: one of its own, or of its policy set; None for None.

        Raises `UnknownNameError`.
        """
        if name is None:
            return None
        known = dict(self.policies.calendars) if self.policies is not None else {}
        known |= self.calendars
        if name not in known:
            raise UnknownNameError(
                f"unknown calendar {name!r}",
                parameter="name",
                value=name,
                remedy=did_you_mean(name, list(known)),
            )
        return known[name]

    def commitments_of(self, party: str) -> tuple[Commitment, ...]:
        """Return what a party owes; an unknown key raises `UnknownNameError`."""
        if party not in self.parties:
            raise UnknownNameError(
                f"unknown party {party!r}",
                parameter="party",
                value=party,
                remedy=did_you_mean(party, list(self.parties)),
            )
        return tuple(each for each in self.commitments if each.owed_by == party)

    def next_review(self, after: date) -> date | None:
        """Return the date of the first review after a date; None where none is agreed.

        The date that was agreed for the next one counts before what the recurrence says.
        """
        day = plain_date(after, "after")
        return None if self.review is None else self.review.after(day)

    def diff(self, other: Agreement) -> tuple[Difference, ...]:
        """Return what another agreement says otherwise, one difference for each value.

        Commitments, services and policies are compared by name, so that their order says nothing.
        `diff_text` says it for people.
        """
        from slakit.agreements.diff import differences

        return differences(self, an_agreement(other))

    def diff_text(self, other: Agreement, *, locale: str | None = None) -> str:
        """Return what another agreement says otherwise, a line each, in words.

        In the language of this one unless `locale` says another; empty where nothing differs.
        """
        from slakit.agreements.diff import told

        return "\n".join(told(self, an_agreement(other), catalogue(locale or self.language)))

    def to_markdown(self, *, locale: str | None = None, on: date | None = None) -> str:
        """Return the document for people, in Markdown: numbered clauses and lines to sign.

        In its own language unless `locale` says another; what people wrote into it stays as it
        is. With `on`, the version that is in force on that date.
        """
        from slakit.agreements.document.content import content
        from slakit.agreements.document.markdown import to_markdown

        return to_markdown(content(self, locale or self.language, on))

    def to_html(self, *, locale: str | None = None, on: date | None = None) -> str:
        """Return the document for people as one page that prints well on A4."""
        from slakit.agreements.document.content import content
        from slakit.agreements.document.html import to_html

        return to_html(content(self, locale or self.language, on))


def an_agreement(value: Any) -> Agreement:
    if not isinstance(value, Agreement):
        raise SlakitError(
            f"{value!r} is no agreement",
            parameter="other",
            value=value,
            remedy="read it with Agreement.from_file or Agreement.model_validate",
        )
    return value


def with_policies(source: Source) -> tuple[Source, list[Problem]]:
    """Return a source with the policy set of the file that it names, and what is wrong with it."""
    data = source.data
    name = data.get("policies") if isinstance(data, Mapping) else None
    # What was not read from a file says nothing of a folder, and is refused for that.
    if not isinstance(name, str) or not Path(source.name).is_file():
        return source, []
    try:
        policies = PolicySet.from_file(Path(source.name).parent / name)
    except SlakitError as error:
        line = source.line_of(("policies",))
        problems = [
            Problem(f"{name}: {problem}", ("policies",), name, line=line)
            for problem in error.problems
        ]
        rest = {key: each for key, each in data.items() if key != "policies"}
        return replace(source, data=rest), problems
    return replace(source, data={**data, "policies": policies}), []
