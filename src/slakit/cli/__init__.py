"""The command line. Data goes to standard output, everything else to standard error.

The exit code is 0 when all went well, 1 when the answer is no, 2 for a wrong command, 3 for
bad data, 4 for an extra that is not installed, 130 after Ctrl-C, and 141 when the reader of
the output went away.

Each module of a command has ``register(subparsers)``. What a command needs is imported when it
runs, so that ``slakit --help`` is quick.
"""

from slakit.cli.main import main

__all__ = ["main"]
