"""Text tables that were damaged on their way: rows wider than the header, and decimal signs of another country."""

from pathlib import Path

from tests.exchange.counter import D
from tests.exchange.made_files import SHOPIFY_PRODUCTS, write

from shopdesk.exchange.imports import Choices, prepare
from shopdesk.store.store import Store

ORDERS = "order_no,state,placed_at,sku,title,quantity,unit_price\n"


def test_a_row_with_an_unquoted_separator_is_rejected_with_its_place(file_shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        f"{ORDERS}A-1,paid,2026-02-21,TEA-1,Tea,1,10\nA-2,paid,2026-02-21,TEA-2,Tea, green,1,10\n", encoding="utf-8"
    )
    staged = prepare(file_shop, path, Choices())
    (surplus,) = (one for one in staged.problems if not one.header)
    assert (surplus.sheet, surplus.row, surplus.column, surplus.value) == ("orders", 3, "H", "")
    assert surplus.reason.startswith("More cells than the header has")
    assert (staged.total_amount, list(staged.rejected_rows)) == (D(10), [3])


def test_blank_cells_beyond_the_header_mean_nothing(file_shop: Store, tmp_path: Path) -> None:
    rows = [{"Handle": f"tea-{n}", "Title": "Tea", "Variant SKU": f"TEA-{n}", "Variant Price": "3"} for n in range(3)]
    path = write(tmp_path / "products.csv", SHOPIFY_PRODUCTS, rows)
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], *(f"{line},,," for line in lines[1:])]), encoding="utf-8")
    staged = prepare(file_shop, path, Choices())
    assert (staged.problems, len(staged.items)) == ([], 3)


def test_a_layout_that_a_spreadsheet_of_another_country_saved_is_read(file_shop: Store, tmp_path: Path) -> None:
    """Semicolons and decimal commas, in a layout that is known to have neither."""
    path = tmp_path / "report.csv"
    header = "订单编号;总金额;买家实际支付金额;收货地址 ;订单创建时间;订单付款时间 ;退款金额"
    lines = [f"{n};178,8;{n},5;上海;2026-02-21 00:00:00;2026-02-21 00:00:00;0,0" for n in (1, 2)]
    path.write_text("\n".join([header, *lines]), encoding="utf-8-sig")
    staged = prepare(file_shop, path, Choices())
    assert (staged.plan.format, staged.total_amount, staged.problems) == ("taobao-orders", D("357.6"), [])
    path.write_text("\n".join([header, *lines, lines[0].replace("1;178,8;1,5", "3;178.8;1.5")]), encoding="utf-8-sig")
    assert prepare(file_shop, path, Choices()).rejected_rows.keys() == {2, 3, 4}
