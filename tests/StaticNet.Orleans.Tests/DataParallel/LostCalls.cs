using System;
using System.Threading;
using System.Threading.Tasks;
using Orleans;

namespace StaticNet.Orleans.Tests;

/// <summary>Loses calls to workers whose training's key asks for it: three of four, or all.</summary>
internal sealed class LostCalls : IIncomingGrainCallFilter
{
    private static int s_calls;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IGradientWorker<>))
        {
            string key = context.TargetId.Key.ToString()!;
            if (key.Contains("unreachable", StringComparison.Ordinal) || (key.Contains("flaky", StringComparison.Ordinal) && Interlocked.Increment(ref s_calls) % 4 != 0))
            {
                throw new TimeoutException("The call was lost on the way.");
            }
        }

        return context.Invoke();
    }
}
