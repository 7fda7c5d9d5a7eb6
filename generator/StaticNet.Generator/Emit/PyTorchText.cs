using System.Globalization;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit;

/// <summary>What PyTorch prints for a module and for a number.</summary>
internal static class PyTorchText
{
    public static string Of(LinearPlan layer) =>
        $"Linear(in_features={layer.Inputs}, out_features={layer.Outputs}, bias={(layer.HasBias ? "True" : "False")})";

    public static string Of(ActivationPlan activation) => string.Format(
        CultureInfo.InvariantCulture, activation.Facts.Module, Number(activation.Parameter), Number(activation.SecondParameter));

    public static string Number(float value)
    {
        if (float.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(['.', 'E', 'N', 'I']) < 0 ? text + ".0" : text.Replace("E-", "e-").Replace("E+", "e+");
    }
}
