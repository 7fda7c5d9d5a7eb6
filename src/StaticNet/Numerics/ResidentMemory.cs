using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StaticNet.Numerics;

/// <summary>Memory that must cause no page fault: locked in physical memory by the operating system.</summary>
internal static unsafe partial class ResidentMemory
{
    private const int StackBytes = 64 << 10;
    private const int PageBytes = 4096;

    /// <summary>Locks a network's parameters and the scratch memory of this thread, and touches the pages of its stack that the passes will use.</summary>
    /// <param name="parameters">The parameters, or null where they are constants.</param>
    public static void Keep(ParameterBuffer? parameters)
    {
        if (parameters is not null)
        {
            Lock(Unsafe.AsPointer(ref parameters.Reference), 4L * parameters.Layout.Length, "the parameters");
        }

        // In the pinned heap, so the address stays.
        if (Workspace.Current is float[] block)
        {
            Lock(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(block)), 4L * block.Length, "the thread's scratch memory");
        }

        TouchStack();
    }

    private static void Lock(void* start, long bytes, string what)
    {
        bool isLocked;
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            isLocked = LockUnix(start, (nuint)bytes) == 0;
        }
        else if (OperatingSystem.IsWindows())
        {
            isLocked = LockWindows(start, (nuint)bytes) != 0;
        }
        else
        {
            throw new PlatformNotSupportedException("Warmup(pin: true) locks memory by functions of Linux, macOS and Windows; leave pin out on this platform.");
        }

        if (!isLocked)
        {
            throw new InvalidOperationException(
                $"The operating system refused to lock {bytes} bytes, {what} (error {Marshal.GetLastPInvokeError()}). Raise its limit: on Linux ulimit -l or LimitMEMLOCK=, on Windows the working set; or leave pin out.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static void TouchStack()
    {
        byte* stack = stackalloc byte[StackBytes];
        for (int page = StackBytes - PageBytes; page >= 0; page -= PageBytes)
        {
            Volatile(stack + page);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Volatile(byte* place) => System.Threading.Volatile.Write(ref *place, 0);

    [LibraryImport("libc", EntryPoint = "mlock", SetLastError = true)]
    private static partial int LockUnix(void* start, nuint length);

    [LibraryImport("kernel32", EntryPoint = "VirtualLock", SetLastError = true)]
    private static partial int LockWindows(void* start, nuint length);
}
