"""Small parts that several views of an import share: a note in a tone, a bar of buttons, what a kind of rows does."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QWidget

from shopdesk.desk.icons import TONE_ICONS
from shopdesk.desk.widgets import Symbol, Words
from shopdesk.shop.columns import Tone
from shopdesk.text import N_, language

BACK: Final = N_("Only edited cells are written, as if typed into the list; one Undo takes all of them back.")
RULES: Final[Mapping[str, str]] = {
    "orders": N_("New orders are added, changed ones updated; an order that is not in the file stays as it is."),
    "products": N_("New products are added, changed ones updated; a product that is not in the file stays as it is."),
    "receipts": N_("Quantities ADD to what is on hand."),
    "refunds": N_("What was given back is booked on its order; a refund whose order is not known yet waits for it."),
    "costs": N_("Sets what a piece costs where no receipt says it; sales without a known cost have one then."),
    "freight": N_("Each parcel's freight becomes an expense of its order; parcels without a known order are left out."),
    "expenses": N_("Each row is booked as money spent, against the bank; what is booked already is not booked again."),
    "bills": N_("Rows of one supplier and number become one bill that is owed; what is entered stays as it is."),
    "bill_payments": N_("Each payment is booked on its bill, from the bank; what is booked is not booked again."),
    "ads": N_("What a day of a campaign cost is SET to what the file says; a difference is posted."),
    "side_costs": N_("What was paid for an order is booked against the bank, and SET to what a later file says."),
    "journal": N_(
        "Each entry is booked on its day; one that does not balance is refused, one that is booked is not again."
    ),
    "accounts": N_("New accounts are added, changed ones updated; an account that is not in the file stays as it is."),
    "candidates": N_("New candidates are added, changed ones updated; a blank cell changes nothing."),
    "traffic_hours": N_("Visitors by hour are set, never added: new hours come in, hours that are known are changed."),
    "search_words": N_("What words brought is set, never added: new days come in, days that are known are changed."),
    "traffic": N_("Traffic is set, never added: new days come in, days that are known are changed."),
    "cases": N_("New cases are opened; of known ones a first answer, a solution or other words are added."),
    "keywords": N_("New search words are added, changed ones updated; a blank cell changes nothing."),
    "listings": N_("New listings are added, changed ones updated; what they said before is kept."),
    "promotions": N_("New promotions are added, changed ones updated; one that is not in the file stays as it is."),
    "suppliers": N_("New suppliers are added, changed ones updated; one that is not in the file stays as it is."),
    "rates": N_("New rates are entered; a day that has a rate gets that of the file. What is booked keeps its rate."),
    "purchase_orders": N_("Quantity and cost of a line are SET to what its row says; other lines stay."),
    "supplier_prices": N_("What suppliers ask is set; blank cells and prices that are not in the file stay."),
    "customers": N_("New customers are added, changed ones updated; one that is not in the file stays as it is."),
    "waybills": N_("Each order leaves with its waybill: its pieces go from the shelf and its cost is booked."),
    "settlement": N_("Each line is booked on its day; sales and refunds meet their orders by number, never by amount."),
    "payouts": N_("Payouts are held against the lines of statements; what does not agree waits to be explained."),
    "fees": N_("Rules are entered or changed; statements are held against them. Nothing is booked."),
    "counts": N_("Quantities SET what is on hand; a blank is not counted and changes nothing."),
    **dict.fromkeys(("order_list", "stock", "rate_list", "promises", "account_list", "listing_list"), BACK),
}
"""What importing rows of a kind does, in words."""
WITH_CHANNEL: Final = frozenset({"orders", "refunds", "customers", "settlement", "payouts"})
"""Kinds of rows that belong to a sales channel."""
GOES_TO: Final[Mapping[str, tuple[str, str]]] = {
    "orders": ("orders", N_("Open orders")),
    "products": ("stock", N_("Open products & stock")),
    "receipts": ("stock", N_("Open products & stock")),
    "refunds": ("orders", N_("Open orders")),
    "costs": ("stock", N_("Open products & stock")),
    "freight": ("books", N_("Open the books")),
    "expenses": ("books", N_("Open the books")),
    **dict.fromkeys(("account_list", "journal", "accounts"), ("books", N_("Open the books"))),
    "suppliers": ("buying", N_("Open buying")),
    **dict.fromkeys(("bills", "bill_payments", "ads", "side_costs"), ("books", N_("Open books"))),
    "purchase_orders": ("buying", N_("Open buying")),
    "supplier_prices": ("buying", N_("Open buying")),
    "customers": ("orders", N_("Open orders")),
    "listings": ("listings", N_("Open listings")),
    "promotions": ("promotions", N_("Open promotions")),
    "candidates": ("listings", N_("Open selection")),
    "traffic_hours": ("listings", N_("Open listing times")),
    "search_words": ("listings", N_("Open keywords")),
    "traffic": ("listings", N_("Open the funnel")),
    "cases": ("service", N_("Open cases")),
    "keywords": ("listings", N_("Open keywords")),
    "waybills": ("orders", N_("Open orders")),
    "counts": ("stock", N_("Open products & stock")),
    **dict.fromkeys(("settlement", "payouts", "fees"), ("settlement", N_("Open settlement"))),
    "order_list": ("orders", N_("Open orders")),
    "listing_list": ("listings", N_("Open listings")),
    "stock": ("stock", N_("Open products & stock")),
    **dict.fromkeys(("rates", "rate_list", "promises"), ("settings", N_("Open settings"))),
}
"""Kind of rows → the tab in which they are seen afterwards, and the words that lead there."""
LEADS_TO: Final[Mapping[str, tuple[str, str]]] = {
    "orders": ("orders", N_("Show its orders")),
    "receipts": ("stock", N_("Show its stock moves")),
    "counts": ("stock", N_("Show its stock moves")),
    "refunds": ("orders", N_("Show its refunds")),
    "settlement": ("settlement", N_("Show its lines")),
}
"""Kind of rows → the tab that shows what one import brought, and the words that lead there."""


def place_of(kind: str, import_id: int) -> dict[str, object]:
    """The place in that tab where what an import brought stands; products are found among all."""
    if kind == "refunds":
        return {"import_id": import_id, "view": "refunds"}
    return {"import_id": import_id} if kind in LEADS_TO else {}


class Note(QFrame):
    """A sentence with an icon on the soft ground of its tone."""

    def __init__(self, text: str, tone: Tone = Tone.INFO) -> None:
        super().__init__()
        self.setProperty("look", "frame")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(10)
        colour = "muted" if tone is Tone.PLAIN else tone.value
        row.addWidget(Symbol(TONE_ICONS[tone], 16, colour), 0, Qt.AlignmentFlag.AlignTop)
        self.words = Words(text, "body", wrap=True)
        row.addWidget(self.words, 1)
        self.setAccessibleName(text)

    def say(self, text: str) -> None:
        """Another sentence; "" hides the note."""
        self.words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


def bar(*left: QWidget, right: tuple[QWidget, ...] = ()) -> QWidget:
    """Widgets at the left and at the right of one line."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    for widget in left:
        row.addWidget(widget)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return made


def in_reading_order(root: QWidget) -> None:
    """Let Tab go through what is in `root` as it is laid out, however late each part of it came."""
    for before, after in pairwise(_reached(root)):
        QWidget.setTabOrder(before, after)


def _reached(widget: QWidget) -> Iterator[QWidget]:
    """What Tab reaches in a widget, itself first, in the order of its layout."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _reached(inside)
    elif (layout := widget.layout()) is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (widget := item.widget()) is not None:
            yield from _reached(widget)
        elif item is not None and (inner := item.layout()) is not None:
            yield from _laid_out(inner)


def whole(count: int) -> str:
    """A count as this person's language groups its digits."""
    return QLocale(language()).toString(count)
