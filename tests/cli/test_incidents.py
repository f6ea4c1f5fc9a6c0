"""Ten incidents of a public log, worked out by hand from its rows, against the command line.

The log is public and not part of the project; without it these tests are skipped.

Hand counting: the office is open Mon-Fri 08:00-18:00, ten hours a day, without holidays. Until
2016-02-20 and from 2016-10-16 to 2017-02-18 Brazil had summer time, -02:00; else it is -03:00.
Wanted are 4 h to the first response, 8 h to an owner and 3 business days to the resolution, or by
priority 1: 15 min, 30 min and 8 h of real time.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from slakit.cli import main

ROOT = Path(__file__).parents[2]
LOG = ROOT.parent / "shared" / "data" / "incident_log.csv.gz"
EXAMPLES = ROOT / "docs" / "examples"
METRICS = ("first_response", "time_to_own", "resolution")
COLUMNS = ("due_at", "stopped_at", "elapsed", "state", "status")
END = "2017-03-01T00:00-03:00"

Clocks: TypeAlias = dict[str, tuple[str, ...]]
Asked: TypeAlias = Callable[[str], dict[str, Clocks]]

pytestmark = pytest.mark.skipif(not LOG.exists(), reason=f"{LOG.name} is not here")


def stopped(due: str, at: str, elapsed: str, status: str) -> tuple[str, ...]:
    return (due, at, elapsed, "stopped", status)


def clocks(*readings: tuple[str, ...]) -> Clocks:
    return dict(zip(METRICS, readings, strict=True))


EXPECTED = {
    # Met at once, over a weekend, and resolved while paused. Opened on Fri 4/3/2016 15:00, Active
    # with an owner in the row of that minute.
    # first_response: Fri 3 h, Mon 1 h. time_to_own: Fri 3 h, Mon 5 h.
    # resolution: three business days on is Wed 9/3 15:00. Awaiting Problem from Fri 4/3 17:32 to
    # Resolved on Fri 11/3 10:38: 0:28 + 4 days 40:00 + 2:38 = 43:06. From Wed 15:00 those are
    # Wed 3:00, Thu, Fri, Mon, Tue 40:00, Wed 16/3 0:06. It ran from 15:00 to 17:32.
    "0002588": clocks(
        stopped("2016-03-07T09:00:00-03:00", "2016-03-04T15:00:00-03:00", "0s", "met"),
        stopped("2016-03-07T13:00:00-03:00", "2016-03-04T15:00:00-03:00", "0s", "met"),
        stopped("2016-03-16T08:06:00-03:00", "2016-03-11T10:38:00-03:00", "2h32m", "met"),
    ),
    # A late first response. Opened on Mon 29/2/2016 06:38, before the office, with an owner; New
    # until Active on Wed 2/3 08:52; Resolved on Wed 2/3 12:06.
    # first_response: from 08:00 to 12:00; Mon 10:00 + Tue 10:00 + Wed 0:52.
    # resolution: a start out of hours counts from Mon 08:00, three business days on is Thu 08:00;
    # 10:00 + 10:00 + 4:06.
    "0000060": clocks(
        stopped("2016-02-29T12:00:00-03:00", "2016-03-02T08:52:00-03:00", "20h52m", "missed"),
        stopped("2016-02-29T16:00:00-03:00", "2016-02-29T06:38:00-03:00", "0s", "met"),
        stopped("2016-03-03T08:00:00-03:00", "2016-03-02T12:06:00-03:00", "24h6m", "met"),
    ),
    # A pause that begins out of hours and ends within them. Opened on Fri 4/3/2016 12:09; Active
    # on Sun 6/3 21:19; Awaiting User Info from Tue 8/3 18:43 to Wed 16/3 15:57; Resolved, and the
    # first owner, on Wed 16/3 15:58.
    # first_response: Fri 12:09 + 4:00; Fri 5:51, and nothing on Sunday.
    # time_to_own: Fri 5:51, Mon 2:09. It is not paused: Fri 5:51, Mon 7/3 to Tue 15/3 seven days
    # 70:00, Wed 7:58.
    # resolution: three business days on is Wed 9/3 12:09. Paused Wed, Thu, Fri, Mon, Tue 50:00,
    # Wed 7:57 = 57:57. From Wed 9/3 12:09: Wed 5:51, Thu 10/3 to Tue 15/3 40:00, Wed 10:00, Thu
    # 17/3 2:06. It ran Fri 5:51, Mon 10:00, Tue 10:00, Wed 0:01.
    "0002468": clocks(
        stopped("2016-03-04T16:09:00-03:00", "2016-03-06T21:19:00-03:00", "5h51m", "missed"),
        stopped("2016-03-07T10:09:00-03:00", "2016-03-16T15:58:00-03:00", "83h49m", "missed"),
        stopped("2016-03-17T10:06:00-03:00", "2016-03-16T15:58:00-03:00", "25h52m", "met"),
    ),
    # Reopened, and late then. Opened on Thu 26/1/2017 11:26, Active with an owner in that minute;
    # Resolved 11:55, Active again 13:03; Resolved on Mon 6/2 15:16.
    # first_response: 11:26 + 4:00. time_to_own: Thu 6:34, Fri 1:26.
    # resolution: three business days on is Tue 31/1 11:26, and 1:08 of the gap is given back. It
    # ran Thu 0:29 + 4:57, Fri 27/1 to Fri 3/2 six days 60:00, Mon 7:16.
    "0112927": clocks(
        stopped("2017-01-26T15:26:00-02:00", "2017-01-26T11:26:00-02:00", "0s", "met"),
        stopped("2017-01-27T09:26:00-02:00", "2017-01-26T11:26:00-02:00", "0s", "met"),
        stopped("2017-01-31T12:34:00-02:00", "2017-02-06T15:16:00-02:00", "72h42m", "missed"),
    ),
    # Reopened after it was Closed. Opened on Tue 3/1/2017 17:24, Active
    # with an owner in that minute; Resolved 17:38, Closed on Sun 8/1, Active again on Wed 1/2
    # 13:52, Resolved 13:57.
    # first_response: Tue 0:36, Wed 3:24. time_to_own: Tue 0:36, Wed 7:24.
    # resolution: three business days on is Fri 6/1 17:24. The gap: Tue 0:22, 4/1 to 31/1 twenty
    # days 200:00, Wed 1/2 5:52 = 206:14. From Fri 17:24: Fri 0:36, 9/1 to 3/2 twenty days 200:00,
    # Mon 6/2 5:38. It ran 0:14 + 0:05.
    "0103733": clocks(
        stopped("2017-01-04T11:24:00-02:00", "2017-01-03T17:24:00-02:00", "0s", "met"),
        stopped("2017-01-04T15:24:00-02:00", "2017-01-03T17:24:00-02:00", "0s", "met"),
        stopped("2017-02-06T13:38:00-02:00", "2017-02-01T13:57:00-02:00", "19m", "met"),
    ),
    # Never assigned. Opened on Mon 29/2/2016 08:03; New until Resolved on Wed 2/3 14:37.
    # first_response: Mon 9:57 + Tue 10:00 + Wed 6:37 = 26:34, as the resolution; that is due three
    # business days on, Thu 08:03.
    # time_to_own is still open: Mon 9:57; from Tue 1/3/2016 to Tue 28/2/2017 are 365 days, 52 weeks
    # and a Tuesday, 261 working days 2610:00.
    "0000066": clocks(
        stopped("2016-02-29T12:03:00-03:00", "2016-03-02T14:37:00-03:00", "26h34m", "missed"),
        ("2016-02-29T16:03:00-03:00", "", "2619h57m", "running", "breached"),
        stopped("2016-03-03T08:03:00-03:00", "2016-03-02T14:37:00-03:00", "26h34m", "met"),
    ),
    # Priority 1, overnight in real time. Opened on Mon 29/2/2016 15:53 with an owner; New until
    # Active on Tue 1/3 08:12 (two rows); Resolved 08:25, and once more 08:31.
    # 15:53 + 0:15, + 0:30, + 8:00. From Mon 15:53 to 08:12 are 8:07 + 8:12, to 08:25 8:07 + 8:25.
    "0000370": clocks(
        stopped("2016-02-29T16:08:00-03:00", "2016-03-01T08:12:00-03:00", "16h19m", "missed"),
        stopped("2016-02-29T16:23:00-03:00", "2016-02-29T15:53:00-03:00", "0s", "met"),
        stopped("2016-02-29T23:53:00-03:00", "2016-03-01T08:25:00-03:00", "16h32m", "missed"),
    ),
    # Priority 1, over a weekend, never assigned. Opened on Fri 2/12/2016 23:59 -02:00; New until
    # Resolved on Mon 5/12 11:47: 0:01 + 48:00 + 11:47.
    # time_to_own is still open: from 3/12/2016 01:59 UTC to 1/3/2017 03:00 UTC are 29 days to
    # 1/1 01:59, 31 and 28 to 1/3 01:59, 88 days 2112:00, and 1:01: the hour of summer time counts.
    "0092643": clocks(
        stopped("2016-12-03T00:14:00-02:00", "2016-12-05T11:47:00-02:00", "59h48m", "missed"),
        ("2016-12-03T00:29:00-02:00", "", "2113h1m", "running", "breached"),
        stopped("2016-12-03T07:59:00-02:00", "2016-12-05T11:47:00-02:00", "59h48m", "missed"),
    ),
    # Several rows at one instant. Opened on Mon 29/2/2016 11:48 with an owner; New, and in another
    # row of Thu 3/3 15:37 Awaiting User Info; still so and Resolved in two rows of Tue 8/3 09:27.
    # first_response: 11:48 + 4:00; Mon 6:12 + Tue, Wed 20:00 + Thu 7:37. time_to_own: Mon 6:12,
    # Tue 1:48.
    # resolution: three business days on is Thu 3/3 11:48, before the pause, which goes on to the
    # end: it ran as long as the first response took.
    "0000217": clocks(
        stopped("2016-02-29T15:48:00-03:00", "2016-03-03T15:37:00-03:00", "33h49m", "missed"),
        stopped("2016-03-01T09:48:00-03:00", "2016-02-29T11:48:00-03:00", "0s", "met"),
        stopped("2016-03-03T11:48:00-03:00", "2016-03-08T09:27:00-03:00", "33h49m", "missed"),
    ),
    # Closed without Resolved; its owner goes and another comes. Opened on Wed 15/2/2017 11:58 New;
    # Active with an owner 14:15, without one 14:53, with one 16:44, and in another row of that
    # minute Awaiting User Info; Closed on Thu 16/2 09:51.
    # first_response: 11:58 + 4:00; 14:15 - 11:58. time_to_own: Wed 6:02, Thu 1:58; the first owner
    # is what counts.
    # resolution: three business days on is Mon 20/2 11:58, after the end of summer time. Paused
    # Wed 1:16 + Thu 1:51 = 3:07. It ran 16:44 - 11:58.
    "0120495": clocks(
        stopped("2017-02-15T15:58:00-02:00", "2017-02-15T14:15:00-02:00", "2h17m", "met"),
        stopped("2017-02-16T09:58:00-02:00", "2017-02-15T14:15:00-02:00", "2h17m", "met"),
        stopped("2017-02-20T15:05:00-03:00", "2017-02-16T09:51:00-02:00", "4h46m", "met"),
    ),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Return the function that evaluates the ten incidents at an instant."""
    pytest.importorskip("yaml")
    folder = tmp_path_factory.mktemp("incidents")
    table, output = folder / "log.csv", folder / "out.csv"
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        header = next(file)
        rows = [line for line in file if line.partition(",")[0] in EXPECTED]
    table.write_text("".join([header, *rows]), encoding="utf-8", newline="")

    def evaluated(at: str) -> dict[str, Clocks]:
        source = ("--source", str(EXAMPLES / "incidents.source.yaml"))
        policy = str(EXAMPLES / "incidents.yaml")
        assert 0 == main(["evaluate", policy, str(table), *source, "--at", at, "-o", str(output)])
        answers: dict[str, Clocks] = {}
        with open(output, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                reading = tuple(row[name] for name in COLUMNS)
                answers.setdefault(row["id"], {})[row["metric"]] = reading
        return answers

    return evaluated


@pytest.fixture(scope="module")
def at_the_end(asked: Asked) -> dict[str, Clocks]:
    return asked(END)


def test_incidents(at_the_end: dict[str, Clocks]) -> None:
    """All ten have an answer: none is set aside."""
    assert set(EXPECTED) == set(at_the_end)


@pytest.mark.parametrize("number", EXPECTED)
def test_clocks(number: str, at_the_end: dict[str, Clocks]) -> None:
    """Each clock of an incident reads after the last row as its rows say."""
    assert EXPECTED[number] == at_the_end[number]


def test_while_paused(asked: Asked) -> None:
    """On Wed 9/3/2016 at noon, in its pause, nobody knows when 0002468 has to be resolved.

    It ran Fri 5:51, Mon 10:00, Tue 10:00. The time to an owner goes on, Wed 4:00 more.
    """
    assert (
        clocks(
            EXPECTED["0002468"]["first_response"],
            ("2016-03-07T10:09:00-03:00", "", "29h51m", "running", "breached"),
            ("", "", "25h51m", "paused", "paused"),
        )
        == asked("2016-03-09T12:00-03:00")["0002468"]
    )


def test_before_it_was_reopened(asked: Asked) -> None:
    """On 26/1/2017 at 12:30 0112927 was resolved in time, and nothing had been given back."""
    expected = stopped("2017-01-31T11:26:00-02:00", "2017-01-26T11:55:00-02:00", "29m", "met")
    assert expected == asked("2017-01-26T12:30-02:00")["0112927"]["resolution"]


def test_while_reopened(asked: Asked) -> None:
    """At 14:00 it has run for 57 minutes more, and is due later by the gap."""
    expected = ("2017-01-31T12:34:00-02:00", "", "1h26m", "running", "on_track")
    assert expected == asked("2017-01-26T14:00-02:00")["0112927"]["resolution"]
