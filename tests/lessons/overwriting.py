"""A solution that writes into its input, which is judged all the same: a check hands out copies."""

import numpy as np


def overwriting(solution, by=0):
    """The same solution, which leaves `by` in all the arrays that it was given."""

    def overwritten(*given):
        value = solution(*given)
        arrays = [array for array in given if isinstance(array, np.ndarray)]
        assert arrays
        for array in arrays:
            array[...] = by
        return value

    return overwritten
