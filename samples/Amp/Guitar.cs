using System;

namespace StaticNet.Samples.Amp;

/// <summary>
/// A guitar without end: six plucked strings that play random notes and chords, soft and loud, with pauses. The same seed plays the same music.
/// </summary>
/// <remarks>K. Karplus, A. Strong, "Digital synthesis of plucked-string and drum timbres", Computer Music Journal 7(2), 1983.</remarks>
internal sealed class Guitar
{
    public const int SampleRate = 48_000;

    private const int LongestEvent = SampleRate / 2, ShortestEvent = SampleRate / 20, Frets = 13;
    private static readonly double[] s_openStrings = [82.41, 110.00, 146.83, 196.00, 246.94, 329.63];

    private readonly PluckedString[] _strings;
    private Pcg32 _random;
    private int _untilNext;

    public Guitar(ulong seed)
    {
        _random = new Pcg32(seed);
        _strings = Array.ConvertAll(s_openStrings, static frequency => new PluckedString(frequency));
    }

    /// <summary>The next samples, within -1 to 1.</summary>
    public void Play(Span<float> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            if (_untilNext-- == 0)
            {
                _untilNext = ShortestEvent + (int)(_random.NextSingle() * (LongestEvent - ShortestEvent));
                Strike();
            }

            float sum = 0;
            foreach (PluckedString plucked in _strings)
            {
                sum += plucked.Next();
            }

            samples[i] = Math.Clamp(0.25f * sum, -1, 1);
        }
    }

    /// <summary>The next samples in an array.</summary>
    public float[] Play(int samples)
    {
        float[] signal = new float[samples];
        Play(signal);
        return signal;
    }

    // Half of the time one note, a third a chord of all strings, otherwise a hand that damps them.
    private void Strike()
    {
        float choice = _random.NextSingle(), loudness = 0.1f + (0.9f * _random.NextSingle());
        int fret = (int)(_random.NextSingle() * Frets);
        if (choice < 0.5f)
        {
            _strings[(int)(_random.NextSingle() * _strings.Length)].Pluck(fret, loudness, ref _random);
            return;
        }

        foreach (PluckedString plucked in _strings)
        {
            if (choice < 0.85f)
            {
                plucked.Pluck(fret, loudness, ref _random);
            }
            else
            {
                plucked.Damp();
            }
        }
    }
}
