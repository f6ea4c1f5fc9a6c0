"""Histories in columns -> the shape of each, and the instants of it that mattered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from slakit.frames.columns import Integers
from slakit.frames.evaluating.openings import Opening
from slakit.frames.evaluating.shapes import Shapes
from slakit.instants import MICROSECOND

__all__ = ["Histories", "Walked", "walk"]


class Histories(NamedTuple):
    """The histories of some tickets in columns; instants are microseconds since 1970 in UTC.

    A ticket was `created` with one of the `openings`, has events from `first[i]` to
    `first[i + 1]`, in order, none before its creation, and instants in its fields in a row of
    `slots`. An event has its instant and the number of its deed.
    """

    created: Integers
    opening: Integers
    first: Integers
    at: Integers
    deed: Integers
    slots: Integers
    openings: Sequence[Opening]


class Walked(NamedTuple):
    """The shape of each ticket, and where its instants begin in `times`.

    A ticket that had not been created yet has the shape `UNBORN`.
    """

    shape: Integers
    base: Integers
    times: Integers


UNBORN = -1


def walk(shapes: Shapes, histories: Histories, now: Integers) -> Walked:
    """Return the shapes of histories up to and including an instant of each.

    The first events of all tickets are walked together, then all second ones, and so on; tickets
    with more of them come first, so that those of a round stand together.
    """
    created, size = histories.created, len(histories.created)
    of = np.repeat(np.arange(size), np.diff(histories.first))
    at, deed, first = histories.at, histories.deed, histories.first
    if shapes.selector.effects:
        of, at, deed, first = with_effects(shapes, histories, of)
    born = created <= now
    counts = np.bincount(of[(at <= now[of]) & born[of]], minlength=size)
    letters = 2 * deed + 1
    if len(at):
        letters[:-1] -= (at[1:] == at[:-1]) & (of[1:] == of[:-1])
    alone = np.ones(size, np.bool_)
    some = np.flatnonzero(counts)
    alone[some] = at[first[some]] != created[some]
    found = np.full(size, UNBORN)
    # Which versions of policies are in force at the creation is as much of it as its fields.
    moments = np.array([effect // MICROSECOND for effect in shapes.selector.effects], np.int64)
    effects = len(moments) + 1
    opened = histories.opening * effects + np.searchsorted(moments, created, "right")
    keys, inverse = np.unique((2 * opened + alone)[born], return_inverse=True)
    begun = [
        shapes.begin(key >> 1, histories.openings[(key >> 1) // effects], last=bool(key & 1))
        for key in keys.tolist()
    ]
    found[born] = np.array(begun, np.int64)[inverse]
    sizes = counts + 1
    base = np.cumsum(sizes) - sizes
    times = np.zeros(int(sizes.sum()), np.int64)
    times[base] = created
    order = np.argsort(-counts, kind="stable")
    falling = -counts[order]
    now_at = found[order]
    starts, places = first[:-1][order], base[order] - 1
    for step in range(int(counts.max(initial=0))):
        active = int(np.searchsorted(falling, -step, "left"))
        event = starts[:active] + step
        now_at[:active], kept = shapes.follow(now_at[:active], letters[event])
        rows = np.flatnonzero(kept)
        depth = shapes.depths_of(now_at[rows])
        times[places[rows] + depth] = at[event[rows]]
    found[order] = now_at
    return Walked(found, base, times)


def with_effects(
    shapes: Shapes, histories: Histories, of: Integers
) -> tuple[Integers, Integers, Integers, Integers]:
    """Return the events with the instants at which versions of policies take effect.

    They are: whose each is, when, what, and where those of each ticket begin.
    """
    size = len(histories.created)
    at, deed = histories.at, histories.deed
    for effect in shapes.selector.effects:
        moment = effect // MICROSECOND
        later = np.flatnonzero(histories.created < moment)
        of = np.concatenate([of, later])
        at = np.concatenate([at, np.full(len(later), moment)])
        number = shapes.alphabet.deed(("effect", moment))
        deed = np.concatenate([deed, np.full(len(later), number)])
    order = np.lexsort((at, of))
    of = of[order]
    return of, at[order], deed[order], np.searchsorted(of, np.arange(size + 1))
