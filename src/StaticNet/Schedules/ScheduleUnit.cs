namespace StaticNet;

/// <summary>What a learning-rate schedule counts.</summary>
public enum ScheduleUnit
{
    /// <summary>One unit per epoch.</summary>
    Epoch,
    /// <summary>One unit per batch.</summary>
    Step,
}
