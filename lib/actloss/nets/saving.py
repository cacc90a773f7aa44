"""A trained network in a file, and back.

The file is NumPy's .npz, a zip of arrays without a pickle in it, so that reading one runs no code
of others. The array `network` holds a text in JSON: the file's kind, the version of its format, and
for each layer its class with what makes it (k of Maxout, the name of an activation). The parameters
of layer 2 are arrays such as `2.weights`, in their own float type; those of its activation are such
as `2.activation.slope`. A stack of networks is written like one. How weights were drawn is not in
the file: once they are drawn, it no longer matters. Nor is what an optimiser remembers: pickle
network and optimiser together to go on training as if nothing had happened.
"""

import contextlib
import json
import os
import secrets
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from actloss._checks import finite
from actloss._types import Array
from actloss.catalogue import ACTIVATIONS, get_activation
from actloss.nets.network import Activate, Activated, Dense, Gated, Layer, Maxout, Network, PReLU
from actloss.records import is_of_catalogue

KIND = "actloss network"
FORMAT = 1
LAYERS: dict[str, type[Layer]] = {
    kind.__name__: kind for kind in (Dense, Activate, PReLU, Maxout, Gated)
}
# A long double is another number on another kind of machine.
LONG_DOUBLE = f"{np.finfo(np.longdouble).nmant} bits, {sys.byteorder}-endian"


