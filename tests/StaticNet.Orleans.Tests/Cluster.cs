using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;
using Xunit;

namespace StaticNet.Orleans.Tests;

/// <summary>Three silos in this process, shared by the tests of a collection.</summary>
public sealed class Cluster : IAsyncLifetime
{
    private readonly TestCluster _cluster;

    public Cluster()
    {
        var builder = new TestClusterBuilder(3);
        builder.AddSiloBuilderConfigurator<SiloConfigurator>();
        _cluster = builder.Build();
    }

    public IGrainFactory Grains => _cluster.GrainFactory;

    internal TestCluster Silos => _cluster;

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    internal sealed class SiloConfigurator : ISiloConfigurator
    {
        private static int s_silos;

        public void Configure(ISiloBuilder siloBuilder)
        {
            siloBuilder.AddMemoryGrainStorageAsDefault();
            siloBuilder.Services.AddKeyedSingleton<IGrainStorage>("shared", static (services, _) => new SharedStorage(services.GetRequiredService<Serializer>()));
            siloBuilder.AddTrainingRows("flowers", Recipe.Flowers);
            siloBuilder.AddTrainingRows("weighted", Recipe.Weighted);
            siloBuilder.AddTrainingRows("numbers", Recipe.Numbers);
            siloBuilder.AddTrainingRows("two classes", static () => new TrainingRows(Recipe.Flowers().Inputs.ToArray(), Array.ConvertAll(Recipe.Flowers().Labels.ToArray(), label => label / 2)));
            siloBuilder.AddTrainingRows("differing", static () => FlowerRows.Make((ulong)Interlocked.Increment(ref s_silos), 3000));
            siloBuilder.AddTrainingRows("ignored", Recipe.Ignored);
            siloBuilder.AddTrainingRows("all ignored", static () => new TrainingRows(new float[8], [Batch.IgnoreLabel, Batch.IgnoreLabel]));
            siloBuilder.AddTrainingRows("huge", Recipe.Huge);
            siloBuilder.AddTrainingRows("NaN", Recipe.Broken);
            siloBuilder.AddIncomingGrainCallFilter<LostCalls>();
        }
    }
}

[CollectionDefinition(nameof(ClusterGroup))]
public sealed class ClusterGroup : ICollectionFixture<Cluster>;
