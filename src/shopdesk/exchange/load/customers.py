"""Writing a staged list of customers: who somebody is goes into the contact alone, and no journal repeats it.

So taking an import back removes the contacts that it brought; one that it changed stays as it was told last.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import update

from shopdesk.exchange.stage.customers import CONTACT, by_channel, number_of
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.orders.customers.sheets import OWN
from shopdesk.store.tables import Customer, CustomerContact
from shopdesk.store.tx import RowChange, Tx

_COLUMNS: Final = ("customer_id", "channel_id", "customer_no", *OWN, "import_id", "source_row")
Row = tuple[Any, ...]


def load_customers(tx: Tx, staged: Staged, channels: Mapping[str, int]) -> None:
    """Add new customers, edit changed ones; what the file leaves blank stays."""
    contacts: list[Row] = []
    fresh: list[Row] = []
    named = [(channels[name], item) for name, items in by_channel(staged).items() for item in items]
    new = [one for one in named if one[1].outcome is Outcome.NEW]
    first = tx.reserve_ids(Customer, len(new)) if new else 0
    for customer_id, (channel_id, item) in enumerate(new, first):
        own = map(item.values.get, OWN)
        fresh.append((customer_id, channel_id, number_of(tx, item), *own, tx.import_id, item.row))
        contacts.append((customer_id, *map(item.values.get, CONTACT)))
    for _channel, item in named:
        if item.outcome is Outcome.CHANGED:
            contacts += _edit(tx, item)
    if fresh:
        tx.insert_many(Customer, _COLUMNS, fresh)
    told = [row for row in contacts if any(row[1:])]
    if told:
        tx.insert_many(CustomerContact, ("customer_id", *CONTACT), told)


def _edit(tx: Tx, item: Item) -> list[Row]:
    """Set what changed; returns the contact of a customer that had none."""
    own = {key: item.values[key] for key in item.changes if key in OWN}
    if own:
        image = tx.image(Customer.__tablename__, item.target) or {}
        before = {key: image.get(key) for key in own}
        tx.run_sql(Customer, update(Customer).where(Customer.customer_id == item.target).values(**own))
        tx.journal.append(RowChange(Customer.__tablename__, item.target, before, own))
    contact = {key: item.values[key] for key in item.changes if key in CONTACT}
    if not contact:
        return []
    if tx.image(CustomerContact.__tablename__, item.target) is not None:
        here = CustomerContact.customer_id == item.target
        tx.run_sql(CustomerContact, update(CustomerContact).where(here).values(**contact))
        return []
    tx.journal.append(RowChange(CustomerContact.__tablename__, item.target, None, {"customer_id": item.target}))
    return [(item.target, *map(contact.get, CONTACT))]
