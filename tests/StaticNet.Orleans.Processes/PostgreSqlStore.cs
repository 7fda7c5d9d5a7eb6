using Orleans.Hosting;

namespace StaticNet.Orleans.Processes;

/// <summary>A PostgreSQL database with the tables of orleans-postgresql.sql. The address is a connection string of Npgsql.</summary>
internal sealed record PostgreSqlStore(string Address) : Store("postgresql", Address)
{
    private const string Provider = "Npgsql";

    public override void Configure(ISiloBuilder silo)
    {
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Provider, Address));
        silo.AddAdoNetGrainStorageAsDefault(options => (options.Invariant, options.ConnectionString) = (Provider, Address));
    }

    public override void Configure(IClientBuilder client) => client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Provider, Address));
}
