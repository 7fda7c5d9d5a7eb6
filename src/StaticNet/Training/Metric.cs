namespace StaticNet;

/// <summary>What a callback watches.</summary>
public enum Metric
{
    /// <summary>Training loss; lower is better.</summary>
    Loss,
    /// <summary>Training accuracy; higher is better.</summary>
    Accuracy,
    /// <summary>Validation loss; lower is better.</summary>
    ValidationLoss,
    /// <summary>Validation accuracy; higher is better.</summary>
    ValidationAccuracy,
}
