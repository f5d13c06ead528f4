"""What the packaged program runs: the same door as `shopdesk`, ready for the reader's child processes."""

import multiprocessing
import sys

from shopdesk.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
