"""Commands of the advertising law: what it may have against the texts of the shop, or of a file of products."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from shopdesk.cli.importing import told_choices, try_file
from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import exists, opened, store_address
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.text_check import CHECKED, check_file
from shopdesk.exchange.text_plans import text_plans
from shopdesk.exchange.workbook import write_sheet
from shopdesk.exchange.writing.target import keep_apart
from shopdesk.shop.columns import Sheet
from shopdesk.shop.listings.law.found import fetch_against, law_row
from shopdesk.shop.listings.law.sheets import LAW
from shopdesk.shop.opening import new_shop
from shopdesk.store.store import Store
from shopdesk.text import N_, _, n_

HINTS: Final = N_("Hints, not legal advice.")


def report(options: Namespace, output: Output) -> int:
    """Report law: phrases of the shop's texts, open ones first; with --out a workbook."""
    with opened(options) as store, store.read() as tx:
        rows = [law_row(one) for one in fetch_against(tx)]
        if options.out:
            write_sheet(options.out, LAW, rows, title=_(LAW.title), note=_(HINTS), zone=tx.zone)
    _tell(output, LAW, rows)
    return 0


def check(options: Namespace, output: Output) -> int:
    """Listings check FILE: what to change in its texts, 1 where a row cannot stay as it is; nothing is imported."""
    with _shop(options) as store:
        return try_file(partial(_check, store, options, output), options.file.name, output)


@contextmanager
def _shop(options: Namespace) -> Iterator[Store]:
    """The shop with its own words and weights; one with the usual ones where nobody named any and there is none yet."""
    if options.store or exists(store_address(options)):
        with opened(options) as store:
            yield store
        return
    with TemporaryDirectory() as folder:
        store = new_shop(str(Path(folder) / "none.shopdesk"))
        try:
            yield store
        finally:
            store.close()


def _check(store: Store, options: Namespace, output: Output) -> int:
    with open_file(options.file, password=options.password) as reading:
        plans = text_plans(store, reading, told_choices(options, "products"))
        with store.read() as tx:
            checked = check_file(tx, reading, plans)
            if options.out:
                keep_apart(options.file, options.out)
                write_sheet(options.out, CHECKED, checked.rows, title=_(CHECKED.title), note=_(HINTS), zone=tx.zone)
    _tell(output, CHECKED, checked.rows)
    said = _("Products looked at: {count}. Things to change: {found}.")
    output.say(said.format(count=f"{checked.products:,}", found=f"{len(checked.rows) - checked.notes:,}"))
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    if checked.bad:
        said = n_("{count} row cannot stay as it is.", "{count} rows cannot stay as they are.", checked.bad)
        output.say(said.format(count=f"{checked.bad:,}"))
    return 1 if checked.bad else 0


def _tell(output: Output, sheet: Sheet, rows: Sequence[tuple[Any, ...]]) -> None:
    keys = [column.key for column in sheet.columns]
    output.data([numbers(dict(zip(keys, row, strict=True))) for row in rows])
    if not rows:
        output.say(_("Nothing is found."))
        return
    shown = [n for n, column in enumerate(sheet.columns) if column.shown]
    told = [[_said(sheet, n, row[n]) for n in shown] for row in rows]
    numbers_at = [at for at, n in enumerate(shown) if sheet.columns[n].kind.is_number]
    output.table([_(sheet.columns[n].title) for n in shown], told, numbers_at)
    output.note(_(HINTS))


def _said(sheet: Sheet, place: int, cell: Any) -> Any:
    states = sheet.columns[place].states
    return _(states[cell].title) if cell in states else cell
