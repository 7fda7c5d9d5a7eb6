using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace StaticNet.ReliabilityTests.PublicApi;

using ParameterInfo = System.Reflection.ParameterInfo;

/// <summary>The public surface of an assembly as text, one member a line, in an order of its own.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().Where(t => IsNamed(t) && !IsGeneratedByOrleans(t)).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (string line in Members(type).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        string kind = type.IsEnum ? "enum"
            : type.BaseType == typeof(MulticastDelegate) ? "delegate"
            : type.IsInterface ? "interface"
            : type.IsValueType ? (type.IsByRefLike ? "ref struct" : IsReadOnly(type) ? "readonly struct" : "struct")
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsSealed ? "sealed class"
            : type.IsAbstract ? "abstract class" : "class";
        IEnumerable<string> bases = (type.IsEnum ? [type.GetEnumUnderlyingType()]
            : type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? new[] { b } : []).Concat(type.IsEnum ? [] : type.GetInterfaces())
            .Where(t => t.IsVisible).Select(Name);
        string list = string.Join(", ", bases.Order(StringComparer.Ordinal));
        return $"{kind} {type.Namespace}.{Name(type)}{(list.Length > 0 ? " : " + list : "")}{Constraints(type.IsGenericType ? type.GetGenericArguments() : [])}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(n => $"{n} = {Convert.ToInt64(Enum.Parse(type, n), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}");
        }

        return type.GetConstructors(Declared).Where(IsVisible).Select(c => $"new({Parameters(c)})")
            .Concat(type.GetFields(Declared).Where(f => IsNamed(f) && (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly)).Select(Field))
            .Concat(type.GetProperties(Declared).Where(p => IsNamed(p) && p.GetAccessors(true).Any(IsVisible)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(e => e.AddMethod is { } add && IsVisible(add)).Select(e => $"event {Name(e.EventHandlerType!)} {e.Name}"))
            .Concat(type.GetMethods(Declared).Where(m => IsNamed(m) && IsVisible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))).Select(Method));
    }

    private static string Field(FieldInfo field) =>
        $"{(field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : ""))}{Name(field.FieldType)} {field.Name}" +
        (field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "");

    private static string Property(PropertyInfo property)
    {
        string index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        MethodInfo? getter = property.GetMethod, setter = property.SetMethod;
        bool isInit = setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        return $"{Modifiers(getter ?? setter!)}{Name(property.PropertyType)} {property.Name}{index} {{ " +
            (getter is not null && IsVisible(getter) ? "get; " : "") + (setter is not null && IsVisible(setter) ? (isInit ? "init; " : "set; ") : "") + "}";
    }

    private static string Method(MethodInfo method) =>
        $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}" +
        (method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "") +
        $"({(method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "")}{Parameters(method)}){Constraints(method.IsGenericMethod ? method.GetGenericArguments() : [])}";

    private static string Modifiers(MethodInfo method) =>
        (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")
        + (method.IsStatic ? "static " : "")
        + (method.IsAbstract ? (method.DeclaringType!.IsInterface && !method.IsStatic ? "" : "abstract ")
            : method.IsVirtual && !method.IsFinal ? (method.GetBaseDefinition() != method ? "override " : "virtual ") : "");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter) =>
        (parameter.IsDefined(typeof(ParamArrayAttribute), false) || parameter.IsDefined(typeof(ParamCollectionAttribute), false) ? "params " : "")
        + (parameter.ParameterType.IsByRef ? (parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ") : "")
        + Name(parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType)
        + " " + parameter.Name + (parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "");

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Select(argument =>
    {
        GenericParameterAttributes flags = argument.GenericParameterAttributes;
        List<string> parts = [];
        bool isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        parts.AddRange(isStruct ? ["struct"] : flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : []);
        parts.AddRange(argument.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(Name).Order(StringComparer.Ordinal));
        parts.AddRange(!isStruct && flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : []);
        return parts.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", parts)}";
    }));

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsPointer)
        {
            return Name(type.GetElementType()!) + "*";
        }

        string name = (type.IsNested && !type.IsGenericParameter ? Name(type.DeclaringType!) + "." : "") + type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    // The compiler's own names (of extension blocks, of record members) cannot be written in C#.
    private static bool IsNamed(MemberInfo member) => !member.Name.Contains('<', StringComparison.Ordinal) && (member.DeclaringType is null || IsNamed(member.DeclaringType));

    private static bool IsGeneratedByOrleans(Type type) => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) == true;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute), false);
}
