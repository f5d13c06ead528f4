"""The gift shop of a real year: empty, and with the year in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.stories.retail import REAL, RealYear, bring_in_the_year, gift_shop

from shopdesk.store.store import Store


@pytest.fixture
def gifts(tmp_path: Path) -> Iterator[Store]:
    made = gift_shop(tmp_path / "gifts.shopdesk")
    yield made
    made.close()


@pytest.fixture(scope="session")
def real_year(tmp_path_factory: pytest.TempPathFactory) -> RealYear:
    """Half a million rows take their time: brought in once."""
    if not REAL.exists():
        pytest.skip("Online_Retail.xlsx is not on this machine")
    return bring_in_the_year(tmp_path_factory.mktemp("year") / "gifts.shopdesk")


@pytest.fixture
def gifts_of_the_year(real_year: RealYear, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(shutil.copyfile(real_year.path, tmp_path / "year.shopdesk"))
    yield opened
    opened.close()
