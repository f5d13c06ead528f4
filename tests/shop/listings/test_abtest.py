"""The statistics of two versions: golden numbers, and scipy as an independent judge."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.shop.listings.trials.abtest import Arm, Method, compare, fisher, sample_size


@pytest.mark.parametrize(
    ("base", "lift", "wanted"),
    [
        (0.02, 0.10, 80_682), (0.02, 0.25, 13_809), (0.02, 0.50, 3_826),
        (0.05, 0.10, 31_234), (0.05, 0.25, 5_333), (0.05, 0.50, 1_471),
    ],
)  # fmt: skip
def test_golden_sizes(base: float, lift: float, wanted: int) -> None:
    assert sample_size(base, lift) == wanted


@pytest.mark.parametrize(("hits", "z", "p"), [(300, 2.1932, 0.0283), (295, 1.9824, 0.0474)])
def test_golden_differences(hits: int, z: float, p: float) -> None:
    found = compare(Arm(5_000, 250), Arm(5_000, hits))
    assert found is not None
    assert (found.method, round(found.z or 0, 4), round(found.p, 4)) == (Method.Z, z, p)


@pytest.mark.parametrize(("base", "lift"), [(0.0, 0.1), (0.9, 0.2), (0.02, 0.0), (1.0, -0.1)])
def test_what_has_no_size_is_refused(base: float, lift: float) -> None:
    with pytest.raises(ValueError, match="differ"):
        sample_size(base, lift)


def test_small_counts_are_judged_exactly_and_none_not_at_all() -> None:
    found = compare(Arm(40, 2), Arm(40, 9))
    assert found is not None
    assert (found.method, found.z) == (Method.FISHER, None)
    assert compare(Arm(0, 0), Arm(40, 9)) is None
    nothing = compare(Arm(50, 0), Arm(50, 0))
    assert nothing is not None
    assert nothing.p == 1


@given(st.integers(1, 400), st.integers(1, 400), st.data())
@settings(max_examples=60)
def test_the_exact_test_agrees_with_scipy(trials_a: int, trials_b: int, data: st.DataObject) -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is the judge here")
    hits_a, hits_b = (data.draw(st.integers(0, trials)) for trials in (trials_a, trials_b))
    table = [[hits_a, trials_a - hits_a], [hits_b, trials_b - hits_b]]
    assert fisher(Arm(trials_a, hits_a), Arm(trials_b, hits_b)) == pytest.approx(stats.fisher_exact(table)[1], abs=1e-9)


@given(st.integers(500, 50_000), st.floats(0.05, 0.5), st.floats(0.05, 0.5))
@settings(max_examples=40)
def test_the_z_test_agrees_with_the_chi_square_of_scipy(trials: int, rate_a: float, rate_b: float) -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is the judge here")
    a, b = Arm(trials, int(trials * rate_a)), Arm(trials + 7, int(trials * rate_b))
    table = [[one.hits, one.trials - one.hits] for one in (a, b)]
    found = compare(a, b)
    assert found is not None
    assert found.p == pytest.approx(stats.chi2_contingency(table, correction=False)[1], abs=1e-9)
