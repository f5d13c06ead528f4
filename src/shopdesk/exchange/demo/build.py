"""Building the demo store: catalogue, deliveries, the channels' files month by month, counts and costs."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from shopdesk.exchange.demo.aims import aim
from shopdesk.exchange.demo.care import look_after
from shopdesk.exchange.demo.competitors import watch
from shopdesk.exchange.demo.customers import introduce
from shopdesk.exchange.demo.events import happen
from shopdesk.exchange.demo.experiments import experiment
from shopdesk.exchange.demo.goods import GOODS, SET
from shopdesk.exchange.demo.keywords import find, search
from shopdesk.exchange.demo.life import Bought, Life, live
from shopdesk.exchange.demo.listings import show
from shopdesk.exchange.demo.money import agree, group, receive, spend
from shopdesk.exchange.demo.prices import ask_prices
from shopdesk.exchange.demo.promotions import promise
from shopdesk.exchange.demo.proofs import prove
from shopdesk.exchange.demo.ratings import rate
from shopdesk.exchange.demo.selection import consider
from shopdesk.exchange.demo.service import listen
from shopdesk.exchange.demo.statements import AGREED, advertising, statements
from shopdesk.exchange.demo.tables import (
    SHOPIFY,
    TAOBAO,
    TAOBAO_ITEMS,
    TAOBAO_REFUNDS,
    TEMPLATE,
    Memory,
    shopify_orders,
    taobao_items,
    taobao_orders,
    taobao_refunds,
    template_orders,
)
from shopdesk.exchange.demo.traffic import attract
from shopdesk.exchange.demo.trouble import complain, find_musty, refunds_of
from shopdesk.exchange.demo.warehouse import deliver, furnish, work
from shopdesk.exchange.imports import Choices, plan_file, read_as
from shopdesk.exchange.load.load import load_file
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.listings.scoring.actions import score_listings
from shopdesk.shop.opening import new_shop
from shopdesk.shop.planning.actions import keep_plan
from shopdesk.shop.planning.plan import figure_plan
from shopdesk.shop.stock.actions import adjust_stock
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.store import Store
from shopdesk.text import N_, _

ZONE: Final = ZoneInfo("Asia/Shanghai")
DAYS: Final = 425
SEED: Final = 20_260
ORDERS: Final = 12_000


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
    store.do(furnish, skus)
    store.do(deliver, life, skus)
    done = 0
    for month, listed in groupby(sorted(life.orders, key=lambda o: o.placed), lambda o: f"{o.placed:%Y-%m}"):
        bought = list(listed)
        for table, channel in _tables(month, bought):
            _take_in(store, table, channel)
        _advertise(store, month, bought, today)
        done += len(bought)
        tick(done)
    _settle(store, life, today, seed)
    store.do(promise, min(order.placed for order in life.orders).date(), today)
    store.do(search)
    store.do(show, today, seed)
    store.do(ask_prices, today)
    store.do(prove, today)
    store.do(consider, today)
    store.do(experiment, today, seed)
    store.do(watch, today, seed)
    store.do(listen)
    _sour(store)
    store.do(introduce, seed)
    store.do(rate, today, seed)
    store.do(look_after, today)
    store.do(aim, today)
    store.do(happen, today)
    store.do(attract, today, seed)
    store.do(find, today, seed)
    _break(store, skus)
    store.do(work, skus, today)
    with store.read() as tx:
        rows = figure_plan(tx)
    store.do(keep_plan, rows)
    store.do(score_listings)
    return store


def _sour(store: Store) -> None:
    """A lot of tea went musty."""
    with store.read() as tx:
        musty = find_musty(tx)
        table = refunds_of(tx, musty) if musty and musty.orders else None
    if musty and table:
        _take_in(store, table, "taobao")
        store.do(complain, musty)


def _catalogue(store: Store) -> dict[str, int]:
    made = {}
    for number, good in enumerate((*GOODS, SET)):
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


def _tables(month: str, bought: list[Bought]) -> Iterator[tuple[Memory, str]]:
    by = {channel: [order for order in bought if order.channel == channel] for channel in AGREED}
    stamp = month.replace("-", "")
    if by["taobao"]:
        yield Memory(f"ExportOrderList{stamp}.csv", TAOBAO, taobao_orders(by["taobao"])), "taobao"
        yield Memory(f"ExportOrderDetailList{stamp}.csv", TAOBAO_ITEMS, taobao_items(by["taobao"])), "taobao"
        yield Memory(f"退款管理{stamp}.csv", TAOBAO_REFUNDS, taobao_refunds(by["taobao"])), "taobao"
    if by["shopify"]:
        yield Memory(f"orders_export_{stamp}.csv", SHOPIFY, shopify_orders(by["shopify"])), "shopify"
    if by["douyin"]:
        yield Memory(f"douyin-{month}.csv", TEMPLATE, template_orders(by["douyin"])), "douyin"


def _take_in(store: Store, table: Memory, channel: str) -> None:
    plan = plan_file(store, table, Choices(channel=channel))
    store.do(load_file, read_as(store, table, plan))


def _advertise(store: Store, month: str, bought: list[Bought], today: date) -> None:
    """What search engines took for Shopify's visitors, by card on the month's last day; up to today where it runs."""
    year, number = int(month[:4]), int(month[5:])
    last = min(date(year + number // 12, number % 12 + 1, 1).toordinal() - 1, today.toordinal())
    sold = [order for order in bought if order.channel == "shopify" and order.state not in ("unpaid", "cancelled")]
    amount = (sum((o.total - o.refund for o in sold), Decimal(0)) * Decimal("0.045")).quantize(Decimal("0.01"))
    if amount > 0:
        with store.read() as tx:
            channel_id = channel_ids(tx)["shopify"]
        memo = _(N_("Ads {channel}")).format(channel="Shopify")
        store.do(book_expense, date.fromordinal(last), Role.ADVERTISING, amount, memo, channel_id=channel_id)


def _settle(store: Store, life: Life, today: date, seed: int) -> None:
    """What channels settled and advertising cost, what was paid to whom, and what the bank received."""
    store.do(agree, min(order.placed for order in life.orders).date())
    for table, channel in statements(life.orders, today):
        _take_in(store, table, channel)
    for table, channel in advertising(life.orders, today, random.Random(seed)):  # noqa: S311 - a story, not a secret
        _take_in(store, table, channel)
    store.do(receive, today)
    store.do(spend, life, today)
    store.do(group)


def _break(store: Store, skus: dict[str, int]) -> None:
    """Two breakages."""
    store.do(adjust_stock, skus["GW-101"], Decimal(-1), MoveReason.WRITE_OFF, _(N_("Broken while packing")))
    store.do(adjust_stock, skus["GW-103"], Decimal(-2), MoveReason.WRITE_OFF, _(N_("Broken in transit")))
