"""A promotion on trial: its certificate, how it runs, or its result; and each as a file."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.certificate_paper import print_certificate
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail, whole_list
from shopdesk.desk.exporting import open_folder
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import CellFormats, GridView, Shown
from shopdesk.desk.panels import ALL
from shopdesk.desk.widgets import Words, button
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.columns import Sheet, Tone
from shopdesk.shop.promotions.outcome.monitor import watch_lines, watch_promotion
from shopdesk.shop.promotions.outcome.result import read_result
from shopdesk.shop.promotions.papers import (
    CERTIFICATE,
    certificate_rows,
    lesson_lines,
    result_lines,
    result_rows,
)
from shopdesk.shop.promotions.preflight.certificate import Certificate, check_promotion
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.promotions.rules import Phase
from shopdesk.store.rows import Query, fetch_first
from shopdesk.text import UserError, _

MOST: Final = 2_000
"""Promotions that can be picked, the latest."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a page shows of a promotion."""

    title: str
    said: str
    lines: Sequence[str]
    rows: Sequence[Sequence[Any]]
    certificate: Certificate | None = None


Read = Callable[[Any, int], Proof]
Names = Callable[[Any], list[tuple[int, str]]]


def read_preflight(tx: Any, promotion_id: int) -> Proof:
    """The certificate as things stand."""
    made = check_promotion(tx, promotion_id)
    said = _("Pass: nothing stands against it.") if made.passed else _("Fail: it should not start like this.")
    return Proof(made.title, said, lesson_lines(made), certificate_rows(made), made)


def read_outcome(tx: Any, promotion_id: int) -> Proof:
    """What it did so far."""
    made = read_result(tx, promotion_id)
    said = _("{first} to {last}").format(first=made.first, last=made.last)
    return Proof(made.title, said, result_lines(made), result_rows(made))


def read_watch(tx: Any, promotion_id: int) -> Proof:
    """What it does while it runs."""
    made = watch_promotion(tx, promotion_id)
    said = _("It is over.") if made.is_over else _("It is running.")
    return Proof(made.title, said, watch_lines(tx, made), made.rows[::-1])  # what goes on now is on top


def read_names(tx: Any) -> list[tuple[int, str]]:
    """Promotions to pick from, the latest first: id and title, with the number where several are called the same."""
    return _names(tx)


def read_begun(tx: Any) -> list[tuple[int, str]]:
    """As `read_names`, of those that run, then of those that are over."""
    return [name for phase in (Phase.RUNNING, Phase.ENDED) for name in _names(tx, ("phase", f"={phase.value}"))]


def _names(tx: Any, *filters: tuple[str, str]) -> list[tuple[int, str]]:
    keys = [column.key for column in PROMOTION_ROWS.sheet.columns]
    number, title = keys.index("promotion_no"), keys.index("title")
    query = Query(filters=filters, today=tx.today, zone=tx.zone)
    found = fetch_first(tx, PROMOTION_ROWS, query, MOST)
    often = Counter(row[title] for _id, row in found)
    return [
        (promotion_id, f"{row[title]} · {row[number]}" if often[row[title]] > 1 else row[title])
        for promotion_id, row in found
    ]


