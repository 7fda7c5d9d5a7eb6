using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using StackExchange.Redis;

namespace StaticNet.Orleans.Processes;

/// <summary>The Redis server in which the cluster keeps its members and the grains their state.</summary>
internal sealed record Store(string Address)
{
    public void Configure(ISiloBuilder silo)
    {
        silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Address));
        silo.AddRedisGrainStorageAsDefault(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Address));
    }

    public void Configure(IClientBuilder client) => client.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Address));

    public static void Name(IServiceCollection services) => services.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("fleet", "fleet"));
}
