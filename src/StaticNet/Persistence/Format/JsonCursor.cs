using System.Globalization;
using System.IO;
using System.Text;

namespace StaticNet.Persistence.Format;

/// <summary>
/// Reads the little JSON that a safetensors header is made of, strictly (RFC 8259): the caller says what must come next.
/// Also compiled into the build-time reader, hence arrays instead of spans.
/// </summary>
internal sealed class JsonCursor
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _bytes;
    private readonly string _source;
    private int _position;

    /// <summary>Starts at the first byte.</summary>
    /// <param name="bytes">The whole text.</param>
    /// <param name="source">What the text is, to begin error messages with.</param>
    public JsonCursor(byte[] bytes, string source)
    {
        _bytes = bytes;
        _source = source;
    }

    /// <summary>Consumes a punctuation mark or fails.</summary>
    public void Expect(char mark)
    {
        if (!TryTake(mark))
        {
            throw Unexpected($"'{mark}'");
        }
    }

    /// <summary>Consumes a punctuation mark if it comes next.</summary>
    public bool TryTake(char mark)
    {
        SkipWhitespace();
        if (_position < _bytes.Length && _bytes[_position] == mark)
        {
            _position++;
            return true;
        }

        return false;
    }

    /// <summary>Fails unless only whitespace is left.</summary>
    public void ExpectEnd()
    {
        SkipWhitespace();
        if (_position < _bytes.Length)
        {
            throw Unexpected("the end of the header");
        }
    }

    /// <summary>Consumes an integer of 0 or more without fraction or exponent.</summary>
    public long ReadCount()
    {
        SkipWhitespace();
        int start = _position;
        long value = 0;
        while (_position < _bytes.Length && _bytes[_position] is >= (byte)'0' and <= (byte)'9')
        {
            int digit = _bytes[_position] - '0';
            if (value > (long.MaxValue - digit) / 10)
            {
                throw Problem($"a number at byte {start} is larger than {long.MaxValue}");
            }

            value = (value * 10) + digit;
            _position++;
        }

        bool leadingZero = _position - start > 1 && _bytes[start] == '0';
        bool goesOn = _position < _bytes.Length && _bytes[_position] is (byte)'.' or (byte)'e' or (byte)'E';
        if (_position == start || leadingZero || goesOn)
        {
            _position = start;
            throw Unexpected("an integer of 0 or more");
        }

        return value;
    }

    /// <summary>Consumes any number, or a string that says one (JSON has no infinities).</summary>
    public double ReadNumber()
    {
        SkipWhitespace();
        if (_position < _bytes.Length && _bytes[_position] == '"')
        {
            string text = ReadString();
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double named) ? named : throw Unexpected("a number");
        }

        int start = _position;
        while (_position < _bytes.Length && _bytes[_position] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e' or (byte)'E')
        {
            _position++;
        }

        string digits = Encoding.ASCII.GetString(_bytes, start, _position - start);
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Unexpected("a number");
    }

    /// <summary>Consumes a string, escapes resolved.</summary>
    public string ReadString()
    {
        SkipWhitespace();
        if (_position >= _bytes.Length || _bytes[_position] != '"')
        {
            throw Unexpected("a string");
        }

        int start = ++_position;
        while (_position < _bytes.Length && _bytes[_position] != '"' && _bytes[_position] != '\\' && _bytes[_position] >= 0x20)
        {
            _position++;
        }

        // Nearly every string is plain; only what has escapes is put together piece by piece.
        string text = DecodeUtf8(start, _position - start);
        if (_position < _bytes.Length && _bytes[_position] == '"')
        {
            _position++;
            return text;
        }

        return ReadRestOfString(new StringBuilder(text), start);
    }

    private string ReadRestOfString(StringBuilder text, int start)
    {
        while (_position < _bytes.Length)
        {
            byte next = _bytes[_position];
            if (next == '"')
            {
                _position++;
                string result = text.ToString();
                CheckSurrogates(result, start);
                return result;
            }

            if (next < 0x20)
            {
                throw Problem($"a control character (0x{next:x2}) stands unescaped in the string at byte {start}");
            }

            if (next == '\\')
            {
                _position++;
                text.Append(ReadEscape(start));
                continue;
            }

            int run = _position;
            while (_position < _bytes.Length && _bytes[_position] != '"' && _bytes[_position] != '\\' && _bytes[_position] >= 0x20)
            {
                _position++;
            }

            text.Append(DecodeUtf8(run, _position - run));
        }

        throw Problem($"the string at byte {start} does not end");
    }

    private char ReadEscape(int start)
    {
        byte kind = _position < _bytes.Length ? _bytes[_position++] : (byte)0;
        switch (kind)
        {
            case (byte)'"' or (byte)'\\' or (byte)'/': return (char)kind;
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'n': return '\n';
            case (byte)'r': return '\r';
            case (byte)'t': return '\t';
            case (byte)'u' when _position + 4 <= _bytes.Length:
                string digits = Encoding.ASCII.GetString(_bytes, _position, 4);
                if (ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
                {
                    _position += 4;
                    return (char)code;
                }

                break;
        }

        throw Problem($"the string at byte {start} has an escape that JSON does not know");
    }

    private void CheckSurrogates(string text, int start)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (char.IsSurrogate(text[i]) && !isPair)
            {
                throw Problem($"the string at byte {start} has half a surrogate pair");
            }

            i += isPair ? 1 : 0;
        }
    }

    private string DecodeUtf8(int start, int count)
    {
        try
        {
            return s_strictUtf8.GetString(_bytes, start, count);
        }
        catch (DecoderFallbackException)
        {
            throw Problem($"the string at byte {start} is not UTF-8");
        }
    }

    private void SkipWhitespace()
    {
        while (_position < _bytes.Length && _bytes[_position] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            _position++;
        }
    }

    private InvalidDataException Unexpected(string expected)
    {
        string found = _position >= _bytes.Length ? "its end"
            : _bytes[_position] is > 0x20 and < 0x7F ? $"'{(char)_bytes[_position]}'"
            : $"0x{_bytes[_position]:x2}";
        return Problem($"expected {expected} at byte {_position}, found {found}");
    }

    private InvalidDataException Problem(string what) => new($"{_source}: the header is no valid JSON: {what}.");
}
