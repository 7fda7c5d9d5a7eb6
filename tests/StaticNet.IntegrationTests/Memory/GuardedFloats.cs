using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StaticNet.IntegrationTests.Memory;

/// <summary>
/// Values between two pages that may not be touched: a read or write beyond either end ends the process. The values lie at the end of
/// their pages or at the start. On Linux and macOS; elsewhere canaries on both sides find writes, and reads go unnoticed.
/// </summary>
internal sealed unsafe partial class GuardedFloats : IDisposable
{
    private const int ReadWrite = 3, NoAccess = 0, Private = 2;
    private const float Canary = 12345.678f;

    private readonly nint _pages;
    private readonly nuint _length;
    private readonly float[]? _canaries;
    private readonly float* _start;
    private readonly int _count;

    public GuardedFloats(ReadOnlySpan<float> values, bool atEnd)
    {
        _count = values.Length;
        nuint page = (nuint)Environment.SystemPageSize;
        nuint bytes = ((nuint)values.Length * sizeof(float) + page - 1) / page * page;
        if (bytes == 0)
        {
            bytes = page;
        }

        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            _length = bytes + (2 * page);
            _pages = Map(0, _length, ReadWrite, Private | (OperatingSystem.IsLinux() ? 0x20 : 0x1000), -1, 0);
            if (_pages == -1 || Protect(_pages, page, NoAccess) != 0 || Protect(_pages + (nint)(page + bytes), page, NoAccess) != 0)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }

            byte* first = (byte*)_pages + page;
            _start = (float*)(atEnd ? first + bytes - ((nuint)values.Length * sizeof(float)) : first);
        }
        else
        {
            _canaries = GC.AllocateUninitializedArray<float>(values.Length + 128, pinned: true);
            _canaries.AsSpan().Fill(Canary);
            _start = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(_canaries, 64);
        }

        values.CopyTo(Span);
    }

    public Span<float> Span => new(_start, _count);

    public void Dispose()
    {
        if (_canaries is null)
        {
            _ = Unmap(_pages, _length);
        }
        else if (_canaries.AsSpan(0, 64).ContainsAnyExcept(Canary) || _canaries.AsSpan(64 + _count).ContainsAnyExcept(Canary))
        {
            throw new InvalidOperationException("Values were written outside the span.");
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
