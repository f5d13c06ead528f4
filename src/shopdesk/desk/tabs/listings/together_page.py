"""What is bought together, and the next best product of each listing and of each customer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtGui import QGuiApplication

from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import Rows, TablePage
from shopdesk.desk.widgets import ChoiceBox, Pill, Words, button
from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.shop.listings.together.bundling import make_bundle
from shopdesk.shop.listings.together.next_best import TEXT, next_of_customers, next_of_listings, pair_rows, partners_of
from shopdesk.shop.listings.together.pairs import Named, Partner, fetch_names, fetch_pairs
from shopdesk.shop.listings.worked_sheets import NEXT_OF_CUSTOMERS, NEXT_OF_LISTINGS, PAIRS, PARTNERS, REASONS
from shopdesk.text import N_, _

MOST: Final = 20_000
"""So many pairs are shown, the most frequent."""
SHOWN: Final = (("all", N_("All pairs")), ("lift", N_("Beyond chance")), ("ready", N_("Beyond chance, can be sold")))
_CODE: Final = Column("code", N_("SKU of the bundle"), Kind.ID, example="SET-01")
_TITLE: Final = Column("title", N_("Title"), Kind.TEXT)
_PRICE: Final = Column("price", N_("Price"), Kind.PRICE)
_LIFT, _PARTNER = (
    next(n for n, column in enumerate(PAIRS.columns) if column.key == key) for key in ("lift", "partner")
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Pairs as rows, how many baskets they were counted in, and every SKU by its code."""

    rows: Rows
    baskets: int
    least: int
    names: Mapping[str, Named]


def read_pairs(tx: Any) -> Counted:
    """The most frequent pairs."""
    made, names = fetch_pairs(tx), fetch_names(tx)
    return Counted(
        pair_rows(made.pairs[:MOST], names), made.baskets, made.least, {name.code: name for name in names.values()}
    )


class TogetherPage(TablePage):
    """Pairs of the shop's own baskets."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, PAIRS, _("No two products were in the same basket often enough yet."))
        self._read: Counted | None = None
        self.which = ChoiceBox([(key, _(title)) for key, title in SHOWN], _("Which pairs"))
        self.which.setCurrentIndex(len(SHOWN) - 1)
        self.which.currentIndexChanged.connect(self._show_rows)
        self.add_control(self.which)

    def question(self) -> Callable[[Any], Any]:
        return read_pairs

    def take(self, answer: Counted) -> None:
        self._read = answer
        self.show_all(answer.rows)

    def wanted(self, place: int) -> bool:
        row, which = self.rows[place], self.which.currentData()
        if which == "ready":
            return bool(row[_LIFT] > 1 and row[_PARTNER] == Partner.READY.value)
        return bool(which == "all" or row[_LIFT] > 1)

    def show_row(self, place: int) -> None:
        assert self._read is not None
        told = dict(zip([column.key for column in PAIRS.columns], self.rows[place], strict=True))
        one, other = self._read.names[told["sku"]], self._read.names[told["other"]]
        state = PARTNERS[told["partner"]]
        self.panel.clear()
        self.panel.set_head(one.title, _("with {title}").format(title=other.title), Pill(_(state.title), state.tone))
        cells = self._formats.row(self.rows[place])
        figures = [(_(column.title), cell.text) for column, cell in zip(PAIRS.columns, cells, strict=True)
                   if column.kind.is_number]  # fmt: skip
        counted = _("{count} baskets of two products and more; pairs in at least {least} of them")
        self.panel.facts("", figures)
        of = counted.format(count=f"{self._read.baskets:,}", least=self._read.least)
        self.panel.section().addWidget(Words(of, "small", "muted", wrap=True))
        stock = [(each.code, f"{each.available.normalize():,f}") for each in (one, other)]
        self.panel.facts(_("Available"), stock)
        actions = self.panel.section()
        bundle = button(_("Make a bundle…"), partial(self._ask_bundle, one, other), icon_name="add", look="primary")
        bundle.setEnabled(told["partner"] == Partner.READY.value)
        actions.addWidget(bundle)
        for here, there in ((one, other), (other, one)):
            said = _("Copy the text for {sku}").format(sku=here.code)
            copied = partial(copy_text, self._desk, _(TEXT).format(title=there.title))
            actions.addWidget(button(said, copied, icon_name="copy"))
        self.panel.finish()

    def _ask_bundle(self, one: Named, other: Named) -> None:
        known = None if one.price is None or other.price is None else one.price + other.price
        fields = [
            Field(_CODE, f"{one.code}+{other.code}", required=True),
            Field(_TITLE, f"{one.title} + {other.title}", required=True),
            Field(_PRICE, known),
        ]
        self.show_form(_("Make a bundle"), fields, partial(self._make, (one.sku_id, other.sku_id)))

    def _make(self, parts: tuple[int, int], typed: dict[str, Any]) -> None:
        self.part.send(make_bundle, typed["code"], typed["title"], typed["price"], parts)


def copy_text(desk: Desk, text: str) -> None:
    """Put a text on the clipboard, and say so."""
    QGuiApplication.clipboard().setText(text)
    desk.tell(_("Copied: {text}").format(text=text), Tone.GOOD)


def read_next_of_listings(tx: Any) -> Rows:
    """What to offer beside each listing."""
    names = fetch_names(tx)
    return next_of_listings(tx, partners_of(fetch_pairs(tx).pairs, names), names)


def read_next_of_customers(tx: Any) -> Rows:
    """What to offer to each customer."""
    names = fetch_names(tx)
    return next_of_customers(tx, partners_of(fetch_pairs(tx).pairs, names), names)


class NextPage(TablePage):
    """Offers, one a row."""

    def __init__(self, desk: Desk, sheet: Sheet, read: Callable[[Any], Rows], empty: str) -> None:
        super().__init__(desk, sheet, empty)
        self._read = read

    def question(self) -> Callable[[Any], Any]:
        return self._read

    def take(self, answer: Rows) -> None:
        self.show_all(answer)

    def show_row(self, place: int) -> None:
        columns, cells = self._sheet.columns, self._formats.row(self.rows[place])
        told = {column.key: cell.text for column, cell in zip(columns, cells, strict=True)}
        self.panel.clear()
        self.panel.set_head(told["title"], told["sku"])
        self.panel.facts("", [(_(column.title), told[column.key]) for column in columns if told[column.key]])
        if told.get("text"):
            copied = partial(copy_text, self._desk, str(self.rows[place][-1]))
            self.panel.section().addWidget(button(_("Copy the text"), copied, icon_name="copy"))
        self.panel.finish()


class NextOfListings(NextPage):
    """The next best product of each listing."""

    def __init__(self, desk: Desk) -> None:
        empty = _("No listing has a partner that its buyers take with it and that can be sold now.")
        super().__init__(desk, NEXT_OF_LISTINGS, read_next_of_listings, empty)


class NextOfCustomers(NextPage):
    """The next best product of each customer."""

    def __init__(self, desk: Desk) -> None:
        empty = _("No customer has a rhythm yet, and none has what goes with something else.")
        super().__init__(desk, NEXT_OF_CUSTOMERS, read_next_of_customers, empty)
        choices = [("", _("All")), *((key, _(state.title)) for key, state in REASONS.items())]
        self.why = ChoiceBox(choices, _("Because"))
        self.why.currentIndexChanged.connect(self._show_rows)
        self.add_control(self.why)

    def wanted(self, place: int) -> bool:
        return self.why.currentData() in {"", self.rows[place][2]}
