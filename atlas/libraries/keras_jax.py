"""Keras 3 on JAX."""

import os

os.environ["KERAS_BACKEND"] = "jax"
import keras_ways
from jax_calls import LENGTHS, jax_evaluator  # noqa: F401
from keras_ways import ACTIVATIONS, DTYPES, GUESSES, IMPORTS, LOSSES  # noqa: F401

TITLE = f"{keras_ways.TITLE} (JAX)"
PINS = ["keras==3.15.1", "jax==0.10.2", "jaxlib==0.10.2", "numpy==2.4.6"]
evaluate = jax_evaluator(IMPORTS)
