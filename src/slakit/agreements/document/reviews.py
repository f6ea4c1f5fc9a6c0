"""Reviews in words: when the next one is, how often, what brings one forward, and who comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from slakit.agreements.agreement import Agreement
from slakit.agreements.document.blocks import Block, Items, Paragraph
from slakit.agreements.review import Review
from slakit.wording import Catalogue
from slakit.wording.pages import capital, sentence

__all__ = ["review_blocks"]

DAY = timedelta(days=1)


def review_blocks(agreement: Agreement, on: date | None, words: Catalogue) -> Iterator[Block]:
    """Yield what is agreed on reviews."""
    review = agreement.review
    if review is None:
        return
    said = list(times(review, on, words))
    if review.attendees:
        people = words.many(review.attendees)
        said.append(words.text("agreement.review.attendees", people=people))
    if said:
        yield Paragraph(" ".join(sentence(each) for each in said))
    if review.early_when:
        yield Paragraph(capital(words.text("agreement.review.early")) + ":")
        yield Items(review.early_when)


def times(review: Review, on: date | None, words: Catalogue) -> Iterator[str]:
    if review.every is not None and review.from_ is not None:
        parts = dict(part.split("=") for part in review.every.split(";"))
        frequency, count = parts.pop("FREQ").lower(), int(parts.pop("INTERVAL", 1))
        first = words.date(review.from_, "long")
        said = words.text(f"agreement.review.{frequency}", count=count, first=first)
        if parts:
            # What a rule says beyond that has no words that hold for every rule.
            rule = words.text("agreement.review.rule", rule=review.every)
            said = f"{said} ({rule})"
        yield said
    since = on if on is not None else review.from_ and review.from_ - DAY
    following = review.next if since is None else review.after(since)
    if following is not None:
        yield words.text("agreement.review.next", day=words.date(following, "long"))
