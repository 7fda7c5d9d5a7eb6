using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.Rows;

/// <summary>The heads of a network that predicts a record: one for each member, in their order.</summary>
internal static class TypedHeads
{
    /// <summary>Says of a network without heads which ones its rows need.</summary>
    /// <returns>Whether they need none.</returns>
    public static bool AreNotNeeded(TypedRowsSpec rows, AttributeReader attribute, List<SpecProblem> problems)
    {
        if (!rows.NeedsHeads)
        {
            return true;
        }

        NumberSpec other = rows.Numbers.First(static number => number.Kind != FeatureKind.Number);
        if (rows.Numbers.Count == 1)
        {
            problems.Add(new(
                ProblemKind.RowTypeUnusable, attribute.Place, Name(rows),
                other.Kind == FeatureKind.Boolean ? $"has one member, {other.Member}, which is a bool; predict an enum of two classes" : $"has one member, {other.Member}; predict its type, {other.Type.Replace("global::", "")}"));
            return false;
        }

        problems.Add(new(
            ProblemKind.RowTypeUnusable, attribute.Place, Name(rows),
            $"has the member {other.Member}, which is {(other.Kind == FeatureKind.Boolean ? "a bool" : "an enum")}; use [Sequential<…>] with a head for each member: {Declarations(rows)}"));
        return false;
    }

    /// <summary>Whether heads fit the members of the predicted record; what does not is among the problems.</summary>
    /// <param name="rows">The rows; null for rows of numbers, which fit any heads.</param>
    /// <param name="heads">The heads and their attributes.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Check(TypedRowsSpec? rows, IReadOnlyList<(HeadSpec Head, ProblemPlace Place)> heads, List<SpecProblem> problems)
    {
        if (rows is null)
        {
            return;
        }

        if (rows.Form == NumbersForm.Single)
        {
            Refuse(heads[0].Place, $"A network with heads predicts a record with a member for each, and {Name(rows)} is one value; remove the heads, or predict a record");
            return;
        }

        for (int i = 0; i < heads.Count; i++)
        {
            (HeadSpec head, ProblemPlace place) = heads[i];
            if (i == rows.Numbers.Count)
            {
                Refuse(place, $"'{head.Name}' is head {i + 1}, and {Name(rows)} has {rows.Numbers.Count} members; the heads are {Declarations(rows)}");
                return;
            }

            NumberSpec member = rows.Numbers[i];
            if (!string.Equals(head.Identifier, (head with { Name = member.Member }).Identifier, StringComparison.OrdinalIgnoreCase))
            {
                Refuse(place, $"'{head.Name}' is head {i + 1}, and member {i + 1} of {Name(rows)} is {member.Member}; the heads are {Declarations(rows)}");
                return;
            }

            if (member.IsNullable)
            {
                Refuse(place, $"{member.Member} of {Name(rows)} may be null, and a head has no missing targets; make it a {member.Type.TrimEnd('?')}");
                return;
            }

            if (head.Size != member.Width)
            {
                Refuse(place, $"Head '{head.Name}' has {head.Size} outputs, and {member.Member} needs {member.Width}{(member.Kind == FeatureKind.Enumeration ? $": {string.Join(", ", member.EnumMembers.Select(static value => value.Name))}" : "")}");
                return;
            }

            // Of the losses of heads the others take 0 and 1, and so the rows of one 1 that an enum becomes.
            if (member.Kind != FeatureKind.Number && head.Loss == Loss.Hinge)
            {
                string kind = member.Kind == FeatureKind.Boolean ? "a bool" : "an enum";
                problems.Add(new(
                    ProblemKind.HeadLossDoesNotFit, ProblemPlace.OfProperty(place.Attribute, "Loss"), head.Name,
                    $"{member.Member} of {Name(rows)} is {kind}, whose targets are 0 and 1, and Hinge needs -1 and +1; use {member.Loss}"));
            }
        }

        if (heads.Count < rows.Numbers.Count)
        {
            Refuse(heads[heads.Count - 1].Place, $"{Name(rows)} has {rows.Numbers.Count} members, and this is the last of {heads.Count} heads; the heads are {Declarations(rows)}");
        }

        void Refuse(ProblemPlace place, string why) => problems.Add(new(ProblemKind.HeadMisplaced, place, why));
    }

    private static string Name(TypedRowsSpec rows) => rows.OutputType.Replace("global::", "");

    private static string Declarations(TypedRowsSpec rows) => string.Join(", ", rows.Numbers.Select(static number => $"Head(\"{number.Member}\", {number.Width})"));
}
