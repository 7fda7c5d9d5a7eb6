namespace StaticNet.Onnx.Tests.Import.Fuzz;

internal sealed partial class RandomGraph
{
    private static readonly string[] s_plain = ["Relu", "Sigmoid", "Tanh", "Softplus", "Softsign", "HardSwish", "Erf", "Abs", "Neg", "Sign"];
    private static readonly string[] s_narrow = ["Exp", "Log", "Sqrt", "Reciprocal"];
    private static readonly string[] s_unsupported = ["Sin", "Floor", "Ceil", "Round", "Cos", "Sinh", "Atan", "IsNaN"];

    private void Step()
    {
        switch (_random.Next(100))
        {
            case < 14: Gemm(); break;
            case < 24: MatMul(); break;
            case < 42: WithConstant(); break;
            case < 50: Clip(); break;
            case < 66: Activation(); break;
            case < 71: WrittenOutActivation(); break;
            case < 74: Where(); break;
            case < 83: Norm(); break;
            case < 91: Shape(); break;
            case < 96: Join(); break;
            case < 99: Softmax(); break;
            default: Node(Pick(s_unsupported), _size, _value); break;
        }
    }

    private void Gemm()
    {
        int outputs = _random.Next(1, 9);
        bool isTransposed = Chance(0.5);
        string inputs = $"{_value}, {(isTransposed ? Weights(outputs, _size) : Weights(_size, outputs))}{(Chance(0.7) ? $", {Constant(Number, outputs)}" : "")}";
        string alpha = Chance(0.3) ? $" alpha={Decimal(Pick(0.5f, 2, -1.5f, 0.001f, 0))}" : "";
        string beta = Chance(0.3) ? $" beta={Decimal(Pick(0.5f, 2, -1.5f, 0.001f, 0))}" : "";
        Node("Gemm", outputs, inputs, $"transB={(isTransposed ? 1 : 0)}{alpha}{beta}{(Chance(0.03) ? " transA=1" : "")}");
    }

    private void MatMul()
    {
        int outputs = _random.Next(1, 9);
        string weights = Chance(0.97) ? Weights(_size, outputs) : Weights(1, _size, outputs);
        Node("MatMul", outputs, Chance(0.99) ? $"{_value}, {weights}" : $"{weights}, {_value}");
        if (Chance(0.7))
        {
            Binary(Pick("Add", "Add", "Sub"));
        }
    }

    private void WithConstant()
    {
        for (int count = _random.Next(1, 4); count > 0; count--)
        {
            Binary(Pick("Add", "Sub", "Mul", "Div", "Max", "Min", "Add", "Mul", Chance(0.2) ? "Pow" : "Mul"));
        }
    }

    private void Binary(string operation)
    {
        string constant = operation switch
        {
            "Pow" => Scalar(Pick(2f, 3, 0.5f, 1)),
            "Max" or "Min" when Chance(0.9) => Scalar(Number()),
            _ => Constant(Number, _size),
        };
        Node(operation, _size, operation == "Pow" || Chance(0.6) ? $"{_value}, {constant}" : $"{constant}, {_value}");
    }

    private void Clip()
    {
        (float low, float high) = (Number(), Number());
        if (low > high && Chance(0.9))
        {
            (low, high) = (high, low);
        }

        string bounds = _random.Next(4) switch { 0 => Scalar(low), 1 => $"_, {Scalar(high)}", _ => $"{Scalar(low)}, {Scalar(high)}" };
        Node("Clip", _size, $"{_value}, {bounds}");
    }

    private void Activation()
    {
        float a = Pick(0.01f, 0.2f, 1, 0.5f, 2, -0.5f, 0);
        float b = Pick(0.5f, 0, 1, 0.25f);
        (string operation, string attributes) = _random.Next(15) switch
        {
            0 => ("LeakyRelu", $"alpha={Decimal(a)}"),
            1 => ("Elu", $"alpha={Decimal(a)}"),
            2 => ("Celu", $"alpha={Decimal(a == 0 ? 1 : a)}"),
            3 => ("Selu", Chance(0.5) ? "" : $"alpha={Decimal(a)} gamma={Decimal(b)}"),
            4 => ("Shrink", $"lambd={Decimal(b)} bias={Decimal(Pick(0, b, 0.3f))}"),
            5 => ("HardSigmoid", $"alpha={Decimal(Pick(0.2f, 1f / 6, 1e-3f, 3))} beta={Decimal(b)}"),
            6 => (OperatorSet < 18 ? "Relu" : "Mish", ""),
            7 => (OperatorSet < 20 ? "Tanh" : "Gelu", OperatorSet < 20 || Chance(0.5) ? "" : "approximate=tanh"),
            8 => (Pick(s_narrow), ""),
            9 => ("ThresholdedRelu", $"alpha={Decimal(Pick(1, 0.1f, 0, -0.5f, 20))}"),
            _ => (Pick(s_plain), ""),
        };
        if (Chance(0.06))
        {
            Node("PRelu", _size, $"{_value}, {Constant(() => _random.NextSingle(), _size)}");
            return;
        }

        Node(operation, _size, _value, attributes);
    }

