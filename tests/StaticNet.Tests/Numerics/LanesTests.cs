using System;
using System.Linq;
using StaticNet.Numerics;
using Xunit;

namespace StaticNet.Tests.Numerics;

public sealed class LanesTests
{
    private const float Untouched = -77f;

    public static TheoryData<int> Columns => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Columns))]
    public void FromRows_IsTheTranspose_AndWritesNothingElse(int columns)
    {
        float[] rows = [.. Enumerable.Range(0, Lanes.Count * columns).Select(i => (float)i)];
        float[] lanes = Enumerable.Repeat(Untouched, (Lanes.Count * columns) + 16).ToArray();
        Lanes.FromRows(ref rows[0], columns, ref lanes[0]);
        for (int i = 0; i < lanes.Length; i++)
        {
            Assert.Equal(i < rows.Length ? rows[((i % Lanes.Count) * columns) + (i / Lanes.Count)] : Untouched, lanes[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void ToRows_IsTheTranspose_AndWritesNothingElse(int columns)
    {
        float[] lanes = [.. Enumerable.Range(0, Lanes.Count * columns).Select(i => (float)i)];
        float[] rows = Enumerable.Repeat(Untouched, (Lanes.Count * columns) + 16).ToArray();
        Lanes.ToRows(ref lanes[0], columns, ref rows[0]);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(i < lanes.Length ? lanes[((i % columns) * Lanes.Count) + (i / columns)] : Untouched, rows[i]);
        }
    }
}
