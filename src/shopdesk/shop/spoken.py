"""The words of our own sheets in every language, as they come back in the headers of templates and exports."""

import gettext
from functools import cache

from shopdesk.text import DOMAIN, LANGUAGES, resources


@cache
def spellings(message: str) -> tuple[str, ...]:
    """A msgid as every language of the program says it, English first."""
    said = (catalogue.gettext(message) for catalogue in _catalogues())
    return tuple(dict.fromkeys((message, *said)))


@cache
def _catalogues() -> tuple[gettext.NullTranslations, ...]:
    return tuple(
        gettext.translation(DOMAIN, resources() / "locale", [code], fallback=True) for code in LANGUAGES if code != "en"
    )
