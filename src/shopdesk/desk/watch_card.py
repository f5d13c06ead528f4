"""The watched folder in the settings: which folder, which layouts come in by themselves, and how it goes."""

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu

from shopdesk.desk.desk import Desk
from shopdesk.desk.importing.folder_watch import watch_of
from shopdesk.desk.importing.queue import queue_of
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, button
from shopdesk.exchange.formats import FORMATS
from shopdesk.settings import Watched
from shopdesk.store.store import Store
from shopdesk.text import _, n_


class WatchCard(Card):
    """Every choice takes effect at once; it is this person's, on this computer, for the shop that is open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Watched folder"), _("Works while this window is open."))
        self._desk, self._watch = desk, watch_of(desk)
        calm = _("Files that fall in and raise no question are imported and put into its folder “done”. "
                 "What is in doubt waits on the import page.")  # fmt: skip
        self.body.addWidget(Words(calm, "body", "muted", wrap=True))
        self.folder = Words("", elide=True)
        self.folder.setAccessibleName(_("Watched folder"))
        self.body.addWidget(self.folder)
        self.state = Words("", "body", "muted", wrap=True)
        self.body.addWidget(self.state)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.choose = button(_("Choose folder…"), self._choose, icon_name="folder")
        self.layouts = button(_("Layouts"), lambda: None, icon_name="filter")
        self.layouts.setToolTip(_("Which layouts come in by themselves"))
        menu = QMenu(self.layouts)
        menu.setAccessibleName(_("Which layouts come in by themselves"))
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.layouts.setMenu(menu)
        self.stop = button(_("Stop watching"), partial(self.keep, Watched()))
        for made in (self.choose, self.layouts):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.stop)
        self.body.addLayout(row)
        self._watch.changed.connect(self.follow)
        queue_of(desk).held_changed.connect(self.follow)
        if desk.is_demo or desk.store is None:
            self.hide()
        self.follow()

    def follow(self) -> None:
        """Show what is watched, and how it goes."""
        watched, held = self._watch.watched, len(queue_of(self._desk).held)
        self.folder.setText(watched.folder or _("No folder is watched."))
        self.folder.setToolTip(watched.folder)
        said = n_("{count} file in it waits for you.", "{count} files in it wait for you.", held).format(count=held)
        self.state.setText(self._watch.error or (said if held else ""))
        self.state.setVisible(bool(self.state.text()))
        self.stop.setVisible(bool(watched.folder))
        self.layouts.setVisible(bool(watched.folder))

    def keep(self, watched: Watched) -> None:
        """Watch another folder, or other layouts."""
        where = cast(Store, self._desk.store).where
        self._desk.set_settings(self._desk.settings.with_watched(where, watched))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("The folder to watch"), self._watch.watched.folder)
        if chosen:
            self.keep(Watched(str(Path(chosen)), self._watch.watched.off))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for code, title in sorted(((code, _(one.title)) for code, one in FORMATS.items()), key=lambda pair: pair[1]):
            entry = menu.addAction(title)
            entry.setCheckable(True)
            entry.setChecked(code not in self._watch.watched.off)
            entry.toggled.connect(partial(self._switch, code))

    def _switch(self, code: str, is_on: bool) -> None:
        watched = self._watch.watched
        others = tuple(one for one in watched.off if one != code)
        self.keep(Watched(watched.folder, others if is_on else (*others, code)))
