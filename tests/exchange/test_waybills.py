"""Waybills by file: orders leave, wrong rows are named, the same file does nothing twice, and all of it goes back."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.exchange.conftest import NOW
from tests.exchange.counter import assert_sound, balances, give_back, order, read, stock, table, take_in
from tests.shop.way import allocate, bring, kept, oid, sold, state, stocked
from tests.store_fixtures import Make

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.mending import NO_MENDS
from shopdesk.exchange.workbook import write_template
from shopdesk.shop.fulfilment.care import hold_orders, merge_orders
from shopdesk.shop.fulfilment.reports import WAYBILL_ROWS
from shopdesk.shop.fulfilment.returns import call_off_return, expect_return
from shopdesk.shop.fulfilment.sheets import WAYBILL_FILE
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders
from shopdesk.shop.history import find_import
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.text import LANGUAGES, UserError

HEADER = "Order no.,Waybill,Carrier,Shipped at"


def open_up(store: Store) -> None:
    stocked(store)
    bring(store, *(sold(f"A-{n}", ("TEA-1", 1), customer_no=f"buyer{n % 2}") for n in range(1, 6)))


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def outcomes(store: Store, *rows: str) -> dict[int, tuple[str, str]]:
    """Row → outcome and, where it is held, why."""
    staged = read(store, table(HEADER, *rows, name="waybills.csv"))
    assert staged.plan.kind == "waybills"
    told = {problem.row: problem.reason for problem in staged.problems}
    return {item.row: (item.outcome.value, told.get(item.row, "")) for item in staged.items}


def test_orders_leave_with_the_numbers_of_a_file(shop: Store) -> None:
    allocate(shop)
    take_in(shop, table(HEADER, "A-1,SF1,顺丰速运,2026-03-20 10:00", "A-2,SF2,,", name="waybills.csv"))
    first, second = order(shop, "A-1").order, order(shop, "A-2").order
    assert (first.state, first.waybill, first.carrier) == ("shipped", "SF1", "顺丰速运")
    assert (first.shipped_at.hour, second.shipped_at) == (2, NOW)  # ten in Shanghai
    assert stock(shop)["TEA-1"] == 8
    assert sorted(number for number, _sku, _place in kept(shop)) == ["A-3", "A-4", "A-5"]
    assert_sound(shop)


def test_every_row_says_what_would_happen(shop: Store) -> None:
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT1")])
    shop.do(hold_orders, [oid(shop, "A-2")], "asked to wait")
    bring(shop, sold("A-4", ("TEA-1", 1), state="cancelled"), name="cancelled.csv")
    bring(shop, sold("A-9", ("TEA-1", 1), state="shipped"), name="shipped.csv")
    assert outcomes(shop, "A-1,YT1,,", "A-1x,YT5,,", "A-2,YT2,,", "A-3,YT3,,", "A-4,YT4,,", "A-9,YT9,YTO,") == {
        2: ("same", ""),
        3: ("conflict", "No order with this number is known, so nothing is shipped."),
        4: ("conflict", "This order is on hold: asked to wait"),
        5: ("new", ""),
        6: ("conflict", "This order is not waiting to be sent; it is: Cancelled."),
        7: ("changed", ""),
    }
    assert outcomes(shop, "A-1,OTHER,,")[2] == ("conflict", "This order has gone with YT1 already.")


def test_a_dry_run_writes_nothing_and_the_good_rows_go_in(shop: Store) -> None:
    before = stock(shop)
    rows = ("A-1,SF1,,", "NOBODY,SF2,,", "A-3,SF3,,")
    outcomes(shop, *rows)
    assert stock(shop) == before
    take_in(shop, table(HEADER, *rows, name="waybills.csv"))
    assert [state(shop, f"A-{n}") for n in (1, 2, 3)] == ["shipped", "paid", "shipped"]
    assert stock(shop)["TEA-1"] == before["TEA-1"] - 2


def test_the_same_file_again_does_nothing(shop: Store) -> None:
    told = table(HEADER, "A-1,SF1,,", "A-2,SF2,,", name="waybills.csv")
    take_in(shop, told)
    after = stock(shop), balances(shop)
    assert take_in(shop, told) == 0
    assert (stock(shop), balances(shop)) == after


def test_a_row_without_a_number_waits_and_one_told_twice_differently_is_rejected(shop: Store) -> None:
    told = table(HEADER, "A-1,,SF,", "A-2,SF2,,", "A-2,SF3,,", name="waybills.csv")
    staged = read(shop, told)
    assert (set(staged.rejected_rows), staged.skipped) == ({3, 4}, 1)
    with pytest.raises(UserError, match=r"2 rows of waybills\.csv cannot go in"):
        take_in(shop, told)


def test_a_file_taken_back_brings_the_parcels_back(shop: Store) -> None:
    before, books = stock(shop), balances(shop)
    taken = take_in(shop, table(HEADER, "A-1,SF1,,", "A-2,SF2,,", name="waybills.csv"))
    give_back(shop, taken)
    assert (stock(shop), balances(shop)) == (before, books)
    found = order(shop, "A-1").order
    assert (found.state, found.waybill, found.shipped_at) == ("paid", None, None)
    take_in(shop, table(HEADER, "A-1,SF1,,", name="again.csv"))
    assert state(shop, "A-1") == "shipped"
    assert_sound(shop)


def test_orders_that_left_keep_their_import_where_it_is(shop: Store) -> None:
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT1")])
    with pytest.raises(UserError, match=r"Later work stands on this import: A-1\."):
        give_back(shop, order(shop, "A-2").order.import_id)


def test_parcels_whose_goods_are_expected_back_stay(shop: Store) -> None:
    taken = take_in(shop, table(HEADER, "A-1,SF1,,", name="waybills.csv"))
    coming = shop.do(expect_return, oid(shop, "A-1")).value
    with pytest.raises(UserError, match=r"Later work stands on this import: RT-00001\."):
        give_back(shop, taken)
    shop.do(call_off_return, coming)
    give_back(shop, taken)
    assert (state(shop, "A-1"), stock(shop)["TEA-1"]) == ("paid", 10)


def test_who_shares_a_parcel_leaves_with_it(shop: Store) -> None:
    shop.do(merge_orders, [oid(shop, "A-1"), oid(shop, "A-3")])
    take_in(shop, table(HEADER, "A-1,SF1,SF,", name="waybills.csv"))
    assert [order(shop, number).order.waybill for number in ("A-1", "A-3", "A-5")] == ["SF1", "SF1", None]


def test_what_goes_out_comes_back_with_numbers(shop: Store) -> None:
    """The list for the carrier, filled in and saved, is read as waybills without a question."""
    shop.do(hold_orders, [oid(shop, "A-5")], "asked to wait")
    with shop.read() as tx:
        rows = fetch_first(tx, WAYBILL_ROWS, Query(), 20)
    keys = [column.key for column in WAYBILL_ROWS.sheet.columns]
    assert [values[keys.index("order_no")] for _id, values in rows] == ["A-1", "A-2", "A-3", "A-4"]
    titles = [column.title for column in WAYBILL_ROWS.sheet.columns]
    filled = [["" if value is None else str(value) for value in values] for _id, values in rows[:2]]
    for number, cells in enumerate(filled, 1):
        cells[keys.index("waybill")] = f"ZT{number}"
        cells[keys.index("promise")] = ""
    staged = read(shop, table(titles, *filled, name="filled.csv"))
    assert (staged.plan.kind, staged.counts()["new"], staged.rejected_rows) == ("waybills", 2, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_of_waybills_ships(file_store: Store, tmp_path: Path, language: str) -> None:
    stocked(file_store)
    bring(file_store, sold("A-1", ("TEA-1", 1)))
    path = tmp_path / "waybills.xlsx"
    write_template(path, WAYBILL_FILE, language)
    untouched = prepare(file_store, path, Choices())
    assert (untouched.plan.format, untouched.rows) == ("template-waybills", 0)
    book = load_workbook(path)
    book.worksheets[0].cell(2, 1, "A-1")
    book.worksheets[0].cell(2, 2, "SF1")
    book.save(path)
    run_import(file_store, prepare(file_store, path, Choices()))
    assert (state(file_store, "A-1"), order(file_store, "A-1").order.waybill) == ("shipped", "SF1")


def test_the_channels_own_promise_comes_with_its_orders(file_store: Store) -> None:
    stocked(file_store)
    header = "order_no,state,placed_at,paid_at,sku,quantity,unit_price,ship_by"
    row = "A-1,paid,2026-03-20 09:00,2026-03-20 09:00,TEA-1,1,20,{}"
    take_in(file_store, table(header, row.format("2026-03-21 18:00")))
    assert order(file_store, "A-1").order.ship_by == datetime(2026, 3, 21, 10, tzinfo=UTC)
    take_in(file_store, table(header, row.format("2026-03-22 18:00"), name="later.csv"))
    assert order(file_store, "A-1").order.ship_by == datetime(2026, 3, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "channel"),
    [
        ("承诺发货时间", "douyin"), ("承诺发货时间", "pinduoduo"), ("Estimated Ship Out Date", "shopee"),
        ("Ship By Date", "ebay"), ("promise-date", "amazon"),
    ],
)  # fmt: skip
def test_known_layouts_tell_the_channels_promise(header: str, channel: str) -> None:
    told = [layout for layout in FORMATS.values() if header in layout.fields.get("ship_by", ())]
    assert channel in {layout.channel for layout in told}


def test_what_is_not_on_hand_is_held_until_a_person_lets_it_go(shop: Store) -> None:
    bring(shop, sold("B-1", ("POT-1", 1)), sold("B-2", ("POT-1", 1)), sold("B-3", ("TEA-1", 10)), name="more.csv")
    rows = ("A-1,SF1,,", "B-1,SF2,,", "B-2,SF3,,", "B-3,SF4,,")
    held = "More would leave than is there: 1 of POT-1, and 0 on hand."
    much = "More would leave than is there: 10 of TEA-1, and 9 on hand."
    assert outcomes(shop, *rows) == {2: ("new", ""), 3: ("new", ""), 4: ("conflict", held), 5: ("conflict", much)}
    told = table(HEADER, *rows, name="waybills.csv")
    staged = read(shop, told, mends=NO_MENDS.taking([(4, 0)], True))
    assert ([item.outcome.value for item in staged.items], staged.beyond) == (["new", "new", "new", "conflict"], [4])
    taken = run_import(shop, staged)
    assert [state(shop, number) for number in ("A-1", "B-1", "B-2", "B-3")] == ["shipped", "shipped", "shipped", "paid"]
    assert stock(shop)["POT-1"] == -1
    with shop.read() as tx:
        found = find_import(tx, taken)
    assert found is not None
    assert json.loads(found.plan)["beyond"] == [4]


def test_what_was_sold_between_the_dry_run_and_the_import_is_held(shop: Store) -> None:
    bring(shop, sold("B-1", ("POT-1", 1)), sold("B-2", ("POT-1", 1)), name="more.csv")
    staged = read(shop, table(HEADER, "B-1,SF2,,", name="waybills.csv"))
    assert [item.outcome.value for item in staged.items] == ["new"]
    shop.do(ship_orders, [Parcel(oid(shop, "B-2"), "YTO", "YT1")])
    assert run_import(shop, staged) == 0
    assert (state(shop, "B-1"), stock(shop)["POT-1"]) == ("paid", 0)


def test_who_shares_a_parcel_wants_its_goods_too(shop: Store) -> None:
    bring(shop, sold("B-1", ("POT-1", 1), customer_no="buyer1"), name="more.csv")
    bring(shop, sold("B-2", ("POT-1", 1), customer_no="buyer1"), name="evenmore.csv")
    shop.do(merge_orders, [oid(shop, "B-1"), oid(shop, "B-2")])
    assert outcomes(shop, "B-1,SF1,,")[2][0] == "conflict"
