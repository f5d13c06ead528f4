"""The open layers, read by DuckDB: they say what the reports say, on both engines."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import give_back, orders, table, take_in
from tests.exchange.layer_reader import Warehouse, export
from tests.shop.made_shop import lived
from tests.store_fixtures import Make

from shopdesk.exchange.layers import TABLES, describe_layers
from shopdesk.shop.columns import Kind
from shopdesk.shop.layers.facts import FACTS, LEFT_OUT
from shopdesk.shop.layers.layer import Layer, Span
from shopdesk.shop.orders.reports import By, fetch_sales
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, SHARES_OF, STOCK_FIGURES
from shopdesk.shop.profit.figures import ZERO, total
from shopdesk.shop.profit.reports import fetch_months, fetch_profit
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import Base
from shopdesk.store.types import WHOLE, Day, Flag, Money, Quantity, Rate, UtcTime

SPRING = Span(date(2026, 2, 10), date(2026, 4, 20))
DUCK = {
    "INT64": "BIGINT",
    "STRING": "VARCHAR",
    "LIST(STRING)": "VARCHAR[]",
    "TIMESTAMP(UTC, microseconds)": "TIMESTAMP WITH TIME ZONE",
}
"""Types as the manifest says them and as DuckDB does, where these differ."""
KINDS: dict[type[Any], set[Kind]] = {
    Money: {Kind.MONEY, Kind.PRICE},
    Quantity: {Kind.QUANTITY},
    Rate: {Kind.RATE},
    UtcTime: {Kind.TIME},
    Day: {Kind.DATE},
    Flag: {Kind.BOOL},
}


@pytest.fixture
def year(new_store: Make) -> Store:
    """A shop after half a year: sales, returns, refunds, expenses, receipts, unknown costs."""
    return new_store(lived, 11, Costing.MOVING_AVERAGE)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "layers"


# ------------------------------------------------------------------------------------- what the reports say


def test_the_facts_add_up_to_the_reports(year: Store, out: Path) -> None:
    export(year, out)
    duck = Warehouse(out)
    with year.read() as tx:
        sales, profit, stock = fetch_sales(tx, By.YEAR)[0], total(fetch_months(tx).values()), fetch_stock(tx)
    sold = "FROM sales_order WHERE sold_on IS NOT NULL"
    assert duck.one(f"SELECT count(*) {sold} AND kind = 'sale'") == (sales.orders,)
    assert duck.one(f"SELECT sum(goods), sum(units) {sold} AND kind = 'sale'")[0] == sales.gross_sales
    assert duck.one("SELECT sum(amount) FROM posting") == (0,)
    earned = duck.one(
        "SELECT -sum(amount) FROM posting JOIN account USING (account_id) WHERE kind IN ('income', 'expense')"
    )
    assert earned == (profit.profit + profit.unknown_sales,)
    on_hand = "SELECT s.code, sum(quantity) FROM stock_move JOIN sku s USING (sku_id) GROUP BY 1 ORDER BY 1"
    assert duck.rows(on_hand) == [(row.sku, row.on_hand) for row in stock]
    known = """SELECT code, sum(value) FROM stock_move JOIN sku USING (sku_id)
        GROUP BY 1 HAVING count(value) = count(*) ORDER BY 1"""
    assert duck.rows(known) == [(row.sku, row.value) for row in stock if row.value is not None]


@pytest.mark.parametrize("span", [Span(), SPRING], ids=["everything", "some days"])
def test_the_days_add_up_to_the_profit_report(year: Store, out: Path, span: Span) -> None:
    export(year, out, Layer.DAILY, span=span)
    duck = Warehouse(out)
    with year.read() as tx:
        months = fetch_profit(tx, By.MONTH, span.since, span.until)
    assert len(months) > 2
    names = [name for name, one in PROFIT_FIGURES.items() if one.column.kind is not Kind.PERCENT]
    listed = ", ".join(f"sum({name})" for name in names)
    found = duck.rows(f"SELECT strftime(day, '%Y-%m') AS month, {listed} FROM profit_day GROUP BY 1 ORDER BY 1")
    assert found == [(month, *(getattr(row, name) for name in names)) for month, row in months.items()]
    goods = ("units", "gross_sales", "discounts", "refunds", "unknown_units", "unknown_sales", "cogs")
    listed = ", ".join(f"sum({name})" for name in goods)
    assert duck.one(f"SELECT {listed} FROM sku_day") == duck.one(f"SELECT {listed} FROM profit_day")
    assert duck.one("SELECT sum(debit - credit), count(*) > 0 FROM account_day") == (0, True)


def test_the_figures_are_those_of_the_reports(year: Store, out: Path) -> None:
    export(year, out, Layer.FIGURES)
    duck = Warehouse(out)
    with year.read() as tx:
        months, stock = fetch_months(tx), fetch_stock(tx)
    told = {
        (f"{month:%Y-%m}", channel or "", figure): value
        for figure, month, channel, value in duck.rows(
            "SELECT figure, month, channel, value FROM figure_value WHERE month IS NOT NULL"
        )
    }
    assert {key[:2] for key in told} == set(months)
    for (month, channel), row in months.items():
        for name in PROFIT_FIGURES:
            expected = getattr(row, name)
            if name in SHARES_OF and expected is not None:
                expected = round(expected, 4)
            assert told[month, channel, name] == expected, (month, channel, name)
    now = dict(duck.rows("SELECT figure, value FROM figure_value WHERE month IS NULL"))
    assert now == {
        "on_hand": sum(row.on_hand for row in stock),
        "reserved": sum(row.reserved for row in stock),
        "available": sum(row.available for row in stock),
        "stock_value": sum((row.value or ZERO for row in stock), ZERO),
    }


# --------------------------------------------------------------------------------------------- definitions hold


def test_every_definition_is_what_its_value_comes_from(year: Store, out: Path) -> None:
    """The formulas are read from the file and worked out by DuckDB on the exported tables alone."""
    export(year, out)
    duck = Warehouse(out)
    values: dict[tuple[Any, Any], dict[str, Decimal]] = {}
    for figure, month, channel_id, value in duck.rows("SELECT figure, month, channel_id, value FROM figure_value"):
        values.setdefault((month, channel_id), {})[figure] = value
    tried = set()
    for name, formula, tables in duck.rows("SELECT figure, formula, source_tables FROM figure"):
        assert set(tables) <= {one.name for one in FACTS}, name
        added, _where, condition = formula.partition(" where ")
        if not _where and name != "on_hand":
            for row in values.values():
                if name in row:
                    assert _worked_out(formula, row) == row[name], (name, formula)
        elif "account.code" in condition:
            found = duck.rows(f"""SELECT date_trunc('month', entry_on)::date, e.channel_id, {added}
                FROM posting JOIN journal_entry e USING (entry_id) JOIN account USING (account_id)
                WHERE {condition} GROUP BY 1, 2""")
            assert _by_bucket(found) == _filled(values, name), name
        elif tables == ["sales_order"]:
            found = duck.rows(f"""SELECT date_trunc('month', sold_on)::date, channel_id, {added}
                FROM sales_order WHERE {condition} GROUP BY 1, 2""")
            assert _by_bucket(found) == _filled(values, name), name
        elif name in ("on_hand", "reserved"):
            joined = "order_line JOIN sales_order USING (order_id)" if name == "reserved" else "stock_move"
            found = duck.rows(f"SELECT {added} FROM {joined} WHERE {condition or 'true'}")
            assert found[0][0] == values[None, None][name]
        else:
            continue
        tried.add(name)
    assert tried == {*PROFIT_FIGURES, *STOCK_FIGURES} - {
        "unknown_units", "unknown_sales", "stock_value", "returned_goods",
    }  # fmt: skip


def _worked_out(formula: str, row: dict[str, Decimal]) -> Decimal | None:
    """A formula over figures; None where it divides by nothing."""
    try:
        made = eval(formula, {}, row)
    except (ZeroDivisionError, ArithmeticError):
        return None
    assert isinstance(made, Decimal)
    if "/" not in formula:
        return made
    return round(made, 4) if row["net_sales"] > row["unknown_sales"] else None


def _by_bucket(found: list[tuple[Any, ...]]) -> dict[tuple[Any, Any], Decimal]:
    return {(month, channel): value for month, channel, value in found if value}


def _filled(values: dict[tuple[Any, Any], dict[str, Decimal]], name: str) -> dict[tuple[Any, Any], Decimal]:
    return {bucket: row[name] for bucket, row in values.items() if row.get(name)}


def test_a_figure_has_one_name_in_reports_statement_and_export() -> None:
    from shopdesk.desk.tabs.profit.lines import LINES
    from shopdesk.shop.profit import definitions

    assert all(LINES[key].column is PROFIT_FIGURES[key].column for key in LINES)
    booked = {code: line for code, (line, _sign) in definitions.LINES.items()}
    assert booked == {role.value: one.name for one in PROFIT_FIGURES.values() for role in one.accounts}


# ------------------------------------------------------------------------------------------------------- schema


def test_the_manifest_says_what_the_files_hold(year: Store, out: Path) -> None:
    made = export(year, out)
    told = json.loads(made.manifest.read_text("utf-8"))
    assert (told["format"], told["shop"], told["currency"], told["from"]) == ("shopdesk layers", "Tea", "CNY", None)
    assert told["exported_at"].endswith("+00:00")
    duck = Warehouse(out)
    tables = [table for layer in told["layers"] for table in layer["tables"]]
    assert [table["table"] for table in tables] == [table.name for table in TABLES]
    assert sum(table["rows"] for table in tables) == made.rows
    for one in tables:
        types = {column["column"]: column["type"] for column in one["columns"]}
        assert duck.types(one["table"]) == {name: DUCK.get(type_, type_) for name, type_ in types.items()}
        assert not any(word in type_ for type_ in types.values() for word in ("FLOAT", "DOUBLE"))
        assert duck.one(f"SELECT count(*) FROM {one['table']}") == (one["rows"],)
        assert one["meaning"]
        assert all(column["meaning"] and column["title"] for column in one["columns"]), one["table"]
    units = {(t["table"], c["column"]): c["unit"] for t in tables for c in t["columns"]}
    assert units["sales_order", "total"] == units["posting", "amount"] == "CNY"
    assert units["sales_order", "own_total"] == "the order's own currency"
    assert units["posting", "own_amount"] == units["ad_spend", "revenue"] == "the row's own currency"
    assert units["tax_rule", "rate"] == units["fee_rule", "rate"] == "share of one"
    assert units["sku", "weight"] == "grams"
    assert [one["figure"] for one in told["figures"]] == [*PROFIT_FIGURES, *STOCK_FIGURES]
    with year.read() as tx:
        assert describe_layers(tx) == told["layers"]


def test_a_file_says_on_its_own_what_it_is(year: Store, out: Path) -> None:
    export(year, out, Layer.FACTS)
    ((content,),) = Warehouse(out).rows(
        f"SELECT value FROM parquet_kv_metadata('{out}/facts/posting.parquet') WHERE key = 'shopdesk.table'"
    )
    told = json.loads(content)
    assert (told["table"], told["shop"], told["currency"]) == ("posting", "Tea", "CNY")
    assert [column["column"] for column in told["columns"]] == [
        "posting_id", "entry_id", "account_id", "amount", "currency", "own_amount",
    ]  # fmt: skip


@pytest.mark.parametrize("one", [t for t in TABLES if t.name in Base.metadata.tables], ids=lambda one: one.name)
def test_a_table_of_the_store_is_exported_whole_and_in_its_types(one: Any) -> None:
    table_of_store = Base.metadata.tables[one.name]
    exported = {column.key: column.kind for column in one.sheet.columns}
    beside = {"value", "late_on"} if one.name == "stock_move" else {"headers"} if one.name == "import_file" else set()
    assert set(exported) - beside == set(table_of_store.c.keys()) - LEFT_OUT.get(one.name, set())
    for column in table_of_store.c:
        if column.key in exported:
            plain = {Kind.INTEGER} if column.type is WHOLE or column.primary_key or column.foreign_keys else None
            expected = KINDS.get(type(column.type)) or plain
            assert expected is None or exported[column.key] in expected, column.key
            if expected is None:
                assert exported[column.key] in {Kind.ID, Kind.TEXT, Kind.LONG_TEXT, Kind.STATE, Kind.INTEGER}


def test_who_a_buyer_is_stays_in_the_shop() -> None:
    exported = {(one.name, column.key) for one in TABLES for column in one.sheet.columns}
    assert not any(column.personal for one in TABLES for column in one.sheet.columns)
    assert ("customer", "customer_no") not in exported
    assert "order_address" not in {name for name, _key in exported}


# --------------------------------------------------------------------------------------------------- raw and days


def test_raw_rows_are_the_file_without_its_persons(store: Store, out: Path) -> None:
    opened(store)
    header = "Order no.,Customer no.,Recipient,Phone,SKU,Qty,Unit price,Placed"
    import_id = take_in(
        store, table(header, ["A-1", "buyer-77", "Ann Lee", "13800005678", "TEA-1", 2, "9.90", "2026-02-01 10:00"])
    )
    export(store, out, Layer.RAW)
    duck = Warehouse(out)
    assert duck.one("SELECT file_name, headers, row_count, taken_back_at IS NULL FROM import_file") == (
        "orders.csv", header.split(","), 1, True,
    )  # fmt: skip
    assert duck.rows("SELECT import_id, row, cells FROM raw_row ORDER BY row")[-1] == (
        import_id, 2, ["A-1", "bu***", "", "", "TEA-1", "2", "9.90", "2026-02-01 10:00"],
    )  # fmt: skip
    give_back(store, import_id)
    export(store, out, Layer.RAW)
    assert Warehouse(out).one("SELECT taken_back_at IS NULL FROM import_file") == (False,)


def test_some_days_are_those_of_the_books(year: Store, out: Path) -> None:
    export(year, out, span=SPRING)
    duck = Warehouse(out)
    days = f"BETWEEN DATE '{SPRING.since}' AND DATE '{SPRING.until}'"
    for name, day in (("journal_entry", "entry_on"), ("stock_move", "booked_on"), ("refund", "refunded_on")):
        assert duck.one(f"SELECT count(*) > 0, bool_and({day} {days}) FROM {name}") == (True, True), name
    assert duck.one(f"SELECT count(*) FROM sales_order WHERE NOT coalesce(sold_on, placed_at::date) {days}") == (0,)
    lost = "SELECT count(*) FROM order_line ANTI JOIN sales_order USING (order_id)"
    assert duck.one(lost) == (0,)
    assert duck.one("SELECT count(*) FROM posting ANTI JOIN journal_entry USING (entry_id)") == (0,)
    assert duck.one("SELECT sum(amount) FROM posting") == (0,)
    with year.read() as tx:
        whole = total(fetch_months(tx, SPRING.since, SPRING.until).values())
    booked = "SELECT -sum(amount) FROM posting JOIN account USING (account_id) WHERE code = '6001'"
    assert duck.one(booked) == (whole.gross_sales,)


def test_an_empty_shop_has_empty_tables(store: Store, out: Path) -> None:
    opened(store)
    export(store, out)
    duck = Warehouse(out)
    assert duck.one("SELECT count(*) FROM posting") == (0,)
    assert duck.types("raw_row") == {"import_id": "BIGINT", "row": "BIGINT", "cells": "VARCHAR[]"}


def test_an_order_that_is_no_sale_is_among_the_facts(store: Store, out: Path) -> None:
    opened(store)
    take_in(store, orders({"order_no": "N-1", "state": "unpaid", "placed_at": "2026-02-01 00:30", "sku": "TEA-1",
                           "quantity": 1, "unit_price": "9.90"}))  # fmt: skip
    shanghai = date(2026, 2, 1)  # the last of January by the clock of UTC
    export(store, out, Layer.FACTS, span=Span(shanghai, shanghai))
    duck = Warehouse(out)
    assert duck.one("SELECT order_no, sold_on, state FROM sales_order") == ("N-1", None, "unpaid")
    assert duck.one("SELECT quantity, amount FROM order_line") == (Decimal("1.000"), Decimal("9.9000"))
    export(store, out, Layer.FACTS, span=Span(date(2026, 2, 2), None))
    assert Warehouse(out).one("SELECT count(*) FROM sales_order") == (0,)
