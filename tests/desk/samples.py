"""Tabs made for tests: a list that can be exported and searched, and a plain one."""

from typing import Any, ClassVar

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import PageHead, page
from shopdesk.desk.tabs import Tab
from shopdesk.desk.widgets import Segments, button
from shopdesk.text import N_, _


class ListTab(QWidget):
    """Keeps its place, exports, takes Ctrl+F, offers one command."""

    made: ClassVar[list["ListTab"]] = []

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.did = desk, 0
        column = page(self)
        head = PageHead(_("Orders"))
        self.views = Segments([("open", "Open"), ("done", "Done")], "Views")
        head.add_left(self.views)
        head.add_right(button("New", icon_name="add", look="primary"))
        column.addWidget(head)
        self.search = QLineEdit()
        self.search.setAccessibleName("Search orders")
        column.addWidget(self.search)
        column.addStretch(1)
        ListTab.made.append(self)

    def show_place(self, view: str = "open", order_id: int = 0) -> None:
        self.views.set_current(view)
        self.search.setText(str(order_id or ""))

    def place(self) -> dict[str, Any]:
        return {"view": self.views.current, "order_id": int(self.search.text() or 0)}

    def export_grid(self) -> object:
        return f"grid {self.views.current}"

    def focus_search(self) -> None:
        self.search.setFocus()

    def commands(self) -> list[Command]:
        return [Command("mark", N_("Mark as shipped"), self._mark)]

    def _mark(self) -> None:
        self.did += 1


class PlainTab(QWidget):
    """Has nothing that the window could use."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        page(self).addWidget(button("Only button"))


TABS = (
    Tab("orders", N_("Orders"), "orders", "tests.desk.samples:ListTab"),
    Tab("stock", N_("Products & stock"), "stock", "tests.desk.samples:PlainTab"),
)
