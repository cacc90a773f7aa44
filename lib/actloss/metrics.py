"""How good is it? Numbers for people, where losses are numbers for the gradient."""

import numpy as np


def accuracy(predicted, labels):
    """Share of the predicted labels that are right, between 0 and 1.

    predicted, labels: integers (n,). It says nothing about rare classes: where 95 % are of one
    class, naming it always scores 0.95.
    """
    predicted, labels = np.asarray(predicted), np.asarray(labels)
    if predicted.shape != labels.shape or predicted.ndim != 1 or predicted.size == 0:
        raise ValueError(
            "predicted and labels must be class labels of the same shape (n,), but have "
            f"{predicted.shape} and {labels.shape}; turn logits into labels with argmax(axis=1)"
        )
    return float(np.mean(predicted == labels))
