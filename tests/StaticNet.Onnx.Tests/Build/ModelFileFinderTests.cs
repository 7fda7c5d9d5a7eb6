using System;
using System.IO;
using System.Linq;
using StaticNet.ModelFiles.Build;
using Xunit;

namespace StaticNet.Onnx.Tests.Build;

/// <summary>Which file does a name mean?</summary>
public sealed class ModelFileFinderTests : IDisposable
{
    private readonly string _root = Path.Combine(Directory.CreateTempSubdirectory("staticnet-find-").FullName, "project");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_root)!, recursive: true);

    [Fact]
    public void PathFromTheProjectsFolder_ComesFirst()
    {
        Put("net.onnx", "root");
        Put("a/net.onnx", "inner");
        Put("../beside/net.onnx", "beside");
        Assert.Equal(["net.onnx"], Find("net.onnx"));
        Assert.Equal(["net.onnx"], Find("./net.onnx"));
        Assert.Equal(["a/net.onnx"], Find(@"a\net.onnx"));
        Assert.Equal(["../beside/net.onnx"], Find("../beside/net.onnx"));
        Assert.Empty(Find("b/net.onnx"));
        Assert.Empty(Find("*.onnx"));
        Assert.Empty(Find("a"));
        Assert.Empty(Find(""));
    }

    [Fact]
    public void NameAlone_MeansTheOnlyFileThatIsCalledSo()
    {
        Put("a/b/net.onnx", "net");
        Assert.Equal(["a/b/net.onnx"], Find("net.onnx"));
        Put("c/net.onnx", "another");
        Assert.Equal(["c/net.onnx", "a/b/net.onnx"], Find("net.onnx"));

        // The same bytes are the same model.
        Put("c/net.onnx", "net");
        Assert.Equal(["c/net.onnx"], Find("net.onnx"));
    }

    // What a build, a publish and package managers put below the project.
    [Theory]
    [InlineData("bin/Debug/net10.0/models/net.onnx", "")]
    [InlineData("dist/models/net.onnx", "dist/App.deps.json")]
    [InlineData("out/net.onnx", "out/Other.runtimeconfig.json")]
    [InlineData("native/net.onnx", "native/App.dbg")]
    [InlineData("wasm/net.onnx", "wasm/App.dll")]
    [InlineData("venv/lib/python3.13/net.onnx", "venv/pyvenv.cfg")]
    [InlineData("tool/obj/net.onnx", "tool/obj/project.assets.json")]
    [InlineData("web/node_modules/x/net.onnx", "")]
    [InlineData(".venv/net.onnx", "")]
    [InlineData("old/net.onnx", "")]
    public void Copy_IsNoCandidate(string copy, string mark)
    {
        Put("models/net.onnx", "net");
        Put(copy, "a copy of last week");
        Put(mark, "");
        Assert.Equal(["models/net.onnx"], Find("net.onnx"));
        Assert.Equal([copy], Find(copy));
    }

    [Fact]
    public void Links_BreakNothing()
    {
        Put("models/net.onnx", "net");
        File.CreateSymbolicLink(Path.Combine(_root, "dangling.onnx"), "nowhere.onnx");
        Directory.CreateDirectory(Path.Combine(_root, "a"));
        File.CreateSymbolicLink(Path.Combine(_root, "a/net.onnx"), "/nowhere/net.onnx");
        Directory.CreateSymbolicLink(Path.Combine(_root, "loop"), _root);
        Assert.Equal(["models/net.onnx"], Find("net.onnx"));
        Assert.Empty(Find("dangling.onnx"));
        Assert.Equal(["loop/models/net.onnx"], Find("loop/models/net.onnx"));
    }

    [Fact]
    public void ListedFiles_AreFoundUnderTheirNames()
    {
        Put("../store/0815.onnx", "net");
        string path = Path.GetFullPath(Path.Combine(_root, "../store/0815.onnx"));
        FoundFile[] items = [new("models/net.onnx", path), new("../store/0815.onnx", path)];
        Assert.Equal(["models/net.onnx"], Find("models/net.onnx", items));
        Assert.Equal(["models/net.onnx"], Find("net.onnx", items));
        Assert.Equal(["../store/0815.onnx"], Find("../store/0815.onnx", items));
        Assert.Equal(["../store/0815.onnx"], Find("0815.onnx", items));
        Put("own.onnx", "own");
        Assert.Empty(new ModelFileFinder(_root, items, folder: null).Find("own.onnx"));
    }

    [Fact]
    public void Nearest_AreNamedFirst()
    {
        Put("models/iris.onnx", "");
        Put("models/wine.onnx", "");
        Put("irises.safetensors", "");
        Put("notes.txt", "");
        Assert.Equal("models/iris.onnx", Finder([]).Nearest("irsi.onnx")[0]);
        Assert.Equal(3, Finder([]).Nearest("irsi.onnx").Length);
        Assert.Equal("models/iris.onnx", Finder([]).Nearest("Iris.onnx")[0]);

        // Neither a program that is called nearly so, nor a link to nothing.
        string program = Path.GetFullPath(Path.Combine(_root, "notes.txt"));
        File.CreateSymbolicLink(Path.Combine(_root, "irsi.onnx"), "nowhere");
        ModelFileFinder finder = Finder([new("iris", program), new("../listed.onnx", Path.GetFullPath(Path.Combine(_root, "models/wine.onnx")))]);
        Assert.Equal(["models/iris.onnx", "models/wine.onnx", "../listed.onnx", "irises.safetensors"], finder.Nearest("irsi.onnx"));
        Assert.True(finder.IsDanglingLink("irsi.onnx"));
        Assert.False(finder.IsDanglingLink("models/iris.onnx"));
        Assert.False(finder.IsDanglingLink("gone.onnx"));
    }

    [Fact]
    public void FolderOfManyModelsThatNoNameNeeds_IsNotRead()
    {
        Put("net.onnx", "net");
        Directory.CreateDirectory(Path.Combine(_root, "many"));
        foreach (int i in Enumerable.Range(0, 200))
        {
            File.CreateSymbolicLink(Path.Combine(_root, $"many/{i}.onnx"), "/dev/zero");
        }

        Assert.Equal(["net.onnx"], Find("net.onnx"));
        Put("a/inner.onnx", "inner");
        Assert.Equal(["a/inner.onnx"], Find("inner.onnx"));
    }

    private string[] Find(string name, params FoundFile[] items) => [.. Finder(items).Find(name).Select(file => file.Source)];

    private ModelFileFinder Finder(FoundFile[] items) =>
        new(_root, items, new ProjectFolder(_root, "App", ["bin/**", @"obj\**", "", "**", "**/*.user", "**/.*/**", "./**", _root + "/old/**"]));

    private void Put(string name, string content)
    {
        if (name.Length > 0)
        {
            string path = Path.Combine(_root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
    }
}
