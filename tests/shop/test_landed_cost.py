"""Costs on a delivery's way: shared to the cent, borne by what is still there, never in a closed month, and taken back.

The figures are worked out a second time: late, the shelf is worth what it would be had the cost been known on time.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.exchange.workbook import write_profit_sheet
from shopdesk.shop.buying.landing import find_bearers, land_cost, reverse_landed
from shopdesk.shop.buying.rules import Basis, Bearer, LandedKind, spread, weights_of
from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import open_shop
from shopdesk.shop.profit.build import build_book
from shopdesk.shop.profit.reports import fetch_profit
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing, Move, value_moves
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.store.tables import LandedShare, MoveValue
from shopdesk.text import UserError

D = Decimal
SALE = Ticket("A", date(2025, 10, 5), [Item("TEA", 12, D(20))])
FREIGHT, VALUE = LandedKind.FREIGHT, Basis.VALUE


def open_with(new_store: Make, method: Costing) -> Store:
    store = new_store()
    store.do(open_shop, "Tea", "CNY", "UTC", method)
    store.do(add_product, "TEA", "Longjing")
    return store


def receive(store: Store, pieces: int, cost: int, day: int) -> int:
    line = ReceiptLine(1, D(pieces), D(cost))
    return int(store.do(receive_goods, "", [line], received_at=datetime(2025, 10, day, tzinfo=UTC)).value)


def balances(store: Store, until: date | None = None) -> dict[str, Decimal]:
    with store.read() as tx:
        return {one.code: one.opening + one.debit - one.credit for one in fetch_accounts(tx, None, until)}


def worth(store: Store) -> Decimal:
    with store.read() as tx:
        return D(tx.scalar(select(func.sum(MoveValue.value))))


def sound(store: Store) -> None:
    with store.read() as tx:
        assert [found for found in check_store(tx, deep=True) if not found.notice] == []


@pytest.mark.parametrize(("method", "stock", "cogs"), [(Costing.MOVING_AVERAGE, 68, 102), (Costing.FIFO, 96, 74)])
def test_late_freight_touches_what_is_unsold(new_store: Make, method: Costing, stock: int, cogs: int) -> None:
    store = open_with(new_store, method)
    receive(store, 10, 5, day=1)
    second = receive(store, 10, 10, day=2)
    store.do(ring_up, [SALE])
    before = balances(store)
    landed = store.do(land_cost, second, FREIGHT, VALUE, D(20), landed_on=date(2025, 10, 9)).value
    found = balances(store)
    assert (found[Role.INVENTORY.value], found[Role.COGS.value]) == (stock, cogs), "as if the piece had cost 12"
    assert found[Role.GOODS_IN.value] == -170
    assert (sum(found.values()), worth(store)) == (0, stock)
    assert balances(store, date(2025, 10, 8)) == {code: before[code] for code in before}, "the days before stay"
    sound(store)
    store.do(reverse_landed, landed)
    assert {code: amount for code, amount in balances(store).items() if amount} == before
    assert worth(store) == before[Role.INVENTORY.value]
    sound(store)
    with pytest.raises(UserError, match="taken back already"):
        store.do(reverse_landed, landed)


@pytest.mark.parametrize("method", list(Costing))
def test_a_cost_with_the_receipt_is_as_if_the_pieces_had_cost_it(new_store: Make, method: Costing) -> None:
    store, other = open_with(new_store, method), open_with(new_store, method)
    first = receive(store, 10, 5, day=1)
    store.do(land_cost, first, FREIGHT, VALUE, D(20), landed_on=date(2025, 10, 1))
    receive(other, 10, 7, day=1)
    for each in (store, other):
        receive(each, 10, 10, day=2)
        each.do(ring_up, [SALE])
    assert balances(store) == balances(other)


@pytest.mark.parametrize("method", list(Costing))
def test_closed_months_stay_to_the_cent(new_store: Make, tmp_path: Path, method: Costing) -> None:
    store = open_with(new_store, method)
    receive(store, 10, 5, day=1)
    second = receive(store, 10, 10, day=2)
    store.do(ring_up, [SALE])
    store.do(close_period, date(2025, 10, 31))
    october = balances(store, date(2025, 10, 31))
    with pytest.raises(UserError, match="closed"):
        store.do(land_cost, second, LandedKind.DUTY, VALUE, D(20), landed_on=date(2025, 10, 20))
    landed = store.do(land_cost, second, LandedKind.DUTY, VALUE, D(20), landed_on=date(2025, 11, 3)).value
    assert balances(store, date(2025, 10, 31)) == october
    late = balances(store)[Role.COGS.value] - october[Role.COGS.value]
    assert late == (12 if method is Costing.MOVING_AVERAGE else 4), "what was sold meanwhile"
    with store.read() as tx:
        assert fetch_profit(tx)["2025-11"].cogs == late
        write_profit_sheet(tmp_path / "profit.xlsx", build_book(tx, "2025-10", "2025-11"))
    page = openpyxl.load_workbook(tmp_path / "profit.xlsx", data_only=True)["Checks"]
    assert str(page["A2"].value).startswith("All "), "the workbook's checks agree"
    store.do(close_period, date(2025, 11, 30))
    with pytest.raises(UserError, match="below zero on an open day"):
        store.do(reverse_landed, landed)
    store.do(land_cost, second, LandedKind.DUTY, VALUE, D(-20), landed_on=date(2025, 12, 1))
    assert {code: amount for code, amount in balances(store).items() if amount} == october
    sound(store)


def test_nothing_is_left_to_bear_it_once_all_is_sold(new_store: Make) -> None:
    store = open_with(new_store, Costing.FIFO)
    first = receive(store, 12, 5, day=1)
    store.do(ring_up, [SALE])
    store.do(land_cost, first, FREIGHT, Basis.QUANTITY, D("7.77"))
    assert (balances(store)[Role.COGS.value], worth(store)) == (D("67.77"), 0)


def test_shares_by_each_basis_add_up(new_store: Make) -> None:
    store = open_with(new_store, Costing.FIFO)
    store.do(add_product, "POT", "Pot")
    store.do(edit_sku, 2, weight=D(900))
    lines = [ReceiptLine(1, D(3), D(10)), ReceiptLine(2, D(1), D(60))]
    receipt = store.do(receive_goods, "", lines, received_at=datetime(2025, 10, 1, tzinfo=UTC)).value
    with pytest.raises(UserError, match="weight of TEA"):
        store.do(land_cost, receipt, FREIGHT, Basis.WEIGHT, D(10))
    store.do(edit_sku, 1, weight=D(100))
    wanted = {
        Basis.VALUE: [D("3.3333"), D("6.6667")], Basis.QUANTITY: [D("7.5"), D("2.5")],
        Basis.WEIGHT: [D("2.5"), D("7.5")], Basis.EQUAL: [D(5), D(5)],
    }  # fmt: skip
    for basis, shares in wanted.items():
        landed = store.do(land_cost, receipt, FREIGHT, basis, D(10)).value
        with store.read() as tx:
            found = tx.scalars(select(LandedShare.amount).where(LandedShare.landed_id == landed))
        assert found == shares
        store.do(reverse_landed, landed)
    with store.read() as tx:
        assert [one.sku for one in find_bearers(tx, receipt)] == ["TEA", "POT"]


def test_what_cannot_be_borne_is_refused(new_store: Make) -> None:
    store = open_with(new_store, Costing.FIFO)
    unknown = store.do(receive_goods, "", [ReceiptLine(1, D(3))], received_at=datetime(2025, 10, 1, tzinfo=UTC)).value
    with pytest.raises(UserError, match="cost of TEA is not known"):
        store.do(land_cost, unknown, FREIGHT, Basis.QUANTITY, D(10))
    first = receive(store, 3, 5, day=2)
    for amount, day, reason in ((D(0), None, "what it cost"), (D(1), date(2025, 10, 1), "before it came")):
        with pytest.raises(UserError, match=reason):
            store.do(land_cost, first, FREIGHT, VALUE, amount, landed_on=day)


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 40)), min_size=1, max_size=5),
    st.lists(st.integers(1, 6), max_size=6), st.integers(0, 4), st.integers(1, 7), st.sampled_from(Costing),
)  # fmt: skip
def test_late_or_on_time_the_shelf_is_worth_the_same(
    bought: list[tuple[int, int]], sold: list[int], which: int, extra: int, method: Costing
) -> None:
    which %= len(bought)
    left = sum(pieces for pieces, _cost in bought)
    gone = []
    for pieces in sold:
        gone.append(-min(pieces, left))
        left += gone[-1]
    out = [Move(100 + at, pieces * 1000) for at, pieces in enumerate(gone) if pieces]
    came = [Move(at, pieces * 1000, cost * 10_000) for at, (pieces, cost) in enumerate(bought)]
    amount = extra * bought[which][0] * 10_000
    late = value_moves([*came, *out, Move(200, 0, landed=(amount, which))], method, None)
    dearer = [Move(m.move_id, m.quantity, (m.unit_cost or 0) + extra * 10_000 * (m.move_id == which)) for m in came]
    assert abs(sum(late.values()) - sum(value_moves([*dearer, *out], method, None).values())) <= len(late)
    assert 0 <= late[200] <= amount
    plain = value_moves([*came, *out], method, None)
    assert {key: value for key, value in late.items() if key != 200} == plain, "nothing before it is touched"


@given(st.integers(-10_000, 10_000), st.lists(st.integers(1, 999), min_size=1, max_size=9))
def test_shares_lose_nothing(amount: int, weights: list[int]) -> None:
    bearers = [Bearer(weight * 1000, weight) for weight in weights]
    for basis in (Basis.QUANTITY, Basis.VALUE, Basis.EQUAL):
        shares = spread(amount, basis, bearers)
        counted = weights_of(basis, bearers) or []
        assert sum(shares) == amount
        assert all(
            abs(share - Fraction(amount * weight, sum(counted))) < 1
            for share, weight in zip(shares, counted, strict=True)
        )
