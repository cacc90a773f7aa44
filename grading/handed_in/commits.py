"""When the last commit of a clone was made, read from its files.

No git runs, and no program, hook or setting of the repository: dulwich takes the commit out of the
objects. It does so in a process with limits, since whoever made a repository also made its packs.
"""

import multiprocessing
import resource
from contextlib import closing
from datetime import datetime

from dulwich.object_store import DiskObjectStore
from dulwich.objects import Commit
from dulwich.refs import DiskRefsContainer

SECONDS = 10  # for one repository
MEMORY = 4 << 30  # bytes of addresses, of which the libraries reserve much
COMMIT = 1 << 20  # bytes that a commit may have


class NoCommit(ValueError):
    """A repository whose last commit cannot be read; the text says why."""


def committed(repository):
    """When the commit was made that the clone in this folder shows. Raises NoCommit."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    job = multiprocessing.Process(target=_send, args=(repository, sender))
    job.start()
    sender.close()
    try:
        found = receiver.recv() if receiver.poll(SECONDS) else "reading it took too long"
    except EOFError:
        found = "reading it took too much memory"
    finally:
        job.kill()
        job.join()
        receiver.close()
    if isinstance(found, str):
        raise NoCommit(found)
    return datetime.fromtimestamp(found)


def _send(repository, sender):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        sender.send(_seconds(repository / ".git"))
    except KeyError:
        sender.send("it has no commit, or its commit is missing")
    except BaseException as error:
        sender.send(f"it cannot be read ({type(error).__name__})")


def _seconds(git):
    """The time of the commit at HEAD, in seconds of the Unix clock."""
    if git.is_file():  # a worktree or a submodule: the file names the folder
        git = git.parent / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    common = git / "commondir"
    shared = git / common.read_text(encoding="utf-8").strip() if common.is_file() else git
    refs = DiskRefsContainer(shared, worktree_path=git)
    with closing(DiskObjectStore(shared / "objects", loose_object_size_limit=COMMIT)) as objects:
        commit = objects[refs[b"HEAD"]]
    if not isinstance(commit, Commit):
        raise TypeError("HEAD is no commit")
    seconds = commit.commit_time
    datetime.fromtimestamp(seconds)  # or the calendar does not reach that far
    return seconds
