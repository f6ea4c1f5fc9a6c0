"""What a desk's status words mean to a clock."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from slakit.documents.model import Document
from slakit.errors import DocumentError, Problem

__all__ = ["CATEGORIES", "CATEGORY", "Category", "Statuses"]

# The field by which a host, or `Ticket.from_timestamps`, names a status category outright, and
# under which conditions find the one that is derived from the status.
CATEGORY = "category"

Category = Literal["open", "paused", "resolved", "closed"]
CATEGORIES: tuple[Category, ...] = get_args(Category)


class Statuses(Document):
    """The desk's words for three of the four status categories; every other status is open.

    A category that is left out, None, is that of the profile; an empty one has no words.

    >>> Statuses(paused=["waiting"], resolved=["solved"]).category_of("waiting")
    'paused'
    """

    paused: tuple[str, ...] | None = Field(
        default=None, description="waiting for somebody else", examples=[["waiting", "on hold"]]
    )
    resolved: tuple[str, ...] | None = Field(
        default=None, description="answered, and may come back", examples=[["solved"]]
    )
    closed: tuple[str, ...] | None = Field(default=None, description="over", examples=[["closed"]])

    @model_validator(mode="after")
    def _check_once(self) -> Self:
        problems = []
        seen: dict[str, str] = {}
        for category in ("paused", "resolved", "closed"):
            for i, word in enumerate(getattr(self, category) or ()):
                if word in seen:
                    problems.append(
                        Problem(
                            f"{word!r} is {seen[word]} already",
                            path=(category, i),
                            value=word,
                            remedy="give each status one category",
                        )
                    )
                seen.setdefault(word, category)
        if problems:
            raise DocumentError(problems)
        return self

    @property
    def categories(self) -> dict[str, Category]:
        """The category of each word that is not simply open."""
        named: list[tuple[Category, tuple[str, ...] | None]] = [
            ("paused", self.paused),
            ("resolved", self.resolved),
            ("closed", self.closed),
        ]
        return {word: category for category, words in named for word in words or ()}

    def category_of(self, status: str | None) -> Category:
        """Return the category of a status; one that is not named, or none, is open."""
        return self.categories.get(status, "open") if status is not None else "open"
