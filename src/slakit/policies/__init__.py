"""What was promised: conditions, targets, policies and policy sets."""

from slakit.policies.policy import Policy, PolicySet
from slakit.policies.statuses import Statuses
from slakit.policies.targets import Target

__all__ = ["Policy", "PolicySet", "Statuses", "Target"]
