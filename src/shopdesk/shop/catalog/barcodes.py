"""Bars of barcodes, module by module: EAN-13 (ISO/IEC 15420) and Code 128 (ISO/IEC 15417); no drawing."""

from enum import StrEnum
from typing import Final

from shopdesk.text import N_, UserError


class Symbology(StrEnum):
    """What kind of barcode a code can be."""

    EAN_13 = "ean13"
    CODE_128 = "code128"
    QR = "qr"


_LEFT_ODD: Final = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011"
"""Left digits of odd parity, by digit: seven modules each, and a blank."""
_PARITY: Final = "OOOOOO OOEOEE OOEEOE OOEEEO OEOOEE OEEOOE OEEEOO OEOEOE OEOEEO OEEOEO"
"""By the first digit: which of the six left digits are odd (O) and which even (E)."""
_WIDTHS: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
"""Of each symbol, how wide its bars and gaps are."""
_STOP: Final = "2331112"
START_B: Final = 104
START_C: Final = 105
_TO_C: Final = 99
_TO_B: Final = 100


def check_digit(digits: str) -> int:
    """The last digit of a GTIN whose other digits are given: weights 3 and 1 from the right (GS1)."""
    return -sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits))) % 10


def is_ean13(code: str) -> bool:
    """Whether a code is 13 digits (or the 12 of a UPC-A) with the right check digit."""
    plain = code.isascii() and code.isdigit() and len(code) in (12, 13)
    return plain and check_digit(code[:-1]) == int(code[-1])


def symbology(code: str) -> Symbology:
    """The barcode that holds a code: EAN-13 where it is one, Code 128 for ASCII that fits on a label, else QR."""
    if is_ean13(code):
        return Symbology.EAN_13
    fits = code.isascii() and code.isprintable() and 0 < len(code) <= 24
    return Symbology.CODE_128 if fits else Symbology.QR


def ean13(code: str) -> str:
    """95 modules, "1" a bar and "0" a gap; UserError where the digits are no EAN-13 or UPC-A."""
    if not is_ean13(code):
        raise UserError(N_("{text} is no EAN-13: its check digit is wrong."), code="ean13", text=code)
    digits = code.zfill(13)
    left = "".join(
        _even(digit) if parity == "E" else _nth(_LEFT_ODD, int(digit))
        for digit, parity in zip(digits[1:7], _nth(_PARITY, int(digits[0])), strict=True)
    )
    return "101" + left + "01010" + "".join(map(_right, digits[7:])) + "101"


def _nth(words: str, place: int) -> str:
    """A word of a row of words that are all equally long."""
    size = words.index(" ") + 1
    return words[place * size : (place + 1) * size - 1]


def _right(digit: str) -> str:
    return _nth(_LEFT_ODD, int(digit)).translate(str.maketrans("01", "10"))


def _even(digit: str) -> str:
    return _right(digit)[::-1]


def code128(text: str) -> str:
    """Modules of Code 128, pairs of digits packed in set C; UserError where a character is not printable ASCII."""
    if not text or not (text.isascii() and text.isprintable()):
        raise UserError(N_("{text} cannot be a Code 128 barcode; print it as QR."), code="code128", text=text)
    values = _values(text)
    total = values[0] + sum(place * value for place, value in enumerate(values[1:], 1))
    return "".join(map(_bars, [*(_nth(_WIDTHS, value) for value in (*values, total % 103)), _STOP]))


def _values(text: str) -> list[int]:
    """Start, and each symbol; digits go to set C where four or more stand together (or the text is two)."""
    place, in_c = 0, _run(text, 0) >= 4 or (len(text) == 2 and text.isdigit())
    values = [START_C if in_c else START_B]
    while place < len(text):
        digits = _run(text, place)
        if in_c and digits >= 2:
            values.append(int(text[place : place + 2]))
            place += 2
        elif in_c:
            values.append(_TO_B)
            in_c = False
        elif digits >= 4 and digits % 2 == 0:
            values.append(_TO_C)
            in_c = True
        else:
            values.append(ord(text[place]) - 32)
            place += 1
    return values


def _run(text: str, place: int) -> int:
    """How many digits stand together from a place on."""
    end = place
    while end < len(text) and text[end].isdigit():
        end += 1
    return end - place


def _bars(widths: str) -> str:
    return "".join(("1", "0")[place % 2] * int(width) for place, width in enumerate(widths))
