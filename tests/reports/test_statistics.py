"""Intervals of shares, ranks, and curves: published values, and the textbook's own words."""

from __future__ import annotations

from fractions import Fraction
from math import exp, inf, log, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.errors import SlakitError
from slakit.reports.statistics import (
    confidence_level,
    kaplan_meier,
    nearest_rank,
    wilson,
)

Z = 1.959963984540054
# E. J. Freireich et al. (1963): weeks of remission under 6-mercaptopurine; the second are those of
# patients who were still in remission when they were last seen.
RELAPSED = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
SEEN = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}


class TestWilson:
    # R. G. Newcombe (1998), "Two-sided confidence intervals for the single proportion",
    # Statistics in Medicine 17, table I, method 3.
    @pytest.mark.parametrize(
        ("met", "decided", "low", "high"),
        [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ],
    )
    def test_published(self, met: int, decided: int, low: float, high: float) -> None:
        """The intervals are those of the paper, to its four places."""
        found = wilson(met, decided)
        assert found is not None
        assert (low, high) == (round(found[0], 4), round(found[1], 4))

    @given(st.integers(1, 5_000), st.data())
    def test_score_equation(self, decided: int, data: st.DataObject) -> None:
        """Its ends are the shares whose own standard error puts the found one z away."""
        met = data.draw(st.integers(0, decided))
        found = wilson(met, decided)
        assert found is not None
        assert 0 <= found[0] <= met / decided <= found[1] <= 1
        for end in found:
            error = sqrt(end * (1 - end) / decided)
            assert abs(met / decided - end) == pytest.approx(Z * error, abs=1e-6)

    @given(st.integers(1, 5_000), st.data())
    def test_mirror(self, decided: int, data: st.DataObject) -> None:
        """The interval of what failed is the mirror of that of what was met."""
        met = data.draw(st.integers(0, decided))
        found, mirror = wilson(met, decided), wilson(decided - met, decided)
        assert found is not None
        assert mirror == pytest.approx((1 - found[1], 1 - found[0]))

    def test_certain_ends(self) -> None:
        """None of n begins at exactly 0, and all of n ends at exactly 1."""
        for decided in range(1, 400):
            none, every = wilson(0, decided), wilson(decided, decided)
            assert none is not None
            assert every is not None
            assert (0.0, 1.0) == (none[0], every[1])
            assert none[1] < 1
            assert every[0] > 0

    def test_no_data(self) -> None:
        """Where nothing is decided there is no interval."""
        assert wilson(0, 0) is None

    def test_confidence(self) -> None:
        """More confidence is a wider interval."""
        narrow, wide = wilson(5, 9, 0.5), wilson(5, 9, 0.99)
        assert narrow is not None
        assert wide is not None
        assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize(
    "bad", [0, 1, -0.1, 95, inf, float("nan"), True, None, "0.95", [0.95], 1 - 2**-53]
)
def test_no_confidence(bad: Any) -> None:
    """What is no share between 0 and 1, or rounds to 1, is refused by name, also of no data."""
    for ask in (confidence_level, lambda each: wilson(0, 0, each)):
        with pytest.raises(SlakitError) as caught:
            ask(bad)
        assert "confidence" == caught.value.parameter
        assert f"{bad!r} is no confidence" in str(caught.value)


class TestNearestRank:
    @given(
        st.lists(st.integers(-5, 20), min_size=1, max_size=40),
        st.fractions(Fraction(1, 1000), 1, max_denominator=1000),
    )
    def test_definition(self, values: list[int], share: Fraction) -> None:
        """It is the smallest value that at least the share of all are not above."""
        needed = share * len(values)
        enough = [value for value in values if sum(each <= value for each in values) >= needed]
        counts = [(value, values.count(value)) for value in sorted(set(values))]
        assert min(enough) == nearest_rank(counts, len(values), share)

    @pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 10, 20, 99, 100, 101])
    def test_numpy(self, size: int) -> None:
        """It is numpy's inverted distribution function."""
        numpy = pytest.importorskip("numpy")
        values = [each * each for each in range(size)]
        for percent in (1, 25, 50, 75, 90, 100):
            expected = numpy.percentile(values, percent, method="inverted_cdf")
            share = Fraction(percent, 100)
            assert expected == nearest_rank([(each, 1) for each in values], size, share)

    def test_no_data(self) -> None:
        """Of nothing there is no rank."""
        assert nearest_rank([], 0, Fraction(1, 2)) is None


