"""Attainments by metric, by fields of the tickets, and by period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import reduce
from operator import add
from typing import Any

import pytest

from slakit import Evaluation, evaluate, evaluate_many
from slakit.errors import NaiveDatetimeError, SlakitError, UnknownNameError
from slakit.reports.attainment import Attainment
from slakit.reports.outcome import Outcome, outcomes
from slakit.reports.report import Report
from tests.evaluation.desks import on, promising, ticket
from tests.reports.desks import NOON, STATES, clock, made, report_on

NOW = datetime(2024, 5, 8, 12, tzinfo=UTC)
MONDAY = date(2024, 5, 6)


class TestAdd:
    def test_evaluation(self) -> None:
        """All clocks of a ticket are counted, by its fields at the instant of the question."""
        made = ticket(("Mon 10:00", "agent"), ("Tue 09:00", {"team": "db"}), fields={"team": "net"})
        desk = promising(first_response="30m", resolution="4h")
        report = Report.of([evaluate(desk, made, at=NOW)], by=["team", "policy"])
        keys = [("first_response", "db", "all", MONDAY), ("resolution", "db", "all", MONDAY)]
        assert keys == list(report.table("metric", "team", "policy", "period"))
        # The answer came half an hour late, and nothing was resolved.
        assert {"missed": 1, "breached": 1} == report.total.counts

    def test_readings(self) -> None:
        """Readings are counted, though nobody knows whose they are."""
        evaluation = evaluate(promising(), ticket(fields={"team": "net"}), at=NOW)
        report = Report.of(evaluation.clocks, by="team")
        assert [(None,)] == list(report.table("team"))
        assert [""] == [each.ticket for each in report.total.worst]
        assert {} == report.total.repeats

    def test_batch(self) -> None:
        """Of a batch the tickets that were set aside are counted, too."""
        given = [ticket(), {"id": "soon", "created_at": "tomorrow"}]
        batch = evaluate_many(promising(), given, at=NOW, on_error="collect")
        report = Report.of(batch)
        assert (1, 1, 0) == (report.total.clocks, report.rejected, report.unclocked)
        report.add(batch)
        assert (2, 2) == (report.total.clocks, report.rejected)

    def test_without_clocks(self) -> None:
        """A ticket to which nothing is promised is counted as such."""
        nothing = Evaluation("T-1", NOW, "idle", None, None, ())
        report = Report.of([nothing, nothing])
        assert (2, 0) == (report.unclocked, report.total.clocks)

    @pytest.mark.parametrize("junk", [None, 5, "T-1", object(), Report(), Attainment(), ticket()])
    def test_junk(self, junk: Any) -> None:
        """Nothing else can be reported on, and a report is as it was."""
        report = Report.of([clock()])
        with pytest.raises(SlakitError, match="cannot be reported on") as caught:
            report.add(junk)
        assert "found" == caught.value.parameter
        assert Report.of([clock()]) == report

    def test_naive(self) -> None:
        """An instant without a zone is not taken for one of the host's."""
        with pytest.raises(NaiveDatetimeError, match="has no time zone"):
            Report.of([clock(stopped_at=NOON.replace(tzinfo=None))], tz="Europe/Madrid")


