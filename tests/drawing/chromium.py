"""A headless Chromium that looks at pictures, where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

__all__ = ["needs_chromium", "read_page", "screenshot"]

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")


def run(page: Path, *options: str) -> str:
    assert CHROMIUM is not None
    done = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            f"--user-data-dir={page.parent / 'profile'}",
            *options,
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


def read_page(page: Path) -> str:
    """Return a page as it is after its scripts have run."""
    return run(page, "--dump-dom")


def screenshot(page: Path, width: int, height: int, *, dark: bool) -> bytes:
    """Return what a page looks like, as PNG."""
    file = page.with_suffix(".png")
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    run(page, f"--screenshot={file}", f"--window-size={width},{height}", *scheme)
    return file.read_bytes()
