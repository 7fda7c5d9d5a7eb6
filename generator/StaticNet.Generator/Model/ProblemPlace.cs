namespace StaticNet.Generator.Model;

/// <summary>What of a declaration a <see cref="ProblemPlace"/> points at.</summary>
internal enum PlaceKind
{
    /// <summary>The type's identifier.</summary>
    Type,
    /// <summary>The identifier of one part of the type.</summary>
    TypePart,
    /// <summary>The identifier of one part of a containing type; the index counts from the outermost.</summary>
    ContainerPart,
    /// <summary>A member of the type; the index is its position among the type's members.</summary>
    Member,
    /// <summary>A whole attribute.</summary>
    Attribute,
    /// <summary>A constructor argument; the elements of a <c>params</c> array count as arguments.</summary>
    Argument,
    /// <summary>The value of a named argument.</summary>
    Property,
    /// <summary>One element of a named argument that is an array.</summary>
    Element,
}

/// <summary>A spot in a declaration, described without syntax so that validation does not need any.</summary>
/// <param name="Kind">What is pointed at.</param>
/// <param name="Attribute">Which of the type's attributes, or of a type's parts, in declaration order.</param>
/// <param name="Name">The named argument.</param>
/// <param name="Index">The argument, element, container or member.</param>
internal readonly record struct ProblemPlace(PlaceKind Kind, int Attribute, string Name, int Index)
{
    public static ProblemPlace OfType => new(PlaceKind.Type, -1, "", -1);

    public static ProblemPlace OfPart(int part) => new(PlaceKind.TypePart, part, "", -1);

    public static ProblemPlace OfContainerPart(int container, int part) => new(PlaceKind.ContainerPart, part, "", container);

    public static ProblemPlace OfMember(int index) => new(PlaceKind.Member, -1, "", index);

    public static ProblemPlace OfAttribute(int attribute) => new(PlaceKind.Attribute, attribute, "", -1);

    public static ProblemPlace OfArgument(int attribute, int index) => new(PlaceKind.Argument, attribute, "", index);

    public static ProblemPlace OfProperty(int attribute, string name) => new(PlaceKind.Property, attribute, name, -1);

    public static ProblemPlace OfElement(int attribute, string name, int index) => new(PlaceKind.Element, attribute, name, index);
}
