"""The recipes of docs/how-to/when-next.md, with their own code, as it stands there."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import Change, Ticket, transitions

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "when-next.md"
FENCE = re.compile(r"^```(python|py)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NINE = datetime(2024, 5, 6, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def codes(language: str) -> list[str]:
    """Return the code of the page that defines something, block by block."""
    found = FENCE.findall(PAGE.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language and ">>>" not in text]


@pytest.fixture
def sla(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return the functions of the poll as the module `sla`, of which the page speaks."""
    monkeypatch.chdir(tmp_path)
    return imported("sla", "\n".join(codes("python")), monkeypatch)


def imported(name: str, code: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    exec(compile(code, f"{name}.py", "exec"), vars(module))
    return module


def recipe(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the module of the page that begins with its name; skip where its package is absent."""
    if find_spec(package) is None:
        pytest.skip(f"needs {package}")
    import_module(package)
    (code,) = [text for text in codes("py") if text.startswith(f"# {name}.py\n")]
    return imported(name, code, monkeypatch)


def told(db: Any, sent: int = 0) -> list[dict[str, Any]]:
    query = "SELECT body FROM outbox WHERE sent >= ? ORDER BY number"
    return [json.loads(body) for (body,) in db.execute(query, [sent])]


def in_force(bodies: list[dict[str, Any]]) -> list[str]:
    """Return the ids that were told and not withdrawn; each is told once."""
    kept: list[str] = []
    for each in bodies:
        if each["kind"] == "withdrawn":
            kept.remove(each["data"]["id"])
        else:
            assert each["id"] not in kept
            kept.append(each["id"])
    return sorted(kept)


# What a desk's day is made of: minutes that pass, and then something that happens.
happenings = st.sampled_from(("poll", "poll", "twice", "restart", "solved", "new", "late"))
days = st.lists(st.tuples(st.integers(0, 200), happenings), max_size=8)


@pytest.fixture
def databases(sla: Any) -> Iterator[Callable[[str], Any]]:
    """Return the function that opens a database, each of which is closed at the end."""
    opened: list[Any] = []

    def connect(path: str) -> Any:
        opened.append(sla.connect(path))
        return opened[-1]

    yield connect
    for db in opened:
        db.close()


def test_poll(sla: Any, databases: Callable[[str], Any]) -> None:
    """However late, often or anew it polls, what was told is what is true, and each thing once."""
    counted = iter(range(10**6))

    @settings(max_examples=20)
    @given(days)
    def day(story: list[tuple[int, str]]) -> None:
        path = f"{next(counted)}.db"
        db, now, events = databases(path), NINE, list[Change]()
        sla.happened(db, Ticket(id="T-1", created_at=NINE), now)
        for gap, what in [*story, (0, "poll")]:
            now += gap * MINUTE
            if what == "restart":
                db.close()
                db = databases(path)
            elif what in ("poll", "twice"):
                sla.poll(db, now)
                if what == "twice":
                    sla.poll(databases(path), now)
            else:
                status = "solved" if what == "late" else what
                at = max(NINE, now - 90 * MINUTE) if what == "late" else now
                events.append(Change(at=at, fields={"status": status}))
                ticket = Ticket(id="T-1", created_at=NINE, events=events)
                sla.happened(db, ticket, now)
        ticket = Ticket(id="T-1", created_at=NINE, events=events)
        expected = transitions(sla.policies, ticket, NINE - MINUTE, now)
        assert sorted(each.id for each in expected) == in_force(told(db))

    day()


def test_poll_uses_the_index(sla: Any, databases: Callable[[str], Any]) -> None:
    """The query of the poll looks for its rows in the index."""
    (query,) = re.findall(r'query = "(SELECT id FROM tickets .*)"', "".join(codes("python")))
    plan = databases("desk.db").execute(f"EXPLAIN QUERY PLAN {query}", [""]).fetchall()
    assert ["SEARCH tickets USING INDEX when_next (next_change_at<?)"] == [row[-1] for row in plan]


def test_pollers_side_by_side(sla: Any, databases: Callable[[str], Any]) -> None:
    """Pollers that run at the same time tell each thing once."""
    db = databases("desk.db")
    for number in range(5):
        sla.happened(db, Ticket(id=f"T-{number}", created_at=NINE), NINE)

    def run() -> None:
        mine = sla.connect()
        sla.poll(mine, NINE + timedelta(hours=6))
        mine.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Started, warned, breached and escalated.
    assert 5 * 4 == len(told(db)) == len({each["id"] for each in told(db)})


def test_sender_that_breaks_off(sla: Any, databases: Callable[[str], Any]) -> None:
    """What was delivered and not noted is delivered again, with the same id."""
    db = databases("desk.db")
    sla.happened(db, Ticket(id="T-1", created_at=NINE), NINE + timedelta(hours=6))
    received: list[str] = []

    def deliver(event: dict[str, Any]) -> None:
        received.append(event["id"])
        if len(received) == 2:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        sla.send(db, deliver)
    sla.send(db, deliver)
    ids = [each["id"] for each in told(db)]
    assert [*ids[:2], *ids[1:]] == received


def desk_that_never_closes(sla: Any) -> None:
    """Give the desk hours around the clock, because the scheduler's clock is the real one."""
    desk = {**sla.DESK, "calendars": {"office": {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"}}}
    sla.policies = sla.PolicySet.model_validate(desk)


def test_apscheduler(
    sla: Any, databases: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job runs when the clock breaches, moves with it, and runs late if it has to."""
    jobs = recipe("jobs", "apscheduler", monkeypatch)
    desk_that_never_closes(sla)
    db = databases("desk.db")
    now = datetime.now(UTC)
    soon = now + timedelta(seconds=0.5)
    # Of four hours the first is due in half a second; the second was while nothing ran.
    sla.happened(db, Ticket(id="T-1", created_at=soon - timedelta(hours=4)), now)
    earlier = soon - timedelta(hours=5)
    sla.happened(db, Ticket(id="T-2", created_at=earlier), earlier)
    (late,) = db.execute("SELECT next_change_at FROM tickets WHERE id = 'T-2'").fetchone()
    jobs.wake("T-1", now + timedelta(hours=1))
    jobs.wake("T-1", soon)
    jobs.wake("T-2", datetime.fromisoformat(late))
    jobs.scheduler.start()
    try:
        deadline = soon + timedelta(seconds=20)
        while datetime.now(UTC) < deadline and kinds(db) != ["breached", "breached", "escalated"]:
            threading.Event().wait(0.05)
        planned = {job.id: job.next_run_time for job in jobs.scheduler.get_jobs()}
    finally:
        jobs.scheduler.shutdown()
    assert ["breached", "breached", "escalated"] == kinds(db)
    # What comes next of the first is the escalation, an hour after the breach.
    assert {"sla:T-1": soon + timedelta(hours=1)} == planned


def kinds(db: Any) -> list[str]:
    """Return what was told beyond the start and the warning."""
    all_told = [each["kind"] for each in told(db)]
    return sorted(kind for kind in all_told if kind not in ("started", "warning"))


# Celery's own imports use what later Pythons deprecate.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_celery(sla: Any, databases: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Beat sends the poll every minute, and the poll tells what has come."""
    tasks = recipe("tasks", "celery", monkeypatch)
    desk_that_never_closes(sla)
    db = databases("desk.db")
    created = datetime.now(UTC) - timedelta(hours=6)
    sla.happened(db, Ticket(id="T-1", created_at=created), created)
    tasks.app.conf.task_always_eager = True
    scheduler = import_module("celery.beat").Scheduler(tasks.app)
    entry = scheduler.schedule["sla"]
    assert ("tasks.poll", {"expires": 55}) == (entry.task, entry.options)
    scheduler.apply_async(entry, advance=False)
    assert ["breached", "escalated"] == kinds(db)
    (due, wait) = entry.schedule.is_due(datetime.now(UTC))
    assert (False, 60) == (due, round(wait))
