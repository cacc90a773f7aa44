"""Writes the atlas's pages, and what `al.in_frameworks` prints, from the stored answers."""

import json
import sys
from html import escape

from atlas import chapters, judge, pictures, store, truth
from atlas.asking.questions import ACTIVATIONS, LOSSES
from atlas.words import (
    DESCRIPTIONS,
    EFFECTS,
    GUESSES_INTRO,
    HERE_INTRO,
    SAME_INTRO,
    THREADS,
)

LINES = chapters.ROOT / "lib" / "actloss" / "data" / "in_frameworks.json"
FIRST = ("torch", "keras_torch", "keras_jax", "tensorflow", "jax", "sklearn", "onnxruntime")
MOST_NOTES = 4
DATES = {1: "January", 2: "February", 3: "March", 4: "April", 5: "May", 6: "June", 7: "July",
         8: "August", 9: "September", 10: "October", 11: "November", 12: "December"}  # fmt: skip


def order(data):
    """The libraries: those that most people use first."""
    names = data["libraries"]
    return [n for n in FIRST if n in names] + sorted(
        (n for n in names if n not in FIRST), key=lambda n: names[n]["title"].lower()
    )


def version(library):
    """The version of the package that the library's pins name first, but for tools."""
    for name, number in library["versions"].items():
        if name not in ("setuptools", "wheel", "numpy"):
            return number.split("+")[0]
    return next(iter(library["versions"].values()))


def named(data, name):
    library = data["libraries"][name]
    return f"{library['title']} {version(library)}"


def best_way(ways):
    """The line to write: the first that is exactly ours, else the nearest; None if none is ours."""
    same = [way for way in ways if way.same]
    return next(
        (way for way in same if way.equal), min(same, key=lambda way: way.ulp, default=None)
    )


def note(row):
    return f"{row.where}: {row.got}, here {row.ours}"


def notes_of(way, own):
    """What to mind: lines of that name that give another function, then where this one differs."""
    others = [f"{row.write} is another function: {note(row)}" for one in own if not one.same
              for row in one.mind]  # fmt: skip
    return (others + [note(row) for row in way.mind])[:MOST_NOTES]


def exactness(way):
    """How near the line comes to the truth at ordinary numbers."""
    if way.equal:
        return "within 2 ulp"
    if way.ulp < 1e4:
        return f"within {way.ulp:.0f} ulp ({way.worst})"
    return f"{way.worst}: {way.shown[0]} for {way.shown[1]}"


def lines(data, ways):
    """thing -> [(library, its title and version, way)] of each library that has the thing."""
    found = {}
    for thing in (*ACTIVATIONS, *LOSSES):
        for name in order(data):
            own = [way for way in ways if way.thing == thing and way.library == name]
            if own:
                found.setdefault(thing, []).append((name, named(data, name), best_way(own), own))
    return found


def code(text):
    return f"<code>{escape(text)}</code>"


def table(head, rows, label):
    top = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (f'<div class="atlas" role="region" tabindex="0" aria-label="{escape(label)}">\n'
            f'<table class="table">\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n'
            "</table>\n</div>")  # fmt: skip


def raw(html):
    return f"```{{raw}} html\n{html}\n```\n"


def when(data):
    """The days of measuring, and the processors."""
    days = sorted({library["date"] for library in data["libraries"].values()})
    machines = sorted({f"{library['model']} ({', '.join(library['instructions'])})"
                       for library in data["libraries"].values()})  # fmt: skip

    def said(day):
        year, month, number = day.split("-")
        return f"{int(number)} {DATES[int(month)]} {year}"

    span = said(days[0]) if len(days) == 1 else f"{said(days[0])} to {said(days[-1])}"
    return f"Measured {span}, on Linux, {'; '.join(machines)}."


def count(data):
    return sum(library["asked"] for library in data["libraries"].values())


def in_your_framework(data, found):
    rows_of = {}
    for thing, entries in found.items():
        rows = []
        for _, title, way, own in entries:
            if way is None:
                rows.append((escape(title), code(own[0].write), "another function", "", ""))
                continue
            notes = "; ".join(notes_of(way, own))
            rows.append((escape(title), code(way.write), way.gives, exactness(way), escape(notes)))
        rows_of[thing] = rows
    parts = [HERE_INTRO.format(libraries=len(data["libraries"]), answers=f"{count(data):,}",
                               when=when(data))]  # fmt: skip
    parts += ["## What to import\n", raw(table(
        ("library", "write first"),
        [(escape(named(data, n)), code(data["libraries"][n]["imports"]).replace("\n", "<br>"))
         for n in order(data)], "What to import"))]  # fmt: skip
    for heading, group in (("Activations", ACTIVATIONS), ("Losses and metrics", LOSSES)):
        parts.append(f"## {heading}\n")
        for thing in group:
            if thing in rows_of:
                head = ("library", "write", "gives", "exact", "mind")
                made = table(head, rows_of[thing], truth.title(thing))
                title = escape(truth.title(thing))
                about = f"{title} <small>{len(rows_of[thing])} libraries</small>"
                opened = f'<details class="atlas-thing" id="{thing}">\n<summary>{about}</summary>'
                parts.append(raw(f"{opened}\n{made}\n</details>"))
    return "\n".join(parts)


