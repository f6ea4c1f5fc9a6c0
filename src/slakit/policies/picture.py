"""The matrix of what a policy set promises: policies and conditions down, metrics across.

Amounts and conditions stand in the notation of the file, which is exact; the title of an amount
says it in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from slakit.drawing import Element, Picture, bar, label, line, text_width, wide_enough, wrap
from slakit.drawing.palette import stylesheet
from slakit.durations import format_time_of_day
from slakit.policies.policy import Policy
from slakit.policies.policy_set import PolicySet
from slakit.policies.target_rows import ELSE, TargetRow
from slakit.policies.targets import Target
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["html_matrix", "svg_matrix"]

EDGE, HEAD, BAND, ROW, NOTE, WIDEST = 12, 46, 30, 28, 13, 200
STYLE = """
div.slakit{overflow-x:auto}
div.slakit table{border-collapse:collapse;font-size:14px;line-height:1.35}
div.slakit th,div.slakit td{padding:5px 14px 5px 10px;text-align:left;vertical-align:middle;
font-weight:400;border:0 solid;border-bottom-width:1px}
div.slakit thead th,div.slakit b{font-weight:600}
div.slakit small{display:block;font-size:11px}
"""
# On each cell, because pages such as notebooks colour the rows of their tables.
PLAIN, HEADED = "ground-paper edge-rule", "ground-shade edge-rule"
CLASSES = [*PLAIN.split(), *HEADED.split(), "text-ink", "text-muted"]


class Cell(NamedTuple):
    """An amount that is promised, what goes with it, and the rows that it is for."""

    amount: str
    notes: str
    title: str
    first: int
    rows: int


class Block(NamedTuple):
    """A policy: its name, what else is said of it, its rows, and the cells of each metric."""

    name: str
    details: str
    rows: list[str]
    cells: dict[str, list[Cell]]


def svg_matrix(policies: PolicySet, width: float, locale: str) -> str:
    """Return the matrix as SVG; wider than `width` where the amounts need it."""
    width, words = wide_enough(width, 200), catalogue(locale)
    metrics = metrics_of(policies)
    blocks = [block_of(policy, words) for policy in policies.policies]
    cells = [cell for block in blocks for each in block.cells.values() for cell in each]
    names = [metric_name(metric, words) for metric in metrics]
    texts = [*(cell.amount for cell in cells), *(word for name in names for word in name.split())]
    narrowest = 14 + max(text_width(text, bold=True) for text in texts)
    # Conditions have what the amounts leave, and amounts what the conditions leave.
    needed = 24 + max(text_width(row) for block in blocks for row in block.rows)
    first = min(needed, max(width - 2 * EDGE - narrowest * len(metrics), 110))
    step = min(max((width - 2 * EDGE - first) / len(metrics), narrowest), WIDEST)
    page = Picture(
        2 * EDGE + first + step * len(metrics),
        HEAD + sum(BAND + sum(heights(block)) for block in blocks) + EDGE,
        title=", ".join(block.name for block in blocks),
    )
    for i, name in enumerate(names):
        x = EDGE + first + i * step
        lines = wrap(name, step - 8, lambda text: text_width(text, bold=True))
        for j, text in enumerate(lines):
            baseline = HEAD - 10 - 15 * (len(lines) - 1 - j)
            page.add(label(x, baseline, text, bold=True, title=name))
    y: float = HEAD
    for block in blocks:
        page.extend(band(block, y, page.width))
        y += BAND
        page.extend(rows(block, metrics, y, first, step))
        y += sum(heights(block))
    return str(page)


def rows(
    block: Block, metrics: list[str], top: float, first: float, step: float
) -> Iterator[Element]:
    """Yield the rows of a policy: conditions at the left, the amounts of each metric in columns."""
    edges = list(accumulate(heights(block), initial=top))
    for (y, bottom), row in zip(pairwise(edges), block.rows, strict=True):
        yield label(EDGE + 10, (y + bottom) / 2 + 4, row, width=first - 18)
        yield line(EDGE, bottom, EDGE + first, bottom)
    for i, metric in enumerate(metrics):
        x = EDGE + first + i * step
        inside = set()
        for cell in block.cells.get(metric, ()):
            last = cell.first + cell.rows
            inside.update(edges[cell.first + 1 : last])
            yield from amount(cell, x, edges[cell.first], edges[last], step)
        # No line runs through an amount that is for several rows.
        for y in edges[1:]:
            if y not in inside:
                yield line(x, y, x + step, y)


def heights(block: Block) -> list[float]:
    """Return how high each row of a policy is: more where an amount has a note."""
    noted = {cell.first for cells in block.cells.values() for cell in cells if cell.notes}
    return [ROW + NOTE if i in noted else ROW for i in range(len(block.rows))]


def band(block: Block, y: float, width: float) -> Iterator[Element]:
    """Yield the name of a policy across the picture, and as much of the rest as fits."""
    yield bar(EDGE, width - EDGE, y, BAND, fill="shade")
    room = width - 2 * EDGE - 20
    yield label(EDGE + 10, y + 20, block.name, width=room, bold=True)
    taken = text_width(block.name, bold=True) + 12
    if room - taken > 40:
        x = EDGE + 10 + taken
        yield label(x, y + 20, block.details, width=room - taken, size=11, role="muted")


def amount(cell: Cell, x: float, top: float, bottom: float, step: float) -> Iterator[Element]:
    """Yield an amount in the middle of its rows."""
    y = (top + bottom) / 2 + (-2 if cell.notes else 4)
    role = "muted" if cell.amount == "none" else "ink"
    yield label(x, y, cell.amount, bold=True, role=role, title=cell.title)
    if cell.notes:
        yield label(x, y + 14, cell.notes, width=step - 8, size=10, role="muted")


def html_matrix(policies: PolicySet, locale: str) -> str:
    """Return the matrix as a table with its style, to stand in a page."""
    words = catalogue(locale)
    metrics = metrics_of(policies)
    head = Element("tr", Element("td", class_=PLAIN))
    for metric in metrics:
        name = metric_name(metric, words)
        head.children.append(Element("th", name, scope="col", class_=PLAIN))
    groups = [group(block_of(policy, words), metrics) for policy in policies.policies]
    rules = f"{STYLE}{stylesheet(CLASSES)}"
    table = Element("table", Element("thead", head), *groups, class_="text-ink")
    return str(Element("div", Element("style", rules), table, class_="slakit", lang=locale))


def group(block: Block, metrics: list[str]) -> Element:
    """Return the rows of a policy under its name."""
    title = Element(
        "th",
        Element("b", block.name),
        " ",
        Element("small", block.details, class_="text-muted"),
        scope="rowgroup",
        colspan=len(metrics) + 1,
        class_=HEADED,
    )
    rows = [Element("tr", title)]
    for i, row in enumerate(block.rows):
        line = Element("tr", Element("th", row, scope="row", class_=PLAIN))
        for metric in metrics:
            cells = block.cells.get(metric, [])
            if any(cell.first < i < cell.first + cell.rows for cell in cells):
                continue
            found = next((cell for cell in cells if cell.first == i), None)
            line.children.append(data(found) if found else Element("td", class_=PLAIN))
        rows.append(line)
    return Element("tbody", *rows)


def data(cell: Cell) -> Element:
    """Return an amount as a cell of a table."""
    notes = [Element("small", cell.notes, class_="text-muted")] if cell.notes else []
    return Element(
        "td",
        Element("b", cell.amount),
        *notes,
        rowspan=cell.rows if cell.rows > 1 else None,
        class_=PLAIN,
    )


def metrics_of(policies: PolicySet) -> list[str]:
    """Return the metrics that are promised, in the order in which they are first named."""
    return list(dict.fromkeys(name for policy in policies.policies for name in policy.targets))


def metric_name(metric: str, words: Catalogue) -> str:
    """Return what people call a metric; one of the user's own keeps its name."""
    key = f"metric.{metric}"
    return words.text(key) if key in words else metric


