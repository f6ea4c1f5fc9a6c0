"""``slakit report``: results or tickets in, figures and pages out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run

# Created on Mondays at 09:00 in Madrid; 8 h of business time end at 17:00, and 1 h at 10:00.
TICKETS = """id,created_at,first_responded_at,resolved_at,tier,team
1,2024-05-06 09:00,2024-05-06 09:30,2024-05-06 12:00,gold,net
2,2024-05-13 09:00,2024-05-13 11:00,2024-05-13 13:00,gold,db
3,2024-06-03 09:00,2024-06-03 09:15,,gold,net
4,2024-06-03 09:00,,,gold,
5,2024-06-03 09:00,,,bronze,net
"""
AT = ["--at", "2024-06-03 09:40"]
ZONE = ["--tz", "Europe/Madrid"]


@pytest.fixture
def results(folder: Path, run: Run) -> Path:
    """Return the results of five tickets, with their team."""
    (folder / "tickets.csv").write_text(TICKETS)
    command = ["evaluate", "desk.json", "tickets.csv", *ZONE, *AT, "--fields", "team"]
    assert 0 == run(*command, "-o", "results.csv").code
    return folder / "results.csv"


class TestFigures:
    def test_json(self, results: Path, run: Run) -> None:
        """Counts, shares and times of each metric are there, worked out by hand."""
        found = run("report", results, "--by", "team", "--freq", "M", "--json").data
        first, resolution = found["metrics"]
        assert ("first_response", 4, 2, 1, 0, 1) == tuple(
            first[name] for name in ("metric", "clocks", "met", "missed", "overdue", "open")
        )
        assert (2 / 3, "30m", "2h") == (first["share"], first["p50"], first["p90"])
        # Tickets 1 and 2 took 3 h and 4 h; 3 and 4 are open.
        assert (4, 2, 0, 2) == tuple(resolution[n] for n in ("clocks", "met", "missed", "open"))
        assert (1.0, "3h", "4h") == (resolution["share"], resolution["p50"], resolution["p90"])
        assert [{"ticket": "2", "overdue": "1h"}] == [
            {name: late[name] for name in ("ticket", "overdue")} for late in found["worst"]
        ]
        assert 1 == found["without_clock"]

    def test_groups(self, results: Path, run: Run) -> None:
        """A ticket without a team is a group of its own, and none is lost."""
        found = run("report", results, "--by", "team", "--json").data["groups"]
        assert [
            ("first_response", "db", 1),
            ("first_response", "net", 2),
            ("first_response", None, 1),
            ("resolution", "db", 1),
            ("resolution", "net", 2),
            ("resolution", None, 1),
        ] == [(each["metric"], each["team"], each["clocks"]) for each in found]

    def test_periods(self, results: Path, run: Run) -> None:
        """What is open is in no period; ticket 3 was met in June, and the others in May."""
        found = run("report", results, "--freq", "M", "--json").data["periods"]
        assert [
            ("first_response", "2024-05", 2),
            ("first_response", "2024-06", 1),
            ("first_response", None, 1),
            ("resolution", "2024-05", 2),
            ("resolution", None, 2),
        ] == [(each["metric"], each["period"], each["clocks"]) for each in found]

    def test_tickets(self, results: Path, run: Run) -> None:
        """A policy set and a table give what the results of the same question give."""
        by = ["--by", "team", "--freq", "M", "--json"]
        tickets = ["desk.json", "tickets.csv", *ZONE, *AT]
        expected = run("report", results, *ZONE, *by)
        assert expected.data == run("report", *tickets, *by).data

    def test_json_lines(self, results: Path, run: Run) -> None:
        """Lines of JSON give the same as the table."""
        command = ["evaluate", "desk.json", "tickets.csv", *ZONE, *AT, "--fields", "team"]
        assert 0 == run(*command, "--json", "-o", "results.jsonl").code
        by = ["--by", "team", "--json"]
        assert run("report", results, *by).data == run("report", "results.jsonl", *by).data

    def test_metric(self, results: Path, run: Run) -> None:
        """One metric may be picked; one that is not there is refused with the nearest name."""
        found = run("report", results, "--metric", "resolution", "--json").data
        assert ["resolution"] == [each["metric"] for each in found["metrics"]]
        wrong = run("report", results, "--metric", "resolutoin")
        assert (3, True) == (wrong.code, "did you mean 'resolution'?" in wrong.err)


class TestGate:
    @pytest.mark.parametrize(
        ("least", "code"), [("66", 0), ("66.6", 0), ("66.7", 1), ("67", 1), ("100%", 1)]
    )
    def test_fail_under(self, results: Path, run: Run, least: str, code: int) -> None:
        """Two of three first responses were met: 66.67 %."""
        found = run("report", results, "--fail-under", least)
        assert code == found.code
        assert ("first_response: 66.6" in found.err) == bool(code)

    def test_no_data(self, folder: Path, run: Run) -> None:
        """What nobody knows is no proof, and neither 100 % nor 0 %."""
        (folder / "tickets.csv").write_text(TICKETS.splitlines()[0] + "\n")
        command = ["report", "desk.json", "tickets.csv", *ZONE, *AT]
        assert 0 == run(*command).code
        found = run(*command, "--fail-under", "1%")
        assert (1, True) == (found.code, "no data" in found.err)
        figures, _, notes = found.out.partition("- Within target")
        assert "no data" in figures
        assert "%" not in figures
        assert notes

    def test_half_known(self, results: Path, run: Run) -> None:
        """A metric of which nothing is decided is named, whatever the others did."""
        rows = results.read_text().splitlines()
        kept = [row for row in rows if "resolution,1,stopped" not in row]
        results.write_text("\n".join(kept) + "\n")
        found = run("report", results, "--fail-under", "50")
        assert (1, True) == (found.code, "resolution: no data" in found.err)

    def test_under_and_rejected(self, results: Path, run: Run) -> None:
        """That a metric falls short is told beside rows that are set aside."""
        results.write_text(results.read_text() + "9,gold,resolution\n")
        found = run("report", results, "--fail-under", "90")
        assert (3, True) == (found.code, "66.6% is under 90%" in found.err)


class TestFiles:
    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "objective of 95% missed"),
            ("es", "objetivo del 95\xa0% no alcanzado"),
            ("pt-BR", "meta geral de 95% não atingida"),
            ("pt-PT", "objetivo de 95% não atingido"),
        ],
    )
    def test_page(self, results: Path, run: Run, language: str, said: str) -> None:
        """The page is one file without script, in the language that is asked for."""
        files = ["--html", "page.html", "--markdown", "page.md", "--title", "<May>"]
        command = ["report", results, "--objective", "95", "--lang", language, *files]
        assert 0 == run(*command).code
        page = (results.parent / "page.html").read_text(encoding="utf-8")
        assert said in page
        assert f'lang="{language}"' in page
        assert "<h1>&lt;May&gt;</h1>" in page
        assert "<script" not in page
        assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
        assert "\\<May\\>" in (results.parent / "page.md").read_text(encoding="utf-8")

    def test_rejects(self, results: Path, run: Run) -> None:
        """Bad rows are set aside with their reason, counted, and told; the rest is reported on."""
        text = (
            results.read_text()
            + "9,gold,resolution,1,stopped,great,8h,,,,1h,7h,false,,,0s,0s,net\n"
        )
        results.write_text(text)
        found = run("report", results, "--json")
        assert (3, 1) == (found.code, found.data["rejected"])
        assert "line 11: 9: status: 'great' is no status" in found.err
        kept = run("report", results, "--rejects", "bad.csv")
        assert (0, True) == (kept.code, "see bad.csv" in kept.err)
        with open(results.parent / "bad.csv", newline="") as file:
            [row] = csv.DictReader(file)
        assert ("11", "9", "status", "great") == tuple(
            row[name] for name in ("line", "id", "field", "value")
        )

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--freq", "fortnight"], "no periods of 'fortnight'"),
            (["--objective", "0"], "'0' is not above 0% and up to 100%"),
            (["--fail-under", "0.95"], "could be a share or a percentage"),
            (["--lang", "pt"], "no words for the locale 'pt'"),
            (["--by", "metric"], "'metric' is in every report"),
            (["--by", "team,,x"], "a name is empty"),
            (["--at", "2024-05-06"], "are for POLICY TICKETS"),
            (["--html", "results.csv"], "different files"),
            (["a", "b"], "give one file of results"),
        ],
    )
    def test_usage(self, results: Path, run: Run, options: list[str], said: str) -> None:
        """A command that cannot be meant like that is told what to write."""
        found = run("report", "results.csv", *options)
        assert (2, True) == (found.code, said in found.err)

    def test_unknown_field(self, results: Path, run: Run) -> None:
        """A field that the results do not have comes with the way to have it."""
        found = run("report", results, "--by", "priority")
        assert 3 == found.code
        assert "the table has no column for the field 'priority'" in found.err

    @pytest.mark.filterwarnings("always::slakit.SlakitWarning")
    def test_unseen_field(self, results: Path, run: Run) -> None:
        """A field that no ticket has is warned of, when results are written and when reported."""
        tickets = ["desk.json", "tickets.csv", *ZONE, *AT]
        for command in (
            ["evaluate", *tickets, "--fields", "priority"],
            ["report", *tickets, "--by", "priority"],
        ):
            assert "no ticket has the field 'priority'" in run(*command).err

    def test_no_file(self, folder: Path, run: Run) -> None:
        """A file that is not there, or is no result, is an error of the data."""
        assert 3 == run("report", "nowhere.csv").code
        (folder / "other.csv").write_text("id,created_at\n")
        found = run("report", "other.csv")
        assert (3, True) == (found.code, "the table has no column 'policy'" in found.err)
