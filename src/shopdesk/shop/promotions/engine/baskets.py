"""Baskets of SKU codes: what the store knows of each SKU, ready for the price engine."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import select, type_coerce

from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.money import decimals
from shopdesk.shop.promotions.rules import Basket, Line
from shopdesk.store.tables import Product, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE
from shopdesk.text import N_, UserError

_K: Final = Sku.__table__.c
_PART: Final = 500


class Wanted(NamedTuple):
    """What somebody puts into a basket: a SKU, pieces in 1/1,000, and a price where it is not the SKU's own."""

    code: str
    pieces: int
    price: int | None = None


def basket_of(
    tx: Tx, wanted: Sequence[Wanted], moment: datetime, *, channel: str = "", group: str = "",
    coupons: Sequence[str] = (), shipping: int = 0, points: int = 0, people: int = 1,
) -> Basket:  # fmt: skip
    """A basket at a moment; UserError for SKUs without a price, and what the shop does not have."""
    channel_id = find_channel_id(tx, channel) if channel else None
    if channel and channel_id is None:
        raise UserError(N_("There is no channel “{name}”."), code="unknown_channel", name=channel)
    known = _known(tx, sorted({one.code for one in wanted}))
    lines = tuple(_line(one, known.get(one.code)) for one in wanted)
    coin = MONEY_SCALE // 10 ** decimals(tx.currency)
    return Basket(lines, moment, channel_id, group or None, tuple(coupons), shipping, points, coin, people)


def _known(tx: Tx, codes: Sequence[str]) -> dict[str, Any]:
    wanted = select(_K.code, _K.sku_id, _K.product_id, type_coerce(_K.price, WHOLE).label("price"), Product.category)
    wanted = wanted.join_from(Sku.__table__, Product.__table__, Product.product_id == _K.product_id)
    found: dict[str, Any] = {}
    for start in range(0, len(codes), _PART):
        rows = tx.rows(wanted.where(_K.code.in_(codes[start : start + _PART])))
        found |= {row.code: row for row in rows}
    return found


def _line(wanted: Wanted, known: Any) -> Line:
    if known is None:
        raise UserError(N_("There is no SKU “{name}”."), code="unknown_sku", name=wanted.code)
    price = wanted.price if wanted.price is not None else known.price
    if price is None:
        raise UserError(N_("SKU {name} has no price."), code="no_price", name=wanted.code)
    return Line(wanted.code, price, wanted.pieces, known.sku_id, known.product_id, known.category)
