"""Laws of pictures, over desks in the whole policy language and histories of every kind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import evaluate
from slakit.drawing import columns
from slakit.evaluation.pictures.lanes import lanes_of
from slakit.wording.catalogue import LOCALES
from tests.drawing.pictures import clipped, overlapping
from tests.evaluation.drawn_desks import KINDS, Data, policies_of
from tests.evaluation.histories import Asked, asked, histories, instant, minute_asked, ticket_of
from tests.evaluation.oracle_world import History

ZERO = timedelta(0)


@pytest.mark.parametrize("kind", KINDS)
def test_pictures(kind: str) -> None:
    """Every clock stands in a lane whose parts add up to its reading, and can be drawn and read."""

    @settings(derandomize=True, max_examples=12)
    @given(
        data=KINDS[kind],
        history=histories(),
        question=asked,
        width=st.integers(280, 1600),
        locale=st.sampled_from(LOCALES),
    )
    def pictures(data: Data, history: History, question: Asked, width: int, locale: str) -> None:
        policies, ticket = policies_of(data), ticket_of(history)
        evaluation = evaluate(policies, ticket, at=instant(minute_asked(history, question)))
        runs = [run for lane in lanes_of(evaluation) for run in lane.runs]
        assert len(evaluation.clocks) == len(runs)
        for run in runs:
            spent = [(part.end - part.start, part.held) for part in run.parts]
            elapsed, paused = run.reading.elapsed, run.reading.paused
            assert elapsed == sum((each for each, held in spent if not held), ZERO)
            assert paused == sum((each for each, held in spent if held), ZERO)
        picture = evaluation.to_svg(width=width, locale=locale)
        assert ([], []) == (overlapping(picture), clipped(picture))
        lines = evaluation.to_text(width=width // 10 + 12, locale=locale).splitlines()
        assert max(map(columns, lines)) <= width // 10 + 12

    pictures()
