"""Who may be one person: what is the same, what is alike, what is not, and nobody compared with everybody."""

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.opening import open_shop
from shopdesk.shop.service.customers.card import find_card
from shopdesk.shop.service.customers.duplicate_rules import (
    MOST_TOGETHER,
    Known,
    Pair,
    Why,
    alike,
    find_pairs,
    phone_key,
)
from shopdesk.shop.service.customers.duplicates import fetch_duplicates
from shopdesk.shop.service.customers.sheets import DUPLICATES
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Customer, CustomerContact, OrderAddress, SalesOrder
from shopdesk.store.tx import Tx

ADDRESS = "浙江省杭州市西湖区文三路 90 号 3 幢 501"


def known(number: int, **told: object) -> Known:
    return Known(number, **{"channel_id": 1, "handle": "", **told})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"phones": ("13812345678",)}, {"phones": ("+86 138-1234-5678",)}, Why.PHONE),
        ({"emails": ("Mei@Farm.cn",)}, {"emails": ("mei@farm.cn ",)}, Why.EMAIL),
        ({"handle": "MeiMei88"}, {"handle": "meimei88", "channel_id": 2}, Why.HANDLE),
        ({"names": ("陈梅",), "addresses": (ADDRESS,)}, {"names": ("陈 梅",), "addresses": (ADDRESS.replace(" ", ""),)},
         Why.ADDRESS),
        ({"names": ("Chen Mei",), "addresses": ("7 Well Lane, Bath",)},
         {"names": ("Mei Chen",), "addresses": ("7 Wel Lane Bath",)}, Why.ALIKE),
    ],
)  # fmt: skip
def test_one_person_is_found_and_why(one: dict[str, object], other: dict[str, object], why: Why) -> None:
    [pair] = find_pairs([known(1, **one), known(2, **other)])
    assert (pair.first, pair.second, pair.why) == (1, 2, why)
    assert pair.likeness == 1 or why is Why.ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"phones": ("138****5678",)}, {"phones": ("138****5678",)}),
        ({"phones": ("00000000",)}, {"phones": ("00000000",)}),
        ({"handle": "12345"}, {"handle": "12345", "channel_id": 2}),
        ({"handle": "meimei88"}, {"handle": "meimei88"}),
        ({"names": ("陈*",), "addresses": (ADDRESS,)}, {"names": ("陈*",), "addresses": (ADDRESS + "2",)}),
        ({"names": ("Mei",), "addresses": ("7 Well Lane",)}, {"names": ("Mei",), "addresses": ("9 Well Lane",)}),
        ({"names": ("Mei",), "addresses": ("7 Well Lane",)}, {"names": ("Mark",), "addresses": ("7 Well Lane",)}),
    ],
)  # fmt: skip
def test_what_many_share_or_nobody_told_makes_no_pair(one: dict[str, object], other: dict[str, object]) -> None:
    assert find_pairs([known(1, **one), known(2, **other)]) == []


def test_an_address_of_a_forwarder_tells_nothing() -> None:
    crowd = [known(n, phones=("13812345678",)) for n in range(MOST_TOGETHER + 1)]
    assert find_pairs(crowd) == []
    assert len(find_pairs(crowd[:3])) == 3


def test_a_pair_stands_once_with_its_surest_reason() -> None:
    told = {"names": ("Chen Mei",), "phones": ("13812345678",), "emails": ("m@x.cn",), "addresses": ("7 Well Lane",)}
    assert find_pairs([known(2, **told), known(1, **told)]) == [Pair(1, 2, Why.PHONE, 1.0)]


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_blocking_loses_no_pair_that_shares_its_house_and_a_beginning(chance: random.Random) -> None:
    """Against everybody compared with everybody."""
    names, streets = ("Chen Mei", "Mei Chen", "Chen Mai", "Wang Li"), ("Well Lane", "Wel Lane", "Mill Road")
    people = [
        known(n, names=(chance.choice(names),), addresses=(f"{chance.randint(1, 2)} {chance.choice(streets)} Bath",))
        for n in range(12)
    ]
    pairs = {(pair.first, pair.second) for pair in find_pairs(people)}
    wanted = {
        (one.customer_id, other.customer_id)
        for one in people for other in people
        if one.customer_id < other.customer_id and alike(one, other) >= 0.85
    }  # fmt: skip
    assert pairs == wanted


def test_what_a_phone_is_known_by() -> None:
    assert [phone_key(text) for text in ("１３８１２３４５６７８", "+86 138 1234 5678", "555-123", "")] == [
        "12345678", "12345678", "", ""
    ]  # fmt: skip


@action("customer.edit", "People")
def people(tx: Tx) -> None:
    """Two channels with the same person, one who is merged into her already, and one who was erased."""
    taobao, shopify = find_channel(tx, "taobao"), find_channel(tx, "shopify")
    mei = tx.insert(Customer, channel_id=taobao, customer_no="mei88")
    tx.insert(CustomerContact, customer_id=mei, name="Chen Mei", phone="13812345678")
    twin = tx.insert(Customer, channel_id=shopify, customer_no="mei@x.cn")
    merged = tx.insert(Customer, channel_id=shopify, customer_no="m2@x.cn", merged_into=mei)
    gone = tx.insert(Customer, channel_id=shopify, customer_no="~erased-9", erased_at=tx.now)
    for customer_id in (merged, gone):
        tx.insert(CustomerContact, customer_id=customer_id, phone="13999999991")
    [order_id] = ring_up(tx, [Ticket("S-1", date(2026, 10, 30), [Item(None, 1, Decimal(50))], channel="shopify")])
    tx.update(SalesOrder, order_id, customer_id=twin)
    tx.insert(OrderAddress, order_id=order_id, recipient="Mei", phone="+86 139 9999 9991")


def test_pairs_of_the_store_know_addresses_of_orders_and_what_merged_ones_brought(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    with store.read() as tx:
        assert fetch_duplicates(tx) == []
    store.do(people)
    with store.read() as tx:
        [(pair, row)] = fetch_duplicates(tx)
        card = find_card(tx, pair.second)
    assert (pair.first, pair.second, pair.why) == (2, 1, Why.PHONE), "the one with the order is kept"
    assert dict(zip((c.key for c in DUPLICATES.columns), row, strict=True)) == {
        "why": "phone", "likeness": 1, "name": None, "customer_no": "mei@x.cn", "channel": "Shopify", "orders": 1,
        "other_name": "Chen Mei", "other_no": "mei88", "other_channel": "Taobao", "other_orders": 0,
    }  # fmt: skip
    assert card is not None
    assert [one.customer_no for one in card.people] == ["mei88", "m2@x.cn"]
    assert (card.worth.orders, card.worth.profit, card.worth.segment) == (0, None, None)
