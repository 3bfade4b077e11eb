"""What every command says: JSON with ``--json``, else words; which company and day it is asked about."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from zaplecze.platform.companies import company_id_by_nip
from zaplecze.platform.refusal import Refusal


def show(options: argparse.Namespace, data: Any, text: str) -> None:
    """Print the answer of a command."""
    print(as_json(data) if options.json else text)


def as_json(data: Any) -> str:
    """A list one item a line, so that ten thousand of them stay readable and are written at full speed."""
    if isinstance(data, list) and data:
        return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in data) + "\n]"
    return json.dumps(data, ensure_ascii=False, indent=1)


def find_company(nip: str) -> int:
    """Id of the company with this NIP; refuses an unknown one."""
    found = company_id_by_nip(nip.replace("-", "").replace(" ", "").removeprefix("PL"))
    if found is None:
        raise Refusal(
            f"Nie ma firmy o NIP {nip}. Dodaj ją: zaplecze company add --nip {nip} --name …",
            code="platform.no-company",
        )
    return found


def asked_day(text: str) -> date:
    """A day as typed, 2026-09-30; refuses another."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(f"„{text}” nie jest dniem: wpisz np. 2026-09-30.", code="cli.day") from error
