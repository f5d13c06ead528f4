"""Promotions in the store: words in, terms out, the clock, copies, coupons and their limits, and undo of all of it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.reports import channel_ids, find_channel_id
from shopdesk.shop.opening import open_shop
from shopdesk.shop.promotions import reports
from shopdesk.shop.promotions.actions import (
    add_promotion,
    cancel_promotions,
    copy_promotion,
    edit_promotions,
    remove_promotion,
    set_combination,
    set_layers,
)
from shopdesk.shop.promotions.checks import EXAMPLES
from shopdesk.shop.promotions.coupons import add_coupons, edit_coupons, read_codes, redeem_coupon, remove_coupons
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.engine.terms import fetch_terms
from shopdesk.shop.promotions.reports import COMBINATION_ROWS, COUPON_ROWS, PROMOTION_ROWS, USE_ROWS
from shopdesk.shop.promotions.rules import Basket, Coupon, Layer, Level, Line, Pair, PromotionKind, Tier
from shopdesk.shop.promotions.tiers import parse_tiers, tier_words
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.check import check_store
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import Customer
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

STARTS, ENDS = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC)
TWO = "300-30;600-80"
SPRING: dict[str, Any] = {
    "title": "Spring",
    "kind": "once_full",
    "starts_at": STARTS,
    "ends_at": ENDS,
    "tiers": "300-30;600-80",
}


@pytest.fixture
def shop(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Tea and cups in Berlin, where the clock goes forward on 29 March."""
    store._clock = lambda: datetime(2026, 3, 29, tzinfo=UTC)
    monkeypatch.setattr(reports, "now_utc", store.now)
    store.do(open_shop, "Tea", "EUR", "Europe/Berlin", Costing.MOVING_AVERAGE)
    for code in ("TEA", "CUP"):
        store.do(add_product, code, code.title(), price=Decimal(50), category=code.title())
    sold = [Ticket(number, date(2026, 3, 5), [Item("TEA", 1, Decimal(50))]) for number in ("O-1", "O-2")]
    store.do(ring_up, sold)
    return store


def spring(shop: Store, **more: Any) -> int:
    made: int = shop.do(add_promotion, {**SPRING, **more}).value
    return made


def cells(shop: Store, source: RowSource, *keys: str) -> list[tuple[Any, ...]]:
    """Cells of every row as people read them."""
    places = [[column.key for column in source.sheet.columns].index(key) for key in keys]
    with shop.read() as tx:
        rows = [row for _id, row in fetch_first(tx, source, Query())]
    return [
        tuple(source.spoken[key](row[place], row) if row[place] is not None and key in source.spoken else row[place]
              for key, place in zip(keys, places, strict=True))
        for row in rows
    ]  # fmt: skip


def test_words_become_terms_and_words_again(shop: Store) -> None:
    number = spring(shop, skus="TEA*2;CUP", categories="Tea;!Cup", groups="Gold", tiers="满300减30；600-12%+[CUP]*2≤80")
    with shop.read() as tx:
        (made,) = fetch_terms(tx).promotions
    assert made.promotion_id == number
    assert made.tiers == (
        Tier(threshold=3_000_000, off_amount=300_000),
        Tier(threshold=6_000_000, off_rate=1_200_000_000, cap=800_000, gift_sku_id=2, gift_pieces=2_000),
    )
    assert (made.scope.goods.skus, made.scope.not_goods.categories) == ({1, 2}, {"Cup"})
    assert made.scope.set_of == {1: 2_000, 2: 1_000}
    told = cells(shop, PROMOTION_ROWS, "promotion_no", "level", "basis", "tiers", "skus", "categories", "groups")
    assert told == [("PR-0001", "order", "item", "300-30;600-12%+[CUP]*2≤80", "TEA*2;CUP", "Tea;!Cup", "Gold")]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("满300减30，满500减60", "300-30;500-60"), ("满300元减30元,满500元减60元", "300-30;500-60"),
        ("第二件半价", "2nd-50%"), ("第1件9折 第2件 8折；第3件7折", "1st-10%;2nd-20%;3rd-30%"),
        ("第2件8折,第3件5折", "2nd-20%;3rd-50%"), ("第二件9.9元", "2nd=9.9"),
        ("第2件免费", "2nd-100%"), ("第三件减10元x2", "3rd-10x2"), ("第11件半價", "11th-50%"), ("22nd-5", "22nd-5"),
        ("300–30、600−80", "300-30;600-80"), ("每满300减50上不封顶", "300-50"), ("满99包邮", "99"),
        ("买一送一", "1pc+1"), ("买两件送一", "2pc+1"), ("99元3件", "3pc=99"), ("3件99.50元", "3pc=99.5"),
        ("满300送【礼盒、大—红】*2", "300+[礼盒、大—红]*2"),
    ],
)  # fmt: skip
def test_tiers_are_read_as_shops_write_them(said: str, words: str) -> None:
    assert tier_words(parse_tiers(said)) == words


