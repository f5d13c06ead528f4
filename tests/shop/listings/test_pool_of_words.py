"""The pool of search words: a word of every channel is there once, and what it brought counts once."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.titles.pool import KEYWORD_ROWS
from shopdesk.shop.opening import change_facts, open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import Keyword, KeywordDay
from shopdesk.store.tx import Tx


@action("test.words", "Words")
def put(tx: Tx, word: str) -> None:
    tx.insert(Keyword, word=word, channel_id=None)


def test_a_word_of_every_channel_comes_once(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(put, "gaiwan")
    with pytest.raises(IntegrityError):
        store.do(put, "gaiwan")


@action("test.reports", "Reports")
def report(tx: Tx, *told: tuple[str, str, int, int, int, str]) -> None:
    """(word, campaign, first day, last day, clicks, report); days are so many before today."""
    channel_id = find_channel(tx, "Taobao")
    for word, campaign, first, last, clicks, name in told:
        days = {"first_on": tx.today - timedelta(first), "last_on": tx.today - timedelta(last)}
        tx.insert(
            KeywordDay,
            channel_id=channel_id,
            word=word,
            target="",
            campaign=campaign,
            source=name,
            clicks=clicks,
            **days,
        )


def brought(store: Store) -> dict[str, int | None]:
    place = [column.key for column in KEYWORD_ROWS.sheet.columns].index("clicks")
    with store.read() as tx:
        return {row[0]: row[place] for _id, row in fetch_first(tx, KEYWORD_ROWS, Query())}


def test_days_that_two_reports_tell_count_once(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    for word in ("gaiwan", "teapot", "Tea Tray", "cup"):
        store.do(put, word)
    store.do(
        report,
        ("gaiwan", "", 28, 8, 100, "console"),  # each week the last three weeks
        ("gaiwan", "", 21, 1, 120, "console"),
        ("gaiwan", "A", 5, 5, 7, "ads"),  # what was paid for comes besides
        ("gaiwan", "B", 5, 5, 3, "ads"),
        ("teapot", "", 90, 1, 900, "console"),  # most of it is before these days, and others tell them
        ("teapot", "", 2, 2, 4, "console"), ("teapot", "", 1, 1, 5, "console"), ("teapot", "", 1, 1, 6, "sheet"),
        ("tea tray", "", 90, 1, 800, "console"),  # nothing else tells these days
        ("cup", "", 60, 31, 50, "console"),
    )  # fmt: skip
    assert brought(store) == {"gaiwan": 130, "teapot": 9, "Tea Tray": 800, "cup": None}
    for zone in ("Pacific/Niue", "Pacific/Kiritimati"):  # never are they of one day, nor both of this computer's
        store.do(change_facts, {"time_zone": zone})
        with store.read() as tx:
            day = tx.today.isoformat()
        store.do(report, ("cup", "", 30, 30, 1, day), ("cup", "", 31, 31, 1, day))
        assert brought(store)["cup"] == 1
