using System.Diagnostics.Metrics;

namespace StaticNet.Orleans;

/// <summary>Counters of the meter <c>StaticNet.Orleans</c>, for OpenTelemetry: <c>metrics.AddMeter("StaticNet.Orleans")</c>.</summary>
internal static class FleetMetrics
{
    private static readonly Meter s_meter = new("StaticNet.Orleans");

    public static readonly Counter<long> Predictions = s_meter.CreateCounter<long>("staticnet.predictions", "{row}", "Rows predicted by network grains.");
    public static readonly Counter<long> Steps = s_meter.CreateCounter<long>("staticnet.training.steps", "{step}", "Training steps of network grains.");
    public static readonly Counter<long> Saves = s_meter.CreateCounter<long>("staticnet.saves", "{write}", "States written to grain storage.");
    public static readonly Counter<long> Blocks = s_meter.CreateCounter<long>("staticnet.gradient.blocks", "{block}", "Gradient blocks computed by workers of data-parallel trainings.");
    public static readonly Counter<long> Retries = s_meter.CreateCounter<long>("staticnet.retries", "{call}", "Calls repeated on another silo.");
    public static readonly Counter<long> Rounds = s_meter.CreateCounter<long>("staticnet.federation.rounds", "{round}", "Rounds of federated averaging.");
    public static readonly Counter<long> Updates = s_meter.CreateCounter<long>("staticnet.federation.updates", "{update}", "Updates of members that were averaged.");
    public static readonly Counter<long> Absences = s_meter.CreateCounter<long>("staticnet.federation.absences", "{member}", "Sampled members that were late, failed or were refused.");
    public static readonly Counter<long> Trials = s_meter.CreateCounter<long>("staticnet.search.trials", "{trial}", "Trials of searches over silos.");
    public static readonly Histogram<double> RoundSeconds = s_meter.CreateHistogram<double>("staticnet.federation.round.duration", "s", "Duration of a round.");
}
