"""A revision after the newest, for tests of migration: the program itself has none to try it with."""

from shopdesk.store.engine import SCHEMA

NEXT = f"{SCHEMA + 1:04}"
REVISION = '''"""A step that only this test knows."""

import sqlalchemy as sa
from alembic import op

revision = "{next}"
down_revision = "{last}"


def upgrade() -> None:
{steps}
'''
REBUILD = """
    strict = {"sqlite_strict": True, "sqlite_autoincrement": True}
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("channel", recreate=rebuild, table_kwargs=strict) as channel:
        channel.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="teal"))
    with op.batch_alter_table("stock_move", recreate=rebuild, table_kwargs=strict) as move:
        move.add_column(sa.Column("shelf", sa.Text()))
    op.execute("UPDATE stock_move SET shelf = 'A' WHERE move_id = 1")
    op.create_table("shelf", sa.Column("name", sa.Text(), primary_key=True))
"""