class TestCells:
    def test_periods_of_a_zone(self) -> None:
        """23:00 of the last day of May is in June in Madrid, and in May in São Paulo."""
        found = clock(stopped_at=datetime(2024, 5, 31, 23, tzinfo=UTC))
        for tz, month in (("Europe/Madrid", 6), ("America/Sao_Paulo", 5), (None, 5)):
            report = Report.of([found], frequency="month", tz=tz)
            assert [("resolution", date(2024, month, 1))] == list(report.cells)

    def test_dated(self) -> None:
        """A clock is in the period of the date that is asked for; one without it is in none."""
        found = clock(started_at=datetime(2024, 4, 30, tzinfo=UTC))
        for dated, start in (("decided", "2024-05-06"), ("started", "2024-04-30"), ("due", None)):
            report = Report.of([found], frequency="day", dated=dated)  # type: ignore[arg-type]
            assert [start] == [key[0] and str(key[0]) for key in report.table("period")]

    def test_open_clocks(self) -> None:
        """What is not decided has no period, and is shown all the same."""
        report = Report.of([clock(each) for each in STATES])
        undated = report.table("period")[None,]
        assert {"on_track": 1, "at_risk": 1, "paused": 1, "idle": 1} == undated.counts
        assert len(STATES) == report.total.clocks

    @pytest.mark.parametrize(
        "value", [" ", "a,b", '"', "\r\n", "\0", "=1+1", "None", "(none)", "x" * 100_000, "日本"]
    )
    def test_hostile_fields(self, value: str) -> None:
        """A field may hold anything, and is itself."""
        report = Report.of([clock(fields={"team": value}), clock()], by="team")
        assert {(value,), (None,)} == set(report.table("team"))

    @pytest.mark.parametrize(("text", "value"), [(None, ""), ("0", 0), ("false", False)])
    def test_empty_fields(self, text: str | None, value: Any) -> None:
        """Only what is empty is none; zero is a value."""
        assert [(text,)] == list(Report.of([clock(fields={"t": value})], by="t").table("t"))

    def test_number_and_text(self) -> None:
        """A number and its text are one value, as they are in a table."""
        report = Report.of([clock(fields={"p": each}) for each in (1, "1", 2)], by="p")
        assert {("1",): 2, ("2",): 1} == {k: v.clocks for k, v in report.table("p").items()}

    def test_policy(self) -> None:
        """`policy` is that of the clock, `field.policy` the ticket's own field."""
        found = clock(policy="gold", fields={"policy": "P-1", "metric": "x"})
        report = Report.of([found], by=["policy", "field.policy", "field.metric"])
        assert [("resolution", "gold", "P-1", "x", MONDAY)] == list(report.cells)


class TestTable:
    def report(self) -> Report:
        return Report.of(made(200), by=["team", "priority"], frequency="month", tz="UTC")

    def test_order(self) -> None:
        """Rows are sorted by their keys, what is missing at the end."""
        keys = list(self.report().table("team", "priority"))
        assert keys == sorted(keys, key=lambda key: [(each is None, each or "") for each in key])
        assert (None, None) == keys[-1]

    def test_every_grouping_is_the_whole(self) -> None:
        """However it is cut up, the clocks are all there."""
        report = self.report()
        for names in ((), ("metric",), ("period",), ("team", "period"), report.names):
            assert report.total == reduce(add, report.table(*names).values())

    def test_where(self) -> None:
        """What is picked is one row of the whole table."""
        report = self.report()
        whole = report.table("metric", "team")
        picked = report.table("metric", team="net")
        assert {(metric,): whole[metric, "net"] for (metric,) in picked} == picked
        unset = report.table(team=None, priority=None)
        assert report.table("team", "priority")[None, None] == unset[()]

    def test_untouched(self) -> None:
        """Adding to a row changes no cell."""
        report, other = self.report(), self.report()
        for names in (report.names, ()):
            for found in report.table(*names).values():
                found += Attainment()
                found.add(clock())
        assert other == report

    def test_unknown(self) -> None:
        """A name that the report does not go by is refused, with the nearest."""
        for ask in (
            lambda: Report(by="team").table("tam"),
            lambda: Report(by="team").table(tam=""),
        ):
            with pytest.raises(UnknownNameError, match="did you mean 'team'"):
                ask()

    def test_metrics(self) -> None:
        """The metrics are those of which there are clocks."""
        assert ["first_response", "resolution"] == self.report().metrics
        assert [] == Report().metrics


