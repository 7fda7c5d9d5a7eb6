using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Benchmarks;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    private static ulong s_sink;

    public static string Description =>
        $"{ProcessorName()}, {Gigahertz():F2} GHz measured, {(Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "128-bit vectors")}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}";

    /// <summary>Restricts the measuring thread to one processor (Linux, Windows); elsewhere this does nothing.</summary>
    public static void Pin(int processor)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using Process process = Process.GetCurrentProcess();
            process.ProcessorAffinity = (nint)(1L << processor);
        }
    }

    /// <summary>Clock rate from a chain of dependent multiplications: 4 cycles each with the exclusive-or behind it.</summary>
    private static double Gigahertz()
    {
        double best = double.MaxValue;
        for (int round = 0; round < 50; round++)
        {
            long start = Stopwatch.GetTimestamp();
            s_sink += Chain(20_000);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / (20_000.0 * 16));
        }

        return 1 / best;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static ulong Chain(int rounds)
    {
        ulong x = (ulong)rounds | 1;
        for (int i = 0; i < rounds; i++)
        {
            x = (x * 0x9E3779B97F4A7C15) ^ 1;
            x = (x * 0x9E3779B97F4A7C15) ^ 2;
            x = (x * 0x9E3779B97F4A7C15) ^ 1;
            x = (x * 0x9E3779B97F4A7C15) ^ 2;
        }

        return x;
    }

    private static string ProcessorName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        if (File.Exists(CpuInfo))
        {
            foreach (string line in File.ReadLines(CpuInfo))
            {
                if (line.StartsWith("model name", StringComparison.Ordinal))
                {
                    return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
                }
            }
        }

        return RuntimeInformation.ProcessArchitecture.ToString();
    }
}
