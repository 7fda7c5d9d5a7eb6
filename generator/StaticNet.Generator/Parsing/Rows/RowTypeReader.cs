using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.Rows;

/// <summary>Reads the two types of <c>[Mlp&lt;TIn, TOut&gt;]</c> and <c>[Sequential&lt;TIn, TOut&gt;]</c>.</summary>
internal static class RowTypeReader
{
    private const string Feature = "StaticNet.FeatureAttribute";

    /// <summary>The rows; null where a type is not known yet or cannot be used, which is then among the problems.</summary>
    public static TypedRowsSpec? Read(AttributeReader attribute, INamedTypeSymbol network, List<SpecProblem> problems)
    {
        if (attribute.TypeArguments is not [ITypeSymbol input, ITypeSymbol output] || input.TypeKind == TypeKind.Error || output.TypeKind == TypeKind.Error)
        {
            return null;
        }

        int before = problems.Count;
        List<FeatureSpec> features = Features(input, network, attribute.Place, problems);
        (List<EnumMemberSpec> classes, List<NumberSpec> numbers, NumbersForm form) = Outputs(output, network, attribute.Place, problems);
        bool isPublic = !IsPublic(network) || (IsPublic(input) && IsPublic(output));
        if (!IsInternal(input) || !IsInternal(output))
        {
            problems.Add(new(ProblemKind.RowTypeUnusable, attribute.Place, (IsInternal(input) ? output : input).Name, "is private or protected; generated members could not name it. Make it internal or public"));
        }

        return problems.Count > before ? null : new TypedRowsSpec(
            Qualified(input), input.IsReferenceType, Qualified(output), isPublic,
            new EquatableArray<FeatureSpec>([.. features]), new EquatableArray<EnumMemberSpec>([.. classes]), new EquatableArray<NumberSpec>([.. numbers]))
        {
            Form = form,
        };
    }

    private static List<FeatureSpec> Features(ITypeSymbol input, INamedTypeSymbol network, ProblemPlace place, List<SpecProblem> problems)
    {
        var features = new List<FeatureSpec>();
        if (input is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None, OriginalDefinition.SpecialType: SpecialType.None } row)
        {
            problems.Add(new(ProblemKind.RowTypeUnusable, place, input.ToDisplayString(), "has no members to read; the first type must be a record, class or struct of features"));
            return features;
        }

