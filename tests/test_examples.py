"""Every example runs: those of the README, of docs/ and of the docstrings in src/.

In Markdown each fenced block of ``python`` or ``console`` is a test of its own, ``README.md:12``.
The blocks of a page build on each other, so the page is run once, from the top, in a folder of
its own, by whichever of its tests comes first. A fenced block of another language that begins
with ``# some.name`` is saved under that name for the blocks below it to read. A docstring is one
test, named after what it describes; it sees the names of its module and slakit's public names.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import re
import shlex
import textwrap
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import slakit
from slakit.cli import main

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXECUTED = {"console", "python"}
# The exit code of a command that lacks an extra.
MISSING_EXTRA = 4
FENCE = re.compile(r"^( *)```([\w-]*)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
FILE_NAME = re.compile(r"# ([\w-]+\.\w+)\n")


class Block(NamedTuple):
    """A fenced block of a page: its first line, its language and its text."""

    line: int
    language: str
    text: str


class Docstring(NamedTuple):
    """A docstring with examples, and the name of what it describes."""

    module: str
    name: str
    file: Path
    line: int
    text: str


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(text.count("\n", 0, fence.start()) + 2, fence[2], textwrap.dedent(fence[3]))
        for fence in FENCE.finditer(text)
    ]


def docstrings() -> Iterator[Docstring]:
    for file in sorted(SOURCES.rglob("*.py")):
        parts = file.relative_to(SOURCES).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        waiting: list[tuple[str, Any]] = [(module, ast.parse(file.read_text(encoding="utf-8")))]
        for name, node in waiting:
            text = ast.get_docstring(node)
            if text and ">>>" in text:
                yield Docstring(module, name, file, node.body[0].lineno, text)
            waiting += [
                (f"{name}.{child.name}", child)
                for child in node.body
                if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            ]


def run(text: str, names: dict[str, Any], file: Path, line: int) -> None:
    """Run an example in Python; a statement that answers otherwise than it says ends it."""
    if ">>>" not in text:
        exec(compile("\n" * (line - 1) + text, str(file), "exec"), names)
        return
    example = doctest.DocTestParser().get_doctest(text, names, file.name, str(file), line - 1)
    example.globs = names  # not a copy: the blocks that follow see what this one defines
    runner = doctest.DebugRunner(optionflags=doctest.ELLIPSIS)
    try:
        runner.run(example, clear_globs=False)
    except doctest.UnexpectedException as failure:
        raise failure.exc_info[1] from None
    except doctest.DocTestFailure as failure:
        statement, got = failure.example, failure.got
    else:
        return
    fail(file, line + statement.lineno, statement.source, statement.want, got)


def run_commands(text: str, file: Path, line: int) -> None:
    """Run what stands after each ``$`` and compare what is printed with what stands below."""
    for match in re.finditer(r"^\$ slakit (.*)\n((?:(?!\$).*\n)*)", text, re.MULTILINE):
        command, expected = match.groups()
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            status = main(shlex.split(command))
        if status == MISSING_EXTRA:
            # All that a page's command may lack; if it is there after all, this is an error.
            raise slakit.MissingExtraError.of("yaml", "reading YAML", "PyYAML")
        if expected != printed.getvalue():
            at = line + text.count("\n", 0, match.start())
            fail(file, at, f"slakit {command}\n", expected, printed.getvalue())


def fail(file: Path, line: int, statement: str, expected: str, actual: str) -> None:
    pytest.fail(
        f"{file.relative_to(ROOT)}:{line}: {statement}"
        f"expected:\n{textwrap.indent(expected or 'nothing', '    ')}\n"
        f"got:\n{textwrap.indent(actual or 'nothing', '    ')}",
        pytrace=False,
    )


def failure_of(block: Block, names: dict[str, Any], page: Path) -> BaseException | None:
    try:
        if block.language == "python":
            run(block.text, names, page, block.line)
        else:
            run_commands(block.text, page, block.line)
    except BaseException as error:  # pytest's own outcomes are no Exception
        return error
    return None


def skip_for_want_of(missing: slakit.MissingExtraError) -> None:
    """Skip what needs a package that is indeed absent; otherwise the error is an error."""
    try:
        distribution(missing.value)
    except PackageNotFoundError:
        pytest.skip(str(missing))
    raise missing


@cache
def outcomes(page: Path, folder: Path) -> dict[int, BaseException | None]:
    """Run a page and return, by the line of each block, what went wrong."""
    names: dict[str, Any] = {"__name__": "__main__"}
    found: dict[int, BaseException | None] = {}
    error: BaseException | None = None
    with contextlib.chdir(folder):
        for block in blocks(page):
            if block.language in EXECUTED:
                # What follows a block that lacks an extra lacks what that block would define.
                if not isinstance(error, slakit.MissingExtraError):
                    error = failure_of(block, names, page)
                found[block.line] = error
            elif name := FILE_NAME.match(block.text):
                Path(name[1]).write_text(block.text, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the folder in which a page runs, the same for all its blocks."""
    return cache(lambda page: tmp_path_factory.mktemp(page.stem))


@pytest.mark.parametrize(
    ("page", "line"),
    [
        pytest.param(page, block.line, id=f"{page.relative_to(ROOT).as_posix()}:{block.line}")
        for page in PAGES
        for block in blocks(page)
        if block.language in EXECUTED
    ],
)
def test_page(page: Path, line: int, folders: Any) -> None:
    """A block in a page does what it says."""
    failure = outcomes(page, folders(page))[line]
    if isinstance(failure, slakit.MissingExtraError):
        skip_for_want_of(failure)
    if failure is not None:
        raise failure


@pytest.mark.parametrize(
    "docstring", [pytest.param(docstring, id=docstring.name) for docstring in docstrings()]
)
def test_docstring(docstring: Docstring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples of a docstring answer as they say."""
    monkeypatch.chdir(tmp_path)
    public = {name: getattr(slakit, name) for name in slakit.__all__}
    try:
        names = public | vars(import_module(docstring.module))
        run(docstring.text, names, docstring.file, docstring.line)
    except slakit.MissingExtraError as missing:
        skip_for_want_of(missing)
    except ModuleNotFoundError as missing:
        # A module that is loaded only where its package has been looked for already.
        if missing.name != "yaml":
            raise
        pytest.skip("needs PyYAML, which the extra yaml brings")
