"""From the file of an agreement to what is owed: the two examples, worked out by hand.

The web shop (Madrid, office 09:00-14:00 and 15:00-18:00, 12 October 2026 a holiday):

- First responses: T-2 (high, 2h) was created at 09:00 and answered at 12:00, an hour late; the
  five others were in time. 5 of 6 are 83.3 %: below 90 %, so 10 % of 10,000 EUR.
- Resolutions: T-4 (urgent, 4h) from Tuesday 16:00 has 2 h that day and 2 h the next, so that it
  is due at 11:00; solved at 12:00 it is an hour late. T-2 was solved exactly when due, T-3
  waited from Friday 9 to Thursday 15, T-5 was late and exempted, T-6 is open. 3 of 4 are 75 %,
  and one clock failed: 50 EUR.
- Availability: the shop is open 16 of 24 hours, 496 h in October. On the 10th it was down from
  07:00 to 09:30, of which 1.5 h are within its hours; on the 21st for 1.5 h, of which the first
  hour is excluded. 2 h of 495 h are left: 493/495 is 99.59 %, so 10 % of 10,000 EUR.
- Answers: T-3 waited from Friday 9 at 09:30. Two business days on is Wednesday 14, because
  Monday is a holiday; the customer answered on Thursday at 11:30. Nothing is agreed for that.

The hand-over of leads (São Paulo): L-3 was handed over on Friday at 17:00 and called on Monday at
09:00, 64 hours later and 40 too late; L-1 and L-2 were in time, L-4 was lost at once. The month
came to 45,000 + 30,000.50 + 24,999.49 = 99,999.99 of 100,000; what came at midnight of 1
November is November's.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    Agreement,
    Assessment,
    Count,
    Evidence,
    Exclusion,
    Outage,
    Ticket,
    assess,
    evaluate_many,
)

pytest.importorskip("yaml")

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MADRID = ZoneInfo("Europe/Madrid")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
LATER = datetime(2026, 11, 3, 12, tzinfo=UTC)


def rows(name: str) -> Iterator[dict[str, str]]:
    with open(EXAMPLES / name, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def at(text: str, tz: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=tz)


def evidence(agreement: Agreement, tickets: str, **others: object) -> Evidence:
    """Return the evidence of an example: its tickets under its own policies."""
    lines = (EXAMPLES / tickets).read_text(encoding="utf-8").splitlines()
    assert agreement.policies is not None
    batch = evaluate_many(
        agreement.policies, [Ticket.from_data(json.loads(line)) for line in lines], at=LATER
    )
    assert not batch.rejected
    return Evidence.of(batch, **others)


@pytest.fixture(scope="module")
def shop() -> Assessment:
    agreement = Agreement.from_file(EXAMPLES / "web_shop_agreement.yaml")
    outages = [
        Outage(at(row["start"], MADRID), at(row["end"], MADRID), row["reason"])
        for row in rows("web_shop_outages.csv")
    ]
    exclusions = [
        Exclusion(
            start=at(row["start"], MADRID),
            end=at(row["end"], MADRID),
            kind="force_majeure",
            reason=row["reason"],
            author=row["author"],
            at=at(row["at"], MADRID),
        )
        for row in rows("web_shop_exclusions.csv")
    ]
    given = evidence(
        agreement,
        "web_shop_tickets.jsonl",
        outages={"tienda web": outages},
        exclusions=exclusions,
    )
    return assess(agreement, "2026-10", given, at=LATER)


@pytest.fixture(scope="module")
def leads() -> tuple[Agreement, Evidence]:
    agreement = Agreement.from_file(EXAMPLES / "lead_handover_agreement.yaml")
    counts = [
        Count(at(row["at"], SAO_PAULO), Decimal(row["amount"]), row["of"])
        for row in rows("lead_handover_counts.csv")
    ]
    return agreement, evidence(agreement, "lead_handover_leads.jsonl", counts=counts)


def test_shop_measures(shop: Assessment) -> None:
    """Each measure and each verdict of the four commitments."""
    assert {
        "first-response": ("missed", Fraction(5, 6)),
        "resolution": ("missed", Fraction(3, 4)),
        "availability": ("missed", Fraction(493, 495)),
        "answers": ("missed", Fraction(0)),
    } == {each.id: (each.verdict, each.windows[0].value) for each in shop.commitments}
    [window] = shop["availability"].windows
    assert (timedelta(hours=495), timedelta(hours=2)) == (window.agreed, window.downtime)


def test_shop_clocks(shop: Assessment) -> None:
    """The clocks that failed, by name, and the one that was exempted, with its reason."""
    hour = timedelta(hours=1)
    failed = {
        each.id: [(c.ticket, c.late, c.late_wall) for c in each.windows[0].failed]
        for each in shop.commitments
    }
    assert {
        "first-response": [("T-2", hour, hour)],
        "resolution": [("T-4", hour, hour)],
        "availability": [],
        # From Wednesday 09:30 to Thursday 11:30: 7.5 h and 2.5 h of them in office hours.
        "answers": [("T-3", 10 * hour, 26 * hour)],
    } == failed
    [exempt] = shop["resolution"].windows[0].exempt
    assert exempt.exempted is not None
    assert ("T-5", "la causa estaba en el banco del cliente", "ana.ruiz") == (
        exempt.ticket,
        exempt.exempted.reason,
        exempt.exempted.author,
    )


def test_shop_owes(shop: Assessment) -> None:
    """1,000 + 50 + 1,000 EUR, to be claimed by 30 November where a window is agreed."""
    charges = [charge for each in shop.commitments for charge in each.charges]
    until = date(2026, 11, 30)
    assert [
        ("1000.00 EUR", until, None),
        ("50.00 EUR", None, None),
        ("1000.00 EUR", until, "pending"),
    ] == [(str(each.owed), each.claim_until, each.earn_back) for each in charges]
    [total] = shop.totals
    assert ("provider", "customer", "2050.00 EUR") == (
        total.owed_by,
        total.owed_to,
        str(total.amount),
    )
    # The credit is lost or won with the last day of the second month that follows.
    assert date(2026, 12, 31) == charges[2].earn_back_on


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("es", ["Acme Sistemas S.L. debe a Tienda Ejemplo S.A.", "2050,00", "fuerza mayor"]),
        ("pt-BR", ["deve a", "2.050,00", "força maior"]),
        ("pt-PT", ["deve a", "2050,00", "força maior"]),
        ("en", ["owes", "2,050.00", "force majeure"]),
    ],
)
def test_shop_documents(shop: Assessment, locale: str, said: list[str]) -> None:
    """Each language says who owes what, with the clocks, the exemption and the exclusion."""
    same = ["T-2", "T-4", "la causa estaba en el banco del cliente", "corte eléctrico"]
    for text in (shop.to_text(locale), shop.to_html(locale), shop.to_markdown(locale)):
        plain = text.replace("\xa0", " ").replace("\\", "")
        assert [] == [each for each in (*said, *same) if each not in plain]


def test_shop_survives_json(shop: Assessment) -> None:
    """What is written as JSON is read as the same assessment."""
    assert shop == Assessment.from_data(json.loads(json.dumps(shop.to_data())))


def test_leads(leads: tuple[Agreement, Evidence]) -> None:
    """Both departments fall short, and nobody pays: the agreement is a plain one."""
    agreement, given = leads
    october = assess(agreement, "2026-10", given, at=LATER)
    assert ("missed", Decimal("99999.99")) == (
        october["volume"].verdict,
        october["volume"].windows[0].value,
    )
    [window] = october["contact"].windows
    assert ("missed", 2, 3) == (window.verdict, window.good, window.count)
    assert [("L-3", timedelta(hours=40))] == [
        (clock.ticket, clock.late_wall) for clock in window.failed
    ]
    assert () == october.totals
    page = october.to_html("pt-BR")
    assert "99.999,99 BRL" in page
    assert "Nada é devido" in page


def test_leads_of_other_months(leads: tuple[Agreement, Evidence]) -> None:
    """Before the agreement, and where nothing came about, there is no data."""
    agreement, given = leads
    late = datetime(2027, 2, 1, tzinfo=UTC)
    assert [
        ("2026-09", "no_data", "not_in_force"),
        ("2026-11", "missed", None),
        ("2026-12", "no_data", "nothing"),
    ] == [
        (month, found["volume"].verdict, found["volume"].windows[0].missing)
        for month in ("2026-09", "2026-11", "2026-12")
        for found in [assess(agreement, month, given, at=late)]
    ]


def test_amended() -> None:
    """From January on the second version counts: 97 % of the first responses."""
    agreement = Agreement.from_file(EXAMPLES / "web_shop_agreement.yaml")
    found = assess(agreement, "2027-01", Evidence(clocks=[]))
    assert (2, "97%") == (found.version, str(found["first-response"].objective.attain))  # type: ignore[union-attr]
    quarter = assess(agreement, "2026-12", Evidence(clocks=[]))
    assert (1, ()) == (quarter.version, quarter.amended)
    year = assess(agreement, "2026-12-28", Evidence(clocks=[]))
    assert 1 == year.version
