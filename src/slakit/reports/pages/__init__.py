"""A report as people read it: pages, Markdown, and text for a terminal.

blocks      what a page is made of
naming      metrics, groups and periods as people call them
tables      attainments as rows of text
charts      attainments as pictures
content     what is told of a report, in order
html        one page that needs nothing else
markdown    the same for a wiki or a ticket
text        the tables, for a terminal
"""
