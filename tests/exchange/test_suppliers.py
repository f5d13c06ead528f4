"""Lists of suppliers: known by code or name, changed where they say otherwise, personal fields never spelled out."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.counter import give_back, read, table, take_in

from shopdesk.desk.importing.outcome_rows import tell
from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.store.store import Store
from shopdesk.store.tables import Supplier
from shopdesk.text import UserError

HEADER = ("code", "name", "contact", "phone", "email", "lead_days", "note")
FARM = ("S-1", "Longjing Farm", "Chen Mei", "13812345678", "mei@farm.cn", "7", "")
KILN = ("", "Jingde Kiln", "", "", "", "21", "Pays by month")


def listed(*rows: Sequence[str], name: str = "suppliers.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def suppliers(shop: Store) -> list[tuple[Any, ...]]:
    with shop.read() as tx:
        one = Supplier
        found = tx.rows(select(one.code, one.name, one.phone, one.lead_days).order_by(one.name))
    return [tuple(row) for row in found]


def test_suppliers_come_in_change_and_go(shop: Store) -> None:
    staged = read(shop, listed(FARM, KILN))
    assert (staged.plan.format, staged.plan.certain, staged.counts()["new"]) == ("template-suppliers", True, 2)
    first = take_in(shop, listed(FARM, KILN))
    before = suppliers(shop)
    assert before == [(None, "Jingde Kiln", None, 21), ("S-1", "Longjing Farm", "13812345678", 7)]
    assert take_in(shop, listed(FARM, KILN)) == 0
    moved = ("S-1", "Longjing Tea Farm", "", "13812340000", "", "", "")
    staged = read(shop, listed(moved))
    assert staged.items[0].changes == ("name", "phone"), "with its code the name may change; blanks change nothing"
    second = take_in(shop, listed(moved))
    assert suppliers(shop)[1] == ("S-1", "Longjing Tea Farm", "13812340000", 7)
    with pytest.raises(UserError, match="Later work stands"):
        give_back(shop, first)
    give_back(shop, second)
    assert suppliers(shop) == before
    give_back(shop, first)
    assert suppliers(shop) == []


def test_a_supplier_that_a_product_names_stays(shop: Store) -> None:
    first = take_in(shop, listed(FARM, KILN))
    take_in(shop, table("sku,title,supplier", "T-1,Tea,Longjing Farm", name="products.csv"))
    give_back(shop, first)
    assert [row[1] for row in suppliers(shop)] == ["Longjing Farm"]


def test_a_product_list_takes_its_suppliers_with_it(shop: Store) -> None:
    made = take_in(shop, table("sku,title,supplier", "T-1,Tea,Longjing Farm", name="products.csv"))
    take_in(shop, listed(KILN))
    give_back(shop, made)
    assert [row[1] for row in suppliers(shop)] == ["Jingde Kiln", "Longjing Farm"], "the withdrawn product names it"


def test_two_suppliers_cannot_become_one(shop: Store) -> None:
    take_in(shop, listed(FARM, KILN))
    clash = ("S-1", "Jingde Kiln", *[""] * 5)
    other = ("S-9", "Longjing Farm", *[""] * 5)
    staged = read(shop, listed(clash, other))
    assert [problem.reason for problem in staged.problems] == [
        "Jingde Kiln has the code –. Two suppliers cannot share a name.",
        "Longjing Farm has the code S-1. Two suppliers cannot share a name.",
    ]
    twice = read(shop, listed(KILN, (*KILN[:5], "5", ""), name="twice.csv"))
    assert set(twice.rejected_rows) == {2, 3}


def test_personal_fields_are_masked_in_the_dry_run(shop: Store) -> None:
    take_in(shop, listed(FARM))
    changed = ("S-1", "Longjing Farm", "Wang Li", "13900001111", "li@farm.cn", "", "")
    staged = read(shop, listed(changed, (*FARM[:5], "a week", "")))
    with shop.read() as tx:
        said = str(tell(tx, staged).listed)
    for secret in ("13812345678", "13900001111", "Chen Mei", "Wang Li", "mei@farm.cn", "li@farm.cn"):
        assert secret not in said
    assert "139****1111" in said


@pytest.mark.parametrize(
    "header",
    ["供应商编码,供应商名称,联系人,联系电话,邮箱,交期,备注",
     "供應商編號,供應商名稱,聯絡人,聯絡電話,電子郵件,交貨期,備註",
     "Vendor no,Vendor name,Contact,Telephone,E-mail,Lead time,Remarks"],
)  # fmt: skip
def test_a_strangers_list_is_proposed_as_suppliers(shop: Store, header: str) -> None:
    staged = read(shop, table(header, FARM, KILN, name="list.csv"), Choices(accept_proposal=True))
    assert (staged.plan.kind, len(staged.plan.columns), staged.counts()["new"]) == ("suppliers", 7, 2)
