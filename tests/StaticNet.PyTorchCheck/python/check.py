"""Both directions between PyTorch and StaticNet, live. .ci/run pytorch calls it twice with the program of this folder in between:

    check.py make FOLDER      state dicts that PyTorch writes, with PyTorch's outputs
    StaticNet.PyTorchCheck    reads and compares them, trains on, and writes state dicts with its own outputs
    check.py verify FOLDER    reads and compares those

The Python of docs/from-pytorch.md runs as it stands there: its first two blocks in `make`, its third in `verify`.
"""
import json
import os
import re
import sys

import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
try:
    import safetensors.torch
except ImportError:
    sys.path.insert(0, HERE)
    import safetensors.torch

TOLERANCE = 4e-6     # of the largest output; tests/Fixtures/README.md says why
ROWS = 32


class Named(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.head = nn.Linear(6, 12), nn.Linear(12, 12), nn.Linear(12, 2)

    def forward(self, x):
        return self.head(nn.functional.gelu(self.fc2(nn.functional.gelu(self.fc1(x)))))


class Recurrent(nn.Module):
    """A cell and a Linear with the names of GuitarML."""

    def __init__(self, cell):
        super().__init__()
        self.rec, self.lin = cell, nn.Linear(cell.hidden_size, 2)

    def forward(self, x):
        return self.lin(self.rec(x)[0])


class Causal(nn.Module):
    """Conv1d layers that see the past only; steps in the middle, as elsewhere."""

    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv1d(3, 8, 3, dilation=2), nn.Conv1d(8, 6, 4, dilation=3, groups=2)
        self.lin = nn.Linear(6, 2)

    def forward(self, x):
        y = torch.tanh(self.c1(nn.functional.pad(x.transpose(1, 2), (4, 0))))
        return self.lin(torch.tanh(self.c2(nn.functional.pad(y, (9, 0)))).transpose(1, 2))


STREAMS = {
    "stream-lstm": lambda: Recurrent(nn.LSTM(3, 12, num_layers=2, batch_first=True)),
    "stream-gru": lambda: Recurrent(nn.GRU(3, 20, batch_first=True)),
    "stream-rnn": lambda: Recurrent(nn.RNN(3, 9, nonlinearity="relu", bias=False, batch_first=True)),
    "stream-conv": Causal,
}
SEQUENCES, STEPS = 4, 60


def layers():
    return nn.Sequential(
        nn.Linear(8, 16), nn.LayerNorm(16), nn.SiLU(), nn.Dropout(0.1),
        nn.Linear(16, 16), nn.BatchNorm1d(16), nn.PReLU(), nn.Linear(16, 5), nn.Tanh())


def documented(page, block, **given):
    """A Python block of the page, run in the current folder; returns its variables."""
    text = open(os.path.join(HERE, "../../..", page), encoding="utf-8").read()
    code = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[block]
    variables = {"torch": torch, "nn": nn, **given}
    print(f"--- {page}:\n{code}")
    exec(compile(code, page, "exec"), variables)
    return variables


def outputs(model, inputs, dtype):
    """What the model says in double precision, from weights of a dtype."""
    double = {name: value.to(dtype).double() if value.is_floating_point() else value for name, value in model.state_dict().items()}
    copy = type(model)() if isinstance(model, Named) else model_like(model)
    copy.double().eval().load_state_dict(double)
    with torch.no_grad():
        return copy(inputs.double())


def model_like(model):
    return layers() if len(model) == 9 else iris()


def iris():
    return nn.Sequential(nn.Linear(4, 10), nn.ReLU(), nn.Linear(10, 3))


def write_case(name, inputs, result):
    with open(f"{name}.txt", "w") as file:
        for values in (inputs, result):
            file.write(" ".join(repr(value) for value in values.flatten().tolist()) + "\n")


def read_case(name, columns):
    lines = open(f"{name}.txt").read().splitlines()
    inputs, result = (torch.tensor([float(number) for number in line.split()], dtype=torch.float64) for line in lines)
    return inputs.reshape(-1, columns), result


def make():
    model = documented("docs/from-pytorch.md", 0)["model"]
    case = json.load(open(documented("docs/from-pytorch.md", 1, model=model)["file"].name))["cases"][0]
    assert len(case["input"]) == 16 * 4 and len(case["outputs"]["data"]) == 16 * 3
    torch.manual_seed(1)
    for name, network, columns in (("iris", model, 4), ("layers", layers(), 8), ("named", Named(), 6)):
        inputs = torch.randn(ROWS, columns)
        network.train()
        for _ in range(20):              # moves the running statistics of the batch normalization
            network(torch.randn(64, columns) * 2 + 1)
        network.eval()
        if name != "iris":
            safetensors.torch.save_file(network.state_dict(), f"{name}.safetensors")
        write_case(name, inputs, outputs(network, inputs, torch.float32))
        if name == "named":
            for dtype, suffix in ((torch.float64, "f64"), (torch.float16, "f16"), (torch.bfloat16, "bf16")):
                state = {key: value.to(dtype) for key, value in network.state_dict().items()}
                safetensors.torch.save_file(state, f"named-{suffix}.safetensors")
                write_case(f"named-{suffix}", inputs, outputs(network, inputs, dtype))


    for name, build in STREAMS.items():
        network = build()
        inputs = torch.randn(SEQUENCES, STEPS, 3)
        safetensors.torch.save_file(network.state_dict(), f"{name}.safetensors")
        with torch.no_grad():
            write_case(name, inputs, network.double()(inputs.double()))


def verify():
    failed = False
    for name, build in STREAMS.items():
        network = build()
        network.load_state_dict(safetensors.torch.load_file(f"{name}-trained.safetensors"))
        inputs, expected = read_case(f"{name}-trained", 3)
        with torch.no_grad():
            result = network.double()(inputs.reshape(SEQUENCES, STEPS, 3)).flatten()
        worst = float((result - expected).abs().max() / result.abs().max())
        print(f"{name}-trained: {worst:.1e} of the largest output")
        failed |= not worst <= TOLERANCE
    for name, network, columns in (("layers-trained", layers(), 8), ("named-trained", Named(), 6), ("trained_in_csharp", iris(), 4)):
        if name == "trained_in_csharp":
            documented("docs/from-pytorch.md", 3, model=network)
        else:
            # Strict, although num_batches_tracked is not in the file: the page says why that works.
            network.load_state_dict(safetensors.torch.load_file(f"{name}.safetensors"))
        inputs, expected = read_case(name, columns)
        with torch.no_grad():
            result = network.double().eval()(inputs).flatten()
        worst = float((result - expected).abs().max() / result.abs().max())
        print(f"{name}: {worst:.1e} of the largest output")
        failed |= not worst <= TOLERANCE
    sys.exit(f"further from PyTorch than {TOLERANCE}" if failed else 0)


os.chdir(sys.argv[2])
{"make": make, "verify": verify}[sys.argv[1]]()
