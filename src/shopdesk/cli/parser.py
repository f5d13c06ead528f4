"""The words of the command line."""

import argparse
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from shopdesk import __version__
from shopdesk.cli import typed
from shopdesk.cli.choices import (
    BY,
    CAUSES,
    HEEDED,
    KINDS,
    LAYERS,
    LEDGERS,
    MARKETS,
    NARROWING,
    NO_FILE,
    PACK_PARTS,
    PROMO,
    REPORTS,
    SHEETS,
    USUAL_BY,
)
from shopdesk.text import N_, UserError, _, n_

if TYPE_CHECKING:
    from shopdesk.cli.output import Output

ITS_OWN_WORDS: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)
"""What argparse itself says, so that it is among our messages."""


def make_parser() -> argparse.ArgumentParser:
    """Every command with its options; each sets `run`, which takes the options and the output."""
    # argparse looks its own words up in its module: from here on they are of our catalogue and language.
    vars(argparse).update(_=_, ngettext=n_)
    top = argparse.ArgumentParser(prog="shopdesk", description=_("The desk that a small online shop is run from."))
    top.add_argument("--store", default="", help=_("store file, or the postgresql:// address of a team's store"))
    top.add_argument("--json", action="store_true", help=_("answer in JSON"))
    version = _("show program's version number and exit")
    top.add_argument("--version", action="version", version=f"ShopDesk {__version__}", help=version)
    top.add_argument("--smoke", action="store_true", help=_("open the window, paint it and leave"))
    top.set_defaults(run=_command("window:open_window"))
    commands = top.add_subparsers(title=_("commands"), metavar="COMMAND")
    _files(commands)
    _orders(commands)
    _counts(commands)
    _buying(commands)
    _figures(commands)
    _listings(commands)
    _promotions(commands)
    _today(commands)
    _closing(commands)
    _care(commands)
    return top


def _command(place: str) -> Callable[[argparse.Namespace, "Output"], int]:
    """What runs "module:function" of this folder. The module is imported then and not before: a window waits for us."""

    def run(options: argparse.Namespace, output: "Output") -> int:
        since, until = getattr(options, "since", None), getattr(options, "until", None)
        if since and until and since > until:
            raise UserError(N_("{first} comes after {last}."), code="range", first=since, last=until)
        module, _colon, name = place.partition(":")
        return int(getattr(import_module(f"shopdesk.cli.{module}"), name)(options, output))

    return run


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=text, description=text)
    made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=_("answer in JSON"))
    made.add_argument(
        "--store", default=argparse.SUPPRESS, help=_("store file, or the postgresql:// address of a team's store")
    )
    return made


def _how_to_read(made: argparse.ArgumentParser) -> None:
    """The options by which a person says beforehand how files are to be read."""
    made.add_argument("--channel", default="", help=_("the sales channel that the rows belong to"))
    made.add_argument("--map", default="", metavar="FIELD=HEADER,…", help=_("which column is which field"))
    made.add_argument("--map-file", type=Path, metavar="FILE.json", help=_("a mapping that was saved as a file"))
    made.add_argument("--sheet", default="", metavar="NAME", help=_("only this sheet of a workbook"))
    made.add_argument(
        "--accept-proposal", action="store_true", help=_("accept the proposed reading of an unknown sheet")
    )
    made.add_argument(
        "--day-first",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=_("01/02/2026 is the first of February"),
    )
    made.add_argument(
        "--decimal-comma", action=argparse.BooleanOptionalAction, default=None, help=_("1.234 is one thousand")
    )
    made.add_argument(
        "--rate",
        action="append",
        default=[],
        metavar="CODE=RATE",
        help=_("what one unit of a currency in the file is worth in the shop's own, as USD=7.12"),
    )
    made.add_argument(
        "--period",
        type=typed.period,
        metavar="DATE..DATE",
        help=_("the days that a report without a column of days is of, as 2026-01-01..2026-01-31"),
    )
    made.add_argument("--password", default=None, help=_("password of the workbook"))


