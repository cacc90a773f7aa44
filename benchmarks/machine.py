"""One core for everyone, and a description of the machine."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
PACKAGES = {
    "numpy": "NumPy",
    "torch": "PyTorch",
    "jax": "JAX",
    "scikit-learn": "scikit-learn",
    "scipy": "SciPy",
}


def one_core() -> None:
    """Keep this process on one core; to be called before NumPy is imported, which then obeys."""
    os.environ.update(dict.fromkeys(THREADS, "1"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def description() -> str:
    """Processor, system, and the versions of all that took part."""
    versions = [f"Python {platform.python_version()}"]
    for package, name in PACKAGES.items():
        try:
            versions.append(f"{name} {version(package).partition('+')[0]}")
        except PackageNotFoundError:
            versions.append(f"{name} not installed")
    return f"{processor()}, {platform.system()}; {', '.join(versions)}"


def processor() -> str:
    """The processor's name, with its widest vectors where the system tells."""
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return platform.processor() or platform.machine()
    lines = (line.partition(":") for line in cpuinfo.read_text(encoding="utf-8").splitlines())
    known = {key.strip(): value.strip() for key, _, value in lines}
    flags = known.get("flags", "").split()
    vectors = next((name for name in ("avx512f", "avx2") if name in flags), "")
    name = known.get("model name", platform.machine()).replace("(R)", "")
    return f"{name} with {vectors.upper().rstrip('F')}" if vectors else name
