"""How the steps stand, in words of their own."""

from __future__ import annotations

from slakit.recovery import RecoveryPlan
from tests.recovery.cases import MADRID, PLAN_DATA, instant, opened, taken


def test_states() -> None:
    """Taken in time, taken late, overdue, and not begun."""
    standings = taken(2).standings(at=instant("07 13:00"))
    assert ["done", "done_late", "late", "pending", "pending"] == [each.state for each in standings]
    assert [True, True, False, False, False] == [each.record is not None for each in standings]


def test_zone() -> None:
    """Instants are those of the plan's calendar, wherever the case was kept."""
    first = opened().standings()[0]
    assert ("open", instant("06 17:30"), MADRID) == (
        first.state,
        first.due_at,
        first.due_at and first.due_at.tzinfo,
    )


def test_without_targets() -> None:
    """Without targets a step is done or under way, and never late."""
    plan = RecoveryPlan.model_validate({"calendar": PLAN_DATA["calendar"]})
    case = opened(plan).step("team_alerted", at=instant("09 10:00"), by="ana", responsible="bo")
    assert ["done", "open", "pending", "pending", "pending"] == [
        each.state for each in case.standings(at=instant("30 10:00"))
    ]