    private void WrittenOutActivation()
    {
        (string x, int size) = (_value, _size);
        switch (_random.Next(6))
        {
            case 0:
                Node("Mul", size, $"{x}, {Node("Sigmoid", size, x)}");
                break;
            case 1:
                Node("Mul", size, $"{x}, {Node("Tanh", size, Node("Softplus", size, x))}");
                break;
            case 2:
                string erf = Node("Erf", size, Node("Div", size, $"{x}, {Scalar(1.4142135f)}"));
                Node("Mul", size, $"{Node("Mul", size, $"{x}, {Node("Add", size, $"{erf}, {Scalar(1)}")}")}, {Scalar(0.5f)}");
                break;
            case 3:
                Node("Log", size, Node("Add", size, $"{Node("Exp", size, x)}, {Scalar(1)}"));
                break;
            case 4:
                string clip = Node("Clip", size, $"{Node("Add", size, $"{x}, {Scalar(3)}")}, {Scalar(0)}, {Scalar(6)}");
                Node("Div", size, $"{Node("Mul", size, $"{x}, {clip}")}, {Scalar(6)}");
                break;
            default:
                Node(Pick("Sub", "Add", "Mul", "Max"), size, $"{x}, {Node(Pick("Tanh", "Relu", "Neg", "Abs"), size, x)}");
                break;
        }
    }

    private void Where()
    {
        (string x, int size) = (_value, _size);
        string condition = Node(Pick("Greater", "Less", "GreaterOrEqual", "LessOrEqual"), size, $"{x}, {(Chance(0.8) ? Scalar(Number()) : Constant(Number, size))}", isFloat: false);
        string other = Chance(0.5) ? Scalar(Number()) : Node(Pick("Tanh", "Neg"), size, x);
        Node("Where", size, Chance(0.5) ? $"{condition}, {x}, {other}" : $"{condition}, {other}, {x}");
    }

    private void Norm()
    {
        (string x, int size) = (_value, _size);
        string epsilon = $"epsilon={Decimal(Pick(1e-5f, 1e-3f, 0.1f))}";
        switch (_random.Next(OperatorSet >= 23 ? 7 : 6))
        {
            case 0:
                string bias = Chance(0.8) ? $", {Vector(Number, size)}" : "";
                Node("LayerNormalization", size, $"{x}, {Vector(Number, size)}{bias}", $"{epsilon} axis={(Chance(0.95) ? Pick(-1, 1) : 0)}");
                break;
            case 1:
                Node("BatchNormalization", size, $"{x}, {Vector(Number, size)}, {Vector(Number, size)}, {Vector(Number, size)}, {Vector(() => _random.NextSingle() + 0.1f, size)}", epsilon);
                break;
            case 2:
                string centered = Node("Sub", size, $"{x}, {Mean(x)}");
                string variance = Mean(Node("Pow", size, $"{centered}, {Scalar(Chance(0.95) ? 2 : 3)}"));
                Node("Div", size, $"{centered}, {Node("Sqrt", 1, Node("Add", 1, $"{variance}, {Scalar(Pick(1e-5f, 1e-3f, 0.1f))}"))}");
                _size = size;
                break;
            case 3:
                // ONNX Runtime's Sigmoid is 0 below -18, where a sum of them may have no other digits.
                Node("LpNormalization", size, Chance(0.5) ? Node("Sigmoid", size, Node("Clip", size, $"{x}, {Scalar(-8)}")) : x, $"axis={(Chance(0.95) ? Pick(-1, 1) : 0)} p={Pick(1, 2, 2)}");
                break;
            case 4:
                string length = OperatorSet < 18 ? Node("ReduceL2", 1, x, "axes=[-1] keepdims=1") : Node("ReduceL2", 1, $"{x}, {Integers(-1)}", "keepdims=1");
                Node("Div", size, $"{x}, {(Chance(0.5) ? Node("Clip", 1, $"{length}, {Scalar(Chance(0.95) ? 1e-12f : 0.5f)}") : length)}");
                break;
            case 5:
                string square = Chance(0.5) ? Node("Mul", size, $"{x}, {x}") : Node("Pow", size, $"{x}, {Scalar(Chance(0.95) ? 2 : 3)}");
                string root = Node("Sqrt", 1, Node("Add", 1, $"{Mean(square)}, {Scalar(Pick(1e-5f, 1e-3f, 0.1f))}"));
                bool divides = Chance(0.5);
                Node(divides ? "Div" : "Mul", size, $"{x}, {(divides ? root : Node("Reciprocal", 1, root))}");
                break;
            default:
                Node("RMSNormalization", size, $"{x}, {Vector(Number, size)}", epsilon);
                break;
        }
    }

