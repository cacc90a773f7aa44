"""Zip files: the same content gives the same bytes."""

import zipfile

LONG_AGO = (1980, 1, 1, 0, 0, 0)


def pack(path, folder, files, programs=()):
    """Write pairs of a name and its bytes into one zip, all in a folder of this name, if given.

    programs: the names of files that can be executed.
    """
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, LONG_AGO)
            entry.external_attr = (0o755 if name in programs else 0o644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
