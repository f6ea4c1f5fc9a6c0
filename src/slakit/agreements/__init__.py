"""What parties promise each other, what it costs to miss it, and what came of it.

parties, terms, review, commitments     the parts of the document
agreement                               the document, and the version that is in force
amendments, diff                        what changes from one version to another
money, tiers, claims, consequences      what it costs to miss a commitment
exclusions                              times for which nobody is held liable
lint                                    promises that cannot be kept, or say nothing
document                                the document for people
assessing                               how a period went, and what is owed for it
"""

from slakit.agreements.agreement import Agreement
from slakit.agreements.assessing.assess import assess
from slakit.agreements.assessing.assessment import AssessedCommitment, Assessment, Net, Total
from slakit.agreements.assessing.charge import Charge
from slakit.agreements.assessing.evidence import Evidence
from slakit.agreements.assessing.standing import AssessedClock, AssessedWindow
from slakit.agreements.claims import ClaimWindow
from slakit.agreements.commitments import ClockPromise, Commitment
from slakit.agreements.consequences import Consequence, EarnBack, Penalty, ServiceCredit
from slakit.agreements.exclusions import Exclusion
from slakit.agreements.money import Money, Rounding
from slakit.agreements.parties import Contact, Party, Signature
from slakit.agreements.review import Review
from slakit.agreements.terms import Amendment, Effective, Milestone, Service
from slakit.agreements.tiers import Tier, tier_of

__all__ = [
    "Agreement",
    "Amendment",
    "AssessedClock",
    "AssessedCommitment",
    "AssessedWindow",
    "Assessment",
    "Charge",
    "ClaimWindow",
    "ClockPromise",
    "Commitment",
    "Consequence",
    "Contact",
    "EarnBack",
    "Effective",
    "Evidence",
    "Exclusion",
    "Milestone",
    "Money",
    "Net",
    "Party",
    "Penalty",
    "Review",
    "Rounding",
    "Service",
    "ServiceCredit",
    "Signature",
    "Tier",
    "Total",
    "assess",
    "tier_of",
]
