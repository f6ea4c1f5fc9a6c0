"""`Commitment`: what one party owes another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, field_serializer, field_validator, model_validator

from slakit.agreements.consequences import Consequence
from slakit.documents import Document, refusal
from slakit.errors import DocumentError, Problem
from slakit.reports.objectives import Objective

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler, ValidationInfo
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["ClockPromise", "Commitment"]


class ClockPromise(Document):
    """Each single clock of a metric has to be met.

    >>> ClockPromise(metric="next_response", policy="gold").metric
    'next_response'
    """

    metric: str = Field(
        min_length=1, description="whose clocks have to be met", examples=["customer_answer"]
    )
    policy: str | None = Field(
        default=None, description="under which policy; left out, under any", examples=["gold"]
    )


class Nameless:
    """The JSON Schema of an objective whose name is that of its commitment."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        whole = handler.resolve_ref_schema(handler(schema))
        properties = {name: each for name, each in whole["properties"].items() if name != "name"}
        required = [name for name in whole["required"] if name != "name"]
        return {**whole, "properties": properties, "required": required}


class Commitment(Document):
    """What one party owes another: an `objective`, or each single `clock` of a metric.

    The objective is one of slakit's, without a name: it is called what the commitment is called.
    Raises `DocumentError` with every problem at once.

    >>> answers = Commitment(
    ...     id="answers", owed_by="customer", owed_to="provider",
    ...     clock={"metric": "customer_answer"},
    ... )
    >>> answers.title, answers.metric
    ('answers', 'customer_answer')

    >>> fast = Commitment(
    ...     id="fast", owed_by="provider", owed_to="customer", objective={
    ...         "attain": "95%", "metric": "first_response", "window": "calendar month, UTC"},
    ... )
    >>> fast.objective.name, fast.to_data()["objective"]["attain"]
    ('fast', '95%')
    """

    id: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        description="what amendments and assessments call it",
        examples=["first-response"],
    )
    name: str = Field(default="", description="what people call it; left out, its id")
    owed_by: str = Field(description="the key of the party that owes it", examples=["provider"])
    owed_to: str = Field(description="the key of the party that it is owed to")
    service: str | None = Field(default=None, description="the service that it is for, by name")
    description: str = Field(default="", description="what has to be said of it beside")
    objective: Annotated[Objective, Nameless] | None = Field(
        default=None, description="what has to be attained over a window"
    )
    clock: ClockPromise | None = Field(
        default=None, description="the metric of which each single clock has to be met"
    )
    consequences: tuple[Consequence, ...] = Field(
        default=(), description="what it costs when it is missed"
    )

    @field_validator("objective", mode="before")
    @classmethod
    def _name_objective(cls, value: Any, info: ValidationInfo) -> Any:
        name = info.data.get("name") or info.data.get("id") or "?"
        if isinstance(value, Objective):
            return value if value.name == name else value.model_copy(update={"name": name})
        if not isinstance(value, Mapping):
            return value
        if "name" in value:
            remedy = "give the name to the commitment, and none to its objective"
            problem = Problem("unknown key 'name'", ("name",), value["name"], remedy=remedy)
            raise DocumentError([problem])
        return {"name": name, **value}

    @field_serializer("objective")
    def _without_name(self, value: Objective | None) -> Any:
        if value is None:
            return None
        return {name: each for name, each in value.to_data().items() if name != "name"}

    @model_validator(mode="after")
    def _check(self) -> Self:
        values = {name: getattr(self, name) for name in type(self).model_fields}
        if problems := self.problems_across(values):
            raise refusal(problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        given = [key for key in ("objective", "clock") if data.get(key) is not None]
        problems = []
        if not given:
            remedy = "give an objective, or the clock whose every cycle has to be met"
            problems.append(Problem("nothing is promised", remedy=remedy))
        if len(given) == 2:
            message, remedy = "an objective is promised already", "write a commitment for each"
            problems.append(Problem(message, ("clock",), remedy=remedy))
        debtor = data.get("owed_by")
        if debtor is not None and debtor == data.get("owed_to"):
            message, remedy = f"{debtor!r} owes it to itself", "name the other party"
            problems.append(Problem(message, ("owed_to",), debtor, remedy=remedy))
        return problems

    @property
    def title(self) -> str:
        """What people call it: its name, or its id."""
        return self.name or self.id

    @property
    def metric(self) -> str | None:
        """The metric whose clocks it looks at; None where it looks at none."""
        part = self.clock or self.objective
        return None if part is None else part.metric

    @property
    def policy(self) -> str | None:
        """The policy under which these clocks run; None for any."""
        part = self.clock or self.objective
        return None if part is None else part.policy
