"""What was promised: conditions, metrics, targets, policies and policy sets."""

from slakit.policies.conditions import Edge, Level
from slakit.policies.diff import Difference
from slakit.policies.metrics import Metric
from slakit.policies.policy import Policy
from slakit.policies.policy_set import Match, PolicySet
from slakit.policies.profiles import load_profile, profile_names
from slakit.policies.statuses import Statuses
from slakit.policies.targets import Target

__all__ = [
    "Difference",
    "Edge",
    "Level",
    "Match",
    "Metric",
    "Policy",
    "PolicySet",
    "Statuses",
    "Target",
    "load_profile",
    "profile_names",
]
