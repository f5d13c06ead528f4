"""A workbook of the layout of UCI Online Retail, and what its orders come to by another road than the program's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

import xlsxwriter
from tests.exchange.counter import views

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.opening import new_shop
from shopdesk.store.store import Store

REAL: Final = Path(__file__).parents[2].parent / "shared/data/online_retail/Online_Retail.xlsx"
ACCEPTED: Final = Choices(accept_proposal=True)
"""Its headers are none of a known layout: a person accepts once what is proposed."""
HEADER: Final = (
    "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"
)  # fmt: skip


class Line(NamedTuple):
    """A row of the workbook; price as text, so that it stays exact here."""

    invoice: str
    code: str
    title: str
    pieces: int
    at: datetime
    price: str
    customer: str = "17850"
    country: str = "United Kingdom"


def day(number: int) -> datetime:
    """An hour in December 2010."""
    return datetime(2010, 12, number, 8, 26)  # noqa: DTZ001 - a workbook knows no time zone


SMALL: Final = (
    Line("536365", "85123A", "WHITE HANGING HEART T-LIGHT HOLDER", 6, day(1), "2.55"),
    Line("536365", "71053", "WHITE METAL LANTERN", 6, day(1), "3.39"),
    Line("536365", "POST", "POSTAGE", 1, day(1), "18"),
    Line("536366", "71053", "WHITE METAL LANTERN", 12, day(2), "3.39"),
    Line("536366", "71053", "WHITE METAL LANTERN", 12, day(2), "3.39"),  # a true duplicate: both were sold
    Line("536366", "22086", "PAPER CHAIN KIT 50'S CHRISTMAS", 80, day(2), "0.001", "", "France"),
    Line("536367", "D", "Discount", -1, day(3), "27.5", "14527"),
    Line("536367", "22086", "PAPER CHAIN KIT 50'S CHRISTMAS", 40, day(3), "2.55", "14527"),
    Line("536368", "M", "Manual", 1, day(4), "1.25"),
    Line("536368", "85123A", "WHITE HANGING HEART T-LIGHT HOLDER", 2, day(4), "2.95"),
    Line("536369", "22086", "", -20, day(5), "0"),  # lost: pieces below zero without a price or a title
    Line("C536370", "71053", "WHITE METAL LANTERN", -5, day(6), "3.39"),
    Line("C536370", "POST", "POSTAGE", -1, day(6), "18"),
    Line("C536371", "85123A", "WHITE HANGING HEART T-LIGHT HOLDER", -1, day(7), "2.55"),
    Line("A563187", "B", "Adjust bad debt", 1, day(8), "-110.62", ""),
    Line("536372", "BANK CHARGES", "Bank Charges", 1, day(9), "15"),
    Line("536372", "71053", "WHITE METAL LANTERN", 1, day(9), "3.39"),
)
"""Sales, returns, a correction, charges, a true duplicate, and goods that were lost."""
CHARGES: Final = {"POST", "D", "M", "BANK CHARGES", "B"}


def write(path: Path, lines: Iterable[Line]) -> Path:
    """The workbook, with its numbers as numbers and its dates as dates, as the real one has them."""
    book = xlsxwriter.Workbook(str(path), {"nan_inf_to_errors": True})
    sheet, moment = book.add_worksheet("Online Retail"), book.add_format({"num_format": "m/d/yy h:mm"})
    sheet.write_row(0, 0, HEADER)
    for row, line in enumerate(lines, 1):
        for place, code in ((0, line.invoice), (1, line.code), (6, line.customer)):
            if code:
                sheet.write(row, place, int(code) if code.isdigit() else code)
        sheet.write(row, 2, line.title)
        sheet.write_number(row, 3, line.pieces)
        sheet.write_datetime(row, 4, line.at, moment)
        sheet.write_number(row, 5, float(line.price))
        sheet.write(row, 7, line.country)
    book.close()
    return path


def amount(lines: Sequence[Line]) -> Decimal:
    """What rows come to."""
    return sum((line.pieces * Decimal(line.price) for line in lines), Decimal(0))


def shelf(lines: Sequence[Line]) -> dict[str, Decimal]:
    """SKU → pieces on hand, where nothing ever came in."""
    made: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.code not in CHARGES:
            # What was lost (below zero, for nothing) goes out as well, what was sent back comes in.
            lost = line.pieces < 0 and not Decimal(line.price)
            made[line.code] += line.pieces if lost else -line.pieces
    return dict(made)


def gift_shop(path: Path) -> Store:
    """The shop whose year it is, before anything came in."""
    return new_shop(str(path), name="Gifts", currency="GBP", time_zone="Europe/London")


def told(staged: Staged) -> dict[str, object]:
    """What the dry run counts."""
    counts = {name: number for name, number in staged.counts().items() if number}
    return {
        "rows": staged.rows, "charges": staged.charges, "quantity": staged.total_quantity,
        "amount": staged.total_amount, **counts,
    }  # fmt: skip


class RealYear(NamedTuple):
    """The whole year brought in: a store that nobody opens, to be copied."""

    path: Path
    before: object
    """All that could be seen of the shop before."""
    told: dict[str, object]
    import_id: int


def bring_in_the_year(path: Path) -> RealYear:
    """Import all of the real workbook into a new shop."""
    store = gift_shop(path)
    before, staged = views(store), prepare(store, REAL, ACCEPTED)
    import_id = run_import(store, staged)
    store.close()
    return RealYear(path, before, told(staged), import_id)
