"""Scoring in the store: set by set as one by one, after each edit and its undo, worst first; drafts and the lock."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.actions import add_listing, edit_listings
from shopdesk.shop.listings.scoring.actions import fetch_findings, score_listings
from shopdesk.shop.listings.scoring.policy import set_policy
from shopdesk.shop.listings.scoring.rules import WEIGHTS
from shopdesk.shop.listings.titles.drafts import (
    TAKEN_BACK,
    apply_title,
    locked_until,
    save_draft,
    set_cool_down,
    take_title_back,
)
from shopdesk.shop.listings.titles.limits import UNITS
from shopdesk.shop.listings.titles.own_limits import fetch_limits, read_limits, set_limit
from shopdesk.shop.listings.titles.pool import add_keyword, edit_keywords, remove_keywords
from shopdesk.shop.listings.titles.workshop import fetch_drafts, find_products, read_workshop
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Listing, ListingScore, Sku, Traffic
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

LONG = "白瓷盖碗茶杯单个手工泡茶碗功夫茶具家用高端送礼包邮"


def listed(store: Store) -> list[int]:
    """A gaiwan on two channels and a kettle on one."""
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "GW-1", "白瓷盖碗", price=Decimal(58), category="茶具")
    store.do(add_product, "KET-1", "铸铁壶", category="厨房")
    rows = (("taobao", "1", LONG, "GW-1"), ("jd", "2", "白瓷盖碗", "GW-1"), ("taobao", "3", "铸铁壶", "KET-1"))
    ids = []
    for channel, number, title, sku in rows:
        values = {"channel": channel, "listing_no": number, "title": title, "sku": sku, "price": Decimal(58)}
        ids.append(int(store.do(add_listing, values).value))
    for word, said, volume in (("盖碗", "product", 900), ("手绘盖碗", "attribute", 500), ("送礼", "audience", 400)):
        store.do(add_keyword, {"word": word, "word_class": said, "volume": volume, "competition": Decimal("0.2")})
    store.do(score_listings)
    return ids


def scores(store: Store) -> dict[int, tuple[Decimal, Decimal, int]]:
    with store.read() as tx:
        rows = tx.rows(select(ListingScore.listing_id, ListingScore.score, ListingScore.gain, ListingScore.visitors))
    return {row[0]: tuple(row[1:]) for row in rows}


def findings(store: Store, listing_id: int) -> list[str]:
    with store.read() as tx:
        return fetch_findings(tx, [listing_id]).get(listing_id, [])


@action("catalog.edit", "Visitors")
def visit(tx: Tx, listing_id: int, visitors: int, source: str = "", report: str = "sycm") -> None:
    channel_id = tx.scalar(select(Listing.channel_id).where(Listing.listing_id == listing_id))
    tx.insert(
        Traffic, channel_id=channel_id, listing_id=listing_id, target=str(listing_id), source=source,
        source_name=source, report=report, first_on=tx.today, last_on=tx.today, visitors=visitors,
    )  # fmt: skip


def test_each_listing_is_scored_and_says_what_to_change(store: Store) -> None:
    gaiwan, on_jd, kettle = listed(store)
    assert findings(store, gaiwan) == ["Add “手绘盖碗” once to the title"]
    assert findings(store, on_jd) == ["Add “手绘盖碗” once to the title", "Add “送礼” once to the title"]
    assert "Add words to the title: 54 of 60 are free" in findings(store, kettle)
    assert not any("盖碗" in said for said in findings(store, kettle)), "a kettle is no gaiwan"


def test_an_edit_scores_the_listing_at_once_and_its_undo_as_well(store: Store) -> None:
    gaiwan, *_others = listed(store)
    before = scores(store)
    store.do(edit_listings, [(gaiwan, "title", LONG + "手绘")])
    assert findings(store, gaiwan) == []
    assert scores(store)[gaiwan][0] == 100
    store.undo()
    assert scores(store) == before


def test_all_at_once_comes_to_the_same_as_one_by_one(store: Store) -> None:
    ids = listed(store)
    with store.read() as tx:
        sku_id = int(tx.scalar(select(Sku.sku_id).where(Sku.code == "GW-1")))
    store.do(receive_goods, "R-1", [ReceiptLine(sku_id, Decimal(5), Decimal(20))])
    for listing_id in ids:
        store.do(edit_listings, [(listing_id, "rating", Decimal("4.3")), (listing_id, "reviews", 5)])
    one_by_one = scores(store)
    store.do(score_listings)
    assert scores(store) == one_by_one
    assert "Restock: nothing of it can be sold" not in findings(store, ids[0])


def test_gain_is_points_times_visitors_and_reports_are_not_added_up(store: Store) -> None:
    gaiwan, on_jd, _kettle = listed(store)
    store.do(visit, gaiwan, 400)
    store.do(visit, gaiwan, 300, report="other")
    store.do(visit, on_jd, 50, source="search")
    store.do(visit, on_jd, 70, source="paid")
    store.do(score_listings)
    told = scores(store)
    assert [told[one][2] for one in (gaiwan, on_jd)] == [400, 120]
    assert told[gaiwan][1] == (100 - told[gaiwan][0]) * 400


def test_weights_and_switches_score_everything_anew_and_can_be_undone(store: Store) -> None:
    gaiwan, *_others = listed(store)
    before = scores(store)
    store.do(set_policy, dict(WEIGHTS), ["keyword_missing"])
    assert scores(store)[gaiwan][0] == 100
    store.undo()
    assert scores(store) == before
    with pytest.raises(UserError, match="has to weigh"):
        store.do(set_policy, dict.fromkeys(WEIGHTS, 0), [])


def test_own_limits_of_titles_count_at_once_and_can_be_undone(store: Store) -> None:
    first, _second, _third = listed(store)
    before = scores(store)
    store.do(set_limit, "taobao", 20, UNITS)
    assert any("20" in told for told in findings(store, first))
    assert scores(store)[first] < before[first]
    with store.read() as tx:
        one = read_limits(tx)["taobao"]
        assert (one.most, one.unit, one.mark) == (20, UNITS, "own")
        known = {row if isinstance(row, str) else row.marketplace for row in fetch_limits(tx)}
    assert {"jd", "taobao", "amazon"} <= known
    store.undo()
    assert scores(store) == before
    store.do(set_limit, "taobao", 20, UNITS)
    store.do(set_limit, "taobao", None)
    assert scores(store) == before
    with pytest.raises(UserError, match="long"):
        store.do(set_limit, "jd", 0)


def test_a_listing_off_sale_has_no_score(store: Store) -> None:
    gaiwan, *_others = listed(store)
    store.do(edit_listings, [(gaiwan, "state", "ended")])
    assert gaiwan not in scores(store)


def test_words_of_the_pool_are_edited_taken_out_and_refused(store: Store) -> None:
    listed(store)
    number = int(store.do(add_keyword, {"word": "大容量"}).value)
    store.do(edit_keywords, [(number, "volume", 30), (number, "word_class", "attribute")])
    for name, value in (("competition", Decimal(2)), ("volume", -1), ("word_class", "noun"), ("word", "x")):
        with pytest.raises(UserError):
            store.do(edit_keywords, [(number, name, value)])
    with pytest.raises(UserError, match="already"):
        store.do(add_keyword, {"word": "大容量"})
    store.do(remove_keywords, [number])
    with pytest.raises(UserError, match="gone"):
        store.do(edit_keywords, [(number, "volume", 1)])


def test_a_draft_is_kept_applied_and_taken_back(store: Store) -> None:
    gaiwan, *_others = listed(store)
    store.do(save_draft, gaiwan, "手绘盖碗")
    store.do(save_draft, gaiwan, "手绘盖碗 送礼")
    with store.read() as tx:
        assert fetch_drafts(tx) == [("Taobao", "1", LONG, "手绘盖碗 送礼")]
    store.do(apply_title, gaiwan, "手绘盖碗 送礼")
    with store.read() as tx:
        assert fetch_drafts(tx) == []
        product_id = next(number for number, title in find_products(tx, "盖碗"))
        shown = read_workshop(tx, product_id)
    assert shown is not None
    assert [(one.before, one.after) for one in shown.versions] == [(LONG, "手绘盖碗 送礼")]
    store.do(take_title_back, shown.versions[0].version_id)
    with store.read() as tx:
        again = read_workshop(tx, product_id)
    assert again is not None
    assert (again.works[0].title, again.versions[0].reason) == (LONG, TAKEN_BACK)


def test_the_title_of_a_hero_stays_until_it_has_cooled_down(store: Store) -> None:
    gaiwan, on_jd, _kettle = listed(store)
    store.do(edit_listings, [(gaiwan, "stage", "hero")])
    store.do(apply_title, gaiwan, "白瓷盖碗")
    with pytest.raises(UserError, match="stays until"):
        store.do(apply_title, gaiwan, "青花盖碗")
    store.do(apply_title, on_jd, "白瓷盖碗 送礼")
    with store.read() as tx:
        assert {one: when - tx.now > timedelta(days=13) for one, when in locked_until(tx, [gaiwan]).items()} == {
            gaiwan: True
        }
    store.do(set_cool_down, 0)
    store.do(apply_title, gaiwan, "青花盖碗")
