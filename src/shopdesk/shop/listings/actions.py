"""What a person does with listings: adds and edits them; each text and price that gives way is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from shopdesk.shop.catalog.actions import find_channel, find_sku
from shopdesk.shop.catalog.sheets import STAGES
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.scoring import actions as scoring  # noqa: F401 - what is edited is scored anew, see `follows`
from shopdesk.shop.listings.scoring.standing import rows_of
from shopdesk.store.action import action
from shopdesk.store.tables import Listing, ListingSku, ListingVersion, Picture, PriceChange, Product, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

TEXTS: Final = (
    "title", "subtitle", "bullets", "description", "search_terms", "seo_title", "seo_description", "category",
)  # fmt: skip
"""Columns of which every change is kept."""
FACTS: Final = ("state", "list_price", "url", "rating", "reviews", "listed_at", "is_locked")
"""Columns that hold what is so now, and nothing of before."""
GONE: Final = N_("This listing no longer exists.")
Edit = tuple[int, str, object]


def put_texts(
    tx: Tx,
    listing_id: int,
    texts: Mapping[str, str | None],
    *,
    reason: str | None = None,
    changed_at: datetime | None = None,
) -> bool:
    """Set texts of a listing (see TEXTS) and keep what they said before; whether anything became different.

    The one place that writes them: editors, imports, bulk changes and experiments come through here.
    """
    row = _listing(tx, listing_id)
    told = {name: (text or "").strip() or None for name, text in texts.items()}
    if "title" in told and told["title"] is None:
        raise UserError(N_("A listing needs a title."), code="required")
    changed = {name: text for name, text in told.items() if text != getattr(row, name)}
    for name, text in changed.items():
        tx.insert(
            ListingVersion, listing_id=listing_id, field=name, before=getattr(row, name), after=text,
            changed_at=changed_at or tx.now, person=tx.person, reason=reason, import_id=tx.import_id,
        )  # fmt: skip
    return bool(changed) and tx.update(Listing, listing_id, **changed)


def put_prices(
    tx: Tx,
    listing_id: int,
    prices: Mapping[int | None, Decimal | None],
    *,
    reason: str | None = None,
    changed_at: datetime | None = None,
) -> bool:
    """Set prices by SKU, None for the listing, and keep those of before; whether anything became different.

    The price of the listing is the lowest of its SKUs: where it is set, they all move by as much. SKUs without a price
    of their own have that of the listing, and keep it where another is set. The one place that writes prices, as
    `put_texts` is of texts.
    """
    row = _listing(tx, listing_id)
    parts = {one.sku_id: one for one in _parts(tx, listing_id)}
    asked = {sku_id: row.price if one.price is None else one.price for sku_id, one in parts.items()}
    told = {sku_id: price for sku_id, price in prices.items() if sku_id is None or sku_id in parts}
    if told and None not in told:
        told = {sku_id: asked[sku_id] for sku_id, one in parts.items() if one.price is None} | told
    if None in told:
        told = {sku_id: _moved(one.price, row.price, told[None]) for sku_id, one in parts.items()} | {None: told[None]}
    if any(price is not None and price < 0 for price in told.values()):
        raise UserError(N_("A price cannot be below zero."), code="negative")
    when, changed = changed_at or tx.now, False
    for sku_id, price in told.items():
        if sku_id is not None and parts[sku_id].price != price:
            changed |= tx.update(ListingSku, parts[sku_id].listing_sku_id, price=price)
            if None not in told and asked[sku_id] != price:
                _keep_price(tx, (listing_id, sku_id), asked[sku_id], price, reason, when)
    known = [one.price for one in _parts(tx, listing_id) if one.price is not None]
    lowest = told[None] if None in told else min(known, default=None)
    if lowest != row.price:
        changed |= tx.update(Listing, listing_id, price=lowest)
        _keep_price(tx, (listing_id, None), row.price, lowest, reason, when)
    return changed


def _moved(price: Decimal | None, before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """The price of a SKU whose listing goes from one price to another."""
    if price is None or before is None or after is None:
        return after
    return price + after - before


def _keep_price(
    tx: Tx,
    of: tuple[int, int | None],
    before: Decimal | None,
    after: Decimal | None,
    reason: str | None,
    when: datetime,
) -> None:
    tx.insert(
        PriceChange, listing_id=of[0], sku_id=of[1], before=before, after=after, changed_at=when, person=tx.person,
        reason=reason, import_id=tx.import_id,
    )  # fmt: skip


class Sold(NamedTuple):
    """A SKU that a listing is to sell, with what is known of it there."""

    listing_id: int
    sku_id: int
    price: Decimal | None = None
    stock: Decimal | None = None


def put_skus(tx: Tx, told: Sequence[Sold]) -> None:
    """Have listings sell SKUs; a price goes to one that has none there yet, what is not known leaves what is so."""
    columns = (ListingSku.listing_sku_id, ListingSku.listing_id, ListingSku.sku_id, ListingSku.price)
    listings = sorted({one.listing_id for one in told})
    rows = rows_of(tx, select(*columns), ListingSku.listing_id, listings)
    there = {(row.listing_id, row.sku_id): row for row in rows}
    fresh = dict[tuple[int, int], Sold]()
    for one in told:
        key = (one.listing_id, one.sku_id)
        if found := there.get(key):
            known = {"stock": one.stock, "price": one.price if found.price is None else None}
            values = {name: value for name, value in known.items() if value is not None}
            if values:
                tx.update(ListingSku, found.listing_sku_id, **values)
        else:
            first = fresh.get(key, one)
            stock = first.stock if one.stock is None else one.stock
            fresh[key] = Sold(*key, one.price if first.price is None else first.price, stock)
    tx.insert_all(ListingSku, [one._asdict() for one in fresh.values()])


Addressed = tuple[str, str | None]
"""The address of a picture, and its words."""


def with_words(told: Sequence[Addressed], there: Sequence[Addressed]) -> list[Addressed]:
    """Pictures that a file tells; where it has no words for one, those that are there stay."""
    words = dict(there)
    return [(url, alt or words.get(url)) for url, alt in told]


class Pictured(NamedTuple):
    """The pictures that a listing is to show, and the row of the file that says so."""

    listing_id: int
    told: Sequence[Addressed]
    row: int | None = None


def put_pictures(tx: Tx, listings: Sequence[Pictured]) -> None:
    """Have each listing show the pictures at these addresses, with their words; kept files stay behind them."""
    ids = [one.listing_id for one in listings]
    columns = (Picture.picture_id, Picture.listing_id, Picture.url, Picture.alt, Picture.file_id)
    there = dict[int, list[Any]]()
    ordered = select(*columns).order_by(Picture.position, Picture.picture_id)
    for row in rows_of(tx, ordered, Picture.listing_id, ids):
        there.setdefault(row.listing_id, []).append(row)
    products = {
        row.listing_id: row.product_id
        for row in rows_of(tx, select(Listing.listing_id, Listing.product_id), Listing.listing_id, ids)
    }
    fresh = [
        {"product_id": products[one.listing_id], "import_id": tx.import_id, **shown}
        for one in listings
        for shown in _shown(tx, one, there.get(one.listing_id, []))
    ]
    tx.insert_all(Picture, fresh)


def _shown(tx: Tx, one: Pictured, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows that a listing needs; those of before go, unless they say the same, and the shop's own come last."""
    there = [(row.url, row.alt) for row in rows if row.url]
    shown = with_words(one.told, there)
    if there == shown:
        return []
    files = {row.url: row.file_id for row in rows if row.url}
    for row in rows:
        if row.url:
            tx.delete(Picture, row.picture_id)
    for position, row in enumerate((row for row in rows if not row.url), len(shown) + 1):
        tx.update(Picture, row.picture_id, position=position)
    return [
        {
            "listing_id": one.listing_id, "position": position, "url": url, "alt": alt, "file_id": files.get(url),
            "source_row": one.row,
        }
        for position, (url, alt) in enumerate(shown, 1)
    ]  # fmt: skip


