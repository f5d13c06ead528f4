"""Holding the listings that a file of products tells against those of the store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.stage.known import parts, sku_ids
from shopdesk.exchange.stage.listed import STATES
from shopdesk.exchange.stage.staged import Item, Outcome, Staged, Told
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.listings.actions import with_words
from shopdesk.shop.listings.pictures import BY_HAND
from shopdesk.shop.listings.rules import ListingState
from shopdesk.store.tables import Listing, ListingSku, Picture, ProductAttribute
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE

LISTING: Final = "listing"
"""Among the changes of an item: its listing is made or changed, not its SKU."""
_OWN: Final = ("title", "category", "price", "state")
"""What a product and its listing each say."""
Own = Mapping[int, Mapping[str, Any]]
"""SKU → what the shop itself says of it, by the names of _OWN."""


def compare_listings(tx: Tx, staged: Staged, own: Own) -> None:
    """Say of each listing whether the store has it, and what would become different; its SKUs' rows say so too."""
    for told in staged.listings:
        told.items = [item for item in told.items if item.row not in staged.rejected_rows]
    staged.listings = [told for told in staged.listings if told.items]
    if not staged.listings:
        return
    channel_id = find_channel_id(tx, staged.plan.channel)
    codes = sku_ids(tx, {item.values["sku"] for told in staged.listings for item in told.items})
    if channel_id is not None:
        _find(tx, channel_id, staged.listings, codes)
    staged.listings = _as_one(staged.listings)
    known = _stored(tx, [told.target for told in staged.listings if told.target])
    for told in staged.listings:
        there = known.get(told.target)
        told.changes = tuple(_changes(told, there, codes)) if there is not None else tuple(told.values)
        for item in told.items:
            _keep_own(item, told, there, own)
        for item in told.items if told.changes else ():
            if item.outcome is Outcome.SAME:
                item.outcome = Outcome.CHANGED
            if item.outcome is Outcome.CHANGED and LISTING not in item.changes:
                item.changes = (*item.changes, LISTING)


def _keep_own(item: Item, told: Told, there: "_Stored | None", own: Own) -> None:
    """What a channel's file says of a product is its listing's; the product follows while it says the same as that."""
    mine = own.get(item.target, {})
    kept = {name for name in _OWN if mine.get(name) is not None and mine[name] != _listed(name, item, told, there)}
    changes = tuple(name for name in item.changes if name not in kept)
    if changes != item.changes:
        item.changes = changes
        item.outcome = Outcome.CHANGED if changes else Outcome.SAME


def _listed(name: str, item: Item, told: Told, there: "_Stored | None") -> Any:
    """What the listing that the store has says in the place of the product; None where there is none."""
    if there is None:
        return None
    if name == "state":
        return next((mine for mine, listed in STATES.items() if listed == there.row.state), None)
    if name != "price":
        return getattr(there.row, name)
    paid = told.prices.get(item.values["sku"])
    crossed_out = paid is not None and item.values.get("price") != int(paid * MONEY_SCALE)
    return there.row.list_price if crossed_out else there.skus.get(item.target, (None, None))[0]


# ---------------------------------------------------------------------------------------------------- which one it is


def _find(tx: Tx, channel_id: int, listings: Sequence[Told], codes: Mapping[str, int]) -> None:
    """Set the target of each listing that the channel has: by its number, by what it is called, by what it sells."""
    numbers = _numbers(tx, channel_id, sorted({name for told in listings for name in (told.number, told.called)}))
    for told in listings:
        told.target = numbers.get(told.number, 0)
    taken = {told.target for told in listings}
    rest = [told for told in listings if not told.target]
    sold = _Sold(tx, channel_id, {code for told in rest for code in _skus(told, codes)})
    for told in rest:
        called = numbers.get(told.called, 0)
        if called and called not in taken:
            told.target = called
        elif not told.is_numbered:
            told.target = sold.find(_skus(told, codes), taken, whole="title" in told.values)
        if "title" in told.values:
            taken.add(told.target)


def _skus(told: Told, codes: Mapping[str, int]) -> set[int]:
    """The SKUs of a listing that the shop knows."""
    return {codes[item.values["sku"]] for item in told.items if item.values["sku"] in codes}


def _numbers(tx: Tx, channel_id: int, names: Sequence[str]) -> dict[str, int]:
    """Number → the listing of the channel that has it."""
    found: dict[str, int] = {}
    for part in parts(names):
        mine = (Listing.channel_id == channel_id) & Listing.listing_no.in_(part)
        standing = mine & (Listing.state != ListingState.WITHDRAWN.value)
        rows = tx.rows(select(Listing.listing_no, Listing.listing_id).where(standing))
        found |= {row.listing_no: row.listing_id for row in rows}
    return found


