"""What importing the package takes."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from slakit import MissingExtraError


def test_without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without numpy the error says what to install."""
    for name in [name for name in sys.modules if name.startswith("slakit.frames")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtraError, match=r'needs numpy; run: pip install "slakit\[fast\]"$'):
        import_module("slakit.frames")
