"""The advertising law on labelled phrases, what is silent and why, and the shop's own words."""

from collections.abc import Iterable
from datetime import date
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from tests.shop.listings.law_phrases import ENGLISH_FLAGGED, ENGLISH_SILENT, FLAGGED, SILENT, lines

from shopdesk.shop.listings.law.check import LawRules, OwnWord, check_text
from shopdesk.shop.listings.law.chinese import CHINESE, INSTEAD, STARTS, Family
from shopdesk.shop.listings.law.families import FAMILIES
from shopdesk.shop.listings.titles.words import Cutter

RULES = LawRules()


def phrases(text: str, rules: LawRules = RULES) -> list[str]:
    return [hit.phrase for hit in check_text(text, rules)]


@pytest.mark.parametrize(
    ("language", "flagged", "silent", "least"),
    [("Chinese", lines(FLAGGED), lines(SILENT), 150), ("English", lines(ENGLISH_FLAGGED), lines(ENGLISH_SILENT), 75)],
)
def test_labelled_phrases_are_told_apart(
    language: str, flagged: list[str], silent: list[str], least: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert min(len(flagged), len(silent)) >= least
    missed = [text for text in flagged if not phrases(text)]
    wrong = [(text, phrases(text)) for text in silent if phrases(text)]
    found = len(flagged) - len(missed)
    precision, recall = found / (found + len(wrong)), found / len(flagged)
    with capsys.disabled():
        print(
            f"\nlaw, {language}: {len(flagged)} + {len(silent)} phrases, precision {precision:.3f}, recall {recall:.3f}"
        )
    assert recall >= 0.95, missed
    assert precision >= 0.95, wrong


@pytest.mark.parametrize(
    "text",
    [
        "最近",
        "最后发货时间",
        "第一次",
        "最佳食用时间",
        "首次使用前",
        "第一步",
        "最大承重 50kg",
        "姓名牌",
        "安全网",
        "单独家用",
    ],
)
def test_what_must_never_be_flagged(text: str) -> None:
    assert phrases(f"{text}") == []
    assert phrases(f"新款茶杯 {text} 家用") == []


@pytest.mark.parametrize(
    ("text", "family", "phrase"),
    [
        ("最好的茶", Family.MOST, "最好的"),
        ("行业第一品牌", Family.FIRST, "第一"),
        ("全球唯一", Family.ONLY, "唯一"),
        ("顶级龙井", Family.LEVEL, "顶级"),
        ("永久保修", Family.ABSOLUTE, "永久"),
        ("金牌品质", Family.AWARD, "金牌"),
        ("史无前例", Family.UNHEARD, "史无前例"),
        ("仅限今天", Family.TIME, "仅限"),
        ("药到病除", Family.HEALTH, "药到病除"),
        ("稳赚不赔", Family.FINANCE, "稳赚不赔"),
    ],
)
def test_families_with_the_place_of_the_phrase(text: str, family: Family, phrase: str) -> None:
    [hit] = check_text(text, RULES)
    assert (hit.family, hit.phrase) == (family, phrase)
    assert text[hit.start : hit.end] == phrase
    assert hit.reason
    assert check_text(text, LawRules.of([family.value])) == []


def test_time_needs_a_day() -> None:
    assert phrases("限时特价") == ["限时"]
    assert phrases("限时特价 11月11日24点止") == []


def test_health_counts_whatever_stands_around_it() -> None:
    assert phrases("本店追求根治脚气") == ["根治"]


def test_own_words_win() -> None:
    allowed = LawRules.of(own=[OwnWord("顶级龙井", True)])
    assert phrases("顶级龙井 顶级茶具", allowed) == ["顶级"]
    forbidden = LawRules.of(own=[OwnWord("神器", False, "不雅", "好物"), OwnWord("Hero", False)])
    [hit] = check_text("厨房神器", forbidden)
    assert (hit.family, hit.reason, hit.replacement) == (Family.OWN, "不雅", "好物")
    assert phrases("厨房hero", forbidden) == ["hero"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("100%纯天然护肤霜", "100%纯天然"), ("包治百病的茶", "包治百病"), ("最优惠的价格", "最优惠"),
        ("最热销的耳机", "最热销"), ("史上最低价", "史上最低价"), ("最具收藏价值的邮票", "最具收藏价值"),
        ("最高端的音响", "最高端"), ("Amazon #1 Best Seller bottle", "#1 Best Seller"),
        ("a 100% satisfaction guarantee", "100% satisfaction guarantee"), ("爆款 Best Seller 茶具", "Best Seller"),
    ],
)  # fmt: skip
def test_the_whole_phrase_is_shown_with_its_place(text: str, phrase: str) -> None:
    [hit] = check_text(text, RULES)
    assert (hit.phrase, text[hit.start : hit.end]) == (phrase, phrase)


def test_what_is_said_instead_keeps_the_rest_of_a_phrase() -> None:
    assert [hit.replacement for hit in check_text("最优惠的价格", RULES)] == ["优惠"]
    assert [hit.replacement for hit in check_text("最佳人选", RULES)] == ["出色人选"]


def test_families_hold_from_their_day_on() -> None:
    friendly = "eco-friendly bag"
    assert phrases(friendly, LawRules.of(day=date(2026, 9, 26))) == []
    assert phrases(friendly, LawRules.of(day=date(2026, 9, 27))) == ["eco-friendly"]
    assert all(words.source for family, words in FAMILIES.items() if family is not Family.OWN)


def test_every_phrase_of_chinese_begins_with_one_of_the_starts() -> None:
    told = {one for words in CHINESE.values() for one in _beginnings(_parser.parse(words.pattern))}
    assert told == {first + one for first, then in STARTS.items() for one in then}


def _beginnings(parts: Iterable[Any]) -> set[str]:
    """The two characters that what a parsed expression matches may begin with; fewer where it has no more."""
    found = {""}
    for name, told in parts:
        match name:
            case _constants.ASSERT | _constants.ASSERT_NOT:
                continue
            case _constants.LITERAL:
                here = {chr(told)}
            case _constants.IN:
                ranges = [told_of if kind is _constants.RANGE else (told_of,) * 2 for kind, told_of in told]
                here = {chr(one) for first, last in ranges for one in range(first, last + 1)}
            case _constants.SUBPATTERN:
                here = _beginnings(told[3])
            case _constants.BRANCH:
                here = set().union(*map(_beginnings, told[1]))
            case _constants.MAX_REPEAT:
                once = _beginnings(told[2])
                here = {one + more for one in once for more in ({""} if told[1] == 1 else {"", *once})}
                here |= set() if told[0] else {""}
            case _:
                raise AssertionError(name)
        found = {(one + more)[:2] for one in found for more in here}
        if all(len(one) == 2 for one in found):
            break
    return found


def test_what_is_said_instead_is_no_offence_itself() -> None:
    assert {word: phrases(f"{word}茶具") for word in INSTEAD.values() if word and phrases(f"{word}茶具")} == {}


@pytest.mark.parametrize("text", ["", "景德镇 tea-set 2.5L，家用!\n茶具", "ａｂｃ🍵茶"])
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(Cutter().cut(text)) == text


def test_own_words_are_not_cut() -> None:
    assert "功夫茶具套装" in Cutter(["功夫茶具套装"]).cut("景德镇功夫茶具套装家用")
    assert "功夫茶具套装" not in Cutter().cut("景德镇功夫茶具套装家用")
