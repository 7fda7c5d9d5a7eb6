using System;

namespace StaticNet.Samples.Amp;

/// <summary>
/// What the networks imitate: a tone control that takes away the bass, a tube that clips one side more than the other, and a loudspeaker that
/// takes away the treble. Both filters have memory. Computed in double precision.
/// </summary>
internal sealed class Distortion
{
    private const double BassCutoff = 150, SpeakerCutoff = 4_500, Drive = 12, Bias = 0.3, Level = 0.7;
    private static readonly double s_bassPole = Math.Exp(-2 * Math.PI * BassCutoff / Guitar.SampleRate);

    // Butterworth low-pass by the bilinear transform.
    private static readonly double s_warped = Math.Tan(Math.PI * SpeakerCutoff / Guitar.SampleRate);
    private static readonly double s_norm = 1 / (1 + (Math.Sqrt(2) * s_warped) + (s_warped * s_warped));
    private static readonly double s_gain = s_warped * s_warped * s_norm;
    private static readonly double s_feedback1 = 2 * ((s_warped * s_warped) - 1) * s_norm;
    private static readonly double s_feedback2 = (1 - (Math.Sqrt(2) * s_warped) + (s_warped * s_warped)) * s_norm;

    private double _input, _treble, _memory1, _memory2;

    public float[] Process(ReadOnlySpan<float> samples)
    {
        float[] distorted = new float[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            distorted[i] = (float)Next(samples[i]);
        }

        return distorted;
    }

    private double Next(double sample)
    {
        _treble = s_bassPole * (_treble + sample - _input);
        _input = sample;
        double clipped = Level * (Math.Tanh((Drive * _treble) + Bias) - Math.Tanh(Bias));
        double output = (s_gain * clipped) + _memory1;
        _memory1 = (2 * s_gain * clipped) - (s_feedback1 * output) + _memory2;
        _memory2 = (s_gain * clipped) - (s_feedback2 * output);
        return output;
    }
}
