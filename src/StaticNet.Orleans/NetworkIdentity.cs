using System.Globalization;
using System.IO;
using System.Text;

namespace StaticNet.Orleans;

/// <summary>What two networks must have in common to exchange parameters: the parameters' names and shapes, and what the layers compute.</summary>
internal static class NetworkIdentity
{
    /// <summary><c>hidden.weight [10, 4], hidden.bias [10], …</c>, in PyTorch's order.</summary>
    public static string Layout(NetworkDescription network) => string.Join(", ", (object[])network.Layout.Parameters.ToArray());

    /// <summary><c>Linear(4, 10) ReLU Linear(10, 3)</c>; layers that do nothing at inference are left out.</summary>
    public static string Architecture(NetworkDescription network)
    {
        var text = new StringBuilder();
        foreach (LayerDescription layer in network.Layers)
        {
            if (layer.Kind is not ("Dropout" or "Identity"))
            {
                text.Append(text.Length > 0 ? " " : "").Append(layer.Kind);
                if (layer.Kind == "Linear")
                {
                    text.Append(CultureInfo.InvariantCulture, $"({layer.InputSize}, {layer.OutputSize})");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Refuses parameters of another network; the message shows both.</summary>
    /// <exception cref="InvalidDataException">Layout or architecture differ.</exception>
    public static void Check(string what, string name, string layout, string architecture, IdentityOf expected)
    {
        if (layout != expected.Layout)
        {
            throw new InvalidDataException($"{what} holds a network of another shape: found {name} with [{layout}], expected {expected.Name} with [{expected.Layout}].");
        }

        if (architecture != expected.Architecture)
        {
            throw new InvalidDataException($"{what} holds another network of the same shape: found {name}, {architecture}; expected {expected.Name}, {expected.Architecture}.");
        }
    }
}

/// <summary>The identity of one network type, computed once.</summary>
internal sealed record IdentityOf(string Name, string Layout, string Architecture)
{
    public static IdentityOf Network<TNetwork>()
        where TNetwork : class, INetwork<TNetwork> => Cache<TNetwork>.Identity;

    private static class Cache<TNetwork>
        where TNetwork : class, INetwork<TNetwork>
    {
        public static readonly IdentityOf Identity = new(
            TNetwork.Description.Name, NetworkIdentity.Layout(TNetwork.Description), NetworkIdentity.Architecture(TNetwork.Description));
    }
}
