"""Print requirements from pyproject.toml, one a line, for the run without the extras.

Usage: requirements.py tools | extras. `tools` are what the suite is run with, `extras` the
packages that it has to do without then. What tests are run with is no extra to do without.
"""

import re
import sys
import tomllib
from pathlib import Path

NOT_RUN = {"docs", "test", "testing"}


def name_of(requirement: str) -> str:
    """Return the name of the package."""
    return re.split(r"[^\w.-]", requirement)[0]


project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
extras = project["optional-dependencies"]
needed = {name_of(each) for each in extras["test"]}
listed = {
    "tools": extras["test"],
    "extras": [
        each
        for name in extras
        if name not in NOT_RUN
        for each in extras[name]
        if name_of(each) not in needed
    ],
}[sys.argv[1]]
print(*(each for each in listed if not each.startswith("slakit[")), sep="\n")
