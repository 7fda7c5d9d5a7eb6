using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>
/// JSON as dictionaries, lists, strings, doubles, booleans and null: a generator must not bring assemblies of its own, and
/// netstandard2.0 has no reader.
/// </summary>
internal sealed class JsonValue
{
    private const int MaximumDepth = 64;

    private readonly string _text;
    private int _position;
    private int _depth;

    private JsonValue(string text) => _text = text;

    /// <summary>Parses a whole text; false with the place where it stopped to be JSON.</summary>
    public static bool TryParse(string text, out object? value, out int position)
    {
        var reader = new JsonValue(text);
        bool isSound = reader.TryRead(out value);
        reader.Skip();
        position = reader._position;
        return isSound && reader._position == text.Length;
    }

    private bool TryRead(out object? value)
    {
        Skip();
        value = null;
        switch (Current)
        {
            case '{':
                return TryReadList('}', out value, isObject: true);
            case '[':
                return TryReadList(']', out value, isObject: false);
            case '"':
                bool isText = TryReadText(out string text);
                value = text;
                return isText;
            case 't':
                value = true;
                return TryTake("true");
            case 'f':
                value = false;
                return TryTake("false");
            case 'n':
                return TryTake("null");
            default:
                return TryReadNumber(out value);
        }
    }

    private char Current => _position < _text.Length ? _text[_position] : '\0';

    private void Skip()
    {
        while (Current is ' ' or '\t' or '\r' or '\n' or '\uFEFF')
        {
            _position++;
        }
    }

    private bool TryTake(string word)
    {
        bool isThere = string.CompareOrdinal(_text, _position, word, 0, word.Length) == 0;
        _position += isThere ? word.Length : 0;
        return isThere;
    }

    private bool TryReadList(char close, out object? value, bool isObject)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        var elements = new List<object?>();
        value = isObject ? members : elements;
        _position++;
        Skip();
        if (Current == close)
        {
            _position++;
            return true;
        }

        if (++_depth > MaximumDepth)
        {
            return false;
        }

        while (true)
        {
            string name = "";
            if (isObject)
            {
                Skip();
                if (Current != '"' || !TryReadText(out name))
                {
                    return false;
                }

                Skip();
                if (!TryTake(":"))
                {
                    return false;
                }
            }

            if (!TryRead(out object? element))
            {
                return false;
            }

            members[name] = isObject ? element : null;
            elements.Add(element);
            Skip();
            if (Current == close)
            {
                _position++;
                _depth--;
                return true;
            }

            if (!TryTake(","))
            {
                return false;
            }
        }
    }

    private bool TryReadText(out string value)
    {
        var text = new StringBuilder();
        for (_position++; _position < _text.Length; _position++)
        {
            char c = _text[_position];
            if (c == '"')
            {
                _position++;
                value = text.ToString();
                return true;
            }

            if (c == '\\' && ++_position < _text.Length)
            {
                c = _text[_position] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other };
                if (c == 'u' && _position + 4 < _text.Length
                    && int.TryParse(_text.Substring(_position + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int code))
                {
                    c = (char)code;
                    _position += 4;
                }
            }

            text.Append(c);
        }

        value = "";
        return false;
    }

    private bool TryReadNumber(out object? value)
    {
        int start = _position;
        while (Current is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E')
        {
            _position++;
        }

        bool isNumber = double.TryParse(_text.Substring(start, _position - start), NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        value = number;
        _position = isNumber ? _position : start;
        return isNumber;
    }
}
