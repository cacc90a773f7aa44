"""When something was handed in: dates that people write, in their language, and those of files.

All times are those of this machine's clock, without a zone.
"""

import re
import unicodedata
from datetime import datetime, time, timedelta

from babel import Locale
from babel.localedata import locale_identifiers

AT_ONCE, ONE_AFTER_ANOTHER = timedelta(minutes=2), timedelta(hours=1)
CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{2})(?!\d)")
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def parse_due(text):
    """A date, with a time and a zone or without; alone it is the whole day. Raises ValueError."""
    try:
        due = datetime.fromisoformat(text)
        if not re.search(r"\d[T ]\d", text.strip()):
            due = datetime.combine(due, time(23, 59, 59))
        return due.astimezone().replace(tzinfo=None) if due.tzinfo else due
    except (ValueError, OverflowError, OSError):
        raise ValueError(
            f"DUE must be like 2026-12-01 18:00 or 2026-12-01T18:00+01:00, but is {text!r}"
        ) from None


def of_the_download(stamps):
    """Whether the times of files, in the order of their archive, are those of its making.

    A platform writes file after file within the minutes of the download; a class hands in over
    hours, in another order than that of the names.
    """
    if len(stamps) < 2 or None in stamps:
        return False
    span = max(stamps) - min(stamps)
    return span <= AT_ONCE or (span <= ONE_AFTER_ANOTHER and stamps == sorted(stamps))


def read_dates(texts):
    """The times that Moodle writes in the language of its site; None if no language fits all.

    A language fits if the day of the week that a text names is that of the date.
    """
    for name in sorted(locale_identifiers(), key=lambda name: ("_" in name, name != "en", name)):
        if "_" in name:
            return None
        locale = Locale.parse(name)
        found = [_read(text, locale) for text in texts]
        if None not in found:
            return found
    return None


def _read(text, locale):
    """The time in a text such as "Mittwoch, 4. März 2026, 12:30", or None."""
    text = _folded(text)
    clock, year = list(CLOCK.finditer(text)), YEAR.search(text)
    if not clock or not year:
        return None
    hour, minute = int(clock[-1][1]), int(clock[-1][2])
    rest = text.replace(clock[-1][0], " ").replace(year[0], " ", 1)
    months, days = _names(locale.months), _names(locale.days)
    month = max((word for word in months if word in rest), key=len, default=None)
    if month is None:
        return None
    rest = rest.replace(month, " ", 1)
    halves = {key: {key, *_half(locale, key)} for key in ("am", "pm")}
    for key, words in halves.items():
        if any(_stands(word, text) for word in words):
            hour = hour % 12 + (12 if key == "pm" else 0)
            break
    for day in re.findall(r"\d+", rest):
        try:
            found = datetime(int(year[0]), months[month], int(day), hour, minute)
        except ValueError:
            continue
        if any(number == found.weekday() and word in text for word, number in days.items()):
            return found
    return None


def _names(calendar):
    """The numbers of months or days by their names, as they stand in dates and alone."""
    found = {}
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            found |= {_folded(word): number for number, word in calendar[use][width].items()}
    return found


def _half(locale, key):
    periods = locale.day_periods["format"]
    return {_folded(periods[width][key]) for width in periods if key in periods[width]}


def _stands(word, text):
    """Whether a word stands in a text by itself; scripts without spaces have longer ones within."""
    alone = re.search(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])", text)
    return bool(alone) or (len(word) > 1 and not word[0].isascii() and word in text)


def _folded(text):
    return unicodedata.normalize("NFC", text).casefold()
