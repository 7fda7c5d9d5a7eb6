using System;
using System.Globalization;
using StaticNet.BitCheck;

// Prints one line per network and pass: name, a hash of the bits, and the Euclidean norm of the values for runs that cannot be equal to the bit.
// The hashes do not depend on the instruction set, given fused multiply-add: compare the output of runs with DOTNET_EnableAVX512=0 or
// DOTNET_PreferredVectorBitWidth=256. Without FMA (DOTNET_EnableAVX2=0, DOTNET_EnableHWIntrinsic=0) results differ in the last bits.
var report = new Report();
report.Add<Iris>();
report.Add<IrisLoops>();
report.Add<Xor>();
report.Add<Middle>();
report.Add<Square>();
report.Add<Digits>();
report.Add<LongSums>();
report.Add<Odd>();
report.Add<LoopsOdd>();
report.Add<Linear1>();
report.Add<Linear2>();
report.Add<Linear3>();
report.Add<Linear4>();
report.Add<Needles>();
report.Add<NoBias>();
report.Add<ManyInstructions>();
report.Add<ManyLocals>();
report.Add<IdentityNet>();
report.Add<StepNet>();
report.Add<ReLUNet>();
report.Add<LeakyReLUNet>();
report.Add<ELUNet>();
report.Add<SELUNet>();
report.Add<GELUNet>();
report.Add<GELUTanhNet>();
report.Add<SiLUNet>();
report.Add<MishNet>();
report.Add<SoftplusNet>();
report.Add<SoftsignNet>();
report.Add<SigmoidNet>();
report.Add<TanhNet>();
report.Add<HardSigmoidNet>();
report.Add<HardTanhNet>();
report.Add<HardSwishNet>();
report.Add<ReLU6Net>();
report.Add<CELUNet>();
report.Add<LogSigmoidNet>();
report.Add<TanhshrinkNet>();
report.Add<SoftshrinkNet>();
report.Add<HardshrinkNet>();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"total {report.Total:x16} {report.Count}"));
