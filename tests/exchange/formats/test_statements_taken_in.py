"""Statements of each source and the orders that they pay for, taken into the books and taken back."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.exchange.counter import D, assert_sound, balances, give_back, orders, read, table, take_in, views
from tests.exchange.formats.statement_files import MADE
from tests.exchange.formats.statements import as_table
from tests.exchange.formats.statements_east import ALIPAY_2012

from shopdesk.exchange.gather import gather
from shopdesk.exchange.imports import Choices, find_sheets, prepare, run_import
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.exchange.summaries import SUMMARY
from shopdesk.store.store import Store
from shopdesk.text import UserError

RATES = {currency: D(1) for currency in ("USD", "CAD", "EUR")}
PAID_BY = {
    "alipay 2012": ("taobao", "260301000000000001"),
    "wechat of taobao": ("taobao", "4600000000000000001"),
    "jd reconciliation": ("jd", "310000000001"),
    "pinduoduo": ("pinduoduo", "260501-662941284701219"),
    "douyin account": ("douyin", "6917926768823643751"),
    "amazon settlement": ("amazon", "111-2223334-5556667"),
    "shopify transactions": ("shopify", "#1001"),
    "etsy": ("etsy", "3100000001"),
    "stripe": ("direct", "1001"),
    "paypal": ("direct", "1001"),
}
"""File → the channel and the number of the order of 100 that it pays for."""


def sold(number: str) -> dict[str, object]:
    return {"order_no": number, "state": "completed", "placed_at": "2026-03-01 09:00", "paid_at": "2026-03-01 09:05",
            "shipped_at": "2026-03-01 12:00", "sku": "TEA-1", "title": "Tea", "quantity": 1, "unit_price": "100.00"}  # fmt: skip


@pytest.mark.parametrize("name", PAID_BY)
def test_what_an_order_was_paid_is_taken_off_what_is_owed_for_it(shop: Store, name: str) -> None:
    channel, number = PAID_BY[name]
    one, choices = MADE[name], Choices(rates=RATES)
    take_in(shop, orders(sold(number)), Choices(channel=channel))
    before = views(shop)
    import_id = take_in(shop, as_table(one), choices)
    found, sums = balances(shop), {kind: D(amount) for kind, amount in one.sums.items()}
    of_orders = sum((sums.get(kind, D(0)) for kind in ("sale", "refund", "subsidy")), D(0))
    assert found.get(f"1122.{channel}", D(0)) == D(100) - of_orders
    kept = found.get(f"1012.{channel}", D(0)) + found.get("1002", D(0))
    assert kept == sum(amount for kind, amount in sums.items() if kind != "payout")
    assert found.get(f"1901.{channel}", D(0)) == -sums.get("other", D(0))
    assert take_in(shop, as_table(one), choices) == 0, "the same file again brings nothing"
    assert_sound(shop)
    give_back(shop, import_id)
    assert views(shop) == before


def test_payouts_of_shopify_are_known_by_their_day(shop: Store) -> None:
    header = "Payout Date,Status,Charges,Refunds,Adjustments,Reserved Funds,Fees,Retried Amount,Total,Currency"
    what = table(
        header,
        "2026-03-02,paid,100.00,-20.00,0.00,0.00,5.00,0.00,75.00,CNY",
        "2026-03-09,scheduled,10.00,0,0,0,1.00,0,9.00,CNY",
    )
    staged = read(shop, what)
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("shopify-payouts", True, ())
    assert [item.outcome for item in staged.items] == [Outcome.NEW, Outcome.SKIPPED]
    take_in(shop, what)
    assert balances(shop) == {"1002": D(75), "1012.shopify": D(-75)}
    assert [item.outcome for item in read(shop, what).items] == [Outcome.SAME, Outcome.SKIPPED]


def test_an_archive_of_alipay(shop: Store, tmp_path: Path) -> None:
    """Names in GBK and no mark for it, a summary beside the details."""
    path, summary = tmp_path / "20880000000000000156_202603.zip", ALIPAY_2012.replace("账务明细", "账务汇总")
    with ZipFile(path, "w") as packed:
        for name, text in (("DETAILS1.csv", ALIPAY_2012), ("SUMMARY1.csv", summary)):
            packed.writestr(name, text.strip().replace("\n", "\r\n").encode("gb18030"))
    names = {b"DETAILS1": "账务明细".encode("gbk"), b"SUMMARY1": "账务汇总".encode("gbk")}
    archive = path.read_bytes()
    for plain, gbk in names.items():
        archive = archive.replace(plain, gbk)
    path.write_bytes(archive)
    found = {one.name.rpartition("› ")[2]: one.path for one in gather([path], tmp_path / "work").files}
    assert set(found) == {"账务明细.csv", "账务汇总.csv"}
    staged = prepare(shop, found["账务明细.csv"], Choices())
    assert (staged.plan.format, staged.total_amount) == ("alipay-account", D(-425))
    run_import(shop, staged)
    assert balances(shop)["1012.taobao"] == D(-425)
    with pytest.raises(UserError, match="This is a summary"):
        prepare(shop, found["账务汇总.csv"], Choices())
    with open_file(found["账务汇总.csv"]) as reading:
        assert [why for _name, why in find_sheets(shop, reading, Choices()).left] == [SUMMARY.sheet]
