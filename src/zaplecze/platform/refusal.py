"""A refusal: the program says no, with a code for machines and a next step for people."""

from __future__ import annotations


class Refusal(Exception):
    """What was asked can't be done as asked; nothing was changed.

    ``code`` is stable and dotted; the message is Polish and says what to do next.
    """

    code = "refusal"

    def __init__(self, message: str, *, code: str | None = None):
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class NotAllowed(Refusal):
    """The person's roles in this company don't reach that far."""

    code = "platform.not-allowed"
