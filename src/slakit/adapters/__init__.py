"""Tickets out of the files that desks export.

source    the document that says what the columns of a table mean
times     the texts of instants, by pattern
lines     a file, compressed or not -> lines of text
columns   a source and a header -> the ticket of a row
rejected  a row that was set aside, and why
tables    CSV and JSON lines -> tickets, row by row
"""

from slakit.adapters.rejected import RejectedRow
from slakit.adapters.source import TableSource
from slakit.adapters.tables import TicketReader, read_tickets

__all__ = ["RejectedRow", "TableSource", "TicketReader", "read_tickets"]
