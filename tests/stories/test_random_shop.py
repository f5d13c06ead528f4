"""T1 of the reliability plan: random business, in any order, on both engines.

The suite plays a few short lives, always the same ones. `SHOPDESK_LIVES=2000 pytest tests/stories/test_random_shop.py`
plays that many long ones on each engine, other ones each time; what fails is made as short as can be and printed as the
steps that lead to it. A long life takes some three seconds in a file.
"""

import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.postgres_shelf import Shelf
from tests.stories.random_books import RandomBooks

from shopdesk.store.store import Store

LIVES = int(os.environ.get("SHOPDESK_LIVES", "0"))


def size(lives: int, steps: int) -> settings:
    """So many lives of so many steps; the asked number of long ones where a number was asked for."""
    return settings(
        max_examples=LIVES or lives,
        stateful_step_count=40 if LIVES else steps,
        derandomize=not LIVES,
        print_blob=bool(LIVES),
        phases=[Phase.generate, Phase.shrink] if LIVES else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def shop_in(make: Callable[[], Store], let_go: Callable[[Store], None]) -> type[RandomBooks]:
    """The random shop, its stores made and thrown away like this."""

    class Here(RandomBooks):
        def __init__(self) -> None:
            super().__init__(make, let_go)

    return Here


def test_random_business_in_a_file(template_store: Path, tmp_path: Path) -> None:
    numbers = count()

    def make() -> Store:
        return Store.open(shutil.copyfile(template_store, tmp_path / f"{next(numbers)}.shopdesk"))

    def let_go(store: Store) -> None:
        store.close()
        Path(store.where).unlink()

    run_state_machine_as_test(shop_in(make, let_go), settings=size(6, 25))


@pytest.mark.postgres
def test_random_business_in_a_database(postgres_server: Callable[[str], str], postgres_shelf: Shelf) -> None:
    names: dict[str, str] = {}

    def make() -> Store:
        name = postgres_shelf.take()
        store = Store.open(postgres_server(name))
        names[store.where] = name
        return store

    def let_go(store: Store) -> None:
        store.close()
        postgres_shelf.give_back(names.pop(store.where))

    run_state_machine_as_test(shop_in(make, let_go), settings=size(2, 15))
