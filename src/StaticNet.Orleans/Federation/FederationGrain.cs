using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Orleans;
using Orleans.Runtime;

namespace StaticNet.Orleans;

/// <summary>
/// Federated averaging over grains and clients: <c>public sealed class Fleet : FederationGrain&lt;Device&gt;, IFleet</c>. Equal seeds, members and
/// answers give equal bits: members are sampled and averaged in the order of their ids, whoever answers first.
/// </summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
public abstract class FederationGrain<TNetwork> : Grain<FederationState>, IFederationGrain
    where TNetwork : class, INetwork<TNetwork>
{
    private const string DeadlineKey = "staticnet.deadline";

    private FederationOptions? _options;
    private TNetwork? _network;

    /// <summary>Sampling, deadline, limits; the defaults by default.</summary>
    protected virtual FederationOptions Options => new();

    private TNetwork Network => _network ?? throw new InvalidOperationException("The global model is loaded by OnActivateAsync; call base.OnActivateAsync first.");

    private FederationOptions Settings => _options!;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken).ConfigureAwait(true);
        _options = Options;
        _options.Check(TNetwork.Description);
        if (State.Version == 0 && State.Weights is null)
        {
            _network = CreateNetwork();
            return;
        }

        State.Check(IdentityOf.Network<TNetwork>(), $"{GetType().Name} '{this.GetPrimaryKeyText()}'");
        using var weights = new MemoryStream(State.Weights!, writable: false);
        _network = NetworkFiles.Load<TNetwork>(weights);
        State.Weights = null;
    }

    /// <inheritdoc/>
    public async ValueTask Join(IFederatedMember[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var all = new SortedSet<string>(State.Members, StringComparer.Ordinal);
        foreach (IFederatedMember member in members)
        {
            all.Add(member.GetGrainId().ToString());
        }

        if (all.Count > Settings.MaxMembers)
        {
            throw new InvalidOperationException(
                $"{GetType().Name} '{this.GetPrimaryKeyText()}' would have {all.Count} members, but FederationOptions.MaxMembers is {Settings.MaxMembers}. Let some join other federation grains, and let those join this one.");
        }

        await Keep([.. all]).ConfigureAwait(true);
    }

    /// <inheritdoc/>
    public async ValueTask Leave(IFederatedMember[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var all = new SortedSet<string>(State.Members, StringComparer.Ordinal);
        foreach (IFederatedMember member in members)
        {
            all.Remove(member.GetGrainId().ToString());
        }

        await Keep([.. all]).ConfigureAwait(true);
    }

    /// <inheritdoc/>
    public async ValueTask<FederatedRound> RunRound()
    {
        long start = Stopwatch.GetTimestamp();
        int round = State.Round + 1;
        (FederatedAverage<TNetwork> average, List<Absence> absences, int sampled) = await Collect(Task(round)).ConfigureAwait(true);
        bool isApplied = average.Updates >= Settings.MinUpdates;
        if (isApplied)
        {
            average.ToSnapshot().CopyTo(Network);
        }

        State.Round = round;
        await Write().ConfigureAwait(true);
        FleetMetrics.Rounds.Add(1);
        TimeSpan duration = Stopwatch.GetElapsedTime(start);
        FleetMetrics.RoundSeconds.Record(duration.TotalSeconds);
        long bytes = (long)sizeof(float) * TNetwork.Description.Layout.Length * (sampled + average.Updates);
        return new FederatedRound(
            round, sampled, average.Updates, average.Rows, average.Updates > 0 ? average.Loss : double.NaN, isApplied, [.. absences], bytes, duration, Network.Parameters.Hash())
        {
            Members = average.Members,
        };
    }

    /// <summary>As a member of another federation: asks the members of this one, and sends their mean, the sum of their rows, their number and the absences.</summary>
    public async ValueTask<FederatedUpdate> TrainRound(FederatedTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.Global.Check<TNetwork>("The global model");

        (FederatedAverage<TNetwork> average, List<Absence> absences, int sampled) = await Collect(WithDeadline(task, DeadlineBelow(task.Deadline))).ConfigureAwait(true);
        return average.Updates >= Settings.MinUpdates
            ? new FederatedUpdate
            {
                Round = task.Round,
                Parameters = average.ToSnapshot(),
                Rows = average.Rows,
                Loss = average.Loss,
                Members = average.Members,
                Absences = [.. absences[..Math.Min(absences.Count, FederatedAverage<TNetwork>.MaxAbsences)]],
            }
            : throw new TooFewUpdatesException(
                $"{average.Updates} of {sampled} members sent an update, but MinUpdates is {Settings.MinUpdates}.",
                [.. absences[..Math.Min(absences.Count, FederatedAverage<TNetwork>.MaxAbsences)]]);
    }

    /// <summary>As a member of another federation: takes over its global model and sends it on.</summary>
    /// <exception cref="InvalidDataException">It is of another network, or holds NaN or infinite values; the grain keeps its model.</exception>
    public async ValueTask Receive(NetworkSnapshot global)
    {
        ArgumentNullException.ThrowIfNull(global);
        global.Check<TNetwork>("The global model");
        if (!NonFiniteValues.AllFinite(global.Values.Span))
        {
            throw new InvalidDataException($"The global model of {global.Network} holds NaN or infinite values; the grain keeps its parameters.");
        }

        TimeSpan deadline = RequestContext.Get(DeadlineKey) is long ticks ? DeadlineBelow(TimeSpan.FromTicks(ticks)) : Settings.Deadline;
        global.CopyTo(Network);
        State.Round = (int)global.StepCount;
        await Write().ConfigureAwait(true);
        await Send(global, deadline).ConfigureAwait(true);
    }

    /// <inheritdoc/>
    public async ValueTask<Absence[]> Publish() => await Send(NetworkSnapshot.Of(Network, State.Round), Settings.Deadline).ConfigureAwait(true);

    /// <inheritdoc/>
    public ValueTask<NetworkSnapshot> GetSnapshot() => ValueTask.FromResult(NetworkSnapshot.Of(Network, State.Round));

    /// <inheritdoc/>
    public ValueTask<FederationStatus> GetStatus() => ValueTask.FromResult(new FederationStatus(State.Round, State.Members.Count, Network.Parameters.Hash()));

    /// <summary>The global model before the first round; seed 0 by default.</summary>
    protected virtual TNetwork CreateNetwork() => TNetwork.Create(0);

    /// <summary>The aggregator above must still receive the answer.</summary>
    private TimeSpan DeadlineBelow(TimeSpan above) => TimeSpan.FromTicks(Math.Min(Settings.Deadline.Ticks, above.Ticks / 5 * 4));

    private FederatedTask Task(int round) => new()
    {
        Round = round,
        Global = NetworkSnapshot.Of(Network, round - 1),
        LocalEpochs = Settings.LocalEpochs,
        LocalBatchSize = Settings.LocalBatchSize,
        Seed = Settings.Seed,
        Deadline = Settings.Deadline,
    };

    private static FederatedTask WithDeadline(FederatedTask task, TimeSpan deadline) => new()
    {
        Round = task.Round,
        Global = task.Global,
        LocalEpochs = task.LocalEpochs,
        LocalBatchSize = task.LocalBatchSize,
        Seed = task.Seed,
        Deadline = deadline,
    };

    private async Task<(FederatedAverage<TNetwork> Average, List<Absence> Absences, int Sampled)> Collect(FederatedTask task)
    {
        string[] members = Sample(task.Round);
        MemberCalls.Answer<FederatedUpdate>[] answers = await MemberCalls
            .ToAll(members, (member, rest) => Member(member).TrainRound(WithDeadline(task, rest)).AsTask(), Settings.MaxConcurrentCalls, task.Deadline).ConfigureAwait(true);
        var average = new FederatedAverage<TNetwork>(task.Round, Settings.MaxRowsPerMember);
        var absences = new List<Absence>();
        int below = 0;
        foreach ((string member, FederatedUpdate? update, Absence? absence, Absence[]? absentBelow) in answers)
        {
            if (absence != null)
            {
                absences.Add(absence);
                if (absentBelow != null && FederatedAverage<TNetwork>.Refuse(absentBelow) is null)
                {
                    AddBelow(member, absentBelow);
                }
            }
            else if (average.Refuse(update) is { } reason)
            {
                absences.Add(new Absence(member, AbsenceReason.Refused, reason));
            }
            else
            {
                average.Add(update!);
                AddBelow(member, update!.Absences);
            }
        }

        FleetMetrics.Updates.Add(average.Updates);
        FleetMetrics.Absences.Add(absences.Count - below); // the aggregators below have counted theirs
        return (average, absences, members.Length);

        void AddBelow(string aggregator, Absence[] missing)
        {
            below += missing.Length;
            foreach (Absence one in missing)
            {
                absences.Add(one with { Aggregator = one.Aggregator ?? aggregator });
            }
        }
    }

    /// <summary>The members of a round, in the order of their ids: they follow from seed, round and membership.</summary>
    private string[] Sample(int round)
    {
        string[] members = [.. State.Members];
        if (members.Length == 0)
        {
            throw new InvalidOperationException($"{GetType().Name} '{this.GetPrimaryKeyText()}' has no members; let some join before a round.");
        }

        if (Settings.MembersPerRound == 0 || Settings.MembersPerRound >= members.Length)
        {
            return members;
        }

        new Pcg32(Settings.Seed, (ulong)round).Shuffle<string>(members);
        string[] sample = members[..Settings.MembersPerRound];
        Array.Sort(sample, StringComparer.Ordinal);
        return sample;
    }

    private async Task<Absence[]> Send(NetworkSnapshot global, TimeSpan deadline)
    {
        MemberCalls.Answer<bool>[] answers = await MemberCalls.ToAll(
            State.Members,
            async (member, rest) =>
            {
                RequestContext.Set(DeadlineKey, rest.Ticks); // of this call alone: it flows with the async method
                await Member(member).Receive(global).ConfigureAwait(true);
                return true;
            },
            Settings.MaxConcurrentCalls,
            deadline).ConfigureAwait(true);
        var absences = new List<Absence>();
        foreach (MemberCalls.Answer<bool> answer in answers)
        {
            if (answer.Absence != null)
            {
                absences.Add(answer.Absence);
            }
        }

        return [.. absences];
    }

    private IFederatedMember Member(string id) => GrainFactory.GetGrain<IFederatedMember>(GrainId.Parse(id));

    private async Task Keep(List<string> members)
    {
        List<string> before = State.Members;
        State.Members = members;
        try
        {
            await Write().ConfigureAwait(true);
        }
        catch
        {
            State.Members = before;
            throw;
        }
    }

    private async Task Write()
    {
        IdentityOf identity = IdentityOf.Network<TNetwork>();
        using var weights = new MemoryStream();
        Network.Save(weights);
        State.Version = FederationState.CurrentVersion;
        State.Network = identity.Name;
        State.Layout = identity.Layout;
        State.Weights = weights.ToArray();
        try
        {
            await WriteStateAsync().ConfigureAwait(true);
            FleetMetrics.Saves.Add(1);
        }
        finally
        {
            State.Weights = null;
        }
    }
}
