"""Keras 3 on PyTorch."""

import os

os.environ["KERAS_BACKEND"] = "torch"
import keras_ways
from keras_ways import ACTIVATIONS, DTYPES, GUESSES, IMPORTS, LOSSES  # noqa: F401
from torch_calls import torch_evaluator

TITLE = f"{keras_ways.TITLE} (PyTorch)"
PINS = ["keras==3.15.1", "torch==2.13.0", "numpy==2.4.6"]
evaluate = torch_evaluator(IMPORTS)
