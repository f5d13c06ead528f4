"""Promotions go out to Excel and come back edited, moved and with a new row, as one step of undo."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select
from tests.shop.way import stocked

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.workbook import write_grid
from shopdesk.shop.promotions.actions import add_promotion, set_combination
from shopdesk.shop.promotions.calendar.own_days import DAY_ROWS
from shopdesk.shop.promotions.calendar.preparing import add_day, find_days
from shopdesk.shop.promotions.engine.terms import fetch_pairs
from shopdesk.shop.promotions.price_plan.plan import PLAN_RULE_ROWS, add_plan_rule, fetch_plan_rules
from shopdesk.shop.promotions.reports import COMBINATION_ROWS, COUPON_ROWS, PROMOTION_ROWS
from shopdesk.shop.promotions.rules import Level, Pair
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import Coupon

STARTS, ENDS = datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 11, 12, tzinfo=UTC)


def told(store: Store) -> dict[str, tuple[Any, ...]]:
    """Title → start, end and tiers."""
    keys = [column.key for column in PROMOTION_ROWS.sheet.columns]
    with store.read() as tx:
        rows = [dict(zip(keys, row, strict=True)) for _id, row in fetch_first(tx, PROMOTION_ROWS, Query())]
    speak = PROMOTION_ROWS.spoken["tiers"]
    return {row["title"]: (row["starts_at"], row["ends_at"], speak(row["tiers"], ())) for row in rows}


def test_promotions_edited_and_added_in_a_sheet_come_back(file_store: Store, tmp_path: Path) -> None:
    stocked(file_store)
    values = {"title": "Double 11", "kind": "once_full", "starts_at": STARTS, "ends_at": ENDS, "tiers": "300-30"}
    file_store.do(add_promotion, values)
    before, path = told(file_store), tmp_path / "promotions.xlsx"
    with file_store.read() as tx:
        write_grid(path, tx, PROMOTION_ROWS, Query(zone=tx.zone))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows() if any(cell.value == "Double 11" for cell in row))
    header = {cell.value: cell.column or 0 for cell in sheet[(row[0].row or 0) - 1]}
    at = row[0].row or 0
    for title, later, other in (
        ("Starts", datetime(2026, 12, 10), datetime(2027, 1, 1)),  # noqa: DTZ001 - as a spreadsheet has it
        ("Ends", datetime(2026, 12, 12), datetime(2027, 1, 2)),  # noqa: DTZ001 - as a spreadsheet has it
        ("Tiers", "满300减40；600-100", "=9.90"), ("Kind", None, "Flash price"), ("Promotion", None, "New year"),
    ):  # fmt: skip
        if later is not None:
            sheet.cell(at, header[title]).value = later
        sheet.cell(at + 1, header[title]).value = other
    sheet.cell(at + 1, header["Tiers"]).data_type = "s"
    book.save(path)
    staged = prepare(file_store, path, Choices())
    assert staged.problems == []
    run_import(file_store, staged)
    with file_store.read() as tx:
        december = [datetime(2026, 12, day, tzinfo=tx.zone).astimezone(UTC) for day in (10, 12)]
        january = [datetime(2027, 1, day, tzinfo=tx.zone).astimezone(UTC) for day in (1, 2)]
    assert told(file_store) == {
        "Double 11": (*december, "300-40;600-100"), "New year": (*january, "=9.9"),
    }  # fmt: skip
    file_store.undo()
    assert told(file_store) == before


def test_price_rules_edited_and_added_in_a_sheet_come_back(file_store: Store, tmp_path: Path) -> None:
    stocked(file_store)
    file_store.do(add_plan_rule, {"title": "Winter", "kind": "season", "off_rate": Decimal("0.1")})
    path = tmp_path / "rules.xlsx"
    with file_store.read() as tx:
        write_grid(path, tx, PLAN_RULE_ROWS, Query(zone=tx.zone))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    at = next(row[0].row or 0 for row in sheet.iter_rows() if any(cell.value == "Winter" for cell in row))
    header = {cell.value: cell.column or 0 for cell in sheet[at - 1]}
    sheet.cell(at, header["Off the list price"]).value = 0.2
    for title, value in (("Rule", "Old stock"), ("Kind", "Clearance"), ("Off the list price", 0.3),
                         ("Older than days", 180)):  # fmt: skip
        sheet.cell(at + 1, header[title]).value = value
    book.save(path)
    staged = prepare(file_store, path, Choices())
    assert staged.problems == []
    run_import(file_store, staged)
    with file_store.read() as tx:
        rules = [(rule.title, rule.kind, rule.off_rate, rule.older_than) for rule in fetch_plan_rules(tx)]
    assert rules == [("Winter", "season", 2 * 10**9, None), ("Old stock", "clearance", 3 * 10**9, 180)]


def test_codes_and_combinations_edited_and_added_in_a_sheet_come_back(file_store: Store, tmp_path: Path) -> None:
    stocked(file_store)
    values = {"kind": "once_full", "starts_at": STARTS, "ends_at": ENDS, "tiers": "300-30"}
    one = file_store.do(add_promotion, {**values, "title": "One", "coupons": "TEA"}).value
    other = file_store.do(add_promotion, {**values, "title": "Two"}).value
    file_store.do(set_combination, one, other, True)
    changed: dict[str, tuple[RowSource, str, dict[str, Any], dict[str, Any]]] = {
        "coupons": (COUPON_ROWS, "TEA", {"Uses at most": 5}, {"Code": "MILK", "Promotion": "PR-0002", "Budget": 50}),
        "pairs": (COMBINATION_ROWS, "One", {"May go together": "no"},
                  {"Promotion or class": "Shipping", "Beside": "Two", "May go together": "yes"}),
    }  # fmt: skip
    for name, (source, first, edits, added) in changed.items():
        path = tmp_path / f"{name}.xlsx"
        with file_store.read() as tx:
            write_grid(path, tx, source, Query(zone=tx.zone))
        book = load_workbook(path)
        sheet = book.worksheets[0]
        at = next(row[0].row or 0 for row in sheet.iter_rows() if any(cell.value == first for cell in row))
        header = {cell.value: cell.column or 0 for cell in sheet[at - 1]}
        for place, cells in ((at, edits), (at + 1, added)):
            for title, value in cells.items():
                sheet.cell(place, header[title]).value = value
        book.save(path)
        staged = prepare(file_store, path, Choices())
        assert staged.problems == []
        run_import(file_store, staged)
    with file_store.read() as tx:
        codes = [tuple(row) for row in tx.rows(select(Coupon.code, Coupon.promotion_id, Coupon.most_uses))]
        pairs = fetch_pairs(tx)
    assert sorted(codes) == [("MILK", other, None), ("TEA", one, 5)]
    assert set(pairs) == {Pair(one, other, False), Pair(Level.SHIPPING, other, True)}
    file_store.undo()
    with file_store.read() as tx:
        assert fetch_pairs(tx) == (Pair(one, other, True),)


def test_days_of_the_shop_edited_and_added_in_a_sheet_come_back(file_store: Store, tmp_path: Path) -> None:
    stocked(file_store)
    file_store.do(add_day, "Tea fair", date(2026, 5, 1), date(2026, 5, 3))
    path = tmp_path / "days.xlsx"
    with file_store.read() as tx:
        write_grid(path, tx, DAY_ROWS, Query(zone=tx.zone))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    at = next(row[0].row or 0 for row in sheet.iter_rows() if any(cell.value == "Tea fair" for cell in row))
    header = {cell.value: cell.column or 0 for cell in sheet[at - 1]}
    sheet.cell(at, header["Last day"]).value = datetime(2026, 5, 5)  # noqa: DTZ001 - as a spreadsheet has it
    sheet.cell(at + 1, header["Day"]).value = "Live show"
    sheet.cell(at + 1, header["First day"]).value = datetime(2026, 6, 1)  # noqa: DTZ001 - as a spreadsheet has it
    book.save(path)
    staged = prepare(file_store, path, Choices())
    assert staged.problems == []
    run_import(file_store, staged)
    with file_store.read() as tx:
        days = [(row.title, row.first_on, row.last_on) for row in find_days(tx)]
    assert days == [
        ("Tea fair", date(2026, 5, 1), date(2026, 5, 5)), ("Live show", date(2026, 6, 1), date(2026, 6, 1)),
    ]  # fmt: skip
    file_store.undo()
    with file_store.read() as tx:
        assert [row.title for row in find_days(tx)] == ["Tea fair"]
