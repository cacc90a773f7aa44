"""The template repository that GitHub Classroom copies for each student."""

import zipfile
from pathlib import Path

from grading.class_folder import write

HERE = Path(__file__).parent / "template"
IGNORED = ".venv/\n.ipynb_checkpoints/\n__pycache__/\n"


def make(folder, name):
    """Write the template's files beside the release; return their folder.

    They are the release, and a workflow that shows the checks which students see. Raises ValueError
    if the assignment was not released, or if each student has numbers.
    """
    handout = folder.root / "handout" / f"{name}.zip"
    if not handout.exists():
        raise ValueError(
            f"{handout} is not there: make release first, with NUMBERS=class, since a template is "
            "the same for all"
        )
    place = folder.root / "template" / name
    with zipfile.ZipFile(handout) as archive:
        for entry in archive.infolist():
            write(place / Path(entry.filename).name, archive.read(entry))
    workflow = (HERE / "checks.yml").read_text(encoding="utf-8")
    write(place / ".github/workflows/checks.yml", workflow.replace("NOTEBOOK", f"{name}.ipynb"))
    write(place / "show_checks.py", (HERE / "show_checks.py").read_bytes())
    write(place / ".gitignore", IGNORED)
    return place
