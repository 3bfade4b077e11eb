"""What can stand in the way of a database. Messages are Polish and name the next step."""

from __future__ import annotations

from zaplecze.platform.refusal import Refusal


class DatabaseProblem(Refusal):
    """The database can't be started, reached or prepared; ``code`` tells why."""

    code = "database.problem"
