"""Titles are found as they are typed on a Latin keyboard: by pinyin, by first letters, by the readings of words."""

import pytest

from shopdesk.shop.spelling import MOST, Spelling

TITLES = {1: "龙井茶礼盒 250 克", 2: "重庆火锅底料", 3: "长袖衬衫", 4: "西安 凉皮", 5: "Iron kettle", 6: "龍井茶"}


@pytest.fixture
def spelling() -> Spelling:
    made = Spelling()
    assert made.learn(TITLES)
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lj", [1, 6]), ("LJC", [1, 6]), ("longjing", [1, 6]), ("longj", [1, 6]), ("jingcha", [1, 6]), ("lihe", [1]),
        ("chongqing", [2]), ("cq", [2]), ("zhongqing", []), ("changxiu", [3]), ("zhangxiu", []), ("xian", [4]),
        ("ongj", []), ("kettle", []), ("250", []), ("l", []), ("龙井", []), ("l.*", []), ("'l", []), ("", []),
    ],
)  # fmt: skip
def test_what_is_typed_finds(spelling: Spelling, typed: str, found: list[int]) -> None:
    assert spelling.find(typed) == found


def test_other_titles_take_the_place_of_those_before(spelling: Spelling) -> None:
    assert not spelling.learn(dict(TITLES))
    assert spelling.learn({7: "紫砂壶"})
    assert (spelling.find("lj"), spelling.find("zisha")) == ([], [7])
    assert spelling.learn({})
    assert spelling.find("zsh") == []


def test_a_word_finds_no_more_than_helps() -> None:
    spelling = Spelling()
    spelling.learn(dict.fromkeys(range(MOST + 50), "龙井"))
    assert spelling.find("lj") == list(range(MOST))
