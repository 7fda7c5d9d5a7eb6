using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary>
/// Reads the values of one attribute. While a line is being typed they may be of any kind or absent: then
/// <see cref="IsBroken"/> is set, the compiler says what is wrong, and no network is made of it.
/// </summary>
/// <param name="data">The attribute.</param>
/// <param name="index">Its position among the type's attributes.</param>
/// <param name="problems">Receives what the compiler does not find wrong.</param>
internal sealed class AttributeReader(AttributeData data, int index, List<SpecProblem> problems)
{
    public int Index { get; } = index;

    /// <summary>The source does not compile: its author is still typing, or has been told.</summary>
    public bool IsBroken { get; private set; } = data.AttributeConstructor is null;

    /// <summary>The attribute's type arguments; none where it is not generic.</summary>
    public ImmutableArray<ITypeSymbol> TypeArguments => data.AttributeClass?.TypeArguments ?? [];

    public ProblemPlace Place => ProblemPlace.OfAttribute(Index);

    public ProblemPlace PlaceOf(string property) => ProblemPlace.OfProperty(Index, property);

    public bool Has(string property) => Find(property) is not null;

    /// <summary>A <c>params int[]</c> or <c>int[]</c> constructor argument; empty where it is null.</summary>
    public int[] Integers(int argument)
    {
        ImmutableArray<TypedConstant> arguments = data.ConstructorArguments;
        return IsBroken || argument >= arguments.Length ? Break<int>() : Elements<int>(arguments[argument]);
    }

    /// <summary>Constructor arguments, those left to their defaults included.</summary>
    public int ArgumentCount => data.ConstructorArguments.Length;

    /// <summary>Whether the constructor takes a string there, null included.</summary>
    public bool HasText(int argument) =>
        data.AttributeConstructor is { } constructor && argument < constructor.Parameters.Length
        && constructor.Parameters[argument].Type.SpecialType == SpecialType.System_String;

    /// <summary>A constructor argument.</summary>
    public T Argument<T>(int argument, T otherwise)
    {
        ImmutableArray<TypedConstant> arguments = data.ConstructorArguments;
        return argument >= 0 && argument < arguments.Length ? Value(arguments[argument], otherwise) : otherwise;
    }

    /// <summary>A named argument, or what holds without it.</summary>
    public T Property<T>(string name, T otherwise) => Find(name) is TypedConstant constant ? Value(constant, otherwise) : otherwise;

    /// <summary>A named array; null where it is absent or null.</summary>
    public T[]? Array<T>(string name) =>
        Find(name) is TypedConstant constant && !(constant.Kind != TypedConstantKind.Error && constant.IsNull) ? Elements<T>(constant) : null;

    /// <summary>A named enum value; a number that is no member of the enum is a problem of its own.</summary>
    public T Enum<T>(string name, T otherwise)
        where T : struct, Enum
    {
        if (Find(name) is not TypedConstant constant)
        {
            return otherwise;
        }

        return Member(constant, PlaceOf(name), otherwise);
    }

    private T Member<T>(TypedConstant constant, ProblemPlace place, T otherwise)
        where T : struct, Enum
    {
        if (constant.Kind != TypedConstantKind.Enum || constant.Value is not int number)
        {
            IsBroken = true;
            return otherwise;
        }

        var value = (T)System.Enum.ToObject(typeof(T), number);
        if (System.Enum.IsDefined(typeof(T), value))
        {
            return value;
        }

        problems.Add(new(ProblemKind.EnumValueUnknown, place, number.ToString(CultureInfo.InvariantCulture), typeof(T).Name));
        return otherwise;
    }

    /// <summary>A constructor argument that is an enum value; a number that is no member of the enum is a problem of its own.</summary>
    public T EnumArgument<T>(int argument, T otherwise)
        where T : struct, Enum =>
        argument < data.ConstructorArguments.Length ? Member(data.ConstructorArguments[argument], ProblemPlace.OfArgument(Index, argument), otherwise) : otherwise;

    private TypedConstant? Find(string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in data.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private T Value<T>(TypedConstant constant, T otherwise)
    {
        if (constant.Kind == TypedConstantKind.Primitive)
        {
            if (constant.Value is T value)
            {
                return value;
            }

            if (constant.Value is null && otherwise is null)
            {
                return otherwise;
            }
        }

        IsBroken = true;
        return otherwise;
    }

    // A null among strings is kept as an empty string, which is refused as a name like any other empty one.
    private T[] Elements<T>(TypedConstant constant)
    {
        if (constant.Kind != TypedConstantKind.Array)
        {
            return Break<T>();
        }

        if (constant.IsNull)
        {
            return [];
        }

        ImmutableArray<TypedConstant> values = constant.Values;
        var elements = new T[values.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            switch (values[i].Kind == TypedConstantKind.Primitive ? values[i].Value : this)
            {
                case T element:
                    elements[i] = element;
                    break;
                case null when typeof(T) == typeof(string):
                    elements[i] = (T)(object)"";
                    break;
                default:
                    return Break<T>();
            }
        }

        return elements;
    }

    private T[] Break<T>()
    {
        IsBroken = true;
        return [];
    }
}
