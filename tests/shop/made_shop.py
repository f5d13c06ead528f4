"""A shop that lives a year at random, and its profit added up once more from the tickets themselves."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.shop.pieces import Shelf
from tests.shop.till import NOTHING, Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.rules import EXPENSES, Role
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, receive_goods
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.store.store import Store

FIRST = date(2026, 1, 1)
SKUS = tuple(f"TEA-{number}" for number in range(1, 8))
TITLES = {"taobao": "Taobao", "shopify": "Shopify"}
COST_LINES = {
    Role.COMMISSION: "commission", Role.PAYMENT_FEE: "payment_fee", Role.ADVERTISING: "advertising",
    Role.FREIGHT: "freight", Role.RETURN_FREIGHT: "return_freight", Role.PACKAGING: "packaging", Role.RENT: "rent",
    Role.SAMPLES: "samples", Role.COMPENSATION: "compensation", Role.INTEREST: "interest",
    Role.OTHER: "other_expenses", Role.INCOME_TAX: "income_tax",
}  # fmt: skip
"""Which line each cost is, told once more than in the program."""
LINES = (
    "gross_sales", "discounts", "refunds", "adjustments", "charges", "cogs", "unknown_units", "unknown_sales", "units",
    "orders", "stock_differences", *COST_LINES.values(),
)  # fmt: skip
Key = tuple[str, str, str]
"""(month, channel title, SKU); "" where there is none."""


@dataclass
class Moved:
    """A move of one SKU, as the year knows it: when, how many, what one cost, and the ticket it belongs to."""

    moment: datetime
    sku: str
    pieces: int
    cost: Decimal | None = None
    ticket: Ticket | None = None


@dataclass
class Year:
    """Everything that happened, in the order in which it was told to the store."""

    seed: int
    method: Costing
    tickets: list[Ticket] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)
    expenses: list[tuple[date, str, Role, Decimal]] = field(default_factory=list)
    stated: dict[str, Decimal | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    # ------------------------------------------------------------------------------------------------ living it

    def live(self, store: Store) -> None:
        """Tell everything to the store: half of the goods come in before they are sold, half after."""
        store.do(open_shop, "Tea", "CNY", "UTC", self.method)
        self._stock_up(store)
        self._sell(store, [self._ticket(number) for number in range(1, 61)])
        self._receive(store, SKUS[2:5])
        self._sell(store, [self._ticket(number) for number in range(61, 91)])
        self._lose(store)
        self._spend(store)

    def _stock_up(self, store: Store) -> None:
        """The last SKU never gets a cost; the one before has a stated one, the first ones come in with theirs."""
        self.ids = {}
        for sku in SKUS:
            self.stated[sku] = Decimal("7.77") if sku == SKUS[-2] else None
            self.ids[sku] = store.do(add_product, sku, f"Tea {sku}", cost=self.stated[sku]).value
        self._receive(store, SKUS[:3])

    def _receive(self, store: Store, skus: tuple[str, ...]) -> None:
        for sku in skus:
            pieces, cost = self.dice.randint(5, 60), Decimal(self.dice.randint(100, 9_999)) / 100
            when = datetime.combine(self._day(), time(8), UTC)
            store.do(receive_goods, "", [ReceiptLine(self.ids[sku], Decimal(pieces), cost)], received_at=when)
            self.moves.append(Moved(when, sku, pieces, cost))

    def _day(self) -> date:
        return FIRST + timedelta(days=self.dice.randint(0, 180))

    def _ticket(self, number: int) -> Ticket:
        dice = self.dice
        kind = dice.choices(["sale", "return", "adjustment"], [80, 15, 5])[0]
        sign = -1 if kind == "return" else 1
        skus = dice.sample([*SKUS, None], dice.randint(1, 3))
        skus += [skus[0]] if dice.random() < 0.2 else []  # the same SKU on two lines
        items = [
            Item(sku, sign * dice.randint(1, 4), Decimal(dice.randint(100, 20_000)) / 100, sign * self._off())
            for sku in skus
        ]
        made = Ticket(f"T{number}", self._day(), [] if kind == "adjustment" else items, dice.choice(list(TITLES)), kind)
        made.charge = -Decimal(dice.randint(100, 9_000)) / 100 if kind == "adjustment" else NOTHING
        if kind == "sale":
            made.state = dice.choices(["completed", "paid", "cancelled", "refunded"], [75, 10, 5, 10])[0]
            made.shipping, made.tax = Decimal(dice.choice([0, 8, 12])), Decimal(dice.choice([0, 0, 3]))
            self._refund(made)
        return made

    def _off(self) -> Decimal:
        return Decimal(self.dice.choice([0, 0, 1, 250])) / 100

    def _refund(self, ticket: Ticket) -> None:
        if ticket.state == "refunded":
            ticket.refunds = [(ticket.on + timedelta(days=20), ticket.total)]
        elif ticket.state == "completed" and self.dice.random() < 0.3:
            part = (ticket.total / self.dice.randint(2, 7)).quantize(Decimal("0.01"))
            ticket.refunds = [(ticket.on + timedelta(days=self.dice.randint(1, 40)), part)]

    def _sell(self, store: Store, tickets: list[Ticket]) -> None:
        store.do(ring_up, tickets)
        for ticket in tickets:
            self.tickets.append(ticket)
            if ticket.state == "completed":
                self.moves += [Moved(ticket.moment, i.sku, -i.pieces, None, ticket) for i in ticket.items if i.sku]

    def _lose(self, store: Store) -> None:
        when = datetime.combine(FIRST + timedelta(days=100), time(20), UTC)
        store.do(adjust_stock, self.ids[SKUS[0]], Decimal(-2), MoveReason.WRITE_OFF, "broken", moved_at=when)
        self.moves.append(Moved(when, SKUS[0], -2))

    def _spend(self, store: Store) -> None:
        with store.read() as tx:
            channels = channel_ids(tx)
        for role in EXPENSES:
            day, amount = self._day(), Decimal(self.dice.randint(1, 99_999)) / 100
            channel = self.dice.choice([*TITLES, ""])
            store.do(book_expense, day, role, amount, "spent", channel_id=channels.get(channel))
            self.expenses.append((day, channel, role, amount))

    # ------------------------------------------------------------------------------------------------ adding it up

    def worth(self) -> dict[int, Fraction]:
        """Place of a move → its value in coins; unknown ones are left out."""
        values: dict[int, Fraction] = {}
        for sku in SKUS:
            stated = self.stated[sku]
            shelf = Shelf(is_average=self.method is Costing.MOVING_AVERAGE, stated=_units(stated))
            mine = [place for place, moved in enumerate(self.moves) if moved.sku == sku]
            for place in sorted(mine, key=lambda place: (self.moves[place].moment, place)):
                moved = self.moves[place]
                if moved.pieces > 0:
                    shelf.bring(place, moved.pieces, _units(moved.cost))
                else:
                    shelf.take(place, -moved.pieces)
            values |= {place: value / 10_000 for place, value in shelf.close().items()}
        return values

    def figures(self) -> dict[Key, dict[str, Fraction]]:
        """Every line by month, channel and SKU, exact."""
        made: dict[Key, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        worth = self.worth()
        known = self._known(worth)
        for ticket in self.tickets:
            if ticket.state != "cancelled":
                self._add_ticket(made, ticket, known)
        for place, value in worth.items():
            moved = self.moves[place]
            if moved.ticket is not None:
                month, title = f"{moved.ticket.on:%Y-%m}", TITLES[moved.ticket.channel]
                made[month, title, moved.sku]["cogs"] -= value
            elif moved.cost is None:
                made[f"{moved.moment:%Y-%m}", "", ""]["stock_differences"] -= value
        for day, channel, role, amount in self.expenses:
            made[f"{day:%Y-%m}", TITLES.get(channel, ""), ""][COST_LINES[role]] += Fraction(amount)
        return made

    def _known(self, worth: dict[int, Fraction]) -> set[tuple[str, str | None]]:
        """(ticket, SKU) whose every move has a value, and whatever of a refunded ticket never left."""
        moves = defaultdict(list)
        for place, moved in enumerate(self.moves):
            if moved.ticket is not None:
                moves[moved.ticket.number, moved.sku].append(place in worth)
        known = {key for key, told in moves.items() if all(told)}
        stayed = [ticket for ticket in self.tickets if ticket.state == "refunded"]
        return known | {(ticket.number, item.sku) for ticket in stayed for item in ticket.items}

    def _add_ticket(
        self, made: dict[Key, dict[str, Fraction]], ticket: Ticket, known: set[tuple[str, str | None]]
    ) -> None:
        month, title = f"{ticket.on:%Y-%m}", TITLES[ticket.channel]
        whole = made[month, title, ""]
        if ticket.kind == "adjustment":
            whole["adjustments"] += Fraction(ticket.charge)
            return
        whole["orders"] += ticket.kind == "sale"
        whole["charges"] += Fraction(ticket.shipping + ticket.charge)
        for item in ticket.items:
            line = made[month, title, item.sku or ""]
            line["units"] += item.pieces
            line["discounts"] += Fraction(item.discount)
            gross = Fraction(item.amount + item.discount)
            line["refunds" if ticket.kind == "return" else "gross_sales"] += (
                -gross if ticket.kind == "return" else gross
            )
            if (ticket.number, item.sku) not in known:
                line["unknown_units"] += item.pieces
                line["unknown_sales"] += Fraction(item.amount)
        for day, amount in ticket.refunds:
            self._add_refund(made, ticket, f"{day:%Y-%m}", Fraction(amount), known)

    def _add_refund(
        self,
        made: dict[Key, dict[str, Fraction]],
        ticket: Ticket,
        month: str,
        amount: Fraction,
        known: set[tuple[str, str | None]],
    ) -> None:
        """A refund falls on the lines in proportion to what they came to; the rest bears what is not goods."""
        left = amount
        for item in ticket.items:
            share = amount * Fraction(max(item.amount, NOTHING)) / Fraction(ticket.total)
            left -= share
            line = made[month, TITLES[ticket.channel], item.sku or ""]
            line["refunds"] += share
            if (ticket.number, item.sku) not in known:
                line["unknown_sales"] -= share
        made[month, TITLES[ticket.channel], ""]["refunds"] += left


LIVED: dict[tuple[int, Costing], Year] = {}
"""What happened in the stores that `lived` has filled."""


def lived(store: Store, seed: int, method: Costing) -> None:
    """Fill an empty store with a year; a copy of it comes to the figures of `LIVED[seed, method]`."""
    LIVED[seed, method] = Year(seed, method)
    LIVED[seed, method].live(store)


def _units(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 10_000)
