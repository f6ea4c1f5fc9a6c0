"""Who agrees: the parties, whom to speak to, and who signs."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from slakit.documents import Document

__all__ = ["Contact", "Party", "Signature"]


class Contact(Document):
    """A person, or a desk, that speaks for a party.

    >>> Contact(name="Ana Ruiz", role="service manager", email="ana@example.com").role
    'service manager'
    """

    name: str = Field(min_length=1, description="of the person or the desk")
    role: str = Field(default="", description="what they do", examples=["service manager"])
    email: str = Field(default="", examples=["ana@example.com"])
    phone: str = Field(default="", examples=["+34 600 000 000"])


class Party(Document):
    """A company, or a department of one, that promises something or is promised something.

    >>> Party(name="Acme S.L.", role="provider").name
    'Acme S.L.'
    """

    name: str = Field(min_length=1, description="as it stands in contracts")
    role: str = Field(default="", description="its part in the agreement", examples=["provider"])
    registration: str = Field(
        default="", description="the number under which it is registered, or pays taxes"
    )
    address: str = Field(default="", description="where letters to it go")
    contacts: tuple[Contact, ...] = Field(default=(), description="who speaks for it")


class Signature(Document):
    """Who signs for a party; without `on` it is a line that has not been signed yet.

    >>> str(Signature(party="provider", name="Ana Ruiz", on="2026-09-20").on)
    '2026-09-20'
    """

    party: str = Field(description="the key of the party under parties")
    name: str = Field(default="", description="of the person")
    title: str = Field(default="", description="in which office", examples=["managing director"])
    on: date | None = Field(default=None, description="the date on which it was signed")
    place: str = Field(default="", description="where it was signed")
