"""Whole policies on tables: the answers of `slakit.evaluate`, a row for each clock and cycle.

Histories are walked together along a tree of shapes; what a shape means to its clocks is read once,
by the code that reads single tickets; the time is added up in columns.

alphabet        what policies can tell apart: of values, and of what happens
openings        how tickets were opened, by number
walk, shapes    histories in columns -> the shape of each
sampling        a shape and one ticket of it -> the outline of its clocks
outlines        all outlines, as rows of numbers, which `layout` describes
hours           many calendars as one table
sums            stretches of clocks -> how much time of each kind had passed
promises        what was promised -> due times and breaches
notices         warnings and escalations
readings        clocks -> the fields of their readings
engine          all of these, one after the other; `engines` keeps it from call to call
ticket_tables   tables of tickets and events (`event_rows`, `stamps`, `order`, `ids`) -> histories
run, collecting chunk by chunk -> the columns of the answer; `listed` has its lists
frame           `evaluate_frame`
files           a file -> chunks of readings, out of `of_logs`, `of_tables` (`wall_texts`), or of
                tickets (`batches`, `of_rows`, `of_tickets`)
reasons         why some are evaluated one by one all the same
"""

from slakit.frames.evaluating.frame import FrameResult, evaluate_frame

__all__ = ["FrameResult", "evaluate_frame"]
