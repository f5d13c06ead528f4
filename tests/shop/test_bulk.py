"""Find and replace in texts of listings: what would change, what is locked, and one undo for all of it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from shopdesk.shop.listings.actions import add_listing, edit_listings
from shopdesk.shop.listings.titles.bulk import Replaced, Wanted, find_replaced, replace_texts, replaced_rows
from shopdesk.shop.listings.titles.limits import limits_on
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import Listing, ListingVersion
from shopdesk.text import UserError


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: datetime(2026, 4, 10, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    for number, title in enumerate(("Best tea 100g", "best cup (2 pcs)", "Kettle")):
        told = {"channel": "taobao", "listing_no": f"L-{number}", "title": title, "description": f"<p>{title}</p>"}
        store.do(add_listing, told)
    return store


def seen(shop: Store, wanted: Wanted) -> list[Replaced]:
    with shop.read() as tx:
        return find_replaced(tx, wanted)


def titles(shop: Store) -> list[str]:
    with shop.read() as tx:
        return tx.scalars(select(Listing.title).order_by(Listing.listing_id))


def test_plain_words_are_found_and_patterns_too(shop: Store) -> None:
    assert [(one.listing_no, one.field, one.after) for one in seen(shop, Wanted("Best ", ""))] == [
        ("L-0", "title", "tea 100g"), ("L-0", "description", "<p>tea 100g</p>"),
    ]  # fmt: skip
    assert [one.after for one in seen(shop, Wanted("best ", "", ("title",), any_case=True))] == [
        "tea 100g",
        "cup (2 pcs)",
    ]
    assert [one.after for one in seen(shop, Wanted("(2 pcs)", "\\1", ("title",)))] == ["best cup \\1"]
    assert [one.after for one in seen(shop, Wanted(r"(\d+)g", r"\1 g", ("title",), True))] == ["Best tea 100 g"]
    assert seen(shop, Wanted("tea", "tea")) == []


@pytest.mark.parametrize(
    "wanted", [Wanted("", "x"), Wanted("(", "", is_pattern=True), Wanted("a", r"\9", is_pattern=True)]
)
def test_what_cannot_be_looked_for_is_refused(shop: Store, wanted: Wanted) -> None:
    with pytest.raises(UserError):
        seen(shop, wanted)


def test_all_of_it_is_one_step_with_its_history(shop: Store) -> None:
    before, found = titles(shop), seen(shop, Wanted("best", "Good", any_case=True))
    assert shop.do(replace_texts, found).value == 4
    assert titles(shop) == ["Good tea 100g", "Good cup (2 pcs)", "Kettle"]
    with shop.read() as tx:
        assert set(tx.scalars(select(ListingVersion.reason))) == {"Find and replace"}
    shop.undo()
    assert titles(shop) == before


def test_what_changed_since_and_what_is_locked_stays(shop: Store) -> None:
    found = seen(shop, Wanted("Kettle", "Pot", ("title",)))
    shop.do(edit_listings, [(found[0].listing_id, "title", "Kettle 1 l"), (found[0].listing_id, "is_locked", True)])
    with pytest.raises(UserError, match="changed since"):
        shop.do(replace_texts, found)
    [locked] = seen(shop, Wanted("Kettle", "Pot", ("title",)))
    assert locked.locked_until is not None
    with pytest.raises(UserError, match="stays until"):
        shop.do(replace_texts, [locked])


def test_titles_are_counted_as_their_marketplace_counts(shop: Store) -> None:
    [row] = replaced_rows(seen(shop, Wanted("Kettle", "铁壶", ("title",))), limits_on(date(2026, 12, 1)), UTC)
    assert row == ("Taobao", "L-2", "title", "Kettle", "铁壶", 1, 6, 4, 56, None)


def test_a_long_text_is_shown_where_it_changes(shop: Store) -> None:
    text = "x" * 100 + "old" + "y" * 100
    one = Replaced(1, "", "taobao", "1", "description", text, text.replace("old", "new"), 1, None)
    assert [len(part) for part in one.around] == [74, 74]
    assert "old" in one.around[0]
    assert "new" in one.around[1]
