"""What the rows of a sheet are, as one drop-down list: there are more kinds than fit side by side."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal

from shopdesk.desk.widgets import ChoiceBox
from shopdesk.shop.columns import Sheet
from shopdesk.text import _


class KindBox(ChoiceBox):
    """The kinds by title, each with its help where the pointer rests on it."""

    picked = Signal(str)
    """The key of the kind that the person chose."""

    def __init__(self, sheets: Mapping[str, Sheet], name: str) -> None:
        super().__init__([(key, _(sheet.title)) for key, sheet in sheets.items()], name)
        for place, sheet in enumerate(sheets.values()):
            self.setItemData(place, _(sheet.help), Qt.ItemDataRole.ToolTipRole)
        self.setMaxVisibleItems(self.count())
        self.activated.connect(lambda _at: self.picked.emit(self.current))

    @property
    def current(self) -> str:
        """The key of the kind that is chosen."""
        return str(self.currentData())

    def set_current(self, key: str) -> None:
        """Show a kind without saying that the person chose it."""
        self.setCurrentIndex(self.findData(key))
