"""The bar at the top of the window: name, search, and what everybody needs: Undo, Export, Import."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.search_box import SearchBox
from shopdesk.desk.widgets import Symbol, Words, button
from shopdesk.text import _

if TYPE_CHECKING:
    from shopdesk.desk.palette import Command


class TopBar(QFrame):
    """One row, the same in front of every tab."""

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        commands: "Callable[[], Sequence[Command]]",
        export: Callable[[], object],
        choose_files: Callable[[], object],
    ) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("look", "top")
        self.setMinimumHeight(theme.scaled(48))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        brand = QWidget()
        line = QHBoxLayout(brand)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Symbol("logo", 20, "accent"))
        line.addWidget(Words("ShopDesk", "brand", "accent"))
        line.addStretch(1)
        brand.setFixedWidth(theme.scaled(150))
        self.search = SearchBox(desk, commands, window)
        self.undo = button(_("Undo"), desk.undo, icon_name="undo")
        self.export = button(_("Export"), export, icon_name="export")
        self.take_in = button(_("Import"), choose_files, icon_name="import", look="primary")
        row.addWidget(brand)
        row.addWidget(self.search, 4)
        row.addStretch(3)
        for made in (self.undo, self.export, self.take_in):
            row.addWidget(made)
        desk.history_changed.connect(self.refresh)
        desk.store_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be done now, and say of Undo what it would undo."""
        is_open = self._desk.store is not None
        title = self._desk.undo_title
        self.undo.setEnabled(title is not None)
        said = _("Undo: {what}").format(what=title) if title else _("There is nothing to undo.")
        self.undo.setToolTip(f"{said} (Ctrl+Z)")
        self.export.setVisible(is_open and self._desk.doors.export_grid is not None)
        self.take_in.setVisible(is_open and self._desk.doors.import_files is not None)
        self.search.setVisible(is_open)
        self.undo.setVisible(is_open)
