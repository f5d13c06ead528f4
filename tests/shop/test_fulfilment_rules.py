"""Who gets which pieces, what the pack check says, how near a promise is: as plain values."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.shop.fulfilment.rules import Due, PackCheck, Scan, Want, due, share_out

NOW = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("hours", "said"), [(-0.01, Due.LATE), (0, Due.TODAY), (11.9, Due.TODAY), (12.1, Due.LATER), (-40, Due.LATE)]
)
def test_a_promise_ends_with_the_shops_day(hours: float, said: Due) -> None:
    """It is noon in Shanghai: the day has twelve hours left, though it is four in the morning in UTC."""
    assert due(NOW + timedelta(hours=hours), NOW, SHANGHAI) is said


def test_an_order_gets_all_of_its_pieces_or_none() -> None:
    first = [Want(1, 11, 7, 2), Want(1, 12, 8, 1)]
    second = [Want(2, 21, 7, 2)]
    shared = share_out([first, second], {7: [(1, 3)], 8: []})
    assert shared.short == {1: {8: 1}}
    assert [(one.want.order_id, one.place_id, one.pieces) for one in shared.kept] == [(2, 1, 2)]


def test_who_comes_first_gets_the_last_piece() -> None:
    shared = share_out([[Want(1, 11, 7, 1)], [Want(2, 21, 7, 1)]], {7: [(1, 1)]})
    assert [one.want.order_id for one in shared.kept] == [1]
    assert shared.short == {2: {7: 1}}


def test_two_lines_of_one_sku_are_one_want() -> None:
    shared = share_out([[Want(1, 11, 7, 2), Want(1, 12, 7, 2)]], {7: [(1, 3)]})
    assert (shared.kept, shared.short) == ([], {1: {7: 1}})


def test_in_part_an_order_gets_what_there_is() -> None:
    shared = share_out([[Want(1, 11, 7, 2), Want(1, 12, 8, 1)]], {7: [(1, 1)], 8: [(1, 5)]}, partly=True)
    assert [(one.want.line_id, one.pieces) for one in shared.kept] == [(11, 1), (12, 1)]
    assert shared.short == {1: {7: 1}}


def test_one_shelf_that_has_all_comes_before_two_that_have_parts() -> None:
    shared = share_out([[Want(1, 11, 7, 3)]], {7: [(1, 2), (2, 3)]})
    assert [(one.place_id, one.pieces) for one in shared.kept] == [(2, 3)]
    shared = share_out([[Want(1, 11, 7, 4)]], {7: [(1, 2), (2, 3)]})
    assert [(one.place_id, one.pieces) for one in shared.kept] == [(1, 2), (2, 2)]


_WANTS = st.lists(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), min_size=1, max_size=3), max_size=6)
_FREE = st.dictionaries(st.integers(1, 3), st.lists(st.integers(0, 5), min_size=1, max_size=3))


@given(_WANTS, _FREE, st.booleans())
def test_no_piece_is_given_twice_and_no_order_more_than_it_wants(
    wants: list[list[tuple[int, int]]], free: dict[int, list[int]], partly: bool
) -> None:
    orders = [
        [Want(number, number * 10 + line, sku, pieces) for line, (sku, pieces) in enumerate(lines)]
        for number, lines in enumerate(wants, 1)
    ]
    there = {sku: list(enumerate(places)) for sku, places in free.items()}
    shared = share_out(orders, there, partly=partly)
    given_at, given_to = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for one in shared.kept:
        assert one.pieces > 0
        given_at[one.want.sku_id, one.place_id] += one.pieces
        given_to[one.want.order_id, one.want.line_id] += one.pieces
    assert all(pieces <= free[sku][place] for (sku, place), pieces in given_at.items())
    for wanted in orders:
        got = {want.line_id: given_to[want.order_id, want.line_id] for want in wanted}
        full = {want.line_id: want.pieces for want in wanted}
        if wanted[0].order_id in shared.short:
            assert partly or not any(got.values())
            assert got != full
        else:
            assert got == full


def test_the_pack_check_refuses_what_does_not_belong() -> None:
    check = PackCheck({7: 2, 8: 1})
    assert check.scan(9, 1) is Scan.WRONG
    assert [check.scan(7, 1), check.scan(7, 1), check.scan(7, 1)] == [Scan.RIGHT, Scan.RIGHT, Scan.TOO_MANY]
    assert not check.is_done
    assert check.scan(8, 1) is Scan.DONE
    assert check.scanned == {7: 2, 8: 1}
