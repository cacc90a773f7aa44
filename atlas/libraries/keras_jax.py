"""Keras 3 on JAX."""

import os

os.environ["KERAS_BACKEND"] = "jax"
import jax
import jax.numpy as jnp
import keras_ways
from keras_ways import ACTIVATIONS, DTYPES, GUESSES, IMPORTS, LOSSES  # noqa: F401
from python_calls import evaluator

jax.config.update("jax_enable_x64", True)
TITLE = f"{keras_ways.TITLE} (JAX)"
PINS = ["keras==3.15.1", "jax==0.10.2", "jaxlib==0.10.2", "numpy==2.4.6"]
LENGTHS = (17, 4, 4096)  # each operation is compiled for each


def array(numbers, dtype):
    return jnp.asarray(numbers, dtype=dtype)


def differentiate(function, tensor):
    value, pull = jax.vjp(function, tensor)
    (slope,) = pull(jnp.ones_like(value))
    return value, slope


evaluate = evaluator(IMPORTS, array, differentiate)
