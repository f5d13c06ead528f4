"""The split of a change by factors: exact on anything, and the golden number of the design."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.shop.today.moves import Cell, Factor, funnel_of, goods_of, split_cell
from shopdesk.shop.today.split import split_change, to_whole
from shopdesk.shop.today.visits import Visits

factor = st.floats(0.001, 1e6)
cells = st.builds(
    Cell, st.integers(0, 500), st.integers(-50_000, 500_000), st.integers(-(10**7), 10**9), st.integers(-(10**7), 0)
)


def test_the_golden_split() -> None:
    parts = split_change((10_000, 0.04, 0.025, 80), (12_000, 0.035, 0.025, 76))
    assert parts is not None
    assert [round(part, 2) for part in parts] == [145.67, -106.69, 0, -40.98]


@given(st.lists(st.tuples(factor, factor), min_size=1, max_size=6))
@settings(max_examples=60)
def test_a_split_sums_to_the_change(pairs: list[tuple[float, float]]) -> None:
    before, after = [one for one, _now in pairs], [one for _was, one in pairs]
    parts = split_change(before, after)
    assert parts is not None
    was, now = 1.0, 1.0
    for one, other in pairs:
        was, now = was * one, now * other
    assert sum(parts) == pytest.approx(now - was, rel=1e-6, abs=1e-6 * max(was, now))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8), st.integers(-5, 5))
@settings(max_examples=60)
def test_whole_parts_come_to_the_whole(parts: list[float], off: int) -> None:
    whole = round(sum(parts)) + off
    assert sum(to_whole(parts, whole)) == whole


@given(cells, cells)
@settings(max_examples=120)
def test_the_shares_of_a_cell_sum_to_the_unit(was: Cell, now: Cell) -> None:
    change = now.amount + now.returned - was.amount - was.returned
    assert sum(split_cell(was, now, goods_of(was), goods_of(now)).values()) == change
    assert sum(split_cell(was, now, funnel_of(was, None), funnel_of(now, None)).values()) == change


def test_of_a_funnel_as_much_is_told_as_is_known() -> None:
    cell = Cell(orders=10, pieces=20_000, amount=8_000_000)
    full = funnel_of(cell, Visits(impressions=10_000, visitors=400))
    assert list(full) == [Factor.IMPRESSIONS, Factor.CTR, Factor.CONVERSION, Factor.ORDER_VALUE]
    assert next(iter(funnel_of(cell, Visits(visitors=400)))) is Factor.VISITORS
    assert list(funnel_of(cell, None)) == [Factor.ORDERS, Factor.ORDER_VALUE]


def test_what_was_not_sold_before_is_new_and_what_is_not_any_more_is_gone() -> None:
    nothing, some = Cell(), Cell(orders=2, pieces=3_000, amount=500)
    assert split_cell(nothing, some, goods_of(nothing), goods_of(some)) == {Factor.NEW: 500}
    assert split_cell(some, nothing, goods_of(some), goods_of(nothing)) == {Factor.GONE: -500}
