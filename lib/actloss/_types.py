"""The types that the library's signatures use."""

from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]
ArrayLike = npt.ArrayLike
