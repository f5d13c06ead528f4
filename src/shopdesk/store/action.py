"""An action is a function that a person can do: it names the permission it needs and whether it can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from shopdesk.store.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Declared:
    """What an action says about itself: its permission ("stock.move"), its title (a msgid), whether undo works."""

    permission: str
    title: str
    undoable: bool
    names: Callable[..., str] | None = None
    """Gets the action's arguments and names what it brings in; told at the next opening if a crash cuts it off."""


_declared: dict[Callable[..., object], Declared] = {}


def action(
    permission: str, title: str, *, undoable: bool = False, names: Callable[..., str] | None = None
) -> Callable[[Callable[Concatenate[Tx, P], T]], Callable[Concatenate[Tx, P], T]]:
    """Declare the function below as an action; `Store.do` takes nothing else.

    Edits are undoable by their before-images; facts (moves, entries, imports) are answered by counter-documents.
    """

    def declare(function: Callable[Concatenate[Tx, P], T]) -> Callable[Concatenate[Tx, P], T]:
        _declared[function] = Declared(permission, title, undoable, names)
        return function

    return declare


_followers: dict[str, Callable[[Tx, tuple[int, ...]], None]] = {}


def follows(table: str) -> Callable[[Callable[[Tx, tuple[int, ...]], None]], Callable[[Tx, tuple[int, ...]], None]]:
    """Declare what must follow, inside the same transaction, when single rows of `table` were edited, undone or redone.

    So derived figures keep up with an edit and with its undo alike; bulk work sees to its own.
    """

    def declare(function: Callable[[Tx, tuple[int, ...]], None]) -> Callable[[Tx, tuple[int, ...]], None]:
        _followers[table] = function
        return function

    return declare


def follow_up(tx: Tx) -> None:
    """Let what is derived keep up with the rows that this transaction edited."""
    for table, ids in list(tx.touched.items()):
        if ids and table in _followers:
            _followers[table](tx, tuple(sorted(ids)))


def declared(function: Callable[..., object]) -> Declared:
    """What `function` declared; KeyError (a bug) where it is no action."""
    return _declared[function]


def actions() -> dict[Callable[..., object], Declared]:
    """All actions declared so far, for the table of permissions and its test."""
    return dict(_declared)
