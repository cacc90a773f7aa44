"""What students handed in, in the forms in which Moodle, Canvas and GitHub Classroom give it.

Whatever the form, each file becomes an Attempt: who, when, and the bytes. Nothing is unpacked to
disk, so a name within an archive leads nowhere.
"""

import re
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

LARGEST = 20_000_000  # bytes of a notebook; more is refused
MOODLE = re.compile(r"^(?P<name>.+)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)$")
CANVAS = re.compile(r"^(?P<name>[^_/]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<upload>\d+)_(?P<file>.+)$")
IGNORED = {"__MACOSX", ".git", ".ipynb_checkpoints", ".github", ".DS_Store"}


@dataclass(frozen=True)
class Attempt:
    """A file that a student handed in."""

    student: str  # the id that grades.csv needs
    file: str
    content: bytes
    time: datetime | None = None
    name: str = ""
    late: bool = False  # as the platform says, where it does not say when
    trouble: str = ""  # why the file was not read


class UnknownForm(ValueError):
    """A folder or archive in which no submissions are recognised."""


def read(path, form=None):
    """The attempts in a folder or zip file, and the name of the form.

    form: "moodle", "canvas", "classroom" or "folder" (one folder or file for each student); if
    not given, it follows from the names.
    """
    if not path.exists():
        raise UnknownForm(f"{path} is not there; give the zip file or the folder of submissions")
    entries = list(_entries(path))
    if not entries:
        raise UnknownForm(f"{path} holds no files; give the zip file or the folder of submissions")
    form = form or guess([str(e.path) for e in entries])
    if form not in FORMS:
        raise UnknownForm(f"unknown form {form!r}; one of {', '.join(FORMS)}")
    attempts = [a for entry in entries if (a := FORMS[form](entry, path))]
    if not attempts:
        raise UnknownForm(f"{path} holds no submissions in the form {form!r}; see FORM")
    return attempts, form


def guess(paths):
    """The form that the most of these names have."""
    tops = [PurePosixPath(p).parts[0] for p in paths]
    if any(MOODLE.match(top) for top in tops):
        return "moodle"
    if any(len(PurePosixPath(p).parts) == 1 and CANVAS.match(p) for p in paths):
        return "canvas"
    if any(".git" in PurePosixPath(p).parts[:2] for p in paths):
        return "classroom"
    return "folder"


@dataclass(frozen=True)
class _Entry:
    path: PurePosixPath
    content: bytes
    time: datetime | None
    trouble: str = ""


def _entries(path) -> Iterator[_Entry]:
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file() and not p.is_symlink()):
            inner = PurePosixPath(file.relative_to(path).as_posix())
            if ".git" in inner.parts:
                if inner.name == "HEAD" and inner.parent.name == ".git":
                    yield _Entry(inner, b"", None)  # a sign of a clone
            else:
                yield _read(inner, file.stat().st_size, file.read_bytes, _stamp(file))
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise UnknownForm(f"{path} is neither a folder nor a zip file") from None
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16):
                time = datetime(*info.date_time) if info.date_time[0] > 1980 else None
                inner = PurePosixPath(info.filename)
                yield _read(inner, info.file_size, lambda i=info: archive.read(i), time)


def _read(inner, size, content, time):
    if size > LARGEST:
        trouble = f"{inner.name} has {size // 1_000_000} MB; {LARGEST // 1_000_000} are read"
        return _Entry(inner, b"", time, trouble)
    try:
        return _Entry(inner, content(), time)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        return _Entry(inner, b"", time, f"{inner.name} cannot be read: {error}")


def _stamp(file):
    return datetime.fromtimestamp(file.stat().st_mtime)


def _attempt(entry, student, file, **more):
    if IGNORED & set(entry.path.parts) or file.startswith("."):
        return None
    more.setdefault("time", entry.time)
    return Attempt(clean(student), file, entry.content, trouble=entry.trouble, **more)


def clean(student):
    """An id as the name of a folder: letters, digits, and . _ - @ within."""
    return re.sub(r"[^\w.@+-]+", "_", student).strip("._") or "nobody"


def _moodle(entry, _):
    """Anna Example_12345_assignsubmission_file/work.ipynb, or all in one name."""
    top = MOODLE.match(entry.path.parts[0])
    if not top:
        return None
    file = entry.path.name if len(entry.path.parts) > 1 else top["file"]
    return _attempt(entry, top["id"], file, name=top["name"])


def _canvas(entry, _):
    """exampleanna_LATE_12345_67890_work.ipynb"""
    name = CANVAS.match(entry.path.name)
    if not name:
        return None
    return _attempt(entry, name["id"], name["file"], name=name["name"], late=bool(name["late"]))


def _classroom(entry, root):
    """homework-submissions/homework-anna-example/work.ipynb: clones, named by title and user."""
    if len(entry.path.parts) < 2 or ".git" in entry.path.parts:
        return None
    repository = entry.path.parts[0]
    student = _without_prefix(repository, root)
    return _attempt(
        entry, student, entry.path.name, time=_committed(root / repository) or entry.time
    )


def _without_prefix(repository, root):
    if not root.is_dir():
        return repository
    names = sorted(p.name for p in root.iterdir() if p.is_dir())
    title = root.name.removesuffix("-submissions")
    if title != root.name and repository.startswith(f"{title}-"):
        return repository.removeprefix(f"{title}-")
    shared = _shared_words(names)
    return "-".join(repository.split("-")[shared:])


def _shared_words(names):
    """How many words, between hyphens, all names begin with; a name keeps one at least."""
    words = [name.split("-") for name in names]
    if len(words) < 2:
        return 0
    most = min(len(w) for w in words) - 1
    return next((i for i in range(most) if len({w[i] for w in words}) > 1), most)


def _committed(repository):
    """When the clone's last commit was made, or None.

    The settings of a repository can make git run programs, so git runs without network and disk.
    """
    if not (repository / ".git").exists() or not shutil.which("bwrap"):
        return None
    jail = ["bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev"]
    command = ["git", "-c", "safe.directory=*", "-c", "log.showSignature=false"]
    command += ["-C", str(repository), "log", "-1", "--format=%ct"]
    found = subprocess.run(jail + command, capture_output=True, text=True, timeout=10)
    return datetime.fromtimestamp(int(found.stdout)) if found.stdout.strip().isdigit() else None


def _folder(entry, _):
    """anna/work.ipynb, anna/04_softmax/work.ipynb, or anna.ipynb"""
    student = entry.path.parts[0] if len(entry.path.parts) > 1 else entry.path.stem
    return _attempt(entry, student, entry.path.name)


FORMS = {"moodle": _moodle, "canvas": _canvas, "classroom": _classroom, "folder": _folder}
