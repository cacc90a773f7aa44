"""Values that may cross from the process of a student's code to ours: plain data, and no objects.

An object could compare equal to everything, or run code when it is unpacked; numbers, texts, lists
and arrays of numbers cannot. A number of another kind (Decimal, Fraction, mpmath's, a complex one
without imaginary part) crosses as the float that it is nearest to.
"""

import base64
import math
from decimal import Decimal
from numbers import Complex, Real

import numpy as np

NUMBERS = "biuf"  # the kinds of arrays: truth values, integers, reals
DEPTH = 20
DIGITS = 1024  # hexadecimal, of an integer


class NotPlain(TypeError):
    """A value that is more than plain data."""


def encode(value, depth=0):
    """`value` as what JSON can hold. Raises NotPlain, which names the type, for anything else."""
    if depth > DEPTH:
        raise NotPlain("lists within lists without end")
    if value is None or isinstance(value, bool):
        return {"is": value}
    if isinstance(value, np.ndarray | np.generic):
        return _encode_array(value)
    if isinstance(value, int):
        if abs(value) >> 4 * DIGITS:
            raise NotPlain("an integer of more than a thousand digits")
        return {"int": hex(value)}
    if isinstance(value, float):
        return {"float": float(value).hex()}
    if isinstance(value, str):
        return {"str": sound(str(value))}
    if isinstance(value, list | tuple | range):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [encode(entry, depth + 1) for entry in value]}
    if isinstance(value, dict):
        pairs = [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]
        return {"dict": pairs}
    if isinstance(value, Real | Decimal | Complex):
        return {"float": _real(value).hex()}
    if type(value).__module__.startswith("mpmath") and hasattr(value, "tolist"):
        return encode(value.tolist(), depth + 1)
    raise NotPlain(f"an object of the type {type(value).__name__}")


def _real(value):
    """The float nearest to a number of whatever kind."""
    if isinstance(value, Real | Decimal):
        return float(value)
    number = complex(value)
    if number.imag:
        raise NotPlain("a complex number")
    return number.real


def _encode_array(value):
    array = np.asarray(value)
    if array.dtype.kind == "O":
        array = _numbers(array)
    elif array.dtype.kind == "c" and not array.imag.any():
        array = array.real
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    if array.dtype.kind not in NUMBERS:
        raise NotPlain(f"an array of {array.dtype}")
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    return {
        "scalar" if isinstance(value, np.generic) else "array": little.dtype.str,
        "shape": list(array.shape),
        "bytes": base64.b64encode(little.tobytes()).decode(),
    }


def _numbers(array):
    """An array of objects that are numbers as one of floats."""
    if not all(isinstance(entry, Real | Decimal | Complex) for entry in array.flat):
        raise NotPlain("an array of objects")
    return np.array([_real(entry) for entry in array.flat], dtype=float).reshape(array.shape)


def sound(text):
    """A text without halves of characters, which no file can hold."""
    return text.encode(errors="replace").decode()


def decode(data):
    """The value that `data` stands for. Raises ValueError if it stands for none."""
    try:
        return _decode(data)
    except (TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"this is no plain value: {error}") from None


def _decode(data):
    (kind, content), *_ = data.items()
    match kind:
        case "is" if content in (None, True, False):
            return content
        case "int" if len(content) <= DIGITS + 3:
            return int(content, 16)
        case "float":
            return float.fromhex(content)
        case "str" if isinstance(content, str):
            return sound(content)
        case "list" | "tuple":
            return {"list": list, "tuple": tuple}[kind](_decode(entry) for entry in content)
        case "dict":
            return {_decode(key): _decode(value) for key, value in content}
        case "array" | "scalar":
            return _decode_array(data, kind, np.dtype(content))
    raise ValueError(f"this is no plain value: {kind}")


def _decode_array(data, kind, dtype):
    raw, shape = base64.b64decode(data["bytes"]), tuple(data["shape"])
    whole = all(isinstance(side, int) and side >= 0 for side in shape)
    if dtype.kind not in NUMBERS or not whole or len(raw) != math.prod(shape) * dtype.itemsize:
        raise ValueError("this is no array of numbers")
    array = np.frombuffer(raw, dtype).reshape(shape).copy()
    return array[()] if kind == "scalar" and shape == () else array