        foreach ((ISymbol member, ITypeSymbol type) in Members(row, network))
        {
            AttributeData? options = Options(member, row);
            if (Option(options, "Skip", false))
            {
                continue;
            }

            if (Of(member, type, options) is FeatureSpec feature)
            {
                features.Add(feature);
            }
            else
            {
                problems.Add(new(
                    ProblemKind.MemberIsNoFeature, place, row.Name, member.Name, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
            }
        }

        if (features.Count == 0 && problems.Count == 0)
        {
            problems.Add(new(ProblemKind.RowTypeUnusable, place, row.Name, "has no member that is a feature; give it fields or properties that are numbers, bool or enums"));
        }

        return features;
    }

    private static FeatureSpec? Of(ISymbol member, ITypeSymbol type, AttributeData? options)
    {
        ITypeSymbol value = ValueOf(type);
        FeatureKind? kind = value.TypeKind == TypeKind.Enum ? FeatureKind.Enumeration
            : value.SpecialType == SpecialType.System_Boolean ? FeatureKind.Boolean
            : IsNumber(value) ? FeatureKind.Number
            : null;
        List<EnumMemberSpec> members = kind == FeatureKind.Enumeration ? EnumMembers(value) : [];
        return kind is null || (kind == FeatureKind.Enumeration && members.Count == 0) ? null : new FeatureSpec(
            Escaped(member.Name), Option<string?>(options, "Name", null) ?? member.Name, kind.Value, IsNullable(type),
            Option(options, "Offset", 0f), Option(options, "Scale", 1f),
            kind == FeatureKind.Enumeration ? Qualified(value) : "", new EquatableArray<EnumMemberSpec>([.. members]));
    }

    private static (List<EnumMemberSpec> Classes, List<NumberSpec> Numbers, NumbersForm Form) Outputs(
        ITypeSymbol output, INamedTypeSymbol network, ProblemPlace place, List<SpecProblem> problems)
    {
        if (output.TypeKind == TypeKind.Enum)
        {
            List<EnumMemberSpec> classes = EnumMembers(output);
            if (classes.Count < 2)
            {
                problems.Add(new(ProblemKind.RowTypeUnusable, place, output.Name, $"has {classes.Count} members; an enum of classes needs two or more"));
            }

            return (classes, [], NumbersForm.Single);
        }

        if (output.SpecialType is SpecialType.System_Single or SpecialType.System_Double)
        {
            return ([], [Target("value", "", output)!], NumbersForm.Single);
        }

        if (output is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None, OriginalDefinition.SpecialType: SpecialType.None } target)
        {
            List<(ISymbol Member, ITypeSymbol Type)> members = Members(target, network);
            List<NumberSpec> numbers = [.. members.Select(static member => Target(member.Member.Name, Escaped(member.Member.Name), member.Type)).OfType<NumberSpec>()];
            if (members.Count > 0 && numbers.Count == members.Count)
            {
                if (HasConstructor(target, members))
                {
                    return ([], numbers, NumbersForm.Constructor);
                }

                if (members.TrueForAll(static member => member.Member is IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Public })
                    && (target.IsValueType || target.InstanceConstructors.Any(static constructor => constructor.Parameters.Length == 0 && constructor.DeclaredAccessibility == Accessibility.Public)))
                {
                    return ([], numbers, NumbersForm.Initializer);
                }

                problems.Add(new(
                    ProblemKind.RowTypeUnusable, place, output.Name, "cannot be created: it has neither a constructor with its members as parameters, in their order, nor members that can be set"));
                return ([], [], NumbersForm.Single);
            }

            if (members.FirstOrDefault(static member => Target(member.Member.Name, "", member.Type) is null) is { Member: ISymbol wrong, Type: ITypeSymbol type })
            {
                problems.Add(new(ProblemKind.RowTypeUnusable, place, output.Name, $"cannot be predicted: its member {wrong.Name} {WhyNoTarget(type)}"));
                return ([], [], NumbersForm.Single);
            }
        }

