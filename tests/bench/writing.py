"""The profit sheet of 100,000 postings with formulas, checks and chart, against xlsxwriter writing bare cells."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.measure import Costs, Figure, Place, in_turns, metered, ratios, run_piece, typical

SALES = 12_100
"""Their postings are some 100,000."""


def bench(place: Place) -> Iterator[Figure]:
    """Both write the same postings, made up beforehand."""
    ours, bare = in_turns(place.runs, partial(run_piece, write_book), partial(run_piece, write_cells))
    peer = f"xlsxwriter, only the ledger's cells, {typical(bare):.2f} s"
    notes = {"rows": typical(ours, "rows"), "MB": round(typical(ours, "memory"))}
    yield Figure("profit sheet of 100,000 rows", 1, "×", ratios(ours, bare), peer, notes)


def write_book() -> Costs:
    from tests.exchange.profit_books import made_up_book

    from shopdesk.exchange.workbook import write_profit_sheet

    book, costs = made_up_book(SALES), Costs()
    with tempfile.TemporaryDirectory() as folder, metered(costs):
        costs["rows"] = write_profit_sheet(Path(folder) / "profit.xlsx", book)
    return costs


def write_cells() -> Costs:
    import xlsxwriter
    from tests.exchange.profit_books import made_up_book

    book, costs = made_up_book(SALES), Costs()
    with tempfile.TemporaryDirectory() as folder, metered(costs):
        written = xlsxwriter.Workbook(Path(folder) / "cells.xlsx", {"constant_memory": True})
        page = written.add_worksheet()
        day, money = (written.add_format({"num_format": shown}) for shown in ("yyyy-mm-dd", "#,##0.00"))
        for number, row in enumerate(book.ledger):
            page.write_datetime(number, 0, row.date, day)
            for place, text in enumerate(row[1:6], 1):
                page.write_string(number, place, text)
            for place, amount in ((6, row.debit), (7, row.credit)):
                if amount:
                    page.write_number(number, place, amount, money)
            page.write_string(number, 8, row.memo)
        written.close()
    return costs
