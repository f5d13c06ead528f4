"""Barcodes as another program reads them."""

import random

import numpy as np
import pytest
import zxingcpp

from shopdesk.shop.catalog.barcodes import Symbology, check_digit, code128, ean13, is_ean13, symbology
from shopdesk.text import UserError


def read(modules: str) -> tuple[str, str]:
    """What a reader makes of bars of two pixels each, within their quiet zone."""
    row = np.array([255] * 24 + [0 if module == "1" else 255 for module in modules for _pixel in "..."] + [255] * 24)
    found = zxingcpp.read_barcodes(np.tile(row.astype(np.uint8), (60, 1)))
    assert len(found) == 1
    return found[0].text, str(found[0].format)


@pytest.mark.parametrize("digits", ["690123456789", "400638133393", "012345678901", "978030640615"])
def test_ean13_is_read_back(digits: str) -> None:
    code = digits + str(check_digit(digits))
    assert is_ean13(code)
    assert len(ean13(code)) == 95
    text, kind = read(ean13(code))
    assert text.zfill(13) == code
    assert "EAN" in kind.upper() or "UPC" in kind.upper()


def test_upc_a_is_an_ean13_without_its_zero() -> None:
    assert is_ean13("036000291452")
    assert read(ean13("036000291452"))[0].zfill(13) == "0036000291452"


def test_a_wrong_check_digit_is_refused() -> None:
    assert not is_ean13("6901234567891")
    with pytest.raises(UserError, match="check digit"):
        ean13("6901234567891")


@pytest.mark.parametrize(
    "text", ["TEA-001", "12", "1234", "123456", "A1234B", "A12345", "00", "x", "TEA 001/XL~", "1234567"]
)
def test_code_128_is_read_back(text: str) -> None:
    assert read(code128(text))[0] == text


@pytest.mark.parametrize("seed", range(40))
def test_any_printable_code_is_read_back(seed: int) -> None:
    draw = random.Random(seed)
    letters = [chr(place) for place in range(33, 127)] + list("0123456789") * 12
    text = "".join(draw.choice(letters) for _ in range(draw.randint(1, 20)))
    assert read(code128(text))[0] == text


def test_digits_are_packed_in_pairs() -> None:
    assert len(code128("12345678")) < len(code128("ABCDEFGH"))


@pytest.mark.parametrize("text", ["", "龙井", "a\tb"])
def test_what_code_128_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="QR"):
        code128(text)


def test_which_barcode_holds_a_code() -> None:
    assert symbology("6901234567892") is Symbology.EAN_13
    assert symbology("TEA-001") is Symbology.CODE_128
    assert symbology("龙井-250") is Symbology.QR
    assert symbology("X" * 40) is Symbology.QR
