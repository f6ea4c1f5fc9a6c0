"""A batch of Spark's rows as Arrow arrays -> the answers of calendars to them.

It is what a worker does, and knows nothing of Spark. Calendars come to it as JSON documents. A
document is read once in a process, so years that one batch has compiled are there for the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from slakit.calendars import AnyCalendar, BusinessCalendar, Calendar, CombinedCalendar  # noqa: F401
from slakit.documents.frozen import FrozenMap
from slakit.documents.model import Document
from slakit.documents.suggest import did_you_mean
from slakit.errors import TableError, UnknownNameError
from slakit.frames import questions
from slakit.frames.columns import NAT, Integers
from slakit.frames.series import read_counts, read_instants, read_lengths

__all__ = ["INSTANT", "LENGTH", "Asked", "CalendarSet"]

INSTANT, LENGTH = pa.timestamp("us", tz="UTC"), pa.duration("us")


class CalendarSet(Document):
    """Calendars by name: what travels to a worker."""

    calendars: FrozenMap[str, AnyCalendar]


class Asked(NamedTuple):
    """A question: its calendars as a document, its columns, and what its answer is.

    Where the rows have calendars of their own, they are `named` by a first column.
    """

    question: str
    parameters: tuple[str, ...]
    answer: pa.DataType
    document: bytes
    named: bool
    zone: ZoneInfo | None
    options: Mapping[str, Any]

    def of(self, *arrays: pa.Array) -> pa.Array:
        """Return the answers to a batch; where a column has null, so have they."""
        names = ("calendar", *self.parameters) if self.named else self.parameters
        if len(arrays) != len(names):
            raise TableError(
                f"{self.question} takes {len(names)} columns and not {len(arrays)}",
                parameter=self.question,
                value=len(arrays),
                remedy=f"give {', '.join(names)}",
            )
        calendars = calendars_of(self.document)
        which = np.zeros(len(arrays[0]), np.int64)
        if self.named:
            which, arrays = places(arrays[0], list(calendars)), arrays[1:]
        columns = {
            name: integers(array, name, self.zone)
            for name, array in zip(self.parameters, arrays, strict=True)
        }
        missing = np.any([which < 0, *(column == NAT for column in columns.values())], axis=0)
        for name, column in columns.items():
            columns[name] = np.where(missing, NAT, column)
        answers = getattr(questions, self.question)(
            list(calendars.values()), **columns, **self.options, which=np.maximum(which, 0)
        )
        if answers.dtype == np.int64:
            missing |= answers == NAT
        return pa.array(answers, mask=missing).cast(self.answer)


@lru_cache(maxsize=64)
def calendars_of(document: bytes) -> Mapping[str, Calendar]:
    """Return the calendars of a document: the same ones in every batch, with what they know."""
    return CalendarSet.model_validate_json(document).calendars


def places(names: pa.Array, known: list[str]) -> Integers:
    """Return the places of names in a list, -1 for null."""
    coded = names.dictionary_encode()
    texts = coded.dictionary.to_pylist()
    for text in texts:
        if text not in known:
            raise UnknownNameError(
                f"there is no calendar {text!r}",
                parameter="calendar",
                value=text,
                remedy=did_you_mean(str(text), known),
            )
    # The last one is where null leads, whose code is -1.
    of_code = np.array([*map(known.index, texts), -1], np.int64)
    found: Integers = of_code[coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    return found


def integers(array: pa.Array, parameter: str, zone: ZoneInfo | None) -> Integers:
    """Return a column of instants, lengths or numbers of days as integers, null as `NAT`."""
    if parameter == "amounts":
        return read_lengths(array, parameter)
    if parameter == "days":
        return read_counts(array, parameter)
    return read_instants(array, parameter, zone)
