"""What is told of a report, in order."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slakit.reports.attainment import Attainment
from slakit.reports.objectives.percent import Percent
from slakit.reports.pages.blocks import Block, Content, Fact, Facts, Notes, Sense
from slakit.reports.pages.charts import burn_downs, compliance, curves, heat_map, time_parts
from slakit.reports.pages.naming import DASH, Naming
from slakit.reports.pages.tables import by_group, by_period, error_budgets, repeated, worst
from slakit.reports.pages.views import Views
from slakit.reports.report import Report
from slakit.wording.catalogue import catalogue
from slakit.wording.pages import capital

__all__ = ["content"]

# More rows than these are no picture any more.
MOST_BARS = 24


def content(
    given: Report, *, locale: str = "en", title: str = "", objective: Fraction | None = None
) -> Content:
    """Return all that is told of a report in a language, beginning with what matters most."""
    words = catalogue(locale)
    report = Views(given)
    decided = report.layout.dated == "decided"
    naming = Naming(words, report.layout.frequency, decided=decided)
    if objective is not None:
        # One more than the objective has, so that a share just below it does not read like it.
        naming.decimals = Percent(objective).decimals + 1
    total = report.total
    blocks: list[Block] = [Facts(list(facts(report, total, objective, naming)))]
    if total.clocks:
        blocks += told(report, total, objective, naming)
    blocks.append(Notes(words.text("report.heading.notes"), list(notes(report, objective, naming))))
    return Content(
        locale, title or capital(words.text("report.title")), span(report, naming), blocks
    )


def span(report: Views, naming: Naming) -> str:
    """Return from when to when a report goes."""
    starts = [period.start for metric in report.metrics for period in report.periods(metric)]
    if not starts:
        return naming.percent(None)
    first, last = naming.period(min(starts)), naming.period(max(starts))
    return first if first == last else f"{first} {DASH} {last}"


def facts(
    report: Views, total: Attainment, objective: Fraction | None, naming: Naming
) -> Iterator[Fact]:
    """Yield the share of each metric, and how many clocks stand how."""
    words = naming.words
    for (metric,), found in report.table("metric").items():
        if not found.decided and found.counts["no_target"] == found.clocks:
            continue  # It is measured, and nothing is promised that could be met.
        more = words.text(
            "report.of_decided", met=found.met, count=found.decided, interval=naming.interval(found)
        )
        sense: Sense = ""
        if found.share is None:
            more = ""
        elif objective is not None:
            sense = "good" if found.share >= objective else "bad"
            goal = words.text(f"report.objective_{sense}", objective=naming.exact(objective))
            more = f"{goal} · {more}"
        yield Fact(naming.value("metric", metric), naming.share(found), more, sense)
    stands = (
        ("overdue", total.counts["breached"]),
        ("open", total.open),
        ("paused", total.counts["paused"]),
    )
    counted = ", ".join(
        f"{words.number(count)} {words.text(f'report.column.{name}')}" for name, count in stands
    )
    yield Fact(words.text("report.column.clocks"), words.number(total.clocks), counted)


def told(
    report: Views, total: Attainment, objective: Fraction | None, naming: Naming
) -> Iterator[Block]:
    """Yield the tables and pictures of a report that has any clocks."""
    words = naming.words

    def heading(key: str) -> str:
        return words.text(f"report.heading.{key}")

    yield by_group(report, ("metric",), heading("by_metric"), naming)
    for name in report.layout.by:
        title = words.text("report.heading.by", name=naming.heading(name))
        yield by_group(report, ("metric", name), title, naming)
    if len(report.layout.by) > 1:
        names = ("metric", *report.layout.by)
        yield by_group(report, names, heading("by_all"), naming)
    yield from compliance(report, objective, naming)
    yield by_period(report, heading("by_period"), naming)
    if objective is not None and objective < 1 and total.decided:
        yield from burn_downs(report, objective, naming)
        yield error_budgets(report, objective, heading("budgets"), naming)
    yield from curves(report, naming)
    if total.failed:
        yield heat_map(total, naming)
    if total.untold < total.clocks:
        groups: tuple[str, ...] = ("metric", *report.layout.by[:1])
        if len(report.table(*groups)) > MOST_BARS:
            groups = ("metric",)
        yield time_parts(report, groups, naming)
    if total.worst:
        yield worst(total, heading("worst"), naming)
    if total.repeats:
        yield repeated(total, heading("repeated"), naming)


def notes(report: Views, objective: Fraction | None, naming: Naming) -> Iterator[str]:
    """Yield how the figures are meant, and what is not in them."""
    words, zone = naming.words, report.layout.zone
    yield words.text("report.note.share")
    yield words.text("report.note.interval")
    yield words.text(f"report.note.{report.layout.dated}")
    yield words.text("report.note.times")
    if zone is None:
        yield words.text("report.note.as_written")
    else:
        yield words.text("report.note.zone", zone=zone.key)
    if objective is not None and objective < 1:
        yield words.text("report.note.budget", share=naming.exact(1 - objective))
    total = report.total
    for key, count in (
        ("unclocked", report.report.unclocked),
        ("rejected", report.report.rejected),
        ("untold", total.untold),
        ("exempt", total.exempt),
    ):
        if count:
            yield words.text(f"report.note.{key}", count=count)
