"""The listings that a file of products tells beside its SKUs: gathered from its rows, held against the store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.celltext import unwrap
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.formats.format import Shows
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.facts import FactReader, Facts, fact_columns, joined
from shopdesk.exchange.stage.known import parts, sku_ids
from shopdesk.exchange.stage.staged import Item, Outcome, Staged, Told
from shopdesk.exchange.table import Chunk
from shopdesk.exchange.values import Bad, parser, unguarded
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.listings.actions import TEXTS
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.store.tables import Listing, ListingSku, Picture, ProductAttribute
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE

LISTING: Final = "listing"
"""Among the changes of an item: its listing is made or changed, not its SKU."""
_STATES: Final = {
    ProductState.ACTIVE.value: ListingState.ACTIVE.value,
    ProductState.DRAFT.value: ListingState.DRAFT.value,
    ProductState.ARCHIVED.value: ListingState.ENDED.value,
}
_OWN: Final = ("title", "category")
"""What a product and its listing each say."""
_PLAIN: Final = ("list_price", "listed_at")
"""Fields that are no texts, read as their columns say."""
Row = tuple[int, dict[str, str], Facts]
"""Its number in the file, its texts by field of the layout's Shows, and what it tells of the product."""


class Gathering:
    """Keeps what the rows that pass by say of listings."""

    def __init__(self, plan: Plan) -> None:
        layout = FORMATS.get(plan.format)
        self._plan = plan
        self.shows = layout.shows if layout is not None and plan.channel else None
        self._columns = _columns(plan, self.shows) if self.shows else {}
        self._facts = FactReader(fact_columns(plan.headers, self.shows.facts) if self.shows else ())
        self._rows: list[Row] = []

    def pass_by(self, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
        """Hand the chunks on."""
        for chunk in chunks:
            if self.shows is not None:
                self._take(chunk)
            yield chunk

    def _take(self, chunk: Chunk) -> None:
        cells = {
            key: [chunk.columns[place] for place in places if place < len(chunk.columns)]
            for key, places in self._columns.items()
        }
        told = {place: chunk.columns[place] for place in self._facts.places if place < len(chunk.columns)}
        for at, number in enumerate(chunk.row_numbers):
            if number >= self._plan.first_row:
                said = {key: _first(columns, at, key) for key, columns in cells.items()}
                facts = self._facts.read({place: unguarded(unwrap(one[at]).strip()) for place, one in told.items()})
                self._rows.append((number, {key: text for key, text in said.items() if text}, facts))

    def tell(self, staged: Staged, zone: tzinfo) -> None:
        """Put what was gathered into `staged.listings`."""
        if self.shows is not None:
            staged.listings = _listings(self._rows, self.shows, staged, zone)


def _columns(plan: Plan, shows: Shows) -> dict[str, list[int]]:
    """Field → its columns, in the order in which they count."""
    there: dict[str, int] = {}
    for place, header in enumerate(plan.headers):
        there.setdefault(clean_header(header), place)
    return {
        key: [there[clean_header(name)] for name in names if clean_header(name) in there]
        for key, names in (*shows.fields.items(), ("sku", ("SKU",) if "parent" in shows.fields else ()))
    }


def _first(columns: Sequence[Sequence[str]], at: int, key: str) -> str:
    for cells in columns:
        text = unguarded(unwrap(cells[at]).strip())
        if text and not (key == "listing_no" and text == "0"):
            return text
    return ""


def _listings(rows: Sequence[Row], shows: Shows, staged: Staged, zone: tzinfo) -> list[Told]:
    items: dict[int, list[Item]] = {}
    for item in staged.items:
        items.setdefault(item.row, []).append(item)
    read = {key: parser(LISTING_FILE.column(key), staged.plan, zone, None) for key in _PLAIN}
    read["sale_price"] = read["list_price"]
    aliases = _aliases(rows) if "parent" in shows.fields else {}
    found: dict[str, Told] = {}
    places: dict[str, list[tuple[int, str, str | None]]] = {}
    for row, texts, facts in rows:
        if row in staged.mends.left_out or row in staged.rejected_rows:
            continue
        parent = texts.get("parent", "")
        number = aliases.get(parent, parent) or texts.get("listing_no", "")
        if not number:
            continue
        told = found.setdefault(number, Told(number, row, {}, []))
        for name, values in facts.items():
            told.facts[name] = joined([*filter(None, told.facts.get(name, "").split(", ")), *values])
        if not parent:
            _say(told, texts, read)
            place = int(texts["picture_at"]) if texts.get("picture_at", "").isdecimal() else 0
            for address in shows.pictures(texts["pictures"]) if texts.get("pictures") else ():
                places.setdefault(number, []).append((place, address, texts.get("alt")))
        for item in items.get(row, ()):
            _sell(told, item, texts, read)
    for number, shown in places.items():
        ordered = sorted(shown, key=lambda one: one[0])
        found[number].pictures = list({address: (address, alt) for _at, address, alt in ordered}.values())
    return [told for told in found.values() if _is_whole(told)]


def _aliases(rows: Sequence[Row]) -> dict[str, str]:
    """What a variant may call the listing that it belongs to → that listing's number."""
    made: dict[str, str] = {}
    for _row, texts, _facts in rows:
        number = texts.get("listing_no", "")
        if number and not texts.get("parent"):
            made |= {name: number for name in (number, f"id:{number}", texts.get("sku", "")) if name}
    return made


def _say(told: Told, texts: Mapping[str, str], read: Mapping[str, Any]) -> None:
    for name in TEXTS:
        if texts.get(name):
            told.values.setdefault(name, texts[name])
    for name in _PLAIN:
        value = read[name][texts[name]] if texts.get(name) else None
        if value is not None and not isinstance(value, Bad):
            made = datetime.fromtimestamp(value, UTC) if name == "listed_at" else _money(value)
            told.values.setdefault(name, made)


def _sell(told: Told, item: Item, texts: Mapping[str, str], read: Mapping[str, Any]) -> None:
    """One more SKU that the listing sells."""
    told.items.append(item)
    price = item.values.get("price")
    sale = read["sale_price"][texts["sale_price"]] if texts.get("sale_price") else None
    if sale is not None and not isinstance(sale, Bad):
        if price is not None and price > sale:
            told.values.setdefault("list_price", _money(price))
        price = sale
    if price is not None:
        told.prices[item.values["sku"]] = _money(price)
    if item.values.get("state") in _STATES:
        told.values.setdefault("state", _STATES[item.values["state"]])


def _is_whole(told: Told) -> bool:
    """Whether it sells anything and has a title; where only its variants are told, theirs is it."""
    if told.items and not told.values.get("title"):
        told.values["title"] = told.items[0].values.get("title") or ""
    return bool(told.items and told.values["title"])


def _money(amount: int) -> Decimal:
    return Decimal(amount) / MONEY_SCALE


# --------------------------------------------------------------------------------------------------- against the store


Own = Mapping[int, Mapping[str, str | None]]
"""SKU → what the shop itself says of its product."""


def compare_listings(tx: Tx, staged: Staged, own: Own) -> None:
    """Say of each listing whether the store has it, and what would become different; its SKUs' rows say so too."""
    if not staged.listings:
        return
    channel_id = find_channel_id(tx, staged.plan.channel)
    known = _stored(tx, channel_id, [told.number for told in staged.listings]) if channel_id is not None else {}
    codes = sku_ids(tx, {item.values["sku"] for told in staged.listings for item in told.items})
    for told in staged.listings:
        there = known.get(told.number)
        told.target = there.listing_id if there is not None else 0
        told.changes = tuple(_changes(told, there, codes)) if there is not None else tuple(told.values)
        for item in told.items:
            _keep_own(item, there, own)
        for item in told.items if told.changes else ():
            if item.outcome is Outcome.SAME:
                item.outcome = Outcome.CHANGED
            if item.outcome is Outcome.CHANGED and LISTING not in item.changes:
                item.changes = (*item.changes, LISTING)


def _keep_own(item: Item, there: "_Stored | None", own: Own) -> None:
    """What a channel's file calls a product is its listing's; the product follows while it says the same as that."""
    mine = own.get(item.target, {})
    kept = {name for name in _OWN if mine.get(name) and (there is None or mine[name] != getattr(there.row, name))}
    changes = tuple(name for name in item.changes if name not in kept)
    if changes != item.changes:
        item.changes = changes
        item.outcome = Outcome.CHANGED if changes else Outcome.SAME


class _Stored:
    """A listing as the store has it."""

    def __init__(self, row: Any) -> None:
        self.listing_id: int = row.listing_id
        self.row = row
        self.skus: dict[int, tuple[Decimal | None, Decimal | None]] = {}
        """SKU → price and stock."""
        self.pictures: list[tuple[str, str | None]] = []
        self.facts: dict[str, str] = {}


def _stored(tx: Tx, channel_id: int, numbers: Sequence[str]) -> dict[str, _Stored]:
    found: dict[str, _Stored] = {}
    for part in parts(sorted(set(numbers))):
        mine = (Listing.channel_id == channel_id) & Listing.listing_no.in_(part)
        standing = mine & (Listing.state != ListingState.WITHDRAWN.value)
        there = {row.listing_id: _Stored(row) for row in tx.rows(select(Listing.__table__).where(standing))}
        sold = select(ListingSku.listing_id, ListingSku.sku_id, ListingSku.price, ListingSku.stock)
        for row in tx.rows(sold.where(ListingSku.listing_id.in_(there))):
            there[row.listing_id].skus[row.sku_id] = (row.price, row.stock)
        shown = select(Picture.listing_id, Picture.url, Picture.alt).order_by(Picture.position, Picture.picture_id)
        for row in tx.rows(shown.where(Picture.listing_id.in_(there), Picture.url.is_not(None))):
            there[row.listing_id].pictures.append((row.url, row.alt))
        facts = _facts_of(tx, {one.row.product_id for one in there.values()})
        for one in there.values():
            one.facts = facts.get(one.row.product_id, {})
        found |= {one.row.listing_no: one for one in there.values()}
    return found


def _facts_of(tx: Tx, products: set[int | None]) -> dict[int, dict[str, str]]:
    """Product → its facts by name."""
    wanted = select(ProductAttribute.product_id, ProductAttribute.name, ProductAttribute.value)
    found: dict[int, dict[str, str]] = {}
    for row in tx.rows(wanted.where(ProductAttribute.product_id.in_(products - {None}))):
        found.setdefault(row.product_id, {})[row.name] = row.value
    return found


def _changes(told: Told, there: _Stored, codes: Mapping[str, int]) -> Iterator[str]:
    for name, value in told.values.items():
        if getattr(there.row, name) != value:
            yield name
    if told.pictures and told.pictures != there.pictures:
        yield "pictures"
    if any(there.facts.get(name) != value for name, value in told.facts.items()):
        yield "facts"
    for key, differs in (("sku", _is_new), ("price", _price_differs), ("stock", _stock_differs)):
        if any(differs(told, item, there.skus.get(codes.get(item.values["sku"], 0))) for item in told.items):
            yield key


Held = tuple[Decimal | None, Decimal | None] | None


def _is_new(_told: Told, _item: Item, held: Held) -> bool:
    return held is None


def _price_differs(told: Told, item: Item, held: Held) -> bool:
    price = told.prices.get(item.values["sku"])
    return held is not None and price is not None and price != held[0]


def _stock_differs(_told: Told, item: Item, held: Held) -> bool:
    stock = stock_of(item)
    return held is not None and stock is not None and stock != held[1]


def stock_of(item: Item) -> Decimal | None:
    """What the channel believes that there is of a SKU."""
    told = item.values.get("on_hand")
    return None if told is None else Decimal(told) / QUANTITY_SCALE
