"""What figures are to come to, month by month and channel by channel, and how far each has come."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import Shown
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.tabs.today.figure_card import metric_text
from shopdesk.desk.widgets import Pill, button
from shopdesk.shop.today.metrics import METRICS
from shopdesk.shop.today.target_sheets import MET, TARGET_FILE, TARGETS
from shopdesk.shop.today.targets import Aim, aim_row, fetch_targets, set_target
from shopdesk.text import _

_FIGURE: Final = [column.key for column in TARGETS.columns].index("metric")
_AMOUNTS: Final = ("amount", "value", "pace")


class TargetsPage(TablePage):
    """Targets, the latest month first."""

    def __init__(self, desk: Desk) -> None:
        formatters = dict.fromkeys(_AMOUNTS, self._amount)
        super().__init__(desk, TARGETS, _("Say what a month is to bring: the first target stands here."), formatters)
        self._found: Sequence[Aim] = ()
        self.add_control(button(_("New target…"), self.begin, icon_name="add", look="primary"))

    def question(self) -> Callable[[Any], Any]:
        return fetch_targets

    def take(self, answer: Sequence[Aim]) -> None:
        self._found = answer
        self.show_all([aim_row(one) for one in answer])

    def show_row(self, place: int) -> None:
        one = self._found[place]
        self.panel.clear()
        where = _(one.channel) if one.channel else _("Whole shop")
        self.panel.set_head(_(one.metric.title), f"{one.month} · {where}", Pill(*said(MET, one.state)))
        cells = zip(TARGETS.columns, self._formats.row(self.rows[place]), strict=True)
        told = [(_(column.title), cell.text) for column, cell in cells if column.key in (*_AMOUNTS, "share")]
        self.panel.facts("", [*told, (_("Formula"), _(one.metric.formula))])
        actions = self.panel.section()
        actions.addWidget(button(_("Edit…"), partial(self._ask, one), icon_name="edit"))
        remove = partial(self._desk.do, set_target, one.metric.key, one.month, None, one.channel)
        actions.addWidget(button(_("Remove"), remove, icon_name="delete"))
        self.panel.finish()

    def begin(self) -> None:
        """The form for a new target."""
        self.show_form(_("New target"), _fields({}), self._set)

    def _ask(self, one: Aim) -> None:
        known = {"month": one.month, "metric": one.metric.key, "channel": one.channel, "amount": one.amount}
        fixed = [Field(column, known[column.key], required=column.required) for column in TARGET_FILE.columns[-1:]]
        named = f"{_(one.metric.title)} · {one.month}"
        self.show_form(named, fixed, lambda typed: self._set(known | typed))

    def _set(self, typed: dict[str, Any]) -> None:
        self.part.send(set_target, typed["metric"], typed["month"], typed["amount"], typed["channel"])

    def _amount(self, value: Decimal | None, row: Sequence[Any]) -> Shown:
        return Shown(metric_text(METRICS[row[_FIGURE]], value, self._figures))


def _fields(known: dict[str, Any]) -> list[Field]:
    return [Field(column, known.get(column.key), required=column.required) for column in TARGET_FILE.columns]
