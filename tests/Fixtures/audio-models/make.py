"""Writes the models of this folder: small networks with random weights in the formats of RTNeural, AIDA-X, GuitarML and PyTorch, with
sequences of inputs and outputs. The outputs are computed here, in double, from the formulas of Keras and PyTorch, on the weights as float32.

    python3 make.py            Python alone is enough
"""
import json
import math
import os
import random
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 60


def single(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def tensor(source, *shape, scale=0.6):
    if not shape:
        return single(source.uniform(-scale, scale))
    return [tensor(source, *shape[1:], scale=scale) for _ in range(shape[0])]


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


FUNCTIONS = {"": lambda x: x, "tanh": math.tanh, "sigmoid": sigmoid, "relu": lambda x: max(0.0, x), "elu": lambda x: x if x > 0 else math.expm1(x)}


def keras_product(x, kernel):
    return [sum(x[i] * kernel[i][o] for i in range(len(x))) for o in range(len(kernel[0]))]


def torch_product(weight, x):
    return [sum(w * v for w, v in zip(row, x)) for row in weight]


def keras_lstm(xs, kernel, recurrent, bias):
    units = len(recurrent)
    h, c, ys = [0.0] * units, [0.0] * units, []
    for x in xs:
        z = [a + b + d for a, b, d in zip(keras_product(x, kernel), keras_product(h, recurrent), bias)]
        for u in range(units):
            i, f, g, o = z[u], z[units + u], z[2 * units + u], z[3 * units + u]
            c[u] = sigmoid(f) * c[u] + sigmoid(i) * math.tanh(g)
            z[u] = sigmoid(o) * math.tanh(c[u])
        h = z[:units]
        ys.append(h)
    return ys


def keras_gru(xs, kernel, recurrent, bias):
    """reset_after = True; gates z r h."""
    units = len(recurrent)
    h, ys = [0.0] * units, []
    for x in xs:
        a = [v + b for v, b in zip(keras_product(x, kernel), bias[0])]
        b = [v + d for v, d in zip(keras_product(h, recurrent), bias[1])]
        new = []
        for u in range(units):
            z, r = sigmoid(a[u] + b[u]), sigmoid(a[units + u] + b[units + u])
            candidate = math.tanh(a[2 * units + u] + r * b[2 * units + u])
            new.append(z * h[u] + (1 - z) * candidate)
        h = new
        ys.append(h)
    return ys


def keras_conv(xs, kernel, bias, dilation, groups):
    taps, per_group, outputs = len(kernel), len(kernel[0]), len(kernel[0][0])
    ys = []
    for t in range(len(xs)):
        y = []
        for o in range(outputs):
            first = o // (outputs // groups) * per_group
            total = bias[o]
            for k in range(taps):
                s = t - (taps - 1 - k) * dilation
                if s >= 0:
                    total += sum(kernel[k][i][o] * xs[s][first + i] for i in range(per_group))
            y.append(total)
        ys.append(y)
    return ys


def torch_recurrent(kind, xs, state, name, number, begin=None):
    """begin: h, then c, before the first step."""
    wi, wh = state[f"{name}.weight_ih_l{number}"], state[f"{name}.weight_hh_l{number}"]
    bi, bh = state[f"{name}.bias_ih_l{number}"], state[f"{name}.bias_hh_l{number}"]
    units = len(wh[0])
    h, c, ys = [0.0] * units, [0.0] * units, []
    if begin is not None:
        h, c = begin[:units], begin[units:]
    for x in xs:
        a = [v + b for v, b in zip(torch_product(wi, x), bi)]
        b = [v + d for v, d in zip(torch_product(wh, h), bh)]
        new = []
        for u in range(units):
            if kind == "LSTM":
                i, f, g, o = (a[k * units + u] + b[k * units + u] for k in range(4))
                c[u] = sigmoid(f) * c[u] + sigmoid(i) * math.tanh(g)
                new.append(sigmoid(o) * math.tanh(c[u]))
            else:
                r, z = sigmoid(a[u] + b[u]), sigmoid(a[units + u] + b[units + u])
                n = math.tanh(a[2 * units + u] + r * b[2 * units + u])
                new.append((1 - z) * n + z * h[u])
        h = new
        ys.append(h)
    return ys


def rtneural(source, xs, layers):
    """Layers as RTNeural lists them, and their outputs."""
    listed = []
    for layer in layers:
        kind, size, activation = layer["type"], layer["size"], layer.get("activation", "")
        inputs = len(xs[0])
        entry = {"type": kind, "activation": activation, "shape": [None, None, size]}
        if kind in ("dense", "time-distributed-dense"):
            w, b = tensor(source, inputs, size), tensor(source, size)
            xs = [[v + d for v, d in zip(keras_product(x, w), b)] for x in xs]
            entry["weights"] = [w, b]
        elif kind == "lstm":
            w, u, b = tensor(source, inputs, 4 * size), tensor(source, size, 4 * size), tensor(source, 4 * size)
            xs = keras_lstm(xs, w, u, b)
            entry["weights"] = [w, u, b]
        elif kind == "gru":
            w, u, b = tensor(source, inputs, 3 * size), tensor(source, size, 3 * size), tensor(source, 2, 3 * size)
            xs = keras_gru(xs, w, u, b)
            entry["weights"] = [w, u, b]
        elif kind == "conv1d":
            groups, dilation, taps = layer.get("groups", 1), layer.get("dilation", 1), layer["kernel"]
            w, b = tensor(source, taps, inputs // groups, size), tensor(source, size)
            xs = keras_conv(xs, w, b, dilation, groups)
            entry.update(kernel_size=[taps], dilation=[dilation], groups=groups, weights=[w, b])
        elif kind == "batchnorm":
            gamma, beta, mean, variance = tensor(source, size), tensor(source, size), tensor(source, size), [single(0.5 + abs(v)) for v in tensor(source, size)]
            epsilon = 0.01
            xs = [[(v - mean[i]) / math.sqrt(variance[i] + epsilon) * gamma[i] + beta[i] for i, v in enumerate(x)] for x in xs]
            entry.update(epsilon=epsilon, weights=[gamma, beta, mean, variance])
        elif kind == "prelu":
            slopes = tensor(source, size)
            xs = [[v if v >= 0 else v * slopes[i] for i, v in enumerate(x)] for x in xs]
            entry["weights"] = [[slopes]]
        if kind not in ("lstm", "gru"):
            xs = [[FUNCTIONS[activation](v) for v in x] for x in xs]
        listed.append(entry)
    return listed, xs


def inputs(source, size):
    return [[single(math.sin(0.3 * t * (i + 1)) + source.uniform(-0.2, 0.2)) for i in range(size)] for t in range(STEPS)]


def write(name, value):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as file:
        json.dump(value, file)
        file.write("\n")


def flat(rows):
    return [v for row in rows for v in row]


def aida():
    source = random.Random(1)
    xs = inputs(source, 1)
    gain_in, gain_out = 10 ** (-3 / 20), 10 ** (2 / 20)
    scaled = [[x[0] * gain_in] for x in xs]
    layers, ys = rtneural(source, scaled, [{"type": "lstm", "size": 5}, {"type": "dense", "size": 1}])
    ys = [[(y[0] + x[0]) * gain_out] for x, y in zip(scaled, ys)]
    write("aida-lstm.json", {"in_shape": [None, None, 1], "in_skip": 1, "in_gain": -3.0, "out_gain": 2.0, "metadata": {"name": "made by make.py"},
                             "layers": layers, "input_batch": flat(xs), "output_batch": flat(ys)})


def aida_knobs():
    """As AIDA-X computes a model with two parameters: in_gain is for the sound alone, which in_skip adds, and out_gain for the sum."""
    source = random.Random(8)
    xs = inputs(source, 3)
    gain_in, gain_out = 10 ** (6 / 20), 10 ** (-4.5 / 20)
    scaled = [[x[0] * gain_in, x[1], x[2]] for x in xs]
    layers, ys = rtneural(source, scaled, [{"type": "gru", "size": 4}, {"type": "dense", "size": 1}])
    ys = [[(y[0] + x[0]) * gain_out] for x, y in zip(scaled, ys)]
    write("aida-gru-knobs.json", {"in_shape": [None, None, 3], "in_skip": 1, "in_gain": 6.0, "out_gain": -4.5, "metadata": {"name": "made by make.py"},
                                  "layers": layers, "input_batch": xs, "output_batch": flat(ys)})


def knobs():
    source = random.Random(2)
    xs = inputs(source, 3)
    layers, ys = rtneural(source, xs, [{"type": "time-distributed-dense", "size": 4, "activation": "elu"}, {"type": "gru", "size": 6},
                                       {"type": "lstm", "size": 3, "activation": "tanh"}, {"type": "dense", "size": 2, "activation": "relu"}])
    write("rtneural-gru.json", {"in_shape": [None, None, 3], "layers": layers, "input_batch": xs, "output_batch": ys})


def convolutions():
    source = random.Random(3)
    xs = inputs(source, 1)
    layers, ys = rtneural(source, xs, [{"type": "dense", "size": 4, "activation": "tanh"}, {"type": "conv1d", "size": 6, "kernel": 3, "dilation": 2, "groups": 2},
                                       {"type": "batchnorm", "size": 6}, {"type": "prelu", "size": 6}, {"type": "conv1d", "size": 4, "kernel": 2, "activation": "relu"},
                                       {"type": "activation", "size": 4, "activation": "tanh"}, {"type": "dense", "size": 1, "activation": "sigmoid"}])
    write("rtneural-conv.json", {"in_shape": [None, None, 1], "layers": layers, "input_batch": flat(xs), "output_batch": flat(ys)})


def guitar():
    source = random.Random(4)
    xs = inputs(source, 2)
    state = {"rec.weight_ih_l0": tensor(source, 24, 2), "rec.weight_hh_l0": tensor(source, 24, 6), "rec.bias_ih_l0": tensor(source, 24),
             "rec.bias_hh_l0": tensor(source, 24), "lin.weight": tensor(source, 1, 6), "lin.bias": tensor(source, 1)}
    hs = torch_recurrent("LSTM", xs, state, "rec", 0)
    ys = [[torch_product(state["lin.weight"], h)[0] + state["lin.bias"][0] + x[0]] for h, x in zip(hs, xs)]
    write("guitarml-lstm.json", {"model_data": {"model": "SimpleRNN", "input_size": 2, "skip": 1, "output_size": 1, "unit_type": "LSTM", "num_layers": 1,
                                                "hidden_size": 6, "bias_fl": True}, "state_dict": state})
    write("guitarml-lstm.io.json", {"cases": [{"input": flat(xs), "steps": STEPS, "outputs": {"data": flat(ys)}}]})


def state_dict():
    source = random.Random(5)
    xs = inputs(source, 1)
    state = {}
    for number, size in ((0, 1), (1, 4)):
        state.update({f"gru.weight_ih_l{number}": tensor(source, 12, size), f"gru.weight_hh_l{number}": tensor(source, 12, 4),
                      f"gru.bias_ih_l{number}": tensor(source, 12), f"gru.bias_hh_l{number}": tensor(source, 12)})
    state.update({"dense.weight": tensor(source, 1, 4), "dense.bias": tensor(source, 1)})
    ys = xs
    for number in (0, 1):
        ys = torch_recurrent("GRU", ys, state, "gru", number)
    ys = [[torch_product(state["dense.weight"], y)[0] + state["dense.bias"][0]] for y in ys]
    write("statedict-gru.json", state)
    write("statedict-gru.io.json", {"cases": [{"input": flat(xs), "steps": STEPS, "outputs": {"data": flat(ys)}}]})


def nam():
    """WaveNet as NeuralAmpModelerCore computes it, from zero histories: the weights are one list in the order in which they are read."""
    source = random.Random(6)
    xs = inputs(source, 1)
    weights, arrays, values, heads, scale = [], [], xs, None, 0.25

    def take(*shape):
        values = tensor(source, *shape)

        def add(part):
            for v in part:
                add(v) if isinstance(v, list) else weights.append(v)
        add(values)
        return values

    def linear(rows, matrix, bias=None):
        return [[v + (bias[o] if bias else 0) for o, v in enumerate(torch_product(matrix, row))] for row in rows]

    for size, channels, head_size, dilations, bias in ((1, 3, 2, [1, 2, 4], False), (3, 2, 1, [1, 3], True)):
        arrays.append({"input_size": size, "condition_size": 1, "head_size": head_size, "channels": channels, "kernel_size": 3, "dilations": dilations,
                       "activation": "Tanh", "gated": False, "head_bias": bias})
        values = linear(values, take(channels, size))
        for dilation in dilations:
            conv, shift = take(channels, channels, 3), take(channels)
            mixer, project, offset = take(channels, 1), take(channels, channels), take(channels)
            hs = []
            for t in range(STEPS):
                z = []
                for o in range(channels):
                    total = shift[o] + mixer[o][0] * xs[t][0]
                    for k in range(3):
                        s = t - (2 - k) * dilation
                        if s >= 0:
                            total += sum(conv[o][i][k] * values[s][i] for i in range(channels))
                    z.append(math.tanh(total))
                hs.append(z)
            heads = hs if heads is None else [[a + b for a, b in zip(x, y)] for x, y in zip(heads, hs)]
            values = [[a + b for a, b in zip(x, y)] for x, y in zip(values, linear(hs, project, offset))]
        heads = linear(heads, take(head_size, channels), take(head_size) if bias else None)
    weights.append(scale)
    ys = [[v * scale for v in row] for row in heads]
    write("nam-wavenet.nam", {"version": "0.5.0", "architecture": "WaveNet", "config": {"layers": arrays, "head": None, "head_scale": scale}, "weights": weights})
    write("nam-wavenet.io.json", {"cases": [{"input": flat(xs), "steps": STEPS, "outputs": {"data": flat(ys)}}]})


def nam_lstm():
    """NAM's LSTM: one matrix [4 * units, inputs + units] and one bias per layer, then the state that it begins with; the head last."""
    source = random.Random(7)
    xs = inputs(source, 1)
    both, bias, head, offset = tensor(source, 16, 5), tensor(source, 16), tensor(source, 4), tensor(source)
    state = {"rec.weight_ih_l0": [row[:1] for row in both], "rec.weight_hh_l0": [row[1:] for row in both], "rec.bias_ih_l0": bias, "rec.bias_hh_l0": [0.0] * 16}
    ys = [[sum(a * b for a, b in zip(head, h)) + offset] for h in torch_recurrent("LSTM", xs, state, "rec", 0)]
    write("nam-lstm.nam", {"version": "0.5.4", "architecture": "LSTM", "config": {"input_size": 1, "hidden_size": 4, "num_layers": 1},
                           "weights": flat(both) + bias + [0.0] * 8 + head + [offset]})
    write("nam-lstm.io.json", {"cases": [{"input": flat(xs), "steps": STEPS, "outputs": {"data": flat(ys)}}]})


def nam_lstm_state():
    """Two layers that begin elsewhere than at zero."""
    source = random.Random(9)
    xs = inputs(source, 1)
    weights, ys = [], xs
    for inputs_of_layer in (1, 3):
        both, bias, begin = tensor(source, 12, inputs_of_layer + 3), tensor(source, 12), tensor(source, 6)
        state = {"rec.weight_ih_l0": [row[:inputs_of_layer] for row in both], "rec.weight_hh_l0": [row[inputs_of_layer:] for row in both],
                 "rec.bias_ih_l0": bias, "rec.bias_hh_l0": [0.0] * 12}
        ys = torch_recurrent("LSTM", ys, state, "rec", 0, list(begin))
        weights += flat(both) + bias + begin
    head, offset = tensor(source, 3), tensor(source)
    ys = [[sum(a * b for a, b in zip(head, h)) + offset] for h in ys]
    write("nam-lstm-state.nam", {"version": "0.5.4", "architecture": "LSTM", "config": {"input_size": 1, "hidden_size": 3, "num_layers": 2}, "weights": weights + head + [offset]})
    write("nam-lstm-state.io.json", {"cases": [{"input": flat(xs), "steps": STEPS, "outputs": {"data": flat(ys)}}]})


for make in (aida, aida_knobs, knobs, convolutions, guitar, state_dict, nam, nam_lstm, nam_lstm_state):
    make()
