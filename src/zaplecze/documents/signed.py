"""What a paper that came in a signature says of it: who signed, and that nobody checked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zaplecze.formats import fa3

SIGNED = "documents.signed"
UNCHECKED = (
    "Program podpisu nie sprawdził: zrób to w programie do podpisu, gdy od podpisu coś zależy."
)


def signers_told(signers: Sequence[str]) -> str:
    """Who signed, in a sentence.

    >>> signers_told(["Żaneta Zmyślona"])
    'Podpis: Żaneta Zmyślona (tak mówi certyfikat).'
    """
    if not signers:
        return "Podpis nie mówi, czyj jest."
    return f"Podpis: {'; '.join(signers)} (tak {'mówi certyfikat' if len(signers) == 1 else 'mówią certyfikaty'})."


def signed_finding(signers: Sequence[str]) -> fa3.Finding:
    """What is kept with the paper."""
    return fa3.Finding(SIGNED, fa3.Severity.WARN, f"{signers_told(signers)} {UNCHECKED}")


def of_signature(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Those of a paper's findings that tell of its signature: they stay whatever a person types."""
    return [dict(f) for f in findings if f.get("code") == SIGNED]
