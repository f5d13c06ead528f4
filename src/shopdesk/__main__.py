"""python -m shopdesk: the same as the command `shopdesk`."""

import sys

from shopdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
