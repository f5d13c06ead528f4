"""What the benches work on: a long workbook of order lines, and stores of as many lines as are asked for."""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from tests.bench.measure import ROOT, Costs, run_piece

RETAIL: Final = ROOT.parent / "shared/data/online_retail/Online_Retail.xlsx"
"""UCI Online Retail: 541,909 order lines of a real shop."""
LINES_EACH: Final = 20
SKUS: Final = 4_000
MANY: Final = 1_000_000
FEW: Final = 1_000
FILE_LINES: Final = 500_000
COLUMNS: Final = {
    "order_no": "Order",
    "placed_at": "Placed",
    "customer_no": "Customer",
    "country": "Country",
    "sku": "SKU",
    "title": "Title",
    "quantity": "Quantity",
    "unit_price": "Price",
}
GOODS: Final = {"sku": "SKU", "title": "Title", "price": "Price", "cost": "Cost"}


def find_workbook(folder: Path) -> Path:
    """The real workbook where it is at hand; else one of the same layout, made once."""
    if RETAIL.exists():
        return RETAIL
    made = folder / "made_up_orders.xlsx"
    if not made.exists():
        print("Online_Retail.xlsx is not on this machine: a made-up workbook stands in for it", file=sys.stderr)
        folder.mkdir(parents=True, exist_ok=True)
        write_workbook(made, MANY // 5)
    return made


def write_workbook(path: Path, lines: int) -> None:
    """A workbook like Online_Retail.xlsx, with `lines` made-up order lines."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, moment = book.add_worksheet("Online Retail"), book.add_format({"num_format": "m/d/yy h:mm"})
    headers = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
    sheet.write_row(0, 0, headers)
    for row, (number, placed, customer, country, code, title, pieces, price) in enumerate(order_lines(0, lines), 1):
        sheet.write_row(row, 0, (number, code, title, pieces))
        sheet.write_datetime(row, 4, placed, moment)
        sheet.write_row(row, 5, (float(price), customer, country))
    book.close()


def order_lines(first: int, lines: int) -> Iterator[tuple[str, datetime, str, str, str, str, int, str]]:
    """Made-up lines, twenty an order, the same each time; orders are an hour's third apart and end with 2025."""
    last = datetime.fromisoformat("2025-12-31 18:00")
    for number in range(first // LINES_EACH, (first + lines) // LINES_EACH):
        placed = last - timedelta(minutes=20 * (MANY // LINES_EACH - number))
        customer, country = str(12_000 + number * 7 % 5_000), ("Germany", "France", "Austria")[number % 3]
        for place in range(LINES_EACH):
            sku = (number * 31 + place * 197) % SKUS
            pieces, price = 1 + (number + place) % 6, f"{1 + sku % 90}.{sku % 10}5"
            garden = f"Tea of garden {sku}"
            yield f"{500_000 + number}", placed, customer, country, f"SKU-{sku:05}", garden, pieces, price


def store_of(folder: Path, lines: int) -> Path:
    """A store with so many order lines, moves and entries, made once through the front door and kept in `folder`."""
    made = folder / f"{lines}-lines.shopdesk"
    if not made.exists():
        print(f"making a store of {lines:,} order lines in {folder}", file=sys.stderr)
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{lines}-lines.draft"
        draft.unlink(missing_ok=True)
        run_piece(make_store, draft, lines)
        draft.rename(made)
    return made


def make_store(where: str, lines: str) -> Costs:
    """Goods, four of five with a cost, then the orders, half a million lines a file."""
    from shopdesk.shop.opening import new_shop
    from shopdesk.store.store import Store

    folder, count = Path(where).parent, int(lines)
    store: Store = new_shop(where, name="Bench", currency="EUR", time_zone="Europe/Berlin")
    costs = [f"0.{n % 90 + 10}" if n % 5 else "" for n in range(SKUS)]
    goods = [(f"SKU-{n:05}", f"Tea of garden {n}", f"{1 + n % 90}.{n % 10}5", costs[n]) for n in range(SKUS)]
    take_in(store, folder / "goods.csv", "products", GOODS, goods)
    for first in range(0, count, FILE_LINES):
        rows = order_lines(first, min(FILE_LINES, count - first))
        take_in(store, folder / f"orders-{first}.csv", "orders", COLUMNS, rows)
    store.close()
    return {"lines": count}


def take_in(store: object, file: Path, kind: str, columns: Mapping[str, str], rows: object) -> None:
    """Write rows as csv, import them as a person would, and throw the file away."""
    from shopdesk.exchange.imports import Choices, prepare, run_import

    assert isinstance(rows, Sequence | Iterator)
    with file.open("w", encoding="utf-8", newline="") as told:
        writer = csv.writer(told)
        writer.writerow(columns.values())
        writer.writerows(rows)
    chosen = Choices(kind=kind, channel="direct", mapping=columns)
    run_import(store, prepare(store, file, chosen))  # type: ignore[arg-type]  # the store's module loads SQLAlchemy
    file.unlink()
