"""The journal of prices: every change of a price with its moment, its person and its reason."""

from typing import Final

from sqlalchemy import case, exists, type_coerce
from sqlalchemy.orm import aliased

from shopdesk.shop.listings.prices.sheets import PRICE_JOURNAL
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import Channel, Listing, PriceChange, Sku
from shopdesk.store.types import WHOLE

_P, _L, _C, _S = PriceChange.__table__.c, Listing.__table__.c, Channel.__table__.c, Sku.__table__.c
_before, _after = type_coerce(_P.before, WHOLE), type_coerce(_P.after, WHOLE)
_of_sku = aliased(PriceChange)
# A listing's own price follows the lowest of its SKUs: where a SKU says so at that moment, the listing only repeats it.
_repeats = (
    exists()
    .where(
        _of_sku.listing_id == _P.listing_id,
        _of_sku.changed_at == _P.changed_at,
        _of_sku.sku_id.is_not(None),
        _of_sku.after == _P.after,
    )
    .correlate(PriceChange.__table__)
)

JOURNAL_ROWS: Final = RowSource(
    sheet=PRICE_JOURNAL,
    origin=PriceChange.__table__.join(Listing.__table__, _L.listing_id == _P.listing_id)
    .join(Channel.__table__, _C.channel_id == _L.channel_id)
    .outerjoin(Sku.__table__, _S.sku_id == _P.sku_id),
    row_id=_P.price_change_id,
    values={
        "changed_at": _P.changed_at,
        "channel": _C.title,
        "listing_no": _L.listing_no,
        "sku": _S.code,
        "title": _L.title,
        "before": _P.before,
        "after": _P.after,
        "change": case((_before > 0, (_after - _before) * SHARE_SCALE / _before), else_=None),
        "person": _P.person,
        "reason": _P.reason,
        "import_id": _P.import_id,
    },
    search=(_L.listing_no, _L.title, _S.code, _P.reason),
    order=(("changed_at", True), ("listing_no", False), ("sku", False)),
    where=(_P.sku_id.is_not(None) | ~_repeats,),
    spoken={"channel": spoken_title},
)
"""Changes of prices, the latest first."""
