"""Discount codes of order lists become uses of coupons: once each, late ones too, gone with their import."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from tests.exchange.made_files import SHOPIFY, Rows, write
from tests.exchange.test_load_shopify import PAID, item

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.codes import joined, settle_codes
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.stage.telling import what_else
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.coupons import redeem_by_number
from shopdesk.shop.promotions.reports import USE_ROWS
from shopdesk.shop.promotions.told_codes import find_unknown
from shopdesk.store.check import check_store
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store

D = Decimal


def order(number: str, code: str, off: str, total: str, **more: object) -> dict[str, object]:
    told = {"Subtotal": total, "Taxes": "0.00", "Total": total, "Discount Code": code, "Discount Amount": off}
    return {"Name": number, **PAID, **told, **item("TEA-1", 2, "15.00"), **more}


TWO: Rows = [order("#1", "SPRING", "5.00", "25.00"), order("#2", "spring, FRIENDS", "3.01", "26.99")]


def came(shop: Store, folder: Path, rows: Rows, name: str = "orders_export_1.csv") -> tuple[Staged, int]:
    staged = prepare(shop, write(folder / name, SHOPIFY, rows), Choices())
    return staged, run_import(shop, staged)


def plan(shop: Store, code: str = "SPRING") -> None:
    values = {
        "title": code, "kind": "amount_off", "level": "order", "starts_at": datetime(2026, 1, 1, tzinfo=UTC),
        "tiers": "-5", "coupons": code, "state": "planned",
    }  # fmt: skip
    shop.do(add_promotion, values)


def uses(shop: Store) -> list[tuple[str, str, Decimal]]:
    with shop.read() as tx:
        found = [values[:3] for _id, values in fetch_first(tx, USE_ROWS, Query())]
    return sorted((code, number, D(amount)) for code, number, amount in found)


def test_known_codes_become_uses_once_and_unknown_ones_are_named(shop: Store, tmp_path: Path) -> None:
    plan(shop)
    staged, _number = came(shop, tmp_path, TWO)
    # Half of what both codes took off together, to the cent: the other half is that of a code nobody knows.
    assert uses(shop) == [("SPRING", "#1", D("5")), ("SPRING", "#2", D("1.51"))]
    assert "FRIENDS (1)" in " ".join(what_else(staged, "CNY"))
    sent = [{**row, "Fulfillment Status": "fulfilled", "Fulfilled at": "2026-03-02 09:00:00 -0500"} for row in TWO]
    again, _number = came(shop, tmp_path, sent, "orders_export_2.csv")
    assert again.counts()["changed"] == 2
    assert len(uses(shop)) == 2


def test_a_code_that_a_promotion_gets_later_finds_its_orders(shop: Store, tmp_path: Path) -> None:
    came(shop, tmp_path, TWO)
    with shop.read() as tx:
        assert {(one.code, one.orders) for one in find_unknown(tx)} == {("SPRING", 2), ("FRIENDS", 1)}
    plan(shop)
    assert len(uses(shop)) == 2
    shop.undo()
    assert uses(shop) == []
    shop.redo()
    assert len(uses(shop)) == 2


def test_uses_go_with_their_import_and_with_a_cancelled_order(shop: Store, tmp_path: Path) -> None:
    plan(shop)
    _staged, first = came(shop, tmp_path, TWO)
    _staged, void = came(shop, tmp_path, [{**TWO[0], "Financial Status": "voided"}], "orders_export_2.csv")
    assert uses(shop) == [("SPRING", "#2", D("1.51"))]
    shop.do(take_back, void)
    assert len(uses(shop)) == 2
    shop.do(take_back, first)
    assert uses(shop) == []
    with shop.read() as tx:
        assert check_store(tx) == []


def test_a_use_noted_by_hand_does_not_keep_an_import(shop: Store, tmp_path: Path) -> None:
    plan(shop, "OTHER")
    _staged, first = came(shop, tmp_path, TWO)
    shop.do(redeem_by_number, "OTHER", "#1", D(5))
    shop.do(take_back, first)
    assert uses(shop) == []


def test_rows_of_one_order_bring_their_codes_together() -> None:
    rows = "A\t100000", "B\t50000", "A\t100000"
    fields: dict[str, object] = {"coupon_code": None}
    for row in rows:
        fields["coupon_code"] = joined(fields["coupon_code"], row)  # type: ignore[arg-type]
    settle_codes(fields)
    assert fields["coupon_code"] == "A=10;B=5"
    bare: dict[str, object] = {"coupon_code": "A, B; C=1", "order_discount": -100_000}
    settle_codes(bare)
    assert bare["coupon_code"] == "A=3.34;B=3.33;C 1=3.33"
