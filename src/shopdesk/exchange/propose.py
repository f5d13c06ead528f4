"""A reading for a sheet nobody declared, by its header's words and its cells' look, for a person to accept."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from shopdesk.exchange.formats.format import words
from shopdesk.exchange.headers import HeaderRow, clean_header, spaced
from shopdesk.exchange.headings import headers_of
from shopdesk.exchange.kinds import FILES, KINDS
from shopdesk.exchange.likeness import EXACT, MONEY, is_known, is_open, likenesses, says, tokens
from shopdesk.exchange.periods import PERIOD
from shopdesk.exchange.plan import Grain
from shopdesk.exchange.settling import LINE_FIELDS, settle
from shopdesk.exchange.shapes import Shape, fits, is_date, is_number, shape
from shopdesk.shop.columns import Column, Kind, Sheet

_NUMBERED = frozenset({("id",), ("no",), ("nummer",), ("numer",), ("番号",), ("번호",), ("编号",)})
"""Headers of a number that may be anything's: of the sheet's own rows where nothing else is."""
_ROW_NUMBERS = {"orders": "order_no", "products": "sku"}
_OTHER_WEIGHTS = frozenset({"kg", "kgs", "lb", "lbs", "oz", "kilogram", "kilograms", "pounds", "千克", "公斤", "斤"})
"""Ours is in grams."""
_STATUS = re.compile(
    "stat(?!e)|situa|état de|stav|durum|状态|狀態|ステータス|状況|상태|สถานะ|trạng thái|статус|حال|סטטוס"
)
_OTHER_DAYS = frozenset(
    words(
        """ship,shipping,shipped,deliver,delivery,delivered,due,expiry,expire,expiration,valid,limit,latest,deadline,
        birth,update,updated,modified,last,next,best,before,pay,payment,paid,return,refund,cancel,cancelled,canceled,
        must,promised,estimated,expected,verfall,liefer,versand,fallig"""
    )
)
"""Words by which a date is another than that of the row's own event."""
_CORE = frozenset({"placed_at", "sku", "title", "quantity", "unit_price", "line_amount", "order_total", "paid_amount"})
_REPORTS = {
    "traffic": (frozenset({"target", "source"}), frozenset({"visitors", "page_views"})),
    "search_words": (frozenset({"word"}), frozenset({"clicks", "impressions"})),
}
"""Kinds of reports without a column of days → what they must be of, and what they must count."""
_PIECES = frozenset({"sku", "quantity", "unit_price"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """Fields and their columns, as one kind of sheet."""

    row: HeaderRow
    sheet: Sheet
    columns: Mapping[str, int]
    score: int
    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field of money → the headers that could be it, where only a person can say which."""
    is_told: bool = False
    """A person said what kind of sheet it is, so that its header need not."""

    @property
    def fit(self) -> bool:
        """Whether it is worth a person's look: all that its kind cannot do without, or enough of an order."""
        found = self.columns.keys() | self.doubts.keys()
        if self.sheet.name != "orders":
            needed = {column.key for column in self.sheet.columns if column.required} - self._told_elsewhere
            essence = KINDS[self.sheet.name].essence
            return needed <= found and (not essence or any(key in found for key in essence)) and self._says_its_kind
        if "order_no" in found:
            return bool(_CORE & found) or len(found) >= 3
        # A wallet's bill has days, things and amounts too; pieces and prices are a shop's.
        return "placed_at" in found and len(_CORE & found) >= 3 and bool(_PIECES & found)

    @property
    def _told_elsewhere(self) -> frozenset[str]:
        """The days of a report of traffic, which it may leave to its name, or to the person; not so of other lists."""
        what, how_many = _REPORTS.get(self.sheet.name, (frozenset[str](), frozenset[str]()))
        return frozenset({PERIOD}) if what & self.columns.keys() and how_many & self.columns.keys() else frozenset()

    @property
    def _says_its_kind(self) -> bool:
        asked = KINDS[self.sheet.name].says
        if asked is None or self.is_told or all(column.key in self.columns for column in self.sheet.columns):
            return True
        said = re.compile(asked.pattern, re.IGNORECASE)
        return any(said.search(text) or says(text, headers_of(*asked.meanings)) for text in self.row.texts)


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
        if (score := header_score(row)) > 0
    )
    best = {sheet: rows[place] for _score, _number, sheet, place in scored}
    found = [replace(read_row(row, name, knows), is_told=bool(kind)) for row in best.values() for name in kinds]
    return sorted(found, key=lambda one: (not one.fit, -one.score))


def header_score(row: HeaderRow) -> float:
    """How much a row looks like a header: short distinct texts, words we know, other shapes below."""
    texts = [text for text in row.texts if text]
    names = {clean_header(text) for text in texts}
    plain = sum(not is_number(text) and not is_date(text) for text in texts)
    if plain < 0.8 * len(texts) or len(names) < 0.7 * len(texts) or max(map(len, texts)) > 80:
        return -1.0
    known = sum(map(is_known, texts))
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
    sheet: Sheet,
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
        if (likeness := _likeness(row.texts[column], sheet, field, extra.get(field.key, ())))
        and _allowed(field, looks[column], row.texts[column])
    )
    taken: dict[str, int] = {}
    for _likely, _order, column, key in scored:
        if key not in taken and column not in taken.values():
            taken[key] = column
    return taken


