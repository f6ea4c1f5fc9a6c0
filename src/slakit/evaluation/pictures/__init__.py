"""Pictures of clocks: an evaluation -> lanes over time, as SVG and in characters.

lanes       what each clock was made of, and the hours that it counts in
extent      from when until when is shown, what is closed, which marks there are
captions    what is written
stage       where the lanes stand, and what is behind them
bars        the lanes themselves
timeline    the whole as SVG
terminal    the whole in characters
sparkline   one clock in the height of a line of text
"""
