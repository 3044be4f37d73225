"""`python -m dlcore.pretrain NAME`: makes a shipped model again; see `recipes`."""

import logging

from dlcore.pretrain.recipes import main

logging.basicConfig(level=logging.INFO, format="%(message)s")
main()
