"""Pictures: SVG, HTML and characters, from the elements up to a time axis.

Nothing here knows a calendar, a ticket or a clock.

    markup      elements and their escaping
    measure     how wide a text is, and what of it fits
    palette     colours by role, light and dark
    svg         a picture, its patterns and its labels
    scale       instants -> x, with long stretches compressed
    axis        ticks at round wall times of a zone
    shapes      bars, marks, break marks, the lines of an axis
    legend      what the fillings mean
    characters  the same lanes for a terminal
    html        pages, and pictures inside them
"""

from slakit.drawing.axis import Axis, AxisWords, Tick, time_axis
from slakit.drawing.html import figure, page
from slakit.drawing.legend import legend
from slakit.drawing.markup import Element
from slakit.drawing.measure import columns, fit, text_width, wrap
from slakit.drawing.scale import TimeScale, long_stretches
from slakit.drawing.shapes import AXIS_HEIGHT, bar, break_marks, draw_axis, line, mark
from slakit.drawing.svg import Picture, label, wide_enough

__all__ = [
    "AXIS_HEIGHT",
    "Axis",
    "AxisWords",
    "Element",
    "Picture",
    "Tick",
    "TimeScale",
    "bar",
    "break_marks",
    "columns",
    "draw_axis",
    "figure",
    "fit",
    "label",
    "legend",
    "line",
    "long_stretches",
    "mark",
    "page",
    "text_width",
    "time_axis",
    "wide_enough",
    "wrap",
]
