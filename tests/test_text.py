"""Sentences stand one after another as each language writes them."""

from collections.abc import Iterator

import pytest

from shopdesk.shop.history import IMPORTS
from shopdesk.text import sentences, use_language


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("Done.", "Go on."), "Done. Go on."),
        (("完成了。", "继续。"), "完成了。继续。"),
        (("完成了。", "Go on.", "好！", "好"), "完成了。Go on. 好！好"),
        (("", "One.", "", "Two."), "One. Two."),
        ((), ""),
    ],
)
def test_a_space_stands_between_sentences_but_after_no_full_width_stop(said: tuple[str, ...], told: str) -> None:
    assert sentences(*said) == told


def test_when_an_import_was_taken_back_is_not_called_as_that_it_was() -> None:
    assert IMPORTS.column("taken_back_at").title == "Taken back at"
