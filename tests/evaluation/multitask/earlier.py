"""Weights of an earlier tagger, read back from its 8-bit file as a start of training."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from tests.evaluation.multitask.network import Network

# parts of the head for claims, and what they were called when there was no other head
HEADS = ("flat", "ta", "tb", "hid", "hidb", "rel")


def load_earlier(network: Network, file: Path) -> None:
    """Load the weights of the tagger for attributions alone (anchors, and seven tags); what it has not stays as it is."""
    weights = _weights_of(file)
    state = network.state_dict()
    for name, value in weights.items():
        head = name.split(".")[0]
        _copy(value, state[f"claims.{name}" if head in HEADS else name])
    network.load_state_dict(state)


def _copy(value: Tensor, into: Tensor) -> None:
    """Copy weights into the first rows or columns of a tensor that may have more of them."""
    into[tuple(slice(0, size) for size in value.shape)] = value


def _weights_of(file: Path) -> dict[str, Tensor]:
    """Return the weights of a quantized model by the names of the network."""
    model = onnx.load(file)
    stored = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    found = {name: value for name, value in stored.items() if name.endswith((".weight", ".bias")) or name == "tt"}
    for name in stored:
        if name.endswith(".weight_quantized"):
            found[name.removesuffix("_quantized")] = _dequantized(stored, name)
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            part = node.output[0].split("/MatMul")[0].strip("/").replace("/", ".")
            found[f"{part}.weight"] = _dequantized(stored, node.input[1]).T
    found["rel.weight"] = next(value for value in stored.values() if value.shape == (193, 7))
    return {name: torch.tensor(np.ascontiguousarray(value, dtype=np.float32)) for name, value in found.items()}


def _dequantized(stored: dict[str, NDArray[Any]], name: str) -> NDArray[Any]:
    scale, zero = (stored[name.replace("quantized", part)] for part in ("scale", "zero_point"))
    return (stored[name].astype(np.float32) - zero.astype(np.float32)) * scale
