"""The words of listings: what state one is in, what a search word is, where a visitor came from."""

from enum import StrEnum


class ListingState(StrEnum):
    """Where a listing stands on its channel; WITHDRAWN is what remains of one whose import was taken back."""

    ACTIVE = "active"
    DRAFT = "draft"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class WordClass(StrEnum):
    """What a word of a title is there for."""

    PRODUCT = "product"
    ATTRIBUTE = "attribute"
    AUDIENCE = "audience"
    """Whom it is for, or on what occasion."""
    GUARANTEE = "guarantee"
    PROMOTION = "promotion"


class Source(StrEnum):
    """Where visitors came from; ALL is every source together, as most reports tell it."""

    ALL = ""
    SEARCH = "search"
    RETURNING = "returning"
    MEMBERS = "members"
    CAMPAIGNS = "campaigns"
    PAID = "paid"
    OTHER = "other"


class CandidateState(StrEnum):
    """How far the shop has come with a product that it thinks of selling."""

    IDEA = "idea"
    TRIAL = "trial"
    TAKEN = "taken"
    DROPPED = "dropped"
