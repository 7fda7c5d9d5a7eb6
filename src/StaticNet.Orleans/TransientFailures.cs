using System;
using Orleans.Runtime;

namespace StaticNet.Orleans;

/// <summary>Failures of a call that say something about silos and connections, not about the work: it is worth repeating elsewhere.</summary>
internal static class TransientFailures
{
    // Not OrleansException as a whole: a state that two activations have written is one, too.
    public static bool Contains(Exception exception) =>
        exception is TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or global::Orleans.Runtime.Messaging.ConnectionFailedException or OperationCanceledException;
}
