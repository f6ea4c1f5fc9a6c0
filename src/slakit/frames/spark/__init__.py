"""Many machines: the questions of a calendar, and whole policies, on the DataFrames of Spark.

It needs pyspark from 4.1 on, which comes with the extra ``spark``; without it importing this
package raises `MissingExtraError`. The machines that do the work need slakit too.
"""

from slakit.errors import MissingExtraError

try:
    import pyarrow  # noqa: F401
    from pyspark.sql.functions import arrow_udf  # noqa: F401
except ModuleNotFoundError as missing:
    package = (missing.name or "pyspark").partition(".")[0]
    raise MissingExtraError.of("spark", "slakit.frames.spark", package) from None
except ImportError:
    # It is installed, and too old for functions of Arrow's columns.
    raise MissingExtraError.of("spark", "slakit.frames.spark", "pyspark 4.1 or later") from None

from slakit.frames.spark.columns import add, add_business_days, elapsed, is_open, next_open
from slakit.frames.spark.evaluating import SparkResult, evaluate

__all__ = [
    "SparkResult",
    "add",
    "add_business_days",
    "elapsed",
    "evaluate",
    "is_open",
    "next_open",
]
