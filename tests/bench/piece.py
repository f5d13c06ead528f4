"""The process in which one piece of a bench runs: `python -m tests.bench.piece module:function argument …`."""

import json
import sys
from importlib import import_module


def main() -> None:
    """Call the function and print what it measured as JSON."""
    module, _colon, name = sys.argv[1].partition(":")
    print(json.dumps(getattr(import_module(module), name)(*sys.argv[2:])))


if __name__ == "__main__":
    main()
