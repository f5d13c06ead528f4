"""What the store knows of a staged list of customers: by channel and number, else by phone, else by e-mail."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.refunds import channel_of
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.orders.customers.marks import UNNUMBERED, find_erased, has_erased, mark_of, reach
from shopdesk.shop.orders.customers.sheets import OWN
from shopdesk.store.tables import Customer, CustomerContact
from shopdesk.store.tx import Tx

CONTACT: Final = ("name", "phone", "email", "company", "address", "city", "region", "postcode", "country")
"""Fields that say who that is; they stand apart, so that they can be erased."""


def compare_customers(tx: Tx, staged: Staged) -> None:
    """New customers, and those of whom the file says something else; what it leaves blank stays.

    One who was erased stays as they are, whatever it says.
    """
    for name, items in by_channel(staged).items():
        channel_id = find_channel_id(tx, name) or 0
        known = _known(tx, channel_id, items)
        stored = stored_customers(tx, known.values())
        for item in items:
            item.target, item.changes, item.outcome = known.get(id(item), 0), (), Outcome.NEW
            if item.target:
                row = stored[item.target]
                told = () if row["erased_at"] is not None else (*OWN, *CONTACT)
                item.changes = tuple(key for key in told if key in item.values and item.values[key] != row.get(key))
                item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME


def by_channel(staged: Staged) -> dict[str, list[Item]]:
    """What the file calls each channel → the rows of it."""
    found: dict[str, list[Item]] = {}
    for item in staged.items:
        found.setdefault(channel_of(staged, item), []).append(item)
    return found


def number_of(tx: Tx, item: Item) -> str:
    """The number that names a customer: the file's, else one made of the phone or the e-mail, which it does not show.

    It is keyed with the store's own id: nobody finds the phone by trying all of them without the store.
    """
    given = item.values.get("customer_no")
    if given:
        return str(given)
    told = reach(item.values.get("phone"), item.values.get("email"))
    key = str(tx.setting("store_id", "")).encode()[:64]
    return UNNUMBERED + hashlib.blake2b(told.encode(), digest_size=6, key=key).hexdigest()


def _known(tx: Tx, channel_id: int, items: Sequence[Item]) -> dict[int, int]:
    """Row (by its id as an object) → the customer of the channel that it means, for those that are there."""
    numbers = {id(item): number_of(tx, item) for item in items}
    there: dict[str, int] = {}
    for part in parts(sorted(set(numbers.values()))):
        wanted = select(Customer.customer_no, Customer.customer_id).where(Customer.channel_id == channel_id)
        there |= {row.customer_no: row.customer_id for row in tx.rows(wanted.where(Customer.customer_no.in_(part)))}
    others = [item for item in items if numbers[id(item)] not in there]
    reached = _erased(tx, channel_id, others, numbers)
    reached |= _reached(tx, channel_id, [item for item in others if id(item) not in reached])
    found = {}
    for item in items:
        customer = there.get(numbers[id(item)]) or reached.get(id(item))
        if customer:
            found[id(item)] = customer
    return found


def _erased(tx: Tx, channel_id: int, items: Sequence[Item], numbers: Mapping[int, str]) -> dict[int, int]:
    """Row → the customer who was erased and had its number or, where it gives none, its phone or e-mail."""
    marks = dict[int, list[str]]()
    for item in items if has_erased(tx) else ():
        said = {numbers[id(item)]}
        if not item.values.get("customer_no"):
            said |= {reach(item.values.get("phone"), None), reach(None, item.values.get("email"))} - {""}
        marks[id(item)] = [mark_of(tx, channel_id, one) for one in said]
    known = find_erased(tx, (mark for listed in marks.values() for mark in listed))
    hits = ((row, next((known[mark] for mark in listed if mark in known), 0)) for row, listed in marks.items())
    return {row: customer for row, customer in hits if customer}


def _reached(tx: Tx, channel_id: int, items: Sequence[Item]) -> dict[int, int]:
    """Row without a number → the customer of the channel with that phone or else that e-mail."""
    unnumbered = [item for item in items if not item.values.get("customer_no")]
    found: dict[int, int] = {}
    for key, column in (("email", func.lower(CustomerContact.email)), ("phone", CustomerContact.phone)):
        wanted = {str(item.values[key]).casefold() for item in unnumbered if item.values.get(key)}
        there: dict[str, int] = {}
        for part in parts(sorted(wanted)):
            rows = (
                select(column.label("said"), func.min(Customer.customer_id).label("customer_id"))
                .join(Customer, Customer.customer_id == CustomerContact.customer_id)
                .where(Customer.channel_id == channel_id, column.in_(part))
                .group_by(column)
            )
            there |= {row.said: row.customer_id for row in tx.rows(rows)}
        for item in unnumbered:
            customer = there.get(str(item.values.get(key) or "").casefold())
            if customer:
                found[id(item)] = customer
    return found


def stored_customers(tx: Tx, customer_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Customer → its fields, its contact's among them."""
    listed = sorted(set(customer_ids))
    found = {image["customer_id"]: image for image in tx.images(Customer, "customer_id", listed)}
    for image in tx.images(CustomerContact, "customer_id", listed):
        found[image["customer_id"]] |= image
    return found
