"""Where a class's data are: one folder, in nbgrader's layout, which is the instructor's own.

source/NAME/        the assignment with solutions and this class's numbers
release/NAME/       what students get
submitted/ autograded/ feedback/   one folder a student in each
gradebook.db        nbgrader's
attempts/NAME/STUDENT/   everything that was handed in
marks/NAME/         what the checks gave, a file for each attempt
rubrics/            how answers in words are judged, a table for each assignment
reports/NAME/       grades.csv and the other tables
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grading.assignment import Assignment


class NotReleased(ValueError):
    """An assignment was not given out from this folder."""


@dataclass(frozen=True)
class ClassFolder:
    """A class's folder, and the numbers of its assignments."""

    root: Path

    @cached_property
    def settings(self):
        """What was settled when the class began: a secret, and who shares numbers."""
        path = self.root / "class.json"
        if not path.exists():
            write(path, json.dumps({"key": secrets.token_hex(16), "numbers": "class"}, indent=1))
        return json.loads(path.read_text(encoding="utf-8"))

    def remember(self, **settings):
        """Keep these settings for the next time."""
        if {**self.settings, **settings} != self.settings:
            self.settings.update(settings)
            write(self.root / "class.json", json.dumps(self.settings, indent=1))

    def remembered(self, name):
        """What was settled for an assignment: the form, the class list, the date, what counts."""
        return self.settings.get("assignments", {}).get(name, {})

    def remember_for(self, name, **settings):
        """Keep these settings of an assignment for the next time; None forgets one."""
        kept = {k: v for k, v in {**self.remembered(name), **settings}.items() if v is not None}
        self.remember(assignments={**self.settings.get("assignments", {}), name: kept})

    @contextlib.contextmanager
    def alone(self):
        """Work in the folder while no other command does. Raises ValueError if one does already."""
        if not self.root.exists():
            yield
            return
        lock = os.open(self.root, os.O_RDONLY)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ValueError(
                    f"another command works in {self.root} at this moment, such as make grade in "
                    "another window: wait until it is done, then give this one again"
                ) from None
            yield
        finally:
            os.close(lock)

    def variant(self, student=None):
        """The number from which a student's numbers are drawn; the same for all, or not."""
        who = student if self.settings["numbers"] == "student" and student else "class"
        digest = hashlib.sha256(f"{self.settings['key']} {who}".encode()).hexdigest()
        return int(digest[:8], 16) % 999_983 + 1

    def assignment(self, name, student=None):
        return Assignment(name, self.variant(student))

    def released(self, name):
        """The notebook that was given out, or None."""
        path = self.root / "release" / name / f"{name}.ipynb"
        return path if path.exists() else None

    def given_out(self, name):
        """The notebook that was given out. Raises NotReleased if there is none."""
        path = self.released(name)
        if path is None:
            raise NotReleased(f"{name} was not released from {self.root}: make release first")
        return path

    def given_out_to_all(self, name, why):
        """The same, if all got the same numbers; else a ValueError says `why` they must."""
        path = self.given_out(name)
        if self.settings["numbers"] == "student":
            raise ValueError(
                f"each student of this class has numbers, and {why}: release with NUMBERS=class"
            )
        return path

    def entered(self, name, student):
        """What the gradebook and the feedback have already of a student; None if nothing."""
        path = self._entered(name, student)
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def note_entered(self, name, student, entry):
        write(self._entered(name, student), json.dumps(entry))

    def _entered(self, name, student):
        return self.root / "marks" / name / "entered" / f"{student}.json"


def write(path, content):
    """Write a whole file or nothing. content: a text, bytes, or a stream of bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    try:
        if isinstance(content, bytes):
            new.write_bytes(content)
        elif isinstance(content, str):
            new.write_text(content, encoding="utf-8")
        else:
            with new.open("wb") as file:
                shutil.copyfileobj(content, file)
        os.replace(new, path)
    except OSError:
        new.unlink(missing_ok=True)  # room for what is written next
        raise
