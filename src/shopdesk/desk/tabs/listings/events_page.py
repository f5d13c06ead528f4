"""What happened that no table tells: written down, changed and removed, to be seen in the charts of its days."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import Pill, button
from shopdesk.shop.listings.traffic.events import (
    EVENTS,
    OUTSIDE,
    SIDES,
    add_event,
    edit_event,
    fetch_events,
    remove_event,
)
from shopdesk.text import _

_NEEDED: Final = frozenset({"title", "first_on"})
_FACTS: Final = ("first_on", "last_on", "channel", "product", "note")


class EventsPage(TablePage):
    """Events, the latest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, EVENTS, _("Events that explain your figures stand here: a storm, a fair, a new look."))
        self._found: Sequence[Any] = ()
        self.add_control(button(_("New event…"), self.begin, icon_name="add", look="primary"))

    def question(self) -> Callable[[Any], Any]:
        return fetch_events

    def take(self, answer: Sequence[Any]) -> None:
        self._found = answer
        self.show_all([tuple(_values(row).values()) for row in answer])

    def show_row(self, place: int) -> None:
        row = self._found[place]
        self.panel.clear()
        self.panel.set_head(row.title, row.sku or _("Whole shop"), Pill(*said(SIDES, _values(row)["side"])))
        cells = zip(EVENTS.columns, self._formats.row(self.rows[place]), strict=True)
        shown = {column.key: (_(column.title), cell.text) for column, cell in cells}
        self.panel.facts("", [shown[key] for key in _FACTS if shown[key][1]])
        actions = self.panel.section()
        actions.addWidget(button(_("Edit…"), partial(self._ask, row), icon_name="edit"))
        remove = partial(self._desk.do, remove_event, row.event_id)
        actions.addWidget(button(_("Remove"), remove, icon_name="delete"))
        self.panel.finish()

    def begin(self) -> None:
        """The form for a new event."""
        self.show_form(_("New event"), _fields({"side": "own"}), partial(self.part.send, add_event))

    def _ask(self, row: Any) -> None:
        self.show_form(row.title, _fields(_values(row)), partial(self.part.send, edit_event, row.event_id))


def _fields(known: dict[str, Any]) -> list[Field]:
    return [Field(column, known.get(column.key), required=column.key in _NEEDED) for column in EVENTS.columns]


def _values(row: Any) -> dict[str, Any]:
    """The cells of an event, in the order of the columns."""
    return {
        "title": row.title, "first_on": row.first_on, "last_on": row.last_on,
        "side": OUTSIDE if row.is_outside else "own", "channel": _(row.channel) if row.channel else None,
        "product": row.sku, "note": row.note,
    }  # fmt: skip
