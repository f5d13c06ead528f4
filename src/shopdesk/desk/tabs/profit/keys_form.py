"""By what each indirect cost is spread over channels and SKUs: a choice for every account that may have a key."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Column
from shopdesk.shop.profit.keys import KeyRow, fetch_keys, set_keys
from shopdesk.shop.profit.spreading import SPREAD_TITLES, SpreadBy
from shopdesk.text import _


class KeysForm(QFrame):
    """Stands under the button that asked for it; what is chosen is written at once and can be undone."""

    def __init__(self, desk: Desk, rows: Sequence[KeyRow], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "popup")
        self.setAccessibleName(_("Keys of indirect costs"))
        self._desk, self._rows = desk, rows
        choices = [("", _("Not spread")), *((key.value, _(title)) for key, title in SPREAD_TITLES.items())]
        fields = [
            Field(Column(row.code, f"{row.code}  {row.title}"), row.spread_by or "", choices, required=True)
            for row in rows
        ]
        self.form = Form(fields, _("Save keys"), aside=True)
        self.form.accepted.connect(self._take)
        self.form.given_up.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        note = _("Costs that belong to no channel or SKU are shared by these keys; the books stay as they are.")
        column.addWidget(Words(note, "small", "muted", wrap=True))
        column.addWidget(self.form)

    def _take(self, values: dict[str, str]) -> None:
        keys = {row.account_id: SpreadBy(values[row.code]) if values[row.code] else None for row in self._rows}
        self._desk.do(set_keys, keys, then=lambda _done: self.close(), failed=self.form.refused)


def ask_keys(desk: Desk, button: QWidget) -> None:
    """Read the keys, then show the form under a button."""

    def show(rows: list[KeyRow]) -> None:
        made = KeysForm(desk, rows, button)
        made.adjustSize()
        made.move(button.mapToGlobal(QPoint(button.width() - made.width(), button.height() + 4)))
        made.show()
        made.form.editor(rows[0].code).setFocus()

    desk.ask("profit.keys", fetch_keys, show)
