"""The morning after a bad day: each check finds what went wrong, says where it is mended, and is well once it is."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.buying.actions import OrderedLine, order_purchase, save_purchase
from shopdesk.shop.catalog.actions import add_product, edit_skus
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.opening import open_shop
from shopdesk.shop.orders.answering import reverse_moves
from shopdesk.shop.orders.reports import By
from shopdesk.shop.orders.rules import RefundState
from shopdesk.shop.planning.actions import keep_plan
from shopdesk.shop.planning.plan import figure_plan
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.ratings.rolling import edit_rating_days, put_rating_day
from shopdesk.shop.service.ratings.told import add_review
from shopdesk.shop.stock.actions import CountLine, ReceiptLine, count_stock, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.today.checks import CHECKS, Checked, limits_of, run_checks, tune_checks, tuning
from shopdesk.shop.today.figures import fetch_facts
from shopdesk.shop.today.looking import Found, Severity
from shopdesk.shop.today.metrics import METRICS
from shopdesk.shop.today.moves import fetch_notes, fetch_notes_of_shop
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import (
    AdSpend,
    AfterSale,
    Claim,
    ImportFile,
    Listing,
    ListingScore,
    ShopEvent,
    Sku,
    StockMove,
)
from shopdesk.store.tx import Tx

TODAY = date(2026, 3, 30)
NOW = datetime(2026, 3, 30, 9, tzinfo=UTC)


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: NOW
    store.do(open_shop, "Tea", "EUR", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea", price=Decimal(50), category="Tea")
    store.do(ring_up, [Ticket("O-1", TODAY - timedelta(1), [Item("TEA", 1, Decimal(50))])])
    return store


def look(shop: Store, key: str) -> Found:
    with shop.read() as tx:
        check = CHECKS[key]
        found = check.look(tx, limits_of(check, tuning(tx)))
    assert found is not None
    return found


def is_silent(shop: Store, key: str) -> bool:
    with shop.read() as tx:
        return CHECKS[key].look(tx, limits_of(CHECKS[key], tuning(tx))) is None


@action("test.advertise", "Advertise")
def advertise(tx: Tx, last: Decimal) -> None:
    channel_id = channel_ids(tx)["taobao"]
    for back in range(6):
        tx.insert(
            AdSpend, channel_id=channel_id, platform="Ads", campaign="Tea", target="", currency="EUR",
            spent_on=TODAY - timedelta(1 + back), amount=Decimal(20) if back else last,
        )  # fmt: skip


def test_a_campaign_that_cost_much_more_than_usual(shop: Store) -> None:
    shop.do(advertise, Decimal(50))
    found = look(shop, "ad_jumps")
    assert (found.severity, found.evidence[0].name) == (Severity.WARN, "Ads · Tea")
    assert found.evidence[0].said.words == "50, usually 20"
    shop.do(tune_checks, [], {"ad_jumps": {"times": 3}}, [])
    assert look(shop, "ad_jumps").severity is Severity.GOOD
    shop.do(tune_checks, [], {"ad_jumps": {"times": 3, "budget": 40}}, [])
    assert look(shop, "ad_jumps").evidence[0].said.words == "50, above 40 a day"


def test_a_cost_that_went_up(shop: Store) -> None:
    assert is_silent(shop, "cost_up")
    with shop.read() as tx:
        sku_id = tx.scalar(select(Sku.sku_id))
    for back, cost in ((20, "10"), (3, "12")):
        at = NOW - timedelta(back)
        shop.do(receive_goods, f"R-{back}", [ReceiptLine(sku_id, Decimal(5), Decimal(cost))], received_at=at)
    found = look(shop, "cost_up")
    assert (found.severity, found.evidence[0].said.words) == (Severity.WARN, "10 → 12")
    assert found.evidence[0].place == ("stock", {"sku": "TEA"})
    shop.do(take_back)
    assert is_silent(shop, "cost_up")


@action("test.take_back", "Take the last delivery back")
def take_back(tx: Tx) -> None:
    [last] = tx.rows(select(StockMove.__table__).order_by(StockMove.move_id.desc()).limit(1))
    reverse_moves(tx, [last])


def test_a_stated_cost_that_went_up(shop: Store) -> None:
    for cost in ("8", "8.5"):
        shop.do(edit_skus, [(1, "cost", Decimal(cost))])
    assert look(shop, "cost_up").evidence[0].said.words == "8 → 8.50"
    shop.undo()
    assert is_silent(shop, "cost_up")


@action("test.wait", "Ask for money back")
def ask_back(tx: Tx, number: str, days: int) -> None:
    tx.insert(
        AfterSale, channel_id=channel_ids(tx)["taobao"], refund_no=number, order_no="O-1", amount=Decimal(9),
        state=RefundState.PENDING.value, ended_on=TODAY - timedelta(days), with_goods=False,
    )  # fmt: skip


def test_a_refund_that_nobody_answers(shop: Store) -> None:
    shop.do(ask_back, "R-1", 1)
    assert look(shop, "refunds").severity is Severity.GOOD
    shop.do(ask_back, "R-2", 4)
    found = look(shop, "refunds")
    assert (found.severity, [one.name for one in found.evidence]) == (Severity.BAD, ["R-2"])


@action("test.files", "Take files in")
def take_files(tx: Tx, days: tuple[int, ...]) -> None:
    for back in days:
        at = datetime.combine(TODAY - timedelta(back), time(8), UTC)
        zero = dict.fromkeys(("size", "row_count", "new", "changed", "same", "conflict", "rejected", "skipped"), 0)
        tx.insert(
            ImportFile, file_name="f", sheet_name="", sha256="", kind="orders", format="", person="", plan="{}",
            channel_id=channel_ids(tx)["taobao"], imported_at=at, charges=0, quantity=Decimal(0), amount=Decimal(0),
            **zero,
        )  # fmt: skip


def test_a_file_that_did_not_come(shop: Store) -> None:
    shop.do(take_files, (12, 11, 10, 9, 8))
    found = look(shop, "files")
    assert found.severity is Severity.WARN
    assert found.evidence[0].said.words == "last on 2026-03-22; days between two, usually: 1"
    shop.do(take_files, (0,))
    assert look(shop, "files").severity is Severity.GOOD


def test_a_daily_file_that_did_not_come_yesterday_is_told_and_a_weekend_is_not(shop: Store) -> None:
    shop.do(take_files, tuple(range(2, 14)))
    assert look(shop, "files").severity is Severity.WARN
    shop.do(take_files, (1,))
    assert look(shop, "files").severity is Severity.GOOD


def test_a_shop_that_was_silent_for_long_misses_its_orders_though_one_file_brought_them(shop: Store) -> None:
    shop.do(
        ring_up, [Ticket(f"O-{back}", TODAY - timedelta(back), [Item("TEA", 1, Decimal(50))]) for back in range(2, 7)]
    )
    assert is_silent(shop, "files")
    shop._clock = lambda: NOW + timedelta(40)
    assert look(shop, "files").evidence[0].said.words == "last on 2026-03-29; days between two, usually: 1"


def test_working_days_alone_are_a_rhythm_too(shop: Store) -> None:
    shop.do(take_files, tuple(back for back in range(3, 40) if (TODAY - timedelta(back)).weekday() < 5))
    assert look(shop, "files").severity is Severity.GOOD


@action("test.stock", "Fill the shelf")
def stock(tx: Tx, pieces: int, on_order: int) -> None:
    """So many pieces on hand after the sale of one, which was the only one of thirty days."""
    sku_id = tx.scalar(select(Sku.sku_id))
    receive_goods(tx, "GR", [ReceiptLine(sku_id, Decimal(pieces + 1), Decimal(5))], received_at=NOW - timedelta(30))
    if on_order:
        order_purchase(tx, save_purchase(tx, [OrderedLine(sku_id, Decimal(on_order), Decimal(5))], supplier="Tea"))


def plan(shop: Store) -> None:
    with shop.read() as tx:
        rows = figure_plan(tx)
    shop.do(keep_plan, rows)


@pytest.mark.parametrize(("pieces", "on_order", "severity"), [
    (0, 0, Severity.BAD), (0, 50, Severity.WARN), (40, 0, Severity.GOOD),
])  # fmt: skip
def test_a_hero_that_runs_out(shop: Store, pieces: int, on_order: int, severity: Severity) -> None:
    shop.do(stock, pieces, on_order)
    plan(shop)
    assert look(shop, "hero_stock").severity is severity


def test_what_is_on_the_shelf_is_read_now_and_not_when_it_was_planned(shop: Store) -> None:
    shop.do(stock, 2, 0)
    plan(shop)
    assert look(shop, "hero_stock").severity is Severity.GOOD
    shop.do(ring_up, [Ticket("O-2", TODAY, [Item("TEA", 2, Decimal(50))])])
    found = look(shop, "hero_stock")
    assert (found.severity, found.evidence[0].place) == (
        Severity.BAD, ("planning", {"view": "reorder", "search": "TEA", "filters": ()}),
    )  # fmt: skip


def test_a_shelf_that_nobody_records_runs_out_of_nothing(shop: Store) -> None:
    plan(shop)
    assert is_silent(shop, "hero_stock")


def test_what_runs_out_during_its_promotion_is_to_be_ordered_now(shop: Store) -> None:
    shop.do(stock, 0, 0)
    plan(shop)
    shop.do(
        add_promotion, {"title": "Spring", "kind": "percent_off", "starts_at": NOW - timedelta(1),
                        "ends_at": NOW + timedelta(3), "skus": "TEA", "tiers": "-10%"},
    )  # fmt: skip
    found = look(shop, "promotion_dates")
    assert (found.severity, found.evidence[0].place[0]) == (Severity.BAD, "planning")


def test_a_shelf_that_was_empty_is_told_after_it_was_filled_again(shop: Store) -> None:
    with shop.read() as tx:
        sku_id = tx.scalar(select(Sku.sku_id))
    for back, pieces in ((9, 5), (2, 7)):
        shop.do(
            receive_goods, f"R-{back}", [ReceiptLine(sku_id, Decimal(pieces), Decimal(1))],
            received_at=NOW - timedelta(back),
        )  # fmt: skip
        if back == 9:
            shop.do(count_stock, [CountLine(sku_id, Decimal(0))], counted_at=NOW - timedelta(5))
    with shop.read() as tx:
        told = [(note.day, note.said) for note in fetch_notes(tx, TODAY - timedelta(8), TODAY)]
    assert (TODAY - timedelta(5), "{sku} ran out") in told


@action("test.claim", "Claim")
def claim(tx: Tx) -> None:
    tx.insert(Claim, phrase="Best tea", proof="Test", proved_on=TODAY, expires_on=TODAY + timedelta(9))
    tx.insert(ShopEvent, title="Snow", first_on=TODAY, last_on=TODAY, is_outside=True)


@action("test.hit", "Score")
def hit(tx: Tx, listing_id: int, hits: int) -> None:
    tx.execute(update(ListingScore).where(ListingScore.listing_id == listing_id).values(law_hits=hits))


def test_listings_the_law_claims_and_what_happened(shop: Store) -> None:
    listing_id = shop.do(
        add_listing, {"channel": "taobao", "listing_no": "620", "sku": "TEA", "title": "Tea of teas"}
    ).value  # fmt: skip
    pages = look(shop, "listing_pages")
    assert pages.severity is Severity.WARN
    assert {said.words for said in pages.detail} >= {"1 × No picture", "1 × No price"}
    shop.do(claim)
    shop.do(hit, listing_id, 2)
    assert look(shop, "law_hits").evidence[0].said.words == "Places to look at: 2"
    assert look(shop, "claims").severity is Severity.WARN
    with shop.read() as tx:
        assert [note.values["title"] for note in fetch_notes(tx, TODAY, TODAY) if note.is_outside] == ["Snow"]
        assert [note.values["title"] for note in fetch_notes_of_shop(tx, TODAY, TODAY)] == ["Snow"]
        assert tx.scalar(select(Listing.title)) == "Tea of teas"


def test_a_promise_to_a_buyer_that_is_broken(shop: Store) -> None:
    shop.do(open_case, {"title": "Lid broken", "said": "Hello", "opened_at": NOW - timedelta(9)})
    found = look(shop, "cases")
    assert (found.severity, found.evidence[0].said.words) == (Severity.BAD, "Lid broken")


def test_what_is_worst_stands_first(shop: Store) -> None:
    shop.do(advertise, Decimal(90))
    shop.do(ask_back, "R-2", 4)

    def rank(one: Checked) -> int:
        return [Severity.BAD, Severity.WARN, Severity.TICK, Severity.GOOD].index(one.found.severity)

    with shop.read() as tx:
        ranks = [rank(one) for one in run_checks(tx)]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0


def test_a_rating_that_fell_says_why(shop: Store) -> None:
    for back, mean in ((1, "4.80"), (0, "4.74")):
        shop.do(put_rating_day, {"channel": "taobao", "seen_on": TODAY - timedelta(back), "logistics": Decimal(mean)})
    shop.do(complain)
    found, low = look(shop, "ratings"), look(shop, "low_reviews")
    assert (found.severity, found.evidence[0].said.words) == (Severity.BAD, "Logistics: 4.74; 4.80 on 2026-03-29")
    assert [one.words for one in found.detail] == ["1 × Late delivery"]
    assert (low.severity, low.evidence[0].name) == (Severity.WARN, "R-1")
    shop._clock = lambda: NOW + timedelta(2)
    assert is_silent(shop, "ratings")  # that was told then
    shop._clock = lambda: NOW
    shop.do(edit_rating_days, [(1, "logistics", Decimal("4.74"))])
    assert look(shop, "ratings").severity is Severity.GOOD


@action("test.complain", "Complain")
def complain(tx: Tx) -> None:
    said = {"written_at": NOW - timedelta(1), "logistics": 1, "cause": "Late delivery"}
    add_review(tx, channel_ids(tx)["taobao"], "R-1", said)


def test_the_rating_of_a_month_is_that_of_its_reviews(shop: Store) -> None:
    shop.do(complain)
    with shop.read() as tx:
        facts = fetch_facts(tx, Scope(TODAY.replace(day=1), TODAY, By.MONTH), [METRICS["rating"]])
    assert METRICS["rating"].of(facts["2026-03"]) is None
    shop.do(praise)
    with shop.read() as tx:
        facts = fetch_facts(tx, Scope(TODAY.replace(day=1), TODAY, By.MONTH), [METRICS["rating"]])
    assert (METRICS["rating"].of(facts["2026-03"]), METRICS["rating"].is_few(facts["2026-03"])) == (4, True)


@action("test.praise", "Praise")
def praise(tx: Tx) -> None:
    add_review(tx, channel_ids(tx)["taobao"], "R-2", {"written_at": NOW - timedelta(2), "described": 4})
