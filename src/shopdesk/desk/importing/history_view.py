"""Every file that came in, what it brought, what stands on it, and the way back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Entry
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import GridPanel
from shopdesk.desk.importing.outcome_rows import OUTCOMES
from shopdesk.desk.importing.parts import whole
from shopdesk.desk.importing.taking_back import offer_take_back
from shopdesk.desk.panels import DetailPanel
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.imports import SHEETS
from shopdesk.exchange.load.take_back import built_on
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.history import IMPORT_ROWS, find_import
from shopdesk.store.rows import Query, fetch_first
from shopdesk.text import N_, _, language, n_

WIDTH: Final = 300
ASIDE: Final = ("import_id", "same", "person", "sheet_name")
"""Columns that the panel beside the grid says as well."""
LISTED: Final = 200
MOST: Final = 40
"""So many mended cells and rows are named."""
EMPTY: Final = N_("Files that are imported will stand here, and can be taken back whole.")


@dataclass(frozen=True, slots=True)
class Story:
    """One import with what stands on it; `found` is its row in the store."""

    found: Any
    later: tuple[str, ...]


def find_story(tx: Any, import_id: int) -> Story | None:
    """One import; None where it is gone."""
    found = find_import(tx, import_id)
    if found is None:
        return None
    return Story(found, () if found.taken_back_at else tuple(built_on(tx, import_id)))


def list_imports(tx: Any) -> Sequence[Entry]:
    """The last imports as lines of the window's history."""
    keys = [column.key for column in IMPORT_ROWS.sheet.columns]
    entries = []
    for import_id, values in fetch_first(tx, IMPORT_ROWS, Query(), LISTED):
        row = dict(zip(keys, values, strict=True))
        counts = {key: row[key] for key in ("new", "changed", "same", "rejected") if row[key]}
        told = ", ".join(f"{_(OUTCOMES[key].title)} {whole(count)}" for key, count in counts.items())
        is_gone = row["taken_back_at"] is not None
        state, tone = (N_("taken back"), Tone.WARN) if is_gone else (N_("done"), Tone.PLAIN)
        what = f"{row['file_name']} · {told}" if told else row["file_name"]
        entries.append(Entry(import_id, row["imported_at"], row["person"], what, state, tone, not is_gone))
    return entries


def take_back_import(desk: Desk, import_id: int) -> None:
    """The window's door: say what stands on an import, then ask, then take it back."""
    offer_take_back(desk, QApplication.activeWindow(), import_id)


class ImportHistory(QWidget):
    """The imports as a grid, and the one that is selected beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._figures = desk, Figures()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.grid = GridPanel("imports", IMPORT_ROWS, desk.ask, empty=(_(EMPTY), ""))
        columns = self.grid.view.columns
        columns.arrange(columns.order(), ASIDE)
        self.detail = DetailPanel(_("The import that is selected"))
        self.detail.setFixedWidth(theme.scaled(WIDTH))
        row.addWidget(self.grid, 1)
        row.addWidget(self.detail)
        self.detail.show_note(_("Select an import to see what it brought and what stands on it."))
        self.grid.current_changed.connect(self._select)
        self.grid.loaded.connect(self._stand)
        self.grid.told.connect(desk.tell)
        desk.changed.connect(self._follow)
        if desk.store is not None:
            desk.ask("imports.day", lambda tx: (tx.today, tx.zone), self._start)

    def _start(self, told: Any) -> None:
        today, zone = told
        self._figures = Figures(zone, today)
        self.grid.set_today(today, zone)

    def _stand(self) -> None:
        """Stand on the newest import at first."""
        if self.grid.view.current_id() is None and (first := self.grid.rows.row_id(0)) is not None:
            self.grid.go_to(first)

    def _follow(self, changes: Any) -> None:
        if "import_file" in changes.tables:
            self.grid.refresh()
            self._select(self.grid.view.current_id())

    def _select(self, import_id: object) -> None:
        if isinstance(import_id, int):
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
        self._ending(story, is_gone=is_gone)
        told = json.loads(found.plan)
        mended = [
            (_("Row {row}, {column}").format(row=row, column=column), f"{was or '–'} → {text or '–'}", "info")
            for row, column, was, text in told.get("mended", ())
        ]
        if left := told.get("left_out"):
            mended.append((_("Rows left out"), ", ".join(map(whole, left[:MOST])), "info"))
        if mended:
            detail.facts(_("Mended by hand before it came in"), mended[:MOST])
        sheet = SHEETS[found.kind]
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
        layout = FORMATS.get(found.format)
        facts = [
            (_("Rows are"), _(SHEETS[found.kind].title)),
            (_("Layout"), _(layout.title) if layout else _("by its mapping")),
            (_("Size"), QLocale(language()).formattedDataSize(found.size)),
        ]
        return [*facts, (_("Sheet"), found.sheet_name)] if found.sheet_name else facts

    def _ending(self, story: Story, *, is_gone: bool) -> None:
        """What stands on the import, and Take back; when it went, where it has gone."""
        section = self.detail.section()
        if is_gone:
            when = self._figures.moment(story.found.taken_back_at)
            section.addWidget(Words(_("Taken back on {when}").format(when=when), "body", "muted", wrap=True))
            return
        if story.later:
            count = len(story.later)
            said = n_("A later import stands on it: {files}", "Later imports stand on it: {files}", count)
            section.addWidget(Words(said.format(files=", ".join(story.later)), "body", "muted", wrap=True))
        else:
            section.addWidget(Words(_("No later import stands on it."), "body", "muted", wrap=True))
        import_id = story.found.import_id
        self.take_back = button(
            _("Take back…"), lambda: offer_take_back(self._desk, self, import_id), icon_name="return",
            name=_("Take back {what}").format(what=story.found.file_name),
        )  # fmt: skip
        section.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignLeft)
