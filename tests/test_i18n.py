"""The translations are complete, true to the code, and take the same values as the English."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from shopdesk import text
from shopdesk.exchange.headers import clean_header, is_personal
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.writing.reject import REASON
from shopdesk.shop.columns import Sheet
from shopdesk.shop.spoken import spellings

SCRIPT = Path(__file__).parents[1] / "packaging" / "i18n.py"


@pytest.fixture(scope="module")
def i18n() -> ModuleType:
    """packaging/i18n.py, which is a developers' command and no part of the program."""
    spec = importlib.util.spec_from_file_location("shopdesk_i18n", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_message_is_translated_into_every_language(i18n: ModuleType) -> None:
    problems = list(i18n.problems())
    assert not problems, f"{len(problems)} problems, such as {problems[:10]}"


def test_the_program_offers_what_is_translated(i18n: ModuleType) -> None:
    assert set(text.LANGUAGES) == {"en", *i18n.LANGUAGES}


@pytest.mark.parametrize(
    ("english", "translation", "wrong"),
    [
        ("{count} of {total}", "{total} 中的 {count}", set()),
        ("{count} of {total}", "{count}", {"total"}),
        ("{count} rows", "{Count} 行", {"count", "Count"}),
        ("{share:.1%} sold", "已售 {share}", {"share:.1%", "share"}),
    ],
)
def test_a_translation_takes_the_same_values(i18n: ModuleType, english: str, translation: str, wrong: set[str]) -> None:
    from babel.messages.catalog import Message

    assert i18n.misplaced(Message(english, translation)) == wrong


def test_refusals_of_every_kind_are_collected(i18n: ModuleType) -> None:
    assert "UserError" in i18n.refusals()


def test_a_message_of_the_code_is_collected(i18n: ModuleType) -> None:
    assert {"On hand", "Product"} <= {message.id for message in i18n.extract()}


@pytest.mark.parametrize("sheet", FILES.values(), ids=FILES)
def test_no_two_columns_of_a_template_have_one_header_in_any_language(sheet: Sheet) -> None:
    said: dict[str, str] = {clean_header(word): "the reasons of rejected rows" for word in spellings(REASON)}
    for column in sheet.columns:
        for header in {clean_header(word) for word in (column.key, *spellings(column.title))}:
            assert said.setdefault(header, column.key) == column.key


@pytest.mark.parametrize("sheet", FILES.values(), ids=FILES)
def test_no_translated_header_makes_a_plain_column_personal(sheet: Sheet) -> None:
    assert {c.key for c in sheet.columns if not c.personal and any(map(is_personal, spellings(c.title)))} == set()


@pytest.mark.parametrize("sheet", FILES.values(), ids=FILES)
def test_no_two_states_of_a_column_have_one_word_in_any_language(sheet: Sheet) -> None:
    for column in sheet.columns:
        words = [(word, key) for key, state in column.states.items() for word in {key, *spellings(state.title)}]
        assert len({word for word, _key in words}) == len(words)
