"""What a finding of each rule means."""

from collections.abc import Mapping

from ballast_core.market.entities import Rule

MEANINGS: Mapping[Rule, str] = {
    Rule.NOT_A_NUMBER: "A price is missing or is no number, or the volume is beyond all counting.",
    Rule.NON_POSITIVE_PRICE: "A price is zero or less.",
    Rule.HIGH_BELOW_LOW: "The high is below the low.",
    Rule.OPEN_OUTSIDE_HIGH_LOW: "The open is above the high or below the low.",
    Rule.CLOSE_OUTSIDE_HIGH_LOW: "The close is above the high or below the low.",
    Rule.NEGATIVE_VOLUME: "The volume is below zero.",
    Rule.ZERO_VOLUME: "Nothing was traded on a session; an index needs no volume.",
    Rule.DUPLICATE_DATE: "A source sent several rows for one day; the first good one was kept.",
    Rule.BAR_ON_NON_SESSION: "The calendar of the instrument has no session on that day.",
    Rule.OUTLYING_RETURN: "The return is more than 8 robust standard deviations from the median of the "
    "last 250, and no event, split or dividend explains it.",
    Rule.UNADJUSTED_SPLIT_SUSPECT: "A close is within 5 % of 2, 3, 4, 5 or 10 times the one before, or "
    "of that part of it, and no split is known.",
    Rule.FLAT_CLOSES: "Five closes in a row are the same.",
    Rule.SOURCES_DISAGREE: "The closes of two sources differ by more than 0.5 %.",
    Rule.OLD_DATA: "A row repeats the one before under a new date, or an answer ends before the session "
    "that was asked for.",
}
"""A sentence each."""
