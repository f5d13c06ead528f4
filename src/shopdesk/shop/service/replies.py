"""Ready answers: fields in braces are filled from the case; what nobody knows is named instead of left as a hole."""

import re
from collections.abc import Mapping
from typing import Final

from shopdesk.shop.spoken import said_in
from shopdesk.text import N_, UserError

BUYER_FIELD: Final = "customer"
FIELDS: Final[Mapping[str, str]] = {
    BUYER_FIELD: N_("Name of the buyer"),
    "order": N_("Order number"),
    "goods": N_("What was ordered"),
    "waybill": N_("Waybill number"),
    "carrier": N_("Carrier"),
    "shipped": N_("Day on which the parcel left"),
    "channel": N_("Channel"),
    "shop": N_("Name of the shop"),
    "case": N_("Number of the case"),
}
"""What may stand in braces, and what it is (msgids)."""
_FIELD: Final = re.compile(r"[{｛]([^{}｛｝\n]*)[}｝]?")
"""Whatever an opening brace begins, closed or not: it is filled or it is named, and never copied as it stands."""


def fields_of(text: str) -> list[str]:
    """The fields of a text, each once, in the order in which they stand."""
    return list(dict.fromkeys(map(str.strip, _FIELD.findall(text))))


def spoken_to(values: Mapping[str, str | None], language: str) -> dict[str, str | None]:
    """The values as a buyer of that language reads them: channels that the program names itself are in it."""
    channel = values.get("channel")
    return {**values, "channel": said_in(channel, language) if channel else channel}


def missing(text: str, values: Mapping[str, str | None]) -> list[str]:
    """Fields of a text that nobody can fill: unknown in this case, or no field at all."""
    return [name for name in fields_of(text) if not values.get(name)]


def fill(text: str, values: Mapping[str, str | None]) -> str:
    """The text with every field filled; refused where one of them would stay a hole."""
    lacking = missing(text, values)
    if lacking:
        raise UserError(N_("Not copied: {fields} is not known in this case."), fields=", ".join(lacking), code="hole")
    return _FIELD.sub(lambda found: values[found[1].strip()] or "", text)
