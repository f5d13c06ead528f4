"""Customers who may be one person: pairs by phone, e-mail, number and address, and by name and address that are alike.

Nobody is compared with everybody: only those are who share something that few have in common.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz

LIKE: Final = 0.85
"""From so much likeness of name and address on two customers may be one."""
MOST_TOGETHER: Final = 40
"""More who share a phone or an address are a forwarder or a dormitory, and no duplicates."""
_SHORTEST_HANDLE: Final = 4
_LAST: Final = 8
"""A phone is the same whatever its country code: its last digits decide."""
_SHORTEST_ADDRESS: Final = 6
_DIGITS: Final = re.compile(r"\d+")


class Why(StrEnum):
    """Why two customers may be one, the surest first."""

    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    ADDRESS = "address"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Known:
    """What tells of one customer who that is; of contacts and of orders."""

    customer_id: int
    channel_id: int
    handle: str
    """The number or name on the channel; "" where the shop gave it."""
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers who may be one; the lower id first."""

    first: int
    second: int
    why: Why
    likeness: float


def find_pairs(customers: Sequence[Known]) -> list[Pair]:
    """Every pair once, with its surest reason; the surest first, then the most alike."""
    by_id = {one.customer_id: one for one in customers}
    found = dict[tuple[int, int], Pair]()
    shared: tuple[tuple[Why, Iterator[tuple[str, Known]]], ...] = (
        (Why.PHONE, ((phone_key(text), one) for one in customers for text in one.phones)),
        (Why.EMAIL, ((text.strip().casefold(), one) for one in customers for text in one.emails)),
        (Why.HANDLE, ((_handle_key(one), one) for one in customers)),
        (Why.ADDRESS, ((f"{plain(name)}|{key}", one) for one, name, key in _lived(customers))),
    )
    for why, keyed in shared:
        for first, second in _together(keyed):
            if why is not Why.HANDLE or by_id[first].channel_id != by_id[second].channel_id:
                found.setdefault((first, second), Pair(first, second, why, 1.0))
    for first, second in _near(customers):
        if (first, second) not in found:
            likeness = alike(by_id[first], by_id[second])
            if likeness >= LIKE:
                found[first, second] = Pair(first, second, Why.ALIKE, likeness)
    ranks = {why: rank for rank, why in enumerate(Why)}
    return sorted(found.values(), key=lambda pair: (ranks[pair.why], -pair.likeness, pair.first, pair.second))


def phone_key(text: str) -> str:
    """The last digits of a phone; "" where it is masked or too short to tell anybody apart."""
    if "*" in text:
        return ""
    digits = "".join(_DIGITS.findall(unicodedata.normalize("NFKC", text)))
    return digits[-_LAST:] if len(digits) >= _LAST - 1 and len(set(digits)) > 2 else ""


def plain(text: str) -> str:
    """A name or an address without what people write in different ways: case, blanks, punctuation, full width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum() or letter == "*")


def alike(one: Known, other: Known) -> float:
    """How much name and address are alike, 0 to 1: both have to be; houses of other numbers are other houses."""
    names = _best(one.names, other.names)
    addresses = max(
        (
            fuzz.ratio(plain(mine), plain(theirs)) / 100
            for mine in one.addresses for theirs in other.addresses
            if _DIGITS.findall(mine) == _DIGITS.findall(theirs)
        ),
        default=0.0,
    )  # fmt: skip
    return min(names, addresses)


def _best(mine: Iterable[str], theirs: Sequence[str]) -> float:
    return max((_same_name(one, other) for one in mine for other in theirs), default=0.0)


def _same_name(one: str, other: str) -> float:
    """A masked name tells nothing; words of a name may stand in any order."""
    if "*" in one or "*" in other:
        return 0.0
    return fuzz.token_sort_ratio(one.casefold(), other.casefold()) / 100


def _handle_key(one: Known) -> str:
    handle = one.handle.strip().casefold()
    is_telling = len(handle) >= _SHORTEST_HANDLE and "*" not in handle and not handle.isdecimal()
    return handle if is_telling else ""


def _lived(customers: Iterable[Known]) -> Iterator[tuple[Known, str, str]]:
    """A customer with each name and each address that says enough: who shares both is hardly another person."""
    for one in customers:
        for address in one.addresses:
            key = plain(address)
            if len(key) >= _SHORTEST_ADDRESS and "*" not in key:
                for name in one.names:
                    yield one, name, key


def _together(keyed: Iterable[tuple[str, Known]]) -> Iterator[tuple[int, int]]:
    """Pairs that share a key; a key that too many share tells nothing."""
    groups = defaultdict[str, set[int]](set)
    for key, one in keyed:
        if key.strip("|"):
            groups[key].add(one.customer_id)
    for ids in groups.values():
        if 2 <= len(ids) <= MOST_TOGETHER:
            yield from combinations(sorted(ids), 2)


def _near(customers: Sequence[Known]) -> set[tuple[int, int]]:
    """Pairs worth comparing: addresses with the same numbers, and names of which a word begins alike.

    Where too many share that (house 1, all the Chens), those whose addresses begin alike too.
    """
    keyed = []
    for one in customers:
        starts = {part[:1].casefold() for name in one.names if "*" not in name for part in name.split()}
        for address in one.addresses:
            numbers, begin = "-".join(_DIGITS.findall(address)), _DIGITS.sub("", plain(address))[:4]
            for start in starts if numbers else ():
                keyed += [(f"{numbers}|{start}", one), (f"{numbers}|{start}|{begin}", one)]
    return set(_together(keyed))
