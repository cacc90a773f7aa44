"""The other libraries, or None for one that is not installed."""

from importlib import import_module
from types import ModuleType


def optional(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None


torch = optional("torch")
jax = optional("jax")
special = optional("scipy.special")
neural_network = optional("sklearn.neural_network")

if torch:
    torch.set_num_threads(1)
if jax:
    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_cpu_enable_async_dispatch", False)  # there is no second core to use
