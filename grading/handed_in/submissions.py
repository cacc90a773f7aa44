"""What students handed in, in the forms in which Moodle, Canvas and GitHub Classroom give it.

Whatever the form, each file becomes an Attempt: who, when, and how to read it, one at a time.
Nothing is unpacked to disk, so a name within an archive leads nowhere. What fits no form, is no
one's work, or had to be guessed is said by name.
"""

import hashlib
import html
import re
import stat
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

from grading.handed_in.commits import NoCommit, committed
from grading.handed_in.times import AT_ONCE, of_the_download

LARGEST = 100_000_000  # bytes of a notebook; more is refused
PIECE = 1 << 20  # bytes that are read at once
LONGEST = 150  # bytes of an id as the name of a folder
MOODLE = re.compile(
    r"^(?P<name>.+?)(_(?P<id>\d+))?_assignsubmission_(?P<kind>[a-z]+)_?(?P<file>.*)$", re.DOTALL
)
CANVAS = re.compile(
    r"^(?:(?P<late_unnamed>LATE_)?anon_(?P<anonymous>[^\W_]+)"
    r"|(?P<name>[^/]+?)_(?P<late>LATE_)?(?P<id>\d+))"
    r"_(?:(?P<upload>\d+)_(?P<file>.+)|(?P<typed>text|link)\.html)$",
    re.DOTALL,
)
# What systems, editors and the course's own zip leave beside the work.
AIDS = {"__MACOSX", ".git", ".github", ".ipynb_checkpoints", "__pycache__", ".vscode", ".idea"}
ASIDE = re.compile(
    r"\..*|~\$.*|.*~|.*\.(pyc|tmp|whl|crdownload|part)|thumbs\.db|desktop\.ini"
    r"|(readme|licen[cs]e|requirements)(\.\w+)?",
    re.IGNORECASE,
)
DOWNLOAD = "the files bear the time of the download"
CANVAS_TIME = "the files of Canvas bear the time of the download; late is what Canvas calls late"
NO_TIME = "the zip file holds no times"
ZIPPED_CLONES = "commits are read in a folder of clones, not in a zip file"


@dataclass(frozen=True)
class Attempt:
    """A file that a student handed in."""

    student: str  # the id that grades.csv needs, as the name of a folder
    file: str
    open: Callable[[], BinaryIO]
    time: datetime | None = None  # of handing in
    moment: datetime | None = None  # what orders: the time, or that of the download
    untimed: str = ""  # why there is no time
    upload: int = 0  # Canvas's number of the file, which grows
    name: str = ""
    late: bool = False  # as the platform says, where it does not say when
    team: str = ""  # the number of the team that handed it in, or its name if it has none
    trouble: str = ""  # why the file was not read


@dataclass(frozen=True)
class Download:
    """What was found in a folder or zip file, and what there is to say about it."""

    attempts: list
    form: str
    remarks: list


class UnknownForm(ValueError):
    """A folder or archive in which no submissions are recognised."""


def read(path, form=None, known=(), members=lambda name, number: []):
    """The submissions in a folder or zip file.

    form: "moodle", "canvas", "classroom" or "folder" (one folder or file for each student); if
    not given, it follows from the names. known: the ids of a class list, where names are doubtful.
    members: the ids of a team's members, by its name and number; of none, if it is no team.
    """
    if form and form not in FORMS:
        raise UnknownForm(f"unknown form {form!r}; one of {', '.join(FORMS)}")
    if not path.exists():
        raise UnknownForm(f"{path} is not there; give the zip file or the folder of submissions")
    entries = list(_entries(path))
    if not entries:
        raise UnknownForm(f"{path} holds no files; give the zip file or the folder of submissions")
    if any(entry.path.parts[0] == ".git" for entry in entries):
        raise UnknownForm(f"{path} is one clone; give the folder that holds all of them")
    entries, root, remarks = _without_tops(entries, path, known)
    form = form or guess([entry.path for entry in entries])
    if form == "classroom":
        names, said = _users(entries, root, known)
        remarks += said
    people, left_out, aside, together = {}, [], Counter(), {}
    for entry in entries:
        if entry.sign:
            continue
        who = _classroom(entry, names) if form == "classroom" else FORMS[form](entry)
        if who and _is_loose(entry, form) and who.student not in known:
            who = None
        team = members(who.name, who.student) if who and form == "moodle" else []
        if team:
            together[who.name] = team
        if who and (team or who.student):
            own = replace(who, team=who.student or who.name) if team else who
            for student in team or [who.student]:
                people.setdefault(student, []).append((entry, replace(own, student=student)))
        elif label := _aside(entry.path):
            aside[label] += 1
        else:
            left_out.append(str(entry.path))
    found = []
    for files in people.values():
        work = [pair for pair in files if not _aside(pair[0].path)]
        aside.update(_aside(entry.path) for entry, _ in files if _aside(entry.path))
        if not work and form != "folder":
            entry, who = files[0]
            work = [(entry, replace(who, trouble=f"nothing was handed in but {who.file}"))]
        found += work
    if not found:
        raise UnknownForm(
            f"{path} holds no submissions in the form {form!r}; it holds, for example, "
            f"{entries[0].path}. See FORM"
        )
    attempts = _timed(found, form, path, root)
    if together:
        named = [f"{name} ({', '.join(members)})" for name, members in sorted(together.items())]
        remarks.append(f"handed in by a team, and marked for each member: {_listed(named)}")
    if left_out:
        remarks.append(f"left out, since no one's name is on it: {_listed(left_out)}")
    if aside := {name: count for name, count in aside.items() if name != ".git"}:
        named = [name if count == 1 else f"{name} ({count})" for name, count in aside.items()]
        remarks.append(f"skipped, since it is no one's work: {_listed(sorted(named))}")
    return Download(sorted(attempts, key=lambda a: (a.student, a.file)), form, remarks)


