using Xunit;

namespace StaticNet.Tests.Shared;

/// <summary>The tests that run beside no other, because they measure what others would disturb.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
