"""The claim locker: what is proved does not count until its proof lapses; own words and families; all of it undone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.attachments import attach_file
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.law.claims import (
    add_claim,
    edit_claim,
    put_law_word,
    remove_claim,
    remove_law_word,
    set_families_off,
)
from shopdesk.shop.listings.law.found import fetch_against, law_row
from shopdesk.shop.listings.law.said import PROOF, fetch_claims
from shopdesk.shop.listings.law.sheets import LAW
from shopdesk.shop.listings.scoring.actions import fetch_findings
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import ListingFinding, ListingScore
from shopdesk.text import UserError

PROVED = date(2026, 1, 5)


@pytest.fixture
def shop(store: Store) -> int:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "GW-1", "白瓷盖碗", price=Decimal(58))
    store.do(add_product, "GW-2", "青花盖碗", price=Decimal(68))
    values = {"channel": "taobao", "price": Decimal(58)}
    described = "<p>窑口<b>独家</b>烧制，<br>首次使用前请清洗</p>"
    first = {"listing_no": "1", "title": "顶级白瓷盖碗", "sku": "GW-1", "description": described}
    made = store.do(add_listing, values | first).value
    store.do(add_listing, values | {"listing_no": "2", "title": "顶级青花盖碗", "sku": "GW-2"})
    return int(made)


def states(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as tx:
        return sorted((one.listing_no, one.hit.phrase, one.state) for one in fetch_against(tx))


def claim(ends: date | None = None, product: str = "", phrase: str = "顶级白瓷") -> dict[str, object]:
    return {"phrase": phrase, "product": product, "proof": "No. 7", "proved_on": PROVED, "expires_on": ends}


def test_every_text_is_looked_at_without_its_markup(store: Store, shop: int) -> None:
    assert states(store) == [("1", "独家", "open"), ("1", "顶级", "open"), ("2", "顶级", "open")]
    with store.read() as tx:
        one = next(one for one in fetch_against(tx) if one.field == "description")
        row = dict(zip([column.key for column in LAW.columns], law_row(one), strict=True))
    assert one.text[one.hit.start : one.hit.end] == "独家"
    assert "<" not in row["context"]
    assert (row["family"], row["replacement"]) == ("only", "自有")


def test_a_claim_counts_until_it_lapses(store: Store, shop: int) -> None:
    with store.read() as tx:
        today = tx.today
        assert any("顶级" in told for told in fetch_findings(tx, [shop])[shop])
    made = store.do(add_claim, claim(today + timedelta(days=31), "GW-1")).value
    assert ("1", "顶级", "proved") in states(store)
    assert ("2", "顶级", "open") in states(store)
    store.do(edit_claim, made, claim(today + timedelta(days=30), "GW-1"))
    assert ("1", "顶级", "lapsing") in states(store)
    store.do(edit_claim, made, claim(today - timedelta(days=1), "GW-1"))
    assert ("1", "顶级", "lapsed") in states(store)
    store.undo()
    store.undo()
    store.undo()
    assert ("1", "顶级", "open") in states(store)


def test_a_claim_of_a_product_is_no_finding_in_its_listings(store: Store, shop: int) -> None:
    other = shop + 1

    def scored() -> tuple[Decimal, bool, bool]:
        with store.read() as tx:
            told = fetch_findings(tx, [shop, other])
            score = tx.scalar(select(ListingScore.score).where(ListingScore.listing_id == shop))
        return score, *(any("顶级" in one for one in told[listing_id]) for listing_id in (shop, other))

    before = scored()
    assert before[1:] == (True, True)
    store.do(add_claim, claim(product="GW-1"))
    assert scored()[0] > before[0]
    assert scored()[1:] == (False, True)
    store.undo()
    assert scored() == before


def test_a_claim_of_the_whole_shop_is_no_finding(store: Store, shop: int) -> None:
    made = store.do(add_claim, claim(phrase="顶级")).value
    assert {state for _no, phrase, state in states(store) if phrase == "顶级"} == {"proved"}
    with store.read() as tx:
        assert not any("顶级" in told for told in fetch_findings(tx, [shop])[shop])
    store.do(remove_claim, made)
    with store.read() as tx:
        assert any("顶级" in told for told in fetch_findings(tx, [shop])[shop])


def test_a_claim_without_a_file_says_so(store: Store, shop: int) -> None:
    made = store.do(add_claim, claim()).value
    with store.read() as tx:
        assert fetch_claims(tx)[0].state == "no_file"
    store.do(attach_file, PROOF, made, "proof.pdf", b"%PDF")
    with store.read() as tx:
        assert (fetch_claims(tx)[0].state, fetch_claims(tx)[0].files) == ("proved", 1)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"phrase": " "}, "phrase"), ({"proof": ""}, "proof"), ({"proved_on": None}, "proved_on"),
        ({"expires_on": date(2025, 1, 1)}, "expires_on"),
    ],
)  # fmt: skip
def test_what_is_no_claim(store: Store, shop: int, values: dict[str, object], code: str) -> None:
    with pytest.raises(UserError) as caught:
        store.do(add_claim, claim() | values)
    assert caught.value.code == code


def written(store: Store) -> dict[int, list[tuple[int, str]]]:
    """Listing → its findings by their ids, which are new where it was scored anew."""
    found: dict[int, list[tuple[int, str]]] = {}
    with store.read() as tx:
        for row in tx.rows(select(ListingFinding).order_by(ListingFinding.finding_id)):
            found.setdefault(row.listing_id, []).append((row.finding_id, row.told))
    return found


def test_of_a_word_only_what_has_it_is_scored_anew_and_of_its_undo_too(store: Store, shop: int) -> None:
    other = shop + 1
    before = written(store)
    store.do(put_law_word, "ＱＩＮＧ青花", False)
    assert written(store) == before, "it stands nowhere"
    store.do(put_law_word, "青花", False)
    after = written(store)
    assert after[shop] == before[shop]
    assert any("青花" in told for _number, told in after[other])
    store.undo()
    undone = written(store)
    assert undone[shop] == before[shop]
    assert [told for _number, told in undone[other]] == [told for _number, told in before[other]]
    made = store.do(add_claim, claim(phrase="独家")).value
    proved = written(store)
    assert proved[other] == undone[other]
    store.do(edit_claim, made, claim(phrase="顶级青花"))
    moved = written(store)
    assert any("独家" in told for _number, told in moved[shop]), "it is proved no more"
    assert not any("顶级" in told for _number, told in moved[other])


def test_own_words_and_families(store: Store, shop: int) -> None:
    made = store.do(put_law_word, "顶级", True).value
    assert [phrase for _no, phrase, _state in states(store)] == ["独家"]
    assert store.do(put_law_word, "顶级", False, "不雅", "高档").value == made
    assert len(states(store)) == 3
    store.do(remove_law_word, made)
    store.do(set_families_off, ["level"])
    assert [phrase for _no, phrase, _state in states(store)] == ["独家"]
    store.undo()
    assert len(states(store)) == 3