        problems.Add(new(
            ProblemKind.RowTypeUnusable, place, output.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            "cannot be predicted; the second type must be an enum (classes), float or double, or a record or struct of float, double, bool and enums"));
        return ([], [], NumbersForm.Single);
    }

    private static NumberSpec? Target(string member, string identifier, ITypeSymbol type)
    {
        List<EnumMemberSpec> members = type.TypeKind == TypeKind.Enum ? EnumMembers(type) : [];
        FeatureKind? kind = members.Count > 1 ? FeatureKind.Enumeration
            : type.SpecialType == SpecialType.System_Boolean ? FeatureKind.Boolean
            : ValueOf(type).SpecialType is SpecialType.System_Single or SpecialType.System_Double ? FeatureKind.Number
            : null;
        return kind is FeatureKind found ? new(member, identifier, Qualified(type), found, new EquatableArray<EnumMemberSpec>([.. members]), IsNullable(type)) : null;
    }

    private static string WhyNoTarget(ITypeSymbol type)
    {
        string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return type.TypeKind == TypeKind.Enum ? $"is of the enum {name}, and an enum of classes needs two or more members"
            : IsNullable(type) && (ValueOf(type).TypeKind == TypeKind.Enum || ValueOf(type).SpecialType == SpecialType.System_Boolean) ? $"is a {name}; only float? and double? may be null, so make it a {name.TrimEnd('?')}"
            : $"is of type {name}, and a target is a float, double, bool or enum";
    }

    private static bool HasConstructor(INamedTypeSymbol type, List<(ISymbol Member, ITypeSymbol Type)> members) => type.InstanceConstructors.Any(constructor =>
        constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal && constructor.Parameters.Length == members.Count
        && constructor.Parameters.Zip(members, static (parameter, member) =>
            SymbolEqualityComparer.Default.Equals(parameter.Type, member.Type) && string.Equals(parameter.Name, member.Member.Name, System.StringComparison.OrdinalIgnoreCase)).All(static same => same));

    /// <summary>Fields and properties that generated code can read, base classes first, each in declaration order.</summary>
    private static List<(ISymbol Member, ITypeSymbol Type)> Members(INamedTypeSymbol type, INamedTypeSymbol network)
    {
        var levels = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? level = type; level is { SpecialType: SpecialType.None }; level = level.BaseType)
        {
            levels.Push(level);
        }

        var members = new List<(ISymbol, ITypeSymbol)>();
        foreach (INamedTypeSymbol level in levels)
        {
            members.AddRange(level.GetMembers()
                .Select(static member => (Member: member, Type: TypeOf(member)))
                .Where(found => found.Type is not null && IsReadable(found.Member, network))
                .OrderBy(static found => found.Member.Locations.FirstOrDefault()?.SourceTree?.FilePath, System.StringComparer.Ordinal)
                .ThenBy(static found => found.Member.Locations.FirstOrDefault()?.SourceSpan.Start ?? 0)
                .Select(static found => (found.Member, found.Type!)));
        }

        return members;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol { IsStatic: false, IsConst: false, AssociatedSymbol: null } field => field.Type,
        IPropertySymbol { IsStatic: false, IsIndexer: false, IsOverride: false, GetMethod: not null } property => property.Type,
        _ => null,
    };

    private static bool IsReadable(ISymbol member, INamedTypeSymbol network)
    {
        Accessibility accessibility = member is IPropertySymbol { GetMethod: { } getter } ? getter.DeclaredAccessibility : member.DeclaredAccessibility;
        return accessibility == Accessibility.Public
            || (accessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal && SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, network.ContainingAssembly));
    }

    // On a positional parameter of a record the attribute stands at the parameter, unless it says property:.
    private static AttributeData? Options(ISymbol member, INamedTypeSymbol row) => Find(member.GetAttributes())
        ?? (member is IPropertySymbol && row.IsRecord
            ? row.InstanceConstructors.SelectMany(static constructor => constructor.Parameters).Where(parameter => parameter.Name == member.Name)
                .Select(static parameter => Find(parameter.GetAttributes())).FirstOrDefault(static found => found is not null)
            : null);

    private static AttributeData? Find(ImmutableArray<AttributeData> attributes) => attributes.FirstOrDefault(static attribute => NetworkAttributes.NameOf(attribute) == Feature);

    private static T Option<T>(AttributeData? attribute, string name, T otherwise)
    {
        TypedConstant? found = attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;
        return found is { Kind: TypedConstantKind.Primitive, Value: T value } ? value : otherwise;
    }

    private static bool IsNullable(ITypeSymbol type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    private static ITypeSymbol ValueOf(ITypeSymbol type) => IsNullable(type) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType is
            SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal
            or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
        || type is { Name: "Half", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    // Two names of one value are one class, called by the first.
    private static List<EnumMemberSpec> EnumMembers(ITypeSymbol type)
    {
        var members = new List<EnumMemberSpec>();
        var values = new HashSet<object?>();
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.HasConstantValue && values.Add(field.ConstantValue))
            {
                members.Add(new(field.Name, Escaped(field.Name)));
            }
        }

        return members;
    }

    private static bool IsPublic(ITypeSymbol type) => type.DeclaredAccessibility is Accessibility.Public or Accessibility.NotApplicable && (type.ContainingType is null || IsPublic(type.ContainingType));

    private static bool IsInternal(ITypeSymbol type) =>
        type.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable
        && (type.ContainingType is null || IsInternal(type.ContainingType));

    private static string Qualified(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
