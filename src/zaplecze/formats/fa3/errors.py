"""Refusals of the FA(3) reader and writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zaplecze.formats.fa3.findings import Finding


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the file: stable code, Polish message, place."""

    code: str
    message_pl: str
    line: int | None = None
    element: str | None = None


class Fa3Error(Exception):
    """The file cannot be read as FA(3); `errors` holds up to 20 problems, the first one is ours."""

    def __init__(
        self,
        code: str,
        message_pl: str,
        line: int | None = None,
        element: str | None = None,
        errors: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(message_pl)
        self.code = code
        self.message_pl = message_pl
        self.line = line
        self.element = element
        self.errors = errors or (Problem(code, message_pl, line, element),)

    @classmethod
    def of(cls, problems: tuple[Problem, ...]) -> Fa3Error:
        """The error made of a non-empty list of problems."""
        first = problems[0]
        return cls(first.code, first.message_pl, first.line, first.element, problems)

    def __reduce__(self) -> tuple[type[Fa3Error], tuple[object, ...]]:
        return (type(self), (self.code, self.message_pl, self.line, self.element, self.errors))


class Fa3Refused(Exception):
    """The invoice must not leave: `findings` say why and what to do."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(f"{f.code}: {f.message_pl}" for f in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[type[Fa3Refused], tuple[object, ...]]:
        return (type(self), (self.findings,))
