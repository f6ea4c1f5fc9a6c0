"""Engines that are kept from call to call: what one table has taught is known to the next.

A service that evaluates a few hundred tickets every minute, or a cluster that does so part by
part, would else learn the same shapes again and again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from slakit.frames.evaluating.engine import Engine
from slakit.policies.policy_set import PolicySet

__all__ = ["borrowed"]

# So many policy sets have an engine that waits, one each; a second thread makes its own. Sets are
# known by what they are, because equal ones may tell their clocks in another order. An engine has
# its set, so that no other one can come to have its id.
KEPT = 4
_IDLE: OrderedDict[int, Engine] = OrderedDict()
_LOCK = threading.Lock()


@contextmanager
def borrowed(policies: PolicySet) -> Iterator[Engine]:
    """Lend an engine that nobody else uses; one that an error stopped is not used again."""
    with _LOCK:
        engine = _IDLE.pop(id(policies), None)
    if engine is None:
        engine = Engine(policies)
    yield engine
    if engine.crowded or engine.worn:
        return
    with _LOCK:
        _IDLE[id(policies)] = engine
        while len(_IDLE) > KEPT:
            _IDLE.popitem(last=False)
