"""``slakit agreement assess``: from files to what is owed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from slakit import Assessment
from tests.cli.conftest import Outcome

pytest.importorskip("yaml")

Run = Callable[..., Outcome]
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SHOP = EXAMPLES / "web_shop_agreement.yaml"
AT = ("--at", "2026-11-03T13:00+01:00")


@pytest.fixture
def assess(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the function that assesses the agreement of the web shop for October."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object, period: str = "2026-10") -> Outcome:
        return run("agreement", "assess", SHOP, "--period", period, *AT, *arguments)

    return command


def shop(*names: str) -> list[object]:
    """Return the options with the evidence of the example."""
    files = {
        "tickets": "web_shop_tickets.jsonl",
        "outages": "web_shop_outages.csv",
        "exclusions": "web_shop_exclusions.csv",
    }
    return [part for name in names for part in (f"--{name}", EXAMPLES / files[name])]


def test_tickets(assess: Run) -> None:
    """Tickets, outages and exclusions: 2,050 EUR are owed, said in the agreement's language."""
    found = assess(*shop("tickets", "outages", "exclusions"))
    assert (0, "") == (found.code, found.err)
    assert "Acme Sistemas S.L. debe a Tienda Ejemplo S.A.  2050,00" in found.out
    found = assess(*shop("tickets", "outages", "exclusions"), "--lang", "pt-BR")
    assert "2.050,00" in found.out


def test_results(assess: Run, run: Run) -> None:
    """What slakit evaluate wrote gives the same, as CSV and, with the reasons, as JSON."""
    desk, tickets = EXAMPLES / "web_shop_desk.yaml", EXAMPLES / "web_shop_tickets.jsonl"
    for name, more in (("results.csv", ()), ("results.jsonl", ("--json",))):
        run("evaluate", desk, tickets, "--tz", "UTC", "-o", name, *AT, *more)
        found = assess("--results", name, *shop("outages", "exclusions"), "--json")
        assert ["2050.00 EUR"] == [total["amount"] for total in found.data["totals"]]
        told = "la causa" in found.out
        assert (name == "results.jsonl") == told


def test_files(assess: Run, tmp_path: Path) -> None:
    """The page, the Markdown and the data are the same assessment."""
    found = assess(*shop("tickets", "outages"), "--html", "a.html", "--markdown", "a.md", "--json")
    assessment = Assessment.from_data(found.data)
    assert assessment.to_html("es") == (tmp_path / "a.html").read_text(encoding="utf-8")
    assert assessment.to_markdown("es") == (tmp_path / "a.md").read_text(encoding="utf-8")
    (tmp_path / "october.json").write_text(json.dumps(found.data))
    later = assess("--earlier", "october.json", *shop("outages"), period="2026-11")
    assert 0 == later.code
    (tmp_path / "october.json").write_text("{")
    assert 3 == assess("--earlier", "october.json").code


def test_nothing_given(assess: Run) -> None:
    """Without evidence nothing is known, and nothing is owed."""
    found = assess("--json")
    assert ["no_data"] * 4 == [each["verdict"] for each in found.data["commitments"]]
    assert [] == found.data["totals"]


def test_counts_and_scores(run: Run, tmp_path: Path) -> None:
    """The internal agreement counts what came about."""
    found = run(
        *("agreement", "assess", EXAMPLES / "lead_handover_agreement.yaml"),
        *("--period", "2026-10", *AT, "--counts", EXAMPLES / "lead_handover_counts.csv"),
        *("--tickets", EXAMPLES / "lead_handover_leads.jsonl"),
    )
    assert 0 == found.code
    assert "99.999,99 BRL" in found.out


def test_bad_rows(assess: Run, tmp_path: Path) -> None:
    """Rows that cannot be read are told and written; the rest is assessed."""
    (tmp_path / "outages.csv").write_text("service,start,end\nsoporte,soon,\ntienda,2026-10-01,\n")
    found = assess("--outages", "outages.csv")
    assert 3 == found.code
    assert "2 rows were set aside" in found.err
    found = assess("--outages", "outages.csv", "--rejects", "bad.csv")
    assert 0 == found.code
    assert 3 == len((tmp_path / "bad.csv").read_text().splitlines())
    for option, told in (("en", "2 rows were set aside"), ("es", "Se apartaron 2 filas")):
        assert told in assess("--outages", "outages.csv", "--lang", option).out
    found = assess("--outages", "outages.csv", "--json", "--html", "a.html")
    assert 2 == found.data["rejected"] == Assessment.from_data(found.data).rejected
    assert "Se apartaron 2 filas" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_deep(assess: Run, tmp_path: Path) -> None:
    """An earlier assessment that is nested too deeply is bad data, and no traceback."""
    (tmp_path / "deep.json").write_text("[" * 100_000)
    found = assess("--earlier", "deep.json")
    assert (3, True) == (found.code, "nested deeper than 100 levels" in found.err)


