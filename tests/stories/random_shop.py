"""A shop to which anything may happen in any order, held to its invariants and to a model after every step."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select
from tests.exchange.conftest import NOW, opened
from tests.exchange.counter import TEMPLATE, read, sku, table, views
from tests.stories.shop_invariants import assert_whole, closed_figures, moved
from tests.stories.shop_model import MOMENTS, Model, Row

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices, let_go, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.ledger.actions import (
    book_expense,
    close_period,
    closed_through,
    reopen_period,
    reverse_entry,
    set_rate,
)
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.orders.actions import edit_order
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.store.store import Done, Store
from shopdesk.store.tables import Change, JournalEntry, SalesOrder
from shopdesk.text import UserError

KNOWN: Final = ("TEA-1", "CUP-1", "POT-1")
SKUS: Final = (*KNOWN, "NEW-1")
"""The last one is made by whatever names it first."""
NUMBERS: Final = ("A-1", "A-2", "A-3", "A-4")
FOREIGN: Final = "A-4"
"""It comes in dollars."""
COLUMNS: Final = (*TEMPLATE, "currency")
DAYS: Final = ("2026-01-10", "2026-01-31", "2026-02-01", "2026-02-20", "2026-03-05", "2026-03-19")
"""Few days, numbers and SKUs, so that everything meets everything."""

codes = st.sampled_from(SKUS)
days = st.sampled_from(DAYS)
moments = st.one_of(st.none(), days.map(lambda day: datetime.fromisoformat(f"{day} 05:00:00+00:00")))
prices = st.sampled_from(["0", "0.01", "9.99", "100", "100000"])
costs = st.sampled_from([None, Decimal(0), Decimal("0.01"), Decimal("3.33"), Decimal(7)])
pieces = st.integers(1, 5)
places = st.integers(0, 99)
"""Which one of those there are, counted round."""


@st.composite
def order_rows(draw: st.DrawFn) -> list[Row]:
    """An order of one or two lines, its own columns repeated."""
    state, day, number = draw(st.sampled_from(list(MOMENTS))), draw(days), draw(st.sampled_from(NUMBERS))
    sent = ("shipped_at",) if state == "refunded" and draw(st.booleans()) else ()
    own = {
        "order_no": number, "currency": "USD" if number == FOREIGN else "", "state": state, "placed_at": f"{day} 10:00",
        **{key: f"{day} 1{place}:00" for place, key in enumerate((*MOMENTS[state], *sent), 1)},
        "order_discount": draw(st.sampled_from(["", "1.00"])), "shipping": draw(st.sampled_from(["", "5.00"])),
        "refund_amount": draw(st.sampled_from(["", "", "0.01", "4.00"])),
        "customer_no": draw(st.sampled_from(["", "ann", "bob"])),
    }  # fmt: skip
    sold = st.tuples(st.sampled_from((*SKUS, "BOX-1")), pieces, prices)
    goods = draw(st.lists(sold, min_size=1, max_size=2, unique_by=lambda line: line[0]))
    return [{**own, "sku": code, "title": code, "quantity": n, "unit_price": price} for code, n, price in goods]


refund_rows = st.tuples(
    st.sampled_from(("R-1", "R-2", "R-3")), st.sampled_from((*NUMBERS, "A-9")),
    st.sampled_from(("given", "given", "given", "pending", "closed")),
    st.sampled_from(("0.01", "3.00", "3.33", "10.00", "300.00")), days,
)  # fmt: skip
"""Number, order, state, amount, day."""
files = st.lists(order_rows(), min_size=1, max_size=3, unique_by=lambda rows: rows[0]["order_no"])


def assert_seen(store: Store, before: Mapping[str, Any]) -> None:
    """Every list, level, balance and report is what it was."""
    now = views(store)
    assert {name: seen for name, seen in now.items() if seen != before[name]} == {
        name: seen for name, seen in before.items() if seen != now[name]
    }


class RandomShop(RuleBasedStateMachine):
    """Rules are what people and files do; what is refused must have changed nothing."""

    def __init__(self, make: Callable[[], Store], let_go: Callable[[Store], None]) -> None:
        """`make` makes an empty store, `let_go` closes it and throws it away."""
        super().__init__()
        self.make, self.let_go = make, let_go
        self.model = Model()
        self.now = NOW
        self.told: list[list[list[Row]]] = []
        self.imports: list[int] = []
        self.expenses: list[int] = []
        self.closed: tuple[date, Any] | None = None
        self.numbers = 0

    @initialize(method=st.sampled_from(list(Costing)))
    def open_up(self, method: Costing) -> None:
        self.store = opened(self.make(), method)
        self.store._clock = lambda: self.now
        self.store.do(set_rate, "USD", date(2026, 1, 1), Decimal("7.2355"))
        for code in KNOWN:
            self.store.do(add_product, code, code)
        self.model.facts["receipt", 0] = {"TEA-1": 20}
        lines = [ReceiptLine(sku(self.store, "TEA-1"), Decimal(20), Decimal(4))]
        self.store.do(receive_goods, "GR-0", lines, received_at=datetime(2026, 1, 5, tzinfo=UTC))

    def teardown(self) -> None:
        self.let_go(self.store)

    def attempt(self, act: Callable[..., Any], *given: Any, **named: Any) -> Done[Any] | None:
        """Do it; None where it was refused, which leaves not even a line in the history."""
        before = self.changes()
        try:
            return self.store.do(act, *given, **named)
        except UserError:
            assert self.changes() == before
            return None

    def changes(self) -> Any:
        with self.store.read() as tx:
            return tx.rows(select(func.count(), func.max(Change.change_id)))[0]

    def sku(self, code: str) -> int:
        """The SKU of that code, 0 where there is none."""
        try:
            return sku(self.store, code)
        except UserError:
            return 0

    # -------------------------------------------------------------------------------------------------------- files

    def bring_in(self, what: Memory, channel: str = "") -> tuple[int, list[Any]]:
        """Import a table; its import_id (0: nothing new, or refused) and what was staged of it."""
        before = self.changes()
        staged = read(self.store, what, Choices(channel=channel))
        try:
            import_id = run_import(self.store, staged)
        except UserError:
            import_id = 0
        outcomes = [*staged.orders, *staged.items]
        let_go(staged)
        if not import_id:
            assert self.changes()[0] <= before[0] + 1
            return 0, []
        self.imports.append(import_id)
        return import_id, outcomes

    @rule(told=files)
    def import_orders(self, told: list[list[Row]]) -> None:
        self.told.append(told)
        self.take_orders(told)

    def take_orders(self, told: list[list[Row]]) -> int:
        self.numbers += 1
        rows = [[row.get(key, "") for key in COLUMNS] for rows in told for row in rows]
        import_id, staged = self.bring_in(table(COLUMNS, *rows, name=f"{self.numbers}.csv"))
        kept = {o.order_no for o in staged if o.outcome in (Outcome.NEW, Outcome.CHANGED)}
        if import_id:
            self.model.bring(import_id, {str(r[0]["order_no"]): r for r in told if r[0]["order_no"] in kept})
        return import_id

    @precondition(lambda self: self.told)
    @rule(which=places)
    def import_the_same_again(self, which: int) -> None:
        told = self.told[which % len(self.told)]
        self.take_orders(told)
        before = views(self.store)
        assert not self.take_orders(told), "the second time it says nothing new"
        assert_seen(self.store, before)

    @rule(told=files)
    def import_orders_and_take_them_back(self, told: list[list[Row]]) -> None:
        before = views(self.store)
        import_id = self.take_orders(told)
        if import_id:
            self.give_back(import_id)
            assert_seen(self.store, before)

    @rule(told=st.lists(refund_rows, min_size=1, max_size=3, unique_by=lambda row: row[0]))
    def import_refunds(self, told: list[tuple[str, ...]]) -> None:
        self.numbers += 1
        header = "refund_no,order_no,state,amount,refunded_at"
        self.bring_in(table(header, *told, name=f"{self.numbers}.csv"))

    @rule(told=st.lists(refund_rows, min_size=1, max_size=3, unique_by=lambda row: row[0]))
    def import_refunds_and_take_them_back(self, told: list[tuple[str, ...]]) -> None:
        before, known = views(self.store), len(self.imports)
        self.import_refunds(told)
        if len(self.imports) > known:
            self.give_back(self.imports[-1])
            if len(self.imports) == known:
                assert_seen(self.store, before)

    @rule(code=codes, n=pieces, cost=costs, day=days, number=st.integers(1, 3))
    def import_a_receipt(self, code: str, n: int, cost: Decimal | None, day: str, number: int) -> None:
        row = (code, n, "" if cost is None else cost, day, f"GR-{number}")
        self.take_facts(table("sku,quantity,unit_cost,received_at,document_no", row, name="receipts.csv"), {code: n})

    @rule(code=codes, price=prices, cost=costs, n=st.integers(0, 5))
    def import_a_product(self, code: str, price: str, cost: Decimal | None, n: int) -> None:
        row = (code, code, price, "" if cost is None else cost, n)
        self.take_facts(table("sku,title,price,cost,on_hand", row, name="products.csv"), {code: n})

    def take_facts(self, what: Memory, facts: Mapping[str, int]) -> None:
        import_id, staged = self.bring_in(what)
        if import_id and staged[0].outcome is Outcome.NEW:
            self.model.facts["import", import_id] = dict(facts)

    @rule(code=codes, n=st.integers(0, 9), day=st.one_of(st.just(""), days))
    def import_a_count(self, code: str, n: int, day: str) -> None:
        self.bring_in(table("sku,counted,counted_at", (code, n, day), name="counts.csv"))

    @precondition(lambda self: self.imports)
    @rule(which=places)
    def take_an_import_back(self, which: int) -> None:
        self.give_back(self.imports[which % len(self.imports)])

    def give_back(self, import_id: int) -> None:
        if self.attempt(take_back, import_id):
            self.imports.remove(import_id)
            self.model.take_back(import_id)

    # -------------------------------------------------------------------------------------------------------- goods

    @rule(code=codes, n=pieces, cost=costs, at=moments)
    def receive(self, code: str, n: int, cost: Decimal | None, at: datetime | None) -> None:
        if sku_id := self.sku(code):
            lines = [ReceiptLine(sku_id, Decimal(n), cost)]
            self.note(self.attempt(receive_goods, "", lines, received_at=at), code, n)

    @rule(code=codes, n=pieces, reason=st.sampled_from([MoveReason.ADJUST, MoveReason.WRITE_OFF]), at=moments)
    def adjust(self, code: str, n: int, reason: MoveReason, at: datetime | None) -> None:
        if sku_id := self.sku(code):
            self.note(self.attempt(adjust_stock, sku_id, Decimal(-n), reason, "broken", moved_at=at), code, -n)

    def note(self, done: Done[Any] | None, code: str, n: int) -> None:
        if done:
            self.model.facts["change", done.change_id] = {code: n}

    @rule(code=codes, n=st.integers(0, 9), at=moments)
    def count(self, code: str, n: int, at: datetime | None) -> None:
        if sku_id := self.sku(code):
            self.attempt(count_stock, [(sku_id, Decimal(n), None)], counted_at=at)

    # -------------------------------------------------------------------------------------------------------- books

    @rule(
        day=days,
        amount=st.sampled_from([Decimal("0.01"), Decimal(30)]),
        role=st.sampled_from([Role.RENT, Role.COMMISSION]),
    )
    def spend(self, day: str, amount: Decimal, role: Role) -> None:
        done = self.attempt(book_expense, date.fromisoformat(day), role, amount, "spent")
        if done:
            self.expenses.append(done.value)

    @precondition(lambda self: self.expenses)
    @rule(which=places)
    def reverse(self, which: int) -> None:
        self.attempt(reverse_entry, self.expenses[which % len(self.expenses)])

    @rule(which=places)
    def reverse_anything(self, which: int) -> None:
        """Only what was booked by hand gives way."""
        with self.store.read() as tx:
            entries = tx.scalars(select(JournalEntry.entry_id).order_by(JournalEntry.entry_id))
        if entries:
            self.attempt(reverse_entry, entries[which % len(entries)])

    @rule(through=st.sampled_from([date(2026, 1, 31), date(2026, 2, 28)]))
    def close_books(self, through: date) -> None:
        if self.attempt(close_period, through):
            with self.store.read() as tx:
                self.closed = through, closed_figures(tx, through)

    @precondition(lambda self: self.closed)
    @rule(through=st.sampled_from([date.min, date(2026, 1, 31)]))
    def reopen_books(self, through: date) -> None:
        if self.attempt(reopen_period, through, "a slip"):
            with self.store.read() as tx:
                self.closed = None if through == date.min else (through, closed_figures(tx, through))

    # -------------------------------------------------------------------------------------------------------- edits

    @rule(which=places, name=st.sampled_from(["note", "carrier"]), value=st.sampled_from(["", "gift", "\t=1+1"]))
    def edit_an_order(self, which: int, name: str, value: str) -> None:
        with self.store.read() as tx:
            found = tx.scalars(select(SalesOrder.order_id).order_by(SalesOrder.order_id))
        if found:
            self.edit_and_back(edit_order, found[which % len(found)], **{name: value})

    @rule(code=codes, price=prices.map(Decimal))
    def edit_a_price(self, code: str, price: Decimal) -> None:
        self.edit_and_back(edit_sku, self.sku(code), price=price)

    @rule(code=codes, cost=costs)
    def edit_a_cost(self, code: str, cost: Decimal | None) -> None:
        self.edit_and_back(edit_sku, self.sku(code), cost=cost)

    @rule(code=codes, cost=costs)
    def add_a_product(self, code: str, cost: Decimal | None) -> None:
        self.edit_and_back(add_product, code, code, cost=cost)

    def edit_and_back(self, act: Callable[..., Any], *given: Any, **named: Any) -> None:
        """Edit; undone it was never there, and done again it is."""
        before, title = views(self.store), self.store.undo_title()
        done = self.attempt(act, *given, **named)
        after = views(self.store)
        if done is None or after == before:
            return
        self.store.undo()
        assert (views(self.store), self.store.undo_title()) == (before, title)
        self.store.redo()
        assert_seen(self.store, after)

    @rule()
    def undo(self) -> None:
        """Undone and done again is as if nothing had been done; then it is undone for good."""
        if self.store.undo_title() is None:
            return
        before = views(self.store)
        if self.step(self.store.undo):
            undone = views(self.store)
            self.store.redo()
            assert_seen(self.store, before)
            self.store.undo()
            assert_seen(self.store, undone)

    @rule()
    def redo(self) -> None:
        if self.store.redo_title() is not None:
            self.step(self.store.redo)

    def step(self, way: Callable[[], Any]) -> bool:
        before = self.changes()
        try:
            way()
        except UserError:
            assert self.changes() == before
            return False
        return True

    # ------------------------------------------------------------------------------------------- time and the door

    @rule(hours=st.sampled_from([1, 24]))
    def wait(self, hours: int) -> None:
        """Without it everything happens in one second."""
        self.now += timedelta(hours=hours)

    @rule()
    def close_and_reopen_the_store(self) -> None:
        seen, titles = views(self.store), (self.store.undo_title(), self.store.redo_title())
        self.store.close()
        self.store = Store.open(self.store.where)
        self.store._clock = lambda: self.now
        assert_seen(self.store, seen)
        assert (self.store.undo_title(), self.store.redo_title()) == titles

    # ------------------------------------------------------------------------------------------------------- always

    @invariant()
    def holds(self) -> None:
        """Everything adds up, documents and shelf are those of the model, closed days stay what they were."""
        assert_whole(self.store)
        with self.store.read() as tx:
            states = {row.order_no: row.state for row in tx.rows(select(SalesOrder.order_no, SalesOrder.state))}
            assert states == {number: order.state for number, order in self.model.orders.items()}
            assert moved(tx) == self.model.shelf()
            if self.closed is not None:
                through, figures = self.closed
                assert closed_through(tx) == through
                assert closed_figures(tx, through) == figures
