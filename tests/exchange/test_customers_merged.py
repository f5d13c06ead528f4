"""Customers who were merged or erased, and the files that name them again."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.counter import give_back, read, table, take_in

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.load.erase import erase_customer
from shopdesk.exchange.reading.wire import unpack
from shopdesk.shop.orders.customers.actions import edit_customers
from shopdesk.shop.service.actions import add_event, open_case
from shopdesk.shop.service.customers.actions import add_points, look_at_contact, tell_consent, warn_of
from shopdesk.shop.service.customers.merging import merge_customers, part_customer
from shopdesk.shop.service.customers.rules import Means
from shopdesk.shop.service.rules import EventKind
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.store.tables import Base, Customer, CustomerContact, OrderAddress, SalesOrder
from shopdesk.text import UserError

PEOPLE = (
    "channel",
    "customer_no",
    "name",
    "phone",
    "email",
    "company",
    "city",
    "country",
    "group_name",
    "tags",
    "note",
)
CHEN = ("direct", "K-1", "Chen Mei", "13812345678", "mei@farm.cn", "Mei Teas", "Hangzhou", "CN", "Wholesale", "", "")
TWIN = ("direct", "K-2", "Chen Mei", "138 1234 5678", "", "", "", "", "", "twice", "")
NAMELESS = ("direct", "", "Chen M.", "13812345678", "", "", "", "", "", "", "")
HEADER = ("order_no", "state", "placed_at", "sku", "quantity", "unit_price", "customer_no", "recipient", "phone",
          "address", "buyer_note", "seller_note", "channel")  # fmt: skip
SECRETS = ("13812345678", "138 1234 5678", "Chen Mei", "mei@farm.cn", "7 Well Lane", "ring twice", "is my cousin",
           "never at home", "asks for Mei", "Mei called", "Mei Teas", "K-1")  # fmt: skip


def sold(number: str, buyer: str, on: str = "2026-03-01", state: str = "shipped") -> tuple[object, ...]:
    return (number, state, on, "T-1", 2, 9, buyer, "Chen Mei", "13812345678", "7 Well Lane", "ring twice",
            "is my cousin", "direct")  # fmt: skip


def people(*rows: tuple[str, ...]) -> Memory:
    return table(PEOPLE, *rows, name="customers.csv")


def orders(*rows: tuple[object, ...], name: str = "orders.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def owners(shop: Store) -> dict[str, str]:
    with shop.read() as tx:
        rows = select(SalesOrder.order_no, Customer.customer_no).join(
            Customer, Customer.customer_id == SalesOrder.customer_id
        )
        return {row.order_no: row.customer_no for row in tx.rows(rows)}


def number_of(shop: Store, said: str) -> int:
    with shop.read() as tx:
        return int(tx.scalar(select(Customer.customer_id).where(Customer.customer_no == said)))


def two(shop: Store) -> tuple[int, int]:
    """Two customers who are one; returns the imports of the first one's order and the second's."""
    first = take_in(shop, orders(sold("A-1", "K-1")))
    second = take_in(shop, orders(sold("A-2", "K-2"), name="later.csv"))
    shop.do(merge_customers, [number_of(shop, "K-2")], number_of(shop, "K-1"))
    return first, second


def test_a_file_that_names_a_merged_customer_means_the_one_that_was_kept(shop: Store) -> None:
    two(shop)
    assert owners(shop) == {"A-1": "K-1", "A-2": "K-1"}
    assert take_in(shop, orders(sold("A-1", "K-1"), sold("A-2", "K-2"))) == 0, "the same again changes nothing"
    take_in(shop, orders(sold("A-3", "K-2"), name="newest.csv"))
    assert owners(shop) == {"A-1": "K-1", "A-2": "K-1", "A-3": "K-1"}
    assert read(shop, people(TWIN)).counts()["changed"] == 1, "a list speaks of the row that it names"


def test_a_merge_does_not_stand_in_the_way_of_taking_an_import_back(shop: Store) -> None:
    first, second = two(shop)
    give_back(shop, second)
    assert owners(shop) == {"A-1": "K-1"}
    with pytest.raises(UserError):
        shop.undo()
    shop.do(look_at_contact, number_of(shop, "K-1"), "card")
    give_back(shop, first)
    with shop.read() as tx:
        assert tx.scalars(select(Customer.customer_no)) == ["K-1"], "whom somebody looked at leaves the bare number"
        assert tx.scalars(select(CustomerContact.customer_id)) == []
    assert check_store(shop) == []


def test_both_come_back_with_their_files_and_are_parted(shop: Store) -> None:
    first, _second = two(shop)
    give_back(shop, first)
    take_in(shop, orders(sold("A-1", "K-1")))
    shop.do(part_customer, number_of(shop, "K-2"))
    assert owners(shop) == {"A-1": "K-1", "A-2": "K-2"}


# ------------------------------------------------------------------------------------------------------------- erasing


def test_who_was_parted_does_not_come_back_to_the_erased_by_undo(shop: Store) -> None:
    two(shop)
    kept, other = number_of(shop, "K-1"), number_of(shop, "K-2")
    shop.do(part_customer, other)
    shop.do(erase_customer, kept)
    while shop.undo_title() is not None:
        shop.undo()
        with shop.read() as tx:
            stands = select(Customer.merged_into).where(Customer.customer_id == other)
            assert tx.scalar(stands) is None


@pytest.fixture
def erased(shop: Store) -> Store:
    """A shop in which everything was said of a customer, who was then erased."""
    shop._clock = lambda: datetime(2026, 4, 1, tzinfo=UTC)
    take_in(shop, people(CHEN, TWIN))
    other = (*sold("A-3", "K-3")[:7], "", "", "", "", "", "direct")
    take_in(shop, orders(sold("A-1", "K-1"), sold("A-2", "K-2"), other))
    mei = number_of(shop, "K-1")
    shop.do(merge_customers, [number_of(shop, "K-2")], mei)
    shop.do(edit_customers, [(mei, "note", "asks for Mei"), (mei, "tags", "Mei Teas")])
    shop.do(warn_of, mei, "never at home")
    shop.do(add_points, mei, 7, "Mei called")
    shop.do(tell_consent, mei, Means.PHONE, True, "Mei called")
    shop.do(
        add_event,
        shop.do(open_case, {"title": "Chen Mei asks", "customer_id": mei}).value,
        EventKind.NOTE,
        "Mei called",
    )
    shop.do(erase_customer, mei)
    return shop


def all_that_is_kept(shop: Store) -> str:
    with shop.read() as tx:
        told = []
        for name, wanted in Base.metadata.tables.items():
            rows = tx.rows(select(wanted))
            if name == "raw_page":
                told += [str([list(column) for column in unpack(row.data).columns]) for row in rows]
            else:
                told += [str(tuple(row)) for row in rows]
    return "\n".join(told)


def test_nothing_in_the_store_says_who_an_erased_customer_was(erased: Store) -> None:
    kept = all_that_is_kept(erased)
    assert [secret for secret in SECRETS if secret in kept] == []
    assert "K-3" in kept, "others stay"
    assert check_store(erased) == []
    with erased.read() as tx:
        assert tx.scalars(select(SalesOrder.order_no).order_by(SalesOrder.order_id)) == ["A-1", "A-2", "A-3"]


def test_no_undo_brings_an_erased_customer_back(erased: Store) -> None:
    while erased.undo_title() is not None:
        try:
            erased.undo()
        except UserError as refused:
            erased.set_aside(int(str(refused.values["change"])))
        assert [secret for secret in SECRETS if secret in all_that_is_kept(erased)] == []


@pytest.mark.parametrize(
    "file",
    [
        people(CHEN, TWIN),
        people(NAMELESS),
        orders(sold("A-1", "K-1"), sold("A-2", "K-2")),
        orders(sold("A-1", "K-1", state="completed"), name="later.csv"),
        orders(sold("A-9", "K-2", "2026-03-05"), name="missed.csv"),
    ],
)
def test_no_file_brings_an_erased_customer_back(erased: Store, file: Memory) -> None:
    with erased.read() as tx:
        before = len(tx.rows(select(Customer.customer_id)))
    take_in(erased, file)
    with erased.read() as tx:
        assert len(tx.rows(select(Customer.customer_id))) == before
        assert tx.scalars(select(CustomerContact.name)) == []
        told = tx.rows(select(OrderAddress.recipient, OrderAddress.buyer_note, SalesOrder.note).join(SalesOrder))
    assert {tuple(row) for row in told} == {(None, None, None)}


def test_no_list_of_cases_or_reviews_brings_back_what_was_said(shop: Store) -> None:
    shop._clock = lambda: datetime(2026, 4, 1, tzinfo=UTC)
    take_in(shop, orders(sold("A-1", "K-1")))
    told = {
        "cases": {"source_no": "T-1", "title": "Chen Mei asks", "order_no": "A-1", "said": "Mei called",
                  "opened_at": "2026-03-05 10:00", "kind": "enquiry", "channel": "direct"},
        "reviews": {"review_no": "R-1", "order_no": "A-1", "described": "2", "text": "Mei called", "channel": "direct",
                    "written_at": "2026-03-06 10:00"},
    }  # fmt: skip
    files = {}
    for kind, row in told.items():
        cells = [row.get(column.key, "") for column in FILES[kind].columns]
        files[kind] = table([column.key for column in FILES[kind].columns], cells, name=f"{kind}.csv")
        assert take_in(shop, files[kind], Choices(kind=kind, accept_proposal=True)), kind
    assert "Mei called" in all_that_is_kept(shop)
    shop.do(erase_customer, number_of(shop, "K-1"))
    for kind, file in files.items():
        take_in(shop, file, Choices(kind=kind, accept_proposal=True))
        assert [secret for secret in SECRETS if secret in all_that_is_kept(shop)] == [], kind


def test_whoever_was_erased_and_buys_again_gets_the_parcel(erased: Store) -> None:
    take_in(erased, orders(sold("A-9", "K-1", "2026-05-05"), name="new.csv"))
    with erased.read() as tx:
        assert tx.scalars(select(OrderAddress.recipient).where(OrderAddress.recipient.is_not(None))) == ["Chen Mei"]


def test_what_cannot_be_erased_or_done_with_the_erased_says_why(erased: Store) -> None:
    take_in(erased, orders(sold("A-8", "K-8", state="paid"), name="open.csv"))
    refusals: list[tuple[Callable[..., Any], tuple[Any, ...], str]] = [
        (erase_customer, (1,), "erased"), (erase_customer, (99,), "gone"), (warn_of, (1, "x"), "erased"),
        (merge_customers, ([1], 3), "erased"), (erase_customer, (4,), "open"),
    ]  # fmt: skip
    for act, told, code in refusals:
        with pytest.raises(UserError) as refused:
            erased.do(act, *told)
        assert refused.value.code == code
