"""The random shop with its books: statements, payouts, bills, what recurs, advertising, tax, dollars, entries by hand.

After every step the accounts of settlement and of bills are worked out anew from the documents alone.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select, text
from tests.exchange.counter import table
from tests.stories.random_shop import NUMBERS, days, places
from tests.stories.random_warehouse import RandomWarehouse

from shopdesk.shop.currencies.actions import revalue_currencies
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.settlement.actions import explain_lines, link_lines, mark_arrived, unlink_lines
from shopdesk.shop.settlement.reports import find_work
from shopdesk.shop.spending.bills import BillEntry, cancel_bill, cancel_payment, enter_bill, pay_bill
from shopdesk.shop.spending.recurring import Terms, add_recurring, book_due
from shopdesk.shop.spending.rules import Every
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.tax.actions import add_tax_rule, book_tax
from shopdesk.store.tables import Account, Bill, BillPayment, Payout, SettlementLine

STATEMENT: Final = "line_no,happened_at,kind,order_no,amount,fee,currency,payout_no,paid_on"
KINDS: Final = ("sale", "sale", "refund", "commission", "ads", "compensation", "reserve", "tax", "subsidy", "other")
moneys = st.sampled_from([Decimal("0.01"), Decimal("3.33"), Decimal(100)])

statement_rows = st.tuples(
    st.sampled_from([f"L-{number}" for number in range(8)]), days, st.sampled_from(KINDS),
    st.sampled_from((*NUMBERS, "A-9", "")), st.sampled_from(("0.01", "9.99", "-4.00", "100.00")),
    st.sampled_from(("", "", "0.50")), st.sampled_from(("", "", "USD")), st.sampled_from(("", "P-1", "P-2")),
)  # fmt: skip
"""Number, day, kind, order, amount, fee, currency, payout."""

_CLEARED = """
    SELECT a.channel_id, SUM(p.amount) AS amount FROM posting p JOIN account a ON a.account_id = p.account_id
    WHERE a.code LIKE :head GROUP BY a.channel_id
"""
_SOLD = """
    SELECT channel_id, SUM(total - refunded) AS amount FROM sales_order WHERE sold_on IS NOT NULL GROUP BY channel_id
"""
_SETTLED = """
    SELECT l.line_id, l.channel_id, l.kind, l.amount, l.own_amount, l.state, l.payout_id, o.rate,
        o.currency = l.currency AS same FROM settlement_line l LEFT JOIN sales_order o ON o.order_id = l.order_id
