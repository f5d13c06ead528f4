"""The command that takes files in."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from shopdesk.cli.outcomes import tell_import
from shopdesk.cli.output import Output
from shopdesk.cli.store_at import exists, opened, store_address
from shopdesk.exchange.gather import NO_TABLE, SUBFOLDER, Found, gather
from shopdesk.exchange.imports import (
    Choices,
    NeedsAnswer,
    NeedsMapping,
    NeedsPeriod,
    NeedsRate,
    let_go,
    plan_sheets,
    read_as,
    run_import,
)
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.mapping_file import read_mapping
from shopdesk.exchange.mending import ALL_CELLS, NO_MENDS
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.reader import open_file, say
from shopdesk.exchange.sheets_of import rank, told_left
from shopdesk.exchange.stage.late import told_late
from shopdesk.exchange.stage.telling import what_else
from shopdesk.exchange.table import Reading
from shopdesk.exchange.trip.snapshot import is_trip
from shopdesk.shop.money import currency_code
from shopdesk.shop.opening import change_facts, new_shop
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError, _

RATE_DECIMALS: Final = 10


def import_files(options: Namespace, output: Output) -> int:
    """Import FILE…: each file on its own, wholly or not at all; 1 where any was refused."""
    choices = told_choices(options, options.kind)
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
            failed += try_file(attempt, found.name, output)
    return 1 if failed else 0


def told_choices(options: Namespace, kind: str = "") -> Choices:
    """What the options say about files beforehand."""
    return Choices(
        kind,
        options.channel,
        _mapping(options.map),
        options.accept_proposal,
        options.day_first,
        options.decimal_comma,
        options.password,
        read_rates(options.rate),
        read_mapping(options.map_file) if options.map_file else {},
        options.sheet,
        options.period,
    )


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


def try_file(work: Callable[[], int], name: str, output: Output) -> int:
    """Do it, or say why it was refused; how many were."""
    try:
        return work()
    except NeedsMapping as error:
        _tell_proposal(error, name, output)
    except NeedsAnswer as error:
        output.refuse(error, file=name, asked={str(question): cells for question, cells in error.asked.items()})
        for question, cells in error.asked.items():
            said = _("{values}: add {yes} or {no}. It is remembered for files with these headers.")
            yes = f"--{question.replace('_', '-')}"
            output.advise(said.format(values=", ".join(cells), yes=yes, no=yes.replace("--", "--no-", 1)))
    except NeedsRate as error:
        output.refuse(error, file=name, rates=[asdict(one) for one in error.missing])
        wanted = " ".join(f"--rate {one.currency}=…" for one in error.missing)
        output.advise(_("Add {options}, or enter the rate in the settings.").format(options=wanted))
    except NeedsPeriod as error:
        output.refuse(error, file=name)
        output.advise(_("Add --period FIRST..LAST, as --period 2026-01-01..2026-01-31."))
    except UserError as error:
        output.refuse(error, file=name)
    return 1


def _tell_proposal(error: NeedsMapping, name: str, output: Output) -> None:
    """The proposed columns, and the money that a person has to say."""
    sheet, doubts = FILES[error.plan.kind], {key: list(headers) for key, headers in error.plan.doubts.items()}
    proposal = {key: error.plan.headers[place] for key, place in error.plan.columns.items()}
    more = {"doubts": doubts} if doubts else {}
    output.refuse(error, file=name, kind=error.plan.kind, proposal=proposal, **more)
    for key, headers in doubts.items():
        said = _("{field}: {headers}. Add --accept-proposal --map {key}=COLUMN, or --map {key}= to leave it out.")
        output.advise(said.format(field=_(sheet.column(key).title), headers=", ".join(headers), key=key))
    output.table((_("Field"), _("Column")), [(_(sheet.column(key).title), header) for key, header in proposal.items()])


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
            refused += try_file(attempt, name, output)
        for notice in reading.notices:
            output.note(f"{found.name}: {say(notice)}")
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
        may_insist = is_trip(plan.kind) or plan.kind == "waybills"
        mends = NO_MENDS.taking([ALL_CELLS], may_insist and options.conflicts == "sheet")
        staged = read_as(store, reading, plan, ticker.read, mends, choices.rates)
        with store.read() as tx:
            late = told_late(tx, staged)
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
    tell_import(staged, import_id, options, output)
    with store.read() as tx:
        for sentence in [*what_else(staged, tx.currency), *late]:
            output.say(sentence)
    let_go(staged)
    return 1 if refused or any(problem.may_go for problem in staged.problems) else 0


def _unused(options: Namespace, output: Output) -> Path:
    """Where rejected rows go: the file that was named, and for further files of this run others beside it."""
    target: Path = options.good_rows
    count: int = getattr(options, "saved", 0) + 1
    options.saved = count
    if count > 1:
        target = target.with_name(f"{target.stem}-{count}{target.suffix}")
        output.note(_("The rejected rows of this file are in {file}.").format(file=target.name))
    return target


def _mapping(text: str) -> dict[str, str]:
    """FIELD=HEADER pairs; UserError where one has no =."""
    made = {}
    for pair in filter(None, text.split(",")):
        key, sign, header = pair.partition("=")
        if not sign:
            raise UserError(N_("--map wants FIELD=HEADER, not {text}."), code="usage", text=pair)
        made[key.strip()] = header.strip()
    return made


def read_rates(pairs: Sequence[str]) -> dict[str, Decimal]:
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
