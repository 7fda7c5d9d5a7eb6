using Xunit;

namespace StaticNet.Generator.Tests.TypeShapes;

/// <summary>Every shape of type a network may have: a name, the source, and how the network is written from outside.</summary>
internal static class SupportedShapes
{
    public static TheoryData<string, string, string> All => new()
    {
        { "global namespace", "[Mlp(4, 3)] public partial class Net;", "Net" },
        { "empty body", "[Mlp(4, 3)] public partial class Net { }", "Net" },
        { "namespace block", "namespace A.B { [Mlp(4, 3)] public partial class Net; }", "A.B.Net" },
        { "nested namespace blocks", "namespace A { namespace B { [Mlp(4, 3)] public partial class Net; } }", "A.B.Net" },
        { "keyword namespace", "namespace @event.@class { [Mlp(4, 3)] public partial class Net; }", "@event.@class.Net" },
        { "keyword name", "[Mlp(4, 3)] public partial class @class;", "@class" },
        { "contextual keyword name", "[Mlp(4, 3)] public partial class @record;", "@record" },
        { "letters beyond ASCII", "[Mlp(4, 3)] public partial class Réseau_ñ名;", "Réseau_ñ名" },
        { "internal sealed", "[Mlp(4, 3)] internal sealed partial class Net;", "Net" },
        { "without access modifier", "[Mlp(4, 3)] partial class Net;", "Net" },
        { "record", "[Mlp(4, 3)] public partial record Net;", "Net" },
        { "sealed record class", "[Mlp(4, 3)] public sealed partial record class Net { }", "Net" },
        { "nested in a class", "public partial class Outer { [Mlp(4, 3)] public partial class Net; }", "Outer.Net" },
        { "nested in a static class", "public static partial class Outer { [Mlp(4, 3)] public partial class Net; }", "Outer.Net" },
        { "nested in a struct", "public partial struct Outer { [Mlp(4, 3)] public partial class Net; }", "Outer.Net" },
        { "nested in a record", "public partial record Outer(int X) { [Mlp(4, 3)] public partial class Net; }", "Outer.Net" },
        { "nested in a record struct", "public readonly partial record struct Outer { [Mlp(4, 3)] public partial class Net; }", "Outer.Net" },
        { "nested in an interface", "public partial interface IOuter { [Mlp(4, 3)] public partial class Net; }", "IOuter.Net" },
        { "nested in a network", "[Mlp(2, 2)] public partial class Outer { [Mlp(4, 3)] public partial class Net; }", "Outer.Net" },
        { "nested three deep", "partial class A { internal partial struct B { internal partial record C { [Mlp(4, 3)] internal partial class @class; } } }", "A.B.C.@class" },
        { "nested in a generic class", "public partial class Outer<T> where T : struct { [Mlp(4, 3)] public partial class Net; }", "Outer<int>.Net" },
        { "generic", "[Mlp(4, 3)] public partial class Net<T>;", "Net<string>" },
        { "generic with constraints", "[Mlp(4, 3)] public partial class Net<TKey, @new> where TKey : notnull, System.IDisposable where @new : class, new();", "Net<System.IO.Stream, object>" },
        { "two parts", "[Mlp(4, 3)] public partial class Net; partial class Net { public int Own => 1; }", "Net" },
        { "attribute on the second part", "public partial class Net { public int Own => 1; } [Mlp(4, 3)] partial class Net;", "Net" },
        { "own constructor", "[Mlp(4, 3)] public partial class Net { public Net(string name) : this(1ul) => Name = name; public string? Name { get; } }", "Net" },
        { "own parameterless constructor", "[Mlp(4, 3)] public partial class Net { public Net() : this(7ul) { } }", "Net" },
        { "base class and interface", "public class Base { } [Mlp(4, 3)] public partial class Net : Base, System.ICloneable { public object Clone() => this; }", "Net" },
        { "base class with members that stand beside the generated ones", "public class Base { private int Parameters => 1; public int Own => Parameters; public void Forward(float[] x) { } public override string ToString() => \"\"; } [Mlp(4, 3)] public partial class Net : Base;", "Net" },
        { "members like accessors of other signatures", "public class Base { public int get_Parameters() => 1; } [Mlp(4, 3)] public partial class Net : Base { public int get_Parameters(int x) => x; public int get_InputSize() => 2; }", "Net" },
        { "a user's type called System", "namespace Mine { public class System { } public class StaticNet { } public class Single { } public class MathF { } [Mlp(4, 3)] public partial class Net; }", "Mine.Net" },
        { "a user's namespace called StaticNet", "namespace Mine.StaticNet { [Mlp(4, 3)] public partial class Net; }", "Mine.StaticNet.Net" },
        { "a member called System", "[Mlp(4, 3)] public partial class Net { public int System => 1; public int StaticNet => 2; public int global => 3; }", "Net" },
        { "type parameter called float's alias", "[Mlp(4, 3)] public partial class Net<Single, Span, Vector256>;", "Net<int, int, int>" },
    };
}
