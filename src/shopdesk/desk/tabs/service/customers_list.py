"""The list of customers, and beside it the card of the one that is selected with the small forms of what is done."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QMenu

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, Listed
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.service.customer_panel import CustomerPanel, read_customer
from shopdesk.desk.tabs.service.loyalty_form import LoyaltyForm
from shopdesk.desk.widgets import button
from shopdesk.exchange.load.erase import erase_customer
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.orders.customers.actions import edit_customers
from shopdesk.shop.orders.customers.sheets import OWN
from shopdesk.shop.service.customers.actions import add_points, earn_points, look_at_contact, tell_consent, warn_of
from shopdesk.shop.service.customers.card import Card
from shopdesk.shop.service.customers.loyalty import read_loyalty
from shopdesk.shop.service.customers.merging import part_customer
from shopdesk.shop.service.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.service.customers.rules import Loyalty, Means
from shopdesk.shop.service.customers.sheets import CUSTOMERS, MEANS
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("again", N_("Bought again"), (("orders", ">1"),), N_("More than one order of theirs counts")),
    Quick("careful", N_("Be careful"), (("warned_of", "!="),), N_("A person said why"), rare=True),
    Quick("never", N_("No orders"), (("orders", "0"),), N_("Told by a list; nothing of theirs was sold"), rare=True),
)
LISTED: Final = Listed(
    "customers", CUSTOMER_ROWS, QUICK, N_("Filters of customers"), read_customer,
    select=N_("Select a customer to see what they bought."), gone=N_("This customer is no longer in the shop."),
    empty=N_("Customers stand here once an order file names its buyers, or a list of customers is imported."),
    counted=True,
)  # fmt: skip
_REASON: Final = Column("reason", N_("Reason"), Kind.TEXT, required=True, example=N_("Sends empty boxes back"))
_POINTS: Final = Column("points", N_("Points"), Kind.INTEGER, required=True, help=N_("Below zero: they used some."))
_WHY: Final = Column("why", N_("What for"), Kind.TEXT, required=True, example=N_("Birthday"))
_EVIDENCE: Final = Column(
    "evidence", N_("How the shop knows"), Kind.TEXT, required=True, example=N_("Ticked on the order form")
)
_ALLOWED: Final = Column("is_given", N_("What they said"), Kind.TEXT)
_MEANS: Final = Column("means", N_("Way to reach them"), Kind.STATE, states=MEANS)
_SURE: Final = Column("sure", N_("Erase for good"), Kind.BOOL)
ERASING: Final = N_(
    "Contact, addresses, notes and what was said go, in the history and in the rows of files too. Orders and books "
    "stay. Nothing brings this data back; backups made before still hold it."
)


class CustomersList(DetailList):
    """Everybody who bought; group, tags and note are typed into the list, the rest is done on the card."""

    panel: CustomerPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, CustomerPanel(), self._edit)
        self.part = PartForm(desk, _("Customer"))
        self.loyalty = LoyaltyForm(desk)
        for form in (self.part, self.loyalty):
            self.page.side.addWidget(form)
            form.left.connect(self.page.back)
        self.line.add_menu("channel", _("Channel"), self._offer_channels)
        self.line.add_menu("level", _("Member level"), self._offer_levels)
        self.line.add_menu("last_order", _("Last order"), partial(self.line.offer_days, "last_order"))
        self.line.flow.line.addWidget(button(_("Levels and points…"), self._ask_loyalty))
        self.line.flow.line.addWidget(button(_("Give points for orders"), self._earn))
        self._channels: Sequence[str] = ()
        self._levels: Sequence[str] = ()
        self._asks: dict[str, Callable[[Card], None]] = {
            "own": self._ask_own, "warn": self._ask_warning, "points": self._ask_points,
            "consent": self._ask_consent, "erase": self._ask_erasing,
        }  # fmt: skip
        self.panel.part_wanted.connect(self._ask_part)
        self.panel.look_wanted.connect(self._look)
        self.panel.apart_wanted.connect(lambda customer_id: desk.do(part_customer, customer_id))
        self.panel.orders_wanted.connect(lambda number: desk.show("orders", filters=[("customer_no", quoted(number))]))
        self.panel.order_wanted.connect(lambda number: desk.show("orders", order_no=number))
        self.panel.case_wanted.connect(lambda customer_id: desk.show("service", new={"customer_id": customer_id}))
        self.panel.cases_wanted.connect(
            lambda number: desk.show("service", segment="cases", filters=[("case_no", quoted(number))])
        )

    def start(self, *known: Any) -> None:
        super().start(*known)
        self._desk.ask("customers.channels", channel_ids, self._take_channels)
        self._desk.ask("customers.levels", read_loyalty, self._take_levels)

    def refresh(self) -> None:
        super().refresh()
        self._desk.ask("customers.levels", read_loyalty, self._take_levels)

    def _take_channels(self, channels: Any) -> None:
        self._channels = list(channels)

    def _offer_channels(self, menu: QMenu) -> None:
        for title in self._channels:
            menu.addAction(_(title), partial(self.grid.set_filter, "channel", quoted(title)))

    def _take_levels(self, loyalty: Loyalty) -> None:
        self._levels = [level.name for level in reversed(loyalty.levels)]

    def _offer_levels(self, menu: QMenu) -> None:
        for name in self._levels:
            menu.addAction(name, partial(self.grid.set_filter, "level", quoted(name)))
        menu.addAction(_("Levels and points…"), self._ask_loyalty)

    def _edit(self, edits: Sequence[Edit]) -> None:
        """Write cells of the list, all of them as one step of undo."""
        typed = [(customer_id, key, parse_input(CUSTOMERS.column(key), text)) for customer_id, key, text in edits]
        self._desk.do(edit_customers, typed)

    # ------------------------------------------------------------------------------------------------ what is done

    def _look(self, customer_id: int) -> None:
        """Masked data is opened only once it is kept who opened it."""
        self._desk.do(look_at_contact, customer_id, "card", then=lambda _done: self.panel.reveal(customer_id))

    def _earn(self) -> None:
        def tell(done: Any) -> None:
            sentence = n_("Points of {count} order changed", "Points of {count} orders changed", done.value)
            self._desk.tell(sentence.format(count=f"{done.value:,}"), Tone.GOOD)

        self._desk.do(earn_points, then=tell)

    def _ask_loyalty(self) -> None:
        self.loyalty.begin()
        self.page.show_side(self.loyalty)

    def _ask_part(self, key: str, card: Card) -> None:
        self._asks[key](card)
        self.page.show_side(self.part)

    def _ask_own(self, card: Card) -> None:
        fields = [Field(CUSTOMERS.column(key), getattr(card, key)) for key in OWN]

        def accept(typed: dict[str, Any]) -> None:
            self.part.send(edit_customers, [(card.customer_id, key, typed[key]) for key in OWN])

        self.part.ask(_("Group, tags and note"), fields, accept)

    def _ask_warning(self, card: Card) -> None:
        def accept(typed: dict[str, Any]) -> None:
            self.part.send(warn_of, card.customer_id, typed["reason"])

        off = (_("No longer be careful"), partial(self.part.send, warn_of, card.customer_id, None))
        fields = [Field(_REASON, card.warned_of)]
        self.part.ask(_("Be careful with this customer"), fields, accept, off if card.warned_of else None)

    def _ask_points(self, card: Card) -> None:
        def accept(typed: dict[str, Any]) -> None:
            self.part.send(add_points, card.customer_id, typed["points"], typed["why"])

        self.part.ask(_("Give or take points"), [Field(_POINTS), Field(_WHY)], accept)

    def _ask_consent(self, card: Card) -> None:
        def accept(typed: dict[str, Any]) -> None:
            told = Means(typed["means"]), typed["is_given"], typed["evidence"]
            self.part.send(tell_consent, card.customer_id, *told)

        answers = [(True, _("Allowed")), (False, _("Refused"))]
        fields = [Field(_MEANS, Means.SMS), Field(_ALLOWED, True, answers), Field(_EVIDENCE)]
        self.part.ask(_("What the customer allowed"), fields, accept)

    def _ask_erasing(self, card: Card) -> None:
        def accept(_typed: dict[str, Any]) -> None:
            self.part.send(erase_customer, card.customer_id)

        sure = Field(_SURE, False, check=lambda ticked: "" if ticked else _("Tick this to erase."))
        title, note = _("Erase who this customer is?"), _(ERASING)
        self.part.ask(title, [sure], accept, note=note, submit=_("Erase"))
