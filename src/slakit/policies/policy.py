"""`Policy`: what is promised to the tickets that it matches."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from slakit.calendars.one_off import read_utc
from slakit.documents.frozen import FrozenMap
from slakit.policies.alerts import Escalations, Warnings
from slakit.policies.calendar_choice import CalendarChoice
from slakit.policies.conditions import Level
from slakit.policies.conventions import Conventions
from slakit.policies.targets import Target
from slakit.policies.triggers import PauseRule

__all__ = ["Kind", "Policy"]

Kind = Literal["sla", "ola", "uc"]


def read_start(value: Any) -> datetime | None:
    return None if value is None else read_utc(value)


class Policy(Conventions):
    """What is promised to the tickets that it matches.

    Entries of one name in a set are versions of one policy; `starts` (in a file ``from``) is
    the instant at which a version takes effect, absent for the first.
    """

    model_config = ConfigDict(populate_by_name=True)

    name: str = Field(
        min_length=1, description="what evaluations call the policy", examples=["gold"]
    )
    kind: Kind = Field(
        default="sla",
        description="a service level, operational level or underpinning agreement",
    )
    supports: str | None = Field(
        default=None,
        description="the policy that an operational or underpinning one supports",
        examples=["gold"],
    )
    default: bool = Field(default=False, description="tried when no other policy matches")
    starts: Annotated[datetime | None, BeforeValidator(read_start)] = Field(
        default=None,
        alias="from",
        description="the instant at which this version takes effect, absent for the first",
        examples=["2026-01-01T00:00:00Z"],
    )
    when: Level = Field(default=Level(), description="which tickets it is for; left out, all")
    calendar: CalendarChoice = Field(description="which calendar it counts in")
    targets: FrozenMap[str, Target] = Field(
        description="metric -> what is promised for it",
        examples=[{"first_response": "4h", "resolution": "2bd"}],
    )
    pause: PauseRule | None = Field(
        default=None,
        description="while it holds, clocks that heed the policy's pause stand still; left out or"
        " policy, as the set says",
    )
    warn: Warnings = Field(default=Warnings(), description="who acts before the due time, and when")
    escalate: Escalations = Field(
        default=Escalations(), description="who acts when the due time has passed, and when"
    )

    def _canonical_data(self) -> dict[str, Any]:
        data = super()._canonical_data()
        for key, alerts in (("warn", self.warn), ("escalate", self.escalate)):
            if isinstance(said := data.get(key), dict):
                # Readings have them in the order of the policy.
                data[key] = {alert.name: said[alert.name] for alert in alerts}
        return data
