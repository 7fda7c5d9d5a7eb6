using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

namespace StaticNet.Samples.Fleet;

/// <summary>Silos on this machine with Orleans' clustering for development: the first one keeps the list of members.</summary>
internal static class Silos
{
    public static async Task<List<IHost>> Start(int count)
    {
        var hosts = new List<IHost>();
        int primary = FreePort();
        for (int i = 0; i < count; i++)
        {
            int port = i == 0 ? primary : FreePort();
            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.UseOrleans(silo => silo
                .UseLocalhostClustering(port, FreePort(), i == 0 ? null : new IPEndPoint(IPAddress.Loopback, primary))
                .AddMemoryGrainStorageAsDefault());
            IHost host = builder.Build();
            await host.StartAsync();
            hosts.Add(host);
        }

        return hosts;
    }

    public static IGrainFactory Grains(IHost host) => host.Services.GetRequiredService<IGrainFactory>();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
