"""Figures of the suite -> a page: ``python -m tests.benchmarks.performance_page``.

It reads what `peers` and `tickets` wrote into ``results`` beside this file and writes
``docs/explanation/performance.md``. It measures nothing, so that a page can be made again.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "performance.md"
# A ratio is not to be torn from its sign at the end of a line.
TIMES = "\N{NO-BREAK SPACE}×"
HOURS = {"plain": "09:00-17:00", "lunch": "09:00-12:00 and 13:00-18:00"}
Figures = dict[str, Any]


def page(peers: Figures, tickets: Figures) -> str:
    """Return the text of the page."""
    sections = [
        opening(peers, tickets),
        questions(peers),
        columns(peers),
        whole_tickets(tickets),
        losses(peers, tickets),
        promises(peers["bars"] + tickets["bars"]),
        again(),
    ]
    return "\n\n".join(section.strip("\n") for section in sections) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table whose first column is text and whose others are figures."""
    head = list(head)
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def filled(text: str, indent: str = "") -> str:
    """Return a paragraph, or with an indent an entry of a list, of lines of one length."""
    words = " ".join(text.split())
    return textwrap.fill(
        words, 100, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def figure(value: float) -> str:
    """Return a figure with as many digits as it deserves."""
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}" if value >= 2 else f"{value:.2f}"


def opening(peers: Figures, tickets: Figures) -> str:
    machine = peers["machine"]
    versions = ", ".join(
        f"{name} {version}"
        for name, version in machine.items()
        if name not in ("processor", "processors", "system")
    )
    if tickets["machine"] != machine:
        raise ValueError("the figures are of two machines or of two sets of packages")
    return f"""
<!-- Made from tests/benchmarks/results by python -m tests.benchmarks.performance_page. -->

# Performance

This page is made by `python -m tests.benchmarks.suite` out of what it has measured; nothing in it
is written by hand but the words. The figures are of {peers["date"] or "a day that nobody noted"}.

## What is measured, and how

- **Machine**: {machine["processor"]}, {machine["processors"]} processors, {machine["system"]}.
{filled(f"- **Versions**: {versions}.", "  ")}
- **In turn.** In each round slakit and the others are timed one after the other in one process, on
  the same rows, and a ratio is the median over the rounds of the ratio within a round. Times alone
  move by up to a factor of two from run to run on a shared machine; the ratios hardly do. Single
  questions and tickets are timed by processor time, which others on the machine disturb less, and
  columns, which some share among threads, by a clock.
- **Best cases.** What is needed once is built beforehand, and input is made ready in each one's own
  kind: naive local times where a library takes nothing else, columns of their own for pandas and
  polars. Start-up and the first question are not counted; they have figures of their own
  [below](#where-slakit-loses-or-does-not-help).
- **Garbage collection** is off for questions and for columns, and as Python ships it for whole
  tickets.
- **Answers are compared**: single ones with a count of every minute of eleven years, columns with
  each other. "Exact" is the share that is right.
- The calendar is Monday to Friday in New York with the federal holidays of 2020-2030, 09:00-17:00,
  or with a lunch break 09:00-12:00 and 13:00-18:00."""


def questions(peers: Figures) -> str:
    parts = [
        f"""
## One question at a time

Microseconds of slakit with instants in UTC, and how many times as long each of the others took. The
ratios are medians of {peers["rounds"]} rounds."""
    ]
    for hours, told in HOURS.items():
        rows = [row for row in peers["rows"] if row["hours"] == hours]
        asked = list(dict.fromkeys(row["question"] for row in rows))
        names = dict.fromkeys(row["peer"] for row in rows)
        cells = {(row["peer"], row["question"]): row for row in rows}
        base = {row["question"]: row["slakit_us"] for row in rows}
        lines = [["**slakit**, µs", *(f"{base[each]:.2f}" for each in asked), ""]]
        for name in names:
            found = [cells.get((name, each)) for each in asked]
            ratios = [f"{figure(row['ratio'])}{TIMES}" if row else "" for row in found]
            lines.append([name, *ratios, exact_of(filter(None, found))])
        parts.append(f"Hours {told}:\n\n" + table(["", *asked, "exact"], lines))
    return "\n\n".join(parts)


def exact_of(rows: Iterable[Figures]) -> str:
    known = [row["exact"] for row in rows if row["exact"] is not None]
    return f"{min(known):.0%}" if known else "other question"


