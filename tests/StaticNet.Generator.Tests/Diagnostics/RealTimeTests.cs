using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>SNET0080 to SNET0084: code marked [RealTime].</summary>
public sealed class RealTimeTests
{
    private const string Types = """

        [Mlp(4, 3)] public partial class Net;
        [Sequential(1), LSTM(8), Linear(1)] public partial class Amp;
        interface IPlugin { [RealTime] float Run(float x); float Other(float x); }
        interface IShape { float Area { get; } }
        struct Plain { public float X; public float Y { get; set; } public float Z => System.Environment.TickCount; }
        struct Made { public Made(float x) { } public static Made operator +(Made a, Made b) => a; public static implicit operator float(Made m) => 0; }
        record class Reference(int A);
        record struct Value(int A);
        enum Kind { One, Two }
        static class Helpers
        {
            public static float Unmarked(float x) => x;
            [RealTime] public static float Marked(float x) => x;
            public static void Many(params int[] values) { }
            [RealTime] public static void Box(object value) { }
            [RealTime] public static void Spans(params System.ReadOnlySpan<int> values) { }
            [RealTime] public static void Of(System.Func<float> function) { }
        }
        """;

    private const string Fields = """

            readonly Net net = new(); readonly Amp amp = new(); readonly NetworkState<Amp> state = Amp.CreateState(); readonly float[] buffer = new float[4]; readonly object gate = new(); float sum; int count;
            System.Func<float, float> function = x => x; System.Collections.Generic.List<float> list = []; string text = ""; IPlugin plugin = null!;
            event System.Action? Changed; Plain plain; Made made; Reference reference = new(1); Value value; IShape shape = null!; object thing = "";
        """;

