"""The desks of docs/examples, each on tickets that are worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from slakit import Change, ClockReading, Evaluation, Message, PolicySet, Ticket, evaluate
from slakit.tickets import Event, Signal

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FIVE = ("hosting_24x7", "brazilian_office", "follow_the_sun", "lead_handover", "vulnerabilities")
ALL = (*FIVE, "incidents", "boston")

pytest.importorskip("yaml", reason="needs PyYAML, which the extra yaml brings")


@cache
def desk(name: str) -> PolicySet:
    return PolicySet.from_file(EXAMPLES / f"{name}.yaml")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def ticket(created: str, *events: Event, **fields: Any) -> Ticket:
    return Ticket(id="T-1", created_at=instant(created), fields=fields, events=events)


def reply(at: str) -> Message:
    return Message(at=instant(at), author="agent")


def change(at: str, **fields: Any) -> Change:
    return Change(at=instant(at), fields=fields)


def signal(at: str, name: str) -> Signal:
    return Signal(at=instant(at), name=name)


def asked(name: str, ticket: Ticket, at: str) -> Evaluation:
    return evaluate(desk(name), ticket, at=instant(at))


def warned(reading: ClockReading) -> dict[str, datetime | None]:
    return {notice.name: notice.at for notice in reading.warnings}


def escalated(reading: ClockReading) -> dict[str, datetime | None]:
    return {notice.name: notice.at for notice in reading.escalations}


@pytest.mark.parametrize("name", ALL)
def test_round_trip(name: str, tmp_path: Path) -> None:
    """An example is valid, and what is written of it is the same policy."""
    desk(name).to_file(tmp_path / "desk.yaml")
    assert desk(name) == PolicySet.from_file(tmp_path / "desk.yaml")


@pytest.mark.parametrize("name", FIVE)
def test_length(name: str) -> None:
    """An everyday desk takes less than 40 lines, the first of which says what it is."""
    lines = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 40
    assert lines[0].startswith("# ")


class TestHosting:
    """24 hours on 7 days, so that a due time is the start and the amount."""

    def test_outage_at_night(self) -> None:
        """An outage on a Saturday night is answered in time, and then nobody writes again."""
        outage = ticket(
            "2026-03-28T22:00Z", reply("2026-03-28T22:10Z"), plan="managed", severity="down"
        )
        ev = asked("hosting_24x7", outage, "2026-03-28T23:30Z")
        # 15m from 22:00, answered at 22:10.
        assert (instant("2026-03-28T22:15Z"), "met") == (
            ev["first_response"].due_at,
            ev["first_response"].status,
        )
        # The reply of 22:10 began an hour that ended without another one.
        update = ev["periodic_update"]
        assert instant("2026-03-28T23:10Z") == update.due_at == update.breached_at
        # 4h from 22:00; 75 % of them are 3h, half an hour before due is 01:30.
        resolution = ev["resolution"]
        assert (instant("2026-03-29T02:00Z"), "on_track") == (resolution.due_at, resolution.status)
        assert {
            "soon": instant("2026-03-29T01:00Z"),
            "last_call": instant("2026-03-29T01:30Z"),
        } == warned(resolution)
        # The director is told two hours after due, of the resolution only.
        assert instant("2026-03-29T04:00Z") == escalated(resolution)["director"]
        assert {"on_call_lead"} == escalated(ev["first_response"]).keys()

    def test_waiting_for_the_customer(self) -> None:
        """The two hours in which the customer is waited for do not count."""
        slow = ticket(
            "2026-05-04T10:00Z",
            change("2026-05-04T11:00Z", status="waiting_for_customer"),
            change("2026-05-04T13:00Z", status="open"),
            plan="managed",
            severity="degraded",
        )
        ev = asked("hosting_24x7", slow, "2026-05-04T14:00Z")
        # 10:00 and 12h and the 2h of the pause.
        assert instant("2026-05-05T00:00Z") == ev["resolution"].due_at
        assert timedelta(hours=2) == ev["resolution"].paused
        # The answer does not heed the pause: 10:00 and 1h.
        assert instant("2026-05-04T11:00Z") == ev["first_response"].breached_at
        # Updates by the hour are promised for outages.
        assert ev["periodic_update"].due_at is None

    def test_self_managed(self) -> None:
        """A customer without a plan is promised an answer; the rest is measured."""
        ev = asked("hosting_24x7", ticket("2026-05-04T10:00Z"), "2026-05-04T12:00Z")
        assert "self_managed" == ev["first_response"].policy
        assert instant("2026-05-04T18:00Z") == ev["first_response"].due_at
        assert ("no_target", timedelta(hours=2)) == (
            ev["resolution"].status,
            ev["resolution"].elapsed,
        )


class TestBrazilianOffice:
    """09:00-12:00 and 13:00-18:00, eight hours a day; in 2026 Carnival is 16 and 17 February."""

    def test_carnival(self) -> None:
        """What comes in before Carnival is due after Ash Wednesday's lunch."""
        late = ticket("2026-02-13T17:00-03:00", plan="ouro", priority="alta")
        ev = asked("brazilian_office", late, "2026-02-13T17:30-03:00")
        # 2h: one on Friday until 18:00; Monday and Tuesday are Carnival; one from Wednesday 13:00.
        assert instant("2026-02-18T14:00-03:00") == ev["first_response"].due_at
        # 2bd: Wednesday is the first, Thursday the second, at the same time.
        resolution = ev["resolution"]
        assert instant("2026-02-19T17:00-03:00") == resolution.due_at
        # In between lie 1h + 5h + 3h + 4h = 13h; 75 % are 9h45m, of which 9h have passed on
        # Thursday at 12:00, so that the rest ends at 13:45.
        assert {
            "soon": instant("2026-02-19T13:45-03:00"),
            "last_call": instant("2026-02-19T16:30-03:00"),
        } == warned(resolution)
        # The manager is told 4h after due: 1h on Thursday, 3h on Friday morning.
        assert {
            "lead": instant("2026-02-19T17:00-03:00"),
            "manager": instant("2026-02-20T12:00-03:00"),
        } == escalated(resolution)

    def test_lunch_and_pause(self) -> None:
        """Lunch does not count, and neither does the time in which the customer is waited for."""
        urgent = ticket(
            "2026-03-02T11:45-03:00",
            change("2026-03-02T14:00-03:00", status="aguardando cliente"),
            change("2026-03-02T16:00-03:00", status="aberto"),
            plan="prata",
            priority="urgente",
        )
        ev = asked("brazilian_office", urgent, "2026-03-02T17:00-03:00")
        # 30m: 15m until 12:00 and 15m from 13:00.
        assert instant("2026-03-02T13:15-03:00") == ev["first_response"].due_at
        # 1bd eod is Tuesday 18:00; 2h more are Wednesday 11:00.
        assert instant("2026-03-04T11:00-03:00") == ev["resolution"].due_at

    def test_end_of_the_year(self) -> None:
        """Half of Christmas Eve is a business day; New Year's Eve is a day off."""
        plain = ticket("2026-12-22T16:00-03:00")
        ev = asked("brazilian_office", plain, "2026-12-22T16:00-03:00")
        assert "everybody" == ev["resolution"].policy
        assert instant("2026-12-23T16:00-03:00") == ev["first_response"].due_at
        # 10bd: December 23, 24, 28, 29 and 30, January 4 to 8.
        assert instant("2027-01-08T16:00-03:00") == ev["resolution"].due_at


