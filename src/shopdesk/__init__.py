"""ShopDesk: the desktop operations console that a small online shop is run from."""

__version__ = "0.1.0"
