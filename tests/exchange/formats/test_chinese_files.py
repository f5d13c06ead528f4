"""The quirks that only a file has: TABs inside quotes, a byte order mark, GBK, cells merged over rows."""

from pathlib import Path

import xlsxwriter
from tests.exchange.counter import D, assert_sound, money, order

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.store.store import Store


def test_a_douyin_csv_with_tabs_before_its_ids(file_shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "1791430000_ab12cd.csv"
    header = "主订单编号,子订单编号,选购商品,商品数量,商家编码,商品单价,订单应付金额,运费,收件人,订单提交时间,支付完成时间,订单状态,售后状态"
    row = '"\t6917926768823640001","\t6917926768823640001","\t龙井,250g",2,"\tTEA-1",30.00,64.00,4.00,##aBc,2026-03-01 10:00:00,2026-03-01 10:00:30,待发货,-'
    path.write_bytes(f"{header}\r\n{row}\r\n".encode("utf-8-sig"))
    staged = prepare(file_shop, path, Choices())
    assert (staged.plan.format, staged.rows, staged.total_quantity, staged.total_amount) == (
        "douyin-orders",
        1,
        D(2),
        D(60),
    )
    run_import(file_shop, staged)
    found = order(file_shop, "6917926768823640001")
    assert (found.lines[0].sku, found.lines[0].title, found.order.state) == ("TEA-1", "龙井,250g", "paid")
    assert b"##aBc" not in b"".join(data for _first, _last, data in staged.pages)
    assert_sound(file_shop)


def test_a_pinduoduo_csv_in_gbk(file_shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "orders_export.csv"
    header = "订单号,订单状态,商品,商品总价(元),邮费(元),店铺优惠折扣(元),用户实付金额(元),商家实收金额(元),商品数量(件),订单成交时间,样式ID,商家编码-规格维度,售后状态"
    row = "260301-000000000000001\t,待发货,龙井,60.00,0.00,5.00,52.00,55.00,2,2026-03-01 10:00:00\t,7701\t,TEA-1,无售后或售后取消"
    path.write_bytes(f"{header}\r\n{row}\r\n".encode("gbk"))
    staged = prepare(file_shop, path, Choices())
    assert (staged.plan.format, staged.plan.certain, staged.total_amount) == ("pinduoduo-orders", True, D(55))
    run_import(file_shop, staged)
    assert money(file_shop, "260301-000000000000001") == {"goods": D(55), "total": D(55)}


def test_a_1688_workbook_with_merged_cells(file_shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "已卖出的货品.xlsx"
    header = ["订单编号", "买家公司名", "买家会员名", "货品总价(元)", "运费(元)", "实付款(元)", "订单状态", "订单创建时间", "订单付款时间",
              "货品标题", "单价(元)", "数量", "货号"]  # fmt: skip
    own = ["3100000000000000001", "杭州茶行", "hz_tea", "140.00", "6.00", "146.00", "等待卖家发货", "2026-03-01 09:00:00",
           "2026-03-01 09:10:00"]  # fmt: skip
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        for column, text in enumerate(own):
            sheet.merge_range(1, column, 2, column, text)
        sheet.write_row(1, len(own), ["龙井", "50.00", "2", "TEA-1"])
        sheet.write_row(2, len(own), ["盖碗", "40.00", "1", "CUP-1"])
    staged = prepare(file_shop, path, Choices())
    assert (staged.plan.format, staged.rows, staged.total_quantity, staged.total_amount) == (
        "alibaba-orders",
        2,
        D(3),
        D(140),
    )
    run_import(file_shop, staged)
    assert money(file_shop, own[0]) == {"goods": D(140), "shipping": D(6), "total": D(146)}
    assert order(file_shop, own[0]).order.customer_id is not None
    assert_sound(file_shop)
