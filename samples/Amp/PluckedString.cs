using System;

namespace StaticNet.Samples.Amp;

/// <summary>One string: a delay line as long as a period, whose samples lose a little and get softer each time round.</summary>
internal sealed class PluckedString(double openFrequency)
{
    private const float Sustain = 0.996f, Damped = 0.9f;
    private readonly float[] _line = new float[(int)Math.Round(Guitar.SampleRate / openFrequency) + 1];
    private int _period = 2, _position;
    private float _loss = Sustain;

    /// <summary>Fills the line with low-passed noise.</summary>
    /// <param name="fret">Semitones above the open string.</param>
    /// <param name="loudness">Largest value of the noise.</param>
    /// <param name="random">Where the noise is from.</param>
    public void Pluck(int fret, float loudness, ref Pcg32 random)
    {
        // Averaging two neighbors delays by half a sample.
        _period = (int)Math.Round((Guitar.SampleRate / (openFrequency * Math.Pow(2, fret / 12.0))) - 0.5);
        _position = 0;
        _loss = Sustain;
        float low = 0;
        for (int i = 0; i < _period; i++)
        {
            low += 0.4f * (((2 * random.NextSingle()) - 1) - low);
            _line[i] = loudness * low;
        }
    }

    /// <summary>Lays a hand on the string.</summary>
    public void Damp() => _loss = Damped;

    public float Next()
    {
        float now = _line[_position];
        int following = _position + 1 < _period ? _position + 1 : 0;
        _line[_position] = _loss * 0.5f * (now + _line[following]);
        _position = following;
        return now;
    }
}
