namespace StaticNet.Benchmarks.Emitted;

#pragma warning disable CA1515, CS1591 // one family per axis of the growth plot; the sizes say all

[Mlp(16, 4, 4)] public sealed partial class Width4;
[Mlp(16, 16, 4)] public sealed partial class Width16;
[Mlp(16, 32, 4)] public sealed partial class Width32;
[Mlp(16, 64, 4)] public sealed partial class Width64;
[Mlp(16, 128, 4)] public sealed partial class Width128;
[Mlp(16, 256, 4)] public sealed partial class Width256;
[Mlp(16, 1024, 4)] public sealed partial class Width1024;
[Mlp(16, 4096, 4)] public sealed partial class Width4096;

[Mlp(32, 32, 32)] public sealed partial class Depth1;
[Mlp(32, 32, 32, 32)] public sealed partial class Depth2;
[Mlp(32, 32, 32, 32, 32, 32)] public sealed partial class Depth4;
[Mlp(32, 32, 32, 32, 32, 32, 32, 32, 32, 32)] public sealed partial class Depth8;
[Mlp(32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32)] public sealed partial class Depth16;
