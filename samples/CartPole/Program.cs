// A pole is balanced on a cart by an actor and a critic in one network: play, and make the actions likelier that turned out better than the critic expected.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using StaticNet;
using StaticNet.Samples.CartPole;

const int EpisodesPerUpdate = 16, MaximumUpdates = 400, GoalUpdates = 6;
const double Goal = 475;
var agent = new Agent(seed: 1);
Trainer<Agent, Adam> trainer = agent.CreateTrainer(new Adam(learningRate: 0.02), EpisodesPerUpdate * CartPoleEnvironment.MaximumSteps);
var episodes = new Episodes(EpisodesPerUpdate);
var random = new Pcg32(seed: 1);
var returns = new List<double>();
long start = Stopwatch.GetTimestamp();
while (returns.Count < MaximumUpdates && (returns.Count < GoalUpdates || returns.TakeLast(GoalUpdates).Average() < Goal))
{
    double steps = episodes.Play(agent, ref random);
    returns.Add(steps);
    if (returns.Count % 10 == 1)
    {
        Console.WriteLine($"update {returns.Count,3}: {steps:F0} steps until the pole falls");
    }

    trainer.Step(episodes.States, episodes.Targets, new ActorCriticLoss());
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
    Screen.Show(agent, ref random);
}

return mean >= Goal ? 0 : 1;

/// <summary>
/// Position, velocity, angle and angular velocity in; out come the scores of a push to the left and to the right, and the value: how long the pole will stand, as a share of
/// the largest discounted return.
/// </summary>
[Sequential(4), Linear(32), Tanh, Head("policy", 2, Loss = Loss.CrossEntropy), Head("value", 1)]
public partial class Agent;
