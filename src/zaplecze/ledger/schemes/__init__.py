"""Posting schemes: named, versioned patterns of entries whose amounts are formulas over a document's facts."""
