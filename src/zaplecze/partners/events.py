"""What the register of partners announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerChanged(Event):
    """A person added a partner or changed its kind."""

    code: ClassVar[str] = "partners.partner.changed"
    partner_id: int
    kind: str
