"""What never stands in a log: the secret part of a one-time link."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"/odnosnik/[^\s/\"']+")


class MaskLinks(logging.Filter):
    """Blots the token out of every line, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line in place; lets every line through."""
        text = record.getMessage()
        if "/odnosnik/" in text:
            record.msg, record.args = _SECRET.sub("/odnosnik/…", text), None
        return True