class TestFollowTheSun:
    """09:00-18:00 in Manila (UTC+8), Lisbon (UTC, in summer +1) and San Francisco (-8, -7)."""

    def test_easter(self) -> None:
        """On Good Friday only San Francisco works."""
        urgent = ticket("2026-04-02T23:00Z", priority="urgent", team="lisbon")
        ev = asked("follow_the_sun", urgent, "2026-04-02T23:00Z")
        # San Francisco is open until Thursday 18:00, 01:00 UTC: 2h of the 8h. Friday is a holiday
        # in Manila and Lisbon, so the other 6h begin in San Francisco at 09:00, 16:00 UTC.
        assert instant("2026-04-03T22:00Z") == ev["resolution"].due_at
        assert instant("2026-04-03T00:00Z") == ev["first_response"].due_at
        # Half of 8h: 2h and 2h more.
        assert instant("2026-04-03T18:00Z") == warned(ev["resolution"])["half"]

    def test_weekend(self) -> None:
        """The week ends in San Francisco and begins in Manila."""
        urgent = ticket("2026-07-11T00:30Z", priority="urgent", team="manila")
        ev = asked("follow_the_sun", urgent, "2026-07-11T00:30Z")
        # Saturday 00:30 UTC is Friday 17:30 in San Francisco: 30m. Manila opens on Monday at
        # 09:00, 01:00 UTC.
        assert instant("2026-07-13T01:30Z") == ev["first_response"].due_at

    def test_team(self) -> None:
        """What is not urgent waits for the team that has it."""
        plain = ticket("2026-07-10T16:30+01:00", team="lisbon", tier="gold")
        ev = asked("follow_the_sun", plain, "2026-07-10T16:30+01:00")
        # 1h30m on Friday until 18:00, 2h30m on Monday.
        assert instant("2026-07-13T11:30+01:00") == ev["first_response"].due_at
        # After 15:00 it counts from Monday: one business day on is Tuesday at 09:00.
        assert instant("2026-07-14T09:00+01:00") == ev["resolution"].due_at

    def test_handed_on(self) -> None:
        """A ticket that goes to another team keeps the time that the first one used."""
        moved = ticket(
            "2026-01-14T15:00Z", change("2026-01-14T17:00Z", team="san_francisco"), team="lisbon"
        )
        ev = asked("follow_the_sun", moved, "2026-01-14T18:00Z")
        # 2h in Lisbon; San Francisco opens at 17:00 UTC, and 2h are left.
        assert instant("2026-01-14T19:00Z") == ev["first_response"].due_at
        assert timedelta(hours=3) == ev["first_response"].elapsed


