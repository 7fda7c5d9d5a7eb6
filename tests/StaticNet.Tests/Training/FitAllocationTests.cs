using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

[Collection(nameof(MeasuredAlone))]
public class FitAllocationTests
{
    private static readonly (float[] Inputs, int[] Labels) s_iris = IrisData.Load();

    [Fact]
    public void Batches_AllocateNothing()
    {
        static long Allocated(int batchSize)
        {
            var model = new LoopIris(1);
            var options = new FitOptions { Epochs = 20, BatchSize = batchSize, ValidationSplit = 0.2, ClipNorm = 1, Schedule = LearningRate.Exponential(0.99), ScheduleUnit = ScheduleUnit.Step };
            return Allocations.Least(() => model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.001), options));
        }

        // 20 epochs of 120 batches or of 4: only the gather buffers differ, and those are smaller for smaller batches.
        long small = Allocated(1), large = Allocated(32);
        Assert.True(small <= large, $"{small} bytes with 2400 batches, {large} with 80");
    }
}
