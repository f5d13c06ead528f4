"""Lists of customers: known by number, phone or e-mail; who they are stands in the contact alone, and is masked."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.counter import give_back, orders, read, table, take_in

from shopdesk.desk.importing.outcome_rows import tell
from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.store.store import Store
from shopdesk.store.tables import ChangeRow, Customer, CustomerContact, RawPage

HEADER = (
    "channel", "customer_no", "name", "phone", "email", "company", "city", "country", "group_name", "tags", "note",
)  # fmt: skip
CHEN = ("direct", "K-1", "Chen Mei", "13812345678", "mei@farm.cn", "Mei Teas", "Hangzhou", "CN", "Wholesale", "", "")
WANG = ("direct", "", "Wang Li", "139 0000 1111", "li@kiln.cn", "", "", "", "", "friend", "")
NORTHWIND = Path(__file__).parents[3] / "shared/data/northwind/customers.csv"


def listed(*rows: Sequence[str], name: str = "customers.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def customers(shop: Store) -> list[tuple[Any, ...]]:
    with shop.read() as tx:
        found = tx.rows(
            select(Customer.customer_no, Customer.group_name, CustomerContact.phone, CustomerContact.company)
            .outerjoin(CustomerContact, CustomerContact.customer_id == Customer.customer_id)
            .order_by(Customer.customer_id)
        )
    return [tuple(row) for row in found]


def test_customers_come_in_change_and_go(shop: Store) -> None:
    staged = read(shop, listed(CHEN, WANG))
    assert (staged.plan.format, staged.plan.certain, staged.counts()["new"]) == ("template-customers", True, 2)
    first = take_in(shop, listed(CHEN, WANG))
    before = customers(shop)
    number = before[1][0]
    assert before[0] == ("K-1", "Wholesale", "13812345678", "Mei Teas")
    assert number.startswith("~")
    assert "1390" not in number, "the number that is made does not show the phone"
    assert take_in(shop, listed(CHEN, WANG)) == 0
    later = ("direct", "K-1", "", "", "", "", "", "", "Retail", "", "pays late")
    staged = read(shop, listed(later))
    assert staged.items[0].changes == ("group_name", "note"), "blanks change nothing"
    second = take_in(shop, listed(later))
    assert customers(shop)[0] == ("K-1", "Retail", "13812345678", "Mei Teas")
    give_back(shop, second)
    assert customers(shop) == before
    give_back(shop, first)
    assert customers(shop) == []


def test_no_row_makes_two_customers(shop: Store) -> None:
    take_in(shop, listed(WANG))
    again = ("direct", "", "Wang Li", "13900001111", "", "", "", "", "", "", "")
    staged = read(shop, listed(again, name="other.csv"))
    assert staged.counts()["new"] == 0, "the same phone without its blanks"
    mailed = ("direct", "", "", "", "LI@kiln.cn", "", "Jingdezhen", "", "", "", "")
    assert read(shop, listed(mailed)).counts()["changed"] == 1, "by the e-mail, whatever its case"
    elsewhere = ("etsy", *WANG[1:])
    assert read(shop, listed(elsewhere)).counts()["new"] == 1, "another channel numbers its own customers"
    named = ("direct", "K-9", *WANG[2:])
    assert read(shop, listed(named)).counts()["new"] == 1, "a number that the file gives is another customer's"
    nobody = ("direct", "", "Li", "", "", "", "", "", "", "", "")
    assert read(shop, listed(nobody)).rejected_rows == {
        2: "Nothing names this customer: give a number, a phone or an e-mail."
    }
    torn = read(shop, listed(WANG, (*WANG[:2], "Wang Lin", *WANG[3:])))
    assert set(torn.rejected_rows) == {2, 3}
    assert "1390" not in torn.problems[0].reason


def test_a_buyer_of_an_order_gets_a_contact_and_stays(shop: Store) -> None:
    take_in(shop, orders({"order_no": "A-1", "state": "paid", "placed_at": "2026-03-01", "sku": "T-1",
                          "quantity": 1, "unit_price": 9, "customer_no": "K-1"}))  # fmt: skip
    made = take_in(shop, listed(CHEN))
    assert customers(shop) == [("K-1", "Wholesale", "13812345678", "Mei Teas")]
    give_back(shop, made)
    assert customers(shop) == [("K-1", None, None, None)]


def test_who_somebody_is_stands_in_the_contact_alone(shop: Store) -> None:
    take_in(shop, listed(CHEN, WANG))
    moved = ("direct", "K-1", "Chen Mei", "13700002222", "mei@farm.cn", "Mei Teas", "Hangzhou", "CN", "Retail", "", "")
    staged = read(shop, listed(moved))
    with shop.read() as tx:
        said = str(tell(tx, staged).listed)
    run_import(shop, staged)
    with shop.read() as tx:
        kept = [str(row.data) for row in tx.rows(select(RawPage.data))]
        journal = json.dumps([tuple(row) for row in tx.rows(select(ChangeRow.before, ChangeRow.after))])
    for secret in ("13812345678", "13700002222", "Chen Mei", "Mei Teas", "mei@farm.cn", "13900001111"):
        assert secret not in said
        assert not any(secret in page for page in kept)
        assert secret not in journal
    assert "Retail" in journal


def test_a_changed_contact_is_as_it_was_told_last(shop: Store) -> None:
    take_in(shop, listed(CHEN))
    moved = ("direct", "K-1", "", "13700002222", "", "", "", "", "Retail", "", "")
    give_back(shop, take_in(shop, listed(moved)))
    assert customers(shop) == [("K-1", "Wholesale", "13700002222", "Mei Teas")], "no journal keeps what it was"


@pytest.mark.parametrize(
    "header",
    ["客户编号,客户姓名,手机,邮箱,公司名称,城市,国家,客户分组,标签,备注",
     "客戶編號,客戶姓名,手機,電子郵件,公司名稱,城市,國家,客戶群組,標籤,備註",
     "Customer ID,Customer name,Mobile,E-mail,Company,City,Country,Customer group,Tags,Remarks"],
)  # fmt: skip
def test_a_strangers_list_is_proposed_as_customers(shop: Store, header: str) -> None:
    staged = read(shop, table(header, CHEN[1:], WANG[1:], name="list.csv"), Choices(accept_proposal=True))
    assert (staged.plan.kind, len(staged.plan.columns), staged.counts()["new"]) == ("customers", 10, 2)


@pytest.mark.skipif(not NORTHWIND.exists(), reason="the shared files are not here")
def test_a_real_list_of_customers(shop: Store) -> None:
    said = Choices(accept_proposal=True, channel="direct")
    staged = prepare(shop, NORTHWIND, said)
    counts = staged.counts()
    assert (staged.plan.kind, counts["new"] + counts["rejected"]) == ("customers", 91)
    assert counts["new"] > 60, "addresses whose commas nobody quoted are refused, and no others"
    run_import(shop, staged, good_rows=True)
    assert prepare(shop, NORTHWIND, said).counts() == counts | {"new": 0, "same": counts["new"]}
