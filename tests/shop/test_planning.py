"""The stock plan on a small shop: what is figured, kept, decided and undone."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, sku
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.buying.actions import OrderedLine, order_purchase, save_purchase, set_price
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.planning.actions import accept_proposals, keep_plan, set_planning, set_policy
from shopdesk.shop.planning.plan import figure_plan, span_of
from shopdesk.shop.planning.read import Policy
from shopdesk.shop.planning.reports import HEALTH_ROWS, REORDER_ROWS, Card, fetch_matrix, find_card, find_planned
from shopdesk.shop.planning.rules import propose
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.action import action
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import PurchaseLine, PurchaseOrder, Supplier
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

TODAY = date(2026, 3, 20)
AWAY = date(2025, 12, 21)
"""The first of the 90 days of demand."""


def open_up(store: Store) -> None:
    """Tea: 200 came on the first of 90 days at 5.00, 3 sold a day on 60 of them, then sold out. Cups never moved."""
    opened(store)
    for code in ("TEA", "CUP"):
        store.do(add_product, code, code.title(), price=D("10.00"))
    receive(store, "TEA", 180, AWAY)
    sold = [Ticket(f"T-{n}", AWAY + timedelta(days=n), [Item("TEA", 3, D("10.00"))]) for n in range(60)]
    store.do(ring_up, sold)


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def receive(shop: Store, code: str, pieces: int, day: date) -> None:
    at = datetime.combine(day, time(1), UTC)
    shop.do(receive_goods, "", [ReceiptLine(sku(shop, code), D(pieces), D("5.00"))], received_at=at)


def plan(shop: Store) -> None:
    with shop.read() as tx:
        rows = figure_plan(tx)
    shop.do(keep_plan, rows)


def shown(shop: Store, source: RowSource, code: str) -> dict[str, object]:
    keys = [column.key for column in source.sheet.columns]
    with shop.read() as tx:
        rows = [values for _id, values in fetch_first(tx, source, Query(today=TODAY))]
    return next(dict(zip(keys, row, strict=True)) for row in rows if row[0] == code)


def card(shop: Store, code: str = "TEA") -> Card:
    with shop.read() as tx:
        found = find_card(tx, sku(shop, code))
    assert found is not None
    return found


def test_sold_to_zero_is_lost_sales_and_not_less_demand(shop: Store) -> None:
    """The golden 180 in 90 days, 60 of them in stock: 3.0 a day; the 30 days without would have sold 90."""
    plan(shop)
    row = shown(shop, REORDER_ROWS, "TEA")
    told = ("demand", "sold", "days_in_stock", "lost", "on_hand", "why")
    assert [row[name] for name in told] == [D(3), D(180), 60, D(90), D(0), "below_point"]
    # No spread: the reorder point is the lead time's 42, and 30 days more are ordered.
    assert (row["reorder_point"], row["proposal"], row["amount"]) == (D(42), D(132), D(660))
    assert shown(shop, REORDER_ROWS, "CUP")["why"] == "untracked"


def test_what_is_on_the_way_is_counted(shop: Store) -> None:
    shop.do(_order, sku(shop, "TEA"), 100, 60, 5)
    plan(shop)
    row = shown(shop, REORDER_ROWS, "TEA")
    assert (row["on_order"], row["on_hand"], row["why"]) == (D(40), D(60), "enough")


def test_the_lead_time_is_measured_from_receipts(shop: Store) -> None:
    for number, days in enumerate((5, 7, 12)):
        shop.do(_order, sku(shop, "TEA"), 1, 1, days, number)
    plan(shop)
    found = card(shop)
    assert (found.lead.source, found.needs.lead_days, round(found.needs.lead_sigma, 4)) == ("receipts", 8.0, 3.6056)


def test_packs_and_the_least_order_of_the_preferred_supplier(shop: Store) -> None:
    tea = sku(shop, "TEA")
    shop.do(set_price, "Far", tea, price=D("4.00"), pack=D(10))
    shop.do(set_price, "Tea House", tea, price=D("4.50"), pack=D(24), minimum=D(200), preferred=True)
    plan(shop)
    assert shown(shop, REORDER_ROWS, "TEA")["proposal"] == D(216)


def test_accepted_proposals_are_drafts_by_supplier(shop: Store) -> None:
    tea, cup = sku(shop, "TEA"), sku(shop, "CUP")
    shop.do(set_price, "Tea House", tea, price=D("4.50"))
    plan(shop)
    with pytest.raises(UserError, match="Nothing"):
        shop.do(accept_proposals, [(tea, D(0))])
    made = shop.do(accept_proposals, [(tea, None), (cup, D(6))]).value
    with shop.read() as tx:
        lines = tx.rows(
            select(PurchaseOrder.state, Supplier.name, PurchaseLine.quantity, PurchaseLine.unit_cost)
            .join(PurchaseLine, PurchaseLine.purchase_id == PurchaseOrder.purchase_id)
            .outerjoin(Supplier, Supplier.supplier_id == PurchaseOrder.supplier_id)
            .where(PurchaseOrder.purchase_id.in_(made))
            .order_by(PurchaseOrder.purchase_id)
        )
    assert [tuple(row) for row in lines] == [("draft", None, D(6), None), ("draft", "Tea House", D(132), D("4.50"))]
    shop.undo()
    with shop.read() as tx:
        assert not tx.rows(select(PurchaseOrder.purchase_id).where(PurchaseOrder.purchase_id.in_(made)))


def test_what_is_decided_of_a_sku_moves_its_proposal_and_back(shop: Store) -> None:
    plan(shop)
    tea = sku(shop, "TEA")
    shop.do(set_policy, tea, lift=D("1.5"), lead_days=10)
    row = shown(shop, REORDER_ROWS, "TEA")
    assert (row["reorder_point"], row["proposal"], row["lead_source"]) == (D(45), D(180), "policy")
    assert propose(card(shop).needs).quantity == 180
    shop.undo()
    assert shown(shop, REORDER_ROWS, "TEA")["proposal"] == D(132)
    shop.redo()
    shop.do(set_policy, tea, is_paused=True)
    assert [shown(shop, REORDER_ROWS, "TEA")[name] for name in ("proposal", "why")] == [D(0), "paused"]


def test_a_lift_whose_time_is_over_is_none(shop: Store) -> None:
    shop.do(set_policy, sku(shop, "TEA"), lift=D(2), lift_until=TODAY - timedelta(days=1))
    plan(shop)
    assert card(shop).needs.lift == 1


def test_the_year_in_figures(shop: Store) -> None:
    plan(shop)
    row = shown(shop, HEALTH_ROWS, "TEA")
    assert (row["abc"], row["xyz"], row["revenue"], row["units"]) == ("A", "", D(1800), D(180))
    assert (row["cogs"], row["received"], row["sell_through"]) == (D(900), D(180), D(1))
    # 900 lay there on the first day and 15 less after each sale: that day's own sale included.
    worth = sum(Decimal(900 - 15 * (n + 1)) for n in range(60)) / Decimal((TODAY - date(2025, 3, 1)).days + 1)
    assert row["average_value"] == pytest.approx(worth, abs=Decimal("0.0001"))
    years = Decimal((TODAY - date(2025, 3, 1)).days + 1) / 365
    assert row["turnover"] == pytest.approx(D(900) / worth / years, abs=Decimal("0.006"))
    assert row["gmroi"] == pytest.approx(D(900) / worth / years, abs=Decimal("0.006"))


def test_dead_stock_and_its_age(shop: Store) -> None:
    receive(shop, "CUP", 7, date(2025, 6, 1))
    receive(shop, "CUP", 2, date(2026, 3, 10))
    plan(shop)
    row = shown(shop, HEALTH_ROWS, "CUP")
    assert [row[name] for name in ("age_30", "age_365", "age_more", "oldest_on", "dead")] == [
        D(2), D(7), D(0), date(2025, 6, 1), True
    ]  # fmt: skip
    assert shown(shop, HEALTH_ROWS, "TEA")["dead"] is False


def test_the_matrix_holds_every_sku_once(shop: Store) -> None:
    plan(shop)
    with shop.read() as tx:
        cells = fetch_matrix(tx)
        assert {(cell.abc, cell.xyz): cell.skus for cell in cells} == {("A", ""): 1, ("C", ""): 1}
        assert sum(cell.revenue for cell in cells) == D(1800)


def test_how_old_a_plan_is(shop: Store) -> None:
    with shop.read() as tx:
        assert find_planned(tx) is None
    plan(shop)
    with shop.read() as tx:
        made = find_planned(tx)
    assert made is not None
    assert (made.on, made.changes) == (TODAY, 0)
    receive(shop, "CUP", 1, TODAY)
    with shop.read() as tx:
        later = find_planned(tx)
    assert later is not None
    assert later.changes == 1


@pytest.mark.parametrize(("name", "value"), [("service_level", 1.0), ("window_days", 3), ("holding_rate", -1)])
def test_settings_out_of_bounds_are_refused(shop: Store, name: str, value: float) -> None:
    with pytest.raises(UserError, match="must lie between"):
        shop.do(set_planning, {name: value})


def test_the_shops_settings_are_those_of_the_plan(shop: Store) -> None:
    shop.do(set_planning, {"lead_days": 20, "cover_days": 10, "order_cost": 40, "holding_rate": 0.5})
    plan(shop)
    row = shown(shop, REORDER_ROWS, "TEA")
    assert row["reorder_point"] == D(60)
    assert row["eoq"] == D("187.2")  # √(2 · 1,095 · 40 / 2.5)


def test_the_year_has_twelve_full_months() -> None:
    span = span_of(TODAY, Policy())
    assert (span.year_from, span.month_borders[-1], span.year_days) == (date(2025, 3, 1), 365, 385)


# ------------------------------------------------------------------------------------------------------- small deeds


@action("test", "Order")
def _order(tx: Tx, sku_id: int, pieces: int, came: int, days: int, number: int = 0) -> None:
    """An order of 30 days ago, of which some came after so many days."""
    ordered = TODAY - timedelta(days=30)
    purchase = save_purchase(tx, [OrderedLine(sku_id, D(pieces), D(5))], number=f"PO-{number}", supplier="Tea House")
    order_purchase(tx, purchase, on=ordered)
    line_id = tx.scalar(select(PurchaseLine.purchase_line_id).where(PurchaseLine.purchase_id == purchase))
    found = ReceiptLine(sku_id, D(came), D(5), line_id=line_id)
    at = datetime.combine(ordered + timedelta(days=days), time(3), UTC)
    receive_goods(tx, f"GR-{number}", [found], received_at=at, supplier="Tea House", purchase_id=purchase)
