"""Writes the files of this folder: python3 make.py (PyTorch 1.13 or later)."""
import json
import math

import torch
from torch import nn

STEPS, UPDATES = 10, 20


class ManyToOne(nn.Module):
    """A recurrent layer, its last step, a linear layer; names as nn.Sequential's."""

    def __init__(self, cell, inputs, hidden, outputs):
        super().__init__()
        self.add_module("0", cell(inputs, hidden, batch_first=True))
        self.add_module("2", nn.Linear(hidden, outputs))

    def forward(self, x):
        y, _ = getattr(self, "0")(x)
        return getattr(self, "2")(y[:, -1])


def adding(count):
    """The adding problem (Hochreiter and Schmidhuber 1997): the sum of the two marked numbers of a sequence."""
    x = torch.zeros(count, STEPS, 2)
    x[:, :, 0] = torch.rand(count, STEPS)
    for i in range(count):
        x[i, int(torch.randint(0, STEPS // 2, (1,))), 1] = 1
        x[i, int(torch.randint(STEPS // 2, STEPS, (1,))), 1] = 1
    return x, (x[:, :, 0] * x[:, :, 1]).sum(1, keepdim=True)


def tones(count):
    """Three frequencies with noise, to be told apart."""
    labels = torch.arange(count) % 3
    time = torch.arange(STEPS, dtype=torch.float32)
    phase = torch.rand(count) * 6
    angle = (0.3 + 0.5 * labels)[:, None, None] * time[None, :, None] + phase[:, None, None] + torch.arange(3)[None, None, :]
    return torch.sin(angle) + 0.1 * torch.randn(count, STEPS, 3), labels


def curve(model, optimizer, loss, x, y):
    """The loss before each update over the whole batch, in double precision."""
    losses = []
    for _ in range(UPDATES):
        optimizer.zero_grad()
        value = loss(model(x), y)
        losses.append(float(value))
        value.backward()
        optimizer.step()
    assert all(math.isfinite(value) for value in losses)
    return {"losses": losses, "final": parameters(model)}


def parameters(model):
    return {name: value.detach().flatten().tolist() for name, value in model.state_dict().items()}


def write(name, cell, inputs, hidden, outputs, data, loss):
    torch.manual_seed(1)
    x, y = data(32)
    model = ManyToOne(cell, inputs, hidden, outputs)
    initial = model.state_dict()
    result = {"steps": STEPS, "inputs": x.flatten().tolist(), "targets": y.flatten().tolist(), "initial": parameters(model)}
    for key, make in (("sgd", lambda p: torch.optim.SGD(p, lr=0.1)), ("adam", lambda p: torch.optim.Adam(p, lr=0.01))):
        copy = ManyToOne(cell, inputs, hidden, outputs).double()
        copy.load_state_dict(initial)
        result[key] = curve(copy, make(copy.parameters()), loss, x.double(), y if y.dtype == torch.int64 else y.double())
    with open(name, "w", encoding="utf-8") as file:
        json.dump(result, file)


write("adding-lstm.json", nn.LSTM, 2, 8, 1, adding, nn.MSELoss())
write("adding-gru.json", nn.GRU, 2, 8, 1, adding, nn.MSELoss())
write("tones-gru.json", nn.GRU, 3, 6, 3, tones, nn.CrossEntropyLoss())
