"""Pictures of listings kept with the shop, and the facts of a product: what a person adds, orders and takes away."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from shopdesk.shop.ledger.attachments import check_size, keep_bytes
from shopdesk.shop.listings.actions import GONE
from shopdesk.shop.listings.reports import fetch_pictures
from shopdesk.shop.listings.scoring.standing import rows_of
from shopdesk.store.action import action
from shopdesk.store.tables import Listing, Picture, ProductAttribute
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_OPENINGS: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
"""How files of pictures begin: PNG, JPEG, GIF, WebP, BMP."""
BY_HAND: Final = ProductAttribute.import_id.is_(None)
"""Facts that a person said: no file of products says them otherwise."""


@action("catalog.edit", N_("Add a picture"), undoable=True)
def add_picture(tx: Tx, listing_id: int, name: str, data: bytes) -> int:
    """Keep a picture with the shop, behind those that the listing has; returns its id."""
    check_size(name, len(data))
    if not data.startswith(_OPENINGS):
        raise UserError(N_("{file} is not a picture."), code="no_picture", file=name)
    found = tx.rows(select(Listing.product_id, Listing.listing_no).where(Listing.listing_id == listing_id))
    if not found:
        raise UserError(GONE, code="gone")
    there = fetch_pictures(tx, listing_id)
    tx.say(N_("Add a picture to {number}"), number=found[0].listing_no)
    return tx.insert(
        Picture, product_id=found[0].product_id, listing_id=listing_id, file_id=keep_bytes(tx, name, data),
        position=max((one.position for one in there), default=0) + 1, alt=None,
    )  # fmt: skip


@action("catalog.edit", N_("Make it the main picture"), undoable=True)
def lead_with(tx: Tx, listing_id: int, picture_id: int) -> None:
    """Put a picture first; the others follow in their order."""
    there = [one.picture_id for one in fetch_pictures(tx, listing_id)]
    if picture_id not in there:
        raise UserError(N_("This picture no longer exists."), code="gone")
    for position, one in enumerate([picture_id, *(other for other in there if other != picture_id)], 1):
        tx.update(Picture, one, position=position)


@action("catalog.edit", N_("Remove a picture"), undoable=True)
def remove_picture(tx: Tx, picture_id: int) -> None:
    """Take a picture from its listing; undo gives it back."""
    tx.delete(Picture, picture_id)


def put_facts(tx: Tx, told: Mapping[int, Mapping[str, str]]) -> None:
    """Listing → facts of the product behind it, as a file tells them; those that a person said stay, and others."""
    behind = select(Listing.listing_id, Listing.product_id).where(Listing.product_id.is_not(None))
    products = {row.listing_id: row.product_id for row in rows_of(tx, behind, Listing.listing_id, list(told))}
    said = {
        (products[listing_id], name): value
        for listing_id, facts in told.items()
        if listing_id in products
        for name, value in facts.items()
    }
    columns = (ProductAttribute.__table__, BY_HAND.label("is_own"))
    rows = rows_of(tx, select(*columns), ProductAttribute.product_id, sorted(set(products.values())))
    there = {(row.product_id, row.name): row for row in rows}
    for key, value in said.items():
        if (found := there.get(key)) and not found.is_own and found.value != value:
            _change_fact(tx, found.attribute_id, value)
    names = ("product_id", "name", "value", "import_id")
    fresh = [(*key, value, tx.import_id) for key, value in said.items() if value and key not in there]
    tx.insert_all(ProductAttribute, [dict(zip(names, one, strict=True)) for one in fresh])


def _change_fact(tx: Tx, attribute_id: int, told: str, **whose: None) -> None:
    """A fact with another value; a blank one takes it away."""
    if told:
        tx.update(ProductAttribute, attribute_id, value=told, **whose)
    else:
        tx.delete(ProductAttribute, attribute_id)


@action("catalog.edit", N_("Set a fact of a product"), undoable=True)
def set_attribute(tx: Tx, product_id: int, name: str, value: str) -> None:
    """Say a fact of a product: material, capacity, origin; a blank value takes it away."""
    called, told = name.strip(), value.strip()
    if not called:
        raise UserError(N_("A fact needs a name."), code="required")
    tx.say(N_("Set {name} of a product"), name=called)
    mine = (ProductAttribute.product_id == product_id) & (ProductAttribute.name == called)
    found = tx.scalar(select(ProductAttribute.attribute_id).where(mine))
    if found is not None:
        _change_fact(tx, found, told, import_id=None)
    elif told:
        tx.insert(ProductAttribute, product_id=product_id, name=called, value=told, import_id=None)
