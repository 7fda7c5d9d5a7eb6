using NAudio.Wave;

namespace StaticNet.Samples.Amp;

/// <summary>Signals as WAV files, one channel of 32-bit floats.</summary>
internal static class SoundFile
{
    public static void Write(string path, float[] samples)
    {
        using var writer = new WaveFileWriter(path, WaveFormat.CreateIeeeFloatWaveFormat(Guitar.SampleRate, channels: 1));
        writer.WriteSamples(samples, 0, samples.Length);
    }
}
