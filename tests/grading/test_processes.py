"""A process of a pool has copies of all that its parent had: these it leaves alone."""

import gc
import os

from grading.processes import side_by_side


class Told:
    """Says in which process it was ended. It is garbage from the start: it holds itself."""

    def __init__(self, folder):
        self.folder, self.itself = folder, self

    def __del__(self):
        (self.folder / str(os.getpid())).touch()


def test_what_the_parent_left_is_ended_by_the_parent_alone(tmp_path):
    gc.disable()
    try:
        Told(tmp_path)
        with side_by_side(1) as pool:
            pool.submit(gc.collect).result()
        assert not list(tmp_path.iterdir())
        gc.collect()
    finally:
        gc.enable()  # from here on the collector comes when it likes
    assert [path.name for path in tmp_path.iterdir()] == [str(os.getpid())]