def deal(**parts: object) -> str:
    """Return an agreement that a site is up, with a credit that one month can earn back."""
    up: dict[str, object] = {"id": "up", "owed_by": "us", "owed_to": "them", "service": "shop"}
    up["objective"] = {"availability": "99%", "window": "calendar month, UTC"}
    credit = {"tiers": [{"below": "99%", "credit": "10%"}], "of": "hosting"}
    up["consequences"] = [{"credit": credit}, {"earn_back": {"periods": 1}}]
    parties = {"us": {"name": "Acme"}, "them": {"name": "Shop"}}
    whole = {"slakit": 1, "id": "A-1", "title": "Shop", "tz": "UTC", "form": "contractual"}
    services = [{"name": "shop"}, {"name": "mail"}]
    fees = {"hosting": "1000 EUR"}
    given = {"parties": parties, "services": services, "fees": fees, "commitments": [up]}
    return json.dumps({**whole, **given, **parts})


def test_until(run: Run, tmp_path: Path) -> None:
    """A file for October says nothing of November, unless it is told up to when it goes."""
    (tmp_path / "deal.json").write_text(deal())
    (tmp_path / "out.csv").write_text("start,end\n2026-10-03T00:00,2026-10-04T00:00\n")
    start = ("agreement", "assess", tmp_path / "deal.json", "--period", "2026-10", "--json")
    command = (*start, "--outages", tmp_path / "out.csv", "--at", "2027-02-01T00:00Z")

    def earned(*more: str) -> str:
        [charge] = run(*command, *more).data["commitments"][0]["charges"]
        return str(charge["earn_back"])

    assert "pending" == earned()
    assert "earned" == earned("--until", "2026-12-01")
    assert "pending" == earned("--until", "2026-11-30T23:59:59Z")
    [promised] = run(*command, "--since", "2026-10-02").data["commitments"]
    assert "no_data" == promised["verdict"]
    assert 2 == run(*command, "--until", "soon").code


def test_services(run: Run, tmp_path: Path) -> None:
    """A service that a file with services does not name has no evidence; without, all have."""
    (tmp_path / "deal.json").write_text(deal())
    command = ("agreement", "assess", tmp_path / "deal.json", "--period", "2026-10", "--json")
    for rows, verdict in (
        ("service,start,end\nmail,2026-10-03T00:00,2026-10-04T00:00\n", "no_data"),
        ("service,start,end\n", "no_data"),
        ("service,start,end\nshop,2026-10-03T00:00,2026-10-03T01:00\n", "met"),
        ("start,end\n", "met"),
    ):
        (tmp_path / "out.csv").write_text(rows)
        found = run(*command, "--outages", tmp_path / "out.csv", "--at", "2026-11-02T00:00Z")
        assert verdict == found.data["commitments"][0]["verdict"], rows


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--lang", "pt"], 2),
        (["--source", "x.yaml"], 2),
        (["--html", "a", "--markdown", "a"], 2),
        (["--outages", "nowhere.csv"], 3),
    ],
)
def test_refused(assess: Run, arguments: list[str], code: int) -> None:
    """What the command cannot mean is an error of usage, what a file lacks one of data."""
    assert code == assess(*arguments).code


def test_period(assess: Run) -> None:
    """A period that is none is an error of usage that shows how to write one."""
    found = assess(period="October")
    assert 2 == found.code
    assert '"2026-01"' in found.err


def test_fields(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results that lack a field that an objective asks for are refused, not taken for none."""
    monkeypatch.chdir(tmp_path)
    deal = {
        "slakit": 1,
        "id": "A-1",
        "title": "Support",
        "tz": "UTC",
        "parties": {"us": {"name": "Acme"}, "them": {"name": "Shop"}},
        "commitments": [
            {
                "id": "urgent",
                "owed_by": "us",
                "owed_to": "them",
                "objective": {
                    "attain": "95%",
                    "metric": "first_response",
                    "when": {"priority": "urgent"},
                    "window": "calendar month, UTC",
                },
            }
        ],
    }
    Path("deal.json").write_text(json.dumps(deal))
    desk, tickets = EXAMPLES / "web_shop_desk.yaml", EXAMPLES / "web_shop_tickets.jsonl"
    evaluate = ("evaluate", desk, tickets, "--tz", "UTC", *AT, "-o")
    command = ("agreement", "assess", "deal.json", "--period", "2026-10", *AT, "--results")
    run(*evaluate, "bare.csv")
    found = run(*command, "bare.csv")
    assert (3, True) == (found.code, "evaluate with --fields priority" in found.err)
    run(*evaluate, "told.csv", "--fields", "priority")
    assert "100.0% (3 of 3)" in run(*command, "told.csv").out
