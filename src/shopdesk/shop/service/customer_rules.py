"""The words of what a shop knows of its customers: how somebody is reached, and what they allowed."""

from enum import StrEnum


class Means(StrEnum):
    """A way to reach a customer."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    CHAT = "chat"
    POST = "post"