def save_network(network: Network, path: str | Path) -> None:
    """What `Network.save` does."""
    file = _file(path)
    header, arrays = _described(network)
    contents: Any = {"network": np.array(json.dumps(header)), **arrays}
    if not file.parent.is_dir():
        raise FileNotFoundError(
            f"{path} cannot be written: there is no folder {file.parent}; make it first"
        )
    beside = file.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with open(beside, "xb") as stream:
            np.savez(stream, **contents)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, file)
    except OSError as error:
        raise OSError(
            error.errno, f"{path} cannot be written: {error.strerror}; nothing has changed"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def load_network(path: str | Path) -> Network:
    """The network that `net.save(path)` wrote: its layers, activations and parameters, bit by bit.

    Nothing in the file is run as code. Raises FileNotFoundError if there is no such file, and
    ValueError for a file that is damaged, of another kind, or of a newer actloss.

    >>> import tempfile
    >>> net = mlp([2, 8, 1], "tanh", rng=np.random.default_rng(0))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     net.save(folder + "/net.npz")
    ...     same = load_network(folder + "/net.npz")
    >>> bool(np.all(same([[0.0, 1.0]]) == net([[0.0, 1.0]])))
    True
    """
    file = _file(path)
    if not file.exists():
        raise FileNotFoundError(f"there is no file {path}; net.save(path) writes one")
    with open(file, "rb") as stream:
        try:
            header, arrays = _read(stream)
            version = header["format"]
            newer = version > FORMAT
            network = None if newer else _made(header, arrays)
        except Exception as error:  # whatever zip, NumPy and JSON say of bytes that are not ours
            raise ValueError(
                f"{path} is damaged, or no network that net.save(path) wrote: {error}; save it anew"
            ) from error
    if network is None:
        raise ValueError(
            f"{path} is of a newer actloss: its format is {version}, and this one reads {FORMAT}; "
            "update actloss"
        )
    return network


def _file(path: Any) -> Path:
    """`path` as the path of a file: one that is there, or that could be. Links are followed."""
    if not isinstance(path, (str, Path)) or not str(path) or "\0" in str(path):
        raise TypeError(f"path must be a file's name such as 'net.npz', but is {path!r}")
    file = Path(os.path.realpath(path))
    if file.exists() and not file.is_file():
        raise ValueError(f"path must be a file's, but {path} is a folder or device; add a name")
    return file


def _described(network: Network) -> tuple[dict[str, Any], dict[str, Array]]:
    """The header and the arrays of the file."""
    if type(network) is not Network:
        raise TypeError(
            f"a {type(network).__name__} cannot be saved, since the file has no room for code of "
            "your own; save Network(net.layers), or use pickle"
        )
    layers: list[dict[str, Any]] = []
    arrays: dict[str, Array] = {}
    for position, layer in enumerate(network.layers):
        name = type(layer).__name__
        if LAYERS.get(name) is not type(layer):
            raise TypeError(
                f"layers[{position}] is a {name}, which cannot be saved: the file has no room for "
                f"code of your own; it takes {', '.join(LAYERS)}, and pickle takes more"
            )
        entry: dict[str, Any] = {"layer": name}
        if isinstance(layer, Maxout):
            entry["k"] = int(layer.k)
        if isinstance(layer, Activated):
            activation = layer.activation
            if not is_of_catalogue(activation, ACTIVATIONS):
                raise TypeError(
                    f"the activation {activation.name!r} of layers[{position}] cannot be saved: it "
                    "is not the catalogue's, and the file has no room for code of your own; use "
                    "pickle, or take one of ACTIVATIONS"
                )
            entry["activation"] = activation.name
            entry["params"] = list(activation.params)
            for key, value in activation.params.items():
                arrays[f"{position}.activation.{key}"] = np.asarray(finite(key, value))
        for key in layer.names:
            arrays[f"{position}.{key}"] = np.asarray(getattr(layer, key))
        _check_shapes(position, layer)
        layers.append(entry)
    header = {"kind": KIND, "format": FORMAT, "layers": layers}
    if any(array.dtype == np.longdouble for array in arrays.values()):
        header["long double"] = LONG_DOUBLE
    return header, arrays


def _read(stream: Any) -> tuple[dict[str, Any], dict[str, Array]]:
    """The header and the arrays, as far as the file can be read; compressed ones are not ours."""
    with zipfile.ZipFile(stream) as archive:
        if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
            raise ValueError("it is compressed")
    stream.seek(0)
    with np.load(stream, allow_pickle=False) as arrays:
        if "network" not in arrays:
            raise ValueError("it has no array called 'network'")
        header = json.loads(str(arrays["network"][()]))
        if header["kind"] != KIND or type(header["format"]) is not int:
            raise ValueError("it is of another kind")
        return header, {name: arrays[name] for name in arrays.files if name != "network"}


def _made(header: dict[str, Any], arrays: dict[str, Array]) -> Network:
    """The network that header and arrays describe."""
    if header.get("long double", LONG_DOUBLE) != LONG_DOUBLE:
        raise ValueError(
            f"its long doubles have {header['long double']}, this machine's {LONG_DOUBLE}; save "
            "net.astype(np.float64) there"
        )
    layers = []
    for position, entry in enumerate(header["layers"]):
        kind = LAYERS[entry["layer"]]
        layer = kind.__new__(kind)
        if isinstance(layer, Maxout):
            layer = Maxout(entry["k"])
        if isinstance(layer, Activated):
            params = {key: arrays.pop(f"{position}.activation.{key}") for key in entry["params"]}
            activation = get_activation(entry["activation"])
            params = {key: _native(finite(key, value)) for key, value in params.items()}
            layer.activation = activation.with_params(**params) if params else activation
        for key in layer.names:
            setattr(layer, key, _native(arrays.pop(f"{position}.{key}")))
        _check_shapes(position, layer)
        layers.append(layer)
    if arrays:
        raise ValueError(f"it holds {', '.join(arrays)}, which no layer has")
    return Network(layers)


def _native(array: Array) -> Any:
    """An array in this machine's order of bytes; a number if it has no axes."""
    return array.astype(array.dtype.newbyteorder("="), order="K", copy=False)[()]


def _check_shapes(position: int, layer: Layer) -> None:
    """Refuse parameters that are no floats or do not go together."""
    shapes = [np.shape(parameter) for parameter in layer.parameters()]
    stacked = len(shapes[0]) == 3 if shapes else False
    right = True
    if isinstance(layer, Dense):
        weights, bias = shapes
        right = len(weights) in (2, 3) and bias == (
            (weights[0], 1, weights[2]) if stacked else weights[1:]
        )
    elif isinstance(layer, PReLU):
        right = len(shapes[0]) == 1 or (stacked and shapes[0][1] == 1)
    if not right or any(np.asarray(p).dtype.kind != "f" for p in layer.parameters()):
        raise ValueError(
            f"the parameters of layers[{position}] must be arrays of floats that go together, but "
            f"have shapes {shapes}; make the layer anew"
        )
