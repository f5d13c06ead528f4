"""What is bought together, counted once more by hand, and the next best product of listings and customers."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product, edit_skus
from shopdesk.shop.catalog.bundles import parts_of
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.together import pairs as counting
from shopdesk.shop.listings.together.bundling import make_bundle
from shopdesk.shop.listings.together.next_best import due_again, median, next_of_listings, pair_rows, partners_of
from shopdesk.shop.listings.together.pairs import Partner, count_pairs, fetch_names, fetch_pairs
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store

DAY = date(2026, 3, 5)
BASKETS = (("TEA", "CUP"), ("TEA", "CUP"), ("TEA", "CUP", "KET"), ("TEA", "KET"), ("TEA",), ("CUP",))


@pytest.fixture
def shop(store: Store) -> Store:
    """Tea, cups, kettles; four baskets of several, two of one, one cancelled."""
    store._clock = lambda: datetime(2026, 4, 1, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    for code in ("TEA", "CUP", "KET"):
        store.do(add_product, code, code.title(), price=Decimal(50))
    sold = [Ticket(f"O-{n}", DAY, [Item(code, 1, Decimal(50)) for code in codes]) for n, codes in enumerate(BASKETS)]
    sold.append(Ticket("O-X", DAY, [Item(code, 1, Decimal(50)) for code in ("CUP", "KET")], state="cancelled"))
    store.do(ring_up, sold)
    return store


def test_pairs_of_the_shop(shop: Store) -> None:
    with shop.read() as tx:
        made, names = fetch_pairs(tx, 1), fetch_names(tx)
    found = {(names[pair.one].code, names[pair.other].code): pair for pair in made.pairs}
    assert made.baskets == 4
    assert {key: pair.both for key, pair in found.items()} == {("TEA", "CUP"): 3, ("TEA", "KET"): 2, ("CUP", "KET"): 1}
    pair = found["TEA", "CUP"]
    assert (pair.support, pair.confidence, pair.back, pair.lift) == (Decimal("0.75"), Decimal("0.75"), 1, 1)
    assert found["CUP", "KET"].lift == Decimal(1 * 4) / (3 * 2)
    assert pair.turned().confidence == pair.back


@settings(max_examples=40)
@given(st.lists(st.sets(st.integers(1, 9), max_size=6), max_size=25), st.integers(1, 4), st.integers(1, 30))
def test_counts_are_those_of_a_plain_count(baskets: list[set[int]], least: int, cells: int) -> None:
    """However few cells are counted in at once."""
    lines = [(order, sku) for order, basket in enumerate(baskets) for sku in basket]
    orders, skus = np.array(lines, np.int64).reshape(-1, 2).T
    several = [basket for basket in baskets if len(basket) > 1]
    counts = Counter(pair for basket in several for pair in combinations(sorted(basket), 2))
    singles = Counter(sku for basket in several for sku in basket)
    before = counting.CELLS
    try:
        counting.CELLS = cells  # type: ignore[misc]
        made = count_pairs(np.repeat(orders, 2), np.repeat(skus, 2), least)
    finally:
        counting.CELLS = before  # type: ignore[misc]
    assert {(one.one, one.other): one.both for one in made.pairs} == {k: n for k, n in counts.items() if n >= least}
    assert all((one.with_one, one.with_other) == (singles[one.one], singles[one.other]) for one in made.pairs)
    assert made.baskets == len(several)


def test_partners_that_cannot_be_sold_are_marked_and_ruled_out(shop: Store) -> None:
    shop.do(receive_goods, "", [ReceiptLine(1, Decimal(90), None), ReceiptLine(2, Decimal(90), None)])
    with shop.read() as tx:
        made, names = fetch_pairs(tx, 1), fetch_names(tx)
    assert [names[n].partner for n in (1, 2, 3)] == [Partner.READY, Partner.READY, Partner.OUT]
    assert {(row[0], row[2]): row[9] for row in pair_rows(made.pairs, names)} == {
        ("CUP", "TEA"): "ready", ("KET", "TEA"): "out", ("KET", "CUP"): "out",
    }  # fmt: skip
    sets = [shop.do(make_bundle, code, code, None, parts).value for code, parts in (("S1", (1, 2)), ("S2", (2, 3)))]
    with shop.read() as tx:
        told = fetch_names(tx)
    assert [(told[n].partner, told[n].available > 0) for n in sets] == [(Partner.READY, True), (Partner.OUT, False)]
    assert told[sets[0]].available == min(told[n].available for n in (1, 2))
    shop.do(edit_skus, [(3, "state", "archived")])
    with shop.read() as tx:
        assert fetch_names(tx)[3].partner is Partner.OFF
        assert all(pair.other != 3 for told in partners_of(made.pairs, fetch_names(tx)).values() for pair in told)


def test_the_next_product_of_a_listing(shop: Store) -> None:
    """Tea goes with everything, which says nothing; jars go with kettles more often than chance has it."""
    shop.do(add_product, "JAR", "Jar")
    shop.do(
        ring_up, [Ticket(f"P-{n}", DAY, [Item("KET", 1, Decimal(9)), Item("JAR", 1, Decimal(9))]) for n in range(5)]
    )
    shop.do(add_listing, {"channel": "taobao", "listing_no": "L-1", "title": "Kettle", "sku": "KET"})
    with shop.read() as tx:
        names = fetch_names(tx)
        rows = next_of_listings(tx, partners_of(fetch_pairs(tx, 1).pairs, names), names)
    assert [row[1:6] for row in rows] == [("L-1", "Kettle", "JAR", "Jar", 5)]
    assert rows[0][7:] == (Decimal("1.29"), "Buyers of this also take Jar.")


def test_what_is_due_again_follows_the_customer_s_own_rhythm() -> None:
    days = [DAY + timedelta(days=n) for n in (0, 30, 58, 90)]
    due = due_again({7: days, 8: days[:2], 9: [DAY - timedelta(days=400 - n) for n in (0, 10, 20)]}, days[-1])
    assert due == []
    [one] = due_again({7: days}, days[-1] + timedelta(days=25))
    assert (one.sku_id, one.every, one.due_on) == (7, 30, days[-1] + timedelta(days=30))
    assert due_again({7: days}, days[-1] + timedelta(days=91)) == []
    assert (median([1, 2]), median([3, 1, 2])) == (2, 2)


def test_a_bundle_is_made_of_a_pair_and_undone(shop: Store) -> None:
    sku_id = shop.do(make_bundle, "SET", "Tea and cup", Decimal(95), (1, 2)).value
    with shop.read() as tx:
        assert [(part.sku_id, part.quantity) for part in parts_of(tx, [sku_id])[sku_id]] == [(1, 1), (2, 1)]
    shop.undo()
    with shop.read() as tx:
        assert parts_of(tx, [sku_id]) == {}
