"""CSV files, as spreadsheets and learning platforms read and write them."""

import csv
import io
import re

from grading.class_folder import write

FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s]|$)")


class BadTable(ValueError):
    """A CSV file that is not what is wanted."""


def read_table(path):
    """The rows of a CSV file as dictionaries, with commas or semicolons between the fields."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadTable(f"{path} is not there") from None
    except UnicodeDecodeError:
        raise BadTable(f"{path} is not in UTF-8; save it as 'CSV UTF-8'") from None
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    return list(csv.DictReader(io.StringIO(text), delimiter=mark))


def write_table(path, rows, columns=None):
    """Write dictionaries as a CSV file, whole or not at all."""
    columns = columns or list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO()
    table = csv.DictWriter(text, columns, restval="", extrasaction="ignore")
    table.writeheader()
    table.writerows({key: _tame(value) for key, value in row.items()} for row in rows)
    write(path, "\ufeff" + text.getvalue())


def _tame(value):
    """A text that a spreadsheet would take for a formula is marked as a text."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
