"""The words of tasks: what is to be done about what complaints and returns cost."""

from enum import StrEnum


class TaskKind(StrEnum):
    """What a task is about."""

    LISTING = "listing"
    """A listing says something else than what arrives."""
    CLAIM = "claim"
    """Money asked of a supplier."""
    RECALL = "recall"
    """A lot whose buyers are told."""
    OTHER = "other"


class TaskState(StrEnum):
    """Whether it is done."""

    OPEN = "open"
    DONE = "done"


USUAL_DAYS = {TaskKind.LISTING: 7, TaskKind.CLAIM: 14, TaskKind.RECALL: 1, TaskKind.OTHER: 7}
"""Days from today to the due day of a new task, until somebody says otherwise."""