def _likeness(header: str, sheet: Sheet, field: Column, extra: tuple[str, ...]) -> float:
    if extra and says(header, extra):
        return 201.0
    return likenesses(header, sheet.name).get(field.key, 0.0)


def look_of(row: HeaderRow, column: int) -> Shape:
    """The shape of the cells below a header."""
    return shape(line[column] for line in row.below if column < len(line))


def grain_of(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int]) -> Grain:
    """What a row of the sheet stands for, from its fields and from where its order columns are blank."""
    if sheet.name != "orders":
        return Grain.ITEM
    if not LINE_FIELDS & columns.keys():
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
    columns = match_columns(row, sheet, sheet.columns, every)
    score = sum(_weight(sheet.name, key, row.texts[column]) for key, column in columns.items())
    columns |= _by_look(row, sheet, [column for column in every if column not in columns.values()], columns)
    if "sku" not in columns and any(column.key == "sku" for column in sheet.columns):
        columns |= _by_codes(row, [column for column in every if column not in columns.values()], knows)
    if sheet.name == "products" and "barcode" in columns:
        columns.setdefault("sku", columns["barcode"])  # whose only code is a barcode or an ISBN goes by it
    columns |= _by_number(row, sheet, [column for column in every if column not in columns.values()], columns)
    columns |= _quantity_as_said(row, sheet, [column for column in every if column not in columns.values()], columns)
    share = _share_of_discount(row, sheet, [column for column in every if column not in columns.values()])
    settled = settle(row, sheet, columns, _possible_money(row, sheet, every), share)
    order = {column.key: place for place, column in enumerate(sheet.columns)}
    columns = dict(sorted(settled.columns.items(), key=lambda item: order[item[0]]))
    return Proposal(row, sheet, columns, score, settled.doubts)


def _possible_money(row: HeaderRow, sheet: Sheet, every: Iterable[int]) -> list[int]:
    """The columns that say figures and are called like money of this kind of sheet."""
    money = [column for column in sheet.columns if column.kind in MONEY]
    return [
        place
        for place in every
        if any(
            likenesses(row.texts[place], sheet.name).get(column.key) and _allowed(column, look, row.texts[place])
            for look in (look_of(row, place),)
            if look.filled
            for column in money
        )
    ]


