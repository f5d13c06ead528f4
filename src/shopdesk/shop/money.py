"""Decimal's only door: round to a currency's smallest coin, convert, and allocate without losing any of it."""

from collections.abc import Sequence
from typing import Final

_CODES: Final = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP
CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR
ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW UZS VED VES VND VUV
WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES: Final = frozenset(_CODES.split())
"""Codes of ISO 4217 that orders may come in."""

_BY_DECIMALS: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
COINS: Final = {code: count for count, codes in _BY_DECIMALS.items() for code in codes.split()}
"""Decimals of currencies that differ from two (ISO 4217)."""

_SAID: Final = {
    "RMB": "CNY", "CNH": "CNY", "人民币": "CNY", "人民幣": "CNY", "NTD": "TWD", "新台币": "TWD", "新臺幣": "TWD",
    "美元": "USD", "欧元": "EUR", "歐元": "EUR", "英镑": "GBP", "英鎊": "GBP", "日元": "JPY", "日圓": "JPY",
    "港币": "HKD", "港幣": "HKD", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "US$": "USD", "NT$": "TWD",
    "HK$": "HKD",
}  # fmt: skip
"""Names that files give to currencies, where they write no code."""
MONEY_SCALE: Final = 10_000
"""Money is whole numbers of this part of the main unit."""
RATE_SCALE: Final = 10_000_000_000
"""Rates and shares are whole numbers of this part of one."""


def currency_code(text: str) -> str | None:
    """The ISO code that a text names ("usd", "RMB", "美元"); None where it names none.

    $, ¥ and 元 name none: they belong to several currencies.
    """
    code = text.strip().upper()
    code = _SAID.get(code, code)
    return code if code in CURRENCIES else None


def decimals(currency: str) -> int:
    """How many decimals the currency's smallest coin has."""
    return COINS.get(currency, 2)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split an integer amount in proportion to `weights`; the sum is exact (largest remainder, ties by order).

    All weights zero: everything goes to the first. ValueError where there is nothing to split over.
    """
    if not weights:
        raise ValueError("nothing to allocate over")
    whole = sum(weights)
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    sign = -1 if total < 0 else 1
    shares = [abs(total) * weight // whole for weight in weights]
    rest = abs(total) - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(abs(total) * weights[i] % whole), i))
    for i in by_remainder[:rest]:
        shares[i] += 1
    return [sign * share for share in shares]


def convert(amounts: Sequence[int], rate: int, currency: str) -> list[int]:
    """Amounts in 1/10,000 of one currency as whole coins of `currency`, in 1/10,000; `rate` is in 1/10**10.

    Their sum is the converted sum, halves to even, and each lies less than a coin from its own exact value: every one
    is rounded down, and the coins that are then missing go to the largest remainders, ties by order. Signs may mix; a
    zero stays zero; what comes to less than nothing is the mirror image.
    """
    if sum(amounts) < 0:
        return [-amount for amount in convert([-amount for amount in amounts], rate, currency)]
    coin = MONEY_SCALE // 10 ** decimals(currency)
    unit = RATE_SCALE * coin
    coins = [amount * rate // unit for amount in amounts]
    rest = nearest(sum(amounts) * rate, unit) - sum(coins)
    by_remainder = sorted(range(len(amounts)), key=lambda i: (-(amounts[i] * rate % unit), i))
    for i in by_remainder[:rest]:
        coins[i] += 1
    return [count * coin for count in coins]


def convert_price(price: int, rate: int) -> int:
    """The price of one piece in 1/10,000 at a rate in 1/10**10, to the last decimal kept, halves to even."""
    return nearest(price * rate, RATE_SCALE)


def nearest(value: int, unit: int) -> int:
    """How many units a value is, halves to even."""
    whole, rest = divmod(value, unit)
    return whole + (rest * 2 > unit or (rest * 2 == unit and whole % 2 == 1))
