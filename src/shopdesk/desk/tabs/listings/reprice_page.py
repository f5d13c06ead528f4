"""New prices by rule: what the pricing rules make of every price is seen first, rows are left out, the rest is put."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import Rows, TablePage
from shopdesk.desk.tabs.listings.price_panel import share_of, spoken
from shopdesk.desk.widgets import ChoiceBox, Pill, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.prices.proposals import (
    Proposal,
    change_prices,
    fetch_proposals,
    proposal_row,
    put_of,
)
from shopdesk.shop.listings.prices.ruling import (
    PRICING_RULE_ROWS,
    add_price_rule,
    edit_price_rules,
    fetch_rule_values,
    fetch_scopes,
    remove_price_rules,
)
from shopdesk.shop.listings.prices.sheets import PRICING_RULES, PROPOSALS, STANDS
from shopdesk.store.rows import Query
from shopdesk.text import N_, _, n_

NO_RULES: Final = N_("Make a pricing rule first: what comes on top of the cost, or how far below competitors.")
NOTHING: Final = N_("No listing falls under a rule.")
PASSED_BY: Final = N_("No listing falls under this rule: a narrower or an older one goes before it.")
_NEEDED: Final = frozenset({"title", "kind"})
_KEYS: Final = [column.key for column in PROPOSALS.columns]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rules propose, the same as rows, and the rules' own cells by id, and what rules can be of."""

    found: Sequence[Proposal]
    rows: Rows
    rules: dict[int, dict[str, Any]]
    channels: Sequence[str]
    categories: Sequence[str]


def read_proposed(tx: Any) -> Proposed:
    """The proposals as things stand."""
    found = fetch_proposals(tx)
    return Proposed(found, [proposal_row(one, tx.zone) for one in found], fetch_rule_values(tx), *fetch_scopes(tx))


