"""What is wrong with a row of a file of products: no title, a picture alone, markup, a broken barcode."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from shopdesk.shop.catalog.barcodes import check_digit
from shopdesk.shop.listings.scoring.judging import plain_text
from shopdesk.text import _

_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)\b[^>]*>")
_TAGGED: Final = ("title", "subtitle", "description")
_SHOWN: Final = 5
"""Kinds of tags that are named."""
_SIZES: Final = (8, 12, 13, 14)
_ROUNDED: Final = re.compile(r"[0-9][.,][0-9]+[Ee]\+?[0-9]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a row: its field, a sentence, the text it is about; `is_bad` where it cannot stay."""

    field: str
    said: str
    text: str = ""
    is_bad: bool = True


@dataclass
class RowCheck:
    """Looks at the rows of a sheet one after the other; a row without a title may go on with the product above it."""

    product: str = ""
    """What the product is called that the rows are of now."""
    barcodes: dict[str, int] = field(default_factory=dict)

    def look(self, row: int, cells: Mapping[str, str]) -> Iterator[Fault]:
        """What is wrong with a row, by the texts of its fields; a row that is blank is none."""
        told = {key: text for key, text in cells.items() if text}
        if told:
            yield from self._of_title(told)
            yield from _of_markup(told)
            yield from self._of_barcode(row, told.get("barcode", ""))

    def _of_title(self, told: Mapping[str, str]) -> Iterator[Fault]:
        named = told.get("parent") or told.get("listing_no") or ""
        if "title" in told:
            self.product = named or told["title"]
            if not plain_text(told["title"]) and not _TAG.search(told["title"]):
                yield Fault("title", _("There is no title."), told["title"])
            return
        goes_on = bool(told.get("parent")) or (bool(named) and named == self.product)
        is_picture = "pictures" in told and not any(key in told for key in ("sku", "option", "price", "barcode"))
        if is_picture and goes_on:
            said = _("A row of a picture alone: it is one more picture of {product}.").format(product=named)
            yield Fault("pictures", said, is_bad=False)
        elif is_picture:
            yield Fault("pictures", _("A row of a picture alone, and no product above it has its name."), named)
        elif not goes_on:
            yield Fault("title", _("There is no title."), told.get("sku") or named)

    def _of_barcode(self, row: int, code: str) -> Iterator[Fault]:
        plain = code.strip(" '`\t=\"")
        if not plain:
            return
        if _ROUNDED.fullmatch(plain):
            yield Fault("barcode", _("A spreadsheet has rounded this barcode: its last digits are lost."), code)
        elif not (plain.isascii() and plain.isdigit()):
            yield Fault("barcode", _("A barcode has digits and nothing else."), code)
        elif len(plain) not in _SIZES:
            said = _("A barcode has 8, 12, 13 or 14 digits; digits here: {count}.")
            yield Fault("barcode", said.format(count=len(plain)), code)
        elif check_digit(plain[:-1]) != int(plain[-1]):
            right = check_digit(plain[:-1])
            yield Fault("barcode", _("The last digit is wrong: {digit} would be right.").format(digit=right), code)
        elif (before := self.barcodes.setdefault(plain, row)) != row:
            yield Fault("barcode", _("Row {row} has the same barcode.").format(row=before), code)


def _of_markup(told: Mapping[str, str]) -> Iterator[Fault]:
    for key in _TAGGED:
        tags = list(dict.fromkeys(tag.lower() for tag in _TAG.findall(told.get(key, ""))))
        if not tags:
            continue
        named = ", ".join(tags[:_SHOWN]) + ("…" if len(tags) > _SHOWN else "")
        if not plain_text(told[key]):
            yield Fault(key, _("There is markup and not one word: {tags}.").format(tags=named))
        elif key == "description":
            yield Fault(key, _("It has markup ({tags}) and is read without.").format(tags=named), is_bad=False)
        else:
            yield Fault(key, _("It has markup that buyers would see: {tags}.").format(tags=named))
