using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Optimizers;

/// <summary>
/// The bits after a fixed run are the same on every instruction set with FMA, in Debug and Release: run these tests also with
/// DOTNET_EnableAVX512=0 and DOTNET_PreferredVectorBitWidth=128. A changed hash is a changed formula or order of rounding.
/// </summary>
public class SameBitsTests
{
    private static readonly string[] s_expected =
    [
        "60c0310d81c371dae3446e24ceadfa0c",
        "969d70bfe2721ea5ac5e218859150d40",
        "e184e5dd25929cba89d8cf503324ab85",
        "df8c56444c9f1adb569b0a31fad85066",
        "e44974c2b82ac5dca22b6ea8b64af6a7",
        "bf6b4c5c0fcea0e80f1d1f86c56f9a43",
        "8c265399158649e77535d4c15ab606b9",
        "49a6fab32ce58ac933184ab3b51bd61f",
        "6edc2fbadb4db299c4331ecb716281b8",
        "d3915c2e11f147c9f309e46f201fae82",
        "fb7e302d04c98b43b85083246400c105",
        "8f8723aca1c3ef544675abbd5251e150",
        "2c7c0f7db4d3d98ed94463a1cdf72b45",
        "1318094b4e2bdf94838ede6c072064c1",
        "0ec17e3405a9dd301af3d687b94799ed",
        "4e270fac01f1f91b1d97e09db02d1e56",
        "c4e93c7b62d86c3c0cf02fdfa80e2c40",
        "053f4edadead4db6df691a6e76263448",
        "63886253a23730ab2d9330f786d973a5",
    ];

    public static IEnumerable<TheoryDataRow<int>> Indices => Enumerable.Range(0, OptimizerCases.All.Length).Select(i => new TheoryDataRow<int>(i));

    [Theory]
    [MemberData(nameof(Indices))]
    public void Optimizer_GivesTheseBits(int index)
    {
        if (!Fma.IsSupported && !AdvSimd.IsSupported)
        {
            Assert.Skip("Without FMA hardware a*b + c is rounded twice: the documented exception.");
        }

        IOptimizer optimizer = OptimizerCases.All[index];
        var layout = new ParameterLayout(40, 40, new ParameterInfo("w", [37], 0));
        var parameters = new ParameterBuffer(layout);
        var gradients = new ParameterBuffer(layout);
        parameters.Initialize("w", Initializer.TruncatedNormal, seed: 1, gain: 50);
        OptimizerState state = optimizer.CreateState(parameters);
        for (int step = 0; step < 30; step++)
        {
            gradients.Initialize("w", Initializer.TruncatedNormal, seed: (ulong)step + 2, gain: 50);
            gradients.ClipNorm(4);
            optimizer.Step(parameters, gradients, state);
        }

        Assert.Equal(s_expected[index], parameters.Hash().ToString("x32", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Initializers_GiveTheseBits()
    {
        var parameters = new ParameterBuffer(new ParameterLayout(248, 248, new ParameterInfo("fc.weight", [40, 5], 0, 8), new ParameterInfo("fc.bias", [40], 200)));
        UInt128 all = 0;
        foreach (Initializer initializer in Enum.GetValues<Initializer>())
        {
            var random = new Pcg32(7);
            ParameterInitializers.Linear(parameters, 0, 1, initializer, ref random);
            all = unchecked((all * 31) + parameters.Hash());
        }

        Assert.Equal("cf662c73531ffe38407582b9b756bf12", all.ToString("x32", CultureInfo.InvariantCulture));
    }
}
