"""Reading the catalogue: channels and suppliers."""

from sqlalchemy import select

from shopdesk.store.tables import Channel, Supplier
from shopdesk.store.tx import Tx


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
