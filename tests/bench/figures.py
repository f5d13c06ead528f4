"""Every figure of the boards over a million order lines, against revenue by day read from plain tables and indexes."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, Final

from tests.bench.measure import Costs, Figure, Place, in_turns, ratios, run_piece, typical
from tests.bench.samples import MANY, store_of

PEER: Final = (
    "SELECT sold_on, SUM(amount) FROM order_line JOIN sales_order USING (order_id) WHERE sold_on IS NOT NULL GROUP BY 1"
)
SINCE, UNTIL = date(2025, 12, 1), date(2025, 12, 31)
THIRTY_DAYS: Final = date(2025, 11, 10), date(2025, 12, 9)


def bench(place: Place) -> Iterator[Figure]:
    """Each round asks for every figure once, in a fresh process on a warm file."""
    store = store_of(place.folder, MANY)
    [rounds] = in_turns(place.runs, partial(run_piece, ask_all, store))
    peer = f"revenue by day from plain indexes, {typical(rounds, 'peer') * 1000:.0f} ms"
    for name in sorted(rounds[0].keys() - {"peer"}, key=lambda name: -typical(rounds, name)):
        notes = {"ms": round(typical(rounds, name) * 1000)}
        these = [{"cpu": costs[name]} for costs in rounds]
        yield Figure(name, 0.5, "×", ratios(these, [{"cpu": costs["peer"]} for costs in rounds]), peer, notes)


def reports() -> dict[str, Callable[[Any], object]]:
    """Title → what reads it, as the screens ask for it."""
    from shopdesk.shop.cash.bridge import fetch_bridges
    from shopdesk.shop.cash.forecast import forecast_cash
    from shopdesk.shop.ledger.reports import fetch_accounts
    from shopdesk.shop.orders.reports import ORDER_ROWS, By, fetch_sales
    from shopdesk.shop.profit.orders import fetch_groups, fetch_range
    from shopdesk.shop.profit.reports import count_unknown, fetch_buckets, fetch_channels, fetch_skus, fetch_total
    from shopdesk.shop.profit.scope import Scope
    from shopdesk.shop.stock.reports import STOCK_ROWS, fetch_stock
    from shopdesk.store.rows import Query, count, fetch_ids, fetch_page, fetch_totals

    month = Scope(SINCE, UNTIL)
    return {
        "sales by day, all": lambda tx: fetch_sales(tx, By.DAY),
        "sales by month, all": lambda tx: fetch_sales(tx, By.MONTH),
        "sales by SKU, a month": lambda tx: fetch_sales(tx, By.SKU, SINCE, UNTIL),
        "sales by SKU, all": lambda tx: fetch_sales(tx, By.SKU),
        "profit, a month": lambda tx: fetch_total(tx, month),
        "profit by month, all": lambda tx: fetch_buckets(tx, Scope()),
        "profit by SKU, a month": lambda tx: fetch_skus(tx, month),
        "profit by SKU, all": lambda tx: fetch_skus(tx, Scope()),
        "profit by SKU, 30 days over two months": lambda tx: fetch_skus(tx, Scope(*THIRTY_DAYS, None)),
        "SKUs without a cost: how many": count_unknown,
        "profit by order: first page of a month": _orders,
        "profit by order: a month beside its books": lambda tx: fetch_range(tx, Scope(SINCE, UNTIL, None)),
        "profit by customer group, a month": lambda tx: fetch_groups(tx, Scope(SINCE, UNTIL, None)),
        "profit by channel, indirect costs spread": lambda tx: fetch_channels(tx, Scope()),
        "trial balance of a month": lambda tx: fetch_accounts(tx, SINCE, UNTIL),
        "bridge of a month": lambda tx: fetch_bridges(tx, Scope(SINCE, UNTIL, None)),
        "bridge by month, all": lambda tx: fetch_bridges(tx, Scope()),
        "cash of 13 weeks": forecast_cash,
        "stock and its value": fetch_stock,
        "stock: first page": lambda tx: fetch_page(tx, STOCK_ROWS, fetch_ids(tx, STOCK_ROWS, Query())[:200]),
        "orders: how many": lambda tx: count(tx, ORDER_ROWS, Query()),
        "orders: totals": lambda tx: fetch_totals(tx, ORDER_ROWS, Query(), keys={"total", "units"}),
        "stock: totals": lambda tx: fetch_totals(tx, STOCK_ROWS, Query()),
    }


def _orders(tx: Any) -> object:
    """As the screen opens its list: the orders of a month, and the figures of those that are shown."""
    from shopdesk.shop.profit.orders import ORDER_PROFIT_ROWS
    from shopdesk.store.rows import Query, fetch_ids, fetch_page

    ids = fetch_ids(tx, ORDER_PROFIT_ROWS, Query(filters=(("sold_on", f"{SINCE:%Y-%m}"),)))
    return fetch_page(tx, ORDER_PROFIT_ROWS, ids[:200])


def ask_all(where: str) -> Costs:
    """CPU seconds of each report, of the second of two askings, and of the peer."""
    from sqlalchemy import text

    from shopdesk.store.store import Store

    store, costs = Store.open(where), Costs()
    asked: dict[str, Callable[[Any], object]] = {"peer": lambda tx: tx.rows(text(PEER)), **reports()}
    for _warm in range(2):
        for name, report in asked.items():
            with store.read() as tx:
                begun = time.process_time()
                report(tx)
                costs[name] = time.process_time() - begun
    store.close()
    return costs
