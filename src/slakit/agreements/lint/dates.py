"""What is past its date, or outside the dates of the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slakit.agreements.agreement import Agreement
from slakit.agreements.lint.finding import Finding

__all__ = ["dated"]


def dated(agreement: Agreement, day: date) -> Iterator[Finding]:
    """Yield what is past its date."""
    effective, review = agreement.effective, agreement.review
    if effective is not None and effective.until is not None and effective.until < day:
        message = f"the agreement ended on {effective.until}"
        yield Finding("expired", ("effective", "until"), message, "renew it, or end the service")
    if review is not None and review.next is not None and review.next < day:
        message = f"the review of {review.next} is past"
        yield Finding("review_passed", ("review", "next"), message, "hold it, and set the next")
    if effective is not None and effective.from_ <= day:
        signed = {each.party for each in agreement.signatures if each.on is not None}
        for key, party in agreement.parties.items():
            if key not in signed:
                message = f"{party.name} has not signed, and it holds since {effective.from_}"
                remedy = "have it signed, or let it hold from a later date"
                yield Finding("not_signed", ("signatures",), message, remedy)
