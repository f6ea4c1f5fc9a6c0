"""The compiled years of all calendars, bounded in number."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from typing import Protocol

__all__ = ["RESIDENTS", "RESIDENT_YEARS", "Residents"]

# One compiled year takes some 100 kB.
RESIDENT_YEARS = 1024


class Compiled(Protocol):
    """What holds compiled years and can drop them."""

    def forget(self) -> None:
        """Drop every compiled year; the next question compiles what it needs."""


class Residents:
    """Who holds compiled years, the oldest first, bounded in number of years.

    Whoever is dropped compiles one year again when next asked; nothing else is
    lost. Reading is not noted, so that it stays free.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.years: OrderedDict[weakref.ref[Compiled], int] = OrderedDict()
        self.total = 0
        self.lock = threading.Lock()

    def note(self, holder: Compiled, years: int) -> None:
        """Record how many years somebody holds and drop the oldest ones beyond the limit."""
        key = weakref.ref(holder)
        with self.lock:
            self.total += years - self.years.pop(key, 0)
            self.years[key] = years
            while self.total > self.limit and len(self.years) > 1:
                oldest, held = self.years.popitem(last=False)
                self.total -= held
                # Whoever is gone has left the years to the garbage collector.
                if (dropped := oldest()) is not None:
                    dropped.forget()


RESIDENTS = Residents(RESIDENT_YEARS)
