// Two networks learn to sound like a guitar amplifier: an LSTM, and a stack of causal convolutions. How close do they come, and what do they cost
// where a block of 64 samples is due every 1.3 ms?
using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using StaticNet;
using StaticNet.Samples.Amp;

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\nUsage: {Settings.Usage}");
    return 2;
}

Directory.CreateDirectory(settings.Folder);
string recurrentFile = Path.Combine(settings.Folder, "lstm.snet"), convolutionsFile = Path.Combine(settings.Folder, "convolutions.snet");
const double AllowedError = 0.01;
bool reached = true;
RecurrentAmp recurrent;
ConvolutionAmp convolutions;
if (settings.OnlyPlay)
{
    (recurrent, convolutions) = (RecurrentAmp.Load(recurrentFile), ConvolutionAmp.Load(convolutionsFile));
}
else
{
    (recurrent, convolutions) = (new RecurrentAmp(seed: 1), new ConvolutionAmp(seed: 1));
    Learn();
}

string run = RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "NativeAOT";
Console.WriteLine($"\n{run}, {settings.Length.TotalSeconds} s of audio at 48 kHz in blocks of {Playing.BlockSize} samples, due every {Playing.BlockTime.TotalMicroseconds:F0} µs");
Report("LSTM", Playing.Measure(recurrent, settings.Length, seed: 3));
Report("convolutions", Playing.Measure(convolutions, settings.Length, seed: 3));
if (!reached)
{
    Console.Error.WriteLine($"The goal was missed: an error-to-signal ratio below {AllowedError:P0} for both networks, and no byte allocated while they play.");
    return 1;
}

return 0;

void Learn()
{
    Console.WriteLine($"{recurrent}\n{convolutions}");
    Console.WriteLine($"{RecurrentAmp.ParameterCount} and {ConvolutionAmp.ParameterCount} parameters; the convolutions see {ConvolutionAmp.ReceptiveField} samples\n");
    var lesson = new Lesson();
    long start = Stopwatch.GetTimestamp();
    const int RecurrentEpochs = 60, ConvolutionEpochs = 60;
    TrainingScreen.Run(["LSTM", "convolutions"], [RecurrentEpochs, ConvolutionEpochs], (network, onEpoch) =>
    {
        if (network == 0)
        {
            lesson.Teach(recurrent, learningRate: 0.01f, RecurrentEpochs, seed: 1, onEpoch);
        }
        else
        {
            lesson.Teach(convolutions, learningRate: 0.01f, ConvolutionEpochs, seed: 1, onEpoch);
        }
    });
    Console.WriteLine($"\nTrained both in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");

    float[] fromRecurrent = lesson.Play(recurrent), fromConvolutions = lesson.Play(convolutions);
    double recurrentError = lesson.ErrorToSignal(fromRecurrent), convolutionError = lesson.ErrorToSignal(fromConvolutions);
    Console.WriteLine($"Error-to-signal ratio on music held back: LSTM {100 * recurrentError:F3} %, convolutions {100 * convolutionError:F3} %");
    reached = recurrentError < AllowedError && convolutionError < AllowedError;

    recurrent.Save(recurrentFile);
    convolutions.Save(convolutionsFile);
    (string Name, float[] Signal)[] sounds = [("input", lesson.HeldOutInput), ("target", lesson.HeldOutTarget), ("lstm", fromRecurrent), ("convolutions", fromConvolutions)];
    foreach ((string name, float[] signal) in sounds)
    {
        SoundFile.Write(Path.Combine(settings.Folder, $"{name}.wav"), signal);
    }

    string picture = Path.Combine(settings.Folder, "amp.png");
    Drawing.Save(sounds[..1], lesson.HeldOutTarget, sounds[2..], picture);
    Console.WriteLine($"Sounds and a picture of them: {picture}");
}

void Report(string name, Playing playing)
{
    Console.WriteLine($"{name,-12} {100 * playing.Load:F2} % of a core, slowest block {playing.Slowest.TotalMicroseconds:F0} µs, {playing.Bytes} bytes allocated");
    reached &= playing.Bytes == 0;
}

/// <summary>A sample in, a sample out.</summary>
[Sequential(1), LSTM(16), Linear(1)]
[Training(Loss = Loss.ErrorToSignal, PreEmphasis = 0.85f)]
public partial class RecurrentAmp;

/// <summary>Eight layers, each looking twice as far back as the one before.</summary>
[Sequential(1),
    Conv1d(8, kernel: 3), Tanh,
    Conv1d(8, kernel: 3, dilation: 2), Tanh,
    Conv1d(8, kernel: 3, dilation: 4), Tanh,
    Conv1d(8, kernel: 3, dilation: 8), Tanh,
    Conv1d(8, kernel: 3, dilation: 16), Tanh,
    Conv1d(8, kernel: 3, dilation: 32), Tanh,
    Conv1d(8, kernel: 3, dilation: 64), Tanh,
    Conv1d(8, kernel: 3, dilation: 128), Tanh,
    Linear(1)]
[Training(Loss = Loss.ErrorToSignal, PreEmphasis = 0.85f)]
public partial class ConvolutionAmp;
