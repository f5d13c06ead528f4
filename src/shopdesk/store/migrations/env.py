"""How Alembic compares the declared tables with what the revisions come to: in memory, for developers only."""

from typing import Any, Literal

from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy import BigInteger, Connection, Integer, LargeBinary, Text, TypeDecorator, create_engine
from sqlalchemy.types import TypeEngine

from shopdesk.store.migrate import upgrade
from shopdesk.store.tables import Base

WRITTEN = {Integer: "sa.Integer()", BigInteger: "WHOLE", Text: "sa.Text()", LargeBinary: "sa.LargeBinary()"}


def spell_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """What a column is in the store, so that a revision means the same when our own types have changed."""
    if kind != "type":
        return False
    plain: TypeEngine[Any] = item.impl_instance if isinstance(item, TypeDecorator) else item
    return WRITTEN[type(plain)]


def compare(connection: Connection) -> None:
    """Bring an empty store to the newest revision, and write down what the tables say beyond it."""
    script = context.script
    if script.get_current_head() is not None:
        upgrade(connection, script, 0)
        MigrationContext.configure(connection).stamp(script, "heads")
    context.configure(connection=connection, target_metadata=Base.metadata, render_item=spell_type)
    context.run_migrations()


with create_engine("sqlite://").connect() as memory:
    compare(memory)
