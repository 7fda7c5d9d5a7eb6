using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>One test per id that it is said, where and in which words; one that the right code is quiet.</summary>
public sealed class DeclarationDiagnosticTests
{
    [Theory]
    [InlineData("[Mlp(4, 3)] public class {|SNET0001:Net|};", "'Net' is a network, and its code is generated into it; add 'partial' to its declaration")]
    [InlineData("[Mlp(4, 3)] partial class Half; class {|SNET0001:Half|} { }", "'Half' is a network, and its code is generated into it; add 'partial' to its declaration")]
    [InlineData("partial class Half { } [Mlp(4, 3)] class {|SNET0001:Half|};", null)]
    [InlineData("class {|SNET0001:Half|} { } [Mlp(4, 3)] class {|SNET0001:Half|};", null)]
    [InlineData("partial class Outer { [Mlp(4, 3)] partial class Net; } class {|SNET0002:Outer|} { }", null)]
    [InlineData("class {|SNET0002:Outer|} { [Mlp(4, 3)] partial class Net; }", "'Outer' contains a network, whose code is generated into it; add 'partial' to its declaration")]
    [InlineData("partial class A { class {|SNET0002:B|} { partial class C { [Mlp(4, 3)] partial class Net; } } }", "'B' contains a network, whose code is generated into it; add 'partial' to its declaration")]
    [InlineData("[{|SNET0003:Mlp|}] partial class Net;", "A network needs two layer sizes or more, inputs first and outputs last, and 0 were given; write for example [Mlp(4, 10, 3)]")]
    [InlineData("[{|SNET0003:Mlp()|}] partial class Net;", null)]
    [InlineData("[{|SNET0003:Mlp(4)|}] partial class Net;", "A network needs two layer sizes or more, inputs first and outputs last, and 1 were given; write for example [Mlp(4, 10, 3)]")]
    [InlineData("[{|SNET0003:Mlp(null!)|}] partial class Net;", null)]
    [InlineData("[Mlp(4, {|SNET0004:0|}, 3)] partial class Net;", "Layer size at position 2 is 0; sizes must be 1 or more")]
    [InlineData("[Mlp({|SNET0004:-4|}, 3)] partial class Net;", "Layer size at position 1 is -4; sizes must be 1 or more")]
    [InlineData("[Mlp(new[] { 4, 10, {|SNET0004:-1|} })] partial class Net;", "Layer size at position 3 is -1; sizes must be 1 or more")]
    [InlineData("[Mlp([4, {|SNET0004:0|}, 3])] partial class Net;", null)]
    [InlineData("[Mlp(4, 8, 8, 3, Activation = {|SNET0005:Activation.Softmax|})] partial class Net;", "Softmax makes probabilities of the network's outputs and can only be its last layer; choose another activation here, or make it the output activation")]
    [InlineData("[Mlp(4, 8, 3, Activation = {|SNET0005:Activation.LogSoftmax|})] partial class Net;", null)]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.Sigmoid, Loss = {|SNET0006:Loss.CrossEntropy|})] partial class Net;", "CrossEntropy cannot follow an output of Sigmoid: it needs an output of Identity (logits) or Softmax; BinaryCrossEntropy fits this output")]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.Softmax, Loss = {|SNET0006:Loss.BinaryCrossEntropy|})] partial class Net;", "BinaryCrossEntropy cannot follow an output of Softmax: it needs an output of Identity (logits) or Sigmoid; CrossEntropy fits this output")]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.Softmax, Loss = {|SNET0006:Loss.NegativeLogLikelihood|})] partial class Net;", "NegativeLogLikelihood cannot follow an output of Softmax: it needs log-probabilities, an output of LogSoftmax; CrossEntropy fits this output")]
    [InlineData("[Mlp(4, 3, Loss = {|SNET0006:Loss.NegativeLogLikelihood|})] partial class Net;", "NegativeLogLikelihood cannot follow an output of Identity: it needs log-probabilities, an output of LogSoftmax; CrossEntropy fits this output")]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.LogSoftmax, Loss = {|SNET0006:Loss.CrossEntropy|})] partial class Net;", null)]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.ReLU, Loss = {|SNET0006:Loss.CrossEntropy|})] partial class Net;", "CrossEntropy cannot follow an output of ReLU: it needs an output of Identity (logits) or Softmax; MeanSquaredError fits this output")]
    [InlineData("[Mlp(4, 1, OutputActivation = Activation.Sigmoid, Loss = {|SNET0006:Loss.Hinge|})] partial class Net;", "Hinge cannot follow an output of Sigmoid: its targets are -1 and +1, which a probability does not reach; BinaryCrossEntropy fits this output")]
    [InlineData("[Mlp(4, 8, 3, Names = {|SNET0007:[\"a\"]|})] partial class Net;", "1 names were given for 2 layers with weights; give one name per layer, first to last")]
    [InlineData("[Mlp(4, 3, Names = {|SNET0007:new string[0]|})] partial class Net;", null)]
    [InlineData("[Mlp(4, 8, 3, Names = [\"a\", {|SNET0008:\"a\"|}])] partial class Net;", "The layer name 'a' is used by an earlier layer; every layer needs a name of its own")]
    [InlineData("[Mlp(4, 8, 3, Names = [{|SNET0008:\"\"|}, \"b\"])] partial class Net;", "The layer name '' is empty; give the layer a name")]
    [InlineData("[Mlp(4, 3, Names = [{|SNET0008:null!|}])] partial class Net;", "The layer name '' is empty; give the layer a name")]
    [InlineData("[Mlp(4, 3, Names = new[] { {|SNET0008:\"my layer\"|} })] partial class Net;", "The layer name 'my layer' has a character that parameter names do not have; use letters, digits, '_', '-' and '.'")]
    [InlineData("[Mlp(4, 3, Names = [{|SNET0008:\"net.\"|}])] partial class Net;", "The layer name 'net.' has a dot that separates nothing; dots stand between the names of nested modules")]
    [InlineData("[Mlp(4, 3)] partial struct {|SNET0009:Net|};", "'Net' is a struct; a network owns its parameters, which a copy would share; make it a class")]
    [InlineData("[Mlp(4, 3)] partial record struct {|SNET0009:Net|};", null)]
    [InlineData("[Mlp(4, 3)] static partial class {|SNET0009:Net|};", "'Net' is static; a network is an object with parameters of its own; remove 'static'")]
    [InlineData("[Mlp(4, 3)] abstract partial class {|SNET0009:Net|};", "'Net' is abstract; generated code creates the network; remove 'abstract'")]
    [InlineData("[Mlp(4, 3)] file partial class {|SNET0009:Net|};", "'Net' is file-local; its generated part is another file and could not see it; use 'internal' instead of 'file'")]
    [InlineData("file partial class Outer { [Mlp(4, 3)] partial class {|SNET0009:Net|}; }", null)]
    [InlineData("[Mlp(4, 3)] partial class {|SNET0009:Net|}(int x) { int X => x; }", "'Net' is declared with a primary constructor; generated constructors could not call it; declare an ordinary constructor that calls 'this()'")]
    [InlineData("[Mlp(4, 3)] partial record {|SNET0009:Net|}(int X);", null)]
    [InlineData("[Mlp(4, 3)] partial class {|SNET0009:Net|} { public required int X { get; set; } }", "'Net' is declared with the required member 'X'; generated code creates the network and could not set it; remove 'required'")]
    [InlineData("[Mlp(4, 3)] partial class Base; [Mlp(4, 3)] partial class {|SNET0009:Net|} : Base;", "'Net' is derived from the network 'Base'; its members would hide the base's; hold the other network in a field")]
    [InlineData("class Base(int x) { public int X => x; } [Mlp(4, 3)] partial class {|SNET0009:Net|} : Base;", "'Net' is derived from 'Base', which has no constructor without parameters; generated constructors call it; give the base one")]
    [InlineData("[Mlp(4, 3)] partial class Net { public int {|SNET0012:InputSize|} => 4; }", "The network 'Net' gets a generated member 'InputSize', which stands beside none of this name and signature; rename it")]
    [InlineData("[Mlp(4, 3)] partial class Net { void {|SNET0012:Forward|}(System.ReadOnlySpan<float> x, System.Span<float> y) { } }", null)]
    [InlineData("[Mlp(4, 3)] partial class Net { class {|SNET0012:Parameters|}; }", null)]
    [InlineData("[Mlp(4, 3)] partial class Net { void {|SNET0012:get_Parameters|}() { } }", "The network 'Net' gets a generated member 'get_Parameters', which stands beside none of this name and signature; rename it")]
    [InlineData("[Mlp(4, 3)] partial class Net { static void {|SNET0012:get_Description|}() { } static int {|SNET0012:get_ParameterInfos|}() => 0; }", null)]
    [InlineData("[Mlp(4, 3)] partial class Net { int {|SNET0012:get_Description|} => 3; }", null)]
    [InlineData("[Mlp(4, 3)] partial class Net { void {|SNET0012:set_Parameters|}(ParameterBuffer value) { } void {|SNET0012:set_Description|}(NetworkDescription value) { } void {|SNET0012:set_ParameterInfos|}(System.ReadOnlySpan<ParameterInfo> value) { } }", null)]
    [InlineData("[Mlp(4, 1)] partial class Net { public float {|SNET0012:Predict|}(System.ReadOnlySpan<float> x) => 0; }", "The network 'Net' gets a generated member 'Predict', which stands beside none of this name and signature; rename it")]
    [InlineData("class Base { public float Predict; } [Mlp(4, 1)] partial class {|SNET0012:Net|} : Base;", null)]
    [InlineData("[Mlp(4, 3)] partial class Net { public int {|SNET0012:__parameters|}; }", null)]
    [InlineData("[Mlp(4, 3)] partial class Net { public override string {|SNET0012:ToString|}() => \"\"; }", null)]
    [InlineData("[Mlp(4, 3)] partial class {|SNET0012:Summary|};", null)]
    [InlineData("class Base { public sealed override string ToString() => \"\"; } [Mlp(4, 3)] partial class {|SNET0012:Net|} : Base;", "The network 'Net' gets a generated member 'ToString', and inherits one of this name from 'Base'; rename that one, or derive another class and hold the network in a member of it")]
    [InlineData("class Base { public string Description { get; set; } = \"\"; } class Middle : Base; [Mlp(4, 3)] partial class {|SNET0012:Net|} : Middle;", "The network 'Net' gets a generated member 'Description', and inherits one of this name from 'Base'; rename that one, or derive another class and hold the network in a member of it")]
    [InlineData("class Base { public virtual string Summary() => \"\"; } class Middle : Base { public override string Summary() => \"\"; } [Mlp(4, 3)] partial class {|SNET0012:Net|} : Middle;", "The network 'Net' gets a generated member 'Summary', and inherits one of this name from 'Middle'; rename that one, or derive another class and hold the network in a member of it")]
    [InlineData("abstract class Base { public abstract void Forward(System.ReadOnlySpan<float> x, System.Span<float> y); } [Mlp(4, 3)] partial class {|SNET0012:Net|} : Base;", null)]
    [InlineData("class Base<T> { protected internal T? Parameters; } [Mlp(4, 3)] partial class {|SNET0012:Net|} : Base<int>;", null)]
    [InlineData("class Base { public new string ToString() => \"\"; } [Mlp(4, 3)] partial class {|SNET0012:Net|} : Base;", null)]
    [InlineData("record Base { public sealed override string ToString() => \"\"; } [Mlp(4, 3)] partial record {|SNET0012:Net|} : Base;", null)]
    [InlineData("[Mlp(1, {|SNET0013:2000000000|})] partial class Net;", "Up to this layer the network takes 4,000,000,000 parameter values, and at most 536,870,848 (2 GiB) can be addressed; make its layers smaller")]
    [InlineData("[Sequential(400000000), {|SNET0013:Concat|}, Linear(1)] partial class Net;", "Up to this layer the network takes 1,200,000,000 values for one row, all layers together, and at most 1,048,576 can be addressed; make its layers smaller")]
    [InlineData("[Mlp(1, {|SNET0013:3000000|}, 1)] partial class Net;", "Up to this layer the network takes 3,000,000 values for one row, all layers together, and at most 1,048,576 can be addressed; make its layers smaller")]
    [InlineData("[Mlp(4, 3, Activation = {|SNET0014:(Activation)99|})] partial class Net;", "99 is no member of Activation; use one of the named values")]
    [InlineData("[Mlp(4, 3, Loss = {|SNET0014:(Loss)(-1)|})] partial class Net;", "-1 is no member of Loss; use one of the named values")]
    [InlineData("[Mlp(4, 1, Loss = {|SNET0015:Loss.CrossEntropy|})] partial class Net;", "CrossEntropy over a single output is constant, because one class always has probability 1; use Sigmoid and BinaryCrossEntropy, or two outputs")]
    [InlineData("[{|SNET0015:Mlp(4, 1, OutputActivation = Activation.Softmax)|}] partial class Net;", null)]
    [InlineData("[{|SNET0016:Sequential(4)|}] partial class Net;", "A Sequential network needs at least one Linear layer behind it in the same brackets; write for example [Sequential(4), Linear(10), ReLU, Linear(3)]")]
    [InlineData("[{|SNET0016:Sequential(4)|}, ReLU] partial class Net;", null)]
    [InlineData("[Sequential({|SNET0004:0|}), Linear(3)] partial class Net;", "The input size is 0; sizes must be 1 or more")]
    [InlineData("[Sequential(4), Linear(8), ReLU, Linear({|SNET0004:0|})] partial class Net;", "The number of outputs of layer 3 (Linear) is 0; sizes must be 1 or more")]
    [InlineData("[Sequential(4), Linear(4, {|SNET0004:-1|})] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear({|SNET0004:0|}, 3)] partial class Net;", "The number of inputs of layer 1 (Linear) is 0; sizes must be 1 or more")]
    [InlineData("[Sequential(4), Linear(8), ReLU, Linear(outputs: 3, inputs: {|SNET0004:-8|})] partial class Net;", "The number of inputs of layer 3 (Linear) is -8; sizes must be 1 or more")]
    [InlineData("[Sequential({|SNET0004:0|}), Linear({|SNET0004:0|}, {|SNET0004:0|})] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear(3), {|SNET0005:Softmax|}, Linear(3)] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear(3), {|SNET0005:Softmax|}, Softmax] partial class Net;", "Softmax makes probabilities of the network's outputs and can only be its last layer; choose another activation here, or make it the output activation")]
    [InlineData("[Sequential(4), Linear(3), Softmax] [Training(Loss = {|SNET0006:Loss.BinaryCrossEntropy|})] partial class Net;", "BinaryCrossEntropy cannot follow an output of Softmax: it needs an output of Identity (logits) or Sigmoid; CrossEntropy fits this output")]
    [InlineData("[Mlp(4, 1, OutputActivation = Activation.Sigmoid)] [Training(Loss = {|SNET0006:Loss.Perceptron|})] partial class Net;", "Perceptron cannot follow an output of Sigmoid: it needs the output of a step unit; BinaryCrossEntropy fits this output")]
    [InlineData("[Sequential(4), Linear(8, Name = \"a\"), Linear(3, Name = {|SNET0008:\"a\"|})] partial class Net;", "The layer name 'a' is that of layer 1 (Linear) and of layer 2 (Linear); every layer needs a name of its own")]
    [InlineData("[Sequential(4), Linear(8, Name = \"1\"), {|SNET0008:Linear(3)|}] partial class Net;", "The layer name '1' is that of layer 1 (Linear) and of layer 2 (Linear, whose index from 0 it is); every layer needs a name of its own")]
    [InlineData("[Sequential(4), Linear(8), ReLU, Linear(8, Name = {|SNET0008:\"1\"|}), Residual(\"1\"), Linear(3)] partial class Net;", "The layer name '1' is that of layer 2 (ReLU, whose index from 0 it is) and of layer 3 (Linear); every layer needs a name of its own")]
    [InlineData("[Sequential(4), Linear(8, Name = \"1\"), {|SNET0008:Tanh|}, Linear(3)] partial class Net;", "The layer name '1' is that of layer 1 (Linear) and of layer 2 (Tanh, whose index from 0 it is); every layer needs a name of its own")]
    [InlineData("[Sequential(4), Linear(3)] partial struct {|SNET0009:Net|};", null)]
    [InlineData("[Mlp(4, 3), {|SNET0011:Perceptron(4)|}] partial class Net;", null)]
    [InlineData("[Mlp(4, 3)] [{|SNET0011:Sequential(4)|}, Linear(3)] partial class Net;", null)]
    [InlineData("[Mlp(4, 3), {|SNET0017:Dropout(0.1f)|}] partial class Net;", "Dropout is a layer of a Sequential network, and this type has none; write [Sequential(inputs), ...] before it in the same brackets")]
    [InlineData("[{|SNET0017:Linear(4)|}, {|SNET0017:ReLU|}] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear(3)] [{|SNET0018:ReLU|}] partial class Net;", "ReLU does not stand behind Sequential in the same brackets, so its place in the network is not defined; move it there")]
    [InlineData("[{|SNET0018:Linear(8)|}, Sequential(4), Linear(3)] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear(3)] partial class Net; [{|SNET0018:ReLU|}] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear({|SNET0019:5|}, 3)] partial class Net;", "Linear reads 5 values and the network's input has 4; write 4, or leave the number of inputs out")]
    [InlineData("[Sequential(4), Linear(8), ReLU, Linear({|SNET0019:16|}, 3)] partial class Net;", "Linear reads 16 values and the layer before writes 8; write 8, or leave the number of inputs out")]
    [InlineData("[Sequential(4), Softplus(threshold: 2, beta: {|SNET0023:0|}), Linear(outputs: {|SNET0004:0|}, inputs: 4)] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear(8), ReLU, {|SNET0019:Residual(2)|}, Linear(3)] partial class Net;", "Residual adds 4 values to 8; both must have the same size, so make the layer before it 4 wide")]
    [InlineData("[Sequential(4), Linear(4), Residual({|SNET0020:2|})] partial class Net;", "2 layers cannot be bridged, 1 stand before this one; use a number from 1 to 1")]
    [InlineData("[Sequential(4), Residual({|SNET0020:1|}), Linear(3)] partial class Net;", "There is no layer before this one to bridge; put the layers of the block before it")]
    [InlineData("[Sequential(4), Linear(4), Residual({|SNET0020:\"stem\"|})] partial class Net;", "No layer before this one is called 'stem'; use the Name of an earlier layer, or its index")]
    [InlineData("[Sequential(4), Linear(4), Concat({|SNET0020:null!|}), Linear(1)] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear(4), {|SNET0021:LayerNorm|}] partial class Net;", "LayerNorm stands behind the last layer with weights and takes the scale away from the outputs; put it before that layer")]
    [InlineData("[Sequential(4), Linear(4), {|SNET0021:BatchNorm1d|}, Softmax] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear(4), {|SNET0021:RMSNorm|}] partial class Net;", "RMSNorm stands behind the last layer with weights and takes the scale away from the outputs; put it before that layer")]
    [InlineData("[Sequential(4), Linear(4), {|SNET0022:Dropout(0.1f)|}] partial class Net;", "Dropout stands behind the last layer with weights and would drop the network's answers while it is trained; put it before that layer")]
    [InlineData("[Sequential(4), Dropout({|SNET0023:1|}), Linear(3)] partial class Net;", "The probability of Dropout is 1; it must be 0 or more and less than 1")]
    [InlineData("[Sequential(4), Dropout({|SNET0023:-0.5f|}), Linear(3)] partial class Net;", "The probability of Dropout is -0.5; it must be 0 or more and less than 1")]
    [InlineData("[Sequential(4), Dropout({|SNET0023:float.NaN|}), Linear(3)] partial class Net;", null)]
    [InlineData("[Sequential(4), LayerNorm({|SNET0023:0|}), Linear(3)] partial class Net;", null)]
    [InlineData("[Sequential(4), ScaleShift({|SNET0023:float.NaN|}), Linear(3)] partial class Net;", "The scale of ScaleShift is NaN; it must be a number")]
    [InlineData("[Sequential(4), ScaleShift(1, {|SNET0023:float.PositiveInfinity|}), Linear(3)] partial class Net;", "The shift of ScaleShift is Infinity; it must be a number")]
    [InlineData("[Sequential(4), ScaleShift(Mean = {|SNET0023:float.NaN|}), Linear(3)] partial class Net;", "The mean of ScaleShift is NaN; it must be a number")]
    [InlineData("[Sequential(4), MinMax({|SNET0023:1|}, 1), Linear(3)] partial class Net;", "The low bound of MinMax is 1; it must be less than the high bound")]
    [InlineData("[Sequential(4), MinMax(0, {|SNET0023:float.PositiveInfinity|}), Linear(3)] partial class Net;", "The high bound of MinMax is Infinity; it must be a number")]
    [InlineData("[Sequential(4), Linear(8), {|SNET0051:Standardize|}, ReLU, Linear(3)] partial class Net;", "Standardize scales a network's inputs as its first layer and its outputs, back to the targets' units, as its last; this one is layer 2 of 4; move it to either end, or use BatchNorm1d or LayerNorm between layers")]
    [InlineData("[Sequential(4), ReLU, {|SNET0051:MinMax|}, Linear(3)] partial class Net;", "MinMax scales a network's inputs as its first layer and its outputs, back to the targets' units, as its last; this one is layer 2 of 3; move it to either end, or use BatchNorm1d or LayerNorm between layers")]
    [InlineData("[Sequential(4), Linear(3), {|SNET0051:Standardize|}, Softmax] partial class Net;", null)]
    [InlineData("[Sequential(4), Linear(3), Standardize] [Training(Loss = {|SNET0006:Loss.CrossEntropy|})] partial class Net;", "CrossEntropy cannot follow an output of Standardize: its outputs are numbers in the targets' units, not scores of classes; MeanSquaredError fits this output")]
    [InlineData("[Sequential(4), Linear(8), PReLU({|SNET0023:8|}), Linear(3)] partial class Net;", "The initial slope of PReLU is 8; it must not be a whole number above 1; one slope per feature, PyTorch's nn.PReLU(num_parameters), is PReLU(PerFeature = true)")]
    [InlineData("[Sequential(4), Linear(3), HardTanh({|SNET0023:float.PositiveInfinity|}, float.PositiveInfinity)] partial class Net;", "The minimum of HardTanh is Infinity; it must be less than the maximum")]
    [InlineData("[Sequential(4), Linear(3), HardTanh(0, {|SNET0023:float.NaN|})] partial class Net;", "The maximum of HardTanh is NaN; it must be a number")]
    [InlineData("[Sequential(4), RMSNorm({|SNET0023:-1|}), Linear(3)] partial class Net;", "The epsilon of RMSNorm is -1; it must be greater than 0")]
    [InlineData("[Sequential(4), BatchNorm1d(1e-5f, {|SNET0023:2|}), Linear(3)] partial class Net;", "The momentum of BatchNorm1d is 2; it must be from 0 to 1")]
    [InlineData("[Sequential(4), LeakyReLU({|SNET0023:float.PositiveInfinity|}), Linear(3)] partial class Net;", null)]
    [InlineData("[Sequential(4), HardTanh({|SNET0023:1|}, 1), Linear(3)] partial class Net;", "The minimum of HardTanh is 1; it must be less than the maximum")]
    [InlineData("[Sequential(4), Softplus({|SNET0023:0|}), Linear(3)] partial class Net;", null)]
    [InlineData("[Sequential(4), Softshrink({|SNET0023:-1|}), Linear(3)] partial class Net;", null)]
    [InlineData("[Mlp(4, 3)] [Training(LabelSmoothing = {|SNET0024:1|})] partial class Net;", "LabelSmoothing is 1; it must be 0 or more and less than 1")]
    [InlineData("[Mlp(4, 3)] [Training(ClassWeights = {|SNET0024:[1, 2]|})] partial class Net;", "ClassWeights is 2 values long; it needs one value for each of the 3 outputs")]
    [InlineData("[Mlp(4, 2)] [Training(ClassWeights = [1, {|SNET0024:-2|}])] partial class Net;", "ClassWeights is -2; a weight must be 0 or more")]
    [InlineData("[Mlp(4, 3)] [Training(Loss = Loss.Huber, HuberDelta = {|SNET0024:0|})] partial class Net;", "HuberDelta is 0; it must be greater than 0")]
    [InlineData("[{|SNET0025:Training(LabelSmoothing = 0.1f)|}] partial class Net;", "'Net' has options of training but declares no network; add [Mlp(...)] or [Sequential(...)], or remove [Training]")]
    [InlineData("[Mlp(4, 3, Loss = Loss.CrossEntropy)] [Training(Loss = {|SNET0026:Loss.CrossEntropy|})] partial class Net;", "The network's loss is CrossEntropy already, by the attribute that declares it; remove one of the two")]
    [InlineData("[Perceptron(4)] [Training(Loss = {|SNET0026:Loss.Hinge|})] partial class Net;", null)]
    [InlineData("[Mlp(4, 3)] [Training(Loss = Loss.MeanSquaredError, LabelSmoothing = {|SNET0027:0.1f|})] partial class Net;", "LabelSmoothing has no effect on MeanSquaredError; it belongs to CrossEntropy")]
    [InlineData("[Mlp(4, 1)] [Training(ClassWeights = {|SNET0027:[1]|})] partial class Net;", "ClassWeights has no effect on the loss that follows from the output; it belongs to CrossEntropy and NegativeLogLikelihood")]
    [InlineData("[Mlp(4, 3, Loss = Loss.SmoothL1)] [Training(HuberDelta = {|SNET0027:2|})] partial class Net;", null)]
    [InlineData("[{|SNET0029:Mlp(20000, 20000, 3)|}] partial class Net;", "400,080,003 parameters (1,526 MiB) fit in no processor's cache, so each prediction waits for memory and training for one core; a framework that uses all cores or a GPU is the better choice at this size")]
    [InlineData("[Mlp(784, 512, 10, Unroll = {|SNET0028:Unroll.Full|})] partial class Net;", "Unroll.Full would write 406,528 multiply-adds into one method, more than the JIT optimises; loops with constant bounds are generated instead, so remove Unroll or make the network smaller")]
    public async Task WrongDeclaration_IsReportedWhereItIsWrong(string source, string? message)
    {
        string[] messages = await AnalyzerRun.Verify(source);
        if (message is not null)
        {
            Assert.Equal(message, Assert.Single(messages));
        }
    }

    [Theory]
    [InlineData("[Mlp(4, 3)] public partial class Net;")]
    [InlineData("partial class Outer { [Mlp(4, 3)] partial class Net; }")]
    [InlineData("[Mlp(1, 1)] partial class Net;")]
    [InlineData("[Mlp(4, 3, Activation = Activation.Softmax)] partial class Net;")]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.Softmax, Loss = Loss.CrossEntropy)] partial class Net;")]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.Softmax, Loss = Loss.MeanSquaredError)] partial class Net;")]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.LogSoftmax, Loss = Loss.NegativeLogLikelihood)] partial class Net;")]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)] partial class Net;")]
    [InlineData("[Mlp(4, 1, Loss = Loss.BinaryCrossEntropy)] partial class Net;")]
    [InlineData("[Mlp(4, 1, Loss = Loss.Hinge)] partial class Net;")]
    [InlineData("[Mlp(4, 1, OutputActivation = Activation.Tanh, Loss = Loss.Hinge)] partial class Net;")]
    [InlineData("[Mlp(4, 3, Loss = Loss.CrossEntropy)] partial class Net;")]
    [InlineData("[Mlp(4, 8, 3, Names = [\"net.0\", \"net_2-b\"])] partial class Net;")]
    [InlineData("[Mlp(4, 3, Names = null)] partial class Net;")]
    [InlineData("[Mlp(4, 8, 3, Names = [\"0\", \"1\"])] partial class Net;")]
    [InlineData("[Sequential(4), Linear(8), ReLU, Linear(8, Name = \"2\"), Residual(\"1\"), Linear(3, Name = \"10\")] partial class Net;")]
    [InlineData("[Mlp(4, 3)] sealed partial record Net;")]
    [InlineData("class Base { protected Base(int x = 1) => X = x; public int X { get; } } [Mlp(4, 3)] partial class Net : Base;")]
    [InlineData("[Mlp(4, 3)] partial class Net { public void Forward(float[] x) { } public void Fit() { } int Forward<T>(T x) => 0; }")]
    [InlineData("class Base; [Mlp(4, 3)] partial class Net : Base;")]
    [InlineData("class Base { int InputSize => 4; public int Inputs => InputSize; public int Forward(int x) => x; public void Summary(bool all) { } } [Mlp(4, 3)] partial class Net : Base;")]
    [InlineData("class Base { public override string ToString() => \"\"; } [Mlp(4, 3)] partial class Net : Base;")]
    [InlineData("abstract class Base { public abstract override string ToString(); } [Mlp(4, 3)] partial class Net : Base;")]
    [InlineData("record Base; [Mlp(4, 3)] partial record Net : Base;")]
    [InlineData("[Mlp(4, 3)] partial class Net : System.MarshalByRefObject;")]
    [InlineData("[Mlp(4, 3)] partial class Net { public float Predict(System.ReadOnlySpan<float> x) => 0; }")]
    [InlineData("[Sequential(4), Linear(3), Softmax] partial class Predict;")]
    [InlineData("class Base { public float Predict; } [Mlp(4, 3)] partial class Net : Base;")]
    [InlineData("[Mlp(4000, 4000, 3)] partial class Net;")]
    [InlineData("[Mlp(4, 1)] partial class Net;")]
    [InlineData("[Mlp(4, 8, 3, Unroll = Unroll.Full)] partial class Net;")]
    [InlineData("[Mlp(784, 512, 10)] partial class Net;")]
    [InlineData("[Sequential(4), Linear(32), LayerNorm, SiLU, Dropout(0.1f), Linear(3), Softmax] [Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.1f)] partial class Net;")]
    [InlineData("[Sequential(4), ScaleShift(0.5f, Mean = 100000), Linear(8), HardTanh(float.NegativeInfinity, 0), Linear(3), Tanh, ScaleShift(scale: 2, shift: -1)] partial class Net;")]
    [InlineData("[Sequential(4), RMSNorm(1e-6f), Linear(8), RMSNorm, SiLU, Linear(3)] partial class Net;")]
    [InlineData("[Sequential(4), Standardize, Linear(8), BatchNorm1d, SiLU, Linear(3), Tanh, MinMax(-1, 1)] [Training(Loss = Loss.Huber)] partial class Net;")]
    [InlineData("[Mlp(4, 10, 3, Standardize = true, Names = [\"a\", \"b\"])] partial class Net;")]
    [InlineData("[Sequential(4), BatchNorm1d, Linear(4, 8), PReLU(1, PerFeature = true), Linear(8, 8), Residual(2), Linear(8, 1), Sigmoid] partial class Net;")]
    [InlineData("[Sequential(4), Linear(8), Concat, Linear(12, 3)] partial class Net;")]
    [InlineData("[Sequential(4), Linear(3), ReLU] [System.Serializable] partial class Net;")]
    [InlineData("[Perceptron(2)] partial class Net;")]
    [InlineData("[Mlp(4, 2)] [Training] partial class Net;")]
    [InlineData("[Mlp(4, 2)] [Training(ClassWeights = [1, 0.5f])] partial class Net;")]
    [InlineData("[Mlp(4, 2)] [Training(ClassWeights = null)] partial class Net;")]
    [InlineData("[Mlp(4, 2, OutputActivation = Activation.Sigmoid)] [Training(PositiveWeights = [1, 3])] partial class Net;")]
    [InlineData("[Mlp(4, 1)] [Training(PositiveWeights = [3])] partial class Net;")]
    [InlineData("class Ordinary;")]
    public async Task RightDeclaration_IsQuiet(string source) => Assert.Empty(await AnalyzerRun.Verify(source));

    [Fact]
    public async Task NumbersBeyondInt_AreTooLarge()
    {
        string[] messages = await AnalyzerRun.Verify("[Mlp(int.MaxValue, {|SNET0013:int.MaxValue|}, int.MaxValue)] partial class Net;");
        Assert.StartsWith("Up to this layer the network takes 4,611,686,018,427,387,904 parameter values", Assert.Single(messages), System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondPartWithAnAttribute_IsReportedOnceAndNothingIsGenerated()
    {
        string[] messages = await AnalyzerRun.Verify("[Mlp(4, 3)] partial class Net; [{|SNET0011:Mlp(4, 2)|}] partial class Net;");
        Assert.Equal("'Net' already is a network by another attribute; a class is one network, so remove one of them", Assert.Single(messages));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    [InlineData(LanguageVersion.CSharp12, "12.0")]
    public async Task OldLanguageVersion_IsReported(LanguageVersion version, string shown)
    {
        string[] messages = await AnalyzerRun.Verify(
            "[Mlp(4, 3)] partial class {|SNET0010:Net|} { }", TestCompilation.ParseOptions.WithLanguageVersion(version));
        Assert.Equal(
            $"Generated networks need C# 14.0 and the project compiles as C# {shown}; remove <LangVersion> from the project file or raise it to 14.0",
            Assert.Single(messages));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Latest)]
    [InlineData(LanguageVersion.Preview)]
    public async Task NewLanguageVersion_IsQuiet(LanguageVersion version) =>
        Assert.Empty(await AnalyzerRun.Verify("[Mlp(4, 3)] partial class Net { }", TestCompilation.ParseOptions.WithLanguageVersion(version)));

    [Fact]
    public async Task Pragma_SilencesAWarning() => Assert.Empty(await AnalyzerRun.Verify("""
        #pragma warning disable SNET0015
        [Mlp(4, 1, Loss = Loss.CrossEntropy)] partial class Net;
        """));
}
