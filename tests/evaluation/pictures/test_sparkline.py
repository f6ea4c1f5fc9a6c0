"""A clock in the height of a line of text."""

from __future__ import annotations

import re

import pytest

from slakit import Evaluation, SlakitError, UnknownNameError, evaluate
from tests.drawing.pictures import parse, titles
from tests.evaluation.desks import on, promising, ticket
from tests.evaluation.pictures.incident import incident


def bars(picture: str) -> list[tuple[float, float, str]]:
    """Return the bars of a sparkline: left edge, width, colour."""
    found = re.findall(r'<rect x="([\d.]+)" y="\d+" width="([\d.]+)"[^>]*fill-([\w-]+)"', picture)
    return [(float(left), float(width), colour) for left, width, colour in found]


def test_share() -> None:
    """Half of the amount is half of the bar; 18 pixels at the right are for the sign."""
    evaluation = evaluate(promising(resolution="4h"), ticket(), at=on("Mon 11:00"))
    picture = evaluation.to_sparkline("resolution", width=119)
    assert [(1, 100, "shade"), (1, 50, "blue")] == bars(picture)
    assert ["T-1 · resolution · on track · 2 h of 4 h · 50%"] == titles(picture)


def test_overdue() -> None:
    """What is beyond the amount has its share of the bar, in another colour and with a line."""
    evaluation = evaluate(promising(resolution="3h"), ticket(), at=on("Mon 14:00"))
    picture = evaluation.to_sparkline(width=119)
    # Four hours in all: three quarters are the amount.
    expected = [(1, 100, "shade"), (1, 75, "blue"), (76, 25, "vermillion"), (76, 25, "paper")]
    assert expected == bars(picture)


@pytest.mark.parametrize(
    ("amount", "status", "shapes"),
    [("1h", "solved", 2), ("9h", "solved", 2), ("9h", "waiting", 0), ("none", "open", 3)],
)
def test_signs(amount: str, status: str, shapes: int) -> None:
    """A status has a shape of its own: strokes, or none where two bars say paused."""
    subject = ticket(("Mon 11:00", status))
    picture = evaluate(promising(resolution=amount), subject, at=on("Mon 14:00")).to_sparkline()
    assert shapes == picture.count("<path")


def test_worst_clock() -> None:
    """Without a name it is the clock that presses, due first."""
    assert "next response · breached" in incident().to_sparkline()
    assert "first response · met" in incident().to_sparkline("first_response")


def test_plain_data() -> None:
    """The reading is enough, so that a queue can be drawn from what was stored."""
    evaluation = incident()
    again = Evaluation.from_data(evaluation.to_data())
    assert evaluation.to_sparkline() == again.to_sparkline()


def test_no_clock() -> None:
    """A ticket without a clock has an empty cell."""
    early = evaluate(promising(), ticket(created="Tue 09:00"), at=on("Mon 10:00"))
    assert "" == early.to_sparkline()


def test_text_stays_text() -> None:
    """The name of a ticket is escaped in the title."""
    picture = incident("<script>").to_sparkline(locale="es")
    assert "<script>" not in picture
    assert titles(picture)[0].startswith("<script> · siguiente respuesta · vencido")
    assert parse(picture).attrib["width"] == "120"


def test_bad_questions() -> None:
    """A clock that is not there and a width that nothing fits in are refused."""
    with pytest.raises(UnknownNameError, match="resolution"):
        incident().to_sparkline("resolutoin")
    with pytest.raises(SlakitError, match="from 40"):
        incident().to_sparkline(width=10)
