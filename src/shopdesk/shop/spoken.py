"""Our own words in every language: as headers of templates and exports come back, and as a buyer is written to."""

import gettext
from functools import cache

from shopdesk.text import DOMAIN, LANGUAGES, nearest, resources


@cache
def spellings(message: str) -> tuple[str, ...]:
    """A msgid as every language of the program says it, English first."""
    said = (_catalogue(code).gettext(message) for code in LANGUAGES if code != "en")
    return tuple(dict.fromkeys((message, *said)))


@cache
def said_in(message: str, named: str) -> str:
    """A msgid in the nearest of our languages to what is called so, whatever is spoken now."""
    code = nearest(named)
    return message if code == "en" else _catalogue(code).gettext(message)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, resources() / "locale", [code], fallback=True)
