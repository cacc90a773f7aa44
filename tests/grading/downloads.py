"""A class's work as Moodle, Canvas and GitHub Classroom give it, with all that is odd at once.

The first twelve students are odd, each in a way of their own; the others handed in one good
notebook, hours apart.
"""

import zipfile
from datetime import datetime, timedelta

import nbformat
from dulwich import porcelain
from submitted import NAME, notebook, solved

from grading.assignment import grade_id
from grading.class_folder import ClassFolder

DOWNLOADED = datetime(2026, 3, 9, 8)
DUE = datetime(2026, 3, 4, 18)
NAMES = ["मीना", "मेना", "Zoë de Vries", "O'Neil, Pat", "李", "Ada Lovelace"]
JUNK = {
    "README.txt": b"How to unpack",
    "Thumbs.db": b"\0",
    ".DS_Store": b"\0",
    "__MACOSX/._work.ipynb": b"\0",
}


class Works:
    """Notebooks of a class: `good(1)` is one that nobody else has."""

    def __init__(self, folder: ClassFolder):
        self.variant = folder.variant()
        self.given = nbformat.read(folder.released(NAME), as_version=4)

    def good(self, number, **written):
        answer = f"The gradient stays near one for long. I am number {number}."
        return notebook(solved(variant=self.variant, **{"explain": answer, **written})).encode()

    @property
    def template(self):
        return nbformat.writes(self.given).encode()

    def without_metadata(self, number):
        """The cell of the answer is a new one, as after copying it to another notebook."""
        cells = nbformat.reads(self.good(number).decode(), as_version=4).cells
        for cell in cells:
            if grade_id(cell) == "explain":
                cell.metadata = nbformat.from_dict({})
        return notebook(cells).encode()

    def of_another_course(self):
        return notebook([nbformat.v4.new_code_cell("print(1)")]).encode()


def names(count):
    """The names of a class; two differ in a vowel that is a mark."""
    return [NAMES[i] if i < len(NAMES) else f"Student {chr(65 + i % 26)}{i}" for i in range(count)]


def odd(works, number):
    """The files of a student: the first few are odd, each in a way of its own."""
    kinds = {
        3: {"work.ipynb": works.good(3), "template.ipynb": works.template},
        4: {"work.ipynb": b""},
        5: {"plan.pdf": b"%PDF-1.7"},
        6: {"work.ipynb": works.without_metadata(6)},
        7: {"other.ipynb": works.of_another_course()},
        8: {"draft.ipynb": works.good(8, rise="rise = 0.0"), "final.ipynb": works.good(8)},
        9: {"README.txt": b"My work is in the other zip"},
        10: {"work.ipynb": works.template},
        11: {"work.ipynb": works.good(11), "photo.png": b"\x89PNG"},
    }
    return kinds.get(number, {"work.ipynb": works.good(number)})


def pack(path, entries):
    """A zip of triples: a name, its bytes and its time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, time in entries:
            archive.writestr(zipfile.ZipInfo(name, time.timetuple()[:6]), content)
    return path


def moodle(path, works, count, missing=2):
    """All submissions in one zip within a folder, as macOS packs it again, and the worksheet."""
    entries = [(f"Abgaben/{name}", content, DOWNLOADED) for name, content in JUNK.items()]
    rows = []
    for number, name in enumerate(names(count), start=1):
        when = DUE + timedelta(hours=5 * number - 40)
        identifier = f"Teilnehmer/in{1000 + number}"
        handed_in = number <= count - missing
        text = f"{DAYS[when.weekday()]}, {when.day}. März 2026, {when:%H:%M}" if handed_in else "-"
        grade = "" if handed_in else "20,00"
        row = (
            identifier,
            name,
            f"s{number}@uni.example",
            "?",
            grade,
            "100,00",
            "Ja",
            text,
            "-",
            "",
        )
        rows.append(row)
        if handed_in:
            folder = f"Abgaben/{name}_{1000 + number}_assignsubmission_file"
            time = DOWNLOADED + timedelta(seconds=2 * number)
            entries += [(f"{folder}/{f}", c, time) for f, c in odd(works, number).items()]
    text = f"Abgaben/{names(count)[1]}_1002_assignsubmission_onlinetext/onlinetext.html"
    entries.append((text, b"<p>see file</p>", DOWNLOADED))
    entries.append(("Abgaben/notes of the tutor.docx", b"x", DOWNLOADED))
    sheet = path.with_name("Bewertungen.csv")
    lines = [GERMAN, *rows]
    sheet.write_text("\n".join(",".join(f'"{c}"' for c in line) for line in lines), "utf-8-sig")
    return pack(path, entries), sheet


GERMAN = ("ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung",
          "Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)",
          "Zuletzt geändert (Bewertung)", "Feedback als Kommentar")  # fmt: skip
DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def canvas(path, works, count, anonymous=False, missing=2):
    """The zip and the gradebook; the two who handed in nothing have a grade and an excuse."""
    entries, lines = (
        [],
        [("Student", "ID", "SIS Login ID", "Section", "Homework 4 (991)", "Old (7)")],
    )
    lines.append(("    Points Possible", "", "", "", "20", "10"))
    for number, name in enumerate(names(count), start=1):
        handed_in = number <= count - missing
        grade = "" if handed_in else ("EX", "18")[number % 2]
        lines.append((name, str(1000 + number), f"s{number}", "A", grade, "9"))
        late = "LATE_" if number % 10 == 2 else ""
        word = "".join(c for c in name.lower() if c.isalnum())
        start = f"{late}anon_h{number:03}k" if anonymous else f"{word}_{late}{1000 + number}"
        if handed_in:
            entries += [
                (f"{start}_{70000 + 10 * number + at}_{file}", content, DOWNLOADED)
                for at, (file, content) in enumerate(odd(works, number).items())
            ]
    entries.append((f"{start}_text.html", b"<p>I was ill</p>", DOWNLOADED))
    entries += [(name, content, DOWNLOADED) for name, content in JUNK.items()]
    book = path.with_name("gradebook.csv")
    book.write_text("\n".join(",".join(f'"{c}"' for c in line) for line in lines), "utf-8")
    return pack(path, entries), book


def classroom(path, works, count):
    """The folder of clones, one of them broken, and the roster, on which one has no user."""
    lines = ["identifier,github_username,github_id,name"]
    for number, name in enumerate(names(count), start=1):
        clone = path / f"homework-4-user-{number}"
        clone.mkdir(parents=True)
        for file, content in {**odd(works, number), "README.md": b"# Homework"}.items():
            (clone / file).write_bytes(content)
        when = DUE + timedelta(hours=5 * number - 40)
        _commit(clone, when)
        lines.append(f'"{name}",user-{number},{number},""')
    (clone / ".git/HEAD").write_text("ref: refs/heads/gone\n")
    lines.append('"Not Linked",,,""')
    roster = path.with_name("classroom_roster.csv")
    roster.write_text("\n".join(lines), "utf-8")
    return path, roster


def _commit(clone, when):
    """As git does it, also where there is no git."""
    with porcelain.init(clone) as repository:
        porcelain.add(repository, [str(path) for path in clone.iterdir() if path.name != ".git"])
        porcelain.commit(
            repository,
            message=b"done",
            author=b"a <a@b>",
            committer=b"a <a@b>",
            commit_timestamp=int(when.timestamp()),
            commit_timezone=0,
        )
