"""Write a trained network as ONNX, its weights as 8-bit integers."""

from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from tests.evaluation.multitask.network import Network

INPUTS = ["ids", "cases", "quoted", "rules"]
PAIRS, VALUES = ["tags", "of_pieces", "of_anchors", "distances"], ["value_anchors", "value_pieces", "value_weights"]
CONSTANT = ("distances", "value_weights")  # outputs that are the same for every window
OUTPUTS = ["anchors", *(f"{head}_{name}" for names in (PAIRS, VALUES) for head in ("claim", "event") for name in names)]


def export(network: Network, file: Path) -> None:
    """Write the file that ``app/extract/model/tagger.py`` runs: one window at a time, of any length."""
    network.eval()
    example = tuple(torch.ones(1, 50, dtype=torch.long) for _ in INPUTS)
    axes = {name: {1: "pieces"} for name in [*INPUTS, *OUTPUTS] if not name.endswith(CONSTANT)}
    with TemporaryDirectory() as folder:
        whole, prepared = Path(folder) / "whole.onnx", Path(folder) / "prepared.onnx"
        torch.onnx.export(
            network, example, str(whole), input_names=INPUTS, output_names=OUTPUTS, dynamic_axes=axes, opset_version=17, dynamo=False
        )
        quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(prepared, file, weight_type=QuantType.QInt8, per_channel=True)
