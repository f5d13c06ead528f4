"""What a piece cost, against golden numbers and against shelves of single pieces."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shop.pieces import Shelf

from shopdesk.shop.stock.rules import Costing, Move, value_moves

AVERAGE, FIFO = Costing.MOVING_AVERAGE, Costing.FIFO
BOTH = pytest.mark.parametrize("method", [AVERAGE, FIFO])


def moves(*pairs: tuple[int, int | None]) -> list[Move]:
    """Moves of (pieces, cost of one in whole coins), in order; ids from 1."""
    return [
        Move(number, pieces * 1_000, None if cost is None else cost * 10_000)
        for number, (pieces, cost) in enumerate(pairs, 1)
    ]


def coins(values: dict[int, int]) -> dict[int, Decimal]:
    return {move_id: Decimal(value) / 10_000 for move_id, value in values.items()}


# ---------------------------------------------------------------------------------------------------- golden numbers


@pytest.mark.parametrize(("method", "cogs", "stock"), [(AVERAGE, 90, 60), (FIFO, 70, 80)])
def test_ten_at_five_and_ten_at_ten_less_twelve(method: Costing, cogs: int, stock: int) -> None:
    values = coins(value_moves(moves((10, 5), (10, 10), (-12, None)), method, None))
    assert (values[3], sum(values.values())) == (-cogs, stock)


@BOTH
def test_a_cost_that_nobody_told_is_unknown_and_never_zero(method: Costing) -> None:
    assert value_moves(moves((10, None), (-4, None)), method, None) == {}
    assert value_moves(moves((-4, None)), method, None) == {}


@BOTH
def test_a_cost_of_zero_is_known(method: Costing) -> None:
    assert value_moves(moves((10, 0), (-4, None)), method, None) == {1: 0, 2: 0}


@BOTH
def test_a_stated_cost_speaks_where_no_receipt_does(method: Costing) -> None:
    assert coins(value_moves(moves((-4, None), (10, None)), method, 30_000)) == {1: -12, 2: 30}
    assert coins(value_moves(moves((10, 5), (-4, None)), method, 30_000)) == {1: 50, 2: -20}


@BOTH
def test_a_late_receipt_covers_what_was_owed(method: Costing) -> None:
    values = coins(value_moves(moves((-4, None), (10, 7), (-2, None)), method, None))
    assert values == {1: -28, 2: 70, 3: -14}


@BOTH
def test_what_a_shelf_owes_takes_the_last_cost_until_the_next_receipt_tells_a_better_one(method: Costing) -> None:
    assert coins(value_moves(moves((10, 5), (-12, None)), method, None)) == {1: 50, 2: -60}
    assert coins(value_moves(moves((10, 5), (-12, None), (2, 9)), method, None)) == {1: 50, 2: -68, 3: 18}


@BOTH
def test_pieces_that_came_back_before_any_cost_was_known_take_that_of_the_next_receipt(method: Costing) -> None:
    sold_and_back = moves((-4, None), (1, None))
    assert value_moves(sold_and_back, method, None) == {}
    assert coins(value_moves([*sold_and_back, Move(3, 10_000, 60_000)], method, None)) == {1: -24, 2: 6, 3: 60}


@BOTH
def test_a_move_and_its_reversal_count_as_if_neither_had_been(method: Costing) -> None:
    plain = moves((10, 5), (10, 10), (-12, None))
    wrong, answer = Move(8, 7_000, 990_000), Move(9, -7_000, None, reverses=8)
    values = value_moves([plain[0], wrong, *plain[1:], answer], method, None)
    assert values == {**value_moves(plain, method, None), 8: 0, 9: 0}


@BOTH
def test_an_unknown_receipt_leaves_what_was_sold_before_it_known(method: Costing) -> None:
    values = value_moves(moves((5, 4), (-5, None), (5, None), (-1, None)), method, None)
    assert coins(values) == {1: 20, 2: -20, 3: 20, 4: -4}, "the last cost is at hand for a receipt without one"


@BOTH
def test_rounding_leaves_nothing_behind_on_an_empty_shelf(method: Costing) -> None:
    listed = [Move(1, 1_000, 10_000), Move(2, 2_000, 10_001), *(Move(n, -1_000) for n in (3, 4, 5))]
    assert sum(value_moves(listed, method, None).values()) == 0


# ------------------------------------------------------------------------------------------- a shelf of single pieces


COSTS = st.one_of(st.none(), st.integers(0, 999_999))
STEPS = st.lists(st.tuples(st.integers(-9, 9).filter(bool), COSTS), max_size=14)


@given(STEPS, st.sampled_from([AVERAGE, FIFO]), COSTS)
def test_every_move_is_worth_what_its_single_pieces_are(
    steps: list[tuple[int, int | None]], method: Costing, stated: int | None
) -> None:
    shelf = Shelf(is_average=method is AVERAGE, stated=stated)
    for number, (pieces, cost) in enumerate(steps, 1):
        if pieces > 0:
            shelf.bring(number, pieces, cost)
        else:
            shelf.take(number, -pieces)
    exact = shelf.close()
    listed = [Move(n, p * 1_000, c if p > 0 else None) for n, (p, c) in enumerate(steps, 1)]
    values = value_moves(listed, method, stated)
    assert values.keys() == exact.keys(), "the same moves are known"
    assert all(abs(values[move] - exact[move]) <= len(steps) for move in exact), "the last one bears what rounding left"
    rounded = [move for move in exact if abs(values[move] - exact[move]) * 2 > 1]
    left = [sum(pieces for pieces, _cost in steps[:number]) for number in range(1, len(steps) + 1)]
    assert all(left[move - 1] == 0 for move in rounded), "all others are rounded once, and alone"


@given(STEPS, st.sampled_from([AVERAGE, FIFO]), st.integers(0, 999_999))
def test_an_empty_shelf_is_worth_nothing(steps: list[tuple[int, int | None]], method: Costing, stated: int) -> None:
    left = sum(pieces for pieces, _cost in steps)
    listed = [Move(n, p * 1_000, c if p > 0 else None) for n, (p, c) in enumerate(steps, 1)]
    if left:
        listed.append(Move(len(listed) + 1, -left * 1_000))
    assert sum(value_moves(listed, method, stated).values()) == 0


@given(STEPS, st.sampled_from([AVERAGE, FIFO]), COSTS, st.data())
def test_a_reversed_pair_changes_nothing_wherever_it_stands(
    steps: list[tuple[int, int | None]], method: Costing, stated: int | None, data: st.DataObject
) -> None:
    listed = [Move(n, p * 1_000, c if p > 0 else None) for n, (p, c) in enumerate(steps, 1)]
    before = value_moves(listed, method, stated)
    at = data.draw(st.integers(0, len(listed)))
    after = data.draw(st.integers(at, len(listed)))
    wrong, answer = Move(100, 5_000, 777), Move(101, -5_000, None, reverses=100)
    paired = [*listed[:at], wrong, *listed[at:after], answer, *listed[after:]]
    assert value_moves(paired, method, stated) == {**before, 100: 0, 101: 0}
