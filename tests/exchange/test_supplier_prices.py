"""Lists of suppliers' prices: what each asks for a SKU, by supplier and SKU."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.counter import give_back, read, table, take_in

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.store.store import Store
from shopdesk.store.tables import Sku, Supplier, SupplierSku

D = Decimal
HEADER = ("supplier", "sku", "supplier_code", "price", "pack", "minimum", "lead_days", "preferred")
FARM = ("Longjing Farm", "T-1", "LJ-250", "41.5", "12", "48", "14", "TRUE")
HILL = ("Tea Hill", "T-1", "", "43", "", "", "", "")


@pytest.fixture(autouse=True)
def _goods(shop: Store) -> None:
    take_in(shop, table("sku,title", "T-1,Tea", "P-1,Pot", name="products.csv"))


def listed(*rows: Sequence[str], name: str = "prices.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def prices(shop: Store) -> list[tuple[Any, ...]]:
    one = SupplierSku
    with shop.read() as tx:
        found = tx.rows(
            select(Supplier.name, Sku.code, one.price, one.pack, one.minimum, one.lead_days, one.preferred)
            .join_from(SupplierSku, Supplier, Supplier.supplier_id == one.supplier_id)
            .join(Sku, Sku.sku_id == one.sku_id)
            .order_by(one.supplier_sku_id)
        )
    return [tuple(row) for row in found]


def test_prices_come_in_change_and_go(shop: Store) -> None:
    staged = read(shop, listed(FARM, HILL))
    assert (staged.plan.format, staged.counts()["new"]) == ("template-supplier_prices", 2)
    first = take_in(shop, listed(FARM, HILL))
    before = prices(shop)
    assert before == [
        ("Longjing Farm", "T-1", D("41.5"), D(12), D(48), 14, True),
        ("Tea Hill", "T-1", D(43), None, None, None, False),
    ]
    assert take_in(shop, listed(FARM, HILL)) == 0
    dearer = ("longjing farm", "T-1", "", "45", "", "", "", "")
    staged = read(shop, listed(dearer))
    assert staged.items[0].changes == ("price",), "whatever the case of the name; blanks change nothing"
    second = take_in(shop, listed(dearer))
    assert prices(shop)[0][2:4] == (D(45), D(12))
    give_back(shop, second)
    assert prices(shop) == before
    give_back(shop, first)
    assert prices(shop) == []


def test_one_supplier_of_a_sku_is_preferred(shop: Store) -> None:
    take_in(shop, listed(FARM, HILL))
    take_in(shop, listed((*HILL[:7], "TRUE")))
    assert [row[-1] for row in prices(shop)] == [False, True]


def test_what_cannot_be_is_refused(shop: Store) -> None:
    staged = read(shop, listed(FARM, FARM, (*HILL[:3], "-1", *HILL[4:]), ("Tea Hill", "X-9", *HILL[2:])))
    assert set(staged.rejected_rows) == {2, 3, 4, 5}


@pytest.mark.parametrize(
    "header",
    ["供应商,商品编码,供应商货号,供货价,装箱数,最小起订量,交期,首选",
     "供應商,商品編號,供應商貨號,報價,裝箱數,最小訂購量,交貨期,首選",
     "Vendor,Item code,Vendor SKU,Purchase price,Pack size,MOQ,Lead time,Preferred supplier"],
)  # fmt: skip
def test_a_strangers_list_is_proposed_as_prices(shop: Store, header: str) -> None:
    staged = read(shop, table(header, FARM, HILL, name="list.csv"), Choices(accept_proposal=True))
    assert (staged.plan.kind, len(staged.plan.columns), staged.counts()["new"]) == ("supplier_prices", 8, 2)
