using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary>All attributes of a type, sorted by what they are to us.</summary>
internal sealed class DeclaredAttributes
{
    private readonly ImmutableArray<AttributeData> _all;
    private readonly CancellationToken _cancellationToken;

    public DeclaredAttributes(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        Type = type;
        _all = type.GetAttributes();
        _cancellationToken = cancellationToken;
        for (int i = 0; i < _all.Length; i++)
        {
            string? name = NetworkAttributes.NameOf(_all[i]);
            if (name is null)
            {
                continue;
            }

            if (name == NetworkAttributes.Trained)
            {
                Trained = i;
            }
            else if (NetworkAttributes.DeclaresNetwork(_all[i]))
            {
                Networks.Add(i);
            }
            else if (name == NetworkAttributes.Training)
            {
                Training = i;
            }
            else if (name == NetworkAttributes.Budget)
            {
                Budget = i;
            }
            else if (Layers.LayerReaders.IsLayer(name))
            {
                LayerAttributes.Add(i);
            }
        }

        if (Networks.Count == 0 && Trained >= 0)
        {
            Networks.Add(Trained);
        }
    }

    public INamedTypeSymbol Type { get; }

    public List<int> Networks { get; } = [];

    public List<int> LayerAttributes { get; } = [];

    /// <summary>The attribute with the options of training; −1 for none.</summary>
    public int Training { get; } = -1;

    /// <summary>The attribute with the limits of what the network may cost; −1 for none.</summary>
    public int Budget { get; } = -1;

    /// <summary>The attribute with trained weights; −1 for none. It is the network's only where nothing else declares one.</summary>
    public int Trained { get; } = -1;

    public bool AreNone => Networks.Count == 0 && LayerAttributes.Count == 0 && Training < 0 && Budget < 0;

    public AttributeData this[int index] => _all[index];

    public AttributeReader Reader(int index, List<SpecProblem> problems) => new(_all[index], index, problems);

    /// <summary>The layer attributes of the same brackets as the given attribute and behind it, in their order; and those elsewhere.</summary>
    public (int[] Behind, int[] Elsewhere) LayersOf(int network)
    {
        SyntaxNode? anchor = SyntaxOf(network);
        int[] behind =
        [
            .. LayerAttributes
                .Where(layer => SyntaxOf(layer) is SyntaxNode syntax && anchor is not null
                    && ReferenceEquals(syntax.Parent, anchor.Parent) && syntax.SpanStart > anchor.SpanStart)
                .OrderBy(layer => SyntaxOf(layer)!.SpanStart),
        ];
        return (behind, [.. LayerAttributes.Except(behind)]);
    }

    /// <summary>The attribute's name as its author writes it: <c>Sequential</c>.</summary>
    public string KindOf(int index) => Layers.LayerReaders.KindOf(_all[index]);

    /// <summary>Says of every layer attribute that it belongs behind <c>[Sequential]</c>.</summary>
    public void RefuseLayers(List<SpecProblem> problems)
    {
        foreach (int layer in LayerAttributes)
        {
            problems.Add(new(ProblemKind.LayerOutsideSequential, ProblemPlace.OfAttribute(layer), Layers.LayerReaders.KindOf(_all[layer])));
        }
    }

    private SyntaxNode? SyntaxOf(int index) => _all[index].ApplicationSyntaxReference?.GetSyntax(_cancellationToken);
}