class _Sold:
    """The listings of a channel that sell any of some SKUs."""

    def __init__(self, tx: Tx, channel_id: int, skus: set[int]) -> None:
        self._skus: dict[int, set[int]] = {}
        self._listings: dict[int, set[int]] = {}
        mine = (Listing.channel_id == channel_id) & (Listing.state != ListingState.WITHDRAWN.value)
        for part in parts(sorted(skus)):
            any_of = select(ListingSku.listing_id).where(ListingSku.sku_id.in_(part))
            wanted = select(ListingSku.listing_id, ListingSku.sku_id).join(Listing)
            for row in tx.rows(wanted.where(mine, ListingSku.listing_id.in_(any_of))):
                self._skus.setdefault(row.listing_id, set()).add(row.sku_id)
                self._listings.setdefault(row.sku_id, set()).add(row.listing_id)

    def find(self, skus: set[int], taken: set[int], *, whole: bool) -> int:
        """The oldest listing that sells these SKUs, all of them and (`whole`) no other; 0 for none."""
        found = set.intersection(*(self._listings.get(one, set()) for one in skus)) - taken if skus else set[int]()
        return min((one for one in found if not whole or self._skus[one] == skus), default=0)


def _as_one(listings: Sequence[Told]) -> list[Told]:
    """What rows of prices alone say of one listing is told once; of a listing that nobody has they say nothing."""
    made: list[Told] = []
    untitled: dict[int, Told] = {}
    for told in listings:
        if "title" not in told.values and not told.target and told.items[0].values.get("title"):
            told.values["title"] = told.items[0].values["title"]
        if "title" in told.values:
            made.append(told)
        elif told.target and (one := untitled.setdefault(told.target, told)) is not told:
            one.items += told.items
            one.prices |= told.prices
    return [*made, *untitled.values()]


# ---------------------------------------------------------------------------------------------- what would be different


class _Stored:
    """A listing as the store has it."""

    def __init__(self, row: Any) -> None:
        self.listing_id: int = row.listing_id
        self.row = row
        self.skus: dict[int, tuple[Decimal | None, Decimal | None]] = {}
        """SKU → price and stock."""
        self.pictures: list[tuple[str, str | None]] = []
        self.facts: dict[str, str] = {}
        self.own_facts: set[str] = set()
        """Names of those that a person said."""


def _stored(tx: Tx, wanted: Sequence[int]) -> dict[int, _Stored]:
    found: dict[int, _Stored] = {}
    for part in parts(sorted(set(wanted))):
        rows = tx.rows(select(Listing.__table__).where(Listing.listing_id.in_(part)))
        there = {row.listing_id: _Stored(row) for row in rows}
        sold = select(ListingSku.listing_id, ListingSku.sku_id, ListingSku.price, ListingSku.stock)
        for row in tx.rows(sold.where(ListingSku.listing_id.in_(part))):
            there[row.listing_id].skus[row.sku_id] = (row.price, row.stock)
        shown = select(Picture.listing_id, Picture.url, Picture.alt).order_by(Picture.position, Picture.picture_id)
        for row in tx.rows(shown.where(Picture.listing_id.in_(part), Picture.url.is_not(None))):
            there[row.listing_id].pictures.append((row.url, row.alt))
        _tell_facts(tx, there.values())
        found |= there
    return found


def _tell_facts(tx: Tx, listings: Iterable[_Stored]) -> None:
    """Put the facts of the products behind listings into them."""
    of: dict[int, list[_Stored]] = {}
    for one in listings:
        of.setdefault(one.row.product_id or 0, []).append(one)
    said = (ProductAttribute.product_id, ProductAttribute.name, ProductAttribute.value, BY_HAND.label("is_own"))
    for row in tx.rows(select(*said).where(ProductAttribute.product_id.in_(of))):
        for one in of[row.product_id]:
            one.facts[row.name] = row.value
            if row.is_own:
                one.own_facts.add(row.name)


def _changes(told: Told, there: _Stored, codes: Mapping[str, int]) -> Iterator[str]:
    told.before = {name: was for name, value in told.values.items() if (was := getattr(there.row, name)) != value}
    yield from told.before
    if told.pictures and with_words(told.pictures, there.pictures) != there.pictures:
        yield "pictures"
    said = {name: value for name, value in told.facts.items() if name not in there.own_facts}
    if any(set(there.facts.get(name, "").split(", ")) != set(value.split(", ")) for name, value in said.items()):
        yield "facts"
    held = [(item, there.skus.get(codes.get(item.values["sku"], 0))) for item in told.items]
    if any(one is None for _item, one in held):
        yield "sku"
    told.prices_before = {
        code: one[0]
        for item, one in held
        if one and (price := told.prices.get(code := item.values["sku"])) is not None and price != one[0]
    }
    if told.prices_before:
        yield "price"
    if any(one and (stock := stock_of(item)) is not None and stock != one[1] for item, one in held):
        yield "stock"


def stock_of(item: Item) -> Decimal | None:
    """What the channel believes that there is of a SKU."""
    told = item.values.get("on_hand")
    return None if told is None else Decimal(told) / QUANTITY_SCALE
