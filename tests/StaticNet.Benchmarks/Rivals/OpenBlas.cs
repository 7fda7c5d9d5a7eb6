using System;
using System.Runtime.InteropServices;

namespace StaticNet.Benchmarks;

/// <summary>The few functions of OpenBLAS that the rivals call, on one thread unless told otherwise. Absent where the library is not installed.</summary>
internal static unsafe class OpenBlas
{
    /// <summary>Names a libopenblas that the loader does not find by itself.</summary>
    public const string PathVariable = "STATICNET_OPENBLAS";

    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112;
    private static readonly nint s_library = Load();
    private static readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> s_sgemm =
        (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)Export("cblas_sgemm");

    private static readonly delegate* unmanaged<int, int, int, int, float, float*, int, float*, int, float, float*, int, void> s_sgemv =
        (delegate* unmanaged<int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)Export("cblas_sgemv");

    private static readonly delegate* unmanaged<int, void> s_setThreads = (delegate* unmanaged<int, void>)Export("openblas_set_num_threads");

    public static bool IsAvailable => s_library != 0;

    /// <summary>Version and kernel set, for the table's foot.</summary>
    public static string Description
    {
        get
        {
            var config = (delegate* unmanaged<byte*>)Export("openblas_get_config");
            return config == null ? "OpenBLAS" : Marshal.PtrToStringUTF8((nint)config()) ?? "OpenBLAS";
        }
    }

    /// <summary>c [m, n] = a·b + beta·c, all row-major; <paramref name="transposeA"/>: a is stored [k, m], <paramref name="transposeB"/>: b is stored [n, k].</summary>
    public static void Multiply(int m, int n, int k, float* a, bool transposeA, float* b, bool transposeB, float beta, float* c) => s_sgemm(
        RowMajor, transposeA ? Transpose : NoTranspose, transposeB ? Transpose : NoTranspose, m, n, k, 1, a, transposeA ? m : k, b, transposeB ? k : n, beta, c, n);

    /// <summary>y [m] += a [m, n]·x [n].</summary>
    public static void MultiplyVector(int m, int n, float* a, float* x, float* y) => s_sgemv(RowMajor, NoTranspose, m, n, 1, a, n, x, 1, 1, y, 1);

    /// <summary>Of all products from here on.</summary>
    public static void SetThreads(int threads) => s_setThreads(threads);

    private static nint Load()
    {
        string? path = Environment.GetEnvironmentVariable(PathVariable);
        foreach (string name in path is null ? ["libopenblas.so.0", "libopenblas.dylib", "libopenblas.dll"] : new[] { path })
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                if (NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out nint setThreads))
                {
                    ((delegate* unmanaged<int, void>)setThreads)(1);
                }

                return library;
            }
        }

        return 0;
    }

    private static void* Export(string name) => s_library != 0 && NativeLibrary.TryGetExport(s_library, name, out nint address) ? (void*)address : null;
}
