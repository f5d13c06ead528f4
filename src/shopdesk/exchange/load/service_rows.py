"""Writing staged reviews, ratings, contacts of care and answers to surveys."""

from collections.abc import Mapping

from shopdesk.exchange.stage.refunds import channel_of
from shopdesk.exchange.stage.service_rows import customers_told, told_row
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.service.care.contacts import add_contact
from shopdesk.shop.service.care.sheets import CARE_FILE
from shopdesk.shop.service.ratings.rolling import put_rating_day
from shopdesk.shop.service.ratings.sheets import RATING_FILE, REVIEW_FILE
from shopdesk.shop.service.ratings.surveys import SURVEY_FILE, keep_answer
from shopdesk.shop.service.ratings.told import add_review, number_of, with_stars
from shopdesk.store.tables import CareContact, Review
from shopdesk.store.tx import Tx

_WRITTEN = frozenset({Outcome.NEW, Outcome.CHANGED})


def load_reviews(tx: Tx, staged: Staged, channels: Mapping[str, int]) -> None:
    """Add new reviews; of known ones set what the file says otherwise."""
    for item in staged.items:
        if item.outcome not in _WRITTEN:
            continue
        one = told_row(REVIEW_FILE, item)
        told = with_stars(one)
        if item.outcome is Outcome.NEW:
            channel_id = channels[channel_of(staged, item)]
            add_review(tx, channel_id, number_of(one), {**told, "source_row": item.row})
        else:
            changed = {key: told[key] for key in item.changes}
            replied = {"replied_at": told["replied_at"]} if "reply" in changed else {}
            tx.update(Review, item.target, **changed, **replied)


def load_ratings(tx: Tx, staged: Staged, _channels: Mapping[str, int]) -> None:
    """Set what channels showed on the days of the file."""
    for item in staged.items:
        if item.outcome in _WRITTEN:
            told = told_row(RATING_FILE, item)
            put_rating_day(tx, {**told, "channel": channel_of(staged, item), "source_row": item.row})


def load_contacts(tx: Tx, staged: Staged, _channels: Mapping[str, int]) -> None:
    """Write new contacts down; of known ones set what they came to."""
    customers = customers_told(tx, staged)
    for item in staged.items:
        told = told_row(CARE_FILE, item)
        if item.outcome is Outcome.NEW:
            add_contact(tx, customers[item.row], {**told, "source_row": item.row})
        elif item.outcome is Outcome.CHANGED:
            tx.update(CareContact, item.target, **{key: told[key] for key in item.changes})


def load_surveys(tx: Tx, staged: Staged) -> None:
    """Keep new and changed answers with their cases."""
    for item in staged.items:
        if item.outcome in _WRITTEN:
            keep_answer(tx, item.target, told_row(SURVEY_FILE, item))