def _files(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "import", _("read files into the store, each wholly or not at all"))
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("files, folders of files, or zips of them"))
    made.add_argument("--as", dest="kind", choices=KINDS, default="", help=_("what the rows are"))
    _how_to_read(made)
    made.add_argument("--dry-run", action="store_true", help=_("say what would happen, and write nothing"))
    made.add_argument(
        "--good-rows", type=Path, metavar="REJECTS.xlsx", help=_("import the good rows, and write the others here")
    )
    made.add_argument(
        "--conflicts",
        choices=("store", "sheet"),
        default="store",
        help=_("of an edited export: whose value stays where both were changed"),
    )
    made.set_defaults(run=_command("importing:import_files"))
    made = _add(commands, "settle", _("import statements and payouts; say what they settled"))
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("files, folders of files, or zips of them"))
    _how_to_read(made)
    made.set_defaults(run=_command("settling:settle"))
    made = _add(commands, "watch", _("look through a folder once and import what raises no question"))
    made.add_argument("folder", type=Path, metavar="FOLDER", help=_("what was imported is moved into done/ inside it"))
    made.add_argument(
        "--leave", action="append", default=[], metavar="FORMAT", help=_("a layout that is left to a person")
    )
    made.set_defaults(run=_command("watching:watch"))
    made = _add(commands, "imports", _("what came in; take an import back"))
    made.add_argument("what", choices=("list", "undo"))
    made.add_argument("id", nargs="?", type=int)
    made.set_defaults(run=_command("files:imports"))
    made = _add(commands, "undo", _("take back the last edit, such as an edited export that was imported"))
    made.add_argument("change", nargs="?", type=int, help=_("the edit that is meant, as the import said it"))
    made.set_defaults(run=_command("files:undo"))
    _add(commands, "formats", _("the layouts that are known by their headers")).set_defaults(
        run=_command("files:formats")
    )
    made = _add(commands, "template", _("an empty workbook to fill in"))
    made.add_argument("kind", choices=KINDS)
    made.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
    made.set_defaults(run=_command("files:template"))
    made = _add(commands, "export", _("a grid as .xlsx or .csv; the books as text for Beancount or hledger"))
    made.add_argument("sheet", choices=(*SHEETS, *LEDGERS))
    made.add_argument("--out", type=Path, required=True)
    made.add_argument("--format", choices=MARKETS, help=_("listings: the layout of a marketplace"))
    made.add_argument("--channel", metavar="CODE", help=_("listings: of this channel, not of the layout's own"))
    made.add_argument("--whole", action="store_true", help=_("names and numbers of people whole; the history keeps it"))
    _range(made, typed.day, "DATE")
    made.set_defaults(run=_command("files:export"))
    made = _add(commands, "layers", _("the layers of the store, table by table; with --out, as Parquet files"))
    made.add_argument("--out", type=Path, metavar="FOLDER", help=_("write them into this folder"))
    made.add_argument("--layer", action="append", default=[], choices=LAYERS, help=_("only this layer"))
    _range(made, typed.day, "DATE")
    made.set_defaults(run=_command("layers:layers"))


def _orders(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "orders", _("orders on their way: allocate, the pick list, waybills out and in"))
    made.add_argument("what", choices=("allocate", "picklist", "waybills", "ship"))
    made.add_argument("--waybills", type=Path, metavar="FILE", help=_("what left with which waybill; for ship"))
    made.add_argument("--out", type=Path, metavar="FILE", help=_("where the list goes; for picklist and waybills"))
    made.add_argument("--channel", default="", help=_("the sales channel that the rows belong to"))
    made.add_argument("--partly", action="store_true", help=_("give orders what there is; for allocate"))
    made.add_argument("--anyway", action="store_true", help=_("ship more than is on hand as well; for ship"))
    made.add_argument("--limit", type=int, default=0, metavar="N", help=_("so many orders at most; for picklist"))
    made.add_argument("--dry-run", action="store_true", help=_("say what would happen, and write nothing"))
    made.add_argument(
        "--good-rows", type=Path, metavar="REJECTS.xlsx", help=_("import the good rows, and write the others here")
    )
    made.set_defaults(run=_command("fulfilling:orders"))
    made = _add(commands, "customers", _("customers who are one are merged or parted; points; erasing on request"))
    made.add_argument("what", choices=("merge", "part", "points", "erase"))
    made.add_argument(
        "ids", nargs="*", type=int, metavar="ID", help=_("as report customers says; merge keeps the first")
    )
    made.add_argument("--yes", action="store_true", help=_("erase: for good, nothing brings it back"))
    made.set_defaults(run=_command("knowing:customers"))


