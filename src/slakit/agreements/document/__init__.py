"""The agreement as people read it, sign it and file it: Markdown, and a page that prints on A4.

blocks      what a document is made of
costs       consequences in words
hours       calendars in words
promises    commitments in words
content     the clauses of an agreement, in order
markdown    the document as Markdown
html        the document as a page
"""