class RepricePage(TablePage):
    """A rule, or all, is picked above; what it proposes stands below, and the button puts what is shown and taken."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, PROPOSALS, _(NO_RULES))
        self._read = Proposed((), (), {}, (), ())
        self._left_out: set[tuple[int, int | None]] = set()
        self.pick = ChoiceBox([(None, _("All rules"))], _("Pricing rule"))
        states = [("", _("All")), *((key, _(state.title)) for key, state in STANDS.items())]
        self.which = ChoiceBox(states, _("What becomes of it"))
        self.edit = button(_("Edit the rule…"), self._ask_edit, icon_name="edit")
        self.add = button(_("New rule…"), self.begin, icon_name="add")
        self.put = button(_("Change prices"), self.change, look="primary")
        for widget in (self.pick, self.which, self.add, self.edit, self.put):
            self.add_control(widget)
        self.pick.currentIndexChanged.connect(self._show_rows)
        self.which.currentIndexChanged.connect(self._show_rows)
        self.view.opened.connect(self._turn)
        self._offer()

    # ------------------------------------------------------------------------------------------------ reading

    def question(self) -> Callable[[Any], Any]:
        return read_proposed

    def take(self, answer: Proposed) -> None:
        self._read = answer
        before = self.pick.currentData()
        self.pick.blockSignals(True)
        self.pick.clear()
        self.pick.addItem(_("All rules"), None)
        for rule_id, cells in answer.rules.items():
            self.pick.addItem(cells["title"], rule_id)
        self.pick.setCurrentIndex(max(0, self.pick.findData(before)) if before is not None else 0)
        self.pick.blockSignals(False)
        self._empty = _(NOTHING if answer.rules else NO_RULES)
        self._fill()

    def _fill(self) -> None:
        out = [one.offer.key in self._left_out for one in self._read.found]
        rows = zip(self._read.rows, out, strict=True)
        self.show_all([(False, *row[1:]) if is_out else row for row, is_out in rows])

    def wanted(self, place: int) -> bool:
        one, rule_id = self._read.found[place], self.pick.currentData()
        return rule_id in {None, one.rule.rule_id} and self.which.currentData() in {"", one.found.stands.value}

    def _show_rows(self) -> None:
        super()._show_rows()
        rule_id = self.pick.currentData()
        if rule_id is not None and all(one.rule.rule_id != rule_id for one in self._read.found):
            self.frame.show_note(_(PASSED_BY))
        self._offer()

    def _chosen(self) -> list[Proposal]:
        """What is shown, would change, and was not left out."""
        model = self.view.rows
        places = [place for n in range(model.rowCount()) if (place := model.row_id(n)) is not None]
        return [one for place in places if (one := self._read.found[place]).changes and self.rows[place][0]]

    def _offer(self) -> None:
        count = len(self._chosen()) if len(self._read.found) == len(self.rows) else 0
        self.put.setEnabled(count > 0)
        told = n_("Change {count} price", "Change {count} prices", count).format(count=f"{count:,}")
        self.put.setText(told if count else _("Change prices"))
        self.edit.setEnabled(bool(self._read.rules))

    # ------------------------------------------------------------------------------------------------ the panel

    def show_row(self, place: int) -> None:
        one, cells = self._read.found[place], dict(zip(_KEYS, self.rows[place], strict=True))
        offer = one.offer
        self.panel.clear()
        where = " · ".join(part for part in (offer.channel, offer.listing_no, offer.sku) if part)
        self.panel.set_head(offer.title, where, Pill(*said(STANDS, one.found.stands.value)))
        table = Ruled(2)
        table.head("", _("Now"), _("After"))
        table.add(_("Price"), spoken(cells["price"]), spoken(cells["new_price"]), strong=True)
        table.add(_("Margin of one"), spoken(cells["left"]), spoken(cells["new_left"]))
        table.add(_("Margin"), share_of(cells["share"]), share_of(cells["new_share"]))
        table.add(_("Floor"), "", spoken(cells["floor"]))
        self.panel.section().addWidget(table)
        for title, words in ((_("Why"), cells["why"]), (_("Mind"), cells["hint"])):
            if words:
                self.panel.section(title).addWidget(Words(words, wrap=True))
        if one.changes:
            is_out = offer.key in self._left_out
            turn = button(_("Take it in") if is_out else _("Leave it out"), partial(self._turn, place))
            self.panel.section().addWidget(turn)
        self.panel.finish()

    def _turn(self, place: object) -> None:
        """Leave a row out, or take it in again."""
        if isinstance(place, int) and self._read.found[place].changes:
            self._left_out ^= {self._read.found[place].offer.key}
            self._fill()

    def export_grid(self) -> GridExport:
        """The rules to be edited in a sheet that comes back."""
        query = Query(today=self._formats.today, zone=self._formats.zone)
        return GridExport(PRICING_RULE_ROWS, query, PRICING_RULES.columns, _(PRICING_RULES.title), "")

    # ------------------------------------------------------------------------------------------------ deeds

    def change(self) -> None:
        """Put what is shown and taken, as one step."""
        self.put.setEnabled(False)
        puts = [put_of(one) for one in self._chosen()]
        self._desk.do(change_prices, puts, then=self._tell_done, failed=self._tell_refused)

    def _tell_done(self, done: Any) -> None:
        self._left_out.clear()
        told = n_("{count} price changed.", "{count} prices changed.", done.value).format(count=f"{done.value:,}")
        self._desk.tell(told, Tone.GOOD, (_("Undo"), self._desk.undo))

    def _tell_refused(self, error: Exception) -> None:
        self._desk.tell(str(error), Tone.WARN)
        self.ask()

    def begin(self) -> None:
        """The form for a new rule."""
        self.show_form(_("New pricing rule"), self._fields({}), partial(self.part.send, add_price_rule))

    def _ask_edit(self) -> None:
        """The form of the rule that is picked, or of the one that the row falls under."""
        place = self.view.current_id()
        picked: int | None = self.pick.currentData()
        if picked is None and place is not None:
            picked = self._read.found[place].rule.rule_id
        if picked is None:
            picked = next(iter(self._read.rules))
        cells = self._read.rules[picked]
        remove = (_("Remove the rule"), partial(self.part.send, remove_price_rules, [picked]))
        self.part.ask(cells["title"], self._fields(cells), partial(self._edit, picked), remove)
        self.panel.hide()
        self.part.show()

    def _edit(self, rule_id: int, typed: dict[str, Any]) -> None:
        self.part.send(edit_price_rules, [(rule_id, key, value) for key, value in typed.items()])

    def _fields(self, known: dict[str, Any]) -> list[Field]:
        """The fields of a rule; channels and categories are chosen among those of the listings."""
        there = {"channel": self._read.channels, "category": self._read.categories}
        made = []
        for column in PRICING_RULES.columns:
            value, choices = known.get(column.key), list[tuple[Any, str]]()
            if column.key in there:
                named = sorted({name for name in (*there[column.key], value) if name})
                choices = [(None, _("All")), *((name, name) for name in named)]
            made.append(Field(column, value, choices, required=column.key in _NEEDED))
        return made
