"""Print the first command in a shell block of a Markdown page that names something.

Usage: readme_command.py PAGE NAME. A command that goes on after a backslash is printed whole, as
it stands.
"""

import re
import sys
from pathlib import Path

page, name = sys.argv[1:]
for block in re.findall(r"^```sh\n(.*?)^```$", Path(page).read_text("utf-8"), re.M | re.S):
    for command in re.findall(r"(?:.*\\\n)*.+", block):
        if name in command.replace("\\\n", " "):
            print(command)
            sys.exit()
sys.exit(f"no shell command in {page} names {name!r}")
