"""Tones, apart from the columns that have them: the window wears them before it knows of any column."""

from enum import StrEnum


class Tone(StrEnum):
    """How a state looks; the theme knows the colour."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    INFO = "info"
