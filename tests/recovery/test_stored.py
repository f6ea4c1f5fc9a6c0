"""Values that are kept in JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from slakit import DocumentError, InstantError, NaiveDatetimeError
from slakit.recovery.stored import read_explanation, read_instant
from tests.recovery.cases import why


def test_offset() -> None:
    """An instant keeps its offset and not its zone, also where a zone has one time twice."""
    madrid = ZoneInfo("Europe/Madrid")
    for fold, hours in ((0, 2), (1, 1)):
        at = datetime(2024, 10, 27, 2, 30, tzinfo=madrid, fold=fold)
        found = read_instant(at)
        assert timezone(timedelta(hours=hours)) == found.tzinfo
        assert at.astimezone(UTC) == found == read_instant(found.isoformat())


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (datetime(2024, 5, 6), NaiveDatetimeError),  # noqa: DTZ001
        ("2024-05-06T09:00", NaiveDatetimeError),
        ("soon", InstantError),
        (None, InstantError),
    ],
)
def test_bad_instant(value: object, error: type[Exception]) -> None:
    """What is no instant, and what has no zone, is refused by name."""
    with pytest.raises(error):
        read_instant(value)


def test_explanation() -> None:
    """An explanation is read from its data, and one that is read already is taken as it is."""
    explanation = why()
    assert explanation is read_explanation(explanation)
    assert explanation == read_explanation(explanation.to_data())
    with pytest.raises(DocumentError):
        read_explanation({})