class TestKaplanMeier:
    def test_published(self) -> None:
        """The shares in remission are those of every textbook."""
        curve = kaplan_meier(RELAPSED, SEEN)
        assert [0, *RELAPSED] == [x for x, _ in curve.steps]
        expected = [1, 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
        assert expected == [round(1 - done, 3) for _, done in curve.steps]

    def test_published_errors(self) -> None:
        """Greenwood's standard errors, by which its interval is made, are the textbook's, too."""
        curve = kaplan_meier(RELAPSED, SEEN)
        found = []
        for (_, done), low in zip(curve.steps[1:], curve.low[1:], strict=True):
            share = 1 - done
            # The upper end of what is open is share ** exp(-z * error / (share * |log(share)|)).
            factor = log(log(1 - low) / log(share))
            found.append(-factor / Z * share * abs(log(share)))
        expected = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
        assert expected == [round(error, 4) for error in found]

    def test_published_interval(self) -> None:
        """The intervals are those on the scale of log(-log(share)), as SAS prints them."""
        curve = kaplan_meier(RELAPSED, SEEN)
        low = [0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881]
        high = [0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801]
        assert low == [round(1 - end, 4) for end in curve.high[1:]]
        assert high == [round(1 - end, 4) for end in curve.low[1:]]

    def test_censored(self) -> None:
        """What was last seen open is marked where it was, at the share done until then."""
        curve = kaplan_meier(RELAPSED, SEEN)
        assert SEEN == {x: count for x, _, count in curve.censored}
        assert all(done == curve.at(x) for x, done, _ in curve.censored)

    @given(
        st.dictionaries(st.integers(0, 12), st.integers(1, 4), max_size=8),
        st.dictionaries(st.integers(0, 12), st.integers(1, 4), max_size=8),
    )
    def test_textbook(self, done: dict[int, int], censored: dict[int, int]) -> None:
        """At each x, of those that lasted at least until it, some are done: multiply up."""
        lasted = [x for counts in (done, censored) for x in counts for _ in range(counts[x])]
        curve = kaplan_meier(done, censored)
        assert len(curve.steps) == len(curve.low) == len(curve.high)
        rows = zip(curve.steps, curve.low, curve.high, strict=True)
        steps = {x: (share, low, high) for (x, share), low, high in rows}
        open_share, variance = Fraction(1), Fraction(0)
        for x in sorted(done):
            at_risk = sum(each >= x for each in lasted)
            open_share *= 1 - Fraction(done[x], at_risk)
            share, low, high = steps.pop(x)
            assert share == pytest.approx(float(1 - open_share))
            if at_risk == done[x]:
                assert (1.0, 1.0, 1.0) == (share, low, high)
                continue
            variance += Fraction(done[x], at_risk * (at_risk - done[x]))
            middle = log(-log(open_share))
            half = Z * sqrt(variance) / abs(log(open_share))
            assert low == pytest.approx(1 - exp(-exp(middle - half)))
            assert high == pytest.approx(1 - exp(-exp(middle + half)))
            assert 0 <= low <= share <= high <= 1
        assert ({} if 0 in done else {0: (0.0, 0.0, 0.0)}) == steps

    @given(st.dictionaries(st.integers(1, 50), st.integers(1, 9), min_size=1))
    def test_nothing_censored(self, done: dict[int, int]) -> None:
        """Without open ones it is the plain share that is done by then."""
        curve, total = kaplan_meier(done, {}), sum(done.values())
        for x in done:
            plain = sum(count for each, count in done.items() if each <= x) / total
            assert curve.at(x) == pytest.approx(plain)

    def test_tie(self) -> None:
        """What was seen open at the very x at which something was done was there for it."""
        # One of three at 5, one of one at 6; were the open one gone, it would be one of two.
        curve = kaplan_meier({5: 1, 6: 1}, {5: 1})
        assert [(0, 0), (5, pytest.approx(1 / 3)), (6, 1)] == curve.steps

    def test_no_data(self) -> None:
        """Of nothing, nothing is done, and no quantile is reached."""
        curve = kaplan_meier({}, {})
        assert ([(0.0, 0.0)], [0.0], [0.0], []) == (
            curve.steps,
            curve.low,
            curve.high,
            curve.censored,
        )
        assert curve.quantile(0.5) is None

    def test_all_censored(self) -> None:
        """Of what is all open, nothing is done."""
        curve = kaplan_meier({}, {1: 2, 3: 1})
        assert ([(0.0, 0.0)], [(1, 0, 2), (3, 0, 1)]) == (curve.steps, curve.censored)
        assert 0 == curve.at(99)

    def test_at_once(self) -> None:
        """What is done at 0 is done from the beginning on."""
        curve = kaplan_meier({0: 1, 2: 1}, {})
        assert [(0, 0.5), (2, 1)] == curve.steps
        assert 0.5 == curve.at(0)

    def test_never(self) -> None:
        """What took infinitely many shares of its time is beyond every x."""
        curve = kaplan_meier({1: 1, inf: 1}, {})
        assert 0.5 == curve.at(1e308)

    def test_quantile(self) -> None:
        """It is the first x by which the share is done; half relapsed by 23 weeks, never more."""
        curve = kaplan_meier(RELAPSED, SEEN)
        assert 23 == curve.quantile(0.5)
        assert 13 == curve.quantile(0.25)
        assert curve.quantile(0.6) is None
