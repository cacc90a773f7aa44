"""CSV files, as spreadsheets and learning platforms read and write them."""

import csv
import io
import re
from collections import Counter
from datetime import date

from grading.class_folder import write

FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s]|$)")
KEPT = "-kept-"  # in the name of a copy, before its date


class BadTable(ValueError):
    """A CSV file that is not what is wanted."""


def read_table(path):
    """The rows of a CSV file as dictionaries; commas, semicolons or tabs are between the fields."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadTable(f"{path} is not there") from None
    except UnicodeDecodeError:
        raise BadTable(f"{path} is not in UTF-8; save it as 'CSV UTF-8'") from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    twice = [name for name, count in Counter(rows.fieldnames or []).items() if count > 1 and name]
    if twice:
        raise BadTable(f"{path} has more than one column {', '.join(map(repr, twice))}")
    return list(rows)


def write_table(path, rows, columns=None):
    """Write dictionaries as a CSV file, whole or not at all."""
    columns = columns or list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO()
    table = csv.DictWriter(text, columns, restval="", extrasaction="ignore")
    table.writeheader()
    table.writerows({key: _tame(value) for key, value in row.items()} for row in rows)
    write(path, "\ufeff" + text.getvalue())


def keep_copy(path):
    """Keep a table beside itself, under a name with today's date; return that copy's path."""
    content, number = path.read_bytes(), 1
    while True:
        again = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{path.stem}{KEPT}{date.today()}{again}{path.suffix}")
        if not copy.exists():
            write(copy, content)
        if copy.read_bytes() == content:
            return copy
        number += 1


def copies(path):
    """The kept copies of a table, the newest first."""
    return sorted(
        path.parent.glob(f"{path.stem}{KEPT}*{path.suffix}"),
        key=lambda copy: copy.stat().st_mtime_ns,
        reverse=True,
    )


def _tame(value):
    """A text that a spreadsheet would take for a formula is marked as a text."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