    private string Mean(string x)
    {
        int axis = Chance(0.97) ? Pick(-1, 1) : 0;
        return OperatorSet < 18 ? Node("ReduceMean", 1, x, $"axes=[{axis}] keepdims=1") : Node("ReduceMean", 1, $"{x}, {Integers(axis)}", "keepdims=1");
    }

    // No casts to half: its rounding and its range are given up on purpose, with a tolerance of their own (ImportedModel.HalfTolerance).
    private void Shape()
    {
        (string x, int size) = (_value, _size);
        switch (_random.Next(11))
        {
            case 0: Node("Flatten", size, x, Chance(0.9) ? "axis=1" : "axis=0"); break;
            case 1: Node("Reshape", size, $"{x}, {Pick(Integers(0, -1), Integers(-1, size), Integers(0, size))}"); break;
            case 2 when Chance(0.3): Node("Reshape", 0, $"{x}, {Pick(Integers(size, -1), Integers(1, -1))}"); break;
            case 3: Node("Cast", size, Node("Cast", size, x, $"to={Pick(1, 11)}", isFloat: false), "to=1"); break;
            case 4 when Chance(0.3): Node("Cast", size, Node("Cast", size, x, $"to={Pick(6, 7, 9)}", isFloat: false), "to=1"); break;
            case 5: Node("Dropout", size, x); break;
            case 6:
                int axis = Pick(0, 1, 2);
                Node("Squeeze", size, $"{Node("Unsqueeze", axis == 2 ? 1 : size, $"{x}, {Integers(axis)}")}, {Integers(axis)}");
                _size = size;
                break;
            case 7:
                Node("Transpose", size, Node("Transpose", 0, x, "perm=[1,0]"), Chance(0.8) ? "perm=[1,0]" : "perm=[0,1]");
                break;
            case 8 when size % 2 == 0:
                string split = Node("Reshape", size / 2, $"{x}, {Integers(0, 2, size / 2)}");
                Node("Reshape", size, $"{(Chance(0.5) ? Node("Transpose", 2, split, "perm=[0,2,1]") : split)}, {Integers(0, -1)}");
                break;
            case 9 when size > 1:
                int start = _random.Next(size - 1);
                int end = _random.Next(start + 1, size + 1);
                Node("Slice", end - start, $"{x}, {Integers(start)}, {Integers(end)}, {Integers(1)}");
                break;
            default: Node("Identity", size, x); break;
        }
    }

    private void Join()
    {
        (string name, int size) = _earlier[_random.Next(_earlier.Count)];
        if (size == _size && Chance(0.6))
        {
            string operation = Pick("Add", "Add", "Add", "Add", "Sub", "Mul", "Max", "Sum");
            Node(operation, size, Chance(0.5) ? $"{_value}, {name}" : $"{name}, {_value}");
            return;
        }

        Node("Concat", size + _size, Chance(0.5) ? $"{_value}, {name}" : $"{name}, {_value}", $"axis={Pick(1, 1, -1, -1, -1, 0)}");
    }

    private void Softmax() => Node(Pick("Softmax", "LogSoftmax"), _size, _value, Chance(0.1) ? "axis=0" : Pick("axis=-1", "axis=1", ""));
}
