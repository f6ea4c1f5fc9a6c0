"""Registers ``sla`` with pandas: `Series.sla` and `DataFrame.sla`.

Importing this module is what does it. `slakit.frames` has the questions themselves, which take
the columns of pandas as well.

>>> import pandas as pd
>>> import slakit.frames.pandas
>>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
>>> tickets = pd.DataFrame({"opened": ["2024-05-03T11:00", None], "closed": "2024-05-06T10:30"})
>>> tickets = tickets.apply(pd.to_datetime)
>>> tickets.sla.elapsed(office, "opened", "closed", tz="Europe/Madrid").dt.total_seconds().tolist()
[27000.0, nan]
>>> tickets["opened"].sla.add(office, "2h", tz="Europe/Madrid")[0].isoformat()
'2024-05-03T14:00:00+02:00'
"""

from __future__ import annotations

from slakit.errors import MissingExtraError

try:
    import pandas as pd
except ImportError:
    raise MissingExtraError.of("pandas", "slakit.frames.pandas", "pandas") from None

from slakit.frames.asking import ColumnQuestions, TableQuestions

__all__ = ["ColumnQuestions", "TableQuestions"]

pd.api.extensions.register_series_accessor("sla")(ColumnQuestions)
pd.api.extensions.register_dataframe_accessor("sla")(TableQuestions)
