"""Building the demo store: catalogue, deliveries, the channels' files month by month, counts and costs."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from shopdesk.exchange.demo.goods import GOODS
from shopdesk.exchange.demo.life import Bought, Life, live
from shopdesk.exchange.demo.tables import (
    SHOPIFY,
    TAOBAO,
    TAOBAO_ITEMS,
    TEMPLATE,
    Memory,
    shopify_orders,
    taobao_items,
    taobao_orders,
    template_orders,
)
from shopdesk.exchange.imports import Choices, plan_file, read_as
from shopdesk.exchange.load.load import load_file
from shopdesk.shop.catalog.actions import CHANNELS, add_product
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.levels import on_hand
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.store import Store
from shopdesk.text import N_, _

ZONE: Final = ZoneInfo("Asia/Shanghai")
DAYS: Final = 425
SEED: Final = 20_260
ORDERS: Final = 12_000
COMMISSION: Final = {"taobao": Decimal("0.05"), "shopify": Decimal("0.032"), "douyin": Decimal("0.06")}


def build_demo(
    path: Path | str,
    *,
    seed: int = SEED,
    orders: int = ORDERS,
    today: date | None = None,
    tick: Callable[[int], None] = lambda _n: None,
) -> Store:
    """Make the demo store at `path` and return it open. `tick` hears orders done and may raise to stop."""
    today = today or datetime.now(ZONE).date()
    store = new_shop(str(path), name=_(N_("Tea & Ware")), currency="CNY", time_zone="Asia/Shanghai", demo=True)
    life = live(seed, today, DAYS, orders)
    skus = _catalogue(store)
    _deliver(store, life, skus)
    done = 0
    for month, listed in groupby(sorted(life.orders, key=lambda o: o.placed), lambda o: f"{o.placed:%Y-%m}"):
        bought = list(listed)
        for table, channel in _tables(month, bought):
            _take_in(store, table, channel)
        _spend(store, month, bought, today)
        done += len(bought)
        tick(done)
    _count(store, skus, today)
    return store


def _catalogue(store: Store) -> dict[str, int]:
    made = {}
    for number, good in enumerate(GOODS):
        body = f"692{1000100 + number:09d}"
        made[good.code] = store.do(
            add_product,
            good.code,
            good.title,
            price=good.list_price,
            category=good.category,
            brand="茶与器",
            barcode=body + _check_digit(body),
        ).value
    return made


def _check_digit(body: str) -> str:
    """The thirteenth digit of an EAN (GS1: odd places once, even places three times)."""
    return str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body)) % 10)


def _deliver(store: Store, life: Life, skus: dict[str, int]) -> None:
    for delivery in life.deliveries:
        lines = [ReceiptLine(skus[good.code], Decimal(pieces), cost) for good, pieces, cost in delivery.lines]
        when = datetime.combine(delivery.on, time(9, 30), ZONE).astimezone(UTC)
        store.do(receive_goods, delivery.number, lines, supplier=delivery.supplier, received_at=when)


def _tables(month: str, bought: list[Bought]) -> Iterator[tuple[Memory, str]]:
    by = {channel: [order for order in bought if order.channel == channel] for channel in COMMISSION}
    stamp = month.replace("-", "")
    if by["taobao"]:
        yield Memory(f"ExportOrderList{stamp}.csv", TAOBAO, taobao_orders(by["taobao"])), "taobao"
        yield Memory(f"ExportOrderDetailList{stamp}.csv", TAOBAO_ITEMS, taobao_items(by["taobao"])), "taobao"
    if by["shopify"]:
        yield Memory(f"orders_export_{stamp}.csv", SHOPIFY, shopify_orders(by["shopify"])), "shopify"
    if by["douyin"]:
        yield Memory(f"douyin-{month}.csv", TEMPLATE, template_orders(by["douyin"])), "douyin"


def _take_in(store: Store, table: Memory, channel: str) -> None:
    plan = plan_file(store, table, Choices(channel=channel))
    store.do(load_file, read_as(store, table, plan))


def _spend(store: Store, month: str, bought: list[Bought], today: date) -> None:
    """What the month cost: fees by channel, ads, freight, packaging, rent; a month under way up to today."""
    year, number = int(month[:4]), int(month[5:])
    last = min(date(year + number // 12, number % 12 + 1, 1).toordinal() - 1, today.toordinal())
    on = date.fromordinal(last)
    sold = [order for order in bought if order.state not in ("unpaid", "cancelled")]
    for channel, rate in COMMISSION.items():
        turnover = sum((o.total - o.refund for o in sold if o.channel == channel), Decimal(0))
        _book(store, on, Role.COMMISSION, turnover * rate, N_("Commission {channel}"), channel)
        _book(store, on, Role.ADVERTISING, turnover * Decimal("0.045"), N_("Ads {channel}"), channel)
    _book(store, on, Role.FREIGHT, Decimal("4.2") * len(sold), N_("Parcels"), "")
    _book(store, on, Role.PACKAGING, Decimal("1.1") * len(sold), N_("Boxes and tape"), "")
    _book(store, on, Role.RENT, Decimal(4_800), N_("Rent and wages"), "")


def _book(store: Store, on: date, role: Role, amount: Decimal, memo: str, channel: str) -> None:
    amount = amount.quantize(Decimal("0.01"))
    if amount > 0:
        with store.read() as tx:
            channel_id = channel_ids(tx).get(channel)
        store.do(
            book_expense, on, role, amount, _(memo).format(channel=_(CHANNELS.get(channel, ""))), channel_id=channel_id
        )


def _count(store: Store, skus: dict[str, int], today: date) -> None:
    """A quarter's count with small differences, and two breakages."""
    when = datetime.combine(date.fromordinal(today.toordinal() - 20), time(20), ZONE).astimezone(UTC)
    with store.read() as tx:
        levels = {code: on_hand(tx, sku_id, at=when) for code, sku_id in skus.items()}
    lost = {"TEA-005": 2, "GW-106": 1, "KIT-202": -1, "GW-110": 3}
    counted = [
        (skus[code], max(level - lost.get(code, 0), Decimal(0)), None) for code, level in levels.items() if level >= 0
    ]
    store.do(count_stock, counted, counted_at=when, note=_(N_("Quarterly count")))
    store.do(adjust_stock, skus["GW-101"], Decimal(-1), MoveReason.WRITE_OFF, _(N_("Broken while packing")))
    store.do(adjust_stock, skus["GW-103"], Decimal(-2), MoveReason.WRITE_OFF, _(N_("Broken in transit")))
