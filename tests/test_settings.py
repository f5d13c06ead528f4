"""Settings come back as they were saved, whatever a newer program or a failing disk made of the file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.settings import STORES_KEPT, Settings, home, load_settings, save_settings, settings_file, without_password

BEFORE_ANY_TEST = settings_file()


def write(text: str) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(text, "utf-8")


def test_a_first_start_has_defaults_and_writes_nothing() -> None:
    assert load_settings() == Settings()
    assert load_settings().notice == ""
    assert not settings_file().exists()


def test_what_is_saved_comes_back() -> None:
    made = Settings(
        "zh_TW", "dark", 130, ("/shops/tea.shopdesk",), "AdnQywADAAA=", {"orders": {"默认": {"widths": [3]}}}, ("undo",)
    )
    save_settings(made)
    assert load_settings() == made


def test_every_folder_follows_the_environment(own_home: Path) -> None:
    assert {home(kind).parent for kind in ("config", "data", "log", "cache")} == {own_home}


@pytest.fixture(scope="module")
def between_tests() -> Path:
    return settings_file()


def test_no_test_meets_the_settings_of_whoever_runs_it(between_tests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where a module is imported, nor where a fixture serves several tests, nor in the usual place."""
    monkeypatch.delenv("SHOPDESK_HOME")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    theirs = [settings_file(), Path.home() / ".config" / "ShopDesk" / "settings.json"]
    assert not {BEFORE_ANY_TEST, between_tests} & set(theirs)
    assert not BEFORE_ANY_TEST.exists()


def test_keys_of_a_newer_program_are_kept() -> None:
    write('{"language": "zh_CN", "scanner": {"gap": 35}}')
    save_settings(replace(load_settings(), theme="dark"))
    kept = json.loads(settings_file().read_text("utf-8"))
    assert kept["scanner"] == {"gap": 35}
    assert (kept["language"], kept["theme"]) == ("zh_CN", "dark")
    assert "rest" not in kept
    assert "notice" not in kept


@pytest.mark.parametrize("text", ["", "{", "[1]", "\x00\x00", '{"language": "zh_CN"'])
def test_a_damaged_file_is_set_aside_with_a_notice(text: str) -> None:
    write(text)
    loaded = load_settings()
    assert loaded == Settings()
    [aside] = settings_file().parent.glob("settings-damaged-*.json")
    assert aside.read_text("utf-8") == text
    assert str(aside) in loaded.notice
    assert not settings_file().exists()


def test_a_value_of_the_wrong_kind_counts_as_not_said() -> None:
    write('{"theme": "pink", "text_size": 9000, "stores": [1], "views": [], "window": 5, "language": "zh_TW"}')
    assert load_settings() == Settings(language="zh_TW")


def test_a_write_that_fails_leaves_the_old_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(Settings(language="zh_CN"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save_settings(Settings(language="en"))
    assert load_settings().language == "zh_CN"
    assert [file.name for file in settings_file().parent.iterdir()] == ["settings.json"]


def test_the_shop_opened_last_stands_first_and_once() -> None:
    settings = Settings()
    for number in [*range(STORES_KEPT + 2), 5]:
        settings = settings.with_store(f"/shops/{number}")
    assert len(settings.stores) == STORES_KEPT
    assert settings.stores[:2] == ("/shops/5", "/shops/9")


def test_a_password_is_never_written_down() -> None:
    assert without_password("postgresql://ann:s3:cr%40t@db.lan:5432/tea?sslmode=require") == (
        "postgresql://ann@db.lan:5432/tea?sslmode=require"
    )
    assert without_password("postgresql://db/tea?password=s3cret&user=ann") == "postgresql://db/tea?user=ann"
    assert without_password(r"C:\shops\tea.shopdesk") == r"C:\shops\tea.shopdesk"
    save_settings(Settings().with_store("postgresql://ann:s3cret@db/tea"))
    assert "s3cret" not in settings_file().read_text("utf-8")
