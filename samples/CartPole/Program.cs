// A pole is balanced on a cart by policy gradient (REINFORCE): play, and make the actions that turned out better than usual likelier.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using StaticNet;
using StaticNet.Samples.CartPole;

const int EpisodesPerUpdate = 16, MaximumUpdates = 400, GoalUpdates = 6;
const double Goal = 475;
var policy = new Policy(seed: 1);
Trainer<Policy, Adam> trainer = policy.CreateTrainer(new Adam(learningRate: 0.01), EpisodesPerUpdate * CartPoleEnvironment.MaximumSteps);
var episodes = new Episodes(EpisodesPerUpdate);
var random = new Pcg32(seed: 1);
var returns = new List<double>();
long start = Stopwatch.GetTimestamp();
while (returns.Count < MaximumUpdates && (returns.Count < GoalUpdates || returns.TakeLast(GoalUpdates).Average() < Goal))
{
    double steps = episodes.Play(policy, ref random);
    returns.Add(steps);
    if (returns.Count % 10 == 1)
    {
        Console.WriteLine($"update {returns.Count,3}: {steps:F0} steps until the pole falls");
    }

    // Cross-entropy of an action is −log of its probability; weighted with the advantage, its gradient is the policy gradient.
    trainer.Step(episodes.States, episodes.Actions, episodes.Advantages);
}

double mean = returns.TakeLast(GoalUpdates).Average();
Console.WriteLine($"\nThe last {GoalUpdates * EpisodesPerUpdate} episodes: {mean:F1} of {CartPoleEnvironment.MaximumSteps} steps, after {returns.Count} updates and {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");

string folder = args.FirstOrDefault() ?? ".";
Directory.CreateDirectory(folder);
string picture = Path.Combine(folder, "returns.png");
Drawing.SaveReturns(returns, Goal, picture);
Console.WriteLine($"The growth of the returns: {picture}");

if (!Console.IsOutputRedirected && !Console.IsInputRedirected)
{
    Screen.Show(policy, ref random);
}

return mean >= Goal ? 0 : 1;

/// <summary>Position, velocity, angle and angular velocity in; the scores of a push to the left and to the right out.</summary>
[Mlp(4, 32, 2, Activation = Activation.Tanh)]
public partial class Policy;
