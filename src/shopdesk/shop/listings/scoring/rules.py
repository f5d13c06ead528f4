"""What a listing is scored by: weights of sections, what breaking rules costs, and what each marketplace expects.

What a marketplace expects is dated data: from when on, read where, and how far the source is to be trusted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shopdesk.text import N_

WHOLE: Final = 100
"""Points of a section, and of a listing, of which nothing is wrong."""
FEW_SOLD: Final = 30
"""Below so many sold pieces nothing is said of how many came back."""
EVERYWHERE: Final = ""


class Section(StrEnum):
    """A part of a listing that is scored on its own."""

    TITLE = "title"
    KEYWORDS = "keywords"
    DESCRIPTION = "description"
    PICTURES = "pictures"
    PRICE = "price"
    STOCK = "stock"
    REVIEWS = "reviews"
    RETURNS = "returns"

    __hash__ = str.__hash__
    """That of an enum is written in Python, and is asked for eight times a listing."""


SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Section.TITLE: N_("Title"),
        Section.KEYWORDS: N_("Keywords"),
        Section.DESCRIPTION: N_("Description"),
        Section.PICTURES: N_("Pictures"),
        Section.PRICE: N_("Price"),
        Section.STOCK: N_("Stock"),
        Section.REVIEWS: N_("Reviews"),
        Section.RETURNS: N_("Returns"),
    }
)
"""Section → its title (a msgid)."""
WEIGHTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        Section.TITLE: 25,
        Section.KEYWORDS: 15,
        Section.DESCRIPTION: 10,
        Section.PICTURES: 15,
        Section.PRICE: 10,
        Section.STOCK: 10,
        Section.REVIEWS: 10,
        Section.RETURNS: 5,
    }
)
"""Section → how much it weighs while the shop has not said otherwise."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked at. `cost` is what breaking it once takes of the 100 points of its section."""

    key: str
    section: Section
    cost: int
    title: str
    """What it asks for (a msgid)."""
    one: str
    """What a finding says (a msgid); of {n} things where `many` is given."""
    many: str = ""


def _rule(key: str, section: Section, cost: int, title: str, one: str, many: str = "") -> tuple[str, Rule]:
    return key, Rule(key, section, cost, title, one, many)


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    dict(
        (
            _rule("title_missing", Section.TITLE, 100, N_("There is a title"), N_("Write a title")),
            _rule(
                "title_long", Section.TITLE, 50, N_("The title fits its marketplace"),
                N_("Take {n} off the title: it has {size}, and {most} is the most"),
            ),
            _rule(
                "title_short", Section.TITLE, 30, N_("The title uses the room that it has"),
                N_("Add words to the title: {n} of {most} are free"),
            ),
            _rule(
                "title_law", Section.TITLE, 40, N_("The advertising law does not forbid the title"),
                N_("Remove “{phrase}” from the title"),
            ),
            _rule(
                "title_repeats", Section.TITLE, 15, N_("No word stands in the title too often"),
                N_("Remove “{word}” once from the title"), N_("Remove “{word}” {n} times from the title"),
            ),
            _rule(
                "title_characters", Section.TITLE, 30, N_("The title has no forbidden characters"),
                N_("Remove {characters} from the title"),
            ),
            _rule(
                "keyword_missing", Section.KEYWORDS, 20, N_("The best keywords stand in the title"),
                N_("Add “{word}” once to the title"),
            ),
            _rule(
                "terms_missing", Section.KEYWORDS, 25, N_("Search terms or tags are filled in"),
                N_("Fill in the search terms"),
            ),
            _rule(
                "tags_few", Section.KEYWORDS, 3, N_("All tags are used"),
                N_("Add {n} tag"), N_("Add {n} tags"),
            ),
            _rule(
                "description_missing", Section.DESCRIPTION, 100, N_("There is a description"),
                N_("Write a description"),
            ),
            _rule(
                "description_short", Section.DESCRIPTION, 40, N_("The description says enough"),
                N_("Add {n} character to the description"), N_("Add {n} characters to the description"),
            ),
            _rule(
                "description_law", Section.DESCRIPTION, 30, N_("The advertising law does not forbid the description"),
                N_("Remove “{phrase}” from the description"),
            ),
            _rule(
                "bullets_few", Section.DESCRIPTION, 10, N_("All bullet points are used"),
                N_("Add {n} bullet point"), N_("Add {n} bullet points"),
            ),
            _rule(
                "seo_missing", Section.DESCRIPTION, 20, N_("Title and description for search engines are filled in"),
                N_("Write the texts that search engines show"),
            ),
            _rule("pictures_none", Section.PICTURES, 100, N_("There is a picture"), N_("Add a main picture")),
            _rule(
                "pictures_few", Section.PICTURES, 15, N_("There are pictures enough"),
                N_("Add {n} picture"), N_("Add {n} pictures"),
            ),
            _rule(
                "pictures_many", Section.PICTURES, 5, N_("There are no more pictures than the marketplace shows"),
                N_("Remove {n} picture"), N_("Remove {n} pictures"),
            ),
            _rule(
                "alts_missing", Section.PICTURES, 4, N_("Pictures are described in words"),
                N_("Describe {n} picture in words"), N_("Describe {n} pictures in words"),
            ),
            _rule("price_missing", Section.PRICE, 100, N_("There is a price"), N_("Set a price")),
            _rule(
                "price_list", Section.PRICE, 40, N_("The crossed-out price is above the price"),
                N_("Take the crossed-out price {list_price} away or above {price}"),
            ),
            _rule(
                "price_cost", Section.PRICE, 60, N_("The price is above the cost"),
                N_("Raise the price above the cost: {price} is asked, {cost} is paid"),
            ),
            _rule(
                "stock_none", Section.STOCK, 100, N_("It can be sold"), N_("Restock: nothing of it can be sold"),
            ),
            _rule(
                "stock_some", Section.STOCK, 50, N_("Every SKU can be sold"),
                N_("Restock {n} of its {skus} SKUs"),
            ),
            _rule(
                "stock_days", Section.STOCK, 30, N_("The stock lasts two weeks"),
                N_("Restock: what is there lasts {n} day"), N_("Restock: what is there lasts {n} days"),
            ),
            _rule(
                "rating_low", Section.REVIEWS, 60, N_("Buyers rate it well"),
                N_("Get {n} rating of five to come from {rating} to {target}"),
                N_("Get {n} ratings of five to come from {rating} to {target}"),
            ),
            _rule(
                "reviews_few", Section.REVIEWS, 40, N_("There are reviews enough"),
                N_("Ask buyers for {n} more review"), N_("Ask buyers for {n} more reviews"),
            ),
            _rule(
                "returns_many", Section.RETURNS, 100, N_("Few pieces come back"),
                N_("Find out why {n} of {sold} sold pieces came back"),
            ),
        )
    )
)  # fmt: skip
"""Every rule by its key."""


