"""A row of a chart of accounts given as data."""

from __future__ import annotations

from dataclasses import dataclass

from zaplecze.ledger.models import AccountKind


@dataclass(frozen=True, slots=True)
class ChartRow:
    """An account of a starting chart: S_12_1, S_12_2 and S_12_3 tags of JPK_KR_PD(1)."""

    number: str
    name: str
    tag: str
    tag_2: str = ""
    settles: bool = False
    pd: str = ""

    @property
    def kind(self) -> AccountKind:
        """By the group: 4, 5 and 7 end in the result, 09 is off balance, the rest in the balance sheet."""
        if self.number.startswith("09"):
            return AccountKind.OFF
        if self.number == "490" or self.number[0] in "457" or self.number.startswith("87"):
            return AccountKind.RESULT
        return AccountKind.BALANCE
