"""The words of service, and in what order a case goes from one state to the next."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

CASE: Final = "case"
"""Kind of document with which files of a case are kept."""


class CaseKind(StrEnum):
    """What a case is about."""

    ENQUIRY = "enquiry"
    COMPLAINT = "complaint"
    RETURN = "return"
    QUALITY = "quality"
    DELIVERY = "delivery"
    REVIEW = "review"


class Priority(StrEnum):
    """How much haste there is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class CaseState(StrEnum):
    """Where a case stands; while it waits for the buyer or a courier, the clock of its solution rests."""

    OPEN = "open"
    WAITING_BUYER = "waiting_buyer"
    WAITING_COURIER = "waiting_courier"
    SOLVED = "solved"
    MERGED = "merged"


ENDED: Final = frozenset({CaseState.SOLVED, CaseState.MERGED})
WAITING: Final = frozenset({CaseState.WAITING_BUYER, CaseState.WAITING_COURIER})
NEXT: Final[Mapping[CaseState, frozenset[CaseState]]] = MappingProxyType(
    {
        CaseState.OPEN: frozenset({*WAITING, *ENDED}),
        CaseState.WAITING_BUYER: frozenset({CaseState.OPEN, CaseState.WAITING_COURIER, *ENDED}),
        CaseState.WAITING_COURIER: frozenset({CaseState.OPEN, CaseState.WAITING_BUYER, *ENDED}),
        CaseState.SOLVED: frozenset({CaseState.OPEN, CaseState.MERGED}),
        CaseState.MERGED: frozenset(),
    }
)
"""To which states a case may go from each."""


class EventKind(StrEnum):
    """What happened in a case."""

    ASKED = "asked"
    """The buyer wrote or called."""
    ANSWERED = "answered"
    """The shop did."""
    NOTE = "note"
    """Said among the people of the shop."""
    STATE = "state"


SPOKEN: Final = frozenset({EventKind.ASKED, EventKind.ANSWERED})
"""What buyer and shop said to each other."""
