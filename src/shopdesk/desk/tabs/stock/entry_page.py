"""A page of entered lines: scanned or typed one after the other, seen and changed in a list, then posted together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.drafts import Draft
from shopdesk.desk.figures import Figures
from shopdesk.desk.line_list import LineList
from shopdesk.desk.panels import Card, PageHead, page
from shopdesk.desk.tabs.stock.code_entry import CodeEntry, Entered
from shopdesk.desk.tabs.stock.facts import GONE, find_codes
from shopdesk.desk.wedge import Wedge
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Sheet, Tone
from shopdesk.text import UserError, _, n_


@dataclass(frozen=True, slots=True)
class EnteredLine:
    """What every entered line has; a page adds what is its own."""

    sku_id: int
    code: str
    title: str
    quantity: Decimal


LOWEST: Final = 56
"""Pixels at text size 100 of the list: where the window is low, it gives way before the fields do."""
L = TypeVar("L", bound=EnteredLine)


class EntryPage(QWidget, Generic[L]):
    """The lines stay until they are posted or removed, also where ShopDesk is closed and opened again.

    A page says what its document and its rows are, takes what is entered, and posts; all else is done here. Its
    `__init__` makes its own fields, has the page laid out, and ends with `go_on`.
    """

    left = Signal()
    changed = Signal(int)
    """How many lines wait to be posted."""
    done = Signal(int)
    """What was posted is in the shop: the id by which the list finds it."""

    draft: str
    """Its key among the drafts."""

    def __init__(self, desk: Desk, sheet: Sheet, entry: CodeEntry) -> None:
        super().__init__()
        self._desk, self._figures = desk, Figures()
        self._lines: list[L] = []
        self.head = PageHead("")
        self.post = button("", self._post, look="primary")
        self.entry = entry
        self.fault = Words("", "body", "bad", wrap=True)
        self.fault.hide()
        self.list = LineList(sheet, self._edit, self._remove, desk.tell)
        self.list.setMinimumHeight(theme.scaled(LOWEST))
        self.total = Words("", "body", "muted")
        entry.entered.connect(self._take)
        entry.left.connect(self.left)
        Wedge(self).scanned.connect(entry.scan)
        self.setFocusProxy(entry)

    def _lay_out(self, above: Sequence[QWidget], below: Sequence[QWidget] = ()) -> None:
        """From top to bottom; `above` the line that is entered stands the document, `below` it what is said of it."""
        self.head.add_right(button(_("Back to the list"), self.left.emit, icon_name="back"), self.post)
        column: QVBoxLayout = page(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.head, *above, self.entry, self.fault, *below):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.total)

    # ------------------------------------------------------------------------------------------------ of each page

    def _enter(self, entered: Entered) -> int | None:
        """Make a line of what was entered, or add it to one; returns its place, None where it was refused."""
        raise NotImplementedError

    def _edit(self, number: int, key: str, value: Any) -> None:
        """Take what was typed into a cell."""
        raise NotImplementedError

    def _row(self, line: L) -> Sequence[Any]:
        """The cells of a line."""
        raise NotImplementedError

    def _post(self) -> None:
        """Write the lines that were counted."""
        raise NotImplementedError

    def _kept(self) -> Draft:
        """What is not posted yet, as plain values; empty where there is nothing."""
        raise NotImplementedError

    def _take_kept(self, draft: Draft) -> Iterable[L]:
        """Put the document of a draft back into its fields; returns the lines."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------ the lines

    def _show(self) -> None:
        """Show the lines as they are now, and keep them."""
        self.list.show_lines([self._row(line) for line in self._lines], range(len(self._lines)), self._figures)
        self.list.show_note("" if self._lines else _("No lines yet. Scan or type the first code."))
        self.post.setEnabled(bool(self._counted))
        self.total.setText(" · ".join(self._totals()))
        self._keep()
        self.changed.emit(self._waiting)

    @property
    def _counted(self) -> list[L]:
        """The lines of which there is anything."""
        return [line for line in self._lines if line.quantity]

    @property
    def _waiting(self) -> int:
        """How many lines wait."""
        return len(self._counted)

    def _totals(self) -> list[str]:
        count, pieces = len(self._counted), sum((line.quantity for line in self._lines), Decimal(0))
        return [
            n_("{count} line", "{count} lines", count).format(count=count),
            _("{pieces} pieces").format(pieces=self._figures.pieces(pieces)),
        ]

    def _take(self, entered: Entered) -> None:
        self._complain(None)
        at = self._enter(entered)
        if at is not None:
            self._show()
            self.list.view.go_to(at)

    def _remove(self, numbers: Sequence[int]) -> None:
        gone = set(numbers)
        self._lines = [line for number, line in enumerate(self._lines) if number not in gone]
        self._show()

    def _complain(self, error: UserError | None) -> None:
        self.fault.setText("" if error is None else str(error))
        self.fault.setVisible(error is not None)
        self.post.setEnabled(bool(self._counted))

    def _begin_again(self, *fields: QLineEdit) -> None:
        """What was entered is in the shop: the next document begins, its `fields` empty."""
        self._lines = []
        for edit in fields:
            edit.clear()
        self._complain(None)
        self._show()

    # ------------------------------------------------------------------------------------------------ a draft

    def _keep(self) -> None:
        self._desk.drafts.put(self.draft, self._kept())

    def _go_on(self) -> None:
        """Go on with what was entered before, as far as its SKUs are still there."""
        kept = self._desk.drafts.get(self.draft)
        if kept:
            self._lines = list(self._take_kept(kept))
            codes = [line.code for line in self._lines]
            self._desk.ask(f"{self.draft}.codes", lambda tx: find_codes(tx, codes), self._check_lines)
        self._show()

    def _check_lines(self, known: Mapping[str, int]) -> None:
        gone = [line.code for line in self._lines if line.code not in known]
        self._lines = [replace(line, sku_id=known[line.code]) for line in self._lines if line.code in known]
        if gone:
            self._desk.tell(_(GONE).format(codes=", ".join(gone)), Tone.WARN)
        self._show()


def document_card(parts: Sequence[tuple[str, QWidget, int]], *beside: QWidget) -> Card:
    """The head of a document: (title, field, widest in pixels) side by side, and what brings its own title."""
    card, grid = Card(), QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    for place, (title, edit, width) in enumerate(parts):
        edit.setAccessibleName(title)
        edit.setMaximumWidth(theme.scaled(width))
        label = Words(title, "small", "muted")
        label.setBuddy(edit)
        grid.addWidget(label, 0, place)
        grid.addWidget(edit, 1, place)
        grid.setColumnStretch(place, width)
    for place, widget in enumerate(beside, len(parts)):
        grid.addWidget(widget, 0, place, 2, 1)
        grid.setColumnStretch(place, 200)
    grid.setColumnStretch(len(parts) + len(beside), 200)
    card.body.addLayout(grid)
    return card
