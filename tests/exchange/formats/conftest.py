"""Shops in a file for the layouts: of the engine they know nothing, and imports are tried on both elsewhere."""

import pytest
from tests.exchange.conftest import NOW, opened

from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store


@pytest.fixture
def shop(file_store: Store) -> Store:
    """An open shop without anything in it."""
    return opened(file_store)


@pytest.fixture
def dollar_shop(file_store: Store) -> Store:
    """An open shop in New York without anything in it, for the layouts of the west."""
    file_store._clock = lambda: NOW
    file_store.do(open_shop, "Tea & Ware", "USD", "America/New_York", Costing.MOVING_AVERAGE)
    return file_store
