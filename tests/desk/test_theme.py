"""Colours can be read in both themes, and no other file names one."""

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import shopdesk
from shopdesk.desk import theme
from shopdesk.shop.columns import Tone

SOURCE = Path(shopdesk.__file__).parent
BOTH = {"light": theme.LIGHT, "dark": theme.DARK}


@pytest.mark.parametrize("name", BOTH)
def test_text_stands_out_from_every_ground_it_is_written_on(name: str) -> None:
    t = BOTH[name]
    grounds = ("background", "surface", "soft", "selection", "accent_soft")
    pairs = list(product(("text", "muted", "accent"), grounds))
    pairs += [
        (tone, ground) for tone in ("good", "warn", "bad", "info") for ground in ("surface", "soft", f"{tone}_soft")
    ]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_strong"), ("on_bad", "bad"), ("text", "info_soft")]
    weak = {
        (ink, ground): round(theme.contrast(getattr(t, ink), getattr(t, ground)), 2)
        for ink, ground in pairs
        if theme.contrast(getattr(t, ink), getattr(t, ground)) < 4.5
    }
    assert not weak


def test_contrast_follows_the_definition() -> None:
    assert theme.contrast(theme.LIGHT.surface, theme.LIGHT.surface) == pytest.approx(1)
    black = theme.LIGHT.text.darker(100_000)
    assert theme.contrast(black, theme.LIGHT.surface) == pytest.approx(21, abs=0.01)


def test_no_colour_is_named_outside_the_theme() -> None:
    colour = re.compile(
        r"""["'\s:]#[0-9A-Fa-f]{6}\b|["']#[0-9A-Fa-f]{3}["']|Qt\.GlobalColor|QColor\(\s*["'\d]|rgba?\("""
    )
    leaks = [
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()}"
        for path in SOURCE.rglob("desk/**/*.py")
        if path.name != "theme.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if colour.search(line)
    ]
    assert not leaks


def test_every_tone_has_ink_and_ground() -> None:
    for t in BOTH.values():
        assert all(ink != ground for ink, ground in (t.tone(tone) for tone in Tone))


def test_each_language_asks_for_its_own_han_shapes_first() -> None:
    for platform in ("win32", "darwin", "linux"):
        simplified, traditional = theme.families("zh_CN", platform), theme.families("zh_TW", platform)
        assert simplified[0].endswith(("SC", "YaHei UI"))
        assert traditional[0].endswith(("TC", "JhengHei UI"))
    assert theme.families("en", "linux")[0] == "Inter"


def test_type_follows_the_text_size(qapp: QApplication) -> None:
    theme.apply(qapp, "light", "en", 1.5)
    assert [theme.font(role).pixelSize() for role in ("small", "body", "title", "figure")] == [18, 20, 27, 33]
    assert theme.row_height() == 46
    theme.apply(qapp, "light", "en", 1.0)
    assert [theme.font(role).pixelSize() for role in ("small", "body", "title", "figure")] == [12, 13, 18, 22]
    assert theme.row_height() == theme.ROW_HEIGHT


def test_applying_a_theme_is_announced_and_reaches_the_palette(qapp: QApplication) -> None:
    heard: list[bool] = []
    theme.bus.changed.connect(lambda: heard.append(theme.is_dark()))
    theme.apply(qapp, "dark", "zh_CN")
    theme.apply(qapp, "light", "zh_TW")
    assert heard == [True, False]
    assert qapp.palette().base().color() == theme.LIGHT.surface
    assert qapp.font().families()[0] == theme.families("zh_TW")[0]
    assert "$" not in qapp.styleSheet()
