"""The demo shop: a tea and kitchenware shop on three channels, fourteen months of life, grown from a seed.

Nobody in it is real. Its orders go in through the same door as a person's files, so every row has its file to open.
"""

from shopdesk.exchange.demo.build import build_demo

__all__ = ["build_demo"]
