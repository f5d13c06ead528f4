"""Commands are found by English word, Chinese, pinyin and initials; every reading of a polyphone counts."""

import pytest

from shopdesk.desk import palette
from shopdesk.desk.palette import Command, Speller, find, remember

CHINESE = {"Restart": "重启", "Chongqing": "重庆仓", "Long sleeves": "长袖", "Bank": "银行", "Export": "导出表格"}


@pytest.fixture(autouse=True)
def chinese_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue of this test: the msgids above and their Chinese."""
    monkeypatch.setattr(palette, "names", lambda msgid: tuple(dict.fromkeys((msgid, CHINESE.get(msgid, msgid)))))


COMMANDS = [Command(title.lower(), title, print) for title in (*CHINESE, "Undo", "Import files…")]
SPELLER = Speller.learn(name for title, chinese in CHINESE.items() for name in (title.casefold(), chinese))


def found(query: str, speller: Speller = SPELLER) -> list[str]:
    return [command.title for command in find(COMMANDS, query, (), speller)]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("chongqi", "Restart"),
        ("cq", "Restart"),
        ("chongqing", "Chongqing"),
        ("cqc", "Chongqing"),
        ("changxiu", "Long sleeves"),
        ("cx", "Long sleeves"),
        ("zhangxiu", "Long sleeves"),
        ("yinhang", "Bank"),
        ("yh", "Bank"),
        ("chongq", "Restart"),
        ("daochu", "Export"),
        ("dcbg", "Export"),
        ("biaoge", "Export"),
        ("dchu", "Export"),
        ("长袖", "Long sleeves"),
        ("袖", "Long sleeves"),
        ("sleev", "Long sleeves"),
        ("files", "Import files…"),
        ("EXPORT", "Export"),
        ("exprot", "Export"),
    ],
)
def test_a_command_is_found(query: str, title: str) -> None:
    assert title in found(query)


@pytest.mark.parametrize("query", ["xyz", "chongxiu", "xc", "袖长", "undo sleeves"])
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert found(query) == []


def test_a_name_that_begins_with_the_query_stands_before_pinyin() -> None:
    assert found("chongqing") == ["Chongqing"]
    assert found("un")[0] == "Undo"


def test_without_pinyin_words_are_still_found() -> None:
    assert found("长", Speller()) == ["Long sleeves"]
    assert found("changxiu", Speller()) == []


def test_the_recent_commands_stand_first() -> None:
    titles = [command.title for command in find(COMMANDS, "", ("undo", "bank"), SPELLER)]
    assert titles[:3] == ["Undo", "Bank", "Restart"]
    assert len(titles) == len(COMMANDS)


def test_the_newest_command_moves_to_the_front_and_old_ones_fall_off() -> None:
    recent: tuple[str, ...] = ()
    for number in range(palette.RECENT_KEPT + 2):
        recent = remember(recent, str(number))
    assert remember(recent, "5")[:2] == ("5", str(palette.RECENT_KEPT + 1))
    assert len(remember(recent, "new")) == palette.RECENT_KEPT


def test_a_title_is_known_in_every_language_there_is() -> None:
    assert "Undo" in palette.names("Undo")
