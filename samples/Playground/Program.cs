using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using StaticNet.Samples.Playground;
using StaticNet.Samples.Playground.Browser;

[assembly: SupportedOSPlatform("browser")]

await JSHost.ImportAsync(Canvas.Module, "../playground.js");
var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
await builder.Build().RunAsync();
