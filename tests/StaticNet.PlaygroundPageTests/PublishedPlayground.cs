using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using StaticNet.PlaygroundPageTests;
using Xunit;

[assembly: AssemblyFixture(typeof(PublishedPlayground))]

namespace StaticNet.PlaygroundPageTests;

/// <summary>The page, published as it would be for a web server, and a browser to look at it; one of each for all tests.</summary>
public sealed class PublishedPlayground : IAsyncLifetime
{
    private const string ChromiumVariable = "CHROMIUM";
    private const string FolderVariable = "STATICNET_PLAYGROUND";

    private string? _published;
    private StaticFiles? _files;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where screenshots go.</summary>
    public string Pictures { get; } = Path.Combine(RepositoryRoot(), "artifacts", "ci", "playground");

    /// <summary>Where the page lies on disk.</summary>
    public string Folder { get; private set; } = "";

    private IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not been started.");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Pictures);
        Folder = Environment.GetEnvironmentVariable(FolderVariable) ?? Path.Combine(_published = await PublishAsync(), "wwwroot");
        _files = new StaticFiles(Folder);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable(ChromiumVariable) ?? "/usr/bin/chromium",
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser != null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _files?.Dispose();
        if (_published != null)
        {
            Directory.Delete(_published, recursive: true);
        }
    }

    /// <summary>Opens the page in a window of its own and waits until it is there.</summary>
    internal async Task<PlaygroundPage> OpenAsync(int width = 1366, int height = 900, bool isDark = false, bool isPhone = false)
    {
        IBrowserContext context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = isPhone,
            IsMobile = isPhone,
            DeviceScaleFactor = isPhone ? 2 : 1,
        });
        return await PlaygroundPage.OpenAsync(context, _files!.Address, Pictures);
    }

    private static async Task<string> PublishAsync()
    {
        string output = Path.Combine(Path.GetTempPath(), $"staticnet-playground-{Environment.ProcessId}");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = RepositoryRoot(),
            RedirectStandardOutput = true,
            ArgumentList = { "publish", "samples/Playground", "-c", "Release", "-o", output, "-p:CompressionEnabled=false" },
        };
        using Process process = Process.Start(start)!;
        string log = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0 && !log.Contains(" warning ", StringComparison.Ordinal), log);
        return output;
    }

    private static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !Directory.EnumerateFiles(folder, "StaticNet.sln").Any())
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
