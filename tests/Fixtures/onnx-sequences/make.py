"""Writes the graphs of this folder with torch.onnx, and what PyTorch computes in double for a sequence of 40 steps.

    python3 make.py
"""
import copy
import json
import os
import warnings

import torch
from torch import nn

warnings.simplefilter("ignore")
os.chdir(os.path.dirname(os.path.abspath(__file__)))
torch.manual_seed(1)
STEPS = 40


class Recurrent(nn.Module):
    def __init__(self, cell, last=False):
        super().__init__()
        self.rec, self.lin, self.last = cell, nn.Linear(cell.hidden_size, 2), last

    def forward(self, x):
        y, _ = self.rec(x)
        return self.lin(y[:, -1] if self.last else y)


class Causal(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2, self.lin = nn.Conv1d(3, 8, 3, dilation=2), nn.Conv1d(8, 6, 4, dilation=3, groups=2), nn.Linear(6, 2)

    def forward(self, x):
        y = torch.tanh(self.c1(nn.functional.pad(x.transpose(1, 2), (4, 0))))
        return self.lin(torch.tanh(self.c2(nn.functional.pad(y, (9, 0)))).transpose(1, 2))


for name, model in (("lstm-2-layers", Recurrent(nn.LSTM(3, 8, 2, batch_first=True))), ("gru-last-step", Recurrent(nn.GRU(3, 8, batch_first=True), last=True)), ("causal-conv1d", Causal())):
    x = torch.randn(1, STEPS, 3)
    torch.onnx.export(model.eval(), (x[:, :7],), f"{name}.onnx", input_names=["x"], output_names=["y"], opset_version=13, dynamic_axes={"x": {0: "batch", 1: "steps"}})
    with torch.no_grad():
        y = copy.deepcopy(model).double()(x.double())
    with open(f"{name}.io.json", "w", encoding="utf-8") as file:
        json.dump({"cases": [{"input": x.flatten().tolist(), "steps": STEPS, "outputs": {"data": y.flatten().tolist()}}]}, file)
        file.write("\n")
