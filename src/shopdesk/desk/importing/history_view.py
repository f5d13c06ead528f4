"""Every file that came in, what it brought, what stands on it, and the way back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.grid import Shown
from shopdesk.desk.importing.kinds import place_of, way_to
from shopdesk.desk.importing.outcome_rows import OUTCOMES
from shopdesk.desk.importing.parts import whole
from shopdesk.desk.importing.taking_back import offer_take_back
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.source_panel import worth
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.kinds import FILES, WITH_AMOUNTS
from shopdesk.exchange.load.take_back import find_refusal
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.history import IMPORT_ROWS, IMPORTS, KINDS, fetch_formats, fetch_rows_kept, find_import
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _, language

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("stands", N_("In the shop"), (("taken_back_at", "="),), N_("Imports that stand")),
    Quick("gone", N_("Taken back"), (("taken_back_at", "!="),), N_("Imports that were taken back")),
)
ASIDE: Final = ("import_id", "same", "person", "sheet_name", "format", "channel")
"""Columns that the panel beside the grid says as well."""
EMPTY: Final = N_("Files that are imported will stand here, and can be taken back whole.")
_KIND: Final = [column.key for column in IMPORTS.columns].index("kind")
MOST: Final = 40
"""So many mended cells and rows are named."""


@dataclass(frozen=True, slots=True)
class Story:
    """One import with what stands on it; `found` is its row in the store."""

    found: Any
    refusal: str
    """Why it cannot be taken back; "": it can, or it is gone."""
    kept: tuple[int, int] | None = None
    """The first and the last row of the file that were kept."""


def find_story(tx: Any, import_id: int) -> Story | None:
    """One import; None where it is gone."""
    found = find_import(tx, import_id)
    if found is None:
        return None
    refusal = None if found.taken_back_at else find_refusal(tx, import_id)
    return Story(found, "" if refusal is None else str(refusal), fetch_rows_kept(tx, import_id))


def layout_title(code: str) -> str:
    """What a layout is called."""
    layout = FORMATS.get(code)
    return _(layout.title) if layout else _("by its mapping")


def _layout(value: Any, _row: Sequence[Any]) -> Shown:
    return Shown(layout_title(value))


def _amount(value: Any, row: Sequence[Any]) -> Shown:
    """What a file came to; nothing where its kind of rows has no amounts."""
    return Shown(Figures().text(Kind.MONEY, value) if row[_KIND] in WITH_AMOUNTS else "")


class ImportHistory(QWidget):
    """The imports as a grid with filters, and the one that is selected beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._figures = desk, Figures()
        self._formats: Sequence[str] = ()
        self.grid = DeskGrid(
            "imports", IMPORT_ROWS, desk, formatters={"format": _layout, "amount": _amount}, empty=(_(EMPTY), "")
        )
        columns = self.grid.view.columns
        columns.arrange(columns.order(), ASIDE)
        self.line = FilterLine(self.grid, QUICK, _("Filters of imports"))
        self.line.add_menu("kind", _("Rows are"), self._offer_kinds)
        self.line.add_menu("format", _("Layout"), self._offer_formats)
        self.line.add_menu("imported_at", _("When"), partial(self.line.offer_days, "imported_at"))
        self.detail = SideDetail(_("The import that is selected"))
        self.page = ListPage(desk, self.grid, self.line, self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.grid)
        self.detail.show_note(_("Select an import to see what it brought and what stands on it."))
        self.grid.current_changed.connect(self._select)
        desk.changed.connect(self._follow)
        if desk.store is not None:
            desk.ask("imports.day", lambda tx: (tx.today, tx.zone, fetch_formats(tx)), self._start)

    def _offer_kinds(self, menu: QMenu) -> None:
        for kind, state in KINDS.items():
            menu.addAction(_(state.title), partial(self.grid.set_filter, "kind", f"={kind}"))

    def _offer_formats(self, menu: QMenu) -> None:
        for code in self._formats:
            menu.addAction(layout_title(code), partial(self.grid.set_filter, "format", quoted(code)))

    def _start(self, told: Any) -> None:
        today, zone, self._formats = told
        self._figures = Figures(zone, today)
        self.grid.start(today, zone)

    def _follow(self, changes: Any) -> None:
        if "import_file" in changes.tables:
            self._desk.ask("imports.day", lambda tx: (tx.today, tx.zone, fetch_formats(tx)), self._start)
            self.grid.refresh()
            self._select(self.grid.view.current_id())

    def _select(self, import_id: object) -> None:
        if isinstance(import_id, int):
            self.page.side.setCurrentWidget(self.detail)
            self._desk.ask("imports.detail", partial(find_story, import_id=import_id), self._show)

    def _show(self, story: Story | None) -> None:
        if story is None:
            self.detail.show_note(_("This import is gone."))
            return
        found, detail = story.found, self.detail
        detail.clear()
        is_gone = found.taken_back_at is not None
        pill = Pill(_("Taken back"), Tone.WARN) if is_gone else Pill(_("In the shop"), Tone.GOOD)
        detail.set_head(found.file_name, f"{self._figures.moment(found.imported_at)} · {found.person}", pill)
        detail.facts(_("Rows"), self._rows(found))
        detail.facts(_("File"), self._file(found))
        self._brought(story)
        self._ending(story, is_gone=is_gone)
        told = json.loads(found.plan)
        mended = [
            (_("Row {row}, {column}").format(row=row, column=column), f"{was or '–'} → {text or '–'}", "info")
            for row, column, was, text in told.get("mended", ())
        ]
        if left := told.get("left_out"):
            mended.append((_("Rows left out"), ", ".join(map(whole, left[:MOST])), "info"))
        if beyond := told.get("beyond"):
            mended.append((_("Shipped beyond what is on hand"), ", ".join(map(whole, beyond[:MOST])), "warn"))
        if mended:
            detail.facts(_("Mended by hand before it came in"), mended[:MOST])
        sheet = FILES[found.kind]
        detail.facts(_("Read as"), [(_(sheet.column(key).title), header) for key, header in told["fields"].items()])
        detail.finish()

    def _rows(self, found: Any) -> list[tuple[str, str]]:
        counts = [
            (_(state.title), whole(getattr(found, key))) for key, state in OUTCOMES.items() if getattr(found, key)
        ]
        if found.charges:
            counts.append((_("Charges"), whole(found.charges)))
        if found.kind == "orders":
            counts.append((_("Amount"), self._figures.text(Kind.PRICE, found.amount)))
        return counts

    def _file(self, found: Any) -> list[tuple[str, str]]:
        facts = [
            (_("Rows are"), _(FILES[found.kind].title)),
            (_("Layout"), layout_title(found.format)),
            (_("Size"), QLocale(language()).formattedDataSize(found.size)),
        ]
        sheet = worth(found.file_name, found.sheet_name)
        return [*facts, (_("Sheet"), sheet)] if sheet else facts

    def _brought(self, story: Story) -> None:
        """Where what it brought stands: its documents, and its rows as they came."""
        found = story.found
        section = self.detail.section(_("What it brought"))
        if found.taken_back_at is None:
            tab, words = way_to(found.kind)
            go = partial(self._desk.show, tab, **place_of(found.kind, found.import_id))
            section.addWidget(button(_(words), go, look="link"), 0, Qt.AlignmentFlag.AlignLeft)
        if story.kept is not None:
            rows = range(max(story.kept[0], 1), story.kept[1] + 1)
            show = partial(self.page.show_row, found.import_id, rows, self._figures)
            section.addWidget(button(_("Show the rows of the file"), show, look="link"), 0, Qt.AlignmentFlag.AlignLeft)

    def _ending(self, story: Story, *, is_gone: bool) -> None:
        """What stands on the import, and Take back; when it went, where it has gone."""
        section = self.detail.section()
        if is_gone:
            when = self._figures.moment(story.found.taken_back_at)
            section.addWidget(Words(_("Taken back on {when}").format(when=when), "body", "muted", wrap=True))
            return
        words = story.refusal or _("No later import stands on it.")
        section.addWidget(Words(words, "body", "muted", wrap=True))
        import_id = story.found.import_id
        self.take_back = button(
            _("Take back…"), lambda: offer_take_back(self._desk, self, import_id), icon_name="return",
            name=_("Take back {what}").format(what=story.found.file_name),
        )  # fmt: skip
        section.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignLeft)
