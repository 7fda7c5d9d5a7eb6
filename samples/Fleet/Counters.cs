using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;

namespace StaticNet.Samples.Fleet;

/// <summary>The counters of the meter StaticNet.Orleans. A server exports them instead: <c>metrics.AddMeter("StaticNet.Orleans")</c>.</summary>
internal sealed class Counters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    public Counters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "StaticNet.Orleans")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.Start();
    }

    public IEnumerable<KeyValuePair<string, long>> Sums => _sums.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    public void Dispose() => _listener.Dispose();
}
