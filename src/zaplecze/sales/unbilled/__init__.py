"""Sales that no invoice tells: reports of a cash register (RO) and internal documents (WEW)."""
