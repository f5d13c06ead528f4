"""What the coming four weeks will probably bring: sales of the shop, and pieces of what sells most."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.orders.reports import By
from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.shop.orders.sales import fetch_sales
from shopdesk.shop.profit.figures import pieces
from shopdesk.shop.today.figures import last_day
from shopdesk.shop.today.forecast import Forecast, forecast
from shopdesk.shop.today.moves import Note, fetch_notes_of_shop
from shopdesk.store.tables import OrderLine, Product, SalesOrder, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

BACK: Final = 364
"""Days that a forecast looks at: whole weeks."""
PRODUCTS: Final = 30
_LATELY: Final = 91
_O, _L = SalesOrder.__table__.c, OrderLine.__table__.c


@dataclass(frozen=True, slots=True)
class ProductOutlook:
    """A SKU and the pieces of it that will be sold; None: too few weeks to say."""

    sku_id: int
    code: str
    title: str
    sold: Decimal
    """Pieces of the last four weeks."""
    forecast: Forecast | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Sales of each of the last days until `last` with what happened on them, what comes, and what sells most."""

    last: date
    sales: tuple[float, ...]
    forecast: Forecast | None
    products: tuple[ProductOutlook, ...]
    notes: tuple[Note, ...] = ()


def fetch_outlook(tx: Tx, products: int = PRODUCTS) -> Outlook:
    """The outlook from the last whole day; days before the first sale are none."""
    last = last_day(tx)
    since = last - timedelta(BACK - 1)
    by_day = {row.bucket: float(row.net_sales) for row in fetch_sales(tx, By.DAY, since, last)}
    first = tx.scalar(select(func.min(_O.sold_on)))
    start = min(max(since, first or last), last)
    days = [start + timedelta(n) for n in range((last - start).days + 1)]
    sales = tuple(by_day.get(day.isoformat(), 0.0) for day in days)
    notes = fetch_notes_of_shop(tx, start, last)
    return Outlook(last, sales, forecast(sales), tuple(_products(tx, days, last, products)), tuple(notes))


def _products(tx: Tx, days: list[date], last: date, count: int) -> list[ProductOutlook]:
    sold = (
        _O.kind == OrderKind.SALE.value, _L.kind == LineKind.PRODUCT.value, _L.sku_id.is_not(None),
        _O.sold_on <= last,
    )  # fmt: skip
    units = type_coerce(func.sum(type_coerce(_L.quantity, WHOLE)), WHOLE).label("units")
    lines = OrderLine.__table__.join(SalesOrder.__table__, _O.order_id == _L.order_id)
    lately = (
        select(_L.sku_id, units).select_from(lines).where(*sold, _O.sold_on > last - timedelta(_LATELY))
        .group_by(_L.sku_id).order_by(units.desc(), _L.sku_id).limit(count)
    )  # fmt: skip
    wanted = [row.sku_id for row in tx.rows(lately)]
    found = defaultdict[int, dict[date, int]](dict)
    series = select(_L.sku_id, _O.sold_on, units).select_from(lines)
    mine = (*sold, _L.sku_id.in_(wanted), _O.sold_on >= days[0])
    for row in tx.rows(series.where(*mine).group_by(_L.sku_id, _O.sold_on)):
        found[row.sku_id][row.sold_on] = int(row.units)
    named = select(Sku.sku_id, Sku.code, Product.title).join(Product, Product.product_id == Sku.product_id)
    names = {row.sku_id: row for row in tx.rows(named.where(Sku.sku_id.in_(wanted)))}
    return [
        ProductOutlook(
            sku_id, names[sku_id].code, names[sku_id].title,
            pieces(sum(found[sku_id].get(last - timedelta(back), 0) for back in range(28))),
            forecast([float(pieces(found[sku_id].get(day, 0))) for day in days]),
        )
        for sku_id in wanted
    ]  # fmt: skip
