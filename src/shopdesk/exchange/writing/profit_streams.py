"""The long tables of the profit sheet, streamed row by row: SKUs and the ledger."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

from shopdesk.exchange.writing import book as books
from shopdesk.exchange.writing import cells
from shopdesk.exchange.writing.cells import Cell, Losses, TextStyle
from shopdesk.exchange.writing.figures import CENT, Live, Rows, Table, Text, live, month_serial
from shopdesk.exchange.writing.kinds import DAY
from shopdesk.exchange.writing.profit_looks import Looks
from shopdesk.exchange.writing.stream import Field, Stream
from shopdesk.shop.columns import Kind
from shopdesk.shop.profit.book import LedgerRow, SkuRow
from shopdesk.text import N_, _

SKU_COLUMNS: Final = (
    (N_("Month"), Kind.DATE, 10), (N_("Channel"), Kind.TEXT, 16), (N_("SKU"), Kind.ID, 20),
    (N_("Product"), Kind.TEXT, 34), (N_("Units"), Kind.QUANTITY, 10), (N_("Gross sales"), Kind.MONEY, 14),
    (N_("Discounts"), Kind.MONEY, 13),
    (N_("Refunds"), Kind.MONEY, 13), (N_("Net sales"), Kind.MONEY, 14), (N_("Cost of goods sold"), Kind.MONEY, 14),
    (N_("Gross profit"), Kind.MONEY, 14), (N_("Gross margin"), Kind.PERCENT, 10),
    (N_("Units of unknown cost"), Kind.QUANTITY, 12),
    (N_("Sales of unknown cost"), Kind.MONEY, 14),
)  # fmt: skip
LEDGER_COLUMNS: Final = (
    (N_("Date"), Kind.DATE, 12), (N_("Entry"), Kind.ID, 12), (N_("Kind"), Kind.TEXT, 14), (N_("Document"), Kind.ID, 20),
    (N_("Account"), Kind.ID, 12), (N_("Account name"), Kind.TEXT, 26), (N_("Debit"), Kind.MONEY, 14),
    (N_("Credit"), Kind.MONEY, 14), (N_("Memo"), Kind.TEXT, 40),
)  # fmt: skip
"""Titles, kinds and widths."""
SKU_AT: Final[Mapping[str, str]] = MappingProxyType(
    {"units": "E", "net_sales": "I", "cogs": "J", "profit": "K", "unknown_units": "M", "unknown_sales": "N"}
)
"""Figure of a SKU → its column."""
PROFIT: Final = 'IF(OR(J{0}="",NOT(M{0}=0),NOT(N{0}=0)),"",ROUND(I{0}-J{0},4))'
MARGIN: Final = 'IF(OR(K{0}="",NOT(I{0}>0)),"",ROUND(K{0}/I{0},4))'
"""Formulas of row {0}; what they come to is computed in `Skus`."""


class Skus:
    """SKU rows on their way to the page, added up as they pass."""

    def __init__(self, rows: Iterable[SkuRow]) -> None:
        self._rows = rows
        self._serials: dict[str, int] = {}
        self.sums = dict.fromkeys(SKU_AT.values(), Decimal(0))
        self.profit = Decimal(0)
        """The profit as the report itself has it, against that of the page's formulas."""

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        for row in self._rows:
            cost, net = row.cogs, row.net_sales
            profit = None if cost is None or row.unknown_units or row.unknown_sales else net - cost
            margin = None if profit is None or net <= 0 else (profit / net).quantize(CENT, ROUND_HALF_UP)
            unknown = row.unknown_units or None, row.unknown_sales or None
            for at, value in zip("EIJKMN", (row.units, net, cost, profit, *unknown), strict=True):
                if value:
                    self.sums[at] += value
            self.profit += row.profit or 0
            yield (self._serial(row.month), *row[1:10], profit, margin, *unknown)

    def _serial(self, month: str) -> int:
        return self._serials.get(month) or self._serials.setdefault(month, month_serial(month))


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
    """The SKU rows; profit and margin are formulas."""
    stream.write(skus, tick)
    table = Table(stream.spans, skus.sums)
    line: list[Text | Live | None] = [Text(_("Total"), looks.sum_text), *[None] * 13]
    for name, at in SKU_AT.items():
        line[ord(at) - ord("A")] = live(table.total(at), looks.sum_of(name))
    _put_below(stream, *line)
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
    writers.append(_number("E", looks.quantity, looks.text, losses))
    writers += [_number(at, looks.money, looks.text, losses) for at in "FGHIJ"]
    writers += [_formula("K", PROFIT, looks.money), _formula("L", MARGIN, looks.share)]
    writers += [_number("M", looks.quantity, looks.text, losses), _number("N", looks.money, looks.text, losses)]
    return _fields(SKU_COLUMNS, writers)


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
