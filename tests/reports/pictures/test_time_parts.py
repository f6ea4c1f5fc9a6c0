"""Where the time went: parts of each row, in proportion and with exact titles."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slakit.errors import SlakitError
from slakit.reports.pictures.time_parts import TimeParts, draw_time_parts
from tests.drawing.pictures import SVG, clipped, contents, overlapping, parse, titles
from tests.reports.pictures.drawn_charts import HOUR, LOCALES, WIDTHS, groups

ROW = TimeParts("urgent", 3 * HOUR, timedelta(minutes=45), timedelta(minutes=15))


def parts(picture: str) -> list[float]:
    """Return the widths of the parts of all rows."""
    return [
        float(rect.attrib["width"])
        for group in parse(picture).iter(f"{SVG}g")
        if group.find(f"{SVG}title") is not None
        for rect in group.findall(f"{SVG}rect")[:1]
    ]


def test_parts() -> None:
    """Of four hours three, three quarters and one quarter are 75 %, 18.75 % and 6.25 %."""
    widths = [each + 1 for each in parts(draw_time_parts([ROW], width=900))]
    whole = sum(widths)
    assert [0.75, 0.1875, 0.0625] == pytest.approx([each / whole for each in widths], abs=0.001)


def test_titles() -> None:
    """Each part says its exact length and its share, rounded down."""
    assert [
        "urgent · agent time · 3 h · 75%",
        "urgent · waiting (paused) · 45 min · 18%",
        "urgent · closed hours · 15 min · 6%",
    ] == [each for each in titles(draw_time_parts([ROW])) if each.startswith("urgent")]


def test_percentages() -> None:
    """A share is written in its part where it has room, beside nothing."""
    wide = contents(draw_time_parts([ROW], width=1200))
    narrow = contents(draw_time_parts([ROW], width=320))
    assert {"18%", "6%"} <= set(wide)
    assert "18%" in narrow
    assert "6%" not in narrow


def test_nothing_of_a_kind() -> None:
    """A part without time is not drawn."""
    row = TimeParts("urgent", HOUR, 0 * HOUR, 0 * HOUR)
    assert 1 == len(parts(draw_time_parts([row])))


def test_a_row_without_time() -> None:
    """A row without any time says that it has no data, and no share."""
    empty = TimeParts("low", 0 * HOUR, 0 * HOUR, 0 * HOUR)
    written = contents(draw_time_parts([ROW, empty], width=900))
    assert "no data" == written[written.index("low") + 2]
    assert "0 min" not in written


def test_whole() -> None:
    """The whole of a row is written without the seconds of hours, and is exact in its title."""
    row = TimeParts("urgent", 3 * HOUR + timedelta(seconds=7.25), 0 * HOUR, 0 * HOUR)
    short = TimeParts("low", timedelta(seconds=90.5), 0 * HOUR, 0 * HOUR)
    tiny = TimeParts("none", timedelta(microseconds=5), 0 * HOUR, 0 * HOUR)
    written = contents(draw_time_parts([row, short, tiny], width=900))
    assert {"3 h", "1 min 30 s", "0.000005 s"} <= set(written)
    assert "3 h 7.25 s" in titles(draw_time_parts([row], width=900))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", LOCALES)
def test_room(width: int, locale: str) -> None:
    """Long names, very long times and very short ones have room, or are cut."""
    long = TimeParts("<b>" + "very long " * 20, 10**6 * HOUR, 10**6 * HOUR, HOUR)
    short = TimeParts("", timedelta(microseconds=1), timedelta(seconds=1), 3 * HOUR)
    picture = draw_time_parts([long, short, *groups()], width=width, locale=locale)
    assert [] == overlapping(picture)
    assert [] == clipped(picture)
    assert any("<b>very long" in each for each in titles(picture))


def test_negative() -> None:
    """A negative length is refused by name."""
    with pytest.raises(SlakitError, match="'low' has a negative length") as caught:
        draw_time_parts([TimeParts("low", HOUR, -HOUR, HOUR)])
    assert "waiting" == caught.value.parameter
