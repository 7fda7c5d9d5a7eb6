using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using StackExchange.Redis;

namespace StaticNet.Orleans.Processes;

/// <summary>A Redis server, for example <c>127.0.0.1:6379</c>.</summary>
internal sealed record RedisStore(string Address) : Store("redis", Address)
{
    public override void Configure(ISiloBuilder silo)
    {
        silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Address));
        silo.AddRedisGrainStorageAsDefault(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Address));
    }

    public override void Configure(IClientBuilder client) => client.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Address));
}
