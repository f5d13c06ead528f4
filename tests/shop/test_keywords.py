"""Search words: when a title has one, of what class a word is, what is worth most, what stands there too often."""

from decimal import Decimal

import pytest

from shopdesk.shop.listings.rules import WordClass
from shopdesk.shop.listings.titles.keywords import (
    PoolWord,
    best,
    class_of,
    classes_of,
    covers,
    is_for,
    read,
    read_competition,
    repeats,
    telling,
)
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import UserError


def word(text: str, *parts: str, **more: object) -> PoolWord:
    return PoolWord(1, text, parts or (text.casefold(),), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "of", "has"),
    [
        ("白瓷盖碗单个", word("盖碗"), True), ("手绘青花盖碗", word("手绘盖碗", "手绘", "盖碗"), True),
        ("白瓷盖碗", word("手绘盖碗", "手绘", "盖碗"), False), ("Tea cups, white", word("tea cup", "tea", "cup"), True),
        ("Cupboard", word("cup"), False), ("GIFT box", word("gifts"), True),
    ],
)  # fmt: skip
def test_a_title_has_a_word_or_all_of_its_parts(title: str, of: PoolWord, has: bool) -> None:
    assert covers(read(title), of) is has


def test_a_word_that_names_another_product_is_not_for_this_one() -> None:
    products = frozenset({"盖碗", "铁壶"})
    kettle = read("铸铁壶 0.8L 铁壶")
    bowl, drawn = (
        word("盖碗", word_class=WordClass.PRODUCT),
        word("手绘盖碗", "手绘", "盖碗", word_class=WordClass.ATTRIBUTE),
    )
    large = word("大容量", word_class=WordClass.ATTRIBUTE)
    assert [is_for(one, kettle, telling(one, products)) for one in (bowl, drawn, large)] == [False, False, True]


def test_the_best_are_much_sought_and_little_fought_for() -> None:
    pool = [
        word("a", volume=1_000, competition=RATE_SCALE * 9 // 10), word("b", volume=400, competition=0),
        word("c", volume=500), word("a", volume=5_000, competition=0, channel_id=7),
        word("d", volume=9, category="cups"),
    ]  # fmt: skip
    assert [(one.word, one.opportunity) for one in best(pool, 3, None)] == [("b", 400), ("c", 250), ("a", 100)]
    assert [one.word for one in best(pool, 7, "cups")] == ["a", "b", "c", "d"]


def test_the_pool_says_the_class_of_a_word_before_the_usual_lists() -> None:
    pool = classes_of(
        [word("盖碗", word_class=WordClass.PRODUCT), word("送礼", word_class=WordClass.PROMOTION), word("新")]
    )
    told = [class_of(one, pool) for one in ("盖碗", "送礼", "包邮", "handmade", "新", "无名")]
    assert told == [
        WordClass.PRODUCT, WordClass.PROMOTION, WordClass.GUARANTEE, WordClass.ATTRIBUTE, None, None,
    ]  # fmt: skip


def test_what_stands_too_often_is_said_with_how_often_little_words_never() -> None:
    assert repeats(["gift", "of", "of", "of", "Gift", "tea", "gift", "的", "的"], 1) == (("gift", 2),)
    assert repeats(["gift", "gift"], 2) == ()


@pytest.mark.parametrize(
    ("text", "share"), [("高", "0.8"), ("Low", "0.2"), ("35%", "0.35"), ("0.35", "0.35"), ("72", "0.72"), ("1", "1")]
)
def test_competition_is_read_as_files_say_it(text: str, share: str) -> None:
    assert read_competition(text) == Decimal(share)


@pytest.mark.parametrize("text", ["plenty", "-1", "140", "NaN", "Infinity"])
def test_what_is_no_competition_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_competition(text)
