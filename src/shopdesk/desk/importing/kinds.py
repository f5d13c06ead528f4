"""What the window says of each kind of rows that comes in: what importing it does, and where it is seen afterwards."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from shopdesk.text import N_

BACK: Final = N_("Only edited cells are written, as if typed into the list; one Undo takes all of them back.")


class OnScreen(NamedTuple):
    """A kind of rows in the window."""

    rule: str
    """What importing its rows does, a msgid."""
    tab: str
    """The tab in which they are seen afterwards."""
    way: str
    """The words that lead there, a msgid."""


ON_SCREEN: Final[Mapping[str, OnScreen]] = {
    "orders": OnScreen(
        N_("New orders are added, changed ones updated; an order that is not in the file stays as it is."),
        "orders", N_("Open orders"),
    ),
    "products": OnScreen(
        N_("New products are added, changed ones updated; a product that is not in the file stays as it is."),
        "stock", N_("Open products & stock"),
    ),
    "receipts": OnScreen(N_("Quantities ADD to what is on hand."), "stock", N_("Open products & stock")),
    "refunds": OnScreen(
        N_("What was given back is booked on its order; a refund whose order is not known yet waits for it."),
        "orders", N_("Open orders"),
    ),
    "costs": OnScreen(
        N_("Sets what a piece costs where no receipt says it; sales without a known cost have one then."),
        "stock", N_("Open products & stock"),
    ),
    "freight": OnScreen(
        N_("Each parcel's freight becomes an expense of its order; parcels without a known order are left out."),
        "books", N_("Open the books"),
    ),
    "expenses": OnScreen(
        N_("Each row is booked as money spent, against the bank; what is booked already is not booked again."),
        "books", N_("Open the books"),
    ),
    "bills": OnScreen(
        N_("Rows of one supplier and number become one bill that is owed; what is entered stays as it is."),
        "books", N_("Open books"),
    ),
    "bill_payments": OnScreen(
        N_("Each payment is booked on its bill, from the bank; what is booked is not booked again."),
        "books", N_("Open books"),
    ),
    "ads": OnScreen(
        N_("What a day of a campaign cost is SET to what the file says; a difference is posted."),
        "books", N_("Open books"),
    ),
    "side_costs": OnScreen(
        N_("What was paid for an order is booked against the bank, and SET to what a later file says."),
        "books", N_("Open books"),
    ),
    "journal": OnScreen(
        N_("Each entry is booked on its day; one that does not balance is refused, one that is booked is not again."),
        "books", N_("Open the books"),
    ),
    "accounts": OnScreen(
        N_("New accounts are added, changed ones updated; an account that is not in the file stays as it is."),
        "books", N_("Open the books"),
    ),
    "candidates": OnScreen(
        N_("New candidates are added, changed ones updated; a blank cell changes nothing."),
        "listings", N_("Open selection"),
    ),
    "traffic_hours": OnScreen(
        N_("Visitors by hour are set, never added: new hours come in, hours that are known are changed."),
        "listings", N_("Open listing times"),
    ),
    "search_words": OnScreen(
        N_("What words brought is set, never added: new days come in, days that are known are changed."),
        "listings", N_("Open keywords"),
    ),
    "traffic": OnScreen(
        N_("Traffic is set, never added: new days come in, days that are known are changed."),
        "listings", N_("Open the funnel"),
    ),
    "reviews": OnScreen(
        N_("New reviews are added, changed ones updated; answers and causes of the shop stay."),
        "service", N_("Open reviews"),
    ),
    "ratings": OnScreen(
        N_("What a channel showed on a day is set; days that are not in the file stay."),
        "service", N_("Open ratings"),
    ),
    "care": OnScreen(
        N_("New contacts are written down; who wants no more has refused. Rows without a result change nothing."),
        "service", N_("Open contacts"),
    ),
    "surveys": OnScreen(
        N_("Scores become the satisfaction of their cases, comments a note in them."),
        "service", N_("Open cases"),
    ),
    "cases": OnScreen(
        N_("New cases are opened; of known ones a first answer, a solution or other words are added."),
        "service", N_("Open cases"),
    ),
    "keywords": OnScreen(
        N_("New search words are added, changed ones updated; a blank cell changes nothing."),
        "listings", N_("Open keywords"),
    ),
    "claims": OnScreen(
        N_("New claims are added, changed ones updated; a blank cell changes nothing."),
        "listings", N_("Open the claim locker"),
    ),
    "law_words": OnScreen(
        N_("Phrases are allowed or forbidden as their rows say; others stay."),
        "listings", N_("Open own words"),
    ),
    "listings": OnScreen(
        N_("New listings are added, changed ones updated; what they said before is kept."),
        "listings", N_("Open listings"),
    ),
    "days": OnScreen(
        N_("New days stand in the calendar; of a known one the last day is set. Others stay."),
        "promotions", N_("Open promotions"),
    ),
    "promotions": OnScreen(
        N_("New promotions are added, changed ones updated; one that is not in the file stays as it is."),
        "promotions", N_("Open promotions"),
    ),
    "competitors": OnScreen(
        N_("New competitors are added; what was seen on a day is set, a blank cell changes nothing."),
        "listings", N_("Open competitors"),
    ),
    "experiment_days": OnScreen(
        N_("What a day had is set, never added; experiments that are over stay as they are."),
        "listings", N_("Open experiments"),
    ),
    "points": OnScreen(N_("Points ADD to what customers have."), "service", N_("Open service")),
    "consents": OnScreen(
        N_("What customers said is added; of several answers the latest stands."), "service", N_("Open service")
    ),
    "targets": OnScreen(N_("Targets are set to what their rows say; others stay."), "today", N_("Open targets")),
    "suppliers": OnScreen(
        N_("New suppliers are added, changed ones updated; one that is not in the file stays as it is."),
        "buying", N_("Open buying"),
    ),
    "rates": OnScreen(
        N_("New rates are entered; a day that has a rate gets that of the file. What is booked keeps its rate."),
        "settings", N_("Open settings"),
    ),
    "purchase_orders": OnScreen(
        N_("Quantity and cost of a line are SET to what its row says; other lines stay."),
        "buying", N_("Open buying"),
    ),
    "supplier_prices": OnScreen(
        N_("What suppliers ask is set; blank cells and prices that are not in the file stay."),
        "buying", N_("Open buying"),
    ),
    "customers": OnScreen(
        N_("New customers are added, changed ones updated; one that is not in the file stays as it is."),
        "service", N_("Open service"),
    ),
    "waybills": OnScreen(
        N_("Each order leaves with its waybill: its pieces go from the shelf and its cost is booked."),
        "orders", N_("Open orders"),
    ),
    "settlement": OnScreen(
        N_("Each line is booked on its day; sales and refunds meet their orders by number, never by amount."),
        "settlement", N_("Open settlement"),
    ),
    "payouts": OnScreen(
        N_("Payouts are held against the lines of statements; what does not agree waits to be explained."),
        "settlement", N_("Open settlement"),
    ),
    "fees": OnScreen(
        N_("Rules are entered or changed; statements are held against them. Nothing is booked."),
        "settlement", N_("Open settlement"),
    ),
    "counts": OnScreen(
        N_("Quantities SET what is on hand; a blank is not counted and changes nothing."),
        "stock", N_("Open products & stock"),
    ),
    "order_list": OnScreen(BACK, "orders", N_("Open orders")),
    "stock": OnScreen(BACK, "stock", N_("Open products & stock")),
    "rate_list": OnScreen(BACK, "settings", N_("Open settings")),
    "promises": OnScreen(BACK, "settings", N_("Open settings")),
    "account_list": OnScreen(BACK, "books", N_("Open the books")),
    **dict.fromkeys(
        ("customer_list", "case_list", "quick_replies", "tasks"), OnScreen(BACK, "service", N_("Open service"))
    ),
    "listing_list": OnScreen(BACK, "listings", N_("Open listings")),
}  # fmt: skip
_LEADS_TO: Final[Mapping[str, tuple[str, str]]] = {
    "orders": ("orders", N_("Show its orders")),
    "receipts": ("stock", N_("Show its stock moves")),
    "counts": ("stock", N_("Show its stock moves")),
    "refunds": ("orders", N_("Show its refunds")),
    "settlement": ("settlement", N_("Show its lines")),
}
"""Kind of rows → the tab that shows what one import brought, and the words that lead there."""


def way_to(kind: str) -> tuple[str, str]:
    """The tab that shows what an import of a kind brought, and the words that lead there, a msgid."""
    return _LEADS_TO.get(kind, ON_SCREEN[kind][1:])


def place_of(kind: str, import_id: int) -> dict[str, object]:
    """The place in that tab where what an import brought stands; products are found among all."""
    if kind == "refunds":
        return {"import_id": import_id, "view": "refunds"}
    return {"import_id": import_id} if kind in _LEADS_TO else {}