def _counts(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "count", _("count sheets out and back in, and counts booked; without a name, a new count"))
    made.add_argument("what", choices=("export", "import", "post", "list"))
    made.add_argument("name", nargs="?", default="", metavar="COUNT|FILE", help=_("the count; for import, the file"))
    made.add_argument("--out", type=Path, metavar="FILE.xlsx", help=_("the sheet to be filled in, .xlsx or .csv"))
    made.add_argument("--place", default="", metavar="NAME", help=_("a new count: of this warehouse or shelf"))
    made.add_argument("--category", action="append", default=[], metavar="NAME",
                      help=_("a new count: of this category"))  # fmt: skip
    made.add_argument("--class", dest="abc", action="append", default=[], choices=("A", "B", "C"),
                      help=_("a new count: of this class by revenue"))  # fmt: skip
    made.add_argument("--idle-days", type=int, metavar="N", help=_("a new count: of what was not counted for N days"))
    made.add_argument("--sample", type=int, metavar="N", help=_("a new count: of N SKUs drawn at random"))
    made.add_argument("--seed", type=int, default=0, metavar="N", help=_("what the sample is drawn by"))
    made.add_argument("--open", action="store_true", help=_("a new count: not blind, with what is expected"))
    made.add_argument("--tolerance", type=typed.number, default=Decimal(0), metavar="PIECES",
                      help=_("a new count: how far a line may be off without being counted again"))  # fmt: skip
    made.add_argument("--tolerance-value", type=typed.number, metavar="AMOUNT", help=_("the same, in money"))
    made.add_argument("--count", dest="session", default="", metavar="COUNT", help=_("import: the count that is meant"))
    made.add_argument("--person", default="", metavar="NAME", help=_("who counted; for post, who approves"))
    made.add_argument("--reason", choices=CAUSES, default="", help=_("post: why lines over tolerance differ"))
    made.set_defaults(run=_command("counting:count"))


def _buying(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "receive", _("a delivery from a file of receipts, against its purchase order"))
    made.add_argument("file", type=Path, metavar="FILE", help=_("the delivery note: SKU and quantity"))
    made.add_argument("--order", default="", metavar="NUMBER", help=_("the purchase order that it answers"))
    made.add_argument("--number", default="", metavar="NUMBER", help=_("the number of the receipt; else one is given"))
    made.add_argument("--reason", default="", metavar="TEXT", help=_("why more is kept than was ordered"))
    made.add_argument("--close-short", action="store_true", help=_("what is missing is not expected any more"))
    made.add_argument(
        "--accept-proposal", action="store_true", help=_("accept the proposed reading of an unknown sheet")
    )
    made.add_argument("--dry-run", action="store_true", help=_("say what would happen, and write nothing"))
    made.add_argument("--again", action="store_true", help=_("the same pieces came once more"))
    made.set_defaults(run=_command("buying:receive"))


def _figures(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "profit", _("the profit sheet of some months as a workbook"))
    _range(made, typed.month, "MONTH")
    made.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
    made.set_defaults(run=_command("figures:profit_sheet"))
    made = _add(commands, "report", _("figures, as exact decimals"))
    made.add_argument("what", choices=REPORTS)
    made.add_argument(
        "code", nargs="?", default="", metavar="CODE", help=_("account: the account whose sheet is wanted")
    )
    made.add_argument("--channel", default="", help=_("of the books, funnel and mix: one sales channel"))
    made.add_argument("--by", choices=BY)
    made.add_argument(
        "--out", type=Path, metavar="FILE", help=_("a workbook; unmatched: the work list as .xlsx or .csv")
    )
    _range(made, typed.day, "DATE")
    made.set_defaults(run=_report)


def _promotions(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "promo", _("what a basket pays under promotions, and whether a promotion may start"))
    made.add_argument("what", choices=PROMO)
    made.add_argument(
        "promotion", metavar="PROMOTION|BASKET", help=_("its number, or its id; for price, a file of SKU and pieces")
    )
    made.add_argument("--on", type=typed.moment, metavar="DATE", help=_("price: when; of a day its noon, else now"))
    made.add_argument("--channel", default="", help=_("price: the sales channel that it is bought on"))
    made.add_argument("--group", default="", help=_("price: the group of the customer"))
    made.add_argument("--coupon", action="append", default=[], metavar="CODE", help=_("price: a code that is named"))
    made.add_argument(
        "--shipping", type=typed.amount, default=Decimal(0), metavar="AMOUNT", help=_("price: before promotions")
    )
    made.add_argument(
        "--tiers", action="append", default=[], metavar="TIERS", help=_("replay: other tiers beside it, as 300-30")
    )
    made.add_argument("--people", type=typed.count, default=1, metavar="N", help=_("price: how many buy together"))
    made.add_argument("--points", type=typed.count, default=0, metavar="N", help=_("price: points that pay"))
    made.add_argument("--out", type=Path, metavar="FILE", help=_("a workbook; preflight: .pdf or .xlsx"))
    _range(made, typed.day, "DATE")
    made.set_defaults(run=_promo)


def _listings(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "listings", _("what to change in the texts of a file of products; nothing is imported"))
    made.add_argument("what", choices=("check",))
    made.add_argument("file", type=Path, metavar="FILE")
    _how_to_read(made)
    made.add_argument("--out", type=Path, metavar="FILE.xlsx", help=_("what was found, as a workbook"))
    made.set_defaults(run=_command("lawful:check"))


def _promo(options: argparse.Namespace, output: "Output") -> int:
    return _command(PROMO[options.what])(options, output)


