"""Reading the catalogue: channels and suppliers."""

from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.catalog.rules import DIRECT, ProductState
from shopdesk.shop.catalog.sheets import SUPPLIERS
from shopdesk.shop.spoken import spellings
from shopdesk.store.rows import RowSource
from shopdesk.store.tables import Channel, GoodsReceipt, Product, Sku, Supplier
from shopdesk.store.tx import Tx

_S, _G = Supplier.__table__.c, GoodsReceipt.__table__.c


def _of_receipts(figure: Any) -> Any:
    """SQL: a figure over the goods receipts of a supplier."""
    mine = select(figure).where(_G.supplier_id == _S.supplier_id)
    return mine.correlate(Supplier.__table__).scalar_subquery()


_PRODUCTS: Final = (
    select(func.count(Product.product_id.distinct()))
    .join(Sku, Sku.product_id == Product.product_id)
    .where(Product.supplier_id == _S.supplier_id, Sku.state != ProductState.WITHDRAWN.value)
    .correlate(Supplier.__table__)
    .scalar_subquery()
)

SUPPLIER_ROWS: Final = RowSource(
    sheet=SUPPLIERS,
    origin=Supplier.__table__,
    row_id=_S.supplier_id,
    values={
        **{column.key: _S[column.key] for column in SUPPLIERS.columns if column.key in _S},
        "products": _PRODUCTS,
        "receipts": _of_receipts(func.count()),
        "last_received": _of_receipts(func.max(_G.received_at)),
    },
    search=(_S.name, _S.code, _S.note),
    order=(("name", False),),
)
"""The list of suppliers."""


def find_channel_id(tx: Tx, name: str) -> int | None:
    """The channel with that code or title, whatever its case and in any language; None where there is none."""
    wanted = (name.strip() or DIRECT).casefold()
    for row in tx.rows(select(Channel.channel_id, Channel.code, Channel.title).order_by(Channel.channel_id)):
        if wanted == row.code or wanted in map(str.casefold, spellings(row.title)):
            return int(row.channel_id)
    return None


def channel_ids(tx: Tx) -> dict[str, int]:
    """Code of each channel → its id."""
    return {
        row.code: row.channel_id
        for row in tx.rows(select(Channel.code, Channel.channel_id).order_by(Channel.channel_id))
    }


def channel_titles(tx: Tx) -> dict[int, str]:
    """Channel → its title, a msgid where the channel is well known."""
    return {
        row.channel_id: row.title
        for row in tx.rows(select(Channel.channel_id, Channel.title).order_by(Channel.channel_id))
    }


def supplier_names(tx: Tx) -> list[str]:
    """Names of all suppliers, by alphabet."""
    return tx.scalars(select(Supplier.name).order_by(Supplier.name))
