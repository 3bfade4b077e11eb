"""What a column of money is in the books."""

from __future__ import annotations

from typing import Any

MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}
