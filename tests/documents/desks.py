"""Documents to build, to write and to refuse."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from hypothesis import strategies as st
from pydantic import Field, field_validator, model_validator

from slakit.documents import Document, FrozenMap
from slakit.errors import (
    DocumentError,
    NeverOpenError,
    Problem,
    UnknownZoneError,
)


class Desk(Document):
    """One desk."""

    tz: str
    """Name of its zone."""
    seats: Annotated[int, Field(gt=0)] = 1
    hours: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    else_: str | None = Field(default=None, alias="else")

    @field_validator("tz")
    @classmethod
    def known_zone(cls, tz: str) -> str:
        if tz.startswith("Mars"):
            raise UnknownZoneError(
                f"unknown zone {tz!r}", parameter="tz", value=tz, remedy="use an IANA name"
            )
        return tz

    @model_validator(mode="after")
    def opens(self) -> Desk:
        if self.tz == "closed":
            raise NeverOpenError("never opens", parameter="hours", remedy="give it hours")
        if self.tz == "twice":
            raise DocumentError(
                [
                    Problem("overlap", ("hours", "mon", 1), "10-12", code="hours"),
                    Problem("overlap", ("hours", "tue", 0), code="hours", line=77),
                ]
            )
        return self


class Office(Document):
    """Several desks."""

    name: str = ""
    desks: FrozenMap[str, Desk] = FrozenMap()
    queue: tuple[Desk, ...] = ()


def refused(build: Any, *args: Any, **options: Any) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        build(*args, **options)
    # pydantic's error is not in sight, not even in the traceback.
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


def lines(error: DocumentError) -> list[str]:
    return [str(problem) for problem in error.problems]


desks = st.builds(
    lambda tz, seats, hours, other: Desk(
        tz=tz, seats=seats, hours=hours, **({"else": other} if other else {})
    ),
    st.text(max_size=5).filter(lambda tz: tz not in ("closed", "twice") and tz[:4] != "Mars"),
    st.integers(1, 3),
    st.dictionaries(st.text(max_size=3), st.lists(st.text(max_size=3), max_size=2), max_size=3),
    st.none() | st.text(max_size=3),
)
offices = st.builds(
    Office,
    name=st.text(max_size=3),
    desks=st.dictionaries(st.text(max_size=3), desks, max_size=3),
    queue=st.lists(desks, max_size=2),
)