def thread(row):
    """A link to where people speak of it in public."""
    for library, kind, word, address in THREADS:
        if (row.library, row.kind) == (library, kind) and word in row.write:
            return f' <a href="{escape(address)}">thread</a>'
    return ""


def row_of_page(data, row):
    where = row.where + (f" ({row.dtype})" if row.dtype not in ("", "float32") else "")
    cells = map(escape, (named(data, row.library), truth.title(row.thing), where, row.ours))
    title, thing, where, ours = cells
    return title, thing, code(row.write), where, escape(row.got) + thread(row), ours


def same_name(data, ways, differences):
    parts = [SAME_INTRO.format(rows=f"{len(differences):,}", when=when(data))]
    place = {name: k for k, name in enumerate(order(data))}
    things = [*ACTIVATIONS, *LOSSES, "boosting"]
    drawn = {
        "default": (pictures.hard_sigmoids(data, place), pictures.hubers(data, place)),
        "kink": (pictures.slopes_at_kinks(data, ways),),
        "accuracy": (pictures.errors_over_z(data, ways),),
    }
    for kind, heading in judge.KINDS.items():
        rows = sorted((row for row in differences if row.kind == kind),
                      key=lambda row: (things.index(row.thing), place[row.library]))  # fmt: skip
        if not rows:
            continue
        parts += [f"## {heading}\n", EFFECTS[kind] + "\n"]
        parts += [raw(picture) for picture in drawn.get(kind, ())]
        cells = [row_of_page(data, row) for row in rows]
        parts.append(
            raw(table(("library", "name", "written", "at", "there", "here"), cells, heading))
        )
    return "\n".join(parts)


def shown(value):
    """What a guess said or got: numbers, or the text of an error."""
    if isinstance(value, str):
        return value
    return judge.several(float(v) for v in (value if isinstance(value, list) else [value]))


def where_guesses_fail(data):
    rows, missed = [], []
    for name in order(data):
        title, guesses = escape(named(data, name)), data["libraries"][name]["guesses"]
        misses = [guess for guess in guesses if not judge.is_hit(guess)]
        rows.append((title, str(len(guesses) - len(misses)), str(len(misses))))
        for guess in misses:
            given = ", ".join(f"{n} = {shown(values)}" for n, values in guess["inputs"].items())
            what = "slope: " if guess["which"] == "slope" else ""
            cells = map(escape, (given, shown(guess["expected"]), what + shown(guess["got"])))
            missed.append((title, escape(guess["says"]), code(guess["write"]), *cells))
    total = sum(len(library["guesses"]) for library in data["libraries"].values())
    head = ("library", "guess", "written", "for", "guessed", "came")
    return "\n".join([
        GUESSES_INTRO.format(total=total, missed=len(missed), when=when(data)),
        "## Library by library\n",
        raw(table(("library", "hits", "misses"), rows, "Hits and misses")),
        "## What was missed\n",
        raw(table(head, missed, "Guesses that missed")),
    ])  # fmt: skip


def for_notebooks(data, found):
    """What `al.in_frameworks` shows: {thing: [[library, imports, line, ...], ...]}."""
    made = {}
    for thing, entries in found.items():
        made[thing] = []
        for name, title, way, own in entries:
            if way is not None:
                notes = notes_of(way, own)
                imports = data["libraries"][name]["imports"]
                line = [title, imports, way.write, way.gives, exactness(way), notes]
                made[thing].append(line)
    return made


SCRIPT = '```{raw} html\n<script defer src="../_static/atlas.js"></script>\n```\n'


def pages(data=None):
    """path -> text of all that is made from the data."""
    data = data or store.read()
    ways, differences = judge.everything(data)
    found = lines(data, ways)
    made = {
        chapters.BOOK / "in_your_framework.md": in_your_framework(data, found),
        chapters.BOOK / "same_name.md": same_name(data, ways, differences),
        chapters.BOOK / "where_guesses_fail.md": where_guesses_fail(data),
    }
    made = {
        path: f"---\ndescription: >-\n  {DESCRIPTIONS[path.stem]}\n---\n\n{text}\n{SCRIPT}"
        for path, text in made.items()
    }
    rows = ",\n".join(
        f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}"
        for k, v in for_notebooks(data, found).items()
    )
    return made | {LINES: "{\n" + rows + "\n}\n"} | chapters.pages(found)


def main():
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(chapters.ROOT)}: {len(text):,} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
