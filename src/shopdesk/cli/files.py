"""Commands that take files in and give files out."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import select

from shopdesk.cli.output import Output, number
from shopdesk.cli.store_at import exists, opened, store_address
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.gather import NO_TABLE, SUBFOLDER, Found, gather
from shopdesk.exchange.imports import (
    SHEETS,
    Choices,
    NeedsMapping,
    NeedsRate,
    let_go,
    plan_sheets,
    read_as,
    run_import,
)
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.mapping_file import read_mapping
from shopdesk.exchange.mending import ALL_CELLS, NO_MENDS
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.sheets_of import rank, told_left
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.stage.telling import what_else
from shopdesk.exchange.table import Reading
from shopdesk.exchange.trip.snapshot import is_trip
from shopdesk.exchange.workbook import write_grid, write_template
from shopdesk.shop.history import IMPORT_ROWS
from shopdesk.shop.ledger.reports import JOURNAL_ROWS, RATE_ROWS
from shopdesk.shop.money import currency_code
from shopdesk.shop.offers import USUAL_OFFERS, find_offers
from shopdesk.shop.opening import change_facts, new_shop
from shopdesk.shop.orders.refunds import REFUND_ROWS
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.stock.reports import MOVE_ROWS, RECEIPT_ROWS, STOCK_ROWS
from shopdesk.store.rows import Query, RowSource
from shopdesk.store.store import Store
from shopdesk.store.tables import ImportFile
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import N_, UserError, _, language

RATE_DECIMALS: Final = 10
GRIDS: Final[Mapping[str, tuple[RowSource, str]]] = {
    "orders": (ORDER_ROWS, "placed_at"),
    "products": (STOCK_ROWS, ""),
    "stock": (STOCK_ROWS, ""),
    "refunds": (REFUND_ROWS, "ended_on"),
    "moves": (MOVE_ROWS, "moved_at"),
    "receipts": (RECEIPT_ROWS, "received_at"),
    "journal": (JOURNAL_ROWS, "entry_on"),
    "imports": (IMPORT_ROWS, "imported_at"),
    "rates": (RATE_ROWS, "rate_on"),
}
"""What `export` can take out: the rows, and the column that a range of dates means."""


def import_files(options: Namespace, output: Output) -> int:
    """Import FILE…: each file on its own, wholly or not at all; 1 where any was refused."""
    choices = Choices(
        options.kind,
        options.channel,
        _mapping(options.map),
        options.accept_proposal,
        options.day_first,
        options.decimal_comma,
        options.password,
        _rates(options.rate),
        read_mapping(options.map_file) if options.map_file else {},
        options.sheet,
    )
    failed = 0
    with _shop_for(options, output) as (store, fresh), TemporaryDirectory(prefix="shopdesk-import-") as workplace:
        gathered = gather(options.files, Path(workplace))
        for name, why in gathered.left:
            output.note(f"{name}: {why}")
            failed += why not in {_(NO_TABLE), _(SUBFOLDER)}
        files = gathered.files
        if len(files) > 1:
            files = sorted(files, key=lambda found: _place_of(store, found, choices))
        for found in files:
            attempt = partial(_import_file, store, found, choices, options, output, fresh=fresh and found is files[0])
            failed += _attempt(attempt, found.name, output)
    return 1 if failed else 0


def _in_its_currency(attempt: Callable[[], int], store: Store, name: str, output: Output) -> int:
    """The first file of a shop that was just made for it says what its books are kept in, where it has one currency."""
    try:
        return attempt()
    except NeedsRate as error:
        if len(error.missing) > 1:
            raise
        currency = error.missing[0].currency
        store.do(change_facts, {"currency": currency})
        try:
            failed = attempt()
        except UserError:
            store.do(change_facts, {"currency": error.home})
            raise
    output.note(_("The new shop keeps its books in {currency}, as {file} does.").format(currency=currency, file=name))
    return failed


def _attempt(work: Callable[[], int], name: str, output: Output) -> int:
    """Do it, or say why it was refused; how many were."""
    try:
        return work()
    except NeedsMapping as error:
        proposal = {key: error.plan.headers[place] for key, place in error.plan.columns.items()}
        output.refuse(error, file=name, kind=error.plan.kind, proposal=proposal)
        output.table(
            (_("Field"), _("Column")),
            [(_(SHEETS[error.plan.kind].column(key).title), header) for key, header in proposal.items()],
        )
    except NeedsRate as error:
        output.refuse(error, file=name, rates=[asdict(one) for one in error.missing])
        wanted = " ".join(f"--rate {one.currency}=…" for one in error.missing)
        output.advise(_("Add {options}, or enter the rate in the settings.").format(options=wanted))
    except UserError as error:
        output.refuse(error, file=name)
    return 1


def _place_of(store: Store, found: Found, choices: Choices) -> int:
    """Where a file comes among others: products, order lists, what completes them; one that is refused, anywhere."""
    try:
        with open_file(found.path, password=choices.password) as reading:
            return min(map(rank, plan_sheets(store, reading, choices).plans))
    except UserError:
        return rank(None)


def _import_file(
    store: Store, found: Found, choices: Choices, options: Namespace, output: Output, *, fresh: bool
) -> int:
    """Every sheet of a file, each an import of its own; how many were refused. `fresh`: the shop was made for it."""
    with open_file(found.path, password=choices.password) as reading:
        reading.name = found.name
        sheets = plan_sheets(store, reading, choices)
        if sheets.left:
            output.note(f"{found.name}: {told_left(sheets)}")
        several = len(sheets.plans) > 1
        refused = 0
        for plan in sheets.plans:
            name = f"{found.name} › {plan.sheet_name}" if several else found.name
            attempt = partial(_import, store, reading, plan, choices, options, output)
            if fresh and plan is sheets.plans[0]:
                attempt = partial(_in_its_currency, attempt, store, name, output)
            refused += _attempt(attempt, name, output)
        return refused


@contextmanager
def _shop_for(options: Namespace, output: Output) -> Iterator[tuple[Store, bool]]:
    """The store, and whether it was made just now: there was none, and a dry run throws it away again."""
    address = store_address(options)
    if exists(address) or not any(path.exists() for path in options.files):
        with opened(options) as store:
            yield store, False
        return
    with TemporaryDirectory(prefix="shopdesk-") as folder:
        store = new_shop(str(Path(folder) / "shop.shopdesk") if options.dry_run else address)
        try:
            if not options.dry_run:
                output.note(_("A new shop was made at {path}.").format(path=address))
            yield store, True
        finally:
            store.close()


def _import(store: Store, reading: Reading, plan: Plan, choices: Choices, options: Namespace, output: Output) -> int:
    ticker = output.ticker()
    try:
        mends = NO_MENDS.taking([ALL_CELLS], is_trip(plan.kind) and options.conflicts == "sheet")
        staged = read_as(store, reading, plan, ticker.read, mends, choices.rates)
        refused = bool(staged.rejected_rows) and options.good_rows is None
        import_id = None
        if not options.dry_run and not refused:
            if staged.rejected_rows:
                from shopdesk.exchange.imports import save_rejects

                target = _unused(options, output)
                save_rejects(Path(reading.path), staged, target, choices.password)
            import_id = run_import(store, staged, good_rows=options.good_rows is not None, check=ticker.wrote) or None
    finally:
        ticker.end()
    _tell(staged, import_id, options, output)
    with store.read() as tx:
        for sentence in what_else(staged, tx.currency):
            output.say(sentence)
    let_go(staged)
    return 1 if refused else 0


def _unused(options: Namespace, output: Output) -> Path:
    """Where rejected rows go: the file that was named, and for further files of this run others beside it."""
    target: Path = options.good_rows
    count: int = getattr(options, "saved", 0) + 1
    options.saved = count
    if count > 1:
        target = target.with_name(f"{target.stem}-{count}{target.suffix}")
        output.note(_("The rejected rows of this file are in {file}.").format(file=target.name))
    return target


def _tell(staged: Staged, import_id: int | None, options: Namespace, output: Output) -> None:
    counts = staged.counts()
    problems = [
        {
            "sheet": p.sheet,
            "row": p.row,
            "column": p.column,
            "header": p.header,
            "value": p.value,
            "reason": p.reason,
            **({"exported": _(p.exported), "store": _(p.stored)} if p.exported else {}),
        }
        for p in staged.problems
    ]
    output.data(
        {
            "file": staged.file_name,
            "format": staged.plan.format,
            "rows": staged.rows,
            **counts,
            "charges": staged.charges,
            "totals": {"quantity": number(staged.total_quantity), "amount": number(staged.total_amount)},
            "rates": {code: [_rate(worth.least), _rate(worth.most)] for code, worth in staged.worth.items()},
            "new_warehouses": list(staged.new_places.values()),
            "import_id": import_id,
            **_trip(staged),
            "problems": problems,
        }
    )
    title = _(staged.plan.title) if staged.plan.title else _("by its mapping")
    output.say(_("{file}: {format}, {rows} rows").format(file=staged.file_name, format=title, rows=f"{staged.rows:,}"))
    words = {
        "new": _("New"),
        "changed": _("Changed"),
        "same": _("Same"),
        "conflict": _("Conflict"),
        "rejected": _("Rejected"),
        "skipped": _("Skipped"),
    }
    output.table(
        [*(words[key] for key in counts), _("Charges"), _("Qty"), _("Amount")],
        [[*counts.values(), staged.charges, number(staged.total_quantity), number(staged.total_amount)]],
        range(9),
    )
    if problems:
        output.table(
            (_("Row"), _("Column"), _("Value in the file"), _("Reason")),
            [(p["row"], f"{p['column']} {p['header']}".strip(), _beside(p), p["reason"]) for p in problems[:50]],
            (0,),
        )
    if staged.rejected_rows and options.good_rows is None:
        output.say(
            _("{count} rows cannot go in, so nothing was imported. Mend them, or add --good-rows REJECTS.xlsx.").format(
                count=len(staged.rejected_rows)
            )
        )
    elif staged.trip is not None and staged.trip.change_id:
        output.say(_("The edits are in the shop. One Undo in the window takes all of them back."))
    elif import_id is None and not options.dry_run:
        output.say(_("There was nothing new in it."))
    elif import_id is not None:
        output.say(
            _("Import {number} is done. Take it back with: shopdesk imports undo {number}").format(number=import_id)
        )


def _beside(problem: Mapping[str, object]) -> str:
    """The value in the file; of an edited export also what the cell said when it left, and what the store has now."""
    if "exported" not in problem:
        return str(problem["value"])
    said = _("{value} (exported: {exported}; in the store: {stored})")
    return said.format(value=problem["value"], exported=problem["exported"], stored=problem["store"])


def _trip(staged: Staged) -> dict[str, object]:
    """Of an edited export: its cells by what became of them, what else was done to it, and the change it became."""
    trip = staged.trip
    if trip is None:
        return {}
    return {
        "cells": trip.cells(),
        "read_only": dict(trip.kept_out),
        "removed_rows": trip.removed,
        "gone_rows": trip.gone,
        "unknown_columns": trip.strange,
        "change_id": trip.change_id or None,
    }


def imports(options: Namespace, output: Output) -> int:
    """Imports list | undo ID."""
    with opened(options) as store:
        if options.what == "list":
            _list_imports(store, output)
            return 0
        if options.id is None:
            raise UserError(N_("Say which import to take back: shopdesk imports undo ID"), code="usage")
        store.do(take_back, options.id)
        output.data({"import_id": options.id, "taken_back": True})
        output.say(_("Import {number} has been taken back.").format(number=options.id))
    return 0


def _list_imports(store: Store, output: Output) -> None:
    with store.read() as tx:
        found = tx.rows(select(ImportFile.__table__).order_by(ImportFile.import_id))
    names = (
        "import_id",
        "file_name",
        "sheet_name",
        "kind",
        "format",
        "imported_at",
        "person",
        "row_count",
        "new",
        "changed",
        "same",
        "conflict",
        "rejected",
        "skipped",
        "charges",
        "quantity",
        "amount",
        "taken_back_at",
    )
    output.data([{name: getattr(row, name) for name in names} for row in found])
    headers = (
        _("No."),
        _("When"),
        _("File"),
        _("Rows"),
        _("New"),
        _("Changed"),
        _("Same"),
        _("Amount"),
        _("Taken back at"),
    )
    output.table(
        headers,
        [
            (r.import_id, r.imported_at, r.file_name, r.row_count, r.new, r.changed, r.same, r.amount, r.taken_back_at)
            for r in found
        ],
        (0, 3, 4, 5, 6, 7),
    )


def formats(_options: Namespace, output: Output) -> int:
    """formats: what is recognised, and where that is known from."""
    known = list(FORMATS.values())
    output.data(
        [
            {
                "code": f.code,
                "title": f.title,
                "kind": f.kind,
                "channel": f.channel,
                "grade": f.grade,
                "source": f.source,
                "signature": [list(group) for group in f.signature],
            }
            for f in known
        ]
    )
    output.table(
        (_("Format"), _("Name"), _("Rows are"), _("Grade"), _("Known from")),
        [(f.code, _(f.title), _(SHEETS[f.kind].title), f.grade, f.source) for f in known],
    )
    return 0


def template(options: Namespace, output: Output) -> int:
    """Template KIND: an empty workbook in the language spoken now, with the names of the shop where there is one."""
    offered = USUAL_OFFERS
    if exists(store_address(options)):
        with opened(options) as store, store.read() as tx:
            offered = find_offers(tx)
    write_template(options.out, SHEETS[options.kind], language(), offered)
    output.data({"file": str(options.out), "kind": options.kind})
    output.say(_("Wrote {file}").format(file=options.out))
    return 0


def export(options: Namespace, output: Output) -> int:
    """Export SHEET: all rows, or those of a range of dates."""
    source, day = GRIDS[options.sheet]
    if (options.since or options.until) and not day:
        raise UserError(N_("{sheet} has no date to choose a range by."), code="no_range", sheet=options.sheet)
    with opened(options) as store, store.read() as tx:
        filters = ((day, f"{options.since or ''}..{options.until or ''}"),) if options.since or options.until else ()
        query = Query(filters=filters, today=tx.today, zone=tx.zone)
        note = ", ".join(text for _key, text in filters)
        count = write_grid(options.out, tx, source, query, title=_(source.sheet.title), note=note)
    output.data({"file": str(options.out), "sheet": options.sheet, "rows": count})
    output.say(_("Wrote {count} rows to {file}").format(count=f"{count:,}", file=options.out))
    return 0


def _mapping(text: str) -> dict[str, str]:
    """FIELD=HEADER pairs; UserError where one has no =."""
    made = {}
    for pair in filter(None, text.split(",")):
        key, sign, header = pair.partition("=")
        if not sign:
            raise UserError(N_("--map wants FIELD=HEADER, not {text}."), code="usage", text=pair)
        made[key.strip()] = header.strip()
    return made


def _rate(worth: int) -> str | None:
    return number(Decimal(worth) / RATE_SCALE)


def _rates(pairs: Sequence[str]) -> dict[str, Decimal]:
    """CODE=RATE pairs: what a unit of a currency is worth in the shop's; UserError where one is none."""
    made = {}
    for text in pairs:
        name, _sign, value = text.partition("=")
        code = currency_code(name)
        try:
            rate = Decimal(value.strip())
        except InvalidOperation:
            rate = Decimal(0)
        if code is None or not rate.is_finite() or rate <= 0 or rate != round(rate, RATE_DECIMALS):
            raise UserError(
                N_("--rate wants a currency and its rate, as USD=7.12, not {text}."), code="usage", text=text
            )
        made[code] = rate
    return made
