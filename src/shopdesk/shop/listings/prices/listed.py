"""The prices of all listings as one list that is edited in a sheet that goes out and comes back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select

from shopdesk.shop.listings.actions import GONE, put_prices
from shopdesk.shop.listings.prices.reading import fetch_locked, refuse_locked
from shopdesk.shop.listings.prices.sheets import PRICE_LIST
from shopdesk.shop.listings.rules import ListingState
from shopdesk.store.action import action
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import Channel, Listing, ListingSku, Product, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_L, _K, _S, _C = Listing.__table__.c, ListingSku.__table__.c, Sku.__table__.c, Channel.__table__.c

PRICE_LIST_ROWS: Final = RowSource(
    sheet=PRICE_LIST,
    origin=ListingSku.__table__.join(Listing.__table__, _L.listing_id == _K.listing_id)
    .join(Channel.__table__, _C.channel_id == _L.channel_id)
    .join(Sku.__table__, _S.sku_id == _K.sku_id)
    .join(Product.__table__, Product.__table__.c.product_id == _S.product_id),
    row_id=_K.listing_sku_id,
    values={
        "channel": _C.title,
        "listing_no": _L.listing_no,
        "sku": _S.code,
        "title": _L.title,
        "price": func.coalesce(_K.price, _L.price),
        "own_price": _S.price,
        "category": Product.__table__.c.category,
    },
    search=(_L.listing_no, _L.title, _S.code),
    order=(("channel", False), ("listing_no", False), ("sku", False)),
    where=(_L.state.not_in((ListingState.WITHDRAWN.value, ListingState.ENDED.value)),),
    spoken={"channel": spoken_title},
)
"""What every listing asks for each of its SKUs."""


@action("catalog.edit", N_("Edit prices of listings"), undoable=True)
def edit_price_list(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Prices as one step of undo: (listing_sku_id, "price", price); refused while a lock holds. Returns how many."""
    locked, changed = fetch_locked(tx), 0
    for row_id, name, price in edits:
        if name != "price":
            raise UserError(N_("This cannot be edited here."), code="not_editable")
        if not isinstance(price, Decimal) or price <= 0:
            raise UserError(N_("A price is more than nothing."), code="negative")
        found = tx.rows(
            select(_K.listing_id, _K.sku_id, _L.listing_no)
            .join_from(ListingSku.__table__, Listing.__table__, _L.listing_id == _K.listing_id)
            .where(_K.listing_sku_id == row_id)
        )
        if not found:
            raise UserError(GONE, code="gone")
        refuse_locked(tx, locked, found[0].listing_id, found[0].listing_no)
        changed += put_prices(tx, found[0].listing_id, {found[0].sku_id: price})
    tx.say(N_("Change {count} prices"), count=len(edits))
    return changed