def _today(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "today", _("what needs a person now: the daily check, and the figures of the last day"))
    made.set_defaults(run=_command("today:today"))
    made = _add(commands, "metric", _("what a figure is: its formula, its sources, and what it came to"))
    made.add_argument("name", metavar="NAME", help=_("as “report figures” lists them"))
    made.add_argument("--by", choices=BY[:5], default="month")
    made.add_argument("--to", dest="until", type=typed.day, metavar="DATE", help=_("the last day of the period"))
    made.set_defaults(run=_command("today:metric"))


def _closing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "close", _("close a month: its checklist, then the lock and the seal"))
    made.add_argument("month", type=typed.month, metavar="MONTH")
    made.add_argument("--note", default="", metavar="TEXT", help=_("what whoever signs it off says"))
    made.add_argument("--anyway", action="store_true", help=_("close it although points of the checklist are open"))
    made.set_defaults(run=_command("closing:close"))
    made = _add(commands, "reopen", _("open a closed month again, and those after it"))
    made.add_argument("month", type=typed.month, metavar="MONTH")
    made.add_argument("--why", required=True, metavar="TEXT", help=_("the reason, which stays on the seal"))
    made.set_defaults(run=_command("closing:reopen"))
    made = _add(commands, "pack", _("the files of a month in one go, with an index in which their figures tie"))
    made.add_argument("month", type=typed.month, metavar="MONTH")
    made.add_argument("--out", type=Path, required=True, metavar="FOLDER|FILE.zip")
    made.add_argument("--part", action="append", default=[], choices=PACK_PARTS, help=_("only this file"))
    made.set_defaults(run=_command("closing:pack"))


def _report(options: argparse.Namespace, output: "Output") -> int:
    _refuse_unheeded(options)
    where = REPORTS[options.what]
    if options.by == "promotion":
        if options.what != "profit":
            raise UserError(N_("Only profit is told by promotion: shopdesk report profit --by promotion"), code="usage")
        where = "priced:profit_by"
    elif options.out and options.what in NO_FILE:
        said = N_("{report} is told here only, or with --json: it writes no file.")
        raise UserError(said, code="usage", report=options.what)
    options.by = options.by or USUAL_BY
    return _command(where)(options, output)


def _refuse_unheeded(options: argparse.Namespace) -> None:
    """UserError for an option that the report does not go by: unsaid, its figures would pass for what was asked."""
    heeded = HEEDED.get(options.what, ())
    lost = [written for name, written in NARROWING.items() if getattr(options, name) and name not in heeded]
    if lost:
        told = {"report": options.what, "option": ", ".join(lost)}
        if not heeded:
            raise UserError(N_("Report {report} does not go by {option}."), code="usage", **told)
        known = ", ".join(NARROWING[name] for name in heeded)
        said = N_("Report {report} does not go by {option}, but by {known}.")
        raise UserError(said, code="usage", known=known, **told)


def _care(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _add(commands, "new", _("make a new shop"))
    made.add_argument("--name", default="ShopDesk")
    made.add_argument(
        "--currency", default="CNY", help=_("what its books are kept in; {code} if not said").format(code="CNY")
    )
    made.add_argument(
        "--zone",
        default="Asia/Shanghai",
        help=_("where its days begin; {zone} if not said").format(zone="Asia/Shanghai"),
    )
    made.add_argument("--costing", choices=("moving_average", "fifo"), default="moving_average")
    made.set_defaults(run=_command("care:new"))
    made = _add(commands, "check", _("go through the store; repair only what can be derived again"))
    made.add_argument("--repair", action="store_true")
    made.set_defaults(run=_command("care:check"))
    made = _add(commands, "backup", _("a verified copy of the store"))
    made.add_argument("--to", type=Path)
    made.set_defaults(run=_command("care:backup"))
    made = _add(commands, "restore", _("put a backup in the place of the store"))
    made.add_argument("file", type=Path)
    made.set_defaults(run=_command("care:restore"))
    made = _add(commands, "demo", _("the demo shop: its window, its store, or pictures of its screens"))
    made.add_argument("--create", type=Path, metavar="PATH")
    made.add_argument("--pictures", type=Path, metavar="FOLDER")
    made.add_argument("--orders", type=int, default=12_000, metavar="N", help=_("about how many orders the shop has"))
    made.set_defaults(run=_command("care:demo"))
    _add(commands, "migrate", _("bring an older store up to date, on a copy first")).set_defaults(
        run=_command("care:migrate")
    )
    _add(commands, "doctor", _("what this computer lacks")).set_defaults(run=_command("care:doctor"))


def _range(made: argparse.ArgumentParser, kind: object, name: str) -> None:
    made.add_argument("--from", dest="since", type=kind, metavar=name)  # type: ignore[arg-type]
    made.add_argument("--to", dest="until", type=kind, metavar=name)  # type: ignore[arg-type]
