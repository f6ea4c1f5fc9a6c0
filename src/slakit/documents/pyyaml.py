"""The one optional dependency of this floor."""

from __future__ import annotations

from slakit.errors import MissingExtraError

__all__ = ["require_pyyaml"]


def require_pyyaml(doing: str) -> None:
    """Raise `MissingExtraError`, naming what was being done, where PyYAML is not installed."""
    try:
        import yaml  # noqa: F401
    except ImportError:
        raise MissingExtraError.of("yaml", doing, "PyYAML") from None
