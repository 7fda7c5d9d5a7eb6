using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace StaticNet.Benchmarks;

/// <summary>The most memory that any process started by this one held at a time: the compiler's, in a build. Linux only; 0 elsewhere.</summary>
internal sealed class LargestProcess : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isDone;

    public LargestProcess()
    {
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Resident bytes.</summary>
    public long Bytes { get; private set; }

    public void Dispose()
    {
        _isDone = true;
        _thread.Join();
    }

    private void Watch()
    {
        while (!_isDone && Directory.Exists("/proc/self"))
        {
            foreach (int process in Descendants())
            {
                Bytes = Math.Max(Bytes, 1024 * Number($"/proc/{process}/status", "VmHWM:"));
            }

            Thread.Sleep(20);
        }
    }

    private static HashSet<int> Descendants()
    {
        (int Id, int Parent)[] all =
        [
            .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
                .Select(name => (int.Parse(name!, CultureInfo.InvariantCulture), (int)Number($"/proc/{name}/status", "PPid:"))),
        ];
        var found = new HashSet<int>();
        for (int before = -1; before < found.Count;)
        {
            before = found.Count;
            found.UnionWith(all.Where(process => process.Parent == Environment.ProcessId || found.Contains(process.Parent)).Select(process => process.Id));
        }

        return found;
    }

    private static long Number(string file, string line)
    {
        try
        {
            string? found = File.ReadLines(file).FirstOrDefault(text => text.StartsWith(line, StringComparison.Ordinal));
            return found is null ? 0 : long.Parse(found[line.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
