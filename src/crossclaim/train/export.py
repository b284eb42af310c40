"""From trained weights to what is shipped: two ONNX graphs in int8, the tokenizer and the settings."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from crossclaim.extract.learned.features import FEATURES
from crossclaim.extract.learned.runtime import ASK, ASK_INPUTS, ASK_OUTPUTS, READ, READ_INPUTS, READ_OUTPUTS
from crossclaim.train.network import Network

__all__ = ["export_graphs"]

OPSET = 17


class _Read(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.network.read(ids, features)


class _Ask(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, low: Tensor, features: Tensor, at: Tensor, inside: Tensor, bucket: Tensor, seen: Tensor
    ) -> tuple[Tensor, ...]:
        return tuple(self.network.ask(low, features, at, inside, bucket, seen))


def export_graphs(network: Network, folder: Path, *, quantized: bool = True) -> None:
    """Write the two graphs into ``folder``, int8 with a scale for each output channel unless ``quantized`` is False."""
    network.eval()
    ids, features = torch.ones(40, dtype=torch.int64), torch.zeros(40, len(FEATURES))
    low = network.read(ids, features)[0].detach()
    rows = [torch.ones(3, 20, dtype=torch.int64) for _ in range(4)]
    length, quotes, sight = "length", "quotes", "sight"
    _export(
        _Read(network),
        (ids, features),
        folder / READ,
        READ_INPUTS,
        READ_OUTPUTS,
        {name: {0: length} for name in (*READ_INPUTS, *READ_OUTPUTS)},
        quantized,
    )
    axes = {name: {0: length} for name in ASK_INPUTS[:2]} | {name: {0: quotes, 1: sight} for name in ASK_INPUTS[2:]}
    axes |= {
        name: {0: quotes, 1: sight} if name in {"starts", "ends", "kinds", "whose"} else {0: quotes}
        for name in ASK_OUTPUTS
    }
    _export(_Ask(network), (low, features, *rows), folder / ASK, ASK_INPUTS, ASK_OUTPUTS, axes, quantized)


def _export(module, inputs, path, names, outputs, axes, quantized) -> None:  # type: ignore[no-untyped-def]
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole, ready = Path(scratch) / "whole.onnx", Path(scratch) / "ready.onnx"
        torch.onnx.export(
            module,
            inputs,
            str(whole),
            input_names=list(names),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        if not quantized:
            shutil.copy(whole, path)
            return
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(path),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
        onnx.checker.check_model(str(path))
