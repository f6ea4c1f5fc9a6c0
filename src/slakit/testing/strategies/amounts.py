"""Amounts of time of every kind."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from slakit.durations import Amount, format_length

__all__ = ["amounts", "lengths"]

lengths = st.one_of(
    st.sampled_from([timedelta(microseconds=1), timedelta(hours=8), timedelta(hours=40)]),
    st.integers(1, 60 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(1, 60 * 3_600_000_000).map(lambda us: timedelta(microseconds=us)),
)
clocks = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
rules = st.builds(
    lambda days, unit, moment: f"{days}bd {moment}" if unit == "bd" and moment else f"{days}{unit}",
    st.integers(1, 20),
    st.sampled_from(("bd", "cd")),
    st.one_of(st.just(""), st.just("eod"), clocks),
)


def amounts() -> st.SearchStrategy[Amount]:
    """Return a strategy of positive amounts that need no ticket: ``4h``, ``24h wall``, ``2bd``.

    >>> from hypothesis import find
    >>> find(amounts(), lambda amount: amount.end_of_day)
    Amount('1bd eod')
    """
    texts = st.one_of(
        lengths.map(format_length), lengths.map(lambda each: f"{format_length(each)} wall"), rules
    )
    return texts.map(Amount)
