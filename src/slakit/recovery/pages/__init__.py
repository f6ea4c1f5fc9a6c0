"""Cases as people read them: the post-mortem of one, and the report on many.

content   what is told of one case, in order
overview  what is told of many: causes that come back, open measures, late steps
written   one page, or Markdown
"""

from slakit.recovery.pages.content import post_mortem
from slakit.recovery.pages.overview import overview
from slakit.recovery.pages.written import to_html, to_markdown

__all__ = ["overview", "post_mortem", "to_html", "to_markdown"]
