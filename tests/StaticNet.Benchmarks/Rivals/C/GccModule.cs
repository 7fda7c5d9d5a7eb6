using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace StaticNet.Benchmarks;

/// <summary>Compiles generated C into a shared library in a temporary folder and loads it.</summary>
internal sealed class GccModule
{
    public const string Compiler = "gcc";

    private static readonly Dictionary<string, GccModule?> s_modules = [];
    private readonly nint _library;

    private GccModule(nint library) => _library = library;

    /// <summary>The switches every network is compiled with.</summary>
    public static string[] Switches { get; } = RuntimeInformation.ProcessArchitecture is Architecture.X64
        ? ["-O3", "-march=native", "-ffast-math", "-mprefer-vector-width=512"]
        : ["-O3", "-mcpu=native", "-ffast-math"];

    /// <summary>The network's library, or null where there is no compiler (said once on the console).</summary>
    public static GccModule? For(NetworkShape shape)
    {
        if (!s_modules.TryGetValue(shape.Name, out GccModule? module))
        {
            s_modules.Add(shape.Name, module = Build(shape));
        }

        return module;
    }

    public nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private static GccModule? Build(NetworkShape shape)
    {
        string folder = Directory.CreateTempSubdirectory("staticnet-benchmarks-").FullName;
        try
        {
            string sourceFile = Path.Combine(folder, shape.Name + ".c"), libraryFile = Path.Combine(folder, shape.Name + ".so");
            File.WriteAllText(sourceFile, CSource.Print(shape));
            using Process process = Process.Start(new ProcessStartInfo(Compiler, [.. Switches, "-shared", "-fPIC", "-w", "-o", libraryFile, sourceFile, "-lm"]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{Compiler} could not compile the C of network {shape}: {errors}");
            }

            // Once loaded, the file is no longer needed (POSIX keeps the mapping).
            return new GccModule(NativeLibrary.Load(libraryFile));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"C rivals left out: there is no {Compiler} on the path.");
            return null;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
