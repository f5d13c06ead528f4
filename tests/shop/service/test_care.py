"""Care in the store: who is left out, what a contact changes, and what goes out for sending."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.opening import open_shop
from shopdesk.shop.service.care.contacts import (
    CARE_LOG_ROWS,
    add_contact,
    fetch_care,
    fetch_contacts,
    keep_sent,
    read_limits,
    remove_contact,
    sending_rows,
    set_limits,
)
from shopdesk.shop.service.care.rules import CareLimits, CareRule
from shopdesk.shop.service.customers.actions import tell_consent, warn_of
from shopdesk.shop.service.customers.merging import merge_customers
from shopdesk.shop.service.customers.rules import Means
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import ContactLook, Customer, CustomerContact, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
TODAY = date(2026, 11, 2)
BOUGHT = {"ann": (60, 40, 30), "bob": (70, 50, 40), "cid": (3, 2, 1), "dot": (80, 60, 50)}
"""Customer → days ago of their orders; all but cid should have come back."""


@action("test.name", "Name customers")
def name_buyers(tx: Tx) -> None:
    channel_id = channel_ids(tx)["taobao"]
    for number, name in enumerate(BOUGHT, 1):
        customer_id = tx.insert(Customer, channel_id=channel_id, customer_no=name)
        tx.insert(CustomerContact, customer_id=customer_id, name=name.title(), phone=f"1380000000{number}")
        mine = SalesOrder.order_no.startswith(name)
        tx.run_sql(SalesOrder, update(SalesOrder).where(mine).values(customer_id=customer_id))


@action("test.phone", "Forget a phone")
def no_phone(tx: Tx, customer_id: int) -> None:
    mine = CustomerContact.customer_id == customer_id
    tx.run_sql(CustomerContact, update(CustomerContact).where(mine).values(phone=None))


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: NOW
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea", price=Decimal(50))
    item = [Item("TEA", 1, Decimal(50))]
    tickets = [Ticket(f"{n}-{ago}", TODAY - timedelta(ago), item) for n, days in BOUGHT.items() for ago in days]
    store.do(ring_up, tickets)
    store.do(name_buyers)
    return store


def due(shop: Store, means: Means = Means.SMS) -> dict[str, Any]:
    with shop.read() as tx:
        return {one.customer_no: one for one in fetch_care(tx, means)}


def ids(shop: Store) -> dict[str, int]:
    with shop.read() as tx:
        return {row.customer_no: row.customer_id for row in tx.rows(select(Customer.__table__))}


def test_who_refused_is_warned_of_or_merged_is_left_out(shop: Store) -> None:
    assert list(due(shop)) == ["ann", "bob", "dot"]
    known = ids(shop)
    shop.do(tell_consent, known["ann"], Means.SMS, True, "form")
    shop.do(tell_consent, known["bob"], Means.SMS, True, "form")
    shop.do(tell_consent, known["bob"], Means.SMS, False)
    shop.do(warn_of, known["dot"], "never pays")
    found = due(shop)
    assert {name: one.consent for name, one in found.items()} == {"ann": "given"}
    assert due(shop, Means.PHONE)["bob"].consent == "unknown"
    assert found["ann"].row(TODAY, "A**")[:3] == (CareRule.WIN_BACK, "A**", "ann")


def test_only_who_allowed_it_goes_out_and_that_is_kept(shop: Store) -> None:
    known = ids(shop)
    for name in ("ann", "dot"):
        shop.do(tell_consent, known[name], Means.SMS, True, "form")
    with shop.read() as tx:
        rows = sending_rows(fetch_care(tx, Means.SMS), Means.SMS)
    assert [row[1:6] for row in rows] == [
        ("ann", "Ann", "13800000001", "win_back", "sms"), ("dot", "Dot", "13800000004", "win_back", "sms"),
    ]  # fmt: skip
    shop.do(keep_sent, [known["ann"]])
    with shop.read() as tx:
        assert tx.scalars(select(ContactLook.place)) == ["export"]


def test_a_merged_customer_is_reached_as_either_was(shop: Store) -> None:
    known = ids(shop)
    shop.do(no_phone, known["ann"])
    assert due(shop)["ann"].address is None
    shop.do(merge_customers, [known["bob"]], known["ann"])
    found = due(shop)
    assert (found["ann"].name, found["ann"].address) == ("Ann", "13800000002")
    assert due(shop, Means.CHAT)["ann"].address == "ann"


def test_a_contact_rests_comes_back_and_is_undone(shop: Store) -> None:
    known = ids(shop)
    shop.do(add_contact, known["ann"], {"means": "sms", "result": "not_reached"})
    again = {"means": "sms", "result": "again", "contacted_on": TODAY - timedelta(3), "again_on": TODAY}
    shop.do(add_contact, known["bob"], again)
    assert list(due(shop)) == ["bob", "dot"]
    with shop.read() as tx:
        (last,) = fetch_contacts(tx, known["bob"])
        log = fetch_first(tx, CARE_LOG_ROWS, Query())
    assert (last.rule, last.again_on) == (CareRule.WIN_BACK, TODAY)
    assert [row[2] for _id, row in log] == ["ann", "bob"]
    shop.do(remove_contact, log[0][0])
    assert list(due(shop)) == ["ann", "bob", "dot"]
    shop.undo()
    shop.undo()
    shop.undo()
    assert due(shop)["bob"].last is None


def test_who_wants_no_more_has_refused(shop: Store) -> None:
    shop.do(set_limits, {"rest_days": 1})
    known = ids(shop)["ann"]
    shop.do(add_contact, known, {"means": "sms", "result": "refused", "contacted_on": TODAY - timedelta(5)})
    assert "ann" not in due(shop)
    assert "ann" in due(shop, Means.PHONE)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"contacted_on": TODAY + timedelta(1)}, "contacted_on"),
        ({"again_on": TODAY}, "again_on"),
        ({"result": "again"}, "again_on"),
    ],
)
def test_what_is_no_contact_says_why(shop: Store, said: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refused:
        shop.do(add_contact, ids(shop)["ann"], {"means": "sms", "result": "reached", **said})
    assert refused.value.code == code


def test_the_numbers_of_the_rules_are_the_shops(shop: Store) -> None:
    shop.do(set_limits, {"factor": "4", "silent_days": 45})
    assert {name: one.due.rule for name, one in due(shop).items()} == {"dot": CareRule.SILENT}
    for typed in ({"factor": "x"}, {"dear_share": 2}, {"first_until": 1}):
        with pytest.raises(UserError):
            shop.do(set_limits, typed)
    shop.undo()
    with shop.read() as tx:
        assert read_limits(tx) == CareLimits()
