"""Templates for what is typed by hand: a menu of the kinds of sheets, and the workbook that is saved from it."""

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.jobs import Job
from shopdesk.desk.widgets import button
from shopdesk.exchange.kinds import FILES
from shopdesk.shop.columns import Tone
from shopdesk.store.store import Store
from shopdesk.text import _, language


def templates_button(desk: Desk, parent: QWidget) -> QPushButton:
    """A button that opens the menu of templates."""
    made = button(_("Templates"), lambda: None, icon_name="file")
    made.setToolTip(_("Workbooks to fill in, with the words that each column takes"))
    menu = QMenu(made)
    menu.setAccessibleName(_("Templates"))
    menu.setToolTipsVisible(True)
    for kind, sheet in FILES.items():
        entry = menu.addAction(_(sheet.title), partial(choose_template, desk, parent, kind))
        entry.setToolTip(_(sheet.help))
    made.setMenu(menu)
    return made


def choose_template(desk: Desk, parent: QWidget, kind: str) -> None:
    """Let the person say where the template of a kind of sheet goes, and write it."""
    proposed = Path.home() / (_("{sheet} template").format(sheet=_(FILES[kind].title)) + ".xlsx")
    said, kinds = _("Save the template"), f"{_('Workbook')} (*.xlsx)"
    chosen, _kind = QFileDialog.getSaveFileName(parent, said, str(proposed), kinds)
    if chosen:
        save_template(desk, kind, Path(chosen).with_suffix(".xlsx"))


def save_template(desk: Desk, kind: str, target: Path) -> None:
    """Write the template of a kind of sheet, with the shop's own names in its lists, and say where it is."""
    store, spoken = cast(Store, desk.store), language()

    def work(_job: Job) -> None:
        from shopdesk.exchange.workbook import write_template
        from shopdesk.shop.offers import find_offers

        with store.read() as tx:
            offered = find_offers(tx)
        write_template(target, FILES[kind], spoken, offered)

    desk.run(_("Saving {file}").format(file=target.name), work, partial(_saved, desk, target))


def _saved(desk: Desk, target: Path, _answer: object) -> None:
    said = _("{file} is ready: fill in its first sheet and drop it here.").format(file=target.name)
    desk.tell(said, Tone.GOOD, (_("Open it"), partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(target)))))
