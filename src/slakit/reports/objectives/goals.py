"""What objectives ask for, where it takes more than a percentage or a length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from slakit.documents import Document
from slakit.documents.parsed import Parsed
from slakit.durations import format_length, parse_length
from slakit.durations.lengths import plain_timedelta
from slakit.errors import DocumentError, Problem, SlakitError
from slakit.reports.objectives.percent import Percent

__all__ = [
    "Answers",
    "AverageScore",
    "Csat",
    "Limit",
    "Nps",
    "PercentileLimit",
    "Volume",
]

EXAMPLE = "write the percentile and the time, as in {90: 4h}"


class Limit(timedelta, Parsed):
    """The longest business time that is still good, as in ``4h``.

    >>> str(Limit.parse("90m").to_data())
    '1h30m'
    """

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read the text of a length, or take a timedelta."""
        length = parse_length(value) if isinstance(value, str) else plain_timedelta(value)
        if length < timedelta(0):
            remedy = "write a length, as in 4h"
            raise SlakitError(f"{value!r} is less than no time", value=value, remedy=remedy)
        return cls(days=length.days, seconds=length.seconds, microseconds=length.microseconds)

    def to_data(self) -> str:
        """Return the text that a file holds."""
        return format_length(plain_timedelta(self))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"type": "string", "examples": ["4h", "1h30m"]}


@dataclass(frozen=True, slots=True, repr=False)
class PercentileLimit(Parsed):
    """A percentile, and the longest time that it may be: ``{90: 4h}``.

    The percentile is the time of one of the clocks (nearest rank), so that "the 90th percentile
    is at most 4h" says the same as "at least 90 % took at most 4h".

    >>> PercentileLimit.parse({90: "4h"})
    PercentileLimit.parse({'90': '4h'})
    """

    percent: Percent
    limit: Limit

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a mapping with one entry; raises one error with every problem."""
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping) or len(value) != 1:
            raise SlakitError(f"{value!r} is no percentile", value=value, remedy=EXAMPLE)
        [(percent, limit)] = value.items()
        problems: list[Problem] = []
        read: list[Any] = []
        for parse, part in ((Percent.parse, percent), (Limit.parse, limit)):
            try:
                read.append(parse(part))
            except SlakitError as error:
                problems += [problem.under(str(percent)) for problem in error.problems]
        if problems:
            raise DocumentError(problems)
        return cls(*read)

    def to_data(self) -> dict[str, str]:
        """Return the mapping that a file holds."""
        return {str(self.percent).removesuffix("%"): self.limit.to_data()}

    def __repr__(self) -> str:
        return f"PercentileLimit.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": Limit.json_schema(),
            "minProperties": 1,
            "examples": [{"90": "4h"}],
        }


class Volume(Document):
    """How much of something has to come about.

    >>> Volume(of="qualified opportunities", at_least="100000", unit="USD").at_least
    Decimal('100000')
    """

    of: str = Field(
        min_length=1,
        description="what is counted, as the counts call it",
        examples=["qualified opportunities"],
    )
    at_least: Decimal = Field(gt=0, description="how much of it", examples=[100000])
    unit: str = Field(default="", description="what it is measured in", examples=["USD"])


class Nps(Document):
    """A net promoter score: of answers from 0 to 10, the % of 9 and 10 less the % of 0 to 6.

    >>> Nps(of="nps", at_least=40).at_least
    Decimal('40')
    """

    of: Literal["nps"] = Field(description="the net promoter score")
    at_least: Decimal = Field(
        ge=-100, le=100, description="in points, from -100 to 100", examples=[40]
    )


class Csat(Document):
    """A customer satisfaction score: the % of the answers that are good ones.

    >>> Csat(of="csat", at_least="90%").good_from
    Decimal('4')
    """

    of: Literal["csat"] = Field(description="the share of satisfied answers")
    at_least: Percent = Field(description="which percentage of the answers has to be good")
    scale: tuple[Decimal, Decimal] = Field(
        default=(Decimal(1), Decimal(5)),
        description="the worst and the best answer that there is",
        examples=[[1, 5]],
    )
    good_from: Decimal = Field(
        default=Decimal(4), description="the least answer that is a good one", examples=[4]
    )

    @model_validator(mode="after")
    def _check_scale(self) -> Self:
        worst, best = self.scale
        if not worst < self.good_from <= best:
            raise SlakitError(
                f"{self.good_from} does not tell good answers from others on a scale from {worst}"
                f" to {best}",
                value=self.good_from,
                remedy="write the scale as [worst, best], and good_from above the worst",
            )
        return self


class AverageScore(Document):
    """The mean of the answers, on whatever scale they have.

    >>> AverageScore(of="average", at_least="4.2").at_least
    Decimal('4.2')
    """

    of: Literal["average"] = Field(description="the mean of the answers")
    at_least: Decimal = Field(description="on the scale of the answers", examples=[4.2])


Answers = Annotated[Nps | Csat | AverageScore, Field(discriminator="of")]
