"""Baskets as people type them, and as Excel leaves them on the clipboard."""

import pytest

from shopdesk.shop.promotions.engine.typed_basket import parse_basket
from shopdesk.text import UserError


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("TEA-001", [("TEA-001", 1000, None)]),
        ("TEA-001 3", [("TEA-001", 3000, None)]),
        ("A 1 x2", [("A 1", 2000, None)]),
        ("TEA-001\t3\t49.90\nCUP\t1\t", [("TEA-001", 3000, 499000), ("CUP", 1000, None)]),
        ("SKU\tQty\tPrice\nTEA-001\t2\t¥1,299.00", [("TEA-001", 2000, 12_990_000)]),
        ("TEA-001\t0,335\t12,50 €", [("TEA-001", 335, 125_000)]),
        ("TEA-001；０．５", [("TEA-001", 500, None)]),
        ("\n \nTEA-001\t0\n", []),
        ("商品编码\t数量\nTEA-001\t2", [("TEA-001", 2000, None)]),
    ],
)
def test_lines_are_read(text: str, lines: list[tuple[str, int, int | None]]) -> None:
    assert parse_basket(text) == lines


@pytest.mark.parametrize(
    "text", ["A\tmany1", "A\t-1", "A\t1.0001", "A\t1\tnan1", "A\t1\t0.00001", "A\t1e30", "A\t1\t1.299,00x1"]
)
def test_what_is_no_number_is_said_with_its_line(text: str) -> None:
    with pytest.raises(UserError, match=r"Line 2"):
        parse_basket(f"B\t1\n{text}")
