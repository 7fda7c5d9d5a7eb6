using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;

namespace StaticNet.IntegrationTests.RealTime;

/// <summary>One instruction of a method's IL; <paramref name="Operand"/> is the resolved member, or null.</summary>
internal sealed record Instruction(int Offset, OpCode Code, MemberInfo? Operand, int[] Targets, Type? Constrained);

/// <summary>A method's IL, its tokens resolved with the method's own type arguments.</summary>
internal static class Instructions
{
    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static List<Instruction> Read(MethodBase method, byte[] il)
    {
        Type[]? typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        List<Instruction> instructions = [];
        Type? constrained = null;
        for (int at = 0; at < il.Length;)
        {
            int offset = at;
            short value = il[at++];
            if (value == 0xFE)
            {
                value = unchecked((short)(0xFE00 | il[at++]));
            }

            OpCode code = s_codes[value];
            MemberInfo? operand = null;
            int[] targets = [];
            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget:
                    targets = [at + 1 + (sbyte)il[at]];
                    at++;
                    break;
                case OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at++;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineBrTarget:
                    targets = [at + 4 + BitConverter.ToInt32(il, at)];
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    int count = BitConverter.ToInt32(il, at);
                    int next = at + 4 + (4 * count);
                    targets = [.. Enumerable.Range(1, count).Select(i => next + BitConverter.ToInt32(il, at + (4 * i)))];
                    at = next;
                    break;
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType:
                    operand = method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments);
                    at += 4;
                    break;
                default:
                    at += 4;
                    break;
            }

            if (code == OpCodes.Constrained)
            {
                constrained = (Type)operand!;
                continue;
            }

            if (code.OpCodeType != OpCodeType.Prefix)
            {
                instructions.Add(new Instruction(offset, code, operand, targets, constrained));
                constrained = null;
            }
        }

        return instructions;
    }

    /// <summary>Which instructions lie on a path that returns; the others only prepare and throw an exception.</summary>
    public static bool[] Returning(List<Instruction> instructions, Func<Instruction, bool> neverReturns)
    {
        // A branch to an instruction with prefixes arrives at the first of them, which has no entry of its own.
        int[] offsets = [.. instructions.Select(static instruction => instruction.Offset)];
        int IndexOf(int offset)
        {
            int index = Array.BinarySearch(offsets, offset);
            return index < 0 ? ~index : index;
        }

        List<int>[] sources = [.. instructions.Select(_ => new List<int>())];
        Queue<int> open = [];
        bool[] returning = new bool[instructions.Count];
        for (int i = 0; i < instructions.Count; i++)
        {
            Instruction instruction = instructions[i];
            foreach (int target in instruction.Targets)
            {
                sources[IndexOf(target)].Add(i);
            }

            FlowControl flow = instruction.Code.FlowControl;
            bool endsFinally = instruction.Code == OpCodes.Endfinally;
            if (instruction.Code == OpCodes.Ret || endsFinally)
            {
                returning[i] = true;
                open.Enqueue(i);
            }
            else if (flow is not (FlowControl.Throw or FlowControl.Branch) && i + 1 < instructions.Count && !neverReturns(instruction))
            {
                sources[i + 1].Add(i);
            }
        }

        while (open.TryDequeue(out int at))
        {
            foreach (int source in sources[at].Where(source => !returning[source]))
            {
                returning[source] = true;
                open.Enqueue(source);
            }
        }

        return returning;
    }
}
