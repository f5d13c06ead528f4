"""A shop that reckons in dollars, for the layouts of the west."""

import pytest
from tests.exchange.conftest import NOW

from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store


@pytest.fixture
def dollar_shop(file_store: Store) -> Store:
    """An open shop in New York without anything in it."""
    file_store._clock = lambda: NOW
    file_store.do(open_shop, "Tea & Ware", "USD", "America/New_York", Costing.MOVING_AVERAGE)
    return file_store
