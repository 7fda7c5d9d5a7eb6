using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace StaticNet.Orleans;

/// <summary>Calls to many members, some at a time, until a deadline.</summary>
internal static class MemberCalls
{
    /// <summary>The result of one call: an answer, or why there is none, and which members below are missing for that reason.</summary>
    public readonly record struct Answer<T>(string Member, T? Value, Absence? Absence, Absence[]? Below = null);

    /// <summary>Calls all members; results are in the order of the members. Throws nothing that a member does.</summary>
    /// <param name="members">Grain ids.</param>
    /// <param name="call">Calls a member that has this much time left.</param>
    /// <param name="concurrent">Calls at a time.</param>
    /// <param name="deadline">Of all calls together.</param>
    public static async Task<Answer<T>[]> ToAll<T>(
        IReadOnlyList<string> members, Func<string, TimeSpan, Task<T>> call, int concurrent, TimeSpan deadline)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var free = new SemaphoreSlim(concurrent);
        var calls = new Task<Answer<T>>[members.Count];
        for (int i = 0; i < calls.Length; i++)
        {
            calls[i] = One(members[i]);
        }

        return await Task.WhenAll(calls).ConfigureAwait(true);

        async Task<Answer<T>> One(string member)
        {
            if (!await free.WaitAsync(Rest()).ConfigureAwait(true))
            {
                return new(member, default, new Absence(member, AbsenceReason.Late, $"The round ended after {deadline.TotalSeconds:0.###} s, before the member was called; raise MaxConcurrentCalls or the deadline."));
            }

            try
            {
                return new(member, await call(member, Rest()).WaitAsync(Rest()).ConfigureAwait(true), null);
            }
            catch (TooFewUpdatesException exception)
            {
                return new(member, default, new Absence(member, AbsenceReason.Failed, exception.Message), exception.Absences);
            }
            catch (TimeoutException)
            {
                return new(member, default, new Absence(member, AbsenceReason.Late, $"No answer within {deadline.TotalSeconds:0.###} s."));
            }
#pragma warning disable CA1031 // Whatever a member does, the round goes on.
            catch (Exception exception)
            {
                return new(member, default, new Absence(member, AbsenceReason.Failed, $"{exception.GetType().Name}: {exception.Message}"));
            }
#pragma warning restore CA1031
            finally
            {
                free.Release();
            }
        }

        TimeSpan Rest()
        {
            TimeSpan rest = deadline - System.Diagnostics.Stopwatch.GetElapsedTime(start);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }
}
