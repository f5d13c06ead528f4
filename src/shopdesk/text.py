"""Words for people: one catalogue for window, command line and workbooks, and the error meant for their eyes."""

import gettext as _gettext
import os
import sys
from pathlib import Path
from typing import Final

LANGUAGES: Final = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}
DOMAIN: Final = "shopdesk"
FULL_WIDTH_STOPS: Final = "。！？；：…）”』」"

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def resources() -> Path:
    """The folder of shipped files: beside the package in a wheel, at the top of a checkout."""
    inside = Path(__file__).with_name("resources")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "resources"


def use_language(code: str) -> str:
    """Speak `code` ("en", "zh_CN", "zh_TW") from now on; "" means the system's language. Returns what was chosen."""
    global _catalogue, _language
    _language = code if code in LANGUAGES else system_language()
    if _language == "en":
        _catalogue = _gettext.NullTranslations()
    else:
        _catalogue = _gettext.translation(DOMAIN, resources() / "locale", [_language], fallback=True)
    return _language


def language() -> str:
    """The language spoken now."""
    return _language


def system_language() -> str:
    """The nearest of our languages to the environment's; English where none is near."""
    named = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")
    if not named and sys.platform == "win32":
        import locale  # no other system needs it, and every start would wait for it

        named = locale.getlocale()[0] or ""
    return nearest(named)


def nearest(named: str) -> str:
    """The nearest of our languages to what is called so ("zh", "zh-Hant", "pt_BR"); English where none is near."""
    name = named.replace("-", "_").lower()
    if not name.startswith(("zh", "chinese")):
        return "en"
    traditional = ("tw", "hk", "mo", "hant", "traditional", "taiwan")
    return "zh_TW" if any(mark in name for mark in traditional) else "zh_CN"


def _(message: str) -> str:
    """The message in the language spoken now."""
    return _catalogue.gettext(message) if message else ""


def n_(one: str, many: str, count: int) -> str:
    """The form of the message that fits `count`."""
    return _catalogue.ngettext(one, many, count)


def N_(message: str) -> str:
    """Mark a message for translation where it is declared; `_` speaks it where it is shown."""
    return message


def sentences(*said: str) -> str:
    """Sentences one after another; a space parts them, but not after the full-width stop of a Chinese one."""
    told = ""
    for one in said:
        told += one if not told or not one or told[-1] in FULL_WIDTH_STOPS else f" {one}"
    return told


class UserError(Exception):
    """A refusal in a sentence for the user's eyes: a msgid with named placeholders and their values.

    `str(error)` is the sentence in the language spoken now; `code` stays the same in every language.
    """

    def __init__(self, message: str, /, *, code: str = "refused", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values
        self.code = code

    def __str__(self) -> str:
        return _(self.message).format(**self.values) if self.values else _(self.message)
