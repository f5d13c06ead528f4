"""The listings that a file of products tells beside its SKUs, gathered from its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final, NamedTuple

from shopdesk.exchange.celltext import unwrap
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.formats.format import Shows
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.facts import FactReader, Facts, fact_columns, joined
from shopdesk.exchange.stage.staged import Item, Staged, Told
from shopdesk.exchange.table import Chunk
from shopdesk.exchange.values import Bad, parser, unguarded
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.listings.actions import TEXTS
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.store.types import MONEY_SCALE

STATES: Final = {
    ProductState.ACTIVE.value: ListingState.ACTIVE.value,
    ProductState.DRAFT.value: ListingState.DRAFT.value,
    ProductState.ARCHIVED.value: ListingState.ENDED.value,
}
"""State of a SKU as a channel's file tells it → that of its listing."""
_BY_NUMBER: Final = "id:"
"""Before the number of the listing that a variant belongs to."""
_PLAIN: Final = ("list_price", "listed_at")
"""Fields that are no texts, read as their columns say."""
Row = tuple[int, dict[str, str], Facts]
"""Its number in the file, its texts by field of the layout's Shows, and what it tells of the product."""
_Placed = tuple[int, str, str | None]
"""Where a picture stands among others, its address and its words."""


class _Name(NamedTuple):
    """How a file names a listing."""

    number: str
    called: str
    is_numbered: bool
    """The channel itself gave it that number."""


def shows_listings(plan: Plan) -> Shows | None:
    """What a file tells of the listings of its channel; None where it tells nothing, or names no channel."""
    layout = FORMATS.get(plan.format)
    return layout.shows if layout is not None and plan.channel else None


class Gathering:
    """Keeps what the rows that pass by say of listings."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.shows = shows_listings(plan)
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
                said = {key: self._text(columns, at, key) for key, columns in cells.items()}
                facts = self._facts.read({place: unguarded(unwrap(one[at]).strip()) for place, one in told.items()})
                self._rows.append((number, {key: text for key, text in said.items() if text}, facts))

    def _text(self, columns: Sequence[Sequence[str]], at: int, key: str) -> str:
        texts = (unguarded(unwrap(cells[at]).strip()) for cells in columns)
        said = (text for text in texts if text and not (key == "listing_no" and text == "0"))
        return "\n".join(said) if self.shows is not None and key in self.shows.lines else next(said, "")

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
        for key, names in shows.fields.items()
    }


def _listings(rows: Sequence[Row], shows: Shows, staged: Staged, zone: tzinfo) -> list[Told]:
    items: dict[int, list[Item]] = {}
    for item in staged.items:
        items.setdefault(item.row, []).append(item)
    read = {key: parser(LISTING_FILE.column(key), staged.plan, zone, None) for key in _PLAIN}
    read["sale_price"] = read["list_price"]
    parents = _parents(rows) if "parent" in shows.fields else {}
    found: dict[str, Told] = {}
    places: dict[str, list[_Placed]] = {}
    for row, texts, facts in rows:
        if row in staged.mends.left_out or row in staged.rejected_rows:
            continue
        parent = texts.get("parent", "")
        name = (parents.get(parent) or _told_as_parent(parent)) if parent else _named(texts)
        if not (number := name.number):
            continue
        told = found.setdefault(number, Told(*name, row))
        for fact, values in facts.items():
            told.facts[fact] = joined([*filter(None, told.facts.get(fact, "").split(", ")), *values])
        _say_plain(told, texts, read)
        if not parent:
            _say(told, texts)
            places.setdefault(number, []).extend(_pictures(texts, shows))
        for item in items.get(row, ()):
            _sell(told, item, texts, read)
            _name_as(told, item, staged.plan)
    for number, shown in places.items():
        ordered = sorted(shown, key=lambda one: one[0])
        found[number].pictures = list({address: (address, alt) for _at, address, alt in ordered}.values())
    return [told for told in found.values() if told.items]


def _pictures(texts: Mapping[str, str], shows: Shows) -> Iterator[_Placed]:
    place = int(texts["picture_at"]) if texts.get("picture_at", "").isdecimal() else 0
    for address in shows.pictures(texts["pictures"]) if texts.get("pictures") else ():
        yield place, address, texts.get("alt")


def _named(texts: Mapping[str, str]) -> _Name:
    number, called = texts.get("listing_no", ""), texts.get("called", "")
    return _Name(number or called, called, bool(number))


def _told_as_parent(parent: str) -> _Name:
    """The listing of a variant whose own row is not in the file."""
    number = parent.removeprefix(_BY_NUMBER)
    return _Name(number, parent, number != parent)


def _parents(rows: Sequence[Row]) -> dict[str, _Name]:
    """What a variant may call the listing that it belongs to → how that is named."""
    made: dict[str, _Name] = {}
    for _row, texts, _facts in rows:
        one = _named(texts)
        if one.number and not texts.get("parent"):
            made |= {name: one for name in (one.number, f"{_BY_NUMBER}{one.number}", one.called) if name}
    return made


def _say(told: Told, texts: Mapping[str, str]) -> None:
    for name in TEXTS:
        if texts.get(name):
            told.values.setdefault(name, texts[name])


def _say_plain(told: Told, texts: Mapping[str, str], read: Mapping[str, Any]) -> None:
    for name in _PLAIN:
        value = read[name][texts[name]] if texts.get(name) else None
        if value and not isinstance(value, Bad):  # nothing is crossed out by a price of 0.00
            made = datetime.fromtimestamp(value, UTC) if name == "listed_at" else _money(value)
            told.values.setdefault(name, made)


def _name_as(told: Told, item: Item, plan: Plan) -> None:
    """What a row says neither of its title nor of its category, its product's row says."""
    for name in ("title", "category"):
        if name in plan.columns and told.values.get(name):
            item.values.setdefault(name, told.values[name])


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
    if item.values.get("state") in STATES:
        told.values.setdefault("state", STATES[item.values["state"]])


def _money(amount: int) -> Decimal:
    return Decimal(amount) / MONEY_SCALE
