"""Shops in a file for the layouts: of the engine they know nothing, and imports are tried on both elsewhere."""

import pytest
from tests.exchange.conftest import NOW, opened
from tests.store_fixtures import Make

from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store


def opened_in_new_york(store: Store) -> None:
    """Open a shop of dollars in an empty store; its clock stands at NOW."""
    store._clock = lambda: NOW
    store.do(open_shop, "Tea & Ware", "USD", "America/New_York", Costing.MOVING_AVERAGE)


@pytest.fixture
def shop(new_file_store: Make) -> Store:
    """An open shop without anything in it."""
    return new_file_store(opened)


@pytest.fixture
def dollar_shop(new_file_store: Make) -> Store:
    """An open shop in New York without anything in it, for the layouts of the west."""
    return new_file_store(opened_in_new_york)
