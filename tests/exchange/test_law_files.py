"""Claims with their proof and own words by file: new ones come in, known ones are set, faults named, all taken back."""

from datetime import date
from pathlib import Path

import pytest

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.law.claims import add_claim, known_claims, known_law_words, put_law_word
from shopdesk.store.store import Store

CLAIMS = "宣称,商家编码,证明,证明日期,失效日期\n"
WORDS = "词语,状态,原因,建议改为\n"


@pytest.fixture
def sold(shop: Store) -> Store:
    shop.do(add_product, "GW-1", "白瓷盖碗")
    return shop


def read(shop: Store, folder: Path, kind: str, text: str) -> Staged:
    path = folder / f"{kind}.csv"
    path.write_text(text, "utf-8")
    return prepare(shop, path, Choices(kind=kind, accept_proposal=True))


def claims(shop: Store) -> list[tuple[str, str | None, str, date | None]]:
    with shop.read() as tx:
        found = [told for _id, told in known_claims(tx).values()]
    return sorted(((one["phrase"], one["product"], one["proof"], one["expires_on"]) for one in found), key=str)


def words(shop: Store) -> dict[str, tuple[str, str | None]]:
    with shop.read() as tx:
        return {one["phrase"]: (one["state"], one["replacement"]) for _id, one in known_law_words(tx).values()}


def test_claims_come_in_are_set_and_are_taken_back(sold: Store, tmp_path: Path) -> None:
    old = {"phrase": "不含铅", "product": "GW-1", "proof": "No. 7", "proved_on": date(2026, 1, 5)}
    sold.do(add_claim, {**old, "expires_on": date(2027, 1, 4)})
    before = claims(sold)
    text = CLAIMS + "不含铅,GW-1,No. 9,2026-09-01,\n销量第一,,天猫榜单,2026-06-01,2026-12-31\n"
    staged = read(sold, tmp_path, "claims", text)
    assert (staged.counts()["new"], staged.counts()["changed"]) == (1, 1)
    made = run_import(sold, staged)
    assert claims(sold) == [
        ("不含铅", "GW-1", "No. 9", date(2027, 1, 4)), ("销量第一", None, "天猫榜单", date(2026, 12, 31))
    ]  # fmt: skip
    assert read(sold, tmp_path, "claims", text).counts()["same"] == 2
    sold.do(take_back, made)
    assert claims(sold) == before


def test_what_is_no_claim_is_named_by_row_and_column(sold: Store, tmp_path: Path) -> None:
    rows = "a,NO-SUCH,x,2026-01-01,\nb,,,2026-01-01,\nc,,x,2026-01-01,2025-01-01\nd,,x,2026-01-01,\nd,,y,2026-01-01,\n"
    staged = read(sold, tmp_path, "claims", CLAIMS + rows)
    assert sorted((one.row, one.column) for one in staged.problems) == [
        (2, "B"), (3, "C"), (4, "E"), (6, "A")
    ]  # fmt: skip


def test_own_words_come_in_are_set_and_are_taken_back(sold: Store, tmp_path: Path) -> None:
    sold.do(put_law_word, "神器", False, "不雅", "好物")
    staged = read(sold, tmp_path, "law_words", WORDS + "神器,allowed,,\n顶级,forbidden,夸大,高档\n")
    assert (staged.counts()["new"], staged.counts()["changed"]) == (1, 1)
    made = run_import(sold, staged)
    assert words(sold) == {"神器": ("allowed", "好物"), "顶级": ("forbidden", "高档")}
    sold.do(take_back, made)
    assert words(sold) == {"神器": ("forbidden", "好物")}
