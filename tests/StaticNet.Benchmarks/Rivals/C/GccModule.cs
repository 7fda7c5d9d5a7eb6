using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Benchmarks;

/// <summary>Compiles generated C into a shared library in a temporary folder and loads it.</summary>
internal sealed class GccModule
{
    public const string Compiler = "gcc";

    private static readonly Dictionary<string, GccModule?> s_modules = [];
    private readonly nint _library;

    private GccModule(nint library) => _library = library;

    /// <summary>The switches every network is compiled with.</summary>
    public static string[] Switches { get; } = [.. PlainSwitches, .. RuntimeInformation.ProcessArchitecture is Architecture.X64 ? ["-mprefer-vector-width=512"] : Array.Empty<string>()];

    // Where .NET is told to use AVX2 only, C is too.
    private static string[] PlainSwitches => RuntimeInformation.ProcessArchitecture is not Architecture.X64
        ? ["-O3", "-mcpu=native", "-ffast-math"]
        : Avx2.IsSupported && !Avx512F.IsSupported ? ["-O3", "-march=native", "-mno-avx512f", "-ffast-math"] : ["-O3", "-march=native", "-ffast-math"];

    /// <summary>The network's library, or null where there is no compiler (said once on the console).</summary>
    public static GccModule? For(NetworkShape shape)
    {
        if (!s_modules.TryGetValue(shape.Name, out GccModule? module))
        {
            s_modules.Add(shape.Name, module = Build(shape.Name, CSource.Print(shape), []));
        }

        return module;
    }

    /// <summary>A library of other C, compiled with more switches; null where there is no compiler.</summary>
    public static GccModule? Of(string name, string source, params string[] switches)
    {
        string key = $"{name} {string.Join(' ', switches)}";
        if (!s_modules.TryGetValue(key, out GccModule? module))
        {
            s_modules.Add(key, module = Build(name, source, switches));
        }

        return module;
    }

    public nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private static GccModule? Build(string name, string source, string[] more)
    {
        string folder = Directory.CreateTempSubdirectory("staticnet-benchmarks-").FullName;
        try
        {
            string sourceFile = Path.Combine(folder, name + ".c"), libraryFile = Path.Combine(folder, name + ".so");
            File.WriteAllText(sourceFile, source);
            using Process process = Process.Start(new ProcessStartInfo(Compiler, [.. Switches, .. more, "-shared", "-fPIC", "-w", "-o", libraryFile, sourceFile, "-lm"]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{Compiler} could not compile the C of network {name}: {errors}");
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
