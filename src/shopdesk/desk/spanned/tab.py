"""A screen over days and a channel: both stand above, one of its pages below; its place can be told and found again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final, Protocol, runtime_checkable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk.arrival import Arrival
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid, GridExport, touches
from shopdesk.desk.figures import Figures
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import page as page_layout
from shopdesk.desk.spanned.channel_switch import ChannelSwitch
from shopdesk.desk.spanned.facts import Facts, View, read_facts
from shopdesk.desk.spanned.head import SpanHead
from shopdesk.desk.spanned.page_switch import Group, PageSwitch
from shopdesk.desk.spanned.span import Size, Span
from shopdesk.text import _

KEEP: Final = -1
"""For a channel: the one that is shown."""


@runtime_checkable
class Viewing(Protocol):
    """A page that shows days and a channel."""

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """Show them; the same ones again where the shop has changed."""


@runtime_checkable
class Listing(Protocol):
    """A page that is a list."""

    grid: DeskGrid

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The rows that fit, and no others."""


class SpannedPages(QStackedWidget):
    """Pages by key, each made when it is first shown: a cached_property of that name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def page(self, key: str) -> QWidget:
        """A page by its key."""
        made: QWidget = getattr(self, key)
        if self.indexOf(made) < 0:
            self.addWidget(made)
        return made


@dataclass(frozen=True, slots=True)
class Screen:
    """What a tab is: its key, the tables it shows something of, its pages."""

    key: str
    tables: Sequence[str]
    groups: Sequence[Group]
    whole: frozenset[str] = frozenset()
    """Pages that show the whole shop, so that there is no channel to choose."""


class SpannedTab(QWidget):
    """See the contract in `desk.tabs`. `empty` is shown while the books hold nothing; without it, the pages are."""

    def __init__(self, desk: Desk, screen: Screen, views: SpannedPages, empty: QWidget | None = None) -> None:
        super().__init__()
        self._desk, self._screen = desk, screen
        self.views, self.empty = views, empty
        self._facts: Facts | None = None
        self._formats = Figures()
        self._view: View | None = None
        self._arrival = Arrival(self._go_to)
        self._fresh: set[str] = set()
        """Pages that show the view as it is now."""
        self.head = SpanHead()
        self.switch = ChannelSwitch()
        self.segments = PageSwitch(screen.groups, _("What to show"), self.switch)
        self._lay_out()
        self.segments.picked.connect(self.show_segment)
        self.switch.picked.connect(self.show_channel)
        self.head.span_wanted.connect(self.show_span)
        desk.changed.connect(self._follow)
        self._ask_facts()

    def _lay_out(self) -> None:
        self.books = QWidget()
        column = QVBoxLayout(self.books)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(self.segments)
        column.addWidget(self.views, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.books)
        if self.empty is not None:
            self.pages.addWidget(self.empty)
        page_layout(self).addWidget(self.pages)

    # ------------------------------------------------------------------------------------------------ reading

    def _ask_facts(self) -> None:
        self._desk.ask(f"{self._screen.key}.facts", read_facts, self._take_facts)

    def _take_facts(self, facts: Facts) -> None:
        if (facts.zone, facts.today) != (self._formats.zone, self._formats.today):
            self._formats = Figures(facts.zone, facts.today)
        self._facts = facts
        shown = self.empty if self.empty is not None and facts.books.first is None else self.books
        self.pages.setCurrentWidget(shown)
        self.head.show_books(facts)
        if self._view is None:
            self._view = View(Span.around(Size.MONTH, min(facts.books.last or facts.today, facts.today)))
        elif self._view.channel_id is not None and self._view.channel_id not in facts.channels:
            self._view = replace(self._view, channel_id=None)
        self._fresh.clear()
        if not self._arrival.know():
            self._show()

    @property
    def view(self) -> View:
        """Days and channel, once there are any."""
        assert self._view is not None
        return self._view

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, *self._screen.tables):
            self._ask_facts()

    def _show(self) -> None:
        """Bring head and page in line with the view."""
        facts, view = self._facts, self._view
        if facts is None or view is None or self.pages.currentWidget() is not self.books:
            return
        key = self.segments.current
        self.head.show_span(view.span, facts)
        channels = {} if key in self._screen.whole else facts.channels
        self.switch.show_channels(channels, view.channel_id, self._room_beside())
        page = self.views.page(key)
        self.views.setCurrentWidget(page)
        if key not in self._fresh and isinstance(page, Viewing):
            self._fresh.add(key)
            page.show_view(view, facts, self._formats)

    def _room_beside(self) -> int:
        """The width that the pages leave to the channels."""
        return self.segments.fit(self.books.width()) - 24

    # ------------------------------------------------------------------------------------------------ where to be

    def show_segment(self, key: str) -> None:
        """Show one of the pages."""
        self.segments.set_current(key)
        self._show()
        self.views.page(key).setFocus()

    def show_span(self, span: Span) -> None:
        """Show other days."""
        if self._view is not None and span != self._view.span:
            self._set_view(replace(self._view, span=span))

    def show_channel(self, channel_id: int | None) -> None:
        """Show one channel, None all of them."""
        if self._view is not None and channel_id != self._view.channel_id:
            self._set_view(replace(self._view, channel_id=channel_id))

    def _set_view(self, view: View) -> None:
        self._view = view
        self._fresh.clear()
        self._show()

    def show_place(self, **where: Any) -> None:
        """Come to days, a channel and a page; see `_go_to`. While the shop is still being read, as soon as it is."""
        self._arrival.come(**where)

    def _go_to(
        self,
        segment: str = "",
        month: str = "",
        size: str = "",
        since: str = "",
        until: str = "",
        channel_id: int | None = KEEP,
        search: str = "",
        filters: Sequence[Sequence[str]] = (),
        **others: Any,
    ) -> None:
        """`month` is "2026-11"; `size` with the days `since` and `until` any stretch; `filters` are of the grid."""
        assert self._facts is not None
        span = _span(self._facts, self.view.span, month, size, since, until)
        self._view = View(span, self.view.channel_id if channel_id == KEEP else channel_id)
        self._fresh.clear()
        if segment:
            self.segments.set_current(segment)
        self._show()
        page = self._list
        if page is not None and (filters or search):
            page.show_rows([(str(key), str(text)) for key, text in filters], search)
        self._arrive(**others)

    def _arrive(self, **others: Any) -> None:
        """Whatever else a tab was told of the place, once days, channel and page are there."""

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        told: dict[str, Any] = {"segment": self.segments.current, **(self._view.place() if self._view else {})}
        page = self._list
        if page is not None:
            query = page.grid.query
            told |= {"search": query.search, "filters": [list(pair) for pair in query.filters]}
        return told

    @property
    def _list(self) -> Listing | None:
        """The page that is shown where it is a list, once the shop is known."""
        page = self.views.page(self.segments.current)
        return page if self._facts is not None and isinstance(page, Listing) else None

    # ------------------------------------------------------------------------------------------------ the contract

    def export_grid(self) -> GridExport | None:
        """The table that is shown, for Export."""
        page = self._list
        return None if page is None else page.grid.export()

    def focus_search(self) -> None:
        """Ctrl+F: the search of the table that is shown."""
        page = self._list
        if page is not None:
            page.grid.bar.search.setFocus()
            page.grid.bar.search.selectAll()

    def page_commands(self, pages: Mapping[str, str], words: str) -> list[Command]:
        """A command for each page; `pages` are keys and msgids."""
        key = self._screen.key
        return [
            Command(f"{key} {page}", title, partial(self.come, page), key, "", words) for page, title in pages.items()
        ]

    def come(self, segment: str) -> None:
        """Bring this tab to front, on one of its pages."""
        self._desk.show(self._screen.key, segment=segment)

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.switch.fit(self._room_beside())


def _span(facts: Facts, now: Span, month: str, size: str, since: str, until: str) -> Span:
    """The days that a place names, else those of now."""
    if month:
        return Span.around(Size.MONTH, date.fromisoformat(f"{month}-01"))
    if size == Size.ALL:
        return Span(Size.ALL, facts.books.first or facts.today, facts.books.last or facts.today)
    if size and since and until:
        return Span(Size(size), date.fromisoformat(since), date.fromisoformat(until))
    return now
