"""A finding of the checks."""

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How grave a finding is."""

    WARN = 1  # worth a look
    MARK = 2  # a person must look first
    STOP = 3  # the file can't be sent


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: a stable code, a Polish message that names the place and the next step."""

    code: str
    severity: Severity
    message_pl: str


def stop(code: str, message: str) -> Finding:
    """A finding that stops the file."""
    return Finding(code, Severity.STOP, message)
