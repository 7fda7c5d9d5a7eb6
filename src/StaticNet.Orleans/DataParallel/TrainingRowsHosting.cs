using System;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace StaticNet.Orleans;

/// <summary>Makes rows known to the grains of a silo.</summary>
public static class TrainingRowsHosting
{
    /// <summary>
    /// Registers training rows by name, loaded at their first use and then shared by all grains of the silo. Every silo must register the same rows;
    /// a worker whose rows differ is refused by name.
    /// </summary>
    /// <param name="silo">The silo being configured.</param>
    /// <param name="name">As in <see cref="DataParallelOptions.Rows"/>.</param>
    /// <param name="load">Reads or makes the rows; called once per silo.</param>
    public static ISiloBuilder AddTrainingRows(this ISiloBuilder silo, string name, Func<TrainingRows> load)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(load);
        silo.Services.AddKeyedSingleton(name, (_, _) => load());
        return silo;
    }

    internal static TrainingRows FindTrainingRows(this IServiceProvider services, string name, object silo) =>
        services.GetKeyedService<TrainingRows>(name)
        ?? throw new InvalidOperationException($"Silo {silo} has no training rows '{name}'; register them on every silo: silo.AddTrainingRows(\"{name}\", () => rows).");
}
