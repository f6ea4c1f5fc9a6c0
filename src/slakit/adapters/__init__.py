"""Tickets out of the files that desks export.

source       the document that says what the rows and columns of a table mean
happenings   what a log calls something -> the event of a ticket
times        the texts of instants, by pattern
lines        a file, compressed or not -> lines of text
csv_rows     lines -> the header and the rows of a table
parquet_rows a file of columns -> the same, as far as it is needed
cells        a source and a header -> where a row has what
columns      a row -> its ticket, where each row is one
histories    the rows of a ticket -> the ticket, where each row is an instant of one
groups       the rows of a log -> the rows of each ticket
json_rows    a line of JSON -> its ticket
rejected     a row that was set aside, and why
tables       a file -> tickets
"""

from slakit.adapters.rejected import RejectedRow
from slakit.adapters.source import TableSource
from slakit.adapters.tables import TicketReader, read_tickets

__all__ = ["RejectedRow", "TableSource", "TicketReader", "read_tickets"]
