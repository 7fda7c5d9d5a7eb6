using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Collections;

namespace StaticNet.Generator.Model;

/// <summary>The types a network over typed rows reads and predicts.</summary>
/// <param name="InputType">The row's type, fully qualified.</param>
/// <param name="InputIsClass">Whether a row may be null.</param>
/// <param name="OutputType">The target's type, fully qualified.</param>
/// <param name="IsPublic">Whether members that name both types may be public.</param>
/// <param name="Features">The members that are features, in order.</param>
/// <param name="Classes">The members of an enum of classes; empty where targets are numbers.</param>
/// <param name="Numbers">The members of a target that has several, or its one number; empty for classes.</param>
internal sealed record TypedRowsSpec(
    string InputType,
    bool InputIsClass,
    string OutputType,
    bool IsPublic,
    EquatableArray<FeatureSpec> Features,
    EquatableArray<EnumMemberSpec> Classes,
    EquatableArray<NumberSpec> Numbers)
{
    /// <summary>How a target of numbers is made.</summary>
    public NumbersForm Form { get; init; }

    public int InputSize => Features.Sum(static feature => feature.Width);

    public int OutputSize => Classes.Count > 0 ? Classes.Count : Numbers.Sum(static number => number.Width);

    /// <summary>Whether a target has members that are no numbers, each of which needs a head.</summary>
    public bool NeedsHeads => Numbers.Any(static number => number.Kind != FeatureKind.Number);

    public IEnumerable<string> FeatureNames => Features.SelectMany(static feature => feature.Names);

    public IEnumerable<string> OutputNames => Classes.Count > 0 ? Classes.Select(static member => member.Name) : Numbers.SelectMany(static number => number.Names);
}

/// <summary>What a member of a row is.</summary>
internal enum FeatureKind
{
    /// <summary>A number that converts to float.</summary>
    Number,

    /// <summary>0 or 1.</summary>
    Boolean,

    /// <summary>One feature per member of the enum.</summary>
    Enumeration,
}

/// <summary>A member of a row that is one or more features.</summary>
/// <param name="Member">The member, escaped where needed.</param>
/// <param name="Name">Its name among the columns.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsNullable">Whether one more feature says that it is there.</param>
/// <param name="Offset">Subtracted from a number.</param>
/// <param name="Scale">Multiplies a number.</param>
/// <param name="EnumType">The enum, fully qualified; empty for others.</param>
/// <param name="EnumMembers">The members of the enum.</param>
internal sealed record FeatureSpec(
    string Member, string Name, FeatureKind Kind, bool IsNullable, float Offset, float Scale, string EnumType, EquatableArray<EnumMemberSpec> EnumMembers)
{
    public int Width => (Kind == FeatureKind.Enumeration ? EnumMembers.Count : 1) + (IsNullable ? 1 : 0);

    public IEnumerable<string> Names
    {
        get
        {
            foreach (string name in Kind == FeatureKind.Enumeration ? EnumMembers.Select(member => $"{Name}={member.Name}") : [Name])
            {
                yield return name;
            }

            if (IsNullable)
            {
                yield return Name + ".HasValue";
            }
        }
    }
}

/// <summary>A member of an enum: its name, and the name as source spells it.</summary>
internal sealed record EnumMemberSpec(string Name, string Identifier);

/// <summary>A member of a target.</summary>
/// <param name="Member">Its name; <c>value</c> where the target is a single number.</param>
/// <param name="Identifier">The name as source spells it.</param>
/// <param name="Type">Its type, as source spells it.</param>
/// <param name="Kind">What it is; only a head predicts what is no number.</param>
/// <param name="EnumMembers">The members of an enum; empty for others.</param>
/// <param name="IsNullable">Whether a number may be null, a target that is missing.</param>
internal sealed record NumberSpec(
    string Member, string Identifier, string Type, FeatureKind Kind, EquatableArray<EnumMemberSpec> EnumMembers, bool IsNullable)
{
    /// <summary>Values of a row of targets.</summary>
    public int Width => Kind == FeatureKind.Enumeration ? EnumMembers.Count : 1;

    /// <summary>A name for each of its values.</summary>
    public IEnumerable<string> Names => Kind == FeatureKind.Enumeration ? EnumMembers.Select(member => $"{Member}={member.Name}") : [Member];

    /// <summary>The loss of its head where none is said.</summary>
    public Loss Loss => Kind switch
    {
        FeatureKind.Enumeration => Loss.CrossEntropy,
        FeatureKind.Boolean => Loss.BinaryCrossEntropy,
        _ => Loss.MeanSquaredError,
    };
}

/// <summary>How a target of numbers is written.</summary>
internal enum NumbersForm
{
    /// <summary>A number itself.</summary>
    Single,

    /// <summary><c>new Prices(low, high)</c>.</summary>
    Constructor,

    /// <summary><c>new Prices { Low = low, High = high }</c>.</summary>
    Initializer,
}
