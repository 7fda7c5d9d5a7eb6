using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace StaticNet.PlaygroundPageTests;

/// <summary>Serves a folder on this machine, as the simplest web server would: no rewriting, no compression.</summary>
internal sealed class StaticFiles : IDisposable
{
    private static readonly Dictionary<string, string> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html",
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".wasm"] = "application/wasm",
        [".cs"] = "text/plain; charset=utf-8",
    };

    private readonly HttpListener _listener = new();
    private readonly string _folder;

    public StaticFiles(string folder)
    {
        _folder = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/playground/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Where the page is: not at the root of the server, since pages often are not.</summary>
    public Uri Address { get; }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext request;
            try
            {
                request = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(request);
        }
    }

    private async Task AnswerAsync(HttpListenerContext request)
    {
        string name = Uri.UnescapeDataString(request.Request.Url!.AbsolutePath)[Address.AbsolutePath.Length..];
        string path = Path.GetFullPath(Path.Combine(_folder, name.Length == 0 ? "index.html" : name));
        using HttpListenerResponse response = request.Response;
        if (!path.StartsWith(_folder, StringComparison.Ordinal) || !File.Exists(path))
        {
            response.StatusCode = 404;
            return;
        }

        try
        {
            byte[] content = await File.ReadAllBytesAsync(path);
            response.ContentType = s_types.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream");
            response.ContentLength64 = content.Length;
            await response.OutputStream.WriteAsync(content);
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The browser has gone elsewhere.
        }
    }
}
