"""What circulation refuses, each with its next step."""

from __future__ import annotations

from zaplecze.platform.refusal import Refusal


class FourEyes(Refusal):
    """The author of a description can't approve it; two approvals need two people."""

    code = "workflow.four-eyes"


class NotWaiting(Refusal):
    """The task was taken by somebody else meanwhile."""

    code = "workflow.not-waiting"


class Booked(NotWaiting):
    """The paper stands in the books: its entry has to be taken back before its way ends or begins again."""

    code = "workflow.booked"


class ReasonMissing(Refusal):
    """A rejection, a return or a withdrawal needs a reason."""

    code = "workflow.reason"


class CannotGoOn(Refusal):
    """The procedure asks for a fact that the case does not know; the message names the step."""

    code = "workflow.unknown-fact"


class CenterMissing(Refusal):
    """The manager of a cost center is asked, and nobody has said which."""

    code = "workflow.center-missing"


class OverLimit(Refusal):
    """The amount is over the person's limit of authority."""

    code = "workflow.over-limit"


class ConsultationOpen(Refusal):
    """The step waits for the answer of somebody who was asked."""

    code = "workflow.consultation-open"


class BadProcedure(Refusal):
    """The procedure has faults that stop it from going live."""

    code = "workflow.procedure"


class BadLink(Refusal):
    """A one-time link that was used, is over, or is of another task; the message says which."""

    code = "workflow.link"