def columns(peers: Figures) -> str:
    length = max(row["rows"] for row in peers["batch"])
    parts = [
        "## Whole columns",
        filled(
            f"""{length:,} rows in random order, to the microsecond, with spans of up to 30 days and
            amounts of up to 40 hours: nanoseconds a row, and how many times as long as
            `slakit.frames` it took, medians of {peers["batch_rounds"]} rounds. slakit uses one
            thread; polars shares its work among all processors. What goes row by row had
            {min(row["rows"] for row in peers["batch"]):,} of the rows."""
        ),
    ]
    for asked in dict.fromkeys(row["question"] for row in peers["batch"]):
        rows = [row for row in peers["batch"] if row["question"] == asked]
        base = {row["hours"]: row["slakit_ns"] for row in rows}
        lines = [
            ["**slakit.frames**", *(x for each in HOURS for x in (figure(base[each]), "")), ""]
        ]
        for name in dict.fromkeys(row["peer"] for row in rows):
            found = {row["hours"]: row for row in rows if row["peer"] == name}
            cells = [
                x
                for each in HOURS
                for x in (figure(found[each]["peer_ns"]), f"{figure(found[each]['ratio'])}{TIMES}")
            ]
            lines.append([name, *cells, exact_of(found.values())])
        head = [f"`{asked}`", "ns", "times", "ns, lunch", "times", "exact"]
        parts.append(table(head, lines))
    return "\n\n".join(parts)


def whole_tickets(tickets: Figures) -> str:
    count, memory = tickets["tickets"], tickets["memory"]
    lines = [
        [
            each["name"],
            figure(each["us"]),
            f"{figure(each['ratio'])}{TIMES}",
            f"{each['tickets']:,}",
        ]
        for each in tickets["engines"]
    ]
    parts = [
        "## Whole tickets",
        filled(
            f"""{count:,} tickets with six events each, three metrics, pauses, four priorities and
            three calendars in three zones with lunch breaks and holidays; what happens to a ticket
            is drawn, so that there are thousands of courses. `evaluate_frame` gets a table of
            tickets and one of events, and answers with every field of every clock. The engine for
            one ticket at a time has a sample of the same tickets. Medians of {tickets["rounds"]}
            rounds, the tables {tickets["kind"]}."""
        ),
        table(["", "µs a ticket", "times", "tickets"], lines),
        "Where the tables are of another kind, of 100,000 tickets:",
        table(
            ["", *tickets["kinds_us"]],
            [["µs a ticket", *(figure(us) for us in tickets["kinds_us"].values())]],
        ),
        filled(
            f"""The peak of memory was {gigabytes(memory["peak_mib"])} in a process of its own,
            which had {gigabytes(memory["before_mib"])} when the tables were made."""
        ),
    ]
    if log := tickets["log"]:
        parts.append(
            filled(
                f"""From file to file: `slakit evaluate` reads a public log of incidents, evaluates
                them and writes the results in {log["evaluating_s"]:.2f} s. To read it alone, with
                `list(csv.DictReader(...))`, takes {log["reading_s"]:.2f} s. The ratio is
                {log["ratio"]:.2f}."""
            )
        )
    return "\n\n".join(parts)


def gigabytes(mebibytes: float) -> str:
    return f"{mebibytes * 2**20 / 1e9:.1f} GB"