def guess(paths):
    """The form that the most of these names have."""
    work = [path for path in paths if not _aside(path)]
    folders = {path.parts[0] for path in work if len(path.parts) > 1}
    clones = {path.parts[0] for path in paths if path.parts[1:2] == (".git",)}
    if 2 * len(clones) > len(folders):
        return "classroom"
    forms = {
        "moodle": sum(bool(MOODLE.match(path.parts[0])) for path in work),
        "canvas": sum(len(path.parts) == 1 and bool(CANVAS.match(path.name)) for path in work),
    }
    most = max(forms, key=forms.get)
    return most if 2 * forms[most] > len(work) else "folder"


@dataclass(frozen=True)
class _Entry:
    path: PurePosixPath
    open: Callable[[], BinaryIO]
    time: datetime | None
    trouble: str = ""
    sign: bool = False  # of a clone


def _entries(path) -> Iterator[_Entry]:
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_symlink() or not p.is_dir()):
            inner = PurePosixPath(file.relative_to(path).as_posix())
            if ".git" in inner.parts:
                yield from _sign(inner)
            elif file.is_symlink() or not file.is_file():
                yield _Entry(
                    inner, BytesIO, None, f"{inner.name} is a link or no file, and not read"
                )
            else:
                yield _read(inner, file.stat().st_size, partial(file.open, "rb"), _stamp(file))
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise UnknownForm(f"{path} is neither a folder nor a zip file") from None
    for info in archive.infolist():  # it stays open for whom reads its files later
        inner = PurePosixPath(info.filename.lstrip("/"))
        if info.is_dir() or not inner.parts:
            continue
        if ".git" in inner.parts:
            yield from _sign(inner)
        elif stat.S_ISLNK(info.external_attr >> 16):
            yield _Entry(inner, BytesIO, _when(info), f"{inner.name} is a link, and not read")
        else:
            yield _read(inner, info.file_size, partial(archive.open, info), _when(info))


def _sign(inner):
    """That a folder is a clone; a worktree's and a submodule's `.git` is a file."""
    if inner.name == ".git" or (inner.name == "HEAD" and inner.parent.name == ".git"):
        yield _Entry(inner, BytesIO, None, sign=True)


def _read(inner, size, open_, time):
    if size > LARGEST:
        trouble = f"{inner.name} has {size // 1_000_000} MB; {LARGEST // 1_000_000} are read"
        return _Entry(inner, BytesIO, time, trouble)
    try:
        with open_() as file:  # and let go of it: there may be more bytes than memory
            while file.read(PIECE):
                pass
        return _Entry(inner, open_, time)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        return _Entry(inner, BytesIO, time, f"{inner.name} cannot be read: {error}")


def _stamp(file):
    return datetime.fromtimestamp(file.stat().st_mtime)


def _when(info):
    try:
        return datetime(*info.date_time) if info.date_time[0] > 1980 else None
    except ValueError:  # a date that no calendar has
        return None


def _aside(path):
    """What to call a file that is no one's work; None for others."""
    folder = next((part for part in path.parts[:-1] if part in AIDS), None)
    work = path.suffix == ".ipynb" and not path.name.startswith(".")
    return folder or (path.name if ASIDE.fullmatch(path.name) and not work else None)


