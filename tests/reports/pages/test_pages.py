"""What is told of a report, as a page, as Markdown and as text."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from slakit import Report, SlakitError, UnknownNameError
from slakit.drawing.markup import Element
from tests.drawing.chromium import CHROMIUM, needs_chromium, read_page
from tests.reports.desks import NOON, clock, made

LOCALES = ("en", "es", "pt-BR", "pt-PT")
HOSTILE = "<script>window.ran = 1</script>| *x*"
# What is wider than the page, what stands out of its picture, and what ran as a script.
LOOK = """<script>
const page = document.documentElement;
const out = [...document.querySelectorAll("h1, h2, .fact, figure, li")]
  .filter((each) => each.getBoundingClientRect().right > page.clientWidth + 1)
  .map((each) => each.textContent.slice(0, 40));
const seen = [...document.querySelectorAll("figure svg")]
  .filter((each) => each.getBoundingClientRect().width > 0).length;
const found = [page.scrollWidth > page.clientWidth + 1, out, seen, window.ran || 0];
document.body.innerHTML = JSON.stringify(found);
</script>"""


def whole(**layout: object) -> Report:
    """Return a report on clocks of every kind, of three metrics and two teams."""
    report = Report(by=["team"], **layout)
    for number, each in enumerate(made(300)):
        metric = ("first_response", "resolution", "own")[number % 3]
        report.add(each._replace(metric=metric, fields={"team": ("net", "db")[number % 2]}))
    return report


class TestNoData:
    @pytest.mark.parametrize("locale", LOCALES)
    def test_nothing(self, locale: str) -> None:
        """Of no clocks there is no share, neither 100 % nor 0 %."""
        report = Report()
        page = report.to_html(objective=95, locale=locale)
        body = page.partition("<body")[2].partition("<ul")[0]
        assert "%" not in body.replace("95%", "")
        text = report.to_text(objective=95, locale=locale)
        assert {"en": "no data", "es": "sin datos"}.get(locale, "sem dados") in text

    def test_only_open(self) -> None:
        """Clocks that are open are counted, and no share is made of them."""
        report = Report.of([clock("on_track"), clock("paused"), clock("idle", 0)])
        text = report.to_text(objective=95)
        assert re.search(r"^resolution +no data$", text, re.MULTILINE)
        assert re.search(r"^clocks +3 +0 overdue, 1 open, 1 paused$", text, re.MULTILINE)
        rows = [line.split() for line in text.splitlines() if line.startswith("resolution ")]
        [row] = [row for row in rows if len(row) > 3]
        # Clocks, met, missed, overdue, open, paused, not started.
        assert ["3", "0", "0", "0", "1", "1", "1"] == row[3:]

    def test_one(self) -> None:
        """One clock that was met is 100 %, with the interval that says how little that is."""
        assert "1 of 1 decided, 95% interval 20.6% – 100.0%" in Report.of([clock()]).to_text()

    def test_measured_only(self) -> None:
        """What is promised nothing has times, and no share at the top."""
        text = Report.of([clock("no_target", took=3)]).to_text()
        assert "no target" in text
        assert "3 h" in text
        assert not re.search(r"^resolution +\d", text, re.MULTILINE)

    def test_period_between(self) -> None:
        """A month in which nothing was decided stands between the others, and says so."""
        later = NOON.replace(month=7)
        report = Report.of([clock(), clock(stopped_at=later)], frequency="month")
        lines = report.to_markdown().splitlines()
        found = [line.replace("\\", "") for line in lines if line.startswith("| 2024")]
        assert ["100.0%", "no data", "100.0%"] == [
            re.search(r"no data|[\d.]+%", line)[0]
            for line in found  # type: ignore[index]
        ]


class TestObjective:
    @pytest.mark.parametrize(("objective", "said"), [(50, "reached"), (50.1, "missed")])
    def test_edge(self, objective: float, said: str) -> None:
        """One of two is 50 %, which reaches 50 % and not a tenth more."""
        text = Report.of([clock(), clock("missed")]).to_text(objective=objective)
        assert f"objective of {objective:g}% {said}" in text

    def test_budget(self) -> None:
        """With 95 %, one of twenty may fail; two did, which is one budget more than there is."""
        outcomes = [clock() for _ in range(18)] + [clock("missed") for _ in range(2)]
        text = Report.of(outcomes, frequency="month").to_text(objective=95)
        assert "-100.0% (2/1)" in text

    def test_no_budget(self) -> None:
        """Of 100 % nothing may fail, so that there is no budget to burn."""
        report = Report.of([clock(), clock("missed")], frequency="month")
        assert "error budget of" not in report.to_html(objective=100)

    def test_decimals(self) -> None:
        """An objective is told as it is, and a share just below it with one decimal more."""
        report = Report.of([clock()] * 9994 + [clock("missed")] * 6)
        text = report.to_text(objective="99.95%")
        assert "99.940%  objective of 99.95% missed" in text
        assert "The error budget of a period is 0.05% of the clocks" in text

    @pytest.mark.parametrize("objective", [95, "95", "95%", "95.0 %"])
    def test_written(self, objective: float | str) -> None:
        """An objective is a number or a text of percent."""
        assert Report.of([clock()]).to_text(objective=95) == Report.of([clock()]).to_text(
            objective=objective
        )

    @pytest.mark.parametrize("objective", [0, 101, 0.95, "0.95", "1/2", float("nan"), "most"])
    def test_refused(self, objective: float | str) -> None:
        """What is no percentage is refused, and so is what could be a share."""
        with pytest.raises(SlakitError) as caught:
            Report().to_html(objective=objective)
        assert ("objective", objective) == (caught.value.parameter, caught.value.value) or (
            objective != objective
        )

    def test_without_date(self) -> None:
        """By the date of its start, a clock that has not started has no date."""
        report = Report.of([clock("idle", 0, started_at=None), clock()], dated="started")
        text = report.to_text()
        assert "no date" in text
        assert "not decided" not in text


class TestHostile:
    def test_escaped(self) -> None:
        """Names are text, wherever they come from."""
        late = clock(
            "missed", ticket=HOSTILE, policy=HOSTILE, fields={"team": HOSTILE}, metric=HOSTILE
        )
        report = Report.of([late, late], by=["team", "policy"])
        page = report.to_html(title=HOSTILE)
        assert "<script" not in page
        for line in report.to_markdown(title=HOSTILE).splitlines():
            assert "<script" not in line.replace("\\<script", "")
            assert "*x*" not in line

    def test_unknown_language(self) -> None:
        """A language that is not there is refused."""
        with pytest.raises(UnknownNameError, match="'pt'"):
            Report().to_html(locale="pt")


class TestLanguages:
    def test_words(self) -> None:
        """Each language has its own words, and the same figures."""
        pages = {locale: whole().to_html(objective=90, locale=locale) for locale in LOCALES}
        assert 4 == len(set(pages.values()))
        figures = {tuple(re.findall(r"<td>(\d+)</td>", page)) for page in pages.values()}
        assert 1 == len(figures)

    def test_same(self) -> None:
        """The same report is written alike, so that pages can be compared."""
        assert whole().to_html(objective=90) == whole().to_html(objective=90)


@needs_chromium
@pytest.mark.parametrize("width", [360, 768, 1200])
def test_room(tmp_path: Path, width: int) -> None:
    """In a browser nothing stands out of the page, each chart is there once, no script runs."""
    late = clock("missed", ticket=HOSTILE, metric="own", fields={"team": "x" * 60})
    report = whole(frequency="month")
    report.add(late)
    page = report.to_html(objective=95, locale="pt-BR", title=HOSTILE)
    # A window is never narrower than 500 pixels, but a frame may be.
    inner = Element(
        "iframe", srcdoc=page.replace("</body>", f"{LOOK}</body>"), width=width, height=900
    )
    show = "document.querySelector('iframe').contentDocument.body.innerHTML"
    script = f"<script>onload = () => {{ document.body.innerHTML = {show} }}</script>"
    file = tmp_path / "frame.html"
    file.write_text(f"<!DOCTYPE html><body>{inner}{script}</body>", encoding="utf-8")
    match = re.search(r"<body[^>]*>(\[.*?\])</body>", read_page(file), re.DOTALL)
    assert match is not None
    assert [False, [], page.count("<figure"), 0] == json.loads(match[1])


@needs_chromium
def test_print(tmp_path: Path) -> None:
    """On paper it is a document of a few pages."""
    file, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    file.write_text(whole(frequency="month").to_html(objective=95), encoding="utf-8")
    assert CHROMIUM is not None
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'p'}"]
    command = [CHROMIUM, *options, f"--print-to-pdf={paper}", file.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
    assert 3 <= pages <= 12
