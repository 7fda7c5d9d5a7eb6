"""Losses with output weights, missing targets and focal factors, in double by PyTorch's autograd: writes losses.json.

python3 make.py (PyTorch 1.13, Debian's python3-torch)
"""
import json
import math

import torch
import torch.nn.functional as F

torch.manual_seed(20)
cases = []


def single(tensor):
    """Values that are floats, kept in double."""
    return tensor.float().double()


def numbers(tensor):
    return [
        "NaN" if math.isnan(v) else float("%.9g" % v)
        for v in tensor.flatten().tolist()
    ]


def exact(tensor):
    return tensor.flatten().tolist()


def add(name, loss, pred, target, value):
    pred = pred.clone().requires_grad_()
    total = value(pred, target)
    total.backward()
    cases.append({
        "id": name,
        "loss": {"reduction": "mean", **loss},
        "rows": pred.shape[0],
        "cols": pred.shape[1],
        "pred": numbers(pred.detach()),
        "target": numbers(target),
        "f64": {"loss": total.item(), "grad": exact(pred.grad)},
    })


PER_ELEMENT = {
    "mse": lambda y, t, o: F.mse_loss(y, t, reduction="none"),
    "l1": lambda y, t, o: F.l1_loss(y, t, reduction="none"),
    "huber": lambda y, t, o: F.huber_loss(y, t, reduction="none", delta=o["delta"]),
    "smooth_l1": lambda y, t, o: F.smooth_l1_loss(y, t, reduction="none", beta=o["beta"]),
    "hinge": lambda y, t, o: torch.clamp(1 - t * y, min=0),
    "bce_with_logits": lambda y, t, o: focal_bce(y, t, o),
}


def positive(o):
    return torch.tensor(o["pos_weight"]).double() if "pos_weight" in o else None


def focal_bce(z, t, o):
    """torchvision.ops.sigmoid_focal_loss without its alpha; pos_weight instead."""
    loss = F.binary_cross_entropy_with_logits(z, t, reduction="none", pos_weight=positive(o))
    if "gamma" not in o:
        return loss
    p = torch.sigmoid(z)
    p_t = p * t + (1 - p) * (1 - t)
    return loss * (1 - p_t) ** o["gamma"]


def per_element(name, kind, options, pred, target):
    def value(y, t):
        there = ~torch.isnan(t)
        loss = PER_ELEMENT[kind](y, torch.where(there, t, torch.zeros_like(t)), options)
        if "output_weight" in options:
            loss = loss * torch.tensor(options["output_weight"]).double()
        return loss[there].mean()

    loss = {"name": kind, **options}
    if torch.isnan(target).any():
        loss["missing"] = "ignore"
    add(name, loss, pred, target, value)


def random(rows, columns, scale=1.5):
    return single(torch.randn(rows, columns) * scale)


def weights(columns):
    return [0.5 + 0.25 * ((3 * c) % 7) for c in range(columns)]


def with_missing(target):
    target = target.clone()
    for i in range(target.shape[0]):
        for j in range(target.shape[1]):
            if (5 * i + 3 * j) % 4 == 0 or i == 2:
                target[i, j] = math.nan
    return target


def targets(kind, rows, columns):
    if kind == "hinge":
        return torch.where(random(rows, columns) > 0, 1.0, -1.0).double()
    return single(torch.rand(rows, columns)) if kind == "bce_with_logits" else random(rows, columns)


SHAPES = [(5, 3), (4, 11), (3, 1)]
OPTIONS = {"huber": {"delta": 0.75}, "smooth_l1": {"beta": 0.25}}
for kind in PER_ELEMENT:
    for rows, columns in SHAPES:
        own = OPTIONS.get(kind, {})
        pred, target = random(rows, columns), targets(kind, rows, columns)
        name = "%s-%dx%d" % (kind, rows, columns)
        per_element(name + "-weighted", kind, {**own, "output_weight": weights(columns)}, pred, target)
        per_element(name + "-missing", kind, own, pred, with_missing(target))
        per_element(name + "-both", kind, {**own, "output_weight": weights(columns)}, pred, with_missing(target))

# BCEWithLogitsLoss itself, with its weight.
pred, target = random(6, 3), targets("bce_with_logits", 6, 3)
options = {"output_weight": [1.0, 2.0, 0.5], "pos_weight": [3.0, 1.0, 0.25]}
module = torch.nn.BCEWithLogitsLoss(weight=torch.tensor([1.0, 2.0, 0.5]).double(), pos_weight=torch.tensor([3.0, 1.0, 0.25]).double())
add("bce_with_logits-module", {"name": "bce_with_logits", **options}, pred, target, module)

for gamma in [0.5, 1.0, 2.0, 3.75]:
    for rows, columns in SHAPES:
        name = "focal-bce-%g-%dx%d" % (gamma, rows, columns)
        hard = torch.where(random(rows, columns) > 0, 1.0, 0.0).double()
        per_element(name + "-hard", "bce_with_logits", {"gamma": gamma}, random(rows, columns, 3), hard)
        per_element(name + "-soft", "bce_with_logits", {"gamma": gamma}, random(rows, columns), targets("bce_with_logits", rows, columns))
        per_element(
            name + "-all", "bce_with_logits", {"gamma": gamma, "pos_weight": weights(columns), "output_weight": weights(columns)},
            random(rows, columns), with_missing(hard))
per_element(
    "focal-bce-2-extreme", "bce_with_logits", {"gamma": 2.0},
    torch.tensor([[30.0, -30.0, 12.0, -12.0], [30.0, -30.0, 12.0, -12.0]]).double(), torch.tensor([[1.0] * 4, [0.0] * 4]).double())


def focal_cross(name, options, pred, target):
    weight = torch.tensor(options["weight"]).double() if "weight" in options else torch.ones(pred.shape[1]).double()
    smoothing = options.get("label_smoothing", 0.0)

    def value(z, t):
        hard = t.dim() == 1
        share = F.one_hot(t.long(), z.shape[1]).double() if hard else t
        divisor = (share * weight).sum() if hard else z.shape[0]
        share = weight * (share * (1 - smoothing) + smoothing / z.shape[1])
        logarithms = F.log_softmax(z, 1)
        return -(share * (1 - logarithms.exp()) ** options["gamma"] * logarithms).sum() / divisor

    add(name, {"name": "cross_entropy", **options}, pred, target, value)


for gamma in [0.5, 1.0, 2.0, 3.75]:
    for rows, columns in [(6, 3), (5, 5), (9, 4), (4, 20)]:
        name = "focal-cross-%g-%dx%d" % (gamma, rows, columns)
        labels = torch.randint(0, columns, (rows,)).double()
        focal_cross(name, {"gamma": gamma}, random(rows, columns), labels)
        focal_cross(name + "-weighted", {"gamma": gamma, "weight": weights(columns)}, random(rows, columns), labels)
        focal_cross(name + "-smooth", {"gamma": gamma, "weight": weights(columns), "label_smoothing": 0.125}, random(rows, columns), labels)
        focal_cross(name + "-soft", {"gamma": gamma, "weight": weights(columns)}, random(rows, columns), single(torch.softmax(random(rows, columns), 1)))
focal_cross("focal-cross-2-extreme", {"gamma": 2.0}, torch.tensor([[20.0, 0.0, -20.0]] * 3).double(), torch.tensor([0.0, 1.0, 2.0]).double())

with open("losses.json", "w") as file:
    file.write('{"cases": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")
print(len(cases))
