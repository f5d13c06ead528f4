"""The long tables of the profit sheet, streamed row by row: SKUs and the ledger."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

from shopdesk.exchange.writing import book as books
from shopdesk.exchange.writing import cells
from shopdesk.exchange.writing.book import letter
from shopdesk.exchange.writing.cells import Cell, Losses, TextStyle
from shopdesk.exchange.writing.figures import CENT, Live, Rows, Table, Text, live, month_serial
from shopdesk.exchange.writing.kinds import DAY
from shopdesk.exchange.writing.profit_looks import Looks, parts_in
from shopdesk.exchange.writing.stream import Field, Stream
from shopdesk.shop.columns import Kind
from shopdesk.shop.profit.book import LedgerRow, SkuRow
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, VARIABLE
from shopdesk.text import N_, _

SKU_COLUMNS: Final = (
    (N_("Month"), Kind.DATE, 10), (N_("Channel"), Kind.TEXT, 16), (N_("SKU"), Kind.ID, 20),
    (N_("Product"), Kind.TEXT, 34),
)  # fmt: skip
SKU_FIGURES: Final = (
    "units", "gross_sales", "discounts", "refunds", "adjustments", "charges", "subsidies", "tax_in_prices", "brushed",
    "net_sales", "unknown_units", "unknown_sales", "cogs", "gross_profit", *(name for name, _role in VARIABLE),
    "contribution",
)  # fmt: skip
"""The figures of a SKU; its margin stands after them."""
LEDGER_COLUMNS: Final = (
    (N_("Date"), Kind.DATE, 12), (N_("Entry"), Kind.ID, 12), (N_("Kind"), Kind.TEXT, 14), (N_("Document"), Kind.ID, 20),
    (N_("Account"), Kind.ID, 12), (N_("Account name"), Kind.TEXT, 26), (N_("Debit"), Kind.MONEY, 14),
    (N_("Credit"), Kind.MONEY, 14), (N_("Memo"), Kind.TEXT, 40),
)  # fmt: skip
"""Titles, kinds and widths."""
_RARE: Final = (
    frozenset(SKU_FIGURES)
    - {"units", "gross_sales", "discounts", "refunds", "cogs"}
    - {name for name in SKU_FIGURES if PROFIT_FIGURES[name].parts}
)
"""Left blank where they are nothing."""
SKU_AT: Final[Mapping[str, str]] = MappingProxyType({name: letter(place) for place, name in enumerate(SKU_FIGURES, 4)})
"""Figure of a SKU → its column."""
MARGIN_AT: Final = letter(len(SKU_FIGURES) + 4)
_KNOWN: Final = f"({SKU_AT['net_sales']}{{0}}-{SKU_AT['unknown_sales']}{{0}})"
MARGIN: Final = f'IF({_KNOWN}>0,ROUND({SKU_AT["contribution"]}{{0}}/{_KNOWN},4),"")'
"""Formula of row {0}; what it comes to is computed in `Skus`."""


class Skus:
    """SKU rows on their way to the page, added up as they pass."""

    def __init__(self, rows: Iterable[SkuRow]) -> None:
        self._rows = rows
        self._serials: dict[str, int] = {}
        self.sums = dict.fromkeys(SKU_AT.values(), Decimal(0))

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        for row in self._rows:
            values = [getattr(row.figures, name) for name in SKU_FIGURES]
            for at, value in zip(SKU_AT.values(), values, strict=True):
                if value:
                    self.sums[at] += value
            shown = (value or None if name in _RARE else value for name, value in zip(SKU_FIGURES, values, strict=True))
            yield self._serial(row.month), row.channel, row.sku, row.title, *shown, _margin(row)

    def _serial(self, month: str) -> int:
        return self._serials.get(month) or self._serials.setdefault(month, month_serial(month))


def _margin(row: SkuRow) -> Decimal | None:
    """Contribution by the net sales whose cost is known; None where there are none."""
    share = row.figures.contribution_margin
    return None if share is None else share.quantize(CENT, ROUND_HALF_UP)


class Postings:
    """Ledger rows on their way to the page, added up by account as they pass."""

    def __init__(self, rows: Iterable[LedgerRow]) -> None:
        self._rows = rows
        self.debit: dict[str, Decimal] = defaultdict(Decimal)
        self.credit: dict[str, Decimal] = defaultdict(Decimal)
        self.count = 0

    def __iter__(self) -> Iterator[LedgerRow]:
        debit, credit = self.debit, self.credit
        for row in self._rows:
            if row[6]:
                debit[row[4]] += row[6]
            if row[7]:
                credit[row[4]] += row[7]
            self.count += 1
            yield row


def put_skus(stream: Stream, skus: Skus, looks: Looks, tick: Callable[[int], None] | None) -> Table:
    """The SKU rows; what is made of other columns is a formula."""
    stream.write(skus, tick)
    table = Table(stream.spans, skus.sums)
    sums = [live(table.total(at), looks.sum_of(name)) for name, at in SKU_AT.items()]
    _put_below(stream, Text(_("Total"), looks.sum_text), None, None, None, *sums)
    return table


def put_ledger(stream: Stream, postings: Postings, looks: Looks, tick: Callable[[int], None] | None) -> Table:
    """Every posting; the sums stand below."""
    stream.write(postings, tick)
    sums = {"G": sum(postings.debit.values(), Decimal(0)), "H": sum(postings.credit.values(), Decimal(0))}
    table = Table(stream.spans, sums)
    total: list[Text | Live | None] = [Text(_("Total"), looks.sum_text), *[None] * 5]
    _put_below(stream, *total, *[live(table.total(at), looks.sum) for at in "GH"])
    return table


def sku_fields(looks: Looks) -> list[Field]:
    """The columns of the SKU page."""
    losses = Losses()
    writers = [_number("A", looks.month, looks.text, losses)]
    writers += [_text(at, looks.code if at == "C" else looks.text) for at in "BCD"]
    columns = list(SKU_COLUMNS)
    for name, at in SKU_AT.items():
        column, style = PROFIT_FIGURES[name].column, looks.of(name)
        columns.append((column.title, column.kind, 12 if column.kind is Kind.QUANTITY else 14))
        made = parts_in(name, SKU_AT, "{0}") if PROFIT_FIGURES[name].parts else ""
        writers.append(_formula(at, made, style) if made else _number(at, style, looks.text, losses))
    columns.append((PROFIT_FIGURES["contribution_margin"].column.title, Kind.PERCENT, 12))
    writers.append(_formula(MARGIN_AT, MARGIN, looks.share))
    return _fields(columns, writers)


def ledger_fields(looks: Looks) -> list[Field]:
    """The columns of the ledger page; a posting has a debit or a credit, and the other cell stays blank."""
    losses = Losses()
    writers = [cells.date_cell("A", looks.book.style(num_format=DAY, align="left"), _text("A", looks.text), losses)]
    writers += [_text(at, looks.code if at in "BDE" else looks.text) for at in "BCDEF"]
    writers += [_amount(at, looks, losses) for at in "GH"]
    writers.append(_text("I", looks.text))
    return _fields(LEDGER_COLUMNS, writers)


def _put_below(stream: Stream, *line: Text | Live | None) -> None:
    """A row of totals under a streamed table, where its last page has room for one."""
    if stream.row < books.ROWS:
        Rows(stream.page, stream.row).put(*line)


def _fields(columns: Iterable[tuple[str, Kind, int]], writers: Iterable[Cell]) -> list[Field]:
    return [Field(_(title), kind, wide, cell) for (title, kind, wide), cell in zip(columns, writers, strict=True)]


def _formula(at: str, formula: str, style: int) -> Cell:
    """A formula of each row, whose value of the row is what it comes to; None is the empty text."""
    pieces = formula.split("{0}")
    start = f'<c r="{at}'

    def write(value: object, row: str) -> str:
        result = ' t="str"' if value is None else ""
        known = "" if value is None else value
        return f'{start}{row}" s="{style}"{result}><f>{row.join(pieces)}</f><v>{known}</v></c>'

    return write


def _text(at: str, style: TextStyle) -> Cell:
    return cells.text_cell(at, _("Text"), style)


def _number(at: str, style: int, as_text: TextStyle, losses: Losses) -> Cell:
    return cells.number_cell(at, style, _text(at, as_text), losses)


def _amount(at: str, looks: Looks, losses: Losses) -> Cell:
    write = _number(at, looks.money, looks.text, losses)
    return lambda value, row: write(value, row) if value else ""
