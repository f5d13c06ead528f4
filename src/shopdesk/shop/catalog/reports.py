"""Reading the catalogue: channels and suppliers."""

from sqlalchemy import select

from shopdesk.shop.catalog.rules import DIRECT
from shopdesk.shop.spoken import spellings
from shopdesk.store.tables import Channel, Supplier
from shopdesk.store.tx import Tx


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
