"""Preventive measures."""

from __future__ import annotations

from datetime import date

import pytest

from slakit import DocumentError
from slakit.recovery import PreventiveMeasure


def test_done_late() -> None:
    """What was done is done, however late; before that day it was not."""
    measure = PreventiveMeasure(
        what="x", owner="bo", due=date(2024, 5, 1), done_on=date(2024, 5, 9), done_by="bo"
    )
    assert ["open", "overdue", "done"] == [measure.state(date(2024, 5, day)) for day in (1, 8, 9)]


@pytest.mark.parametrize("said", [{"what": ""}, {"owner": ""}, {"due": "soon"}, {"done_by": "bo"}])
def test_bad(said: dict[str, str]) -> None:
    """A measure says what, who and until when; what is done was done on a day."""
    with pytest.raises(DocumentError):
        PreventiveMeasure.model_validate({"what": "x", "owner": "bo", "due": "2024-05-01", **said})
