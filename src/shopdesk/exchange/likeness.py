"""How much a header says a field: by the words of many languages, whatever their dress, with a slip or without."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process

from shopdesk.exchange.formats.format import words
from shopdesk.exchange.headers import clean_header, spaced
from shopdesk.exchange.headings import OPEN, PERSONAL, headers_of, words_of
from shopdesk.exchange.kinds import FILES
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.spoken import spellings

EXACT: Final = 150.0
"""From here on a header is a word of the field: a declared one (200), one of another language, its title."""
REORDERED, TRIMMED, PLACED = 140.0, 120.0, 110.0
"""Its words in another order; without words that every header of an order may carry; an address's without whose."""
ALIKE: Final = 86.0
"""Least likeness of a word with a slip in it, of 100."""
MONEY: Final = frozenset({Kind.MONEY, Kind.PRICE})
"""For money a near miss is another figure: 买家应付 is not 买家实付. It takes a word of the field, or nothing."""

_LETTERS = str.maketrans("łøđħıŧœæ", "lodhitoa")
_MARKS = re.compile("[\u0300-\u036f]")
_NUMBER_SIGNS = re.compile(r"^\s*(?:#|№)|(?:#|№)\s*$")
_SAME = dict.fromkeys(("n°", "nº", "nr", "nro", "num", "numero", "number", "nbr", "№"), "no") | {
    "amt": "amount",
    "qty": "quantity",
    "mail": "email",
}
_FILLERS = frozenset(words("de,du,des,da,do,di,del,della,of,the,la,le,el,van,der,den"))
_MONEYS = frozenset(
    words(
        """usd,eur,gbp,cny,rmb,hkd,twd,ntd,nt,jpy,krw,inr,rs,sgd,aud,nzd,cad,chf,sek,nok,dkk,pln,zł,zl,czk,kč,huf,ron,brl,
        mxn,clp,cop,ars,pen,myr,rm,thb,php,idr,rp,vnd,rub,try,tl,ils,uah,aed,sar,egp,zar,ngn,$,€,£,¥,￥,₩,₹,₫,₺,₽,r$,us$,
        nt$,hk$,元,円,圆,원,руб,р,đ,₪,฿"""
    )
)
_NEUTRAL = frozenset(words("order,item,line,lineitem,product,sale,transaction,invoice,purchase,amount,value,in"))
_WHOSE = frozenset(words("shipping,ship,to,delivery,billing,bill,recipient,customer,buyer,consignee,line,1,code"))
_TAXED = frozenset({"inc", "incl", "including", "ex", "excl", "excluding"})
_TAXES = _TAXED | {"tax", "vat", "gst", "taxe"}
_PLACES: Final = frozenset({"recipient", "phone", "address", "region", "city", "country"})
_EVERYBODYS = words(
    """quantity,qty,数量,數量,count,date,日期,price,unit price,cost,单价,單價,received,supplier,vendor,供应商,供應商,
    单号,單號,total,amount,金额,金額"""
)
"""Declared words that several kinds of sheet use."""
_RATE = re.compile(r"\d+(?:[.,]\d+)?\s*[%％]")


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """A header as words: one case and width, no accents, no plural, no currency, no filler; № and nr are "no"."""
    said = _NUMBER_SIGNS.sub(" no ", unicodedata.normalize("NFKC", text))
    parts = [_word(part) for part in _RATE.sub(" ", spaced(said)).split()]
    kept = [part for part in parts if part not in _MONEYS and part not in _FILLERS]
    return tuple(kept or parts)


@lru_cache(maxsize=65536)
def _word(text: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.translate(_LETTERS)))
    plain = unicodedata.normalize("NFC", plain).strip("'’`´\"“”״׳")
    if len(plain) > 3 and plain.isascii() and plain.endswith("s") and plain[-2] not in "sui":
        plain = plain[:-1]
    return _SAME.get(plain, plain)


@dataclass(frozen=True, slots=True)
class _Book:
    """The words of the fields of a kind of sheet, by how they may be met."""

    exact: Mapping[str, Mapping[str, float]]
    """Header without blanks → field → likeness."""
    sets: Mapping[tuple[str, ...], Mapping[str, float]]
    by_length: Mapping[int, tuple[Sequence[str], Sequence[tuple[tuple[str, ...], str]]]]
    """Length without blanks → the names of that length, and their (words, field)."""


@cache
def _book(kind: str) -> _Book:
    exact: dict[str, dict[str, float]] = {}
    sets: dict[tuple[str, ...], dict[str, float]] = {}
    lengths: dict[int, dict[tuple[tuple[str, ...], str], None]] = {}
    for field in FILES[kind].columns:
        for name, likeness in _names(kind, field):
            parts = tokens(name)
            for form in (clean_header(name), "".join(parts)):
                exact.setdefault(form, {}).setdefault(field.key, likeness)
            sets.setdefault(tuple(sorted(parts)), {}).setdefault(field.key, REORDERED)
            lengths.setdefault(sum(map(len, parts)), {})[parts, field.key] = None
    by_length = {length: (["".join(parts) for parts, _key in found], list(found)) for length, found in lengths.items()}
    return _Book(exact, sets, by_length)


