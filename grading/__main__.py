"""Hand out assignments and grade them: `python -m grading --help`."""

import argparse
import sys
from errno import EDQUOT, ENOSPC
from pathlib import Path

from grading.assignment import all_assignments
from grading.class_folder import ClassFolder, write
from grading.handed_in.attempts import CHOICES
from grading.handed_in.submissions import FORMS

FULL = """\
The disk is full. Make room on it, then give the command again: what was marked stays marked, and
nothing is marked twice."""


def chosen(text):
    """The assignments of chapters such as "4", "4 5" or "all"."""
    names = {int(name[:2]): name for name in all_assignments()}
    if text == "all":
        return list(names.values())
    try:
        return [names[int(number)] for number in text.replace(",", " ").split()]
    except (KeyError, ValueError):
        known = ", ".join(str(number) for number in names)
        raise argparse.ArgumentTypeError(
            f"{text!r} is no chapter with an assignment; give some of {known}, or all"
        ) from None


def one(text):
    names = chosen(text)
    if len(names) != 1:
        raise argparse.ArgumentTypeError(f"{text!r} names {len(names)} chapters; give one")
    return names[0]


def release(folder, options):
    from grading.release import release_all

    for path in release_all(folder, options.chapter, options.numbers, options.roster):
        print(path)


def grade(folder, options):
    from grading import grade as grading
    from grading.marking.sandbox import UNSAFE, missing

    reason = None if options.cluster else missing()
    if reason and not options.unsafe:
        raise ValueError(UNSAFE.format(reason=reason))
    report = grading.grade(
        folder, options.chapter, options.source, options.unsafe, cluster=options.cluster,
        form=options.form, roster=options.roster, due=options.due, counts=options.counts,
        column=options.column,
    )  # fmt: skip
    place = folder.root / "reports" / options.chapter
    print(f"{report.students} students, {report.marked} files marked now")
    print(*(f"  {line}" for line in report.lines), sep="\n", end="\n" if report.lines else "")
    print(f"grades:    {place / 'grades.csv'}")
    print(f"report:    {place / 'report.csv'}")
    print(f"errors:    {place / 'errors.csv'}")
    print(f"to read:   {place / 'answers.csv'} (fill in points, then grade again)")
    print(f"feedback:  {place / 'feedback.zip'}, a page for each student")


def autograder(folder, options):
    from grading.elsewhere.gradescope import make

    print(make(folder, options.chapter))


def otter(folder, options):
    from grading.elsewhere.otter import make

    print(make(folder, options.chapter))


def template(folder, options):
    from grading.elsewhere.classroom import make

    print(make(folder, options.chapter))


def question_bank(folder, options):
    from grading.elsewhere import moodle, qti
    from grading.elsewhere.questions import questions
    from publish.downloads.packing import pack

    place = Path("_build/questions")
    place.mkdir(parents=True, exist_ok=True)
    number = options.number and int(options.number)
    found = list(questions(number))
    if not found:
        raise ValueError(f"there is no chapter {options.number}")
    name = f"chapter_{number:02}" if number else "course"
    for_moodle, for_qti = place / f"{name}_moodle.xml", place / f"{name}_qti.zip"
    write(for_moodle, moodle.document(found))
    pack(for_qti, "", qti.package(found))
    print(f"{len(found)} questions")
    print(f"Moodle: {for_moodle} (Question bank, Import, Moodle XML format)")
    print(f"Canvas: {for_qti} (Settings, Import Course Content, QTI .zip file)")


def similar(folder, options):
    from grading.similar import report

    print(report(folder, options.chapter, options.counts))


def forget(folder, options):
    from grading.forget import forget

    print(forget(folder, options.student, options.yes))


def parser():
    top = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    top.add_argument("--class", dest="folder", default="classes/mine", help="the class's folder")
    commands = top.add_subparsers(required=True, dest="command")

    command = commands.add_parser("release", help="make what students get")
    command.set_defaults(run=release)
    command.add_argument("chapter", type=chosen, help='"4", "4 5" or "all"')
    command.add_argument("--numbers", choices=("class", "student"), default=None)
    command.add_argument("--roster", help="the class list, for numbers of each student's own")

    command = commands.add_parser("grade", help="mark what came back")
    command.set_defaults(run=grade)
    command.add_argument("chapter", type=one)
    command.add_argument("source", nargs="?", help="zip file or folder of submissions")
    command.add_argument("--form", choices=(*FORMS, "none"))
    command.add_argument("--roster", help="the class list or grading worksheet of the platform")
    command.add_argument("--column", help="that of the class list which has the grades")
    command.add_argument("--due", help="such as 2026-12-01 18:00; none takes it back")
    command.add_argument("--counts", choices=CHOICES)
    command.add_argument("--unsafe", action="store_true", help="run student code as yourself")
    command.add_argument("--cluster", help="the Dask scheduler whose workers mark, tcp://…")

    command = commands.add_parser("autograder", help="make the zip that Gradescope takes")
    command.set_defaults(run=autograder)
    command.add_argument("chapter", type=one)

    command = commands.add_parser("otter", help="make the notebook for Otter-Grader")
    command.set_defaults(run=otter)
    command.add_argument("chapter", type=one)

    command = commands.add_parser("template", help="make the repository for GitHub Classroom")
    command.set_defaults(run=template)
    command.add_argument("chapter", type=one)

    command = commands.add_parser("question-bank", help="self-checks and claims for a platform")
    command.set_defaults(run=question_bank)
    command.add_argument("number", nargs="?", help="of the chapter; all, if not given")

    command = commands.add_parser("similar", help="which submissions are alike")
    command.set_defaults(run=similar)
    command.add_argument("chapter", type=one)
    command.add_argument("--counts", choices=CHOICES)

    command = commands.add_parser("forget", help="delete a class's data, or a student's")
    command.set_defaults(run=forget)
    command.add_argument("--student")
    command.add_argument("--yes", action="store_true")
    return top


def main(arguments=None):
    options = parser().parse_args(arguments)
    folder = ClassFolder(Path(options.folder).expanduser())
    try:
        with folder.alone():
            options.run(folder, options)
    except Exception as error:
        if _is_full(error):
            sys.exit(f"{FULL} ({error})")
        if isinstance(error, ValueError | OSError):
            sys.exit(str(error))
        raise


def _is_full(error):
    """Whether the disk is full, as the system or the gradebook's data base says it."""
    return getattr(error, "errno", None) in (ENOSPC, EDQUOT) or "disk is full" in str(error)


if __name__ == "__main__":
    main()