"""


class RandomBooks(RandomWarehouse):
    """What a bookkeeper meets in any order; what the documents say is what the accounts hold."""

    @initialize(method=st.sampled_from(list(Costing)))
    def open_up(self, method: Costing) -> None:
        super().open_up(method)
        told = {"title": "All", "rate": Decimal("0.13"), "way": "inclusive", "since": date(2026, 1, 1)}
        self.store.do(add_tax_rule, told)
        rent = Terms("Rent", Every.MONTH, date(2026, 1, 31))
        self.store.do(add_recurring, rent, {Role.RENT.value: Decimal(30), Role.BANK.value: Decimal(-30)})

    def some(self, column: Any, which: int) -> int:
        """One of the ids there are, counted round; 0 where there is none."""
        with self.store.read() as tx:
            found = tx.scalars(select(column).order_by(column))
        return found[which % len(found)] if found else 0

    # --------------------------------------------------------------------------------------------------- statements

    @rule(told=st.lists(statement_rows, min_size=1, max_size=4, unique_by=lambda row: row[0]))
    def import_a_statement(self, told: list[tuple[str, ...]]) -> None:
        self.numbers += 1
        rows = [(*row, "2026-03-10" if row[-1] else "") for row in told]
        self.bring_in(table(STATEMENT, *rows, name=f"statement-{self.numbers}.csv"), channel="direct")

    @rule(which=places, account=st.sampled_from([Role.OTHER, Role.COMPENSATION]))
    def explain_a_line(self, which: int, account: Role) -> None:
        line_id = self.some(SettlementLine.line_id, which)
        with self.store.read() as tx:
            account_id = tx.scalar(select(Account.account_id).where(Account.code == account.value))
        self.attempt(explain_lines, [line_id], account_id, "known")

    @rule(which=places, number=st.sampled_from(NUMBERS))
    def link_a_line(self, which: int, number: str) -> None:
        self.attempt(link_lines, [self.some(SettlementLine.line_id, which)], number)

    @rule(which=places)
    def unlink_a_line(self, which: int) -> None:
        self.attempt(unlink_lines, [self.some(SettlementLine.line_id, which)])

    @rule(which=places, amount=st.sampled_from([None, Decimal("9.98"), Decimal(100)]))
    def look_at_the_bank(self, which: int, amount: Decimal | None) -> None:
        if payout_id := self.some(Payout.payout_id, which):
            self.attempt(mark_arrived, payout_id, amount, date(2026, 3, 12))

    # ------------------------------------------------------------------------------------------------------ spending

    @rule(day=days, amount=moneys, currency=st.sampled_from(["", "USD"]), number=st.sampled_from(["B-1", "B-2"]))
    def enter_a_bill(self, day: str, amount: Decimal, currency: str, number: str) -> None:
        entry = BillEntry(amount, Role.FREIGHT.value)
        self.attempt(enter_bill, "Carrier", number, date.fromisoformat(day), [entry], currency=currency)

    @rule(which=places, day=days, amount=st.one_of(st.none(), moneys))
    def pay_a_bill(self, which: int, day: str, amount: Decimal | None) -> None:
        if bill_id := self.some(Bill.bill_id, which):
            self.attempt(pay_bill, bill_id, date.fromisoformat(day), amount)

    @rule(which=places)
    def cancel_a_bill(self, which: int) -> None:
        if bill_id := self.some(Bill.bill_id, which):
            self.attempt(cancel_bill, bill_id)

    @rule(which=places)
    def cancel_a_payment(self, which: int) -> None:
        if payment_id := self.some(BillPayment.bill_payment_id, which):
            self.attempt(cancel_payment, payment_id)

    @rule(day=days)
    def book_what_recurs(self, day: str) -> None:
        self.attempt(book_due, date.fromisoformat(day))

    @rule(day=days, amount=moneys, campaign=st.sampled_from(["a", "b"]))
    def import_advertising(self, day: str, amount: Decimal, campaign: str) -> None:
        self.numbers += 1
        row = (day, "Web", campaign, amount)
        self.bring_in(table("ran_on,platform,campaign,amount", row, name=f"ads-{self.numbers}.csv"), channel="direct")

    # --------------------------------------------------------------------------------------------------------- books

    @rule(day=days, amount=moneys, other=st.sampled_from([Role.EQUITY, Role.LOAN, Role.SALES]))
    def enter_by_hand(self, day: str, amount: Decimal, other: Role) -> None:
        lines = [EntryLine(Role.BANK.value, amount), EntryLine(other.value, -amount)]
        self.attempt(book_entry, date.fromisoformat(day), lines, "by hand")

    @rule(month=st.sampled_from(["2026-01", "2026-02"]))
    def book_the_tax(self, month: str) -> None:
        if self.attempt(book_tax, month):
            again = self.attempt(book_tax, month)
            assert again is not None
            assert again.value == 0

    @rule(on=st.sampled_from([date(2026, 1, 31), date(2026, 2, 28)]))
    def value_dollars(self, on: date) -> None:
        if self.attempt(revalue_currencies, on):
            again = self.attempt(revalue_currencies, on)
            assert again is not None
            assert again.value == 0

    # -------------------------------------------------------------------------------------------------------- always

    @invariant()
    def documents_are_the_books(self) -> None:
        """Clearing, what is to be explained, and what is owed for bills: each from its documents."""
        with self.store.read() as tx:
            unexplained = sum((item.amount for item in find_work(tx)), Decimal(0))
            assert self._balance(tx, Role.UNMATCHED) == -unexplained, (
                "money that came in unexplained is owed to somebody"
            )
            owed = self._balance(tx, Role.PAYABLE)
            assert owed == -self._open_bills(tx), "what is owed is what bills ask and nobody paid"
            cleared = defaultdict[int, int](int)
            for row in tx.rows(text(_CLEARED), {"head": f"{Role.CLEARING.value}.%"}):
                cleared[row.channel_id] += int(row.amount)
            for row in tx.rows(text(_SOLD)):
                cleared[row.channel_id] -= int(row.amount)
            assert not any(self._unsettled(tx, cleared).values())

    def _balance(self, tx: Any, role: Role) -> Decimal:
        query = text(
            "SELECT COALESCE(SUM(p.amount), 0) FROM posting p JOIN account a ON a.account_id = p.account_id "
            "JOIN journal_entry e ON e.entry_id = p.entry_id "
            "WHERE (a.code = :code OR a.code LIKE :below) AND e.kind <> 'revaluation'"
        )
        found = tx.scalar(query, {"code": role.value, "below": f"{role.value}.%"})
        return Decimal(found) / 10_000

    def _open_bills(self, tx: Any) -> Decimal:
        """What bills ask less what was relieved of them: a foreign one at its own rate."""
        query = text(
            "SELECT b.bill_id, b.amount, b.own_amount, COALESCE(SUM(p.amount), 0) AS paid, "
            "COALESCE(SUM(p.own_amount), 0) AS own_paid FROM bill b LEFT JOIN bill_payment p ON p.bill_id = b.bill_id "
            "AND p.is_cancelled = :no WHERE b.is_cancelled = :no GROUP BY b.bill_id, b.amount, b.own_amount"
        )
        left = Decimal(0)
        for row in tx.rows(query, {"no": 0}):
            if row.own_amount is None:
                left += Decimal(int(row.amount) - int(row.paid)) / 10_000
            else:
                share = Decimal(int(row.own_amount) - int(row.own_paid)) / Decimal(int(row.own_amount))
                left += (Decimal(int(row.amount)) * share / 10_000).quantize(Decimal("0.01"))
        return left

    def _unsettled(self, tx: Any, cleared: dict[int, int]) -> dict[int, int]:
        """What clearing holds beyond what orders owe and lines took of it; a cent of rounding apart in dollars."""
        for row in tx.rows(text(_SETTLED)):
            if row.state == "matched" and row.kind in ("sale", "refund", "subsidy") and row.same is not None:
                amount = int(row.amount)
                if row.own_amount is not None and row.rate is not None and row.same:
                    amount = round(Decimal(int(row.own_amount)) * int(row.rate) / 10**10 / 100) * 100
                cleared[row.channel_id] += amount
        return cleared
