using System;
using System.Collections.Generic;
using System.Text;

namespace StaticNet.Generator.Emit;

/// <summary>Writes indented C#. Lines end in \n; there is deliberately no overload that takes a float (see <see cref="CSharpLiteral"/>).</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    private MemberMarks? _marks;
    private int _memberDepth;
    private bool _endsInAttributes;

    public int Length => _text.Length;

    /// <summary>From now on, every member that is declared at this depth has the attributes of <paramref name="marks"/>.</summary>
    public void MarkMembers(MemberMarks marks)
    {
        _marks = marks;
        _memberDepth = _depth;
    }

    /// <summary>Writes one line, or several (raw string literals), each indented.</summary>
    public void Line(string line)
    {
        int start = 0;
        while (true)
        {
            int end = line.IndexOf('\n', start);
            string part = end < 0 ? line.Substring(start) : line.Substring(start, end - start);
            part = part.TrimEnd('\r', ' ');
            if (part.Length > 0)
            {
                if (_depth == _memberDepth && _marks?.Before(part) is string attributes)
                {
                    Mark(attributes);
                }

                _text.Append(' ', 4 * _depth).Append(part);
                _endsInAttributes = part[0] == '[' && part[part.Length - 1] == ']';
            }

            _text.Append('\n');
            if (end < 0)
            {
                return;
            }

            start = end + 1;
        }
    }

    // Attributes of a member share a list: one line.
    private void Mark(string attributes)
    {
        const string End = "]\n";
        int start = _text.Length - End.Length;
        if (_endsInAttributes)
        {
            _text.Remove(start, End.Length).Append(", ").Append(attributes).Append(End);
        }
        else
        {
            _text.Append(' ', 4 * _depth).Append('[').Append(attributes).Append(End);
        }
    }

    public void Line() => _text.Append('\n');

    /// <summary>Writes statements that belong together side by side, as many to a line as fit.</summary>
    public void Pack(IEnumerable<string> statements)
    {
        const int Columns = 140;
        string line = "";
        foreach (string statement in statements)
        {
            if (line.Length > 0 && (4 * _depth) + line.Length + 1 + statement.Length > Columns)
            {
                Line(line);
                line = "";
            }

            line += (line.Length == 0 ? "" : " ") + statement;
        }

        if (line.Length > 0)
        {
            Line(line);
        }
    }

    /// <summary>Writes <paramref name="head"/> and an opening brace; disposing writes the closing one.</summary>
    public Scope Block(string head)
    {
        Line(head);
        Line("{");
        _depth++;
        return new Scope(this);
    }

    /// <summary>Writes an opening brace; disposing writes the closing one.</summary>
    public Scope Block()
    {
        Line("{");
        _depth++;
        return new Scope(this);
    }

    /// <summary>Writes <c>#region</c> and <paramref name="name"/>; disposing writes <c>#endregion</c>. An editor folds it and lists it.</summary>
    public RegionScope Region(string name)
    {
        Line("#region " + name);
        return new RegionScope(this);
    }

    public override string ToString() => _text.ToString();

    internal readonly struct Scope(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
        }
    }

    internal readonly struct RegionScope(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer.Line("#endregion");
        }
    }
}
