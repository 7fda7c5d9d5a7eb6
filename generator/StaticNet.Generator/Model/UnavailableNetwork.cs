namespace StaticNet.Generator.Model;

/// <summary>A <c>[ModelFile]</c> class whose file cannot be used: it gets its members all the same, which throw.</summary>
/// <param name="Type">The user's class.</param>
/// <param name="IsFrozen">Its weights would be constants.</param>
/// <param name="IsInferenceOnly">Training would be left out.</param>
/// <param name="HasSelfTest">The user wrote a <c>SelfTest()</c>.</param>
/// <param name="HasPredict">The user wrote a <c>Predict()</c>.</param>
/// <param name="Problem">Why, for the exception.</param>
internal sealed record UnavailableNetwork(TypeShell Type, bool IsFrozen, bool IsInferenceOnly, bool HasSelfTest, bool HasPredict, string Problem);
