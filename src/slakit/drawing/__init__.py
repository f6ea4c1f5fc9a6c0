"""Pictures: SVG, HTML and characters, from the elements up to a time axis.

Nothing here knows a calendar, a ticket or a clock.

    markup      elements and their escaping
    measure     how wide a text is, and what of it fits
    palette     colours by role, light and dark
    svg         a picture, its patterns and its labels
    scale       instants -> x, with long stretches compressed
    axis        ticks at round wall times of a zone
    shapes      bars, marks, break marks, the lines of an axis
    values      numbers -> pixels, and round values
    grid        the lines of an axis of numbers
    lines       lines through points, steps, bands
    heat        grids of counts
    stacked     bars of several parts
    legend      what the fillings mean
    characters  the same lanes for a terminal
    html        pages, and pictures inside them
"""

from slakit.drawing.axis import Axis, AxisWords, Tick, time_axis
from slakit.drawing.grid import Level, level_lines, torn_axis, upright_lines
from slakit.drawing.heat import HeatCell, HeatLevel, heat_cells, heat_levels
from slakit.drawing.html import figure, page
from slakit.drawing.legend import legend
from slakit.drawing.lines import band, path_line, stepped
from slakit.drawing.markup import Element
from slakit.drawing.measure import columns, fit, text_width, wrap
from slakit.drawing.scale import TimeScale, long_stretches
from slakit.drawing.shapes import AXIS_HEIGHT, bar, break_marks, draw_axis, line, mark
from slakit.drawing.stacked import StackedPart, stacked_bar
from slakit.drawing.svg import Picture, label, wide_enough
from slakit.drawing.values import ValueScale, round_values

__all__ = [
    "AXIS_HEIGHT",
    "Axis",
    "AxisWords",
    "Element",
    "HeatCell",
    "HeatLevel",
    "Level",
    "Picture",
    "StackedPart",
    "Tick",
    "TimeScale",
    "ValueScale",
    "band",
    "bar",
    "break_marks",
    "columns",
    "draw_axis",
    "figure",
    "fit",
    "heat_cells",
    "heat_levels",
    "label",
    "legend",
    "level_lines",
    "line",
    "long_stretches",
    "mark",
    "page",
    "path_line",
    "round_values",
    "stacked_bar",
    "stepped",
    "text_width",
    "time_axis",
    "torn_axis",
    "upright_lines",
    "wide_enough",
    "wrap",
]
