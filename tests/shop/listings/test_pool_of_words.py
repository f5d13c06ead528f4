"""The pool of search words: a word of every channel is there once."""

import pytest
from sqlalchemy.exc import IntegrityError

from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Keyword
from shopdesk.store.tx import Tx


@action("test.words", "Words")
def put(tx: Tx, word: str) -> None:
    tx.insert(Keyword, word=word, channel_id=None)


def test_a_word_of_every_channel_comes_once(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(put, "gaiwan")
    with pytest.raises(IntegrityError):
        store.do(put, "gaiwan")