def _listed(names, most=20):
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(shown(name) for name in names[:most]) + more


def shown(text):
    """A name that a file has, as a terminal and a table can show it."""
    plain = text.encode(errors="replace").decode()
    return "".join("?" if unicodedata.category(c) == "Cc" else c for c in plain)


def _without_tops(entries, path, known):
    """The entries without the folders in which everything is, if these are none of a student's.

    Returns also the folder or archive in which they then are, and what to say.
    """
    root, taken, remarks = path, [], []
    while top := _common_top([e.path for e in entries if not _aside(e.path) or e.sign]):
        inner = [replace(e, path=PurePosixPath(*e.path.parts[1:])) for e in entries
                 if e.path.parts[0] == top and len(e.path.parts) > 1]  # fmt: skip
        if not _is_no_students(top, [e.path for e in inner if not _aside(e.path)], path, known):
            if clean(top) not in known:
                remarks.append(f"all is in one folder, {top!r}, which is taken for a student's")
            break
        outer = [e for e in entries if e.path.parts[0] != top or len(e.path.parts) == 1]
        entries, root = inner + outer, root / top
        taken.append(top)
    if taken:
        remarks.append(f"all is in the folder {'/'.join(taken)!r}, taken for no student's name")
    return entries, root, remarks


def _common_top(paths):
    tops = {path.parts[0] for path in paths}
    deep = all(len(path.parts) > 1 for path in paths)
    clone = any(path.parts[1] == ".git" for path in paths) if deep else False
    return tops.pop() if len(tops) == 1 and deep and not clone and not _is_moodle(paths) else None


def _is_moodle(paths):
    return any(MOODLE.match(path.parts[0]) for path in paths)


def _is_no_students(top, inner, path, known):
    """Whether a folder with these paths within is the class's: a guess, where no list says it."""
    first = {clean(p.parts[0] if len(p.parts) > 1 else p.stem) for p in inner}
    if known and (clean(top) in known or first & set(known)):
        return clean(top) not in known
    if _is_moodle(inner) or any(CANVAS.match(p.name) for p in inner if len(p.parts) == 1):
        return True
    folders = {p.parts[0] for p in inner if len(p.parts) > 1}
    if any(p.parts[1] == ".git" for p in inner if len(p.parts) > 1):
        return True
    if deeper := _common_top(inner):
        within = [PurePosixPath(*p.parts[1:]) for p in inner]
        return _is_no_students(deeper, within, path, known)
    loose = [p for p in inner if len(p.parts) == 1 and p.suffix == ".ipynb"]
    return len(folders) > 1 or (path.is_file() and len(loose) > 1 and not folders)


def _is_loose(entry, form):
    """Whether a file lies in no student's folder and is no notebook, in a form without names."""
    return form == "folder" and len(entry.path.parts) == 1 and entry.path.suffix != ".ipynb"


def clean(student):
    """An id as the name of a folder; two ids have one name only if they are equal.

    Equal are also the two ways in which Unicode writes the same letters. What no folder's name
    may have, or what the tools that read these folders take for a pattern, is written as %2F.
    """
    whole = unicodedata.normalize("NFC", student)
    name = "".join(
        c if _is_safe(c) else quote(c.encode("utf-8", "surrogatepass"), safe="") for c in whole
    )
    name = re.sub(r"^[. ]|[. ]$", lambda match: f"%{ord(match[0]):02X}", name)
    if len(name.encode()) > LONGEST:
        digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        name = name.encode()[: LONGEST - 13].decode(errors="ignore") + "~" + digest
    return name


def _is_safe(character):
    return unicodedata.category(character)[0] in "LMN" or character in "._@+-'(), \u200c\u200d"


def letters(name):
    """What Moodle leaves of a team's name when it calls a folder by it: letters and digits."""
    return re.sub(r"[\W_]", "", html.escape(name)).casefold()


def _who(entry, student, file, **more):
    if not student.strip():
        return None
    trouble = shown(entry.trouble)
    return Attempt(clean(student), shown(file), entry.open, trouble=trouble, **more)


def _moodle(entry):
    """Anna Example_12345_assignsubmission_file/work.ipynb, or all in one name."""
    top = MOODLE.match(entry.path.parts[0])
    if not top:
        return None
    file = entry.path.name if len(entry.path.parts) > 1 else top["file"]
    # Work of a team bears the team's number, or none, where others have that of a participant.
    number, name = top["id"] or "", shown(top["name"])
    who = _who(entry, number or name, file or entry.path.name, name=name)
    who = who and replace(who, student=number)
    typed = top["kind"] != "file" and not entry.path.name.endswith(".ipynb")
    trouble = "a text typed into Moodle, and no notebook"
    return replace(who, trouble=trouble) if who and typed else who


