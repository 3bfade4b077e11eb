"""What the company's own settings make of a proposal: scheme by rule, default splits, circle of costs, in this order.

Read once (`house_settings`), used for one entry or for thousands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zaplecze.ledger.circle.queries import circle
from zaplecze.ledger.circle.rules import Circle, complete
from zaplecze.ledger.rules import NewEntry
from zaplecze.ledger.schemes.formula import Facts
from zaplecze.ledger.schemes.queries import Picker, picker, with_scheme
from zaplecze.ledger.splits.queries import Defaults, defaults, with_default_splits


@dataclass(frozen=True, slots=True)
class HouseSettings:
    """How the company wants its entries proposed."""

    picker: Picker
    splits: Defaults
    circle: Circle | None

    def finish(
        self, entry: NewEntry, *, tax_id: str, purchase: bool, facts: Callable[[], Facts]
    ) -> NewEntry:
        """The proposal as the company's settings make it; lines say why.

        Raises `SchemeFault` where the scheme of a rule can't be reckoned on this document.
        """
        if not entry.lines:
            return entry
        picked = self.picker.pick(kind=entry.voucher_kind, tax_id=tax_id, purchase=purchase)
        if picked is not None:
            scheme, because = picked
            entry = with_scheme(entry, scheme, facts(), because=because)
        return complete(with_default_splits(entry, self.splits), self.circle)


def house_settings() -> HouseSettings:
    """The open company's settings."""
    return HouseSettings(picker(), defaults(), circle())
