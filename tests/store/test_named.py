"""What people are told of a row: a name they know, the column's title as on every sheet, the value as they write it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests.store import deeds

from shopdesk.shop.catalog.actions import _PRODUCT_FIELDS, _SKU_FIELDS
from shopdesk.shop.catalog.sheets import PRODUCT_FILE
from shopdesk.shop.orders.actions import OWN
from shopdesk.shop.orders.sheets import LINE_KINDS, ORDERS, STATES
from shopdesk.store.named import COLUMNS, ROWS, row_name, value_words
from shopdesk.store.store import Store, set_setting
from shopdesk.store.tables import Base, SalesOrder

PERSONAL = {"recipient", "phone", "address", "region", "city", "buyer_note", "customer_id", "customer_no"}


def test_every_column_that_people_edit_has_a_title() -> None:
    assert set(COLUMNS) >= OWN | _SKU_FIELDS | _PRODUCT_FIELDS
    assert set(COLUMNS) <= {column.name for table in ROWS for column in Base.metadata.tables[table].columns}


def test_what_is_personal_is_never_quoted() -> None:
    assert not PERSONAL & set(COLUMNS)


@pytest.mark.parametrize("sheet", [ORDERS, PRODUCT_FILE])
def test_titles_are_those_of_the_sheets(sheet: object) -> None:
    titles = {column.key: column.title for column in sheet.columns}  # type: ignore[attr-defined]
    both = (set(titles) & set(COLUMNS)) - {"title"}  # a product's title stands under "Product" in a file
    assert len(both) > 5
    assert {key: COLUMNS[key] for key in both} == {key: titles[key] for key in both}


def test_the_words_of_states_are_those_of_the_sheets() -> None:
    for state, shown in STATES.items():
        assert shown.title == str(state).capitalize()
    assert LINE_KINDS["product"].title == "Product"


def test_rows_are_called_what_people_call_them(store: Store) -> None:
    store.do(deeds.fill)
    with store.read() as tx:
        said = {table: row_name(tx, table, 1, None) for table in (*ROWS, "account") if table != "barcode"}
    assert said == {
        "account": "account 1", "after_sale": "Refund 1", "allocation": "What is kept for order A1",
        "bill": "Bill 1", "bundle_part": "SKU T-1", "channel": "Channel Web", "channel_promise": "Channel Web",
        "recurring": "Recurring entry 1", "recurring_line": "Recurring entry 1",
        "coupon": "Coupon 1", "coupon_use": "Coupon 1", "fee_rule": "Fee rule 1", "payout": "Payout 1",
        "promotion": "Promotion 1", "promotion_pair": "Promotion 1", "promotion_scope": "Promotion 1",
        "promotion_task": "Promotion 1", "publicity": "Publicity 1", "festival": "Day 1",
        "price_plan_rule": "Price rule 1", "consent": "Customer 1", "customer": "Customer 1",
        "point_move": "Customer 1",
        "promotion_tier": "Promotion 1", "settlement_line": "Settlement line 1",
        "customer_return": "Return 1", "order_work": "The work on order A1",
        "exchange_rate": "Exchange rate 1", "lot": "Lot 1", "order_address": "Order A1", "order_line": "Order A1",
        "product": "Product Tea", "purchase_line": "Purchase order 1", "purchase_order": "Purchase order 1",
        "refund": "Order A1", "sales_order": "Order A1", "sku": "SKU T-1", "sku_place": "SKU T-1",
        "supplier": "Supplier 1", "supplier_sku": "Supplier price of T-1", "warehouse": "Warehouse Main",
    }  # fmt: skip


def test_values_are_written_as_people_write_them(store: Store) -> None:
    store.do(deeds.fill)
    with store._writer.begin() as connection:
        from shopdesk.store.tx import Tx

        set_setting(Tx(connection, deeds.NOON), "time_zone", "Asia/Shanghai")
    at = int(datetime(2026, 3, 1, 23, 30, tzinfo=UTC).timestamp())
    asked = {
        ("sales_order", "note", None): "blank",
        ("sales_order", "note", ""): "blank",
        ("sales_order", "note", "Gift"): "“Gift”",
        ("sales_order", "note", "x" * 50): "“" + "x" * 40 + "…”",
        ("sales_order", "total", 95_0000): "95",
        ("sales_order", "total", 100_0000): "100",
        ("sales_order", "total", -5): "-0.0005",
        ("sku", "weight", 1_500): "1.5",
        ("sales_order", "placed_at", at): "2026-03-02 07:30",
        ("sales_order", "sold_on", "2026-03-02"): "2026-03-02",
        ("sales_order", "state", "shipped"): "Shipped",
        ("order_line", "sku_id", 1): "T-1",
        ("order_line", "sku_id", 77): "77",
    }
    with store.read() as tx:
        assert {key: value_words(tx, *key) for key in asked} == asked
        assert tx.scalar(SalesOrder.__table__.select().with_only_columns(SalesOrder.total)) == Decimal(95)
