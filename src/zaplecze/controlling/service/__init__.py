"""Service agreements: what was promised to a client, on whose clock."""
