"""Small samples of a layout: its header as a source writes it, rows that say what they have."""

from collections.abc import Mapping, Sequence

from tests.exchange.counter import table

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.stage.staged import Staged


def sample(header: str | Sequence[str], *rows: Mapping[str, str], name: str = "export.csv") -> Memory:
    """A table of that header; cells that a row does not name are blank. A name the header lacks is an error."""
    names = header.split(",") if isinstance(header, str) else list(header)
    unknown = {key for row in rows for key in row} - set(names)
    assert not unknown, unknown
    return table(names, *([row.get(key, "") for key in names] for row in rows), name=name)


def personal(staged: Staged) -> set[str]:
    """The headers of the columns that are kept out of the raw layer."""
    return {staged.plan.headers[place] for place in staged.plan.personal}
