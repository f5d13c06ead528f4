"""The headless door: all that the window takes in and gives out, for scripts; `shopdesk` alone opens the window."""

import os
import sys
from collections.abc import Sequence

from shopdesk.cli.output import Output
from shopdesk.cli.parser import make_parser
from shopdesk.settings import load_settings
from shopdesk.text import UserError, use_language

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused with reasons, 2 wrong usage."""
    use_language(os.environ.get("SHOPDESK_LANGUAGE", "") or load_settings().language)
    options = make_parser().parse_args(arguments)
    output = Output(as_json=options.json)
    try:
        return int(options.run(options, output))
    except UserError as error:
        output.refuse(error)
        return 2 if error.code == "usage" else 1
    except KeyboardInterrupt:
        return 1
    except BrokenPipeError:
        # Whoever read our output has left; the interpreter must not complain about it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
