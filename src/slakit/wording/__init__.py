"""Words last: what slakit has worked out, said in a language.

One catalogue per language holds the sentences and the conventions of dates, numbers and lists;
`catalogue` gives it. This package knows lengths and instants, and nothing of tickets, calendars,
policies or verdicts: whoever explains those names the text and hands over the values.

    languages/  one TOML file per language: every text, and how it writes dates and numbers
    texts       nested tables of a file -> texts with parameters, by key
    numbers     1234.5, 79%, and which plural goes with a number
    dates       instants and dates
    lists       a, b and c
    lengths     timedelta -> 3 h 10 min
    catalogue   one language, with all of these
"""

from slakit.wording.catalogue import LOCALES, Catalogue, catalogue

__all__ = ["LOCALES", "Catalogue", "catalogue"]
