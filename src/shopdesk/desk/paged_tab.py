"""A tab of pages that know nothing of each other, in groups where there are many, each made when it is first shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import partial
from importlib import import_module
from typing import Any, ClassVar, Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid, GridExport, touches
from shopdesk.desk.detail_list import DetailList
from shopdesk.desk.figures import Figures
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import PageHead
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.spanned.page_switch import Group, PageSwitch
from shopdesk.text import _


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its key, its title and what its command says (msgids), and where its class is, as "module:Class"."""

    key: str
    title: str
    command: str
    place: str
    group: str = ""
    """Title of the group that it stands in (a msgid); pages of a group stand together. "": the tab has no groups."""
    words: str = ""
    """Further words by which the palette finds it (a msgid)."""

    def make(self, desk: Desk) -> QWidget:
        """The page itself."""
        module, _colon, name = self.place.partition(":")
        made: QWidget = getattr(import_module(module), name)(desk)
        return made


@runtime_checkable
class Started(Protocol):
    """What every page can do; the rest of the tab's contract it may have as well."""

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""

    def refresh(self) -> None:
        """The shop has changed: read again, if anything was read."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What such a tab knows of the shop: its day, its time zone, and what waits."""

    today: date
    zone: tzinfo
    waiting: int


class PagedTab(QWidget):
    """See the contract in `desk.tabs`. A tab of this kind says what it is made of, and hands the rest to its pages."""

    KEY: ClassVar[str]
    TITLE: ClassVar[str]
    PAGES: ClassVar[Sequence[Page]]
    TABLES: ClassVar[Sequence[str]]
    """What its pages show something of."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._facts: Facts | None = None
        self._made: dict[str, QWidget] = {}
        self._arrival = Arrival(self._go_to)
        self.pages = QStackedWidget()
        self.segments = PageSwitch(self._groups(), _("What to show"), QWidget())
        self.segments.picked.connect(self.show_segment)
        self.head = PageHead(_(self.TITLE))
        self.head.add_left(self.segments)
        column = page_layout(self)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        self.pages.setCurrentWidget(self.page(self.PAGES[0].key))
        desk.changed.connect(self._follow)
        self._ask_facts()

    def _groups(self) -> list[Group]:
        titles = dict.fromkeys(page.group for page in self.PAGES)
        return [
            Group(title, title, [(page.key, page.title) for page in self.PAGES if page.group == title])
            for title in titles
        ]

    def count_waiting(self, tx: Any) -> int:
        """What the badge beside the tab's icon says, read on a worker; 0: nothing."""
        return 0

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        count = self.count_waiting
        self._desk.ask(f"{self.KEY}.facts", lambda tx: Facts(tx.today, tx.zone, count(tx)), self._take_facts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._figures.zone, self._figures.today):
            self._figures = Figures(facts.zone, facts.today)
        self._facts = facts
        self._desk.badge_told.emit(self.KEY, facts.waiting)
        self._start()
        self._arrival.know()

    def _start(self) -> None:
        page = self.front
        if self._facts is not None and isinstance(page, Started):
            page.start(self._facts.today, self._facts.zone, self._figures)

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, *self.TABLES):
            self._ask_facts()
            for page in self._made.values():
                if isinstance(page, Started):
                    page.refresh()

    # ------------------------------------------------------------------------------------------------ going about

    def page(self, key: str) -> QWidget:
        """A page by its key."""
        if key not in self._made:
            self._made[key] = next(page for page in self.PAGES if page.key == key).make(self._desk)
            self.pages.addWidget(self._made[key])
        return self._made[key]

    @property
    def front(self) -> QWidget:
        """The page that is shown."""
        return self.page(self.segments.current)

    @property
    def grid(self) -> DeskGrid | None:
        """The grid of the page in front, where it has one."""
        grid = getattr(self.front, "grid", None)
        return grid if isinstance(grid, DeskGrid) else None

    def show_segment(self, key: str) -> None:
        """Bring a page to front."""
        self.segments.set_current(key)
        self.pages.setCurrentWidget(self.front)
        self._start()
        if self.grid is not None:
            self.grid.totals.tell()
        else:
            self._desk.selection_told.emit(())  # the sums of a list are not those of this page
        if self.isVisible():
            self.front.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------------ the contract

    def show_place(self, **where: Any) -> None:
        """Come to a place: `segment` is a page's key, the rest is the page's own or narrows its list."""
        self._arrival.come(**where)

    def _go_to(self, segment: str = "", **where: Any) -> None:
        self.show_segment(segment or self.segments.current)
        come = getattr(self.front, "show_place", None)
        if come is not None:
            come(**where)
        elif where:
            self._narrow(**where)

    def _narrow(
        self,
        quick: str = "",
        search: str = "",
        filters: Sequence[Sequence[str]] | None = None,
        import_id: int | None = None,
        row_id: int | None = None,
        **_others: Any,
    ) -> None:
        wanted = [(str(key), str(text)) for key, text in filters or ()]
        if isinstance(self.front, DetailList) and (quick or import_id is not None):
            self.front.narrow(quick, import_id, wanted, search)
        elif self.grid is not None and (wanted or search or filters is not None):
            self.grid.set_query(replace(self.grid.query, search=search, filters=tuple(wanted)))
        if row_id is not None and self.grid is not None:
            self.grid.seek(row_id)

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        here: dict[str, Any] = {"segment": self.segments.current}
        own = getattr(self.front, "place", None)
        if own is not None:
            said: dict[str, Any] = own()
            return here | said
        if self.grid is None:
            return here
        query = self.grid.query
        return here | {"search": query.search, "filters": [list(pair) for pair in query.filters]}

    def export_grid(self) -> GridExport | None:
        """What is shown, for Export."""
        own = getattr(self.front, "export_grid", None)
        if own is not None:
            exported: GridExport | None = own()
            return exported
        return self.grid.export() if self.grid is not None else None

    def focus_search(self) -> None:
        """Ctrl+F."""
        own = getattr(self.front, "focus_search", None)
        if own is not None:
            own()
        elif self.grid is not None:
            self.grid.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.grid.bar.search.selectAll()

    def commands(self) -> list[Command]:
        """The pages, and what those that are made offer."""
        key, show = self.KEY, self._desk.show
        shown = [
            Command(f"{key} {page.key}", page.command, partial(show, key, segment=page.key), key, "", page.words)
            for page in self.PAGES
        ]
        for page in self._made.values():
            shown += getattr(page, "commands", list)()
        return shown

    def pictures(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pages, each of them worth a picture, and the states that the one in front names."""
        shown: list[tuple[str, Callable[[], object]]] = [
            (page.key, partial(self._desk.show, self.KEY, segment=page.key)) for page in self.PAGES[1:]
        ]
        own: Sequence[tuple[str, Callable[[], object]]] = getattr(self.front, "pictures", list)()
        return [*own, *shown]

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.segments.fit(self.segments.width())
