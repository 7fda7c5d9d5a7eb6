using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;
using Xunit;

namespace StaticNet.Orleans.Tests;

/// <summary>Silos are killed in the middle of a training; its result has the same bits.</summary>
public sealed class SiloFailureTests(ITestOutputHelper output)
{
    [Fact]
    public async Task KilledSilos_ChangeNothing()
    {
        TrainingRows rows = Recipe.Flowers();
        var expected = new DropoutFlowers(seed: 0);
        expected.Fit(rows.Inputs.Span, rows.Labels.Span, Recipe.Optimizer(), Recipe.Fit(1, epochs: 120));

        var builder = new TestClusterBuilder(4);
        builder.AddSiloBuilderConfigurator<Cluster.SiloConfigurator>();
        builder.AddSiloBuilderConfigurator<QuickToNotice>();
        await using TestCluster silos = builder.Build();
        await silos.DeployAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));

        // The training is not on the first silo, which keeps the list of members.
        IFlowerTraining training = null!;
        SiloHandle home = silos.Primary!;
        for (int i = 0; home == silos.Primary; i++)
        {
            training = silos.GrainFactory.GetGrain<IFlowerTraining>($"longest {i}");
            await training.GetProgress();
            SiloAddress? address = await silos.GrainFactory.GetGrain<IManagementGrain>(0).GetActivationAddress(training);
            home = silos.GetActiveSilos().Single(silo => silo.SiloAddress.Equals(address));
        }

        SiloHandle other = silos.SecondarySilos.First(silo => silo != home);
        await training.Start();
        await Until(training, 10, limit.Token);
        await silos.KillSiloAsync(other);
        DataParallelProgress afterWorker = await Until(training, 40, limit.Token);
        await silos.KillSiloAsync(home);
        DataParallelProgress end = await training.WaitForEnd(TimeSpan.FromMilliseconds(50), cancellationToken: limit.Token);

        output.WriteLine($"a worker's silo killed before step {afterWorker.StepCount}, calls repeated: {afterWorker.RetriedCalls}; the training's after it");
        Assert.True(afterWorker.StepCount < 360);
        Assert.Equal((TrainingStatus.Finished, 360L), (end.Status, end.StepCount));
        Assert.Equal(expected.Parameters.Hash(), end.Hash);
    }

    private static async Task<DataParallelProgress> Until(IDataParallelGrain training, long step, CancellationToken cancellationToken)
    {
        while (true)
        {
            DataParallelProgress progress = await training.GetProgress();
            if (progress.StepCount >= step || progress.Status != TrainingStatus.Running)
            {
                return progress;
            }

            await Task.Delay(5, cancellationToken);
        }
    }

    private sealed class QuickToNotice : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder.Services.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromMilliseconds(400);
            options.NumMissedProbesLimit = 2;
            options.NumVotesForDeathDeclaration = 1;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(1);
        });
    }
}
