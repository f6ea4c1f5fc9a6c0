"""Charts of reports: plain figures -> SVG, for pages from 320 to 1200 pixels wide.

canvas        what every chart has: a title, a legend, and what is drawn of no data
compliance    the share that was met, by period, with interval and objective
period_axis   the periods below it
curve         the share of clocks done by the share of the target used
end_names     the names at the ends of its lines
heat_map      breaches by weekday and hour
burn_down     what is left of an error budget, and when it will be gone
time_parts    where the time went
"""