def _quantity_as_said(row: HeaderRow, sheet: Sheet, free: list[int], taken: Mapping[str, int]) -> dict[str, int]:
    """The column of orders that is called quantity, though some cells are no numbers: none of them is one piece."""
    if sheet.name != "orders" or "quantity" in taken:
        return {}
    said = [c for c in free if likenesses(row.texts[c], sheet.name).get("quantity", 0.0) >= EXACT]
    return {"quantity": said[0]} if len(said) == 1 and look_of(row, said[0]).counts else {}


def _share_of_discount(row: HeaderRow, sheet: Sheet, free: Iterable[int]) -> int:
    """The column called a discount that holds shares of 1, -1 where there is none."""
    said = (c for c in free if likenesses(row.texts[c], sheet.name).get("line_discount") and look_of(row, c).shares)
    return next(said, -1)


def _weight(kind: str, key: str, header: str) -> int:
    telling = KINDS[kind].weights.get(key, 1)
    is_weak = is_open(header) or likenesses(header, kind).get(key, 0.0) < EXACT
    return min(telling, 1) if key != "sku" and is_weak else telling


def _by_look(row: HeaderRow, sheet: Sheet, free: list[int], taken: Mapping[str, int]) -> dict[str, int]:
    """Columns whose cells leave no doubt whatever their header: the only date, barcodes, phone numbers. Never money."""
    looks = {column: look_of(row, column) for column in free}
    keys = {column.key for column in sheet.columns} - taken.keys()
    wanted = {
        "placed_at received_at counted_at": [
            c for c, look in looks.items() if look.dates >= 0.9 and not _OTHER_DAYS & set(tokens(row.texts[c]))
        ],
        "barcode": [c for c, look in looks.items() if look.filled >= 3 and look.eans >= 0.9],
        "phone": [
            c
            for c, look in looks.items()
            if look.filled >= 3 and look.dialled >= 0.9 and look.eans < 0.5 and look.length >= 10 and look.dates < 0.5
        ],
    }
    return {
        key: columns[0]
        for names, columns in wanted.items()
        for key in names.split()
        if key in keys and len(columns) == 1
    }


def _by_number(row: HeaderRow, sheet: Sheet, free: list[int], taken: Mapping[str, int]) -> dict[str, int]:
    """The column that numbers the rows, where the sheet has no other name for what they are."""
    key = _ROW_NUMBERS.get(sheet.name, "")
    if not key or key in taken or (key == "order_no" and "placed_at" not in taken):
        return {}
    numbered = [column for column in free if tokens(row.texts[column]) in _NUMBERED]
    return {key: numbered[0]} if len(numbered) == 1 and fits(sheet.column(key), look_of(row, numbered[0])) else {}


def _by_codes(row: HeaderRow, free: list[int], knows: Knows) -> dict[str, int]:
    """The column whose cells the shop knows as its own codes, whatever its header; barcodes only where alone."""
    known: dict[int, bool] = {}
    for column in free:
        cells = {line[column].strip() for line in row.below if column < len(line)} - {""}
        if len(cells) >= 2 and len(knows(cells)) >= 0.8 * len(cells):
            known[column] = look_of(row, column).eans < 0.9
    codes = [column for column, is_code in known.items() if is_code] or list(known)
    return {"sku": codes[0]} if len(codes) == 1 else {}


_NAMED_RATE: Final = re.compile(r"\d\s*[%％]")


def _allowed(field: Column, look: Shape, header: str) -> bool:
    if not fits(field, look):
        return False
    if field.key == "state" and not _STATUS.search(header.casefold()):
        return look.states >= 0.5  # Kentucky is a state too
    if field.key == "weight":
        return not _OTHER_WEIGHTS & set(spaced(header).split())
    # A discount column of 0.15 and 0.2 holds shares: read as money it would be cents. "Tax 5%" holds amounts.
    in_shares = ("%" in header or "％" in header) and not _NAMED_RATE.search(header)
    return not (field.kind is Kind.MONEY and (in_shares or (look.shares and "discount" in field.key)))