class TestPeriods:
    def test_empty_ones(self) -> None:
        """From the first to the last, also those in which nothing was decided."""
        dates = [NOON, NOON.replace(day=27)]
        report = Report.of([*(clock(stopped_at=each) for each in dates), clock("idle")])
        found = report.periods()
        labels = ["2024-W19", "2024-W20", "2024-W21", "2024-W22"]
        assert labels == [period.label for period in found]
        assert [1, 0, 0, 1] == [each.clocks for each in found.values()]
        assert [1, None, None, 1] == [each.share for each in found.values()]

    def test_none(self) -> None:
        """Where nothing has a date there are no periods."""
        assert {} == Report().periods()
        assert {} == Report.of([clock("on_track")]).periods()

    def test_ends_of_time(self) -> None:
        """The last date that there is, is in a period of every zone."""
        last = datetime(9999, 12, 31, 23, tzinfo=UTC)
        for tz in (None, "Asia/Tokyo"):
            [period] = Report.of([clock(stopped_at=last)], tz=tz).periods()
            assert "9999-W52" == period.label


class TestRows:
    def test_names(self) -> None:
        """A row has what the report goes by, and every figure."""
        [row] = Report.of([clock(fields={"team": "net"})], by="team").to_rows()
        first = {"metric": "resolution", "team": "net", "period": MONDAY, "clocks": 1}
        assert first == dict(list(row.items())[:4])
        [total] = Report.of([clock()]).to_rows("metric")
        assert ["metric", "clocks"] == list(total)[:2]

    def test_field_named_as_a_figure(self) -> None:
        """A field that has the name of a figure does not hide it, nor is it hidden."""
        [row] = Report.of([clock(fields={"open": "24/7"})], by="open").to_rows("open")
        assert ("24/7", 0) == (row["field.open"], row["open"])

    def test_empty(self) -> None:
        """An empty report has no rows."""
        assert [] == Report().to_rows()


@pytest.mark.parametrize("found", [[], [clock("on_track")], [clock("idle"), clock("paused")]])
def test_no_data(found: Sequence[Outcome]) -> None:
    """Without a verdict there is no share and no percentile: neither 0 nor 100 %."""
    report = Report.of(found)
    assert len(found) == report.total.clocks
    assert report.total.share is None
    assert report.total.interval() is None
    assert [None] == report.total.percentiles(90)
    for row in report.to_rows():
        assert [None] * 4 == [row[name] for name in ("share", "low", "high", "p90")]


def test_identity() -> None:
    """A report is equal to one of the same clocks, to nothing else, and has no hash."""
    assert Report.of([clock()]) == Report.of([clock()])
    assert Report.of([clock()]) != Report.of([clock("missed")])
    assert Report() != Report(tz="UTC")
    assert Report() != 0
    with pytest.raises(TypeError, match="unhashable"):
        hash(Report())
    expected = "<Report by metric and week (as written) of what was decided: 1 clocks>"
    assert expected == repr(Report.of([clock()]))


def test_outcomes() -> None:
    """Outcomes and evaluations come to the same report."""
    made = ticket(("Mon 10:00", "solved"), ("Tue 10:00", "new"), fields={"team": "net"})
    evaluation = evaluate(promising(first_response="1h", resolution="4h"), made, at=on("Wed 10:00"))
    assert Report.of([evaluation], by="team") == Report.of(outcomes(evaluation), by="team")


class TestOnly:
    def test_metrics(self) -> None:
        """The report on a metric is that on its clocks alone."""
        found = made(200)
        some = [each for each in found if each.metric == "resolution"]
        assert report_on(some) == report_on(found).only("resolution")
        assert report_on(found) == report_on(found).only()

    def test_apart(self) -> None:
        """What is added to it is not in the whole."""
        report = Report.of([clock()])
        report.only("resolution").add(clock("missed"))
        assert Report.of([clock()]) == report

    def test_unknown(self) -> None:
        """A metric of which there are no clocks is refused, with the nearest."""
        with pytest.raises(UnknownNameError, match="did you mean 'resolution'"):
            Report.of([clock()]).only("resolutoin")