@action("catalog.edit", N_("Add a listing"), undoable=True)
def add_listing(tx: Tx, values: Mapping[str, Any]) -> int:
    """A listing from the values of the sheet's columns: channel, listing_no, sku (codes with ; between), texts …

    Those who know it say `channel_id`. One that was withdrawn comes back. Returns its id.
    """
    number = str(values.get("listing_no") or "").strip()
    _need_names(number, values)
    channel_id = values.get("channel_id") or find_channel(tx, str(values.get("channel") or ""))
    skus = [find_sku(tx, code) for code in _codes(values.get("sku"))]
    product_id = values.get("product_id") or _product_of(tx, skus)
    (listing_id,) = add_listings(tx, [{**values, "channel_id": channel_id, "product_id": product_id}])
    put_skus(tx, [Sold(listing_id, sku_id, price=values.get("price")) for sku_id in skus])
    tx.say(N_("Add listing {number}"), number=number)
    return listing_id


def add_listings(tx: Tx, listings: Sequence[Mapping[str, Any]]) -> list[int]:
    """Listings of a channel, each from its columns, their ids in order; those that were withdrawn come back.

    SKUs are not told here: see `put_skus`.
    """
    told = [_columns(values) for values in listings]
    there = _numbered(tx, told)
    fresh = [one for one in told if (one["channel_id"], one["listing_no"]) not in there]
    made, ids = iter(tx.insert_all(Listing, fresh)), list[int]()
    for one in told:
        listing_id = there.get((one["channel_id"], one["listing_no"]))
        if listing_id is not None:
            tx.update(Listing, listing_id, **one)
        ids.append(next(made) if listing_id is None else listing_id)
    return ids


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a listing that is added."""
    number, title = (str(values.get(name) or "").strip() for name in ("listing_no", "title"))
    _need_names(number, values)
    names = (*TEXTS, *FACTS, "channel_id", "product_id", "price", "import_id", "source_row")
    told = {name: values.get(name) for name in names}
    state = told["state"] or ListingState.ACTIVE.value
    return told | {"listing_no": number, "title": title, "state": state, "is_locked": bool(told["is_locked"])}


def _need_names(number: str, values: Mapping[str, Any]) -> None:
    if not number or not str(values.get("title") or "").strip():
        raise UserError(N_("A listing needs a number and a title."), code="required")


def _numbered(tx: Tx, told: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], int]:
    """Channel and number → the withdrawn listing that has it; UserError where a standing one, or two told, have."""
    seen, found = set[tuple[int, str]](), dict[tuple[int, str], int]()
    wanted = select(Listing.channel_id, Listing.listing_no, Listing.listing_id, Listing.state)
    for row in rows_of(tx, wanted, Listing.listing_no, [one["listing_no"] for one in told]):
        key = (row.channel_id, row.listing_no)
        found[key] = row.listing_id
        if row.state != ListingState.WITHDRAWN.value:
            seen.add(key)
    for one in told:
        key = (one["channel_id"], one["listing_no"])
        if key in seen:
            raise UserError(N_("There is a listing {number} already."), code="exists", number=one["listing_no"])
        seen.add(key)
    return found


@action("catalog.edit", N_("Edit listings"), undoable=True)
def edit_listings(tx: Tx, edits: Sequence[Edit], reason: str | None = None) -> int:
    """Cells of listings as one step of undo: (listing_id, column, value). Returns how many became different."""
    by_listing = dict[int, dict[str, Any]]()
    for listing_id, name, value in edits:
        by_listing.setdefault(listing_id, {})[name] = value
    changed = 0
    for listing_id, values in by_listing.items():
        texts = {name: value for name, value in values.items() if name in TEXTS}
        facts = {name: value for name, value in values.items() if name in FACTS}
        if facts.get("state", "active") is None:
            raise UserError(N_("A listing needs a state."), code="required")
        one = put_texts(tx, listing_id, texts, reason=reason)
        if "price" in values:
            one |= put_prices(tx, listing_id, {None: values["price"]}, reason=reason)
        if facts:
            one |= tx.update(Listing, listing_id, **facts)
        if "stage" in values:
            one |= _stage(tx, listing_id, values["stage"])
        changed += one
    tx.say(N_("Edit {count} cells of listings"), count=len(edits))
    return changed


def _stage(tx: Tx, listing_id: int, stage: str | None) -> bool:
    product_id = _listing(tx, listing_id).product_id
    if product_id is None:
        raise UserError(N_("No product of the shop stands behind this listing."), code="no_product")
    if stage is not None and stage not in STAGES:
        raise UserError(N_("There is no stage {stage}."), code="unknown", stage=stage)
    return tx.update(Product, product_id, stage=stage)


def _listing(tx: Tx, listing_id: int) -> Any:
    found = tx.rows(select(Listing.__table__).where(Listing.listing_id == listing_id))
    if not found:
        raise UserError(GONE, code="gone")
    return found[0]


def _parts(tx: Tx, listing_id: int) -> Sequence[Any]:
    columns = (ListingSku.listing_sku_id, ListingSku.sku_id, ListingSku.price, ListingSku.stock)
    return tx.rows(select(*columns).where(ListingSku.listing_id == listing_id))


def _codes(told: object) -> list[str]:
    return [code.strip() for code in str(told or "").split(";") if code.strip()]


def _product_of(tx: Tx, skus: Sequence[int]) -> int | None:
    found = tx.scalar(select(Sku.product_id).where(Sku.sku_id == skus[0])) if skus else None
    return None if found is None else int(found)
