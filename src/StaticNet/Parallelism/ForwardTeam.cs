using System;
using System.Threading;

namespace StaticNet;

/// <summary>A forward pass over many rows on several threads: rows do not depend on each other, so every split gives the same bits.</summary>
internal sealed unsafe class ForwardTeam<TNetwork> : BlockTeam
    where TNetwork : class, IInferenceNetwork<TNetwork>
{
    // Multiply-adds that a thread takes at a time, 30 µs. Measured on a busy machine: two threads take longer than one on two blocks of half this size.
    private const long LeastWork = 1 << 21;
    private const int RowGroup = 16;

    // Small blocks let a thread that wakes late still find work. Where the weights leave the second-level cache, more rows must share a pass over them.
    private const int BlockRowsInCache = 32;
    private const int BlockRowsBeyondCache = 128;
    private const int ParametersInCache = 1 << 20;

    // One per thread: a call takes the thread's own, so calls nest and overlap without allocating.
    [ThreadStatic]
    private static ForwardTeam<TNetwork>? t_spare;

    private TNetwork? _network;
    private float* _inputs;
    private float* _outputs;
    private int _inputSize;
    private int _outputSize;
    private int _rows;
    private int _blockRows;

    /// <summary>All rows through the network.</summary>
    public static void Run(TNetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, int threads)
    {
        NetworkDescription description = TNetwork.Description;
        int rows = inputs.Length / description.InputSize;
        int blockRows = BlockRows(description, rows, threads);
        if (threads == 1 || blockRows >= rows || inputs.Length % description.InputSize != 0 || outputs.Length != (long)rows * description.OutputSize)
        {
            network.ForwardBatch(inputs, outputs); // also says what is wrong with the lengths
            return;
        }

        ForwardTeam<TNetwork> team = t_spare ?? new ForwardTeam<TNetwork>();
        t_spare = null;
        try
        {
            team.Run(network, description, inputs, outputs, rows, blockRows, threads);
        }
        finally
        {
            team._network = null;
            t_spare = team;
        }
    }

    /// <summary>Rows that a thread takes at a time: enough work, and for large networks no more than share their weights well.</summary>
    public static int BlockRows(NetworkDescription description, int rows, int threads)
    {
        long least = LeastWork / WorkPerRow(description);
        long even = Math.Min(((long)rows + threads - 1) / threads, description.Layout.TrainableLength <= ParametersInCache ? BlockRowsInCache : BlockRowsBeyondCache);
        long block = Math.Max(Math.Max(least, even), 2 * RowGroup);
        return (int)Math.Min((block + RowGroup - 1) / RowGroup * RowGroup, 1 << 20);
    }

    // Parameters are as many as multiply-adds, or fewer. 40: what a row costs at least.
    private static long WorkPerRow(NetworkDescription description) => description.Layout.TrainableLength + 40;

    protected override void Compute(int block, int worker)
    {
        int start = block * _blockRows;
        int rows = Math.Min(_blockRows, _rows - start);
        _network!.ForwardBatch(
            new ReadOnlySpan<float>(_inputs + ((nint)start * _inputSize), rows * _inputSize),
            new Span<float>(_outputs + ((nint)start * _outputSize), rows * _outputSize));
    }

    private void Run(TNetwork network, NetworkDescription description, ReadOnlySpan<float> inputs, Span<float> outputs, int rows, int blockRows, int threads)
    {
        (_network, _inputSize, _outputSize, _rows, _blockRows) = (network, description.InputSize, description.OutputSize, rows, blockRows);
        fixed (float* x = inputs, y = outputs)
        {
            _inputs = x;
            _outputs = y;
            Run((rows + blockRows - 1) / blockRows, threads, rows * WorkPerRow(description));
        }
    }
}
