using System.Numerics;

namespace StaticNet.Benchmarks.Emitted.Streams;

/// <summary>The network as one writes it down, one step at a time: the scalar rival in float, the reference in double.</summary>
internal sealed class ScalarStream<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int History = 2048;
    private readonly StreamShape _shape;
    private readonly T[] _w, _h, _c, _gates, _fromState;
    private readonly T[][] _past = new T[StreamShape.ConvLayers][];
    private readonly T[] _values;
    private int _step;

    public ScalarStream(StreamShape shape, float[] weights)
    {
        _shape = shape;
        _w = System.Array.ConvertAll(weights, static weight => T.CreateChecked(weight));
        (_h, _c, _gates, _fromState, _values) = (new T[shape.Units], new T[shape.Units], new T[4 * shape.Units], new T[4 * shape.Units], new T[shape.Units]);
        for (int layer = 0; layer < _past.Length; layer++)
        {
            _past[layer] = new T[History * (layer == 0 ? 1 : shape.Units)];
        }
    }

    public T Next(float input)
    {
        T x = T.CreateChecked(input);
        if (_shape.Cell == StreamCell.Conv1d)
        {
            return Convolutions(x);
        }

        int units = _shape.Units, gates = (_shape.Cell == StreamCell.LSTM ? 4 : 3) * units;
        Sums(x, units, gates);
        for (int u = 0; u < units; u++)
        {
            if (_shape.Cell == StreamCell.LSTM)
            {
                T i = Sigmoid(_gates[u] + _fromState[u]), f = Sigmoid(_gates[units + u] + _fromState[units + u]);
                T g = T.Tanh(_gates[(2 * units) + u] + _fromState[(2 * units) + u]), o = Sigmoid(_gates[(3 * units) + u] + _fromState[(3 * units) + u]);
                _c[u] = (f * _c[u]) + (i * g);
                _h[u] = o * T.Tanh(_c[u]);
            }
            else
            {
                T r = Sigmoid(_gates[u] + _fromState[u]), z = Sigmoid(_gates[units + u] + _fromState[units + u]);
                T n = T.Tanh(_gates[(2 * units) + u] + (r * _fromState[(2 * units) + u]));
                _h[u] = ((T.One - z) * n) + (z * _h[u]);
            }
        }

        return Head(_h, gates * (units + 3));
    }

    // weight_ih [gates], weight_hh [gates, units], bias_ih, bias_hh.
    private void Sums(T x, int units, int gates)
    {
        for (int j = 0; j < gates; j++)
        {
            T sum = _w[(gates * (units + 2)) + j];
            for (int k = 0; k < units; k++)
            {
                sum += _w[gates + (j * units) + k] * _h[k];
            }

            _fromState[j] = sum;
            _gates[j] = _w[(gates * (units + 1)) + j] + (_w[j] * x);
        }
    }

    private T Head(T[] values, int at)
    {
        T sum = _w[at + values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            sum += _w[at + k] * values[k];
        }

        return sum;
    }

    // Per layer weight [outputs, inputs, kernel], bias [outputs].
    private T Convolutions(T x)
    {
        int at = 0, channels = _shape.Units, inputs = 1;
        int now = _step++ & (History - 1);
        _past[0][now] = x;
        for (int layer = 0; layer < StreamShape.ConvLayers; layer++)
        {
            int bias = at + (channels * inputs * StreamShape.Kernel);
            for (int o = 0; o < channels; o++)
            {
                T sum = _w[bias + o];
                for (int k = 0; k < StreamShape.Kernel; k++)
                {
                    int row = (now - ((StreamShape.Kernel - 1 - k) << layer)) & (History - 1);
                    for (int i = 0; i < inputs; i++)
                    {
                        sum += _w[at + (((o * inputs) + i) * StreamShape.Kernel) + k] * _past[layer][(row * inputs) + i];
                    }
                }

                _values[o] = T.Tanh(sum);
            }

            if (layer + 1 < StreamShape.ConvLayers)
            {
                _values.CopyTo(_past[layer + 1], now * channels);
            }

            (at, inputs) = (bias + channels, channels);
        }

        return Head(_values, at);
    }

    private static T Sigmoid(T x) => T.One / (T.One + T.Exp(-x));
}
