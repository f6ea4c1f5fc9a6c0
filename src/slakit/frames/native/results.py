"""What columns of an answer hold, whatever library they are written for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, tzinfo
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from slakit.frames.columns import NAT, Integers
from slakit.frames.native.zones import zone_of
from slakit.instants import to_datetime

__all__ = ["Codes", "Column", "Flags", "Instants", "Lengths", "Notices", "Texts", "Whole"]


class Instants(NamedTuple):
    """Instants in microseconds since 1970 in UTC, `NAT` for none, and the zone to tell them in."""

    numbers: Integers
    zone: str | tzinfo


class Lengths(NamedTuple):
    """Lengths of time in microseconds, `NAT` for none."""

    numbers: Integers


class Codes(NamedTuple):
    """Texts of which few differ: for each row the place of its own, -1 for none."""

    codes: NDArray[np.signedinteger[Any]]
    values: list[str]


class Texts(NamedTuple):
    """Texts of which most differ: for each row the place of its own."""

    codes: NDArray[np.signedinteger[Any]]
    values: list[str]


class Whole(NamedTuple):
    """Whole numbers, one for each row."""

    numbers: Integers


class Flags(NamedTuple):
    """True or false for each row; null in those that are missing, where the library has that."""

    flags: NDArray[np.bool_]
    missing: NDArray[np.bool_] | None = None


class Notices(NamedTuple):
    """A list of notices for each row: those of row `i` stand from `offsets[i]` to the next one.

    Of a notice there are its name, its instant, whether it has passed, and, by its name's code,
    its recipients.
    """

    offsets: Integers
    name: Codes
    at: Instants
    passed: Flags
    to: list[tuple[str, ...]]

    def rows(self) -> Iterator[tuple[dict[str, Any], ...]]:
        """Yield the notices of each row as mappings, instants as aware datetimes."""
        zone = self.at.zone if isinstance(self.at.zone, tzinfo) else zone_of(self.at.zone)
        flat = [
            {
                "name": self.name.values[code],
                "at": None if at == NAT else to_datetime(timedelta(microseconds=at), zone),
                "passed": passed,
                "to": list(self.to[code]),
            }
            for code, at, passed in zip(
                self.name.codes.tolist(),
                self.at.numbers.tolist(),
                self.passed.flags.tolist(),
                strict=True,
            )
        ]
        offsets = self.offsets.tolist()
        for start, end in pairwise(offsets):
            yield tuple(flat[start:end])


Column: TypeAlias = Instants | Lengths | Codes | Texts | Whole | Flags | Notices
"""A column of an answer."""