# A row of the matrix: the field and the value of a table's entry, or the text of a condition.
Key = tuple[str | None, str]
OTHERWISE: Key = (None, ELSE)


def block_of(policy: Policy, words: Catalogue) -> Block:
    """Return a policy as it stands in the matrix."""
    keys = list(dict.fromkeys(key for target in policy.targets.values() for key in keys_of(target)))
    if OTHERWISE in keys:
        keys.remove(OTHERWISE)
        keys.append(OTHERWISE)
    names = [text if field is None else f"{field}: {text}" for field, text in keys] or [""]
    cells: dict[str, list[Cell]] = {}
    for metric, target in policy.targets.items():
        if not keys_of(target):
            cells[metric] = [cell_of(target.rows[0], 0, len(names), words)]
            continue
        found = [(i, row_for(target, key)) for i, key in enumerate(keys)]
        cells[metric] = [cell_of(row, i, 1, words) for i, row in found if row is not None]
    return Block(policy.name, " · ".join(details(policy)), names, cells)


def details(policy: Policy) -> Iterator[str]:
    """Yield what a policy says beside its targets."""
    if policy.kind != "sla":
        yield policy.kind.upper()
    if policy.starts is not None:
        yield f"from: {policy.starts.isoformat()}"
    if policy.when:
        yield notation(policy.when.to_data())
    if policy.default:
        yield "default"
    yield notation(policy.calendar.to_data())


