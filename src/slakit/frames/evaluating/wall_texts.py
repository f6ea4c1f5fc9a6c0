"""Texts of instants -> microseconds: each distinct one is read once, its zone by the column."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta, timezone
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np

from slakit.adapters.source import TableSource
from slakit.adapters.times import time_reader
from slakit.errors import SlakitError
from slakit.frames.columns import NAT
from slakit.frames.native.wall import walls_to_utc
from slakit.instants import EPOCH, MICROSECOND

__all__ = ["WallTexts"]

# The zone of a time whose text says none: it is known by being this object.
WALL = timezone(timedelta(0), "wall")


class WallTexts:
    """Reads the texts of a source, as its `time_reader` does; what that refuses is `NAT`.

    To find the offset of a zone for one datetime takes as long as all the rest, so local times
    are read as they stand, and converted together.
    """

    def __init__(self, source: TableSource) -> None:
        self.zone = source.zone
        self._read = time_reader(
            source.times, None if self.zone is None else cast("ZoneInfo", WALL)
        )

    def __call__(self, texts: Iterable[Any]) -> dict[Any, int]:
        """Return the instant of each of some distinct texts, in their order."""
        found: dict[Any, int] = {}
        walls: list[str] = []
        since: list[timedelta] = []
        read = self._read
        for text in texts:
            try:
                at = read(text, "")
            except (SlakitError, AttributeError):
                found[text] = NAT
                continue
            if at.tzinfo is WALL:
                found[text] = NAT
                walls.append(text)
                since.append(at - EPOCH)
            else:
                found[text] = (at - EPOCH) // MICROSECOND
        if self.zone is not None and walls:
            local = np.array(since, "m8[us]").view(np.int64)
            found.update(zip(walls, walls_to_utc(local, self.zone).tolist(), strict=True))
        return found
