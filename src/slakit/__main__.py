"""``python -m slakit``: the command line, where the script `slakit` is not on the path."""

from __future__ import annotations

import sys

from slakit.cli import main

sys.exit(main())