def losses(peers: Figures, tickets: Figures) -> str:
    few, small = tickets["few_tickets"], peers["small_columns"]
    first, imports = peers["first_column_ms"], peers["import_ms"]
    year = next(bar["measured"] for bar in peers["bars"] if "calendar year" in bar["name"])
    zone = [row["ratio"] for row in peers["rows"] if row["peer"] == "slakit, own ZoneInfo"]
    entries = [
        f"**Others that were faster.** {faster(peers)}",
        """**Whole days.** Whoever needs a number of working days, and no hours, has all of it in
        `np.busday_count`, which comes with numpy and needs no calendar to be compiled.""",
        f"""**A few rows.** A column costs some {figure(small[0]["column_us"])} µs before its first
        row. It takes less time than one question after the other from
        {even(small, "column_us", "scalar_us", "rows")} rows on, and more below.""",
        f"""**A few tickets.** For one ticket `evaluate_frame` takes
        {figure(few[0]["table_ms"])} ms, and `evaluate` {figure(few[0]["scalar_ms"] * 1e3)} µs with
        the making of the ticket. The table is faster from
        {even(few, "table_ms", "scalar_ms", "tickets")} tickets on.""",
        """**Histories that are all different, and what columns cannot hold.** `evaluate_frame`
        learns each course of events once; where hardly two tickets have the same, it learns as many
        as there are tickets. And some tickets it evaluates one by one, which `fallbacks` counts
        with the reasons: those with decisions by hand, with changes of instants in fields, with
        cycles that are chained to the due time before.""",
        f"""**The first question.** A calendar compiles a year when it is first asked about it, in
        {figure(year)} ms. Its first column takes {figure(first["one year"])} ms within one year and
        {figure(list(first.values())[-1])} ms over {list(first)[-1]}; a few rows in many calendars
        each pay for it.""",
        f"""**Imports.** In milliseconds of the processor:
        {", ".join(f"{name} {ms:.0f}" for name, ms in imports.items())}. A script that asks one
        question waits longer for slakit than for a library that does less.""",
        f"""**Zones other than UTC.** An aware datetime in the calendar's zone takes
        {figure(min(zone))} to {figure(max(zone))} times as long as one in UTC.""",
    ]
    return "\n\n".join(
        [
            "## Where slakit loses, or does not help",
            "\n".join(filled(f"- {entry}", "  ") for entry in entries),
            sizes(small, "rows", {"column_us": "a column, µs", "scalar_us": "one by one, µs"}),
            sizes(few, "tickets", {"table_ms": "a table, ms", "scalar_ms": "one by one, ms"}),
            hard_cases(tickets),
        ]
    )


def hard_cases(tickets: Figures) -> str:
    head = [f"{tickets['cases']:,} tickets", "a table, µs", "one by one, µs", "fallbacks"]
    lines = [
        [
            case["name"],
            figure(case["table_us"]),
            figure(case["scalar_us"]),
            f"{case['single']:.0%}",
        ]
        for case in tickets["hard_cases"]
    ]
    return table(head, lines)


def faster(peers: Figures) -> str:
    """Say which others took less time than slakit, if any did."""
    found = [
        f"{row['peer']} on {row['question']}, hours {HOURS[row['hours']]}, took"
        f" {row['ratio']:.2f} of slakit's time"
        for row in (*peers["rows"], *peers["batch"])
        if row["ratio"] < 1
    ]
    return (
        f"In this run {'; '.join(found)}." if found else "In this run none, on no question above."
    )


def even(found: list[Figures], ours: str, theirs: str, size: str) -> str:
    """Return from which of the measured sizes on ours takes less time."""
    better = [each[size] for each in takewhile(lambda x: x[ours] < x[theirs], reversed(found))]
    return f"{better[-1]:,}" if better else f"more than {found[-1][size]:,}"


def sizes(found: list[Figures], size: str, names: dict[str, str]) -> str:
    lines = [[told, *(figure(each[name]) for each in found)] for name, told in names.items()]
    return table([size, *(f"{each[size]:,}" for each in found)], lines)


def promises(bars: list[Figures]) -> str:
    """Return what each run of the suite is held against, and how this one did."""
    lines = [
        [bar["name"], bar["promised"], figure(bar["measured"]), "" if bar["held"] else "missed"]
        for bar in bars
    ]
    head = ["", "promised", "measured", ""]
    missed = sum(not bar["held"] for bar in bars)
    told = f"This run missed {missed} of them." if missed else "This run kept all of them."
    return "\n\n".join(
        ["## What is promised", f"The suite fails where one is missed. {told}", table(head, lines)]
    )


def again() -> str:
    return """
## To measure it again

From the root of a clone with the extra `test` installed, and whichever of the peers one likes:

```text
python -m tests.benchmarks.suite --date 2026-12-24 --log incident_log.csv.gz
```

It takes some minutes, writes this page and ends with exit code 1 where a promise was not kept. A
part of it alone, or a quick look: `python -m tests.benchmarks.peers --quick`,
`python -m tests.benchmarks.tickets --tickets 100000`. The log is that of the incident management
process of a company, published by the UCI Machine Learning Repository; without `--log` its row is
left out."""


def figures(name: str) -> Figures:
    return dict(json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8")))


def main() -> None:
    PAGE.write_text(page(figures("peers"), figures("tickets")), encoding="utf-8")


if __name__ == "__main__":
    main()