@dataclass(frozen=True, slots=True)
class Norm:
    """How many of something a marketplace, or every one, expects; `mark` as in the rules' source: S, B, W or D."""

    marketplace: str
    what: str
    amount: int
    valid_from: date
    source: str
    mark: str


_READ: Final = date(2026, 11, 22)
NORMS: Final = (
    Norm(EVERYWHERE, "pictures_least", 5, _READ, "five pictures are what sellers are advised to have", "B"),
    Norm("pinduoduo", "pictures_most", 10, _READ, "the form for new listings", "S"),
    Norm("amazon", "pictures_least", 6, _READ, "style guides for sellers", "B"),
    Norm("amazon", "bullets", 5, _READ, "the form for new listings", "S"),
    Norm("amazon", "repeats", 2, _READ, "requirements for product titles", "S"),
    Norm("amazon", "terms", 1, _READ, "backend search terms, 250 bytes", "S"),
    Norm("etsy", "tags", 13, _READ, "the form for new listings", "S"),
    Norm("shopify", "seo", 1, _READ, "search engine listing", "S"),
    Norm("shopify", "alts", 1, _READ, "alt text of pictures", "S"),
    Norm("woocommerce", "alts", 1, _READ, "alt text of pictures", "S"),
    Norm(EVERYWHERE, "repeats", 1, _READ, "what stands there twice takes the room of another word", "D"),
    Norm(EVERYWHERE, "title_share", 75, _READ, "per cent of the room that is used at least", "D"),
    Norm(EVERYWHERE, "description", 120, _READ, "characters that say material, size and use", "D"),
    Norm(EVERYWHERE, "reviews", 10, _READ, "below ten, buyers do not trust a rating", "B"),
    Norm(EVERYWHERE, "rating", 45, _READ, "tenths: 4.5 of 5", "D"),
    Norm(EVERYWHERE, "returns", 10, _READ, "per cent of the sold pieces", "D"),
    Norm(EVERYWHERE, "days", 14, _READ, "days that the stock lasts", "D"),
)  # fmt: skip
"""What is expected; of two that are valid the later one, and that of the marketplace before that of every one."""


def norms_of(marketplace: str, on: date) -> dict[str, int]:
    """What a marketplace expects on a day; what began later than the day only where nothing else is known."""
    found: dict[str, int] = {}
    for norm in sorted(NORMS, key=lambda one: (bool(one.marketplace), one.valid_from <= on, one.valid_from)):
        if norm.marketplace in {EVERYWHERE, marketplace}:
            found[norm.what] = norm.amount
    return found


@dataclass(frozen=True, slots=True)
class Policy:
    """How the shop scores: weight by section, and the rules that are off."""

    weights: Mapping[str, int] = field(default_factory=lambda: WEIGHTS)
    off: frozenset[str] = frozenset()
