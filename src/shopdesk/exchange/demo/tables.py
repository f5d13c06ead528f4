"""The demo's orders as the tables that each channel would hand out, read as any file is."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from shopdesk.exchange.demo.life import Bought, Sold
from shopdesk.exchange.reading.wire import pack, unpack
from shopdesk.exchange.table import Chunk, Reading, SheetHead

TAOBAO_STATES: Final = {
    "unpaid": "等待买家付款",
    "cancelled": "交易关闭",
    "paid": "买家已付款，等待卖家发货",
    "shipped": "卖家已发货，等待买家确认",
    "completed": "交易成功",
    "refunded": "交易关闭",
}
TAOBAO: Final = (
    "订单编号",
    "买家会员名",
    "买家应付货款",
    "买家应付邮费",
    "总金额",
    "买家实际支付金额",
    "订单状态",
    "收货人姓名",
    "收货地址",
    "订单创建时间",
    "订单付款时间",
    "宝贝标题",
    "宝贝种类",
    "物流单号",
    "物流公司",
    "订单备注",
    "宝贝总数量",
    "订单关闭原因",
    "退款金额",
    "确认收货时间",
    "发货时间",
)
TAOBAO_ITEMS: Final = (
    "订单编号",
    "标题",
    "价格",
    "购买数量",
    "外部系统编号",
    "商品属性",
    "套餐信息",
    "备注",
    "订单状态",
    "商家编码",
)
TAOBAO_REFUNDS: Final = (
    "退款编号",
    "订单编号",
    "退款状态",
    "买家退款金额",
    "退款的申请时间",
    "退款完结时间",
    "售后类型",
    "买家退款原因",
)
REASONS: Final = ("七天无理由退换货", "商品破损", "与描述不符", "少件漏发", "不喜欢")
SHOPIFY: Final = (
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Fulfilled at",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Code",
    "Discount Amount",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem sku",
    "Lineitem fulfillment status",
    "Shipping Name",
    "Shipping Country",
    "Cancelled at",
    "Refunded Amount",
)
TEMPLATE: Final = (
    "Order no.",
    "State",
    "Placed",
    "Paid at",
    "Shipped at",
    "Completed at",
    "SKU",
    "Product",
    "Qty",
    "Unit price",
    "Discount",
    "Shipping",
    "Refund",
    "Customer no.",
    "Recipient",
    "Region",
    "Carrier",
    "Waybill",
)


class Memory(Reading):
    """A table that never was a file."""

    def __init__(self, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        whole = [tuple(header), *map(tuple, rows)]
        self.name = self.path = name
        self.container, self.encoding, self.separator = "csv", "utf-8", ","
        self.heads = (SheetHead(0, name.partition(".")[0], False, tuple(whole[:60])),)
        self.notices = []
        self._packed = [pack(chunk) for chunk in _chunked(whole)]
        self.size = sum(map(len, self._packed))
        self.sha256 = hashlib.sha256(b"".join(self._packed)).hexdigest()

    def chunks(self, number: int) -> Iterator[Chunk]:
        """The rows, as any reading gives them."""
        return map(unpack, self._packed)

    def close(self) -> None:
        """Nothing is open."""


def _chunked(rows: Sequence[tuple[str, ...]]) -> Iterator[Chunk]:
    for start in range(0, len(rows), 2_000):
        part = rows[start : start + 2_000]
        yield Chunk(range(start + 1, start + 1 + len(part)), tuple(map(list, zip(*part, strict=True))))


def taobao_orders(orders: Sequence[Bought]) -> list[tuple[str, ...]]:
    """One row an order."""
    rows: list[tuple[str, ...]] = []
    for o in orders:
        paid = o.placed if o.state not in ("unpaid", "cancelled") else None
        titles = "，".join(line.good.title for line in o.lines)
        reason = {"cancelled": "买家未付款", "refunded": "退款"}.get(o.state, "订单未关闭")
        rows.append(
            (
                o.number,
                o.handle,
                str(o.goods - o.discount),
                str(o.shipping),
                str(o.total),
                str(o.total if paid else 0),
                TAOBAO_STATES[o.state],
                o.buyer,
                o.place,
                _moment(o.placed),
                _moment(paid),
                titles,
                str(len(o.lines)),
                o.waybill,
                o.carrier,
                "",
                str(sum(line.pieces for line in o.lines)),
                reason,
                str(o.refund) if o.refund else "",
                _moment(o.completed),
                _moment(o.shipped),
            )
        )
    return rows


def taobao_items(orders: Sequence[Bought]) -> list[tuple[str, ...]]:
    """One row a line, to join the order list."""
    return [
        (
            o.number,
            line.good.title,
            str(line.price),
            str(line.pieces),
            line.good.code,
            "",
            "",
            "",
            TAOBAO_STATES[o.state],
            line.good.code,
        )
        for o in orders
        for line in o.lines
    ]


def taobao_refunds(orders: Sequence[Bought]) -> list[tuple[str, ...]]:
    """One row a refund; of what was given back whole, the goods come back too."""
    rows: list[tuple[str, ...]] = []
    for number, o in enumerate(order for order in orders if order.refund and order.shipped):
        assert o.shipped is not None
        whole = o.refund == o.total
        kind = "退货退款" if whole else "仅退款"
        claimed, ended = o.shipped + timedelta(days=4, hours=number % 7), o.shipped + timedelta(days=6)
        state = "退款成功"
        told = (f"R{o.number}", o.number, state, str(o.refund), _moment(claimed), _moment(ended), kind)
        rows.append((*told, REASONS[number % len(REASONS)]))
    return rows


def shopify_orders(orders: Sequence[Bought]) -> list[tuple[str, ...]]:
    """A row a line item; the order's own columns on its first row."""
    rows: list[tuple[str, ...]] = []
    for o in orders:
        paid = o.state not in ("unpaid", "cancelled")
        money = {"unpaid": "pending", "cancelled": "voided", "refunded": "refunded"}.get(
            o.state, "partially_refunded" if o.refund else "paid"
        )
        sent = "fulfilled" if o.shipped else "unfulfilled"
        for place, line in enumerate(o.lines):
            item = (
                str(line.pieces),
                line.good.title.partition(" · ")[2],
                str(line.price),
                line.good.code,
                sent,
            )
            if place:
                rows.append((o.number, *[""] * 12, _zoned(o.placed), *item, *[""] * 4))
                continue
            rows.append(
                (
                    o.number,
                    f"{o.handle}@example.com",
                    money,
                    _zoned(o.placed) if paid else "",
                    sent,
                    _zoned(o.shipped),
                    "CNY",
                    str(o.goods - o.discount),
                    str(o.shipping),
                    "0.00",
                    str(o.total),
                    "SALE" if o.discount else "",
                    str(o.discount),
                    _zoned(o.placed),
                    *item,
                    o.buyer,
                    o.place,
                    "" if o.state != "cancelled" else _zoned(o.placed),
                    str(o.refund),
                )
            )
    return rows


def template_orders(orders: Sequence[Bought]) -> list[tuple[str, ...]]:
    """ShopDesk's own template, for the channel that has no layout of its own here."""
    return [_template_row(order, line) for order in orders for line in order.lines]


def _template_row(o: Bought, line: Sold) -> tuple[str, ...]:
    paid = _moment(o.placed) if o.state not in ("unpaid", "cancelled") else ""
    moments = (_moment(o.placed), paid, _moment(o.shipped), _moment(o.completed))
    goods = (line.good.code, line.good.title, str(line.pieces), str(line.price))
    money = (str(o.discount), str(o.shipping), str(o.refund) if o.refund else "")
    return (o.number, o.state, *moments, *goods, *money, o.handle, o.buyer, o.place, o.carrier, o.waybill)


def _moment(when: object) -> str:
    return "" if when is None else f"{when:%Y-%m-%d %H:%M:%S}"


def _zoned(when: object) -> str:
    return "" if when is None else f"{when:%Y-%m-%d %H:%M:%S} +0800"
