"""PDFium is not safe to use from two threads of a process: whoever calls it holds this lock."""

from __future__ import annotations

import threading

LOCK = threading.RLock()