class TestLeadHandover:
    def test_weekend(self) -> None:
        """24 hours of real time do not stop at the weekend, and a call is a contact."""
        lead = ticket(
            "2026-05-04T12:00+02:00",
            signal("2026-05-08T17:30+02:00", "handed_over"),
            signal("2026-05-09T11:00+02:00", "called"),
            score=55,
        )
        before = asked("lead_handover", lead, "2026-05-08T17:00+02:00")
        assert ("idle", None) == (before["contact"].state, before["contact"].due_at)
        contact = asked("lead_handover", lead, "2026-05-11T09:00+02:00")["contact"]
        assert ("met", instant("2026-05-09T17:30+02:00")) == (contact.status, contact.due_at)
        assert timedelta(hours=17, minutes=30) == contact.elapsed
        # Saturday 17:30 is out of hours, so the sales lead would have been told on Monday.
        assert {"sales_lead": instant("2026-05-11T09:00+02:00")} == escalated(contact)

    def test_nobody_calls(self) -> None:
        """An internal note is no contact; a day after the hand-over it is too late."""
        lead = ticket(
            "2026-05-11T10:00+02:00",
            signal("2026-05-12T10:00+02:00", "handed_over"),
            Message(at=instant("2026-05-12T15:00+02:00"), author="agent", public=False),
        )
        contact = asked("lead_handover", lead, "2026-05-13T09:59:59+02:00")["contact"]
        assert "at_risk" == contact.status
        assert {
            "half": instant("2026-05-12T22:00+02:00"),
            "last_hour": instant("2026-05-13T09:00+02:00"),
        } == warned(contact)
        assert instant("2026-05-13T10:00+02:00") == contact.next_change_at
        contact = asked("lead_handover", lead, "2026-05-13T10:00+02:00")["contact"]
        assert ("breached", contact.due_at) == (contact.status, contact.breached_at)

    def test_given_back(self) -> None:
        """A lead that is given back ends its cycle; the next hand-over begins another."""
        lead = ticket(
            "2026-05-20T12:00+02:00",
            signal("2026-05-21T18:00+02:00", "handed_over"),
            change("2026-05-22T09:30+02:00", stage="given_back"),
            change("2026-05-25T09:00+02:00", stage="sales"),
            signal("2026-05-25T09:00+02:00", "handed_over"),
            reply("2026-05-25T10:15+02:00"),
            score=80,
        )
        # Hot: 2h of the office, one on Thursday until 19:00 and one on Friday.
        first = asked("lead_handover", lead, "2026-05-22T09:00+02:00")["contact"]
        assert ("hot", instant("2026-05-22T10:00+02:00")) == (first.policy, first.due_at)
        first, second = asked("lead_handover", lead, "2026-05-26T09:00+02:00").cycles("contact")
        assert ("cancelled", instant("2026-05-22T09:30+02:00")) == (
            first.status,
            first.cancelled_at,
        )
        assert ("met", instant("2026-05-25T11:00+02:00")) == (second.status, second.due_at)


