"""Products and charges, sales and returns."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from shopdesk.exchange.charges import CHARGES, charge_kind, charge_kinds, document_rule
from shopdesk.shop.orders.rules import LineKind, OrderKind

RETAIL = Path(__file__).parents[2].parent / "shared/data/online_retail/Online_Retail.xlsx"


@pytest.mark.parametrize(
    ("code", "title", "kind"),
    [
        ("POST", "POSTAGE", LineKind.SHIPPING),
        ("DOT", "DOTCOM POSTAGE", LineKind.SHIPPING),
        ("C2", "CARRIAGE", LineKind.SHIPPING),
        ("POSTAGE", "", LineKind.SHIPPING),
        ("SHIPPING", "Royal Mail 48", LineKind.SHIPPING),
        ("SHIP01", "Shipping", LineKind.SHIPPING),
        ("", "Express Delivery", LineKind.SHIPPING),
        ("", "Shipping & handling", LineKind.SHIPPING),
        ("运费", "", LineKind.SHIPPING),
        ("", "补邮费专用链接", LineKind.SHIPPING),
        ("", "運費", LineKind.SHIPPING),
        ("D", "Discount", LineKind.DISCOUNT),
        ("", "折扣", LineKind.DISCOUNT),
        ("优惠", "店铺优惠", LineKind.DISCOUNT),
        ("BANK CHARGES", "Bank Charges", LineKind.FEE),
        ("AMAZONFEE", "AMAZON FEE", LineKind.FEE),
        ("", "佣金", LineKind.FEE),
        ("手续费", "", LineKind.FEE),
        ("M", "Manual", LineKind.MANUAL),
        ("m", "Manual", LineKind.MANUAL),
        ("ADJUST", "Adjustment by john on 26/01/2010 17", LineKind.MANUAL),
        ("ADJUST2", "Adjustment by Peter on 24/05/2010 1", LineKind.MANUAL),
        ("S", "SAMPLES", LineKind.SAMPLE),
        ("样品", "", LineKind.SAMPLE),
        ("gift_0001_40", "Dotcomgiftshop Gift Voucher £40.00", LineKind.VOUCHER),
        ("GIFT-CARD", "Gift Card $50", LineKind.VOUCHER),
        ("", "礼品卡 100元", LineKind.VOUCHER),
        ("CRUK", "CRUK Commission", LineKind.DONATION),
        ("", "Donation", LineKind.DONATION),
        ("B", "Adjust bad debt", LineKind.BAD_DEBT),
    ],
)
def test_charges_are_told_by_code_and_title(code: str, title: str, kind: LineKind) -> None:
    assert charge_kind(code, title) is kind


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("21165", "FREE DELIVERY SIGN METAL"),
        ("22712", "POSTAGE STAMP CARD"),
        ("21459", "YELLOW EASTER EGG HUNT START POST"),
        ("85168B", "BLACK BAROQUE CARRIAGE CLOCK"),
        ("22423", "POSTAGE"),
        ("POST", "Wooden fence post 2 m"),
        ("CARRIAGE", "Carriage clock, brass"),
        ("MANUAL", "User manual for the loom"),
        ("SAMPLES", "Book of fabric samples"),
        ("GIFTCARD", "Gift card holder, leather"),
        ("M", "T-shirt, blue"),
        ("S", "T-shirt, blue"),
        ("D", ""),
        ("C2", ""),
        ("PADS", "PADS TO MATCH ALL CUSHIONS"),
        ("DCGS0003", "BOXED GLASS ASHTRAY"),
        ("DCGSSBOY", "BOYS PARTY BAG"),
        ("", "Manual"),
        ("", "样品 茶叶 50g"),
        ("", ""),
        ("TEA-1", "运费险说明卡"),
    ],
)
def test_a_product_stays_one_whatever_word_its_title_holds(code: str, title: str) -> None:
    assert charge_kind(code, title) is LineKind.PRODUCT


def test_every_kind_of_charge_is_declared_once() -> None:
    assert sorted(charge.kind for charge in CHARGES) == sorted(set(LineKind) - {LineKind.PRODUCT})


def test_a_code_is_what_most_of_its_titled_lines_say() -> None:
    lines = [
        ("DOT", "DOTCOM POSTAGE"),
        ("DOT", ""),
        ("DOT", ""),
        ("S", "Tee"),
        ("S", "Tee"),
        ("S", "Samples"),
        ("", "Shipping"),
    ]
    assert charge_kinds(lines) == {"DOT": LineKind.SHIPPING}


# Documents


def kinds_of(
    order_nos: Sequence[str], quantities: Sequence[int], kinds: Sequence[LineKind] | None = None
) -> dict[str, OrderKind]:
    rule = document_rule(order_nos, [quantity < 0 for quantity in quantities], kinds)
    return {number: rule.kind(number) for number in order_nos}


def test_a_prefix_of_documents_that_all_point_back_marks_returns() -> None:
    kinds = kinds_of(["536365", "536366", "C536379"], [6, 2, -1])
    assert kinds == {"536365": OrderKind.SALE, "536366": OrderKind.SALE, "C536379": OrderKind.RETURN}
    assert kinds_of(["INV-101", "INV-102", "CN-103"], [1, 1, -1])["CN-103"] is OrderKind.RETURN


@pytest.mark.parametrize(
    ("numbers", "quantities"),
    [
        (["C1001", "C1002", "C1003"], [1, 2, 3]),
        (["C1001", "C1002", "C1003"], [-1, -2, -3]),
        (["C1001", "C1002", "C1003"], [1, 2, -3]),
        (["1001", "1002", "C1003"], [1, 2, 3]),
        (["1001", "1002", "1003"], [1, 2, -3]),
        (["1001", "1002", "CAB-7-XY"], [1, 2, -3]),
        (["1001", "C1002", "C1003"], [1, -2, -3]),
    ],
    ids=[
        "all C",
        "all C and back",
        "C with a return",
        "C forward",
        "no prefix",
        "another make",
        "more back than forward",
    ],
)
def test_no_return_is_seen_where_the_numbers_do_not_show_one(numbers: list[str], quantities: list[int]) -> None:
    assert set(kinds_of(numbers, quantities).values()) == {OrderKind.SALE}


def test_a_prefix_of_bad_debts_alone_marks_adjustments() -> None:
    debt, product = LineKind.BAD_DEBT, LineKind.PRODUCT
    assert kinds_of(["1001", "A1002"], [1, 1], [product, debt])["A1002"] is OrderKind.ADJUSTMENT
    assert kinds_of(["1001", "A1002", "A1003"], [1, 1, 1], [product, debt, product])["A1002"] is OrderKind.SALE
    assert kinds_of(["1001", "A1002"], [1, 1])["A1002"] is OrderKind.SALE


# The whole of a real shop


@cache
def retail() -> list[tuple[str, str, str, float]]:
    """(invoice, code, title, quantity) of 541,909 lines."""
    rows = CalamineWorkbook.from_path(RETAIL).get_sheet_by_index(0).iter_rows()
    next(rows)
    return [(_text(row[0]), _text(row[1]), str(row[2]), float(str(row[3]))) for row in rows]


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


needs_retail = pytest.mark.skipif(not RETAIL.exists(), reason="Online_Retail.xlsx is not at hand")


@needs_retail
def test_the_charges_of_online_retail_and_nothing_else() -> None:
    found = charge_kinds((code, title) for _invoice, code, title, _quantity in retail())
    assert found == {
        "POST": LineKind.SHIPPING,
        "DOT": LineKind.SHIPPING,
        "C2": LineKind.SHIPPING,
        "D": LineKind.DISCOUNT,
        "BANK CHARGES": LineKind.FEE,
        "AMAZONFEE": LineKind.FEE,
        "M": LineKind.MANUAL,
        "m": LineKind.MANUAL,
        "S": LineKind.SAMPLE,
        "CRUK": LineKind.DONATION,
        "B": LineKind.BAD_DEBT,
        **{f"gift_0001_{value}": LineKind.VOUCHER for value in (10, 20, 30, 40, 50)},
    }


@needs_retail
def test_no_single_line_of_online_retail_is_a_charge_by_its_title_alone() -> None:
    found = charge_kinds((code, title) for _invoice, code, title, _quantity in retail())
    pairs = {(code, title) for _invoice, code, title, _quantity in retail() if code not in found}
    assert {pair for pair in pairs if charge_kind(*pair) is not LineKind.PRODUCT} == set()


@needs_retail
def test_the_returns_and_adjustments_of_online_retail() -> None:
    lines = retail()
    found = charge_kinds((code, title) for _invoice, code, title, _quantity in lines)
    rule = document_rule(
        [invoice for invoice, *_ in lines],
        [quantity < 0 for *_, quantity in lines],
        [found.get(code, LineKind.PRODUCT) for _invoice, code, *_ in lines],
    )
    assert rule.prefixes == {"C": OrderKind.RETURN, "A": OrderKind.ADJUSTMENT}
    assert sum(rule.kind(invoice) is OrderKind.RETURN for invoice, *_ in lines) == 9_288