def keys_of(target: Target) -> list[Key]:
    """Return the rows that a target makes in the matrix; none where it is one amount for all."""
    if target.by is not None:
        return [*((target.by, value) for value in target.table), *([OTHERWISE] * len(target.rows))]
    if len(target.rows) == 1 and target.rows[0].when is None:
        return []
    return [condition(row) for row in target.rows]


def condition(row: TargetRow) -> Key:
    """Return where the row of a list stands; a plain value of a field is as one of a table."""
    if row.when is None:
        return OTHERWISE
    data = row.when.to_data()
    if len(data) == 1:
        ((field, value),) = data.items()
        if not isinstance(value, (list, tuple, Mapping)):
            return field, notation(value)
    return None, notation(data)


def row_for(target: Target, key: Key) -> TargetRow | None:
    """Return what a target promises in a row; None where that depends on another field."""
    if target.by is not None:
        last = target.rows[0] if target.rows else None
        if key[0] == target.by:
            return target.table.get(key[1], last)
        return last if key == OTHERWISE else None
    return next((row for row in target.rows if condition(row) == key), None)


def cell_of(row: TargetRow, first: int, rows: int, words: Catalogue) -> Cell:
    notes = [row.calendar] if row.calendar is not None else []
    if row.cutoff is not None:
        notes.append(f"cutoff: {format_time_of_day(row.cutoff)}")
    said = words.amount(row.amount)
    return Cell(str(row.amount), " · ".join(notes), " · ".join([said, *notes]), first, rows)


def notation(data: Any, *, outermost: bool = True) -> str:
    """Return plain data as YAML writes it in one line.

    >>> notation({"tier": ["gold", "silver"], "vip": True})
    'tier: [gold, silver], vip: true'
    """
    if isinstance(data, Mapping):
        inner = ", ".join(f"{key}: {notation(each, outermost=False)}" for key, each in data.items())
        return inner if outermost else f"{{{inner}}}"
    if isinstance(data, (list, tuple)):
        return f"[{', '.join(notation(each, outermost=False) for each in data)}]"
    if data is None:
        return "null"
    return str(data).lower() if isinstance(data, bool) else str(data)
