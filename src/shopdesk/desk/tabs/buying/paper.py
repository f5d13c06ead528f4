"""A purchase order for the supplier, in the language that the supplier reads: a PDF, or a workbook."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.exporting import open_folder
from shopdesk.desk.figures import Figures
from shopdesk.shop.buying.reports import PurchaseDetail, PurchaseLineRow, find_purchase
from shopdesk.shop.buying.sheets import PAPER
from shopdesk.shop.columns import Kind, Sheet, Tone
from shopdesk.text import LANGUAGES, N_, UserError, _

Say = Callable[[str], str]
"""A msgid in the supplier's language."""


def offer(desk: Desk, purchase_id: int, figures: Figures, anchor: QWidget) -> QMenu:
    """The menu of languages and kinds of file, under `anchor`."""
    menu = QMenu(anchor)
    menu.setAccessibleName(_("For the supplier…"))
    for ending, kind in ((".pdf", "PDF"), (".xlsx", "Excel")):
        for code, name in LANGUAGES.items():
            menu.addAction(f"{kind} · {name}", partial(ask_out, desk, purchase_id, figures, ending, code))
        menu.addSeparator()
    menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))
    return menu


def ask_out(desk: Desk, purchase_id: int, figures: Figures, ending: str, language: str) -> None:
    """Ask where to, then write the order."""

    def found(facts: PurchaseDetail | None) -> None:
        if facts is None:
            return
        kinds = _("PDF (*.pdf)") if ending == ".pdf" else _("Excel workbook (*.xlsx)")
        name = "".join(letter for letter in facts.row["purchase_no"] if letter not in '\\/:*?"<>|')
        title = _("Purchase order for the supplier")
        chosen, _kind = QFileDialog.getSaveFileName(QApplication.activeWindow(), title, f"{name}{ending}", kinds)
        if chosen:
            path = Path(chosen if chosen.lower().endswith(ending) else chosen + ending)
            try:
                write_out(facts, figures, path, language, desk.shop_name)
            except UserError as error:
                desk.tell(str(error), Tone.BAD)
                return
            desk.tell(
                _("Wrote {file}").format(file=path.name), Tone.GOOD, (_("Open folder"), partial(open_folder, path))
            )

    desk.ask("buying.paper", lambda tx: find_purchase(tx, purchase_id), found)


def write_out(facts: PurchaseDetail, figures: Figures, path: Path, language: str, shop: str) -> None:
    """Write the order as ".pdf" or ".xlsx"; UserError where the file cannot be written."""
    from shopdesk.exchange.writing.template import speaker

    say = speaker(language)
    title = say(N_("Purchase order {number}")).format(number=facts.row["purchase_no"])
    if path.suffix.lower() == ".xlsx":
        from shopdesk.exchange.workbook import write_sheet

        said = tuple(replace(column, title=say(column.title), help="") for column in PAPER.columns)
        sheet = Sheet(PAPER.name, title, said, PAPER.key)
        note = " · ".join(f"{name}: {value}" for name, value in _head(facts, say, shop))
        write_sheet(
            path,
            sheet,
            [_cells(line, facts) for line in facts.lines],
            title=title,
            note=note,
            shop=shop,
            zone=figures.zone,
        )
        return
    from shopdesk.desk.paper import write_pdf

    write_pdf(path, order_html(facts, figures, say, shop, title), title)


def order_html(facts: PurchaseDetail, figures: Figures, say: Say, shop: str, title: str) -> str:
    """The page: who orders from whom, until when, and the lines with their sums."""
    from shopdesk.desk.paper import table

    head = "".join(f"<p>{escape(name)}: <b>{escape(value)}</b></p>" for name, value in _head(facts, say, shop))
    widths = ("13%", "13%", "34%", "12%", "13%", "15%")
    heads = [
        (say(column.title), "right" if column.kind.is_number else "left", width)
        for column, width in zip(PAPER.columns, widths, strict=True)
    ]
    rows = [
        [escape(_text(figures, kind.kind, cell)) for kind, cell in zip(PAPER.columns, _cells(line, facts), strict=True)]
        for line in facts.lines
    ]
    amounts = [_cells(line, facts)[-1] for line in facts.lines]
    total = "" if None in amounts else figures.money(sum(amounts, Decimal(0)))
    pieces = figures.pieces(sum((line.quantity for line in facts.lines), Decimal(0)))
    rows.append([f"<b>{escape(say(N_('Total')))}</b>", "", "", f"<b>{pieces}</b>", "", f"<b>{total}</b>"])
    return f"<h2>{escape(title)}</h2>{head}{table(heads, rows)}"


def _head(facts: PurchaseDetail, say: Say, shop: str) -> list[tuple[str, str]]:
    row = facts.row
    told = [
        (say(N_("Ordered by")), shop),
        (say(N_("Supplier")), row["supplier"] or ""),
        (say(N_("Ordered on")), row["ordered_on"].isoformat() if row["ordered_on"] else ""),
        (say(N_("Expected on")), row["expected_on"].isoformat() if row["expected_on"] else ""),
        (say(N_("Currency")), row["currency"] or ""),
        (say(N_("Note")), row["note"] or ""),
    ]
    return [(name, value) for name, value in told if value]


def _cells(line: PurchaseLineRow, facts: PurchaseDetail) -> tuple[Any, ...]:
    """Item no., ours, product, pieces, cost and amount in the order's currency."""
    rate = facts.order.rate
    cost = line.unit_cost
    if cost is not None and rate:
        cost = (cost / rate).quantize(Decimal("0.0001"))
    title = " · ".join(part for part in (line.title, line.option or "") if part)
    return line.supplier_code, line.sku, title, line.quantity, cost, None if cost is None else cost * line.quantity


def _text(figures: Figures, kind: Kind, value: Any) -> str:
    return figures.text(kind, value) if kind.is_number else str(value or "")
