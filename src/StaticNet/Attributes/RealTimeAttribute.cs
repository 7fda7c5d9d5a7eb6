using System;

namespace StaticNet;

/// <summary>
/// Code with a deadline: an audio callback, a control step. An analyzer checks that the member does not allocate, wait or throw, and calls only members
/// that are marked, too, or are known not to: those of networks and trainers, and arithmetic, spans, vectors of .NET.
/// </summary>
/// <remarks>
/// On an abstract, virtual or interface member the mark is a promise that overriding members must repeat. Diagnostics SNET0080 to SNET0084 explain what is
/// found; suppress one with <c>#pragma warning disable</c> where you know better.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, Inherited = false)]
public sealed class RealTimeAttribute : Attribute;
