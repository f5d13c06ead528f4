"""Beside the checklist: the seal of the month, what came after it, and its pack."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QGridLayout, QHBoxLayout

from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.books.close_facts import CloseFacts
from shopdesk.desk.widgets import Words, button, clear
from shopdesk.shop.closing.reports import SealRow
from shopdesk.shop.closing.rules import PACK_TITLES, PackPart
from shopdesk.shop.columns import Kind, Tone
from shopdesk.text import _, n_


class SealCard(Card):
    """The last seal of a month, who signed it, and what was posted after it."""

    changes_wanted = Signal()
    seals_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Seal"))
        self.all = button(_("All seals"), self.seals_wanted.emit, look="link")
        self.head.addWidget(self.all)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.late = Words("", "body", "muted", wrap=True)
        self.body.addWidget(self.late)
        self.show_late = button(_("Show what changed"), self.changes_wanted.emit, look="link")
        self.body.addWidget(self.show_late, 0, Qt.AlignmentFlag.AlignLeft)

    def show_facts(self, facts: CloseFacts, figures: Figures) -> None:
        """Show the seal of a month."""
        clear(self._grid)
        seal = facts.seals[0] if facts.seals else None
        if seal is None:
            self._grid.addWidget(Words(_("The month has not been closed."), "body", "muted"), 0, 0, 1, 2)
        for row, (name, value) in enumerate(_facts(seal, figures) if seal is not None else ()):
            self._grid.addWidget(Words(name, "small", "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            said = Words(value, wrap=True)
            if seal is not None and value == seal.short:
                said.setToolTip(seal.digest)
                said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(said, row, 1)
        count = len(facts.changes)
        told = n_(
            "{count} account changed since the month was first closed.",
            "{count} accounts changed since the month was first closed.",
            count,
        )
        self.late.setText(told.format(count=count) if count else _("Nothing changed since the month was first closed."))
        self.late.set_colour(Tone.WARN.value if count else "muted")
        self.late.setVisible(seal is not None)
        self.show_late.setVisible(bool(count))


def _facts(seal: SealRow, figures: Figures) -> list[tuple[str, str]]:
    told = [
        (_("Seal"), seal.short),
        (_("Profit"), figures.money(seal.profit)),
        (_("Debit"), figures.money(seal.debit)),
        (_("Entries"), figures.text(Kind.INTEGER, seal.entries)),
        (_("Closed by"), seal.person),
        (_("Closed at"), figures.text(Kind.TIME, seal.sealed_at)),
        (_("Note"), seal.note or ""),
        (_("Reopened by"), seal.reopened_by or ""),
        (_("Reopened at"), figures.text(Kind.TIME, seal.reopened_at)),
        (_("Why"), seal.why or ""),
    ]
    return [(name, value) for name, value in told if value]


class PackCard(Card):
    """Which files the pack of a month has, and where it is to be written."""

    parts_chosen = Signal(object)
    write_wanted = Signal(object)
    """The folder or .zip file."""

    def __init__(self) -> None:
        super().__init__(_("Month pack"), _("Its index ties every figure to the books."))
        self._month, self._name = "", ""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        self.boxes: dict[PackPart, QCheckBox] = {}
        for place, (part, title) in enumerate(PACK_TITLES.items()):
            box = self.boxes[part] = QCheckBox(_(title))
            box.setAccessibleName(_(title))
            box.clicked.connect(self._choose)
            grid.addWidget(box, place // 2, place % 2)
        self.body.addLayout(grid)
        foot = QHBoxLayout()
        self.to_folder = button(_("Write into a folder…"), self._ask_folder, icon_name="export")
        self.to_zip = button(_("Write as .zip…"), self._ask_zip)
        for made in (self.to_folder, self.to_zip):
            foot.addWidget(made)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def show_parts(self, month: str, parts: Sequence[PackPart]) -> None:
        """Show the set that the shop keeps."""
        self._month = month
        for part, box in self.boxes.items():
            box.setChecked(part in parts)
        self._allow()

    def _choose(self) -> None:
        self._allow()
        chosen = [part for part, box in self.boxes.items() if box.isChecked()]
        if chosen:
            self.parts_chosen.emit(chosen)

    def _allow(self) -> None:
        is_any = any(box.isChecked() for box in self.boxes.values())
        for made in (self.to_folder, self.to_zip):
            made.setEnabled(is_any)

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(QApplication.activeWindow(), _("Folder for the month pack"))
        if chosen:
            self.write_wanted.emit(Path(chosen))

    def _ask_zip(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            QApplication.activeWindow(), _("Month pack"), f"{self._month}.zip", _("Zip file (*.zip)")
        )
        if chosen:
            path = Path(chosen)
            self.write_wanted.emit(path if path.suffix.lower() == ".zip" else path.with_name(f"{path.name}.zip"))
