"""What moves are worth, in the books: golden numbers through real deeds, and costs that come late or change."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import change_facts, open_shop
from shopdesk.shop.profit.reports import count_unknown, fetch_months
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, receive_goods, revalue
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import JournalEntry
from shopdesk.store.tx import Tx

SALE = Ticket("A", date(2025, 10, 5), [Item("TEA", 12, Decimal(20))])


def open_with(new_store: Make, method: Costing) -> Store:
    store = new_store()
    store.do(open_shop, "Tea", "CNY", "UTC", method)
    store.do(add_product, "TEA", "Longjing")
    return store


def receive(store: Store, pieces: int, cost: int | None, day: int = 1) -> None:
    line = ReceiptLine(1, Decimal(pieces), None if cost is None else Decimal(cost))
    store.do(receive_goods, "", [line], received_at=datetime(2025, 10, day, tzinfo=UTC))


def balances(store: Store) -> dict[str, Decimal]:
    with store.read() as tx:
        return {account.code: account.debit - account.credit for account in fetch_accounts(tx, None, None)}


def entries(store: Store) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(JournalEntry)))


@pytest.mark.parametrize(("method", "cogs", "stock"), [(Costing.MOVING_AVERAGE, 90, 60), (Costing.FIFO, 70, 80)])
def test_golden_numbers_stand_in_the_books(new_store: Make, method: Costing, cogs: int, stock: int) -> None:
    store = open_with(new_store, method)
    receive(store, 10, 5, day=1)
    receive(store, 10, 10, day=2)
    store.do(ring_up, [SALE])
    found = balances(store)
    assert (found[Role.COGS.value], found[Role.INVENTORY.value]) == (cogs, stock)


def test_another_method_posts_the_difference_and_the_way_back_takes_it_away(new_store: Make) -> None:
    store = open_with(new_store, Costing.MOVING_AVERAGE)
    receive(store, 10, 5, day=1)
    receive(store, 10, 10, day=2)
    store.do(ring_up, [SALE])
    store.do(change_facts, {"costing": "fifo"})
    assert balances(store)[Role.COGS.value] == 70
    store.do(change_facts, {"costing": "moving_average"})
    assert balances(store)[Role.COGS.value] == 90


def test_a_sale_before_any_cost_is_unknown_until_a_receipt_tells_it(new_store: Make) -> None:
    store = open_with(new_store, Costing.MOVING_AVERAGE)
    store.do(ring_up, [SALE])
    with store.read() as tx:
        ((_key, unknown),) = fetch_months(tx).items()
        assert count_unknown(tx) == 1
    assert (unknown.cogs, unknown.unknown_sales, unknown.profit) == (0, 240, 0)
    assert Role.COGS.value not in balances(store)
    receive(store, 20, 7, day=9)
    with store.read() as tx:
        ((_key, known),) = fetch_months(tx).items()
        assert count_unknown(tx) == 0
    assert (known.cogs, known.unknown_sales, known.profit) == (84, 0, 156)
    assert balances(store)[Role.INVENTORY.value] == 8 * 7


def test_a_stated_cost_and_its_undo(new_store: Make) -> None:
    store = open_with(new_store, Costing.FIFO)
    store.do(ring_up, [SALE])
    store.do(edit_sku, 1, cost=Decimal("2.5"))
    assert balances(store)[Role.COGS.value] == 30
    store.undo()
    assert balances(store)[Role.COGS.value] == 0
    store.redo()
    assert balances(store)[Role.COGS.value] == 30


def test_a_backdated_receipt_changes_what_was_sold_after_it(new_store: Make) -> None:
    store = open_with(new_store, Costing.FIFO)
    receive(store, 20, 10, day=2)
    store.do(ring_up, [SALE])
    assert balances(store)[Role.COGS.value] == 120
    receive(store, 10, 5, day=1)
    assert balances(store)[Role.COGS.value] == 10 * 5 + 2 * 10


def test_broken_pieces_are_a_loss_at_cost(new_store: Make) -> None:
    store = open_with(new_store, Costing.MOVING_AVERAGE)
    receive(store, 10, 5)
    store.do(adjust_stock, 1, Decimal(-3), MoveReason.WRITE_OFF, "broken")
    found = balances(store)
    assert (found[Role.SHRINKAGE.value], found[Role.INVENTORY.value]) == (15, 35)


@action("test.revalue", "Revalue")
def value_again(tx: Tx) -> None:
    revalue(tx, None)


def test_valuing_again_posts_nothing(new_store: Make) -> None:
    store = open_with(new_store, Costing.MOVING_AVERAGE)
    receive(store, 7, 3)
    receive(store, 6, 4, day=2)
    store.do(ring_up, [SALE])
    before = entries(store)
    store.do(value_again)
    assert entries(store) == before


def test_an_empty_shelf_leaves_nothing_in_inventory(new_store: Make) -> None:
    store = open_with(new_store, Costing.MOVING_AVERAGE)
    receive(store, 7, 3)
    receive(store, 6, 4, day=2)
    for number, pieces in enumerate((5, 4, 3, 1)):
        store.do(ring_up, [Ticket(f"T{number}", date(2025, 10, 5), [Item("TEA", pieces, Decimal(9))])])
    found = balances(store)
    assert (found[Role.INVENTORY.value], found[Role.COGS.value]) == (0, 45)
