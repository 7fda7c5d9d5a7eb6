using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;

namespace StaticNet.IntegrationTests.RealTime;

/// <summary>
/// Walks the IL from methods through everything of StaticNet and of this assembly that they reach, with the type arguments they pass, and notes what a
/// hard deadline forbids. Paths that end in an exception are left out: they are noted as one "throw" of the method that has them.
/// </summary>
internal sealed class ReachedCode
{
    private static readonly Assembly[] s_walked = [typeof(Activation).Assembly, typeof(ReachedCode).Assembly];

    // What works with several threads locks and waits: walked only up to where it begins.
    private static readonly HashSet<string> s_teams = ["GradientTeam", "ForwardTeam", "SequenceTeam", "RangeUpdate"];

    private static readonly ConcurrentDictionary<MethodBase, bool> s_neverReturns = [];

    private readonly HashSet<MethodBase> _seen = [];
    private readonly Queue<MethodBase> _open = [];

    /// <summary>What was found, as "method: what".</summary>
    public SortedSet<string> Findings { get; } = new(StringComparer.Ordinal);

    /// <summary>The types of the base class library whose methods are called, as "Namespace.Type"; of <see cref="GC"/> with the method.</summary>
    public SortedSet<string> Outside { get; } = new(StringComparer.Ordinal);

    public int Count => _seen.Count;

    public void Walk(IEnumerable<MethodBase> roots)
    {
        foreach (MethodBase root in roots)
        {
            Reach(root);
        }

        while (_open.TryDequeue(out MethodBase? method))
        {
            Scan(method);
        }
    }

    private static bool NeverReturns(Instruction instruction) =>
        instruction.Operand is MethodInfo { ReturnType: var type } called && type == typeof(void) && s_neverReturns.GetOrAdd(called, static method => method.IsDefined(typeof(DoesNotReturnAttribute), inherit: false));

    /// <summary>A method's name without type arguments; every generated network is called "network".</summary>
    private static string NameOf(MethodBase method)
    {
        Type type = method.DeclaringType!;
        string typeName = type.Assembly == typeof(ReachedCode).Assembly ? "network" : type.Name.Split('`')[0];
        return $"{typeName}.{method.Name}";
    }

    /// <summary>What generated code keeps for each network, whichever pass reads it; columns of a layer Select are numbered by layer.</summary>
    private static string? OfNetwork(FieldInfo field) => field.Name.StartsWith("__indices", StringComparison.Ordinal) ? "__indices"
        : field.DeclaringType!.Name == "__Layout" ? $"__Layout.{field.Name}" : null;

    private static bool Stores(OpCode code) => code.Name!.StartsWith("stind", StringComparison.Ordinal) || code.Name.StartsWith("stelem", StringComparison.Ordinal)
        || code == OpCodes.Stfld || code == OpCodes.Stsfld || code == OpCodes.Stobj || code == OpCodes.Cpobj;

    private static bool IsCheckedAtEachUse(Type type) => type.TypeInitializer != null;

    private void Reach(MethodBase method)
    {
        if (s_walked.Contains(method.DeclaringType!.Assembly))
        {
            if (!s_teams.Contains(method.DeclaringType.Name.Split('`')[0]) && _seen.Add(method))
            {
                _open.Enqueue(method);
            }
        }
        else
        {
            Type type = method.DeclaringType;
            Outside.Add(type == typeof(GC) ? $"System.GC.{method.Name}" : $"{type.Namespace}.{type.Name.Split('`')[0]}");
        }
    }

    private void Scan(MethodBase method)
    {
        byte[]? il = method.GetMethodBody()?.GetILAsByteArray();
        string name = NameOf(method);
        if (il is null)
        {
            Findings.Add($"{name}: no body");
            return;
        }

        List<Instruction> instructions = Instructions.Read(method, il);
        bool[] returning = Instructions.Returning(instructions, NeverReturns);
        bool hasStored = false;
        for (int i = 0; i < instructions.Count; i++)
        {
            Instruction instruction = instructions[i];
            if (returning[i])
            {
                hasStored |= Stores(instruction.Code);

                // Only the question whether a generic type is a class: the JIT answers it and makes no object.
                bool asksForClass = instruction.Code == OpCodes.Box && instructions[i + 1].Code.FlowControl == FlowControl.Cond_Branch;
                if (!asksForClass)
                {
                    Check(name, instruction);
                }
            }
            else if (instruction.Code.FlowControl == FlowControl.Throw || NeverReturns(instruction))
            {
                Findings.Add(hasStored ? $"{name}: throw after a store" : $"{name}: throw");
            }
        }
    }

    private void Check(string name, Instruction instruction)
    {
        OpCode code = instruction.Code;
        if (code == OpCodes.Newarr)
        {
            Findings.Add($"{name}: new array");
        }
        else if (code == OpCodes.Box && ((Type)instruction.Operand!).IsValueType)
        {
            Findings.Add($"{name}: box {((Type)instruction.Operand!).Name}");
        }
        else if (code == OpCodes.Newobj && !instruction.Operand!.DeclaringType!.IsValueType)
        {
            Findings.Add($"{name}: new {instruction.Operand.DeclaringType.Name}");
        }
        else if (code == OpCodes.Ldftn || code == OpCodes.Ldvirtftn || code == OpCodes.Calli)
        {
            Findings.Add($"{name}: function pointer");
        }
        else if (instruction.Operand is FieldInfo { IsStatic: true } field && IsCheckedAtEachUse(field.DeclaringType!))
        {
            Findings.Add(OfNetwork(field) is string owned
                ? $"network: static field {owned} with initializer"
                : $"{name}: static field {field.DeclaringType!.Name}.{field.Name} with initializer");
        }
        else if (instruction.Operand is MethodBase called)
        {
            Call(name, instruction, called);
        }
    }

    private void Call(string name, Instruction instruction, MethodBase called)
    {
        Type type = called.DeclaringType!;
        if (instruction.Constrained is { } constrained && type.IsInterface)
        {
            if (!constrained.IsValueType && !called.IsStatic)
            {
                Findings.Add($"{name}: interface call {type.Name.Split('`')[0]}.{called.Name}");
            }

            if (Implementation(constrained, (MethodInfo)called) is { } implementation)
            {
                Reach(implementation);
            }
            else
            {
                Findings.Add($"{name}: cannot resolve {constrained.Name}.{called.Name}");
            }

            return;
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            Findings.Add($"{name}: delegate {type.Name}");
        }
        else if (instruction.Code == OpCodes.Callvirt && called.IsVirtual && !called.IsFinal && !type.IsSealed)
        {
            Findings.Add($"{name}: virtual call {type.Name.Split('`')[0]}.{called.Name}");
        }
        else
        {
            if (called.IsStatic && IsCheckedAtEachUse(type) && (type.Attributes & TypeAttributes.BeforeFieldInit) == 0)
            {
                Findings.Add($"{name}: static constructor of {type.Name}");
            }

            Reach(called);
        }
    }

    private static MethodInfo? Implementation(Type type, MethodInfo called)
    {
        InterfaceMapping map = type.GetInterfaceMap(called.DeclaringType!);
        MethodInfo sought = called.IsGenericMethod ? called.GetGenericMethodDefinition() : called;
        int index = Array.FindIndex(map.InterfaceMethods, method => method.MetadataToken == sought.MetadataToken && method.Module == sought.Module);
        MethodInfo? target = index < 0 ? null : map.TargetMethods[index];
        return target != null && called.IsGenericMethod ? target.MakeGenericMethod(called.GetGenericArguments()) : target;
    }
}
