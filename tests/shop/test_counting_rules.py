"""What scans come to: adding, setting, taking back, rounds; and who may approve what."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.shop.counting.rules import (
    NEXT,
    Board,
    Limits,
    Scan,
    Scope,
    SessionState,
    Tally,
    Verdict,
    draw,
    is_alone,
    judge,
    refuse_quantity,
    refuse_scope,
    refuse_step,
    tally,
)
from shopdesk.text import UserError

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)


def scan(number: int, pieces: str, *, sets: bool = False, round_no: int = 1, undoes: int | None = None) -> Scan:
    at = NINE + timedelta(minutes=number)
    return Scan(str(number), Decimal(pieces), sets, round_no, at, "Min", None if undoes is None else str(undoes))


@pytest.mark.parametrize(
    ("made", "pieces"),
    [
        ([scan(1, "5")], 5),
        ([scan(1, "5"), scan(2, "3")], 8),  # scanning again adds
        ([scan(1, "5"), scan(2, "12", sets=True)], 12),  # =12
        ([scan(1, "5"), scan(2, "12", sets=True), scan(3, "1")], 13),
        ([scan(1, "5"), scan(2, "3"), scan(3, "0", undoes=2)], 5),  # the last one taken back
        ([scan(1, "5"), scan(2, "12", sets=True), scan(3, "0", undoes=2)], 5),  # what was set over is there again
        ([scan(1, "0")], 0),
        ([scan(1, "5"), scan(2, "9", round_no=2)], 5),
    ],
)
def test_what_scans_come_to(made: Sequence[Scan], pieces: int) -> None:
    found = tally(made, 1)
    assert found is not None
    assert found.pieces == pieces


def test_not_counted_is_not_zero() -> None:
    assert tally([], 1) is None
    assert tally([scan(1, "5"), scan(2, "0", undoes=1)], 1) is None
    assert tally([scan(1, "5")], 2) is None


def test_only_the_round_speaks() -> None:
    found = tally([scan(1, "5"), scan(2, "4", round_no=2), scan(3, "2", round_no=2)], 2)
    assert found == Tally(Decimal(6), NINE + timedelta(minutes=2), NINE + timedelta(minutes=3), ("Min",), 2)


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans(), st.booleans())))
def test_taking_back_the_last_scan_leaves_what_was_before(steps: list[tuple[int, bool, bool]]) -> None:
    """Against a stack: each step adds, sets, or takes the last one back."""
    made: list[Scan] = []
    stack: list[tuple[int, bool]] = []
    board = Board()
    for number, (pieces, sets, back) in enumerate(steps, 1):
        if back:
            last = board.last()
            assert (last is None) == (not stack)
            if last is None:
                continue
            stack.pop()
            one = scan(number, "0", undoes=int(last[1].scan_no))
        else:
            stack.append((pieces, sets))
            one = scan(number, str(pieces), sets=sets)
        assert board.add("TEA", one)
        assert not board.add("TEA", one)  # the same scan sent twice stays one
        made.append(one)
    wanted = 0
    for pieces, sets in stack:
        wanted = pieces if sets else wanted + pieces
    found = tally(made, 1)
    assert (found.pieces if found else None) == (wanted if stack else None)
    assert board.scans.get("TEA", []) == made


def test_a_scan_taken_back_is_found_on_its_own_line() -> None:
    board = Board()
    board.add("TEA", scan(1, "5"))
    board.add("CUP", scan(2, "3"))
    board.add("TEA", scan(3, "1"))
    assert board.last() == ("TEA", scan(3, "1"))
    board.add(None, scan(4, "0", undoes=3))
    assert board.last() == ("CUP", scan(2, "3"))
    board.add(None, scan(5, "0", undoes=2))
    assert board.last() == ("TEA", scan(1, "5"))


@pytest.mark.parametrize(
    ("counted", "expected", "value", "round_no", "verdict"),
    [
        (10, 10, "0", 1, Verdict.RIGHT),
        (9, 10, "-41.50", 1, Verdict.SMALL),
        (8, 10, "-83.00", 1, Verdict.AGAIN),
        (8, 10, "-83.00", 2, Verdict.CONFIRMED),
        (9, 10, "-250.00", 1, Verdict.AGAIN),  # one piece, but a dear one
        (9, 10, None, 1, Verdict.SMALL),  # what nobody knows the worth of is judged by its pieces
        (None, 10, None, 1, Verdict.LEFT),
        (None, 10, None, 2, Verdict.WAITS),
    ],
)
def test_over_tolerance_is_counted_again_once(
    counted: int | None, expected: int, value: str | None, round_no: int, verdict: Verdict
) -> None:
    found = None if counted is None else Tally(Decimal(counted), NINE, NINE, (), 1)
    limits = Limits(Decimal(1), Decimal(200))
    assert judge(found, Decimal(expected), Decimal(value) if value else None, limits, round_no) is verdict


def test_what_moved_while_it_was_counted_is_said() -> None:
    found = Tally(Decimal(8), NINE, NINE, (), 2)
    assert judge(found, Decimal(10), None, Limits(), 1, moved=True) is Verdict.MOVED
    assert judge(found, Decimal(8), None, Limits(), 1, moved=True) is Verdict.RIGHT


@pytest.mark.parametrize("state", SessionState)
@pytest.mark.parametrize("wanted", SessionState)
def test_a_session_takes_only_its_own_steps(state: SessionState, wanted: SessionState) -> None:
    if wanted in NEXT[state]:
        refuse_step(state, wanted)
    else:
        with pytest.raises(UserError, match="count"):
            refuse_step(state, wanted)


def test_who_counted_approves_alone() -> None:
    assert is_alone(" zhang  Min", ["Zhang Min", "Li"])
    assert not is_alone("Wang", ["Zhang Min", "Li"])


def test_a_seed_draws_the_same_again() -> None:
    ids = list(range(1, 101))
    first = draw(ids, 10, 7)
    assert (len(first), first) == (10, sorted(first))
    assert draw(ids, 10, 7) == first != draw(ids, 10, 8)
    assert draw(ids, 500, 7) == ids


def test_a_scope_comes_back_as_it_was() -> None:
    scope = Scope(3, (4, 5), ("Tea",), ("A",), 30, 12, 99)
    assert Scope.from_plain(scope.plain()) == scope
    assert Scope.from_plain({**Scope(free=True).plain(), "of_a_newer_program": 1}) == Scope(free=True)


def test_a_scope_that_says_nothing_is_refused() -> None:
    for scope in (Scope(idle_days=0), Scope(sample=0)):
        with pytest.raises(UserError, match="at least one"):
            refuse_scope(scope)


@pytest.mark.parametrize("pieces", ["-1", "6921000100018"])
def test_nobody_counts_that(pieces: str) -> None:
    with pytest.raises(UserError):
        refuse_quantity(Decimal(pieces))
