using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;

namespace StaticNet.Orleans.Processes;

/// <summary>The server in which the cluster keeps its members and the grains their state.</summary>
internal abstract record Store(string Kind, string Address)
{
    public static Store? Parse(string kind, string address) => kind switch
    {
        "redis" => new RedisStore(address),
        "postgresql" => new PostgreSqlStore(address),
        _ => null,
    };

    public abstract void Configure(ISiloBuilder silo);

    public abstract void Configure(IClientBuilder client);

    public static void Name(IServiceCollection services) => services.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("fleet", "fleet"));
}
