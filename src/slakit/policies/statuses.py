"""What a desk's status words mean to a clock."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from slakit.documents.model import Document
from slakit.errors import DocumentError, Problem

__all__ = ["Category", "Statuses"]

Category = Literal["open", "paused", "resolved", "closed"]


class Statuses(Document):
    """The desk's words for three of the four status categories; every other status is open.

    >>> Statuses(paused=["waiting"], resolved=["solved"]).category_of("waiting")
    'paused'
    """

    paused: tuple[str, ...] = Field(default=(), description="waiting for somebody else")
    resolved: tuple[str, ...] = Field(default=(), description="answered, and may come back")
    closed: tuple[str, ...] = Field(default=(), description="over")

    @model_validator(mode="after")
    def _check_once(self) -> Self:
        problems = []
        seen: dict[str, str] = {}
        for category in ("paused", "resolved", "closed"):
            for i, word in enumerate(getattr(self, category)):
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
        named: list[tuple[Category, tuple[str, ...]]] = [
            ("paused", self.paused),
            ("resolved", self.resolved),
            ("closed", self.closed),
        ]
        return {word: category for category, words in named for word in words}

    def category_of(self, status: str | None) -> Category:
        """Return the category of a status; one that is not named, or none, is open."""
        return self.categories.get(status, "open") if status is not None else "open"
