"""The way back from a breach: five steps with due times, a review, and what prevents the next.

steps      the five steps, and what each needs before it
causes     why promises are not kept: a taxonomy that a plan extends
templates  messages of the desk's own, with places to be filled in
plan       the document: targets, roles, causes, messages; as a policy set
records    what was written down about a step, and which records may follow which
review     six questions, their answers, and how realistic the target was
measures   what is done so that it does not happen again
facts      what a case holds, and what follows from it
case       a case: what can be done with it
standing   how each step stands
known      what was known of a case at an instant
whole      a file that is replaced as a whole, or not at all
messages   drafts for the team and for the customer
picture    the steps on a time line
pages      the post-mortem, and the report on many cases
recurring  causes that come back
"""

from slakit.recovery.case import BreachCase
from slakit.recovery.measures import PreventiveMeasure
from slakit.recovery.plan import RecoveryPlan, StepPlan
from slakit.recovery.records import StepRecord
from slakit.recovery.recurring import Recurrence, recurring
from slakit.recovery.review import Answer, Realism, Review
from slakit.recovery.standing import StepStanding

__all__ = [
    "Answer",
    "BreachCase",
    "PreventiveMeasure",
    "Realism",
    "RecoveryPlan",
    "Recurrence",
    "Review",
    "StepPlan",
    "StepRecord",
    "StepStanding",
    "recurring",
]
