using System;
using System.IO;
using Microsoft.Build.Framework;

namespace StaticNet.ModelFiles;

/// <summary>
/// The build step: writes for each model file the text that the generator reads. A bad model is no error here; the text says
/// what is wrong, and the generator reports it where the file is used.
/// </summary>
public sealed class ConvertModelFiles : ITask
{
    /// <summary>The running build.</summary>
    public IBuildEngine? BuildEngine { get; set; }

    /// <summary>Not used.</summary>
    public ITaskHost? HostObject { get; set; }

    /// <summary>Model files; metadata <c>SourceName</c> (how the project calls it) and <c>TextFile</c> (what to write).</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Converts all files; false where one cannot be read or its text cannot be written.</summary>
    public bool Execute()
    {
        bool isFine = true;
        foreach (ITaskItem file in Files)
        {
            string path = file.GetMetadata("FullPath");
            string textFile = file.GetMetadata("TextFile");
            try
            {
                string text = ModelFileConverter.Convert(path, file.GetMetadata("SourceName"));
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(textFile))!);
                File.WriteAllText(textFile, text);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                isFine = false;
                BuildEngine?.LogErrorEvent(new BuildErrorEventArgs(
                    "StaticNet", "SNET0050", path, 0, 0, 0, 0, $"The model file '{path}' cannot be converted to '{textFile}': {e.Message}", null, nameof(ConvertModelFiles)));
            }
        }

        return isFine;
    }
}
