using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace StaticNet.Generator.Diagnostics.RealTime;

/// <summary>What real-time code must not do, one operation at a time.</summary>
/// <param name="member">The marked member, as messages begin.</param>
/// <param name="report">Takes what is found.</param>
internal sealed class RealTimeRules(string member, Action<Diagnostic> report)
{
    /// <summary>Checks a body. Functions written inside it are reported where they become delegates, and not looked into; local functions are part of it.</summary>
    public void Check(IOperation operation)
    {
        if (operation is IAnonymousFunctionOperation or INameOfOperation or ITypeOfOperation || operation.ConstantValue.HasValue)
        {
            return;
        }

        CheckOne(operation);
        foreach (IOperation child in operation.ChildOperations)
        {
            Check(child);
        }
    }

    private void CheckOne(IOperation operation)
    {
        switch (operation)
        {
            case IThrowOperation thrown:
                Report(DiagnosticDescriptors.RealTimeThrows, operation, thrown.Exception is null ? "again" : $"'{Unconverted(thrown.Exception).Type?.Name}'");
                break;
            case IObjectCreationOperation creation:
                CheckCreation(creation);
                break;
            case IArrayCreationOperation when !IsConstantData(operation):
                Allocates(operation, "an array", "create it before, or use stackalloc");
                break;
            case ICollectionExpressionOperation { Type: ITypeSymbol type } when !IsSpan(type):
                Allocates(operation, $"a collection expression for '{type.Name}'", "create it before, or make it a span");
                break;
            case IAnonymousObjectCreationOperation:
                Allocates(operation, "an anonymous object", "use a tuple");
                break;
            case ITypeParameterObjectCreationOperation:
                Allocates(operation, "'new' of a type parameter", "create it before");
                break;
            case IWithOperation { Type.IsReferenceType: true }:
                Allocates(operation, "'with' on a record class", "change the object, or make the record a struct");
                break;
            case IDelegateCreationOperation:
                Allocates(operation, "a delegate", "keep it in a static readonly field that is filled before");
                break;
            case IInterpolatedStringOperation { Parent: not IInterpolatedStringHandlerCreationOperation }:
            case IInterpolatedStringHandlerCreationOperation:
                Allocates(operation, "an interpolated string", "write numbers into a buffer, and text elsewhere");
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String }:
                Allocates(operation, "joining strings", "make the text elsewhere");
                break;
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String }:
                Allocates(operation, "joining strings", "make the text elsewhere");
                break;
            case IConversionOperation conversion:
                CheckConversion(conversion);
                break;
            case IEventAssignmentOperation:
                Allocates(operation, "subscribing to an event", "subscribe before");
                break;
            case IArrayElementReferenceOperation { Indices: [{ Type.Name: "Range" }] }:
                Allocates(operation, "a range of an array", "take AsSpan(...) of it");
                break;
            case ILockOperation:
                Waits(operation, "'lock'", "hand values over with Volatile, Interlocked or a queue of one writer");
                break;
            case IAwaitOperation:
                Waits(operation, "'await'", "poll for the result");
                break;
            case IReturnOperation { Kind: OperationKind.YieldReturn }:
                Allocates(operation, "an iterator", "write into a span");
                break;
            case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicObjectCreationOperation or IDynamicIndexerAccessOperation:
                Allocates(operation, "a dynamic call", "give the value its type");
                break;
            case IInvocationOperation call:
                CheckCall(call, call.TargetMethod);
                break;
            case IPropertyReferenceOperation property:
                CheckProperty(property);
                break;
            case IUnaryOperation { OperatorMethod: IMethodSymbol method }:
                CheckCall(operation, method);
                break;
            case IBinaryOperation { OperatorMethod: IMethodSymbol method }:
                CheckCall(operation, method);
                break;
            case IIncrementOrDecrementOperation { OperatorMethod: IMethodSymbol method }:
                CheckCall(operation, method);
                break;
            case ICompoundAssignmentOperation { OperatorMethod: IMethodSymbol method }:
                CheckCall(operation, method);
                break;
            case IForEachLoopOperation loop:
                CheckLoop(loop);
                break;
            case IUsingOperation or IUsingDeclarationOperation:
                Report(DiagnosticDescriptors.RealTimeCallsUnmarked, operation, "'Dispose'", "create and dispose outside the real-time part");
                break;
        }
    }

    private void CheckCreation(IObjectCreationOperation creation)
    {
        if (creation.Type is not ITypeSymbol type || type.TypeKind == TypeKind.Error)
        {
            return;
        }

        if (type.IsReferenceType)
        {
            // A new exception is told as what is thrown.
            if (!creation.Ancestors().TakeWhile(static parent => parent is IConversionOperation or IThrowOperation).Any(static parent => parent is IThrowOperation))
            {
                Allocates(creation, $"'new {type.Name}'", "create it before");
            }
        }
        else if (creation.Constructor is IMethodSymbol constructor)
        {
            CheckCall(creation, constructor);
        }
    }

    private void CheckConversion(IConversionOperation conversion)
    {
        if (conversion.OperatorMethod is IMethodSymbol method)
        {
            CheckCall(conversion, method);
        }
        else if (conversion.GetConversion().IsBoxing && !IsThrown(conversion))
        {
            Allocates(conversion.Operand, $"boxing a '{conversion.Operand.Type?.Name}' as '{conversion.Type?.Name}'", "keep its type, or take a type parameter");
        }
        else if (conversion.Operand is IMethodReferenceOperation or IAnonymousFunctionOperation && conversion.Parent is not IDelegateCreationOperation && conversion.Type?.TypeKind == TypeKind.Delegate)
        {
            Allocates(conversion, "a delegate", "keep it in a static readonly field that is filled before");
        }
    }

    private void CheckProperty(IPropertyReferenceOperation reference)
    {
        bool isWritten = reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
        bool isRead = !isWritten || reference.Parent is ICompoundAssignmentOperation or ICoalesceAssignmentOperation;
        if (isRead && reference.Property.GetMethod is IMethodSymbol getter)
        {
            CheckCall(reference, getter);
        }

        if ((isWritten || reference.Parent is IIncrementOrDecrementOperation) && reference.Property.SetMethod is IMethodSymbol setter)
        {
            CheckCall(reference, setter);
        }
    }

    private void CheckLoop(IForEachLoopOperation loop)
    {
        if (Unconverted(loop.Collection).Type is ITypeSymbol type && type is not IArrayTypeSymbol && !IsSpan(type) && type.SpecialType != SpecialType.System_String)
        {
            Report(DiagnosticDescriptors.RealTimeCallsUnmarked, loop.Collection, $"the enumerator of '{type.Name}'", "use an array or a span");
        }
    }

    private void CheckCall(IOperation operation, IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction || RealTimeCalls.AreKnown(method))
        {
            return;
        }

        if (IsWaiting(method))
        {
            Waits(operation, $"'{method.ContainingType.Name}.{method.Name}'", "poll, or hand the work to another thread");
            return;
        }

        bool isDelegate = method.MethodKind == MethodKind.DelegateInvoke;
        string called = isDelegate ? $"a delegate '{method.ContainingType.Name}'"
            : method.MethodKind == MethodKind.Constructor ? $"the constructor of '{method.ContainingType.Name}'"
            : $"'{method.ContainingType?.Name}.{method.AssociatedSymbol?.Name ?? method.Name}'";
        report(Diagnostic.Create(
            DiagnosticDescriptors.RealTimeCallsUnmarked, operation.Syntax.GetLocation(), Declaration(method), member, called,
            isDelegate ? "call a marked method of an interface or a type parameter" : IsOfUser(method) ? "mark it [RealTime], too" : "call it outside the real-time part"));
    }

    private static bool IsOfUser(IMethodSymbol method) => !method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty;

    // Where the mark would stand, for the code fix.
    private static IEnumerable<Location> Declaration(IMethodSymbol method) => IsOfUser(method)
        ? (method.AssociatedSymbol ?? method).OriginalDefinition.Locations.Where(static location => location.IsInSource).Take(1)
        : [];

    private static bool IsWaiting(IMethodSymbol method) => method.ContainingType?.ContainingNamespace?.ToDisplayString() switch
    {
        "System.Threading" => true,
        "System.Threading.Tasks" => method.Name is "Wait" or "WaitAll" or "WaitAny" or "get_Result" or "GetResult",
        _ => false,
    };

    private static bool IsThrown(IOperation operation) => operation.Parent is IThrowOperation;

    private static bool IsSpan(ITypeSymbol type) => type is { Name: "Span" or "ReadOnlySpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    // Constant elements behind a ReadOnlySpan are data of the assembly.
    private static bool IsConstantData(IOperation array) =>
        array is IArrayCreationOperation { Initializer: IArrayInitializerOperation values }
        && values.ElementValues.All(static value => value.ConstantValue.HasValue)
        && array.Parent is IConversionOperation { Type: ITypeSymbol target } && target.Name == "ReadOnlySpan" && IsSpan(target);

    private static IOperation Unconverted(IOperation operation) => operation is IConversionOperation { IsImplicit: true } conversion ? Unconverted(conversion.Operand) : operation;

    private void Allocates(IOperation operation, string what, string cure) => Report(DiagnosticDescriptors.RealTimeAllocates, operation, what, cure);

    private void Waits(IOperation operation, string what, string cure) => Report(DiagnosticDescriptors.RealTimeWaits, operation, what, cure);

    private void Report(DiagnosticDescriptor descriptor, IOperation operation, params string[] arguments) =>
        report(Diagnostic.Create(descriptor, operation.Syntax.GetLocation(), [member, .. arguments]));
}
