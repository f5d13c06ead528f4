"""Files as shops have them, made on the spot, and a look into the store they go to."""

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from shopdesk.store.store import Store
from shopdesk.store.tables import Base, OrderLine, SalesOrder

TAOBAO = (
    "订单编号", "买家会员名", "买家应付货款", "买家应付邮费", "总金额", "买家实际支付金额", "订单状态", "收货人姓名",
    "收货地址", "联系手机", "订单创建时间", "订单付款时间", "宝贝标题", "物流单号", "物流公司", "订单备注",
    "宝贝总数量",
)  # fmt: skip
STATES = ("买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功")
UNKNOWN = ("Bon", "Datum", "Artikel Nr", "Bezeichnung", "Menge", "Einzelpreis", "Kunde E-Mail")


def write_csv(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def taobao(path: Path, count: int = 12, *, shipped: bool = False, broken: Sequence[int] = ()) -> Path:
    """An order list of `count` orders in GB18030; `shipped` moves the first on, `broken` (from 0) have no total."""
    rows: list[Sequence[object]] = [TAOBAO]
    for i in range(count):
        at = datetime(2026, 11, 10, 9) + timedelta(minutes=7 * i)  # noqa: DTZ001 - as files write it, without a zone
        state = STATES[1] if shipped and i == 0 else STATES[i % 3]
        total = "#N/A" if i in broken else f"{88 + i % 7 * 20}.00"
        sent = state != STATES[0]
        rows.append(
            (
                f"26112100000000{i:05d}", f"tb{i:04d}", total, "0.00", total, total, state, "张三",
                "杭州市西湖区龙井路1号", f"138{i:08d}", f"{at}", f"{at + timedelta(minutes=3)}", "龙井茶礼盒 250 克",
                f"YT{i:010d}" if sent else "", "圆通速递" if sent else "", "", "1",
            )
        )  # fmt: skip
    return write_csv(path, rows, "gb18030")


def unknown(path: Path, count: int = 20, *, two_ways: bool = False) -> Path:
    """A till's list in nobody's layout, two lines an order; `two_ways` writes dates that have two readings."""
    rows: list[Sequence[object]] = [UNKNOWN]
    for i in range(count):
        day = f"0{i % 8 + 1}/0{i % 7 + 2}/2026" if two_ways else f"2026-03-{i % 28 + 1:02d}"
        title = ("Sencha", "Gyokuro", "Oolong")[i % 3]
        rows.append((f"B-{1000 + i // 2}", day, f"TEA-{i % 5:03d}", title, i % 4 + 1, "12.50", f"kunde{i}@example.org"))
    return write_csv(path, rows)


FIELDS = {"order_no": "Bon", "placed_at": "Datum", "sku": "Artikel Nr", "title": "Bezeichnung", "quantity": "Menge",
          "unit_price": "Einzelpreis"}  # fmt: skip
"""Field → header of `unknown`."""


def contents(store: Store) -> dict[str, int]:
    """Rows of every table."""
    with store.read() as tx:
        tables = Base.metadata.sorted_tables
        return {table.name: int(tx.scalar(select(func.count()).select_from(table))) for table in tables}


def order_states(store: Store) -> dict[str, str]:
    """Order number → state."""
    with store.read() as tx:
        return {row.order_no: row.state for row in tx.rows(select(SalesOrder.order_no, SalesOrder.state))}


def count_lines(store: Store) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(OrderLine)))