    public static TheoryData<string, string> Found => new()
    {
        { "var a = {|SNET0080:new float[4]|};", "'M' is marked [RealTime], and an array allocates; create it before, or use stackalloc" },
        { "float[] a = {|SNET0080:[1f, 2f]|};", "'M' is marked [RealTime], and a collection expression for '' allocates; create it before, or make it a span" },
        { "var n = {|SNET0080:new Net()|};", "'M' is marked [RealTime], and 'new Net' allocates; create it before" },
        { "Helpers.Box({|SNET0080:count|});", "'M' is marked [RealTime], and boxing a 'Int32' as 'Object' allocates; keep its type, or take a type parameter" },
        { "System.IComparable c = {|SNET0080:sum|};", "'M' is marked [RealTime], and boxing a 'Single' as 'IComparable' allocates; keep its type, or take a type parameter" },
        { "Helpers.Of({|SNET0080:() => sum|});", "'M' is marked [RealTime], and a delegate allocates; keep it in a static readonly field that is filled before" },
        { "function = {|SNET0080:Helpers.Marked|};", "'M' is marked [RealTime], and a delegate allocates; keep it in a static readonly field that is filled before" },
        { "text = {|SNET0080:$\"{sum}\"|};", "'M' is marked [RealTime], and an interpolated string allocates; write numbers into a buffer, and text elsewhere" },
        { "text = {|SNET0080:text + \"a\"|};", "'M' is marked [RealTime], and joining strings allocates; make the text elsewhere" },
        { "{|SNET0080:text += \"a\"|};", "'M' is marked [RealTime], and joining strings allocates; make the text elsewhere" },
        { "var a = {|SNET0080:new { sum }|};", "'M' is marked [RealTime], and an anonymous object allocates; use a tuple" },
        { "reference = {|SNET0080:reference with { A = 2 }|};", "'M' is marked [RealTime], and 'with' on a record class allocates; change the object, or make the record a struct" },
        { "System.Span<float> s = {|SNET0080:buffer[1..2]|};", "'M' is marked [RealTime], and a range of an array allocates; take AsSpan(...) of it" },
        { "{|SNET0080:Changed += null|};", "'M' is marked [RealTime], and subscribing to an event allocates; subscribe before" },
        { "{|SNET0081:lock (gate) { sum = 1; }|}", "'M' is marked [RealTime], and 'lock' waits for other threads; hand values over with Volatile, Interlocked or a queue of one writer" },
        { "{|SNET0081:System.Threading.Monitor.Enter(gate)|};", "'M' is marked [RealTime], and 'Monitor.Enter' waits for other threads; poll, or hand the work to another thread" },
        { "{|SNET0081:System.Threading.Thread.Sleep(1)|};", "'M' is marked [RealTime], and 'Thread.Sleep' waits for other threads; poll, or hand the work to another thread" },
        { "if (sum > 1) {|SNET0082:throw new System.InvalidOperationException(\"x\");|}", "'M' is marked [RealTime] and throws 'InvalidOperationException'; check before the real-time part, or return a value that says what happened" },
        { "sum = Helpers.Marked(thing is string ? 1 : {|SNET0082:throw new System.Exception()|});", "'M' is marked [RealTime] and throws 'Exception'; check before the real-time part, or return a value that says what happened" },
        { "sum = {|SNET0083:Helpers.Unmarked(sum)|};", "'M' is marked [RealTime] and calls 'Helpers.Unmarked', which may allocate, wait or throw; mark it [RealTime], too" },
        { "{|SNET0083:System.Console.WriteLine(text)|};", "'M' is marked [RealTime] and calls 'Console.WriteLine', which may allocate, wait or throw; call it outside the real-time part" },
        { "{|SNET0083:function(sum)|};", "'M' is marked [RealTime] and calls a delegate 'Func', which may allocate, wait or throw; call a marked method of an interface or a type parameter" },
        { "sum = {|SNET0083:plugin.Other(sum)|};", "'M' is marked [RealTime] and calls 'IPlugin.Other', which may allocate, wait or throw; mark it [RealTime], too" },
        { "sum = {|SNET0083:plain.Z|};", "'M' is marked [RealTime] and calls 'Plain.Z', which may allocate, wait or throw; mark it [RealTime], too" },
        { "sum = {|SNET0083:shape.Area|};", "'M' is marked [RealTime] and calls 'IShape.Area', which may allocate, wait or throw; mark it [RealTime], too" },
        { "made = {|SNET0083:new Made(1)|};", "'M' is marked [RealTime] and calls the constructor of 'Made', which may allocate, wait or throw; mark it [RealTime], too" },
        { "made = {|SNET0083:made + made|};", "'M' is marked [RealTime] and calls 'Made.op_Addition', which may allocate, wait or throw; mark it [RealTime], too" },
        { "sum = {|SNET0083:made|};", "'M' is marked [RealTime] and calls 'Made.op_Implicit', which may allocate, wait or throw; mark it [RealTime], too" },
        { "foreach (float x in {|SNET0083:list|}) sum += x;", "'M' is marked [RealTime] and calls the enumerator of 'List', which may allocate, wait or throw; use an array or a span" },
        { "text = {|SNET0083:sum.ToString()|};", "'M' is marked [RealTime] and calls 'Single.ToString', which may allocate, wait or throw; call it outside the real-time part" },
        { "{|SNET0083:list.Add(sum)|};", "'M' is marked [RealTime] and calls 'List.Add', which may allocate, wait or throw; call it outside the real-time part" },
        { "float F(float x) => {|SNET0083:Helpers.Unmarked(x)|}; sum = F(sum);", "'M' is marked [RealTime] and calls 'Helpers.Unmarked', which may allocate, wait or throw; mark it [RealTime], too" },
        { "{|SNET0083:net.Summary()|};", "'M' is marked [RealTime] and calls 'Net.Summary', which may allocate, wait or throw; mark it [RealTime], too" },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public async Task WhatADeadlineForbids_IsReported(string statement, string message)
    {
        string[] messages = await AnalyzerRun.Verify($"class User {{ [RealTime] void M(float[] x) {{ {statement} }}{Fields} }}" + Types, withGenerated: NeedsGenerated(statement));
        Assert.Equal(message, Assert.Single(messages));
    }

    [Theory]
    [InlineData("net.Forward(buffer, x);")]
    [InlineData("sum = net.PredictClass(buffer) + net.Parameters.Values.Length;")]
    [InlineData("amp.Process(state, buffer, x); amp.Forward(state, buffer, x); state.Reset(); state.Read(x); state.Write(x); state.CopyTo(state); sum = state.Size;")]
    [InlineData("sum = System.MathF.Tanh(sum) + float.Max(sum, 1) + System.Numerics.BitOperations.PopCount(3u);")]
    [InlineData("System.Span<float> s = stackalloc float[8]; s.Clear(); s[1..3].CopyTo(x); foreach (ref float v in s) v = 1;")]
    [InlineData("System.ReadOnlySpan<float> table = [1f, 2f, 3f]; sum = table[1];")]
    [InlineData("System.ReadOnlySpan<float> table = new float[] { 1f, 2f, 3f }; sum = table[1];")]
    [InlineData("System.Span<float> s = [sum, sum]; sum = s[0];")]
    [InlineData("Helpers.Spans(1, 2, count);")]
    [InlineData("foreach (float v in x) sum += v; for (int i = 0; i < x.Length; i++) x[i] *= 2;")]
    [InlineData("sum = Helpers.Marked(sum) + plugin.Run(sum);")]
    [InlineData("plain.Y = 2; sum = plain.X + plain.Y; plain = new Plain(); plain = default; value = value with { A = 3 };")]
    [InlineData("(float A, int B) pair = (sum, count); sum = pair.A; (sum, count) = (1f, 2);")]
    [InlineData("text = \"a\" + \"b\"; text = nameof(sum); thing = text; sum = text.Length + text[0];")]
    [InlineData("count = System.Threading.Interlocked.Increment(ref count); System.Threading.Volatile.Write(ref count, 3);")]
    [InlineData("Kind kind = Kind.One; sum = kind switch { Kind.One => 1f, _ => 2f };")]
    [InlineData("int? maybe = count; if (maybe is int number) sum = number; sum = maybe ?? 3;")]
    [InlineData("float Local(float v) { return v + sum; } sum = Local(2);")]
    [InlineData("var v = System.Runtime.Intrinsics.Vector256.Create(sum) + System.Runtime.Intrinsics.Vector256<float>.One; sum = v[0];")]
    [InlineData("sum = list.Count + list[0]; list[0] = sum; System.Array.Clear(x);")]
    [InlineData("try { sum = 1; } catch (System.Exception) { sum = 0; } finally { count = 0; }")]
    public async Task WhatIsHarmless_IsQuiet(string statement) =>
        Assert.Empty(await AnalyzerRun.Verify($"class User {{ [RealTime] void M(float[] x) {{ {statement} }}{Fields} }}" + Types, withGenerated: NeedsGenerated(statement)));

    [Theory]
    [InlineData("record", "{|SNET0083:net.Predict(row)|}")]
    [InlineData("record struct", "net.Predict(row)")]
    public async Task APredictionThatIsAClass_IsAllocated(string kind, string call)
    {
        string[] messages = await AnalyzerRun.Verify(
            $"public record struct Row(float A, float B); public {kind} Guess(float C, float D); [Mlp<Row, Guess>(4)] public partial class Net; class User {{ readonly Net net = new(); [RealTime] float M(Row row) => {call}.C; }}");
        Assert.Equal(kind == "record" ? 1 : 0, messages.Length);
    }

    // Without the generated files a run is ten times faster.
    private static bool NeedsGenerated(string statement) =>
        statement.Contains("net.", System.StringComparison.Ordinal) || statement.Contains("amp.", System.StringComparison.Ordinal);

    [Theory]
    [InlineData("void M() { var a = new float[4]; lock (a) { throw new System.Exception(); } }")]
    [InlineData("[System.Obsolete] void M() { var a = new float[4]; }")]
    [InlineData("[Mine.RealTime] void M() { var a = new float[4]; }")]
    public async Task WhatIsNotMarked_IsQuiet(string method) =>
        Assert.Empty(await AnalyzerRun.Verify($"class User {{ {method} }} namespace Mine {{ class RealTimeAttribute : System.Attribute; }}"));

    [Theory]
    [InlineData("[RealTime] float[] M() => {|SNET0080:new float[4]|};")]
    [InlineData("[RealTime] User() { a = {|SNET0080:new float[4]|}; } float[] a;")]
    [InlineData("[RealTime] float[] P => {|SNET0080:new float[4]|};")]
    [InlineData("float[] P { [RealTime] get => {|SNET0080:new float[4]|}; set { var a = new float[2]; } }")]
    [InlineData("[RealTime] float[] P { get { return {|SNET0080:new float[4]|}; } }")]
    [InlineData("[RealTime] float[] this[int i] => {|SNET0080:new float[4]|};")]
    [InlineData("[RealTime] public static float[] operator +(User a, User b) => {|SNET0080:new float[4]|};")]
    [InlineData("void M() { [RealTime] float[] F() => {|SNET0080:new float[4]|}; F(); }")]
    [InlineData("System.Func<float[]> F = [RealTime] () => {|SNET0080:new float[4]|};")]
    [InlineData("[RealTime] {|SNET0081:async|} System.Threading.Tasks.Task M(System.Threading.Tasks.Task t) => {|SNET0081:await t|};")]
    public async Task EveryKindOfMember_IsChecked(string member) =>
        Assert.NotEmpty(await AnalyzerRun.Verify($"class User {{ {member} }}", withGenerated: false));

    [Theory]
    [InlineData("class Child : Base { public override void {|SNET0084:Run|}() { } }")]
    [InlineData("class Child : Base { public override float {|SNET0084:Level|} => 1; }")]
    [InlineData("class Plugin : IPlugin { public float {|SNET0084:Run|}(float x) => x; public float Other(float x) => x; }")]
    [InlineData("struct Plugin : IPlugin { float IPlugin.{|SNET0084:Run|}(float x) => x; public float Other(float x) => x; }")]
    [InlineData("partial class Half { [RealTime] partial void Run(); partial void {|SNET0084:Run|}() { } }")]
    public async Task WhatStandsBehindAMark_NeedsOne(string type)
    {
        string[] messages = await AnalyzerRun.Verify(type + " abstract class Base { [RealTime] public abstract void Run(); [RealTime] public virtual float Level => 0; }" + Types, withGenerated: false);
        Assert.Contains("which is marked [RealTime], and is not checked itself; mark it [RealTime], too", Assert.Single(messages), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class Child : Base { [RealTime] public override void Run() { } }")]
    [InlineData("class Plugin : IPlugin { [RealTime] public float Run(float x) => x; public float Other(float x) => x; }")]
    [InlineData("partial class Half { [RealTime] partial void Run(); [RealTime] partial void Run() { } }")]
    [InlineData("partial class Half { partial void Run(); [RealTime] partial void Run() { } }")]
    public async Task MarkedAgain_IsQuiet(string type) =>
        Assert.Empty(await AnalyzerRun.Verify(type + " abstract class Base { [RealTime] public abstract void Run(); }" + Types, withGenerated: false));
}
