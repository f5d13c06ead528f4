"""A file as a shop owner might drop it on the demo shop: an order list of its last days, with what Excel did to it."""

import csv
from datetime import date
from pathlib import Path

from shopdesk.exchange.demo.build import DAYS, ORDERS, SEED
from shopdesk.exchange.demo.life import live
from shopdesk.exchange.demo.tables import TAOBAO, taobao_orders


def write_sample(folder: Path, today: date) -> Path:
    """Write the list (GBK, as Taobao does) and return its path: new orders, known, changed, two spoilt cells."""
    bought = [order for order in live(SEED, today, DAYS, ORDERS).orders if order.channel == "taobao"][-160:]
    rows = [list(row) for row in taobao_orders(bought)]
    number, total, state = TAOBAO.index("订单编号"), TAOBAO.index("总金额"), TAOBAO.index("订单状态")
    for place, row in enumerate(rows):
        if place % 3 == 0:
            row[number] = f"9{row[number][1:]}"
        elif row[state].startswith("买家已付款"):
            row[state], row[TAOBAO.index("发货时间")] = "卖家已发货，等待买家确认", row[TAOBAO.index("订单付款时间")]
    rows[6][total] = "#N/A"
    rows[9][number] = "2.61E+18"
    path = folder / f"ExportOrderList{today:%Y%m%d}0930.csv"
    with path.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([TAOBAO, *rows])
    return path
