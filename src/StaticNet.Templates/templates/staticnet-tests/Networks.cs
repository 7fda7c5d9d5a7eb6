using StaticNet;

// Writes tests for each network of this project, and for each public one of the projects it refers to: gradients, bits across paths,
// allocation, files, stored test vectors, time budgets. Run them with
//   dotnet test -c Release
[assembly: NetworkTests]

namespace StaticNetTests;

/// <summary>An example: 2 inputs, 8 hidden units, 2 classes, 10 µs at most for a sample.</summary>
[Mlp(2, 8, 2), Budget(Nanoseconds = 10_000)]
public partial class Network;
