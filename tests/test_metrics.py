"""Metrics: values by hand and what is refused."""

import numpy as np
import pytest

import actloss as al


def test_accuracy_is_the_share_that_is_right():
    assert al.accuracy([0, 1, 2, 2], [0, 1, 1, 2]) == 0.75
    assert al.accuracy(np.array([1]), np.array([1])) == 1
    assert al.accuracy([1, 1], [0, 0]) == 0
    assert isinstance(al.accuracy([1, 1], [0, 1]), float)


@pytest.mark.parametrize(
    ("predicted", "labels"),
    [([0, 1], [0]), ([[0], [1]], [0, 1]), (np.zeros((2, 3)), [0, 1]), ([], []), (1, 1)],
    ids=["lengths", "column", "logits", "empty", "number"],
)
def test_shapes_must_agree(predicted, labels):
    message = r"same shape \(n,\), but have \(.*\) and \(.*\); turn logits into labels with argmax"
    with pytest.raises(ValueError, match=message):
        al.accuracy(predicted, labels)
