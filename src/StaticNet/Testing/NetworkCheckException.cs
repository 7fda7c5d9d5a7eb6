using System;

namespace StaticNet.Testing;

/// <summary>A check of <see cref="NetworkChecks"/> or <see cref="SequenceChecks"/> failed; the message says what differed and where.</summary>
public sealed class NetworkCheckException : Exception
{
    /// <summary>A failure without a message.</summary>
    public NetworkCheckException()
    {
    }

    /// <summary>A failure.</summary>
    /// <param name="message">What was compared, what was found.</param>
    public NetworkCheckException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its cause.</summary>
    /// <param name="message">What was compared, what was found.</param>
    /// <param name="innerException">The cause.</param>
    public NetworkCheckException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
