"""One thing that a linter found, and the codes that it can have."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from slakit.errors import Path, path_text

__all__ = ["CODES", "Finding", "Severity"]

Severity = Literal["error", "warning", "info"]

# Code -> how bad it is. Codes do not change: people list those that they know about.
CODES: dict[str, Severity] = {
    "no_policies": "error",
    "no_calendar": "warning",
    "no_target": "warning",
    "unknown_metric": "error",
    "unknown_policy": "error",
    "penalty_without_measure": "error",
    "not_committed": "warning",
    "slower_than_supported": "error",
    "credit_above_cap": "warning",
    "credit_gap": "warning",
    "credit_unreachable": "warning",
    "window_not_billed": "warning",
    "milestone_outside": "warning",
    "expired": "error",
    "review_passed": "warning",
    "not_signed": "warning",
    "target_never_met": "error",
    "promise_never_met": "error",
    "promise_above_history": "warning",
    "no_history": "info",
}


class Finding(NamedTuple):
    """One thing that a linter found: a stable `code`, where it stands, and what to do.

    >>> print(Finding("expired", ("effective", "until"), "it ended", "renew it"))
    error: effective.until: it ended; renew it
    """

    code: str
    path: Path
    message: str
    remedy: str

    @property
    def severity(self) -> Severity:
        """``error``, ``warning`` or ``info``; each code has its own."""
        return CODES[self.code]

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold."""
        return {
            "code": self.code,
            "severity": self.severity,
            "path": path_text(self.path),
            "message": self.message,
            "remedy": self.remedy,
        }

    def __str__(self) -> str:
        where = f"{path_text(self.path)}: " if self.path else ""
        return f"{self.severity}: {where}{self.message}; {self.remedy}"
