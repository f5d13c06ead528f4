"""Every layout comes in whole and once: each row has its place, and the same file again brings nothing."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from tests.exchange.conftest import opened
from tests.exchange.counter import assert_sound, give_back, read, stock, table, take_in, views
from tests.exchange.formats.samples import SAMPLES
from tests.exchange.formats.test_people import table as told
from tests.shop.listings.test_experiments import PLAN
from tests.store_fixtures import Make

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.imports import Choices
from shopdesk.shop.ledger.sheets import FREIGHT_FILE
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.trials.experiments import plan_experiment, start_experiment
from shopdesk.shop.orders.customers.sheets import CUSTOMER_FILE
from shopdesk.shop.orders.sheets import ORDER_FILE
from shopdesk.shop.service.sheets import CASE_FILE
from shopdesk.shop.spending.sheets import BILL_FILE
from shopdesk.store.store import Store
from shopdesk.store.tables import OrderLine

RATES = {currency: Decimal(1) for currency in ("USD", "INR", "EUR", "IDR", "SGD", "GBP", "CAD")}
SAID = Choices(rates=RATES)


def open_up(store: Store) -> None:
    """A shop that knows what lists speak of: goods, a parcel, and an experiment that runs."""
    store = opened(store)
    take_in(store, table("sku,title,price", "TEA-1,Tea,9", "TEA-001,Tea,9", name="goods.csv"))
    header = "order_no,state,placed_at,paid_at,sku,quantity,unit_price,waybill"
    rows = [f"Z-{at},shipped,2026-03-01 10:00,2026-03-01 10:05,TEA-1,1,9.00,{waybill}"
            for at, waybill in enumerate(("YT01", FREIGHT_FILE.column("waybill").example))]  # fmt: skip
    take_in(store, table(header, *rows, name="sent.csv"))
    store.do(add_listing, {"channel": "taobao", "listing_no": "1", "title": "Tea"})
    store.do(plan_experiment, "1", PLAN)
    store.do(start_experiment, 1, date(2026, 1, 1))


@pytest.fixture
def shop(new_file_store: Make) -> Store:
    return new_file_store(open_up)


SENT = "order_no,state,placed_at,paid_at,sku,quantity,unit_price"
FIRST = {
    "template-waybills": table(
        SENT, f"{ORDER_FILE.column('order_no').example},paid,2026-03-01 10:00,2026-03-01 10:05,TEA-1,1,9.00"
    ),
    "template-bill_payments": table(
        [column.key for column in BILL_FILE.columns], [column.example for column in BILL_FILE.columns], name="bills.csv"
    ),
}
for _kind in ("care", "points", "consents"):
    FIRST[f"template-{_kind}"] = table(
        [column.key for column in CUSTOMER_FILE.columns],
        [column.example for column in CUSTOMER_FILE.columns],
        name="buyers.csv",
    )
FIRST["template-surveys"] = table(
    [column.key for column in CASE_FILE.columns], [column.example for column in CASE_FILE.columns], name="cases.csv"
)
"""What a layout speaks of that another file brings."""


def rows_of(shop: Store, import_id: int) -> set[int]:
    """The rows that the lines of its orders say they came from."""
    with shop.read() as tx:
        return set(tx.scalars(select(OrderLine.source_row).where(OrderLine.import_id == import_id)))


@pytest.mark.parametrize("name", SAMPLES)
def test_once_and_back(shop: Store, name: str) -> None:
    sample = SAMPLES[name]
    if sample.code in FIRST:
        take_in(shop, FIRST[sample.code])
    before = views(shop)
    staged = read(shop, told(sample), SAID)
    counts = staged.counts()
    assert (counts["rejected"], counts["conflict"]) == (0, 0), staged.problems
    assert counts["new"] + counts["changed"] >= 1
    if FORMATS[sample.code].kind != "products":
        assert counts["new"] + counts["changed"] + counts["skipped"] == len(sample.table()) - staged.plan.first_row + 1
    import_id = take_in(shop, told(sample), SAID)
    assert import_id
    if staged.plan.kind == "orders":
        first = staged.plan.first_row
        assert rows_of(shop, import_id) <= set(range(first, first + len(sample.rows)))
    assert_sound(shop)
    on_shelf = stock(shop)
    again = read(shop, told(sample), SAID).counts()
    assert (again["new"], again["changed"], again["conflict"]) == (0, 0, 0)
    assert take_in(shop, told(sample), SAID) == 0
    assert stock(shop) == on_shelf
    give_back(shop, import_id)
    assert views(shop) == before