def _canvas(entry):
    """exampleanna_LATE_12345_67890_work.ipynb, anon_h7F2k_67890_work.ipynb, anna_12345_text.html"""
    name = CANVAS.match(entry.path.name) if len(entry.path.parts) == 1 else None
    if not name:
        return None
    who = _who(
        entry,
        name["id"] or name["anonymous"],
        name["file"] or f"{name['typed']}.html",
        name=shown(name["name"] or ""),
        late=bool(name["late"] or name["late_unnamed"]),
        upload=int(name["upload"] or 0),
    )
    return replace(who, trouble="typed into Canvas, and no notebook") if name["typed"] else who


def _classroom(entry, users):
    """homework-submissions/homework-anna-example/work.ipynb: clones, named by title and user."""
    repository = entry.path.parts[0]
    if len(entry.path.parts) < 2 or repository not in users:
        return None
    return _who(entry, users[repository], entry.path.name)


def _users(entries, root, known):
    """For each repository the user whose it is, and what to say about it."""
    inner = [e.path for e in entries if len(e.path.parts) > 1 and not _aside(e.path)]
    repositories = sorted({path.parts[0] for path in inner})
    spelt = {user.casefold(): user for user in known}
    title = root.name.removesuffix(".zip").removesuffix("-submissions")
    shared, found, guessed = _shared_words(repositories), {}, []
    for name in repositories:
        words = name.split("-")
        ends = ["-".join(words[at:]) for at in range(len(words))]
        listed = next((spelt[end.casefold()] for end in ends if end.casefold() in spelt), None)
        if listed:
            found[name] = listed
        elif title != root.name and name.startswith(f"{title}-"):
            found[name] = name.removeprefix(f"{title}-")
        else:
            found[name] = ends[shared]
            guessed.append(f"{found[name]} ({name})")
    said = [f"whose a repository is was guessed from its name: {_listed(guessed)}"]
    return found, said if guessed else []


def _shared_words(names):
    """How many words, between hyphens, all names begin with; a name keeps one at least."""
    words = [name.split("-") for name in names]
    if len(words) < 2:
        return 0
    most = min(len(w) for w in words) - 1
    return next((i for i in range(most) if len({w[i] for w in words}) > 1), most)


def _folder(entry):
    """anna/work.ipynb, anna/04_softmax/work.ipynb, or anna.ipynb"""
    student = entry.path.parts[0] if len(entry.path.parts) > 1 else entry.path.stem
    return _who(entry, student, entry.path.name)


FORMS = {"moodle": _moodle, "canvas": _canvas, "classroom": _classroom, "folder": _folder}


def _timed(found, form, path, root):
    """The attempts with the time of handing in, where it is known, and what orders them.

    All that a platform gives of a student at once was handed in at once.
    """
    reason = _why_untimed([entry.time for entry, _ in found], form, path, root, found)
    commits, attempts, own = {}, [], defaultdict(list)
    for entry, attempt in found:
        own[attempt.student] += [entry.time] if entry.time else []
    for entry, attempt in found:
        moment = entry.time if form == "folder" else max(own[attempt.student], default=None)
        time, untimed = (None, reason) if reason else (moment, "" if moment else NO_TIME)
        if form == "classroom" and not reason:
            repository = root / entry.path.parts[0]
            if repository not in commits:
                commits[repository] = _commit(repository)
            time, untimed = commits[repository]
            moment = time or moment
        moment = moment or _stamp(path)
        attempts.append(replace(attempt, time=time, moment=moment, untimed=untimed))
    return attempts


def _commit(repository):
    try:
        return committed(repository), ""
    except NoCommit as error:
        return None, f"the time of the last commit is not known: {error}"


def _why_untimed(stamps, form, path, root, found):
    if form == "canvas":
        return CANVAS_TIME
    if form == "classroom":
        return "" if path.is_dir() else ZIPPED_CLONES
    alone = len({attempt.student for _, attempt in found}) == 1
    if alone:
        made = _stamp(path) if path.is_file() else None
        fresh = made and all(stamp and abs(made - stamp) <= AT_ONCE for stamp in stamps)
        return DOWNLOAD if fresh else ""
    return DOWNLOAD if of_the_download(stamps) else ""
