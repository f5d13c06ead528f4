"""One entry: both its sides, the document that made it, the row of the file behind it, and the way to take it back."""

from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopdesk.desk.attached import AttachedFiles
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import LinkText, Ruled, SideDetail
from shopdesk.desk.figures import Figures as Formats
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.source_panel import origin
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.ledger.reports import EntryDetail, account_title
from shopdesk.shop.ledger.sheets import ENTRY_KINDS
from shopdesk.text import N_, UserError, _

MEMO = Column(
    "memo",
    N_("Why is it reversed?"),
    Kind.TEXT,
    required=True,
    help=N_("The reason stands in the journal beside the reversal."),
)

DOCUMENTS: Final = {"count": N_("A stock count"), "adjustment": N_("A change of stock by hand")}


class EntryPanel(SideDetail):
    """Shows one EntryDetail at a time."""

    order_wanted = Signal(str)
    receipt_wanted = Signal(str)
    row_wanted = Signal(int, object)
    """Import and the rows of it that made the entry."""
    entry_wanted = Signal(int)
    copy_wanted = Signal(int)
    """The entry that another is to begin with."""
    reversed = Signal(int, str)
    """Entry and the reason why it is to be taken back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Entry"))
        self._desk = desk
        self._form: Form | None = None
        self._shown: tuple[int, int | None] | None = None

    def show_note(self, text: str) -> None:
        self._form, self._shown = None, None
        super().show_note(text)

    def show_entry(self, detail: EntryDetail, formats: Formats) -> None:
        """Show an entry; a reason half typed stays while the entry is the same."""
        told = (detail.entry.entry_id, detail.reversed_by)
        if told == self._shown and self._form is not None:
            return
        self._form, self._shown = None, told
        self.clear()
        self._head(detail, formats)
        self._postings(detail, formats)
        self._facts(detail, formats)
        self._document(detail)
        self._source(detail, formats)
        files = AttachedFiles(self._desk, detail.entry.document_kind, detail.entry.document_id)
        self.section(_("Files")).addWidget(files)
        self._deeds(detail)
        self.finish()

    def _head(self, detail: EntryDetail, formats: Formats) -> None:
        entry = detail.entry
        parts = [formats.text(Kind.DATE, entry.entry_on)]
        if detail.channel:
            parts.append(_(detail.channel))
        title = _("Entry {number}").format(number=entry.entry_id)
        self.set_head(title, " · ".join(parts), Pill(*said(ENTRY_KINDS, entry.kind)))

    def _postings(self, detail: EntryDetail, formats: Formats) -> None:
        table = Ruled()
        table.head(_("Account"), _("Debit"), _("Credit"))
        sides = [Decimal(0), Decimal(0)]
        for posting in detail.postings:
            side = int(posting.amount < 0)
            sides[side] += abs(posting.amount)
            figures = ["", ""]
            figures[side] = formats.money(abs(posting.amount))
            table.add(account_title(posting.code, posting.title), *figures, note=posting.code)
        table.add(_("Together"), *(formats.money(side) for side in sides), strong=True)
        self.section(_("Postings")).addWidget(table)

    def _facts(self, detail: EntryDetail, formats: Formats) -> None:
        entry = detail.entry
        rows = [(_("Memo"), entry.memo)] if entry.memo else []
        rows.append((_("Written"), formats.moment(entry.posted_at)))
        self.facts("", rows)

    def _document(self, detail: EntryDetail) -> None:
        links: list[QWidget] = []
        if detail.entry.document_kind == "order" and detail.document:
            links.append(LinkText(_("Order {number}"), {"number": [detail.document]}, self.order_wanted.emit))
        elif detail.entry.document_kind == "receipt" and detail.document:
            links.append(LinkText(_("Receipt {number}"), {"number": [detail.document]}, self.receipt_wanted.emit))
        elif detail.entry.document_kind in DOCUMENTS:
            links.append(Words(_(DOCUMENTS[detail.entry.document_kind])))
        if detail.entry.reverses_id is not None:
            links.append(self._entry_link(_("Reverses entry {number}"), detail.entry.reverses_id))
        if detail.reversed_by is not None:
            links.append(self._entry_link(_("Reversed by entry {number}"), detail.reversed_by))
        if links:
            place = self.section(_("Belongs to"))
            for link in links:
                place.addWidget(link)

    def _entry_link(self, sentence: str, number: int) -> LinkText:
        return LinkText(sentence, {"number": [str(number)]}, lambda _words: self.entry_wanted.emit(number))

    def _source(self, detail: EntryDetail, formats: Formats) -> None:
        place = self.section(_("Where from"))
        entry, source = detail.entry, detail.source
        if source is None:
            place.addWidget(Words(_("Entered in ShopDesk."), "body", "muted"))
            return
        if entry.source_row is None:
            place.addWidget(Words(source.file_name, "body", wrap=True))
        else:
            rows = (entry.source_row,)
            where = origin(source.file_name, source.sheet_name, rows)
            link = LinkText("{where}", {"where": [where]}, lambda _words: self.row_wanted.emit(source.import_id, rows))
            link.setToolTip(_("Show the row as it stands in the file"))
            place.addWidget(link)
        came = _("import {number} · {when}")
        words = came.format(number=source.import_id, when=formats.moment(source.imported_at))
        place.addWidget(Words(words, "small", "muted"))

    # ------------------------------------------------------------------------------------------------ the way back

    def _deeds(self, detail: EntryDetail) -> None:
        entry_id = detail.entry.entry_id
        self._place = place = self.section()
        line = QHBoxLayout()
        line.setSpacing(6)
        if detail.can_be_reversed:
            self._reverse = button(_("Reverse…"), partial(self.ask_reason, entry_id), icon_name="undo")
            line.addWidget(self._reverse)
        line.addWidget(button(_("Copy…"), partial(self.copy_wanted.emit, entry_id), icon_name="copy"))
        line.addStretch(1)
        place.addLayout(line)

    def ask_reason(self, entry_id: int) -> None:
        """Put the form in the place of the button."""
        self._reverse.hide()
        self._form = Form([Field(MEMO)], _("Reverse the entry"))
        self._form.accepted.connect(lambda values: self.reversed.emit(entry_id, values["memo"]))
        self._form.given_up.connect(self._give_up)
        self._place.addWidget(self._form)
        self._form.editor("memo").setFocus()

    def _give_up(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        self._reverse.show()

    def refused(self, error: UserError) -> None:
        """Say why it was not reversed."""
        if self._form is not None:
            self._form.refused(error)

    @property
    def form(self) -> Any:
        """The form that asks for the reason; None while it is not open."""
        return self._form
