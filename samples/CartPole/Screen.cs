using System;
using System.Text;
using System.Threading;
using Spectre.Console;

namespace StaticNet.Samples.CartPole;

/// <summary>One episode in the terminal, at the speed of the real thing.</summary>
internal static class Screen
{
    private const int Width = 61, Height = 8, FrameMilliseconds = 40;

    public static void Show(Agent agent, ref Pcg32 random)
    {
        var environment = new CartPoleEnvironment();
        environment.Reset(ref random);
        AnsiConsole.Live(new Panel(Frame(environment)).Header("cart and pole")).Start(context =>
        {
            while (!environment.HasEnded && !Console.KeyAvailable)
            {
                for (int i = 0; i < 2 && !environment.HasEnded; i++)
                {
                    Step(agent, environment);
                }

                context.UpdateTarget(new Panel(Frame(environment)).Header($"cart and pole, step {environment.Steps}; any key ends it"));
                Thread.Sleep(FrameMilliseconds);
            }
        });
    }

    /// <summary>The likelier push.</summary>
    public static void Step(Agent agent, CartPoleEnvironment environment)
    {
        Span<float> state = stackalloc float[Agent.InputSize];
        environment.Observe(state);
        environment.Push(agent.PredictPolicyClass(state));
    }

    private static Text Frame(CartPoleEnvironment environment)
    {
        char[][] lines = new char[Height + 2][];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = new string(i == Height + 1 ? '─' : ' ', Width).ToCharArray();
        }

        int cart = Column(environment.Position);
        for (int height = 0; height < Height; height++)
        {
            // Angles are small: shown three times as large, so that one sees them.
            int column = cart + (int)Math.Round(2 * height * Math.Tan(3 * environment.Angle));
            lines[Height - 1 - height][Math.Clamp(column, 0, Width - 1)] = '█';
        }

        for (int column = cart - 3; column <= cart + 3; column++)
        {
            lines[Height][Math.Clamp(column, 0, Width - 1)] = '▀';
        }

        var text = new StringBuilder();
        foreach (char[] line in lines)
        {
            text.Append(line).Append('\n');
        }

        return new Text(text.ToString().TrimEnd('\n'));
    }

    private static int Column(double position) =>
        Math.Clamp((int)Math.Round((Width - 1) * ((position / (2 * CartPoleEnvironment.Reach)) + 0.5)), 0, Width - 1);
}