class TestVulnerabilities:
    def test_summer_time(self) -> None:
        """Seven days from the triage end at the same time of day, also when the clocks change."""
        critical = ticket(
            "2026-03-27T10:00+01:00", change("2026-03-27T15:00+01:00", severity="critical")
        )
        fix = asked("vulnerabilities", critical, "2026-03-28T10:00+01:00")["fix"]
        assert instant("2026-03-27T15:00+01:00") == fix.started_at
        assert instant("2026-04-03T15:00+02:00") == fix.due_at
        # On 29 March an hour is missing: 167h, of which 50 % are 3d 11h30m and 80 % 5d 13h36m of
        # real time.
        assert {
            "50%": instant("2026-03-31T03:30+02:00"),
            "80%": instant("2026-04-02T05:36+02:00"),
        } == warned(fix)

    def test_comes_back(self) -> None:
        """What is fixed and comes back was open all the time."""
        again = ticket(
            "2026-05-04T10:00+02:00",
            change("2026-05-06T10:00+02:00", state="fixed"),
            change("2026-05-09T10:00+02:00", state="open"),
            severity="critical",
            state="open",
        )
        fixed = asked("vulnerabilities", again, "2026-05-08T10:00+02:00")["fix"]
        assert ("met", timedelta(days=2)) == (fixed.status, fixed.elapsed)
        fix = asked("vulnerabilities", again, "2026-05-10T10:00+02:00")["fix"]
        assert (1, "running", timedelta(days=6)) == (fix.cycle, fix.state, fix.elapsed)
        assert instant("2026-05-11T10:00+02:00") == fix.due_at

    def test_worse_than_it_seemed(self) -> None:
        """A severity that is raised puts the due time into the past; the breach is of today."""
        worse = ticket(
            "2026-01-07T10:00+01:00",
            change("2026-01-20T12:00+01:00", severity="critical"),
            severity="medium",
        )
        # Ninety days on: 24 in January, 28, 31, and 7 in April.
        fix = asked("vulnerabilities", worse, "2026-01-20T11:00+01:00")["fix"]
        assert instant("2026-04-07T10:00+02:00") == fix.due_at
        fix = asked("vulnerabilities", worse, "2026-01-20T12:00+01:00")["fix"]
        assert ("breached", instant("2026-01-14T10:00+01:00")) == (fix.status, fix.due_at)
        assert instant("2026-01-20T12:00+01:00") == fix.breached_at

    def test_exploited_and_false(self) -> None:
        """What is exploited has three days; what turns out to be nothing has no verdict."""
        exploited = ticket(
            "2026-05-04T10:00+02:00",
            change("2026-05-05T10:00+02:00", exploited=True),
            change("2026-05-06T10:00+02:00", state="false_positive"),
            severity="high",
        )
        days = ["2026-05-04T12:00+02:00", "2026-05-05T10:00+02:00", "2026-05-06T10:00+02:00"]
        one, two, three = (asked("vulnerabilities", exploited, day)["fix"] for day in days)
        assert instant("2026-06-03T10:00+02:00") == one.due_at
        assert instant("2026-05-07T10:00+02:00") == two.due_at
        assert ("cancelled", None) == (three.status, three.due_at)


class TestIncidents:
    """08:00-18:00 in São Paulo; 29 February 2016 is a Monday."""

    def test_awaiting(self) -> None:
        """The time in which the caller is waited for is no time of the resolution."""
        incident = ticket(
            "2016-02-29T16:00-03:00",
            change("2016-02-29T17:30-03:00", status="Active", assignee="Resolver 7"),
            change("2016-03-01T09:00-03:00", status="Awaiting User Info"),
            change("2016-03-01T11:00-03:00", status="Active"),
            change("2016-03-03T17:59-03:00", status="Resolved"),
            status="New",
            priority="3",
        )
        ev = asked("incidents", incident, "2016-03-05T12:00-03:00")
        # 4h: 2h on Monday, 2h on Tuesday; taken up after an hour and a half.
        response = ev["first_response"]
        assert ("met", instant("2016-03-01T10:00-03:00")) == (response.status, response.due_at)
        assert timedelta(hours=1, minutes=30) == response.elapsed
        assert instant("2016-02-29T17:30-03:00") == ev["time_to_own"].stopped_at
        # 3bd are Thursday 16:00; the 2h of the pause end at that day's closing.
        resolution = ev["resolution"]
        assert ("met", instant("2016-03-03T18:00-03:00")) == (resolution.status, resolution.due_at)

    def test_weekend(self) -> None:
        """For the highest priority time is real time."""
        incident = ticket("2016-03-05T22:00-03:00", status="New", priority="1")
        ev = asked("incidents", incident, "2016-03-06T01:00-03:00")
        assert "breached" == ev.status
        assert instant("2016-03-05T22:15-03:00") == ev["first_response"].breached_at
        assert instant("2016-03-05T22:30-03:00") == ev["time_to_own"].breached_at
        assert ("on_track", instant("2016-03-06T06:00-03:00")) == (
            ev["resolution"].status,
            ev["resolution"].due_at,
        )

    def test_taken_up_at_once(self) -> None:
        """An incident that was never new is answered in no time; taking it back changes nothing."""
        incident = ticket(
            "2016-03-01T10:00-03:00",
            change("2016-03-01T12:00-03:00", status="New", assignee=None),
            status="Active",
            priority="4",
            assignee="Resolver 7",
        )
        ev = asked("incidents", incident, "2016-03-02T12:00-03:00")
        for metric in ("first_response", "time_to_own"):
            assert ("met", timedelta(0)) == (ev[metric].status, ev[metric].elapsed)