@action("test.join", "Join")
def join(tx: Tx, group: str) -> None:
    tx.insert(Customer, channel_id=find_channel_id(tx, "taobao"), customer_no="ann", group_name=group)


def test_a_group_is_written_as_customers_have_it(shop: Store) -> None:
    shop.do(join, "Gold")
    spring(shop, groups="gold;!New")
    assert cells(shop, PROMOTION_ROWS, "groups") == [("Gold;!New",)]


def test_the_state_follows_the_clock(shop: Store) -> None:
    spring(shop)
    spring(shop, state="draft")
    said = []
    for now in (datetime(2026, 3, 28, 11, 59, 59, tzinfo=UTC), STARTS, ENDS):
        shop._clock = lambda now=now: now  # type: ignore[misc]
        said.append(sorted(phase for (phase,) in cells(shop, PROMOTION_ROWS, "phase")))
    assert said == [["draft", "planned"], ["draft", "running"], ["draft", "ended"]]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"title": " "}, "title"),
        ({"ends_at": STARTS}, "ends after"),
        ({"tiers": ""}, "300-30"),
        ({"tiers": "300-30;300-40"}, "same threshold"),
        ({"tiers": "never"}, "no tier"),
        ({"kind": "percent_off", "tiers": "-120%"}, "100 %"),
        ({"kind": "free_shipping", "tiers": "99", "level": "order"}, "class shipping"),
        ({"kind": "member_price", "tiers": "-5%"}, "group"),
        ({"kind": "member_price", "tiers": "-5%", "groups": "!Gold"}, "group"),
        ({"kind": "buy_get", "tiers": "2pc+1", "level": "order"}, "class item"),
        ({"kind": "nth_piece", "tiers": "2nd-50%", "level": "order"}, "class item"),
        ({"kind": "nth_piece", "tiers": "2pc-50%"}, "written like 2nd-50%"),
        ({"kind": "nth_piece", "tiers": "0th-50%"}, "no tier"),
        ({"kind": "percent_off", "tiers": "第二件半价"}, "written like -10%"),
        ({"kind": "buy_get", "tiers": "2nd-50%"}, "written like 2pc\\+1"),
        ({"kind": "free_shipping", "level": "shipping", "tiers": "2pc+1"}, "written like 99"),
        ({"skus": "NONE"}, "NONE"),
        ({"channels": "Nowhere"}, "Nowhere"),
        ({"platform_share": Decimal("0.7"), "partner_share": Decimal("0.4")}, "100 %"),
        ({"budget": Decimal(-1)}, "below zero"),
        ({"coupons": "A B"}, "coupon code"),
        ({"phase": "ended"}, "cannot be edited"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_leaves_nothing(shop: Store, values: dict[str, Any], why: str) -> None:
    with pytest.raises(UserError, match=why):
        spring(shop, **values)
    assert cells(shop, PROMOTION_ROWS, "title") == []


def test_cells_are_edited_together_and_undone_together(shop: Store) -> None:
    number = spring(shop)
    later = datetime(2026, 4, 2, tzinfo=UTC)
    edits = [
        (number, "starts_at", datetime(2026, 4, 1, tzinfo=UTC)),
        (number, "ends_at", later),
        (number, "tiers", "99-9"),
    ]
    assert shop.do(edit_promotions, edits).value == 2
    assert cells(shop, PROMOTION_ROWS, "ends_at", "tiers") == [(later, "99-9")]
    shop.undo()
    assert cells(shop, PROMOTION_ROWS, "ends_at", "tiers") == [(ENDS, "300-30;600-80")]
    shop.redo()
    with pytest.raises(UserError, match="ends after"):
        shop.do(edit_promotions, [(number, "starts_at", later)])
    assert shop.do(edit_promotions, [(number, "priority", None), (number, "tiers", "99-9")]).value == 0


def test_a_cancelled_one_no_longer_counts(shop: Store) -> None:
    number = spring(shop)
    assert shop.do(cancel_promotions, [number]).value == 1
    with shop.read() as tx:
        assert fetch_terms(tx).promotions == ()
        assert len(fetch_terms(tx, drafts=[number]).promotions) == 1


def test_terms_of_a_time_are_those_that_run_in_it(shop: Store) -> None:
    spring(shop)
    with shop.read() as tx:
        assert len(fetch_terms(tx, STARTS, ENDS).promotions) == 1
        assert fetch_terms(tx, ENDS, None).promotions == ()
        assert fetch_terms(tx, None, STARTS).promotions == ()


def test_a_copy_keeps_its_weekday_and_its_time_on_the_wall(shop: Store) -> None:
    """From 12:00 UTC, 13:00 in Berlin on a Saturday before summer time, to 14:00 there on the Monday after."""
    number = spring(shop, lessons="More stock", skus="TEA", coupons="SPRING")
    copy = shop.do(copy_promotion, number).value
    told = "promotion_no", "starts_at", "ends_at", "state", "note", "tiers", "skus", "coupons"
    assert dict(zip(told, cells(shop, PROMOTION_ROWS, *told)[0], strict=True)) == {
        "promotion_no": "PR-0002", "starts_at": datetime(2027, 3, 27, 12, tzinfo=UTC),
        "ends_at": datetime(2027, 3, 29, 12, tzinfo=UTC), "state": "draft", "note": "More stock",
        "tiers": "300-30;600-80", "skus": "TEA", "coupons": None,
    }  # fmt: skip
    moved = shop.do(copy_promotion, number, date(2026, 7, 1)).value
    assert cells(shop, PROMOTION_ROWS, "starts_at")[1] == (datetime(2026, 7, 1, 11, tzinfo=UTC),)
    shop.do(remove_promotion, number)
    assert len(cells(shop, PROMOTION_ROWS, "title")) == 2
    shop.undo()
    assert len(cells(shop, PROMOTION_ROWS, "title")) == 3
    assert copy != moved


def test_coupons_have_limits_in_all_by_customer_and_in_money(shop: Store) -> None:
    number = spring(shop, coupons="SPRING*2/1")
    assert shop.do(redeem_coupon, "spring", 1, Decimal(30)).value
    with pytest.raises(UserError, match="already"):
        shop.do(redeem_coupon, "SPRING", 1, Decimal(30))
    with shop.read() as tx:
        (made,) = fetch_terms(tx).promotions
    assert (made.by_coupon, made.coupons) == (True, (Coupon("SPRING", 1),))
    (row,) = cells(shop, COUPON_ROWS, "code", "most_uses", "most_each", "uses", "amount", "last_used_on")
    assert row == ("SPRING", 2, 1, 1, 30, date(2026, 3, 29))
    assert cells(shop, USE_ROWS, "code", "order_no", "amount") == [("SPRING", "O-1", 30)]
    assert cells(shop, PROMOTION_ROWS, "coupons", "spent") == [("SPRING*2/1", 30)]
    shop.do(edit_coupons, [(1, "most_uses", None), (1, "budget", Decimal(50))])
    with pytest.raises(UserError, match="used up"):
        shop.do(redeem_coupon, "SPRING", 2, Decimal("20.01"))
    for refused in ((remove_coupons, [1]), (remove_promotion, number), (redeem_coupon, "NONE", 2, Decimal(1))):
        with pytest.raises(UserError):
            shop.do(*refused)
    shop.undo()
    shop.undo()
    assert cells(shop, USE_ROWS, "code") == []
    with shop.read() as tx:
        assert check_store(tx) == []


def test_codes_are_of_one_promotion_whatever_their_case(shop: Store) -> None:
    number = spring(shop)
    assert shop.do(add_coupons, number, ["A1", "A2"], most_uses=5).value == 2
    with pytest.raises(UserError, match="a1"):
        shop.do(add_coupons, number, ["a1"])
    assert shop.do(remove_coupons, [1]).value == 1
    shop.do(edit_promotions, [(number, "coupons", "A3")])
    assert cells(shop, COUPON_ROWS, "code") == [("A3",)]


def test_a_code_may_have_blanks_but_no_sign_by_which_cells_tell_limits(shop: Store) -> None:
    number = spring(shop)
    assert read_codes("A1 A2\nSUMMER SALE\nB1,B2", ["SUMMER SALE"]) == ["A1", "A2", "SUMMER SALE", "B1", "B2"]
    shop.do(add_coupons, number, ["SUMMER SALE"], most_uses=5)
    (told,) = cells(shop, PROMOTION_ROWS, "coupons")[0]
    assert told == "SUMMER SALE*5"
    assert shop.do(edit_promotions, [(number, "coupons", told)]).value == 0
    for wrong in ("A*5", "A/1", "A;B", "A\nB"):
        with pytest.raises(UserError, match="no coupon code"):
            shop.do(add_coupons, number, [wrong])
        with pytest.raises(UserError, match="no coupon code"):
            shop.do(edit_coupons, [(1, "code", wrong)])


def test_the_combination_table_says_one_thing_of_a_pair(shop: Store) -> None:
    one, other = spring(shop), spring(shop, title="Other")
    shop.do(set_combination, one, other, True)
    shop.do(set_combination, other, one, False)
    shop.do(set_combination, Level.ITEM, one, True)
    with shop.read() as tx:
        assert fetch_terms(tx).pairs == (Pair(other, one, False), Pair(Level.ITEM, one, True))
    assert cells(shop, COMBINATION_ROWS, "one", "other", "may_combine") == [
        ("Other", "Spring", False), ("Item", "Spring", True),
    ]  # fmt: skip
    shop.do(set_combination, one, Level.ITEM, None)
    assert len(cells(shop, COMBINATION_ROWS, "one")) == 1


def test_a_channel_has_its_own_order_of_layers(shop: Store) -> None:
    with shop.read() as tx:
        channel_id = next(iter(channel_ids(tx).values()))
    other = (Layer.ITEM, Layer.CROSS, Layer.SHOP, Layer.LAST, Layer.SHIPPING)
    shop.do(set_layers, channel_id, other)
    with shop.read() as tx:
        assert fetch_terms(tx).layers == {channel_id: other}
    with pytest.raises(UserError, match="first"):
        shop.do(set_layers, channel_id, other[::-1])


@pytest.mark.parametrize("kind", list(PromotionKind))
def test_every_kind_can_be_kept_by_its_example(shop: Store, kind: PromotionKind) -> None:
    spring(shop, kind=kind.value, tiers=EXAMPLES[kind].replace("SKU", "TEA"), groups="Gold")
    with shop.read() as tx:
        (made,) = fetch_terms(tx).promotions
    assert made.kind is kind


def test_free_shipping_without_a_threshold_is_for_every_basket(shop: Store) -> None:
    spring(shop, kind="free_shipping", tiers="")
    with shop.read() as tx:
        priced = price(Basket((Line("TEA", 100, 1_000),), STARTS, shipping=80_000), fetch_terms(tx))
    assert priced.shipping == 0


def test_the_order_of_layers_is_undone(shop: Store) -> None:
    shop.do(ring_up, [Ticket("A", date(2026, 11, 11), [Item("TEA", 1, Decimal(10))])])
    with shop.read() as tx:
        [channel, *_others] = channel_ids(tx).values()
        before = fetch_terms(tx).layers
    shop.do(set_layers, channel, (Layer.ITEM, *reversed(list(Layer)[1:])))
    with shop.read() as tx:
        assert fetch_terms(tx).layers != before
    shop.undo()
    with shop.read() as tx:
        assert fetch_terms(tx).layers == before
