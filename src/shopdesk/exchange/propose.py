"""A reading for a sheet nobody declared, by its header's words and its cells' look, for a person to accept."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from rapidfuzz import fuzz

from shopdesk.exchange.formats import FILES
from shopdesk.exchange.formats.format import words
from shopdesk.exchange.headers import HeaderRow, clean_header, spaced
from shopdesk.exchange.plan import Grain
from shopdesk.exchange.shapes import Shape, fits, is_date, is_number, shape
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.spoken import spellings

ALIKE = 86.0
"""Least likeness of a header to a field's word, of 100."""
ALIKE_MONEY = 95.0
"""For money a near miss is another figure: 买家应付 is not 买家实付."""
_MONEY = frozenset({Kind.MONEY, Kind.PRICE})

_TELLING = {
    "orders": {"order_no": 3, "placed_at": 2, "order_total": 2, "paid_amount": 2},
    "counts": {"sku": 3, "counted": 3, "counted_at": 3},
    "receipts": {"sku": 3, "quantity": 3, "received_at": 3, "document_no": 3, "supplier": 2, "unit_cost": 2},
    "refunds": {"refund_no": 5, "order_no": 1, "amount": 1, "refunded_at": 3, "claimed_at": 3, "claim": 2},
    "costs": {"sku": 1, "cost": 2, "from_on": 4},
    "freight": {"waybill": 3, "amount": 1, "charged_at": 3},
    "expenses": {"spent_on": 1, "account": 4, "amount": 1, "supplier": 1, "document_no": 1, "note": 1},
    "suppliers": {"name": 1, "code": 2, "contact": 2, "lead_days": 4},
    "rates": {"currency": 1, "rate_on": 2, "rate": 4},
    "purchase_orders": {"purchase_no": 4, "supplier": 2, "ordered_on": 2, "expected_on": 4, "sku": 2, "quantity": 2},
    "supplier_prices": {"supplier": 3, "sku": 2, "supplier_code": 3, "price": 1, "pack": 3, "minimum": 4},
    "customers": {"customer_no": 3, "group_name": 3, "tags": 2},
    "products": {"sku": 3, "price": 2, "cost": 2, "barcode": 2, "category": 2, "brand": 2, "on_hand": 2},
}  # fmt: skip
"""Kind → how much a field says for it; others say 1."""
_ESSENCE = {"counts": {"counted"}}
"""What a kind is about, though a row may leave it blank."""
_SAYS = {
    "suppliers": re.compile("supplier|vendor|供[应應货貨]商", re.IGNORECASE),
    "customers": re.compile("customer|client|member|buyer|客[户戶]|[会會][员員]|[顾顧]客|[买買]家", re.IGNORECASE),
}
"""What a header must say for a kind whose fields are those of any list of addresses: customers are no suppliers."""
_EVERYBODYS = frozenset(
    words(
        "quantity,qty,数量,數量,count,date,日期,price,cost,单价,單價,received,supplier,vendor,供应商,供應商,单号,單號"
    )
)
"""Words that several kinds of sheet use: they say 1 for each."""
_OTHER_WEIGHTS = frozenset({"kg", "kgs", "lb", "lbs", "oz", "kilogram", "kilograms", "pounds", "千克", "公斤", "斤"})
"""Ours is in grams."""
_STATUS = re.compile("stat(?!e)|状态|狀態")
_CORE = frozenset({"placed_at", "sku", "title", "quantity", "unit_price", "line_amount", "order_total", "paid_amount"})
_LINE_FIELDS = frozenset({"line_id", "sku", "title", "quantity", "unit_price", "line_amount", "barcode"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """Fields and their columns, as one kind of sheet."""

    row: HeaderRow
    sheet: Sheet
    columns: Mapping[str, int]
    score: int

    @property
    def fit(self) -> bool:
        """Whether it is worth a person's look: all that its kind cannot do without, or enough of an order."""
        if self.sheet.name != "orders":
            needed = {column.key for column in self.sheet.columns if column.required} | _ESSENCE.get(
                self.sheet.name, set()
            )
            said = _SAYS.get(self.sheet.name)
            return needed <= self.columns.keys() and (said is None or any(map(said.search, self.row.texts)))
        if "order_no" in self.columns:
            return bool(_CORE & self.columns.keys()) or len(self.columns) >= 3
        return "placed_at" in self.columns and len(_CORE & self.columns.keys()) >= 3


Knows = Callable[[Collection[str]], Collection[str]]
"""Of some texts, those that the shop knows as codes or barcodes of its SKUs."""


def nothing_known(_codes: Collection[str]) -> Collection[str]:
    """A shop without products, or nobody to ask."""
    return ()


def propose(rows: Sequence[HeaderRow], kind: str = "", knows: Knows = nothing_known) -> list[Proposal]:
    """The readings of the likeliest header row of each sheet, best first; those that are no fit come last."""
    kinds = [kind] if kind else list(FILES)
    scored = sorted(
        (score, -row.number, row.head.number, place)
        for place, row in enumerate(rows)
        if (score := header_score(row, kinds)) > 0
    )
    best = {sheet: rows[place] for _score, _number, sheet, place in scored}
    found = [read_row(row, name, knows) for row in best.values() for name in kinds]
    return sorted(found, key=lambda one: (not one.fit, -one.score))


def header_score(row: HeaderRow, kinds: Iterable[str] = FILES) -> float:
    """How much a row looks like a header: short distinct texts, words we know, other shapes below."""
    texts = [text for text in row.texts if text]
    names = {clean_header(text) for text in texts}
    plain = sum(not is_number(text) and not is_date(text) for text in texts)
    if plain < 0.8 * len(texts) or len(names) < 0.7 * len(texts) or max(map(len, texts)) > 80:
        return -1.0
    known = sum(bool(names & _exact(kind, column.key)) for kind in kinds for column in FILES[kind].columns)
    below = [line for line in row.below[:10] if any(line)]
    other = sum(
        any(
            column < len(line) and line[column] and (is_number(line[column]) or is_date(line[column])) for line in below
        )
        for column, text in enumerate(row.texts)
        if text
    )
    width = max((sum(map(bool, line)) for line in below), default=0)
    return 3.0 * known + other + min(len(texts), width) - (5.0 if not below else 0.0)


def match_columns(
    row: HeaderRow,
    fields: Collection[Column],
    columns: Collection[int],
    extra: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> dict[str, int]:
    """Field key → column, each column for one field: by exact words, then by likeness, never against the cells' look.

    A required field is served first. `extra`: further spellings of a field.
    """
    looks = {column: look_of(row, column) for column in columns}
    scored = sorted(
        (-likeness - (100.0 if field.required else 0.0), order, column, field.key)
        for order, field in enumerate(fields)
        for column in columns
        if (likeness := _likeness(row.texts[column], field, extra.get(field.key, ())))
        and _allowed(field, looks[column], row.texts[column])
    )
    taken: dict[str, int] = {}
    for _likely, _order, column, key in scored:
        if key not in taken and column not in taken.values():
            taken[key] = column
    return taken


def look_of(row: HeaderRow, column: int) -> Shape:
    """The shape of the cells below a header."""
    return shape(line[column] for line in row.below if column < len(line))


def grain_of(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int]) -> Grain:
    """What a row of the sheet stands for, from its fields and from where its order columns are blank."""
    if sheet.name != "orders":
        return Grain.ITEM
    if not _LINE_FIELDS & columns.keys():
        return Grain.ORDER
    head_fields = [columns[key] for key in ("placed_at", "order_total", "state", "paid_at") if key in columns]
    lines = [line for line in row.below if any(line)]
    order_no = columns.get("order_no", 0)
    for before, line in pairwise(lines):
        repeated = _cell(line, order_no) == _cell(before, order_no) and bool(head_fields)
        if not _cell(line, order_no) or (repeated and not any(_cell(line, column) for column in head_fields)):
            return Grain.FIRST_ROW
    return Grain.LINE


def _cell(line: Sequence[str], column: int) -> str:
    return line[column].strip() if column < len(line) else ""


def read_row(row: HeaderRow, kind: str, knows: Knows = nothing_known) -> Proposal:
    """The columns under a header row as the fields of a kind of sheet."""
    sheet = FILES[kind]
    every = [column for column, text in enumerate(row.texts) if text]
    columns = match_columns(row, sheet.columns, every)
    score = sum(_weight(sheet.name, key, row.texts[column]) for key, column in columns.items())
    columns |= _by_look(row, sheet, [column for column in every if column not in columns.values()], columns)
    if "sku" not in columns and any(column.key == "sku" for column in sheet.columns):
        columns |= _by_codes(row, [column for column in every if column not in columns.values()], knows)
    order = {column.key: place for place, column in enumerate(sheet.columns)}
    return Proposal(row, sheet, dict(sorted(columns.items(), key=lambda item: order[item[0]])), score)


def _weight(kind: str, key: str, header: str) -> int:
    telling = _TELLING[kind].get(key, 1)
    return min(telling, 1) if key != "sku" and clean_header(header) in _EVERYBODYS else telling


def _by_look(row: HeaderRow, sheet: Sheet, free: list[int], taken: Mapping[str, int]) -> dict[str, int]:
    """Columns whose cells leave no doubt whatever their header: the only date, barcodes, phone numbers. Never money."""
    looks = {column: look_of(row, column) for column in free}
    keys = {column.key for column in sheet.columns} - taken.keys()
    wanted = {
        "placed_at received_at counted_at": [c for c, look in looks.items() if look.dates >= 0.9],
        "barcode": [c for c, look in looks.items() if look.filled >= 3 and look.eans >= 0.9],
        "phone": [
            c
            for c, look in looks.items()
            if look.filled >= 3 and look.phones >= 0.9 and look.eans < 0.5 and look.length >= 10 and look.dates < 0.5
        ],
    }
    return {
        key: columns[0]
        for names, columns in wanted.items()
        for key in names.split()
        if key in keys and len(columns) == 1
    }


def _by_codes(row: HeaderRow, free: list[int], knows: Knows) -> dict[str, int]:
    """The column whose cells the shop knows as its own codes, whatever its header; barcodes only where alone."""
    known: dict[int, bool] = {}
    for column in free:
        cells = {line[column].strip() for line in row.below if column < len(line)} - {""}
        if len(cells) >= 2 and len(knows(cells)) >= 0.8 * len(cells):
            known[column] = look_of(row, column).eans < 0.9
    codes = [column for column, is_code in known.items() if is_code] or list(known)
    return {"sku": codes[0]} if len(codes) == 1 else {}


@cache
def _exact(kind: str, key: str) -> frozenset[str]:
    return frozenset(map(clean_header, _names(FILES[kind].column(key))))


def _names(field: Column) -> tuple[str, ...]:
    return (*field.words, *spellings(field.title), field.key)


def _likeness(header: str, field: Column, extra: tuple[str, ...]) -> float:
    """200 for a word of the field (later ones less), 150 for its title, else the likeness if enough, else 0."""
    said, clean = spaced(header), clean_header(header)
    best = 0.0
    for place, name in enumerate((*extra, *_names(field))):
        named = spaced(name)
        if clean == clean_header(name) or said.replace(" ", "") == named.replace(" ", ""):
            return (200.0 if place < len(extra) + len(field.words) else 150.0) - place
        best = max(best, _alike(said.split(), named.split()))
    return best if best >= (ALIKE_MONEY if field.kind in _MONEY else ALIKE) else 0.0


def _alike(said: list[str], named: list[str]) -> float:
    """Word by word in any order: a customer note is not a customer no. however alike the whole."""
    if len(said) == len(named) > 1:
        likeness = [[float(fuzz.ratio(one, other)) for other in named] for one in said]
        return float(min(*map(max, likeness), *map(max, zip(*likeness, strict=True))))
    return float(fuzz.ratio("".join(said), "".join(named))) if 1 in {len(said), len(named)} else 0.0


def _allowed(field: Column, look: Shape, header: str) -> bool:
    if not fits(field, look):
        return False
    if field.key == "state" and not _STATUS.search(header.casefold()):
        return look.filled == 0 or look.states >= 0.5  # Kentucky is a state too
    if field.key == "weight":
        return not _OTHER_WEIGHTS & set(spaced(header).split())
    # A discount column of 0.15 and 0.2 holds shares: read as money it would be cents.
    return not (field.kind is Kind.MONEY and (look.shares or "%" in header or "％" in header))