def _names(kind: str, field: Column) -> Iterator[tuple[str, float]]:
    """Every name of a field with how much it says: declared words first, then those of other languages, its title."""
    for place, name in enumerate(field.words):
        yield name, 200.0 - place / 10
    for place, name in enumerate(words_of(kind, field.key)):
        yield name, 190.0 - place / 100
    for name in (*spellings(field.title), field.key):
        yield name, EXACT


@lru_cache(maxsize=16384)
def likenesses(header: str, kind: str) -> Mapping[str, float]:
    """Field → how much the header says it, where it says it at all."""
    book, parts = _book(kind), tokens(header)
    found = dict(book.exact.get(clean_header(header), {}))
    _add(found, book.exact.get("".join(parts), {}))
    _add(found, book.sets.get(tuple(sorted(parts)), {}))
    _add(found, _trimmed(book, parts))
    if not found or max(found.values()) < PLACED - 1:
        _add(found, _slipped(book, parts, kind))
    return MappingProxyType(found)


def _add(found: dict[str, float], more: Mapping[str, float]) -> None:
    for key, likeness in more.items():
        found[key] = max(likeness, found.get(key, 0.0))


def _trimmed(book: _Book, parts: tuple[str, ...]) -> dict[str, float]:
    """What the header says without words that say nothing: the status of an order is a status."""
    found = dict[str, float]()
    off = _TAXES if _TAXED & set(parts) else frozenset[str]()
    for nothing in (off, off | _NEUTRAL):
        core = tuple(word for word in parts if word not in nothing)
        if core and core != parts and not found:
            said = book.exact.get("".join(core), {})
            found |= {key: TRIMMED for key, likeness in said.items() if likeness > EXACT}
    place = tuple(word for word in parts if word not in _WHOSE)
    if place and place != parts:
        said = book.exact.get("".join(place), {})
        less = 1.0 if {"billing", "bill"} & set(parts) else 0.0
        _add(found, {key: PLACED - less for key in said if key in _PLACES})
    return found


def _slipped(book: _Book, parts: tuple[str, ...], kind: str) -> dict[str, float]:
    found = dict[str, float]()
    joined, sheet = "".join(parts), FILES[kind]
    for length in (len(joined) - 1, len(joined), len(joined) + 1):
        forms, named = book.by_length.get(length, ((), ()))
        near = process.extract(joined, forms, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None, processor=None)
        for _form, _score, place in near:
            words_of_field, key = named[place]
            likeness = alike(parts, words_of_field)
            if likeness >= ALIKE and likeness > found.get(key, 0.0) and sheet.column(key).kind not in MONEY:
                found[key] = likeness
    return found


def alike(said: tuple[str, ...], named: tuple[str, ...]) -> float:
    """0 to 100, word by word in any order: a customer note is not a customer no. however alike the whole."""
    if len(said) == len(named) > 1:
        scores = [[float(fuzz.ratio(one, other)) for other in named] for one in said]
        return float(min(*map(max, scores), *map(max, zip(*scores, strict=True))))
    return float(fuzz.ratio("".join(said), "".join(named))) if 1 in {len(said), len(named)} else 0.0


def says(header: str, names: Iterable[str]) -> bool:
    """Whether a header is one of these names, but for its dress."""
    parts, clean = tokens(header), clean_header(header)
    return any(clean == clean_header(name) or parts == tokens(name) for name in names)


@cache
def known_headers() -> frozenset[str]:
    """Everything that heads some field of some kind of sheet, as `tokens` without blanks."""
    return frozenset(form for kind in FILES for form in _book(kind).exact)


def is_known(header: str) -> bool:
    """Whether some field of some kind of sheet is called so."""
    return clean_header(header) in known_headers() or "".join(tokens(header)) in known_headers()


@lru_cache(maxsize=4096)
def is_open(header: str) -> bool:
    """Whether sheets of several kinds call a column so."""
    return "".join(tokens(header)) in _open_forms()


@cache
def _open_forms() -> frozenset[str]:
    return frozenset("".join(tokens(name)) for name in (*_EVERYBODYS, *headers_of(*OPEN)))


@lru_cache(maxsize=4096)
def names_a_person(header: str) -> bool:
    """Whether a column called so holds a name, a way to reach somebody, or what they wrote, in any language."""
    return "".join(tokens(header)) in _personal_forms()


@cache
def _personal_forms() -> frozenset[str]:
    """The words for people that stand for nothing else: a name may be a product's."""
    others = {
        "".join(tokens(name))
        for kind in FILES
        for field in FILES[kind].columns
        if not field.personal
        for name, _likeness in _names(kind, field)
    }
    return frozenset("".join(tokens(name)) for name in headers_of(*PERSONAL)) - others
