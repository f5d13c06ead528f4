"""The card of a customer: what they bought and are worth, their level, what they allowed."""

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.customers.actions import add_points, earn_points, look_at_contact, tell_consent
from shopdesk.shop.service.customers.card import LOOK_ROWS, Card, find_card
from shopdesk.shop.service.customers.loyalty import set_loyalty
from shopdesk.shop.service.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.service.customers.rules import Level, LevelBy, Loyalty, Means
from shopdesk.shop.service.customers.sheets import CUSTOMERS
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import Customer, CustomerReturn, OrderAddress, SalesOrder
from shopdesk.store.tx import Tx

TICKETS = [
    Ticket("A-1", date(2025, 1, 5), [Item("TEA", 9, Decimal(100))]),
    Ticket("A-2", date(2026, 5, 5), [Item("TEA", 3, Decimal(100))], refunds=[(date(2026, 5, 9), Decimal(60))]),
    Ticket("A-3", date(2026, 6, 5), [Item("TEA", 1, Decimal(100))], state="unpaid"),
    Ticket("B-1", date(2026, 6, 6), [Item("TEA", 1, Decimal(100))]),
]
LEVELS = (Level("Silver", Decimal(200)), Level("Gold", Decimal(1000)))


@action("customer.edit", "People")
def people(tx: Tx) -> None:
    orders = ring_up(tx, TICKETS)
    for number in ("K-1", "K-2"):
        tx.insert(Customer, channel_id=1, customer_no=number)
    for place, order_id in enumerate(orders):
        tx.update(SalesOrder, order_id, customer_id=1 + place // 3)
        tx.insert(OrderAddress, order_id=order_id, recipient="Chen Mei", phone="13812345678")
    tx.insert(CustomerReturn, return_no="R-1", order_id=orders[1], state="arrived")
    tx.insert(CustomerReturn, return_no="R-2", order_id=orders[1], state="called_off")


def card(store: Store) -> Card:
    with store.read() as tx:
        found = find_card(tx, 1)
    assert found is not None
    return found


def levels(store: Store, *filters: tuple[str, str]) -> list[object]:
    """What the list says of every customer's level, in the order of their ids."""
    place = [column.key for column in CUSTOMERS.columns].index("level")
    with store.read() as tx:
        return [row[place] for _id, row in sorted(fetch_first(tx, CUSTOMER_ROWS, Query(filters=filters)))]


def test_a_card_says_what_somebody_bought_and_is_worth(store: Store) -> None:
    store._clock = lambda: datetime(2026, 11, 2, 1, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea", price=Decimal(100))
    store.do(people)
    worth = card(store).worth
    assert (worth.orders, worth.total, worth.refunded, worth.returns) == (2, 1200, 60, 1)
    assert (worth.first, worth.last, worth.recent) == (date(2025, 1, 5), date(2026, 5, 5), 240)
    assert (worth.profit, worth.profit_of) == (None, 0), "no cost is known"
    assert [order.order_no for order in card(store).orders] == ["A-3", "A-2", "A-1"]
    assert card(store).sent_to == [("Chen Mei", "13812345678", None)]
    assert (card(store).level, card(store).next_level, card(store).moves) == (None, None, [])

    assert levels(store) == [None, None]
    store.do(set_loyalty, Loyalty(LevelBy.SPEND, LEVELS, Decimal(10), 1))
    assert levels(store) == ["Silver", None]
    store.do(earn_points)
    assert (card(store).level, card(store).next_level, card(store).points) == (*LEVELS, 114)
    store.do(set_loyalty, Loyalty(LevelBy.POINTS, LEVELS, Decimal(10), 1))
    assert (card(store).level, card(store).next_level) == (None, LEVELS[0])
    assert levels(store) == [None, None]
    store.do(add_points, 1, 900, "History")
    assert (card(store).level, card(store).next_level) == (LEVELS[1], None)
    assert (levels(store), levels(store, ("level", "=Gold"))) == (["Gold", None], ["Gold"])

    store.do(tell_consent, 1, Means.SMS, True, "form")
    store.do(tell_consent, 1, Means.SMS, False, "called")
    store.do(open_case, {"title": "Lid broken", "order_no": "A-2"})
    store.do(look_at_contact, 1, "card")
    told = card(store)
    assert [(means, one.is_given, one.evidence) for means, one in told.consents.items()] == [("sms", False, "called")]
    assert [one.title for one in told.cases] == ["Lid broken"]
    assert [(one.person, one.place) for one in told.looks] == [(store.person, "card")]
    with store.read() as tx:
        assert find_card(tx, 9) is None
        assert [row[1] for _id, row in fetch_first(tx, LOOK_ROWS, Query())] == [store.person]
        assert len(fetch_first(tx, CUSTOMER_ROWS, Query(search="5678"))) == 2, "found by the last digits of a phone"
        assert fetch_first(tx, CUSTOMER_ROWS, Query(search="9999")) == []
