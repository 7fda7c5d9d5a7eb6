using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace StaticNet.Orleans.Processes;

/// <summary>
/// <c>drive redis|postgresql ADDRESS</c> starts three silos, each in its own process, trains, kills a worker's silo and later the training's own with SIGKILL,
/// and compares the parameters with those of one process. <c>silo redis|postgresql ADDRESS PORT</c> is such a silo.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["silo", string kind, string address, string port] when Store.Parse(kind, address) is { } store:
                await RunSilo(store, int.Parse(port, CultureInfo.InvariantCulture));
                return 0;
            case ["drive", string kind, string address] when Store.Parse(kind, address) is { } store:
                using (var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4)))
                {
                    return await Drive(store, limit.Token);
                }

            default:
                Console.Error.WriteLine("drive redis|postgresql ADDRESS");
                return 2;
        }
    }

    private static async Task RunSilo(Store store, int port)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.UseOrleans(silo =>
        {
            store.Configure(silo);
            Store.Name(silo.Services);
            silo.ConfigureEndpoints(IPAddress.Loopback, port, port + 100);
            silo.AddTrainingRows("flowers", FleetTraining.Rows);
            silo.Services.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        });
        await builder.Build().RunAsync();
    }

    private static async Task<int> Drive(Store store, CancellationToken cancellationToken)
    {
        UInt128 expected = FleetTraining.Expected();
        var silos = new Dictionary<int, Process>();
        try
        {
            for (int i = 0; i < 3; i++)
            {
                Start(silos, store, 21_000 + (Environment.ProcessId % 500 * 10) + i);
            }

            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            builder.Logging.SetMinimumLevel(LogLevel.Critical);
            builder.UseOrleansClient(client =>
            {
                store.Configure(client);
                Store.Name(client.Services);
                client.UseConnectionRetryFilter(async (_, token) =>
                {
                    await Task.Delay(500, token);
                    return true;
                });
            });
            using IHost host = builder.Build();
            await host.StartAsync(cancellationToken);
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            IManagementGrain management = grains.GetGrain<IManagementGrain>(0);
            while ((await management.GetHosts(onlyActive: true, cancellationToken)).Count < 3)
            {
                await Task.Delay(200, cancellationToken);
            }

            Console.WriteLine($"three silos, clustered through {store.Kind}");
            IFleetTraining training = grains.GetGrain<IFleetTraining>($"{Guid.NewGuid():N}");
            await training.GetProgress();
            int home = (await management.GetActivationAddress(training, cancellationToken))!.Endpoint.Port;
            await training.Start();
            await Until(training, 60, cancellationToken);
            Kill(silos, silos.Keys.First(port => port != home), "a worker's silo");
            DataParallelProgress between = await Until(training, 150, cancellationToken);
            Console.WriteLine($"step {between.StepCount}: {between.RetriedCalls} calls were repeated");
            Kill(silos, home, "the training's silo");
            DataParallelProgress end = await training.WaitForEnd(TimeSpan.FromMilliseconds(100), cancellationToken: cancellationToken);

            Console.WriteLine($"{end.Status} after {end.StepCount} steps, {end.Error ?? "no error"}; loss {end.EpochLosses[end.EpochLosses.Length - 1]:F4}");
            Console.WriteLine($"one process   {expected:x32}");
            Console.WriteLine($"three silos   {end.Hash:x32}");
            return end.Status == TrainingStatus.Finished && end.Hash == expected ? 0 : 1;
        }
        finally
        {
            foreach (Process silo in silos.Values)
            {
                silo.Kill();
            }
        }
    }

    private static void Start(Dictionary<int, Process> silos, Store store, int port) =>
        silos[port] = Process.Start(Environment.ProcessPath!, ["silo", store.Kind, store.Address, port.ToString(CultureInfo.InvariantCulture)]);

    private static void Kill(Dictionary<int, Process> silos, int port, string what)
    {
        silos[port].Kill(); // SIGKILL
        silos[port].WaitForExit();
        silos.Remove(port);
        Console.WriteLine($"killed {what}");
    }

    private static async Task<DataParallelProgress> Until(IFleetTraining training, long step, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                DataParallelProgress progress = await training.GetProgress();
                if (progress.StepCount >= step || progress.Status != TrainingStatus.Running)
                {
                    return progress;
                }
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
            }

            await Task.Delay(5, cancellationToken);
        }
    }
}
