"""All made statements."""

from collections.abc import Mapping
from typing import Final

from tests.exchange.formats.made import Made
from tests.exchange.formats.statements_east import EAST
from tests.exchange.formats.statements_west import WEST

MADE: Final[Mapping[str, Made]] = {**EAST, **WEST}
"""What it is → the file."""
