"""What a layout declares about itself: how it is known, which column is which field, and its quirks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind


@dataclass(frozen=True, slots=True)
class StateRule:
    """An order state, or the kind of a statement's line, that stands in several columns.

    `state` is given the texts of those of `fields` that the file has (one width, one case, "" for a blank) and returns
    an OrderState (a LineKind), or "" where they say nothing. A status that is not among `Format.states` never reaches
    it; of a statement's line every word does, and `Format.states` answers where it says nothing.
    """

    fields: tuple[str, ...]
    state: Callable[[Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Wording:
    """What the rows of a statement say in words: what they are, which order they are of, which way their money went.

    Patterns of kinds are searched in a row's words as `celltext.word` leaves them (one width, lower case), with " +" or
    " -" behind them as the wallet gained or paid; the first that is found counts.
    """

    kinds: tuple[tuple[str, str], ...]
    """Pattern → LineKind; "" where such rows move no money. What none of them knows, a person has to explain."""
    said_in: tuple[str, ...] = ("told",)
    """The fields that are asked one after the other what the row is."""
    orders: tuple[tuple[str, str], ...] = ()
    """Header → pattern of an order's number in its cells, its first group if it has one: the first that is found."""
    outward: str = ""
    """A pattern of rows whose amount left the wallet, whatever its sign; searched without the sign behind."""
    turned: bool = False
    """Every amount says above zero what left the wallet."""
    mirrored: bool = False
    """The fee goes against the amount, whatever its sign: a sale's is taken, a refund's given back."""
    amounts: tuple[str, str] = ("", "")
    """Header and pattern of an amount within a text, for rows that state none of their own."""
    none: str = ""
    """What the further part of a movement's number says where there is none."""
    carried: tuple[str, ...] = ()
    """Fields that hold for all rows below the one that says them."""
    whole: bool = False
    """The amount of a sale or a refund is what its columns that are lines of their own come to."""
    rest: str = LineKind.OTHER
    """What it is where they come to less, or more."""
    alike: tuple[str, ...] = ()
    """Headers that have to say the same for that: amounts of another currency come to nothing that could be held."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Rows that hold several (an item with its variants in one cell).

    `rows` is given the texts of those of `headers` that the file has ("" for a blank) and returns for each row that
    they stand for what it says otherwise, as field → text; nothing where the row is what it looks like.
    """

    headers: tuple[str, ...]
    rows: Callable[[Mapping[str, str]], Sequence[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Shows:
    """What a file of products says of the listings that they have on its channel.

    `fields`: field of `LISTING_FILE` → its headers. Beside those: `sale_price` (what is paid in the place of the
    product's price, which is then the crossed-out one), `picture_at` (the place of a row's picture), `alt` (its words),
    and `parent`: the number, "id:" with the number, or what a row of a variant calls the listing that it belongs to.
    `listing_no` is a number that the channel gave, `called` what names a listing where it gave none: a SKU, a title.
    The first header that says something counts; "0" is no number.
    """

    fields: Mapping[str, tuple[str, ...]]
    pictures: Callable[[str], Sequence[str]] = lambda text: (text,)
    """The addresses in a cell of pictures."""
    lines: frozenset[str] = frozenset()
    """Fields whose headers are lines of one text, all of which count."""
    facts: tuple[str, ...] = ()
    """Headers that are facts of the product by their own name, beside attributes, options and metafields."""


@dataclass(frozen=True, slots=True)
class Format:
    """One layout of one source. Headers are written as the source writes them; they are compared by `clean_header`."""

    code: str
    title: str
    """A msgid."""
    kind: str
    """"orders", "products", "receipts", "counts", "refunds" … (see `exchange.kinds`): the sheet whose columns are the fields."""
    source: str
    """Where the layout was seen, for people to read: a msgid."""
    grade: Literal["A", "B"]
    """A: header and quirks seen in real files. B: names certain, order or list incomplete."""
    signature: tuple[tuple[str, ...], ...]
    """Of each group one header must be there. Few and telling: people cut columns before they share a file."""
    fields: Mapping[str, tuple[str, ...]]
    """Field key → the headers it has gone by; the first one present is read."""
    channel: str = ""
    grain: Grain = Grain.LINE
    states: Mapping[str, str] = field(default_factory=dict)
    """Every status word of the source → our state; "" where the word says nothing.

    Of a statement: the words for a line → its LineKind; other words make it one that a person has to explain.
    """
    rule: StateRule | None = None
    known: tuple[str, ...] = ()
    """Further headers of all generations: neither read nor new; one that ends in … stands for all that begin so."""
    personal: tuple[str, ...] = ()
    """Headers of personal data beyond those that give themselves away by their words."""
    footers: tuple[str, ...] = ()
    skip_rows: int = 0
    """Rows that may stand between the header and the first data (descriptions, units); a row that is data is kept."""
    day_first: bool | None = None
    decimal_comma: bool | None = None
    zone: str = ""
    partial: bool = False
    """The rows add to orders of another list; order-level money is not taken from them."""
    summed: tuple[str, ...] = ()
    """Order-level fields of which each line carries its own share."""
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field → headers of further columns that belong to it: texts are joined, amounts added."""
    less: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field → headers of columns whose amounts are taken off it, whatever their sign."""
    split: Mapping[str, str] = field(default_factory=dict)
    """Header of a statement's column → the LineKind of the line that each of its amounts is, signed as they stand.

    "" where `wording` says what the row is.
    """
    taken: Mapping[str, str] = field(default_factory=dict)
    """The same for columns that say above zero what was taken."""
    kept: bool = False
    """`refund_amount` stands as what is left of the order's total; 0 or blank: nothing was given back."""
    apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Header → its words by which a row is no data of this kind (a group of products is no SKU)."""
    before_discount: bool = False
    """The line's amount does not have the line's discount taken off yet."""
    dated: str = ""
    """A pattern of order numbers that tell their day (groups year, month, day): for rows without any time."""
    needs: tuple[str, ...] = ()
    """Fields of which a row must have one to be data at all, or (orders) a line of its order."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Field → the stored value that every row has, though no column says it."""
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field → headers whose texts stand behind its own, a blank between them, before it is read: a day, its time."""
    unfolded: Unfolded | None = None
    shows: Shows | None = None
    wording: Wording | None = None
    twice: bool = False
    """Its files carry some names twice; the first is meant."""
    searched: bool = False
    """Of advertising: its targets are words that buyers searched for, and what these brought is kept too."""
    whole: bool = False
    """Most headers of the file must be known: for our own templates, whose words are everybody's words."""


def words(text: str) -> tuple[str, ...]:
    """The headers of a line as a file has it, separated by commas."""
    return tuple(part for part in (piece.strip() for piece in text.replace("\n", ",").split(",")) if part)


def spelled(**fields: str) -> Mapping[str, tuple[str, ...]]:
    """Fields with their spellings separated by `|`."""
    return MappingProxyType({key: tuple(spelling.split("|")) for key, spelling in fields.items()})
