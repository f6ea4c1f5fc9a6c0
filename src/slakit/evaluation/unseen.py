"""Conditions on fields that no ticket of a run has: slips of the pen, mostly."""

from __future__ import annotations

from collections.abc import Iterable

from slakit.documents.suggest import did_you_mean
from slakit.errors import PolicyWarning, warn_caller
from slakit.policies.compile import pause_rule, policy_levels
from slakit.policies.facts import CATEGORY
from slakit.policies.policy import Policy
from slakit.policies.policy_set import PolicySet
from slakit.tickets import Change, Ticket

__all__ = ["UnseenFields"]


class UnseenFields:
    """The fields that conditions ask for and that no ticket has shown so far.

    One ticket may well lack a field; that all of a run do is told by `warn`, once for each
    field. `names` has what is left to look for.
    """

    __slots__ = ("_policies", "_seen", "names")

    def __init__(self, policies: PolicySet) -> None:
        self._policies = policies
        self._seen: set[str] = set()
        self.names: set[str] = set()
        for policy in policies.policies:
            self.names |= condition_fields(policies, policy)

    def look(self, ticket: Ticket) -> None:
        """Strike out the fields that a ticket has, or comes to have."""
        self._seen.update(ticket.fields)
        for event in ticket.events:
            if type(event) is Change:
                self._seen.update(event.fields)
        self.names -= self._seen

    def strike_out(self, names: Iterable[str]) -> None:
        """Strike out fields that tickets have."""
        self._seen.update(names)
        self.names -= self._seen

    def warn(self) -> None:
        """Warn of every field that is left, with the policies that ask for it."""
        for name in sorted(self.names):
            asking = dict.fromkeys(
                policy.name
                for policy in self._policies.policies
                if name in condition_fields(self._policies, policy)
            )
            remedy = did_you_mean(name, sorted(self._seen)) or "look for the name that is meant"
            warn_caller(
                f"no ticket has the field {name!r}, for which {' and '.join(asking)}"
                f" ask{'s' if len(asking) == 1 else ''}; {remedy}.",
                PolicyWarning,
            )


def condition_fields(policies: PolicySet, policy: Policy) -> set[str]:
    """Return the fields in the conditions of a policy and of its metrics.

    What a ticket carries, such as ``field(promised)``, is no condition: a ticket without it is
    promised nothing, or refused.
    """
    found: set[str] = set()
    for level in (*policy_levels(policy), pause_rule(policies, policy).level):
        found |= level.fields if level is not None else set()
    for name, target in policy.targets.items():
        found |= policies.metric(name).fields
        found |= {target.by} if target.by is not None else set()
    if policy.calendar.otherwise is not None and policy.calendar.field is not None:
        found.add(policy.calendar.field)
    return found - {CATEGORY}
