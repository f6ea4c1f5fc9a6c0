"""Two policies on a public log: every flip is explained, by stretches that add up.

The log is public and not part of the project; without it these tests are skipped.
"""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from slakit import Backtest, PolicySet, Ticket, evaluate, replay, vary
from slakit.adapters import TableSource, read_tickets
from slakit.backtest import backtest
from slakit.backtest.verdict import Verdict

ROOT = Path(__file__).parents[2]
LOG = ROOT.parent / "shared" / "data" / "incident_log.csv.gz"
EXAMPLES = ROOT / "docs" / "examples"
AT = datetime.fromisoformat("2017-03-01T00:00-03:00")
ROWS = 4000

pytestmark = pytest.mark.skipif(not LOG.exists(), reason=f"{LOG.name} is not here")


@pytest.fixture(scope="module")
def old() -> PolicySet:
    pytest.importorskip("yaml")
    return PolicySet.from_file(EXAMPLES / "incidents.yaml")


@pytest.fixture(scope="module")
def variations(old: PolicySet) -> dict[str, PolicySet]:
    """Return the policies changed in each of the ways that a desk asks about."""
    saturdays = {"office": {"hours": "Mon-Fri 08:00-18:00; Sat 08:00-12:00"}}
    return {
        "saturdays": vary(old, calendars=saturdays),
        "unpaused": vary(old, pause="none"),
        "longer": vary(old, targets={"resolution": "40h", "first_response": "6h"}),
        "measured": vary(old, targets={"time_to_own": "none"}),
        "all": vary(
            old, calendars=saturdays, pause="none",
            targets={"resolution": {"by": "priority", "1": "6h wall", "else": "2bd"}},
        ),
    }  # fmt: skip


@pytest.fixture(scope="module")
def tickets(old: PolicySet, tmp_path_factory: pytest.TempPathFactory) -> list[Ticket]:
    """Return the tickets of the first rows of the log, the last of which may be cut off."""
    source = TableSource.from_file(EXAMPLES / "incidents.source.yaml")
    part = tmp_path_factory.mktemp("incidents") / "log.csv"
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        lines = [line for _, line in zip(range(ROWS), file, strict=False)]
    part.write_text("".join(lines), encoding="utf-8", newline="")
    with open(part, "rb") as table:
        rows = read_tickets(table, source, format="csv", fields=old.fields)
        return [row for row in rows if isinstance(row, Ticket)]


def explained(found: Backtest) -> None:
    for flip in found.flips:
        why = flip.explain()
        counted = sum((each.counted for each in why.stretches), timedelta(0))
        assert why.difference == counted
        assert why.changes or why.stretches
        headline, _, reasons = why.sentence().partition(": ")
        assert flip.ticket in headline
        assert "conventions" not in reasons


@pytest.mark.parametrize("name", ["saturdays", "unpaused", "longer", "measured", "all"])
def test_every_flip(
    name: str, old: PolicySet, variations: dict[str, PolicySet], tickets: list[Ticket]
) -> None:
    """Each flip says what changed, and its stretches add up to what counts more or less."""
    found = backtest(tickets, old=old, new=variations[name], at=AT)
    assert found.flips
    assert len(tickets) == found.compared
    explained(found)


def test_replayed(old: PolicySet, variations: dict[str, PolicySet], tickets: list[Ticket]) -> None:
    """All variations in one pass say of each clock what they say alone."""
    sets = {"old": old, **variations}
    for given, found in zip(tickets, replay(tickets, sets, at=AT), strict=True):
        for name, policies in sets.items():
            expected = tuple(
                Verdict(*(getattr(each, field) for field in Verdict._fields))
                for each in evaluate(policies, given, at=AT)
            )
            assert expected == found.verdicts[name]
