using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using StaticNet.ModelFiles.Build;
using StaticNet.ModelFiles.Neutral;

namespace StaticNet.ModelFiles;

/// <summary>
/// The build step: finds the model files that <c>[ModelFile]</c> attributes name, and writes for each the text that the generator reads and
/// the weights that become a resource. No other file is opened. A bad model is no error here; the text says what is wrong, and the generator
/// reports it where the file is used.
/// </summary>
public sealed class ConvertModelFiles : ITask
{
    /// <summary>The running build.</summary>
    public IBuildEngine? BuildEngine { get; set; }

    /// <summary>Not used.</summary>
    public ITaskHost? HostObject { get; set; }

    /// <summary>The project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Where the texts go.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>What the project builds; folders that hold it are not searched.</summary>
    public string AssemblyName { get; set; } = "";

    /// <summary>The project's source files.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>Files that the project lists as model files. They are converted whether a literal names them or not.</summary>
    public ITaskItem[] ModelFiles { get; set; } = [];

    /// <summary>Other files of the project; those with a <c>Link</c> can be named by it.</summary>
    public ITaskItem[] OtherFiles { get; set; } = [];

    /// <summary>Whether names may mean files that the project does not list.</summary>
    public bool SearchProject { get; set; } = true;

    /// <summary>Patterns of files that are not the project's.</summary>
    public string[] Excludes { get; set; } = [];

    /// <summary>The texts for the generator.</summary>
    [Output]
    public string[] Texts { get; private set; } = [];

    /// <summary>The weights to embed; a resource is called as its file.</summary>
    [Output]
    public string[] Weights { get; private set; } = [];

    /// <summary>The test vectors beside the models.</summary>
    [Output]
    public string[] TestVectors { get; private set; } = [];

    /// <summary>The model files that were read, and the files beside them that hold their weights.</summary>
    [Output]
    public string[] ReadFiles { get; private set; } = [];

    /// <summary>Converts what is named; false where a file cannot be read or what it becomes cannot be written.</summary>
    public bool Execute()
    {
        string output = Path.GetFullPath(Path.Combine(ProjectDirectory, OutputDirectory));
        try
        {
            return Execute(output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogError(output, $"What the build makes of model files cannot be written to '{output}': {e.Message}");
            return false;
        }
    }

    private bool Execute(string output)
    {
        string[] names = new SourceScan(Path.Combine(output, "sources.cache")).Paths(Sources.Select(static item => item.GetMetadata("FullPath")));
        FoundFile[] listed = [.. ModelFiles.SelectMany(Names)];
        FoundFile[] linked = [.. OtherFiles.Where(static item => item.GetMetadata("Link").Length > 0).SelectMany(Names)];
        var finder = new ModelFileFinder(
            ProjectDirectory, [.. listed, .. linked], SearchProject ? new ProjectFolder(ProjectDirectory, AssemblyName, Excludes) : null);
        var index = new FileIndex();
        List<FoundFile> files = [.. listed.GroupBy(static file => file.FullPath, StringComparer.Ordinal).Select(static group => group.First())];
        foreach (string name in names)
        {
            FoundFile[] found = finder.Find(name);
            if (found.Length == 1)
            {
                FoundFile? known = files.Find(file => file.FullPath == found[0].FullPath);
                files.AddRange(known is null ? found : []);
                index.AddFound(name, (known ?? found[0]).Source);
            }
            else if (found.Length == 0 && finder.IsDanglingLink(name))
            {
                index.AddDangling(name);
            }
            else if (found.Length == 0)
            {
                index.AddMissing(name, finder.Nearest(name));
            }
            else
            {
                index.AddSeveral(name, [.. found.Select(static file => file.Source)]);
            }
        }

        bool isFine = Convert(files, index, new ConversionCache(output));
        if (Texts.Length > 0 || names.Length > 0)
        {
            string path = Path.Combine(output, FileIndex.FileName);
            BuildFile.WriteIfDifferent(path, index.ToString());
            Texts = [.. Texts, path];
        }

        return isFine;
    }

    private bool Convert(List<FoundFile> files, FileIndex index, ConversionCache cache)
    {
        var texts = new List<string>();
        var weights = new List<string>();
        var vectors = new List<string>();
        var dataFiles = new List<string>();
        bool isFine = true;
        foreach (FoundFile file in files)
        {
            string vectorsFile = Path.ChangeExtension(file.FullPath, ".io.json");
            bool hasVectors = BuildFile.Exists(vectorsFile);
            try
            {
                texts.Add(cache.Convert(file, hasVectors ? vectorsFile : null, out string? weightsFile, out string[] beside));
                dataFiles.AddRange(beside);
                weights.AddRange(weightsFile is null ? [] : [weightsFile]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                isFine = false;
                LogError(file.FullPath, $"The model file '{file.FullPath}' cannot be read: {e.Message}");
            }
            catch (Exception e) when (e is ArithmeticException or NullReferenceException or IndexOutOfRangeException or InvalidCastException or ArgumentException or InvalidOperationException)
            {
                // A fault of ours: the file is named, and the other files still are converted.
                isFine = false;
                LogError(file.FullPath, $"The model file '{file.FullPath}' cannot be converted; StaticNet does not expect what it holds and says so by {e.GetType().Name}: {e.Message}");
            }

            if (hasVectors)
            {
                vectors.Add(vectorsFile);
                index.AddVectors(file.Source, vectorsFile);
            }
        }

        cache.Save();
        Texts = [.. texts];
        Weights = [.. weights.Distinct(StringComparer.Ordinal)];
        TestVectors = [.. vectors.Distinct(StringComparer.Ordinal)];
        ReadFiles = [.. files.Select(static file => file.FullPath), .. dataFiles.Distinct(StringComparer.Ordinal), .. TestVectors];
        return isFine;
    }

    /// <summary>A listed file under its link, if it has one, and under the path that the project lists it with.</summary>
    private static IEnumerable<FoundFile> Names(ITaskItem item)
    {
        string path = item.GetMetadata("FullPath");
        string link = item.GetMetadata("Link");
        if (link.Length > 0)
        {
            yield return new(ModelFileFinder.Normal(link), path);
        }

        yield return new(ModelFileFinder.Normal(item.ItemSpec), path);
    }

    private void LogError(string path, string message) =>
        BuildEngine?.LogErrorEvent(new BuildErrorEventArgs("StaticNet", "SNET0050", path, 0, 0, 0, 0, message, null, nameof(ConvertModelFiles)));
}
