"""The statements of the days that are shown as one workbook of live formulas."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.jobs import Job
from shopdesk.desk.spanned.facts import View
from shopdesk.desk.tabs.books.statement_page import days_of
from shopdesk.exchange.workbook import write_statements
from shopdesk.exchange.writing.cover import Cover
from shopdesk.shop.columns import Tone
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.sheets import STATEMENTS
from shopdesk.shop.ledger.statements import find_statement
from shopdesk.text import _


def ask_statements(desk: Desk, parent: QWidget, view: View) -> None:
    """Ask for a place and write the statements of a view; the status bar shows that it is at work."""
    name = _("Statements {shop} {days}.xlsx").format(shop=desk.shop_name, days=view.span.title)
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    proposed = str(Path(folder) / name.replace("/", "-"))
    chosen, _kind = QFileDialog.getSaveFileName(parent.window(), _("Save the statements"), proposed, "Excel (*.xlsx)")
    if chosen and desk.store is not None:
        work = partial(write, store=desk.store, path=Path(chosen).with_suffix(".xlsx"), view=view)
        desk.run(_("Statements"), work, partial(_written, desk))


def write(job: Job, store: OpenStore, path: Path, view: View) -> Path:
    """Write every statement and the trial balance of a view to `path` and return it."""
    key = object()
    job.when_cancelled(partial(store.interrupt, key))
    before = view.span.before
    with store.read(key) as tx:
        days, earlier = days_of(view.span), days_of(before) if before is not None else None
        told = [
            (_(sheet.title), find_statement(tx, name, days, earlier, view.channel_id))
            for name, sheet in STATEMENTS.items()
        ]
        accounts = fetch_accounts(tx, days.since, days.until, view.channel_id)
        cover = Cover(
            tx.setting("name", "ShopDesk"), tx.currency, view.span.days, before.days if before is not None else "",
            tx.now.astimezone(tx.zone),
        )  # fmt: skip
    job.check()
    write_statements(path, cover, told, accounts)
    return path


def _written(desk: Desk, path: Path) -> None:
    action = (_("Open folder"), partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent))))
    desk.tell(_("The statements are written: {file}").format(file=path.name), Tone.GOOD, action)
