"""Beside the calendar and the list: what is known of a promotion, what to do about it, and the form to write one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled, SideDetail
from shopdesk.desk.detail_list import DocumentPanel
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.flow import Flow
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.grid import CellFormats
from shopdesk.desk.tabs.promotions.preparation import Preparation
from shopdesk.desk.tabs.promotions.tier_table import TierTable
from shopdesk.desk.widgets import Pill, button
from shopdesk.shop.columns import Column, Tone
from shopdesk.shop.promotions.actions import (
    add_promotion,
    cancel_promotions,
    copy_promotion,
    edit_promotions,
    remove_promotion,
)
from shopdesk.shop.promotions.calendar.agenda import CouponLine, find_coupons
from shopdesk.shop.promotions.calendar.preparing import Notice, Task, find_publicity, find_tasks
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.promotions.rules import Phase
from shopdesk.shop.promotions.sheets import PHASES, PROMOTIONS
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _, n_

FIELDS: Final = (
    "title", "kind", "tiers", "starts_at", "ends_at", "state", "channels", "groups", "categories", "products", "skus",
    "coupons", "level", "stacking", "basis", "priority", "budget", "platform_share", "partner_share", "partner", "goal",
    "theme", "policy", "owner", "promotion_no", "predicted_units", "predicted_revenue", "predicted_margin", "note",
    "lessons",
)  # fmt: skip
"""Columns that the form asks for, in this order."""
USUAL: Final = frozenset({"level", "stacking", "basis", "state"})
"""Choices that the shop makes itself where nobody does."""
SUMMED: Final = (
    "tiers", "channels", "groups", "categories", "products", "skus", "budget", "spent", "stacking", "basis",
)  # fmt: skip
"""Columns that the panel shows before the others."""
HEADED: Final = frozenset({"title", "phase", "starts_at", "ends_at", "promotion_no", "coupons"})
NARROW: Final = 12
"""So many characters of a choice are shown at least."""


@dataclass(frozen=True, slots=True)
class Promoted:
    """A promotion as the panel shows it: its cells by column key, its codes, and what is got ready for it."""

    promotion_id: int
    row: Mapping[str, Any]
    coupons: Sequence[CouponLine]
    tasks: Sequence[Task]
    publicity: Sequence[Notice]


def read_promotion(tx: Any, promotion_id: int) -> Promoted | None:
    """One promotion; None where it is gone."""
    cells = fetch_page(tx, PROMOTION_ROWS, [promotion_id])[0]
    if not cells:
        return None
    row = dict(zip([column.key for column in PROMOTIONS.columns], cells, strict=True))
    said_of = {key: speak(row[key], cells) for key, speak in PROMOTION_ROWS.spoken.items() if row[key] is not None}
    parts = find_coupons(tx, promotion_id), find_tasks(tx, promotion_id), find_publicity(tx, promotion_id)
    return Promoted(promotion_id, {**row, **said_of}, *parts)


class PromotionPanel(DocumentPanel):
    """What is known of a promotion."""

    edit_wanted = Signal(object)
    """The Promoted that is shown."""
    task_wanted = Signal(int)
    """The promotion that is to have one more."""
    publicity_wanted = Signal(int, object)
    """The promotion, and the Notice to change; None for a new one."""
    show_wanted = Signal(int)
    """The promotion is to be seen on the other page."""

    def __init__(self, desk: Desk, elsewhere: str) -> None:
        """`elsewhere` (msgid) is where else a promotion can be seen."""
        super().__init__(_("Promotion"))
        self._desk, self._elsewhere = desk, elsewhere

    def show_facts(self, facts: Promoted, figures: Figures) -> None:
        """Show a promotion."""
        row = facts.row
        columns = PROMOTIONS.columns
        cells = CellFormats(PROMOTIONS, zone=figures.zone).row([row[column.key] for column in columns])
        told = {column.key: (_(column.title), cell.text) for column, cell in zip(columns, cells, strict=True)}
        self.clear()
        ends = figures.moment(row["ends_at"]) or _("until further notice")
        when = _("{first} to {last}").format(first=figures.moment(row["starts_at"]), last=ends)
        self.set_head(row["title"], f"{row['promotion_no']} · {when}", Pill(*said(PHASES, row["phase"])))
        self._deeds(facts)
        first = [told[key] for key in SUMMED if told[key][1]]
        self.facts("", first)
        self._coupons(facts, figures)
        made = Preparation(self._desk, facts.tasks, facts.publicity, figures)
        made.task_wanted.connect(partial(self.task_wanted.emit, facts.promotion_id))
        made.publicity_wanted.connect(partial(self.publicity_wanted.emit, facts.promotion_id))
        self.section().addWidget(made)
        rest = [pair for key, pair in told.items() if key not in HEADED and key not in SUMMED and pair[1]]
        if rest:
            self.facts("", rest)
        self.finish()

    def _deeds(self, facts: Promoted) -> None:
        line = Flow(gap=8)
        line.line.addWidget(button(_("Edit…"), partial(self.edit_wanted.emit, facts), icon_name="edit"))
        again = button(_("Do it again"), partial(copy, self._desk, facts.promotion_id), icon_name="copy")
        hint = _("Makes a draft 52 weeks later, so that weekdays stay.")
        again.setToolTip(hint)
        again.setAccessibleDescription(hint)
        line.line.addWidget(again)
        if facts.row["phase"] not in {Phase.CANCELLED, Phase.ENDED}:
            line.line.addWidget(button(_("Call off"), partial(call_off, self._desk, [facts.promotion_id])))
        if facts.row["phase"] == Phase.DRAFT:
            gone = partial(self._desk.do, remove_promotion, facts.promotion_id)
            line.line.addWidget(button(_("Remove"), gone, icon_name="delete"))
        show = partial(self.show_wanted.emit, facts.promotion_id)
        line.line.addWidget(button(_(self._elsewhere), show, look="link"))
        self.section().addWidget(line)

    def _coupons(self, facts: Promoted, figures: Figures) -> None:
        if not facts.coupons:
            return
        table = Ruled()
        table.head(_("Code"), _("Uses"), _("Taken off"))
        for one in facts.coupons:
            most = "" if one.most_uses is None else f" / {one.most_uses}"
            table.add(one.code, f"{one.uses}{most}", figures.money(one.amount))
        self.section(_("Coupons")).addWidget(table)


def call_off(desk: Desk, promotion_ids: Sequence[int]) -> None:
    """Call promotions off; Ctrl+Z takes that back."""
    desk.do(cancel_promotions, promotion_ids, then=partial(_tell_off, desk))


def copy(desk: Desk, promotion_id: int) -> None:
    """A draft like it, a year of weeks later, and show that."""

    def done(made: Any) -> None:
        desk.tell(_("A draft was made, 52 weeks later."), Tone.GOOD)
        desk.show("promotions", promotion_id=made.value)

    desk.do(copy_promotion, promotion_id, then=done)


def _tell_off(desk: Desk, done: Any) -> None:
    said = n_("{count} promotion is called off.", "{count} promotions are called off.", done.value)
    desk.tell(said.format(count=done.value), Tone.GOOD, (_("Undo"), desk.undo))


class PromotionForm(SideDetail):
    """Writes a promotion, a new one or one that is there."""

    left = Signal()
    saved = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Promotion"))
        self._desk = desk
        self._was: Promoted | None = None
        self.form: Form
        self.tiers: TierTable

    def begin(self, zone: str, values: Mapping[str, Any]) -> None:
        """A new one, of which some values are known."""
        self._was = None
        self._ask(_("New promotion"), zone, values)

    def edit(self, facts: Promoted, zone: str) -> None:
        """One that is there."""
        self._was = facts
        self._ask(facts.row["title"], zone, facts.row)

    def _ask(self, title: str, zone: str, values: Mapping[str, Any]) -> None:
        self.clear()
        self.set_head(title)
        place = self.section()
        fields = [_field(PROMOTIONS.column(key), values.get(key), new=self._was is None) for key in FIELDS]
        self.form = Form(fields, _("Save"), zone=zone)
        self.form.accepted.connect(self._accept)
        self.form.given_up.connect(self.left)
        for box in self.form.findChildren(QComboBox):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(NARROW)
        line = self.form.editor("tiers")
        assert isinstance(line, QLineEdit)
        self.tiers = TierTable(line)
        self.form.put_under("tiers", self.tiers)
        place.addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("title"))

    def _accept(self, values: dict[str, Any]) -> None:
        self.form.submit.setEnabled(False)
        if self._was is None:
            given = {key: value for key, value in values.items() if value is not None}
            self._desk.do(add_promotion, given, then=lambda done: self.saved.emit(done.value), failed=self.form.refused)
            return
        promotion_id, row = self._was.promotion_id, self._was.row
        edits = [(promotion_id, key, value) for key, value in values.items() if value != row.get(key)]
        then = lambda _done: self.saved.emit(promotion_id)  # noqa: E731 - as short as it is clear
        self._desk.do(edit_promotions, edits, then=then, failed=self.form.refused)


def _field(column: Column, value: Any, *, new: bool) -> Field:
    """A field of the form; of a new promotion the shop chooses what nobody does."""
    if new and column.key in USUAL and value is None:
        choices: list[tuple[Any, str]] = [(None, _("as usual"))]
        choices += [(key, _(state.title)) for key, state in column.states.items()]
        return Field(column, None, choices)
    return Field(column, value)


ON_CALENDAR: Final = N_("Show in the calendar")
ON_LIST: Final = N_("Show in the list")