class ProofPage(QWidget):
    """A promotion is picked above; what is known of it stands below."""

    def __init__(self, desk: Desk, sheet: Sheet, names: Names = read_names) -> None:
        super().__init__()
        self._desk, self._sheet, self._names = desk, sheet, names
        self._figures = Figures()
        self._proof: Proof | None = None
        self._wanted: int | None = None
        self.pick = QComboBox()
        self.pick.setAccessibleName(_("Promotion"))
        self.pick.currentIndexChanged.connect(self._ask)
        self.panel = SideDetail(_(sheet.title))
        self.paper = button(_("PDF…"), partial(self._ask_out, ".pdf"), icon_name="export")
        self.paper.setVisible(sheet is CERTIFICATE)
        self.book = button(_("Excel…"), partial(self._ask_out, ".xlsx"), icon_name="export")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.line = self._line()
        column.addLayout(self.line)
        column.addWidget(self.panel, 1)
        self.setFocusProxy(self.pick)
        self.show_proof(None)

    def _line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(self.pick, 1)
        line.addWidget(self.paper)
        line.addWidget(self.book)
        return line

    def start(self, figures: Figures) -> None:
        """Take what is known of the shop now, and read anew."""
        self._figures = figures
        self._desk.ask((self._sheet.name, "names"), self._names, self._take)

    def show_promotion(self, promotion_id: int) -> None:
        """Come to a promotion; one that is not yet among those to pick from, as soon as they are read."""
        self._wanted, place = promotion_id, self.pick.findData(promotion_id)
        if place >= 0:
            self.pick.setCurrentIndex(place)

    def _take(self, names: list[tuple[int, str]]) -> None:
        before, self._wanted = self._wanted or self.pick.currentData(), None
        self.pick.blockSignals(True)
        self.pick.clear()
        for promotion_id, title in names:
            self.pick.addItem(title, promotion_id)
        self.pick.setCurrentIndex(max(0, self.pick.findData(before)) if names else -1)
        self.pick.blockSignals(False)
        self._ask()

    def _ask(self) -> None:
        promotion_id = self.pick.currentData()
        if promotion_id is None:
            self.show_proof(None)
            return
        self.ask_proof(promotion_id)

    def ask_proof(self, promotion_id: int) -> None:
        """Find out what is known of a promotion, and show it; each page says how."""
        raise NotImplementedError

    def show_proof(self, proof: Proof | None, note: str = "") -> None:
        """Show it, or say why there is none."""
        self._proof = proof
        for one in (self.paper, self.book):
            one.setEnabled(proof is not None)
        self.panel.clear()
        if proof is None:
            self.panel.show_note(note or _("Plan a promotion: what is known of it stands here."))
            return
        self.panel.set_head(proof.title, proof.said)
        place = self.panel.section(_(self._sheet.title), fills=True)
        for line in proof.lines:
            place.addWidget(Words(line, "body", wrap=True))
        keys = [column.key for column in self._sheet.columns]
        formats = CellFormats(
            self._sheet, zone=self._figures.zone, today=self._figures.today, formatters={"starts": self._moment}
        )
        listed = whole_list(self._sheet, proof.rows, keys, formats, grows=True)
        for view in listed.findChildren(GridView):
            view.opened.connect(self._open)
        place.addWidget(listed, ALL)
        place.addStretch(1)
        self.panel.finish()

    def _moment(self, value: Any, _row: Sequence[Any]) -> Shown:
        """A time with its year and hour: by the hour a promotion of last year is told as well."""
        return Shown(self._figures.moment(value))

    def _open(self, number: int) -> None:
        """Go to the SKU or the promotion that a finding is about."""
        certificate = self._proof.certificate if self._proof else None
        finding = certificate.findings[number] if certificate else None
        if finding is not None and finding.sku_id is not None:
            self._desk.show("stock", sku=finding.subject)
        elif finding is not None and finding.promotion_id is not None:
            self._desk.show("promotions", segment="promotions", promotion_id=finding.promotion_id)

    def _ask_out(self, ending: str) -> None:
        kinds = _("PDF (*.pdf)") if ending == ".pdf" else _("Excel workbook (*.xlsx)")
        title = _(self._sheet.title)
        chosen, _kind = QFileDialog.getSaveFileName(self, title, f"{title}{ending}", kinds)
        if chosen:
            self.write_out(Path(chosen if chosen.lower().endswith(ending) else chosen + ending))

    def write_out(self, path: Path) -> None:
        """Write what is shown to a file and say so."""
        proof = self._proof
        if proof is None:
            return
        try:
            if proof.certificate is not None and path.suffix.lower() == ".pdf":
                print_certificate(proof.certificate, path)
            else:
                note = "; ".join((proof.title, proof.said, *proof.lines))
                write_sheet(path, self._sheet, proof.rows, note=note, zone=self._figures.zone)
        except UserError as error:
            self._desk.tell(str(error), Tone.BAD)
            return
        done = _("Wrote {file}").format(file=path.name)
        self._desk.tell(done, Tone.GOOD, (_("Open folder"), partial(open_folder, path)))


class ReadPage(ProofPage):
    """What is shown is read from the shop as it is now."""

    def __init__(self, desk: Desk, sheet: Sheet, read: Read, names: Names = read_names) -> None:
        super().__init__(desk, sheet, names)
        self._read = read

    def ask_proof(self, promotion_id: int) -> None:
        """Have it read."""
        self._desk.ask(self._sheet.name, lambda tx: self._read(tx, promotion_id), self.show_proof, self._refuse)

    def _refuse(self, error: UserError) -> None:
        self.show_proof(None, str(error))
