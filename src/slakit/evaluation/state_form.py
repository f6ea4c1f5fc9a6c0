"""What the JSON of a tracker's state looks like, so that damage is told where it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr

from slakit.documents.frozen import FrozenMap
from slakit.documents.model import Document
from slakit.errors import DocumentError, SlakitError, StateError

__all__ = ["FORM", "check_state"]

FORM = 1
# Microseconds since the epoch, of the years in which Python has dates.
Micros = Annotated[StrictInt, Field(ge=-62_135_596_800_000_000, le=253_402_300_799_999_999)]
Length = Annotated[StrictInt, Field(ge=-(2**62), le=2**62)]
Count = Annotated[StrictInt, Field(ge=0, le=2**53)]


def read_turns(turns: tuple[Any, ...]) -> tuple[Any, ...]:
    word, *instants = turns or ("",)
    if (
        not isinstance(word, str)
        or not word
        or not set(word) <= set("rpgc")
        or len(word) != len(instants)
        or any(type(each) is not int for each in instants)
        or instants != sorted(instants)
    ):
        raise SlakitError(
            f"{list(turns)!r} are no turns",
            value=turns,
            remedy="one letter each, then their instants in order",
        )
    return turns


Turns = Annotated[tuple[Any, ...], AfterValidator(read_turns)]
PolicyKey = tuple[StrictStr, StrictStr | None]


class CycleForm(Document):
    turns: Turns
    started: Micros | None = None
    stopped: Micros | None = None
    cancelled: Micros | None = None
    chained: StrictBool = False
    used: tuple[Count, Length, Length, Length, Length | None, Micros | None] | None = None
    carried: tuple[Micros, Length, Length, Length, Micros | None] | None = None


class ClockForm(Document):
    state: Literal["waiting", "done", "running", "paused", "stopped"]
    cycles: tuple[CycleForm, ...] = ()
    begun: StrictBool = False
    pause: PolicyKey | None = None
    unheld: tuple[tuple[Micros, Count], ...] = ()
    prelude: tuple[Any, ...] = ()
    numbers: FrozenMap[str, Count] = FrozenMap()
    due: Micros | None = None
    ended: Micros | None = None
    passed: tuple[Micros, Length, Length, Length, Micros | None] | None = None


class SelectionForm(Document):
    at: Micros
    fields: FrozenMap[str, Any]
    policy: PolicyKey | None = None
    since: tuple[Literal[0, 1], ...] = ()


class TrackForm(Document):
    name: StrictStr | None = None
    track: tuple[SelectionForm, ...]
    clocks: FrozenMap[str, ClockForm]


class StateForm(Document):
    form: Literal[1]
    policies: StrictStr
    zones: StrictStr
    ticket: StrictStr
    created_at: StrictStr
    opened_by: Literal["customer", "agent"] | None = None
    at: Micros
    told: Micros
    settled: Micros
    names: tuple[StrictStr, ...]
    fields: FrozenMap[str, Any]
    pending: tuple[Mapping[str, Any], ...]
    by_hand: tuple[Mapping[str, Any], ...] = ()
    mark: tuple[Literal[0, 1], ...] | None = None
    tracks: tuple[TrackForm, ...]


def check_state(data: Any) -> None:
    """Raise `StateError` for what is no state, with every problem and its path."""
    if isinstance(data, (str, bytes)):
        raise no_state("it is text", data, "json.loads it first")
    if not isinstance(data, Mapping):
        raise no_state(f"{data!r} is no mapping", data, "give what Tracker.save returned")
    form = data.get("form")
    if type(form) is int and form > FORM:
        raise no_state(
            f"it has the form {form}, this slakit knows {FORM}",
            form,
            "read it with a newer slakit, or open the ticket anew with its history",
        )
    try:
        StateForm.model_validate(dict(data))
    except DocumentError as error:
        raise no_state(str(error), data, "give what Tracker.save returned") from None


def no_state(why: str, value: Any, remedy: str) -> StateError:
    return StateError(
        f"this is no state of a tracker: {why}", parameter="state", value=value, remedy=remedy
    )
