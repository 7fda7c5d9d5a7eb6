using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Components;
using StaticNet.Samples.Playground.Browser;
using StaticNet.Samples.Playground.Components;
using StaticNet.Samples.Playground.Data;
using StaticNet.Samples.Playground.Training;

namespace StaticNet.Samples.Playground;

/// <summary>The page: the network in training, and the loop that trains a little between two frames.</summary>
public sealed partial class App : ComponentBase
{
    private const double TrainingMilliseconds = 8;
    private const double MapMilliseconds = 5;
    private const double FiguresMilliseconds = 150;

    private Settings _settings = new();
    private PointSet _points = new();
    private PointSet _heldBack = new();
    private ITrainingSession _session = null!;
    private bool _isTraining;
    private int _run;
    private string _status = "";
    private long _goalReachedAt;

    private BoundaryMap _map = null!;
    private Components.Progress _progress = null!;
    private WeightPictures _weights = null!;
    private FourSteps _steps = null!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        MakePoints();
        StartSession();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            ShowAll();
        }
    }

    private void MakePoints()
    {
        _points = _settings.CreatePoints();
        _heldBack = _settings.CreateHeldBackPoints();
    }

    private void StartSession()
    {
        _session = _settings.Start(_points);
        _goalReachedAt = 0;
        _status = _points.Count == 0 ? "No points yet: draw some of both classes." : "Untrained.";
    }

    private void Change(Settings settings)
    {
        Settings before = _settings;
        _settings = settings;
        if (settings == before with { LearningRate = settings.LearningRate, UpdatesPerFrame = settings.UpdatesPerFrame })
        {
            _session.LearningRate = settings.LearningRate;
            return;
        }

        if (settings.Data != before.Data || settings.Seed != before.Seed)
        {
            MakePoints();
        }

        Restart();
    }

    private void Try(Settings settings)
    {
        _settings = settings with { UpdatesPerFrame = _settings.UpdatesPerFrame, Seed = _settings.Seed };
        MakePoints();
        Restart();
    }

    private void Restart()
    {
        _isTraining = false;
        _run++;
        StartSession();
        _steps.Clear();
        _progress.Clear();
        StateHasChanged();
        ShowAll();
    }

    private async Task ToggleAsync()
    {
        if (_isTraining)
        {
            _isTraining = false;
            return;
        }

        // Paused and started again within a frame, there would be two loops: only the latest goes on.
        int run = ++_run;
        _isTraining = true;
        _status = "Training.";
        _steps.Clear();
        ITrainingSession session = _session;
        long lastFigures = 0, updatesThen = session.UpdateCount;
        while (_isTraining && run == _run)
        {
            if (!TrainForOneFrame(session))
            {
                _isTraining = false;
                break;
            }

            _map.Advance(session, MapMilliseconds);
            double sinceFigures = Stopwatch.GetElapsedTime(lastFigures).TotalMilliseconds;
            if (lastFigures == 0 || sinceFigures >= FiguresMilliseconds)
            {
                ShowFigures(lastFigures == 0 ? 0 : (session.UpdateCount - updatesThen) / sinceFigures * 1000);
                (lastFigures, updatesThen) = (Stopwatch.GetTimestamp(), session.UpdateCount);
            }

            await Canvas.NextFrameAsync();
        }

        if (run == _run)
        {
            ShowAll();
            _status = double.IsFinite(_progress.LastLoss)
                ? $"Paused after {Text.Whole(session.UpdateCount)} updates: {Judgment()}"
                : $"The loss is no longer a number after {Text.Whole(session.UpdateCount)} updates: choose a smaller learning rate, then Reset.";
            StateHasChanged();
        }
    }

    /// <summary>As many updates as the speed asks for, or as fit between two frames; false where the numbers have overflowed.</summary>
    private bool TrainForOneFrame(ITrainingSession session)
    {
        long start = Stopwatch.GetTimestamp();
        int updates = 0;
        do
        {
            float loss = session.Update();
            _progress.AddLoss(session, loss);
            if (!float.IsFinite(loss))
            {
                return false;
            }
        }
        while (++updates < _settings.UpdatesPerFrame && Stopwatch.GetElapsedTime(start).TotalMilliseconds < TrainingMilliseconds);
        return true;
    }

    private void StepOnce()
    {
        StepInNumbers step = _session.UpdateInNumbers();
        _progress.AddLoss(_session, step.Loss);
        _steps.Show(step);
        ShowAll();
        _status = $"Update {Text.Whole(step.Number)}: loss {Text.Exact(step.Loss)} on {step.Count} points. Its four steps are below.";
    }

    private void DrawPoint((double X, double Y, int Label) point)
    {
        if (_points.Draw((float)point.X, (float)point.Y, point.Label))
        {
            _status = $"{_points.Count} points, {_points.DrawnCount} of them drawn.";
            _map.ShowPoints(_points, _heldBack);
        }
        else
        {
            _status = $"No more than {PointSet.MaxCount} points.";
        }
    }

    private void ClearPoints()
    {
        _points.ClearDrawn();
        if (_points.Count == 0)
        {
            Restart(); // nothing is left to train on
            return;
        }

        _status = $"{_points.Count} points.";
        ShowAll();
    }

    private string Judgment() => _heldBack.Count > 0
        ? $"{Text.Percent(_progress.HeldBackScore.Accuracy)} of the points held back are right."
        : $"{Text.Percent(_progress.TrainedScore.Accuracy)} of the points are right.";

    private void ShowAll()
    {
        _map.ShowPoints(_points, _heldBack);
        _map.Show(_session);
        ShowFigures(0);
    }

    private void ShowFigures(double updatesPerSecond)
    {
        Score trained = _session.Evaluate(_points), heldBack = _session.Evaluate(_heldBack);
        _progress.Judge(trained, heldBack);
        if (_goalReachedAt == 0 && heldBack.Accuracy >= Settings.Goal && _session.UpdateCount > 0)
        {
            _goalReachedAt = _session.UpdateCount;
            _status = $"Goal reached by update {Text.Whole(_goalReachedAt)}: {Judgment()}";
            StateHasChanged();
        }

        _progress.Show(_session, updatesPerSecond, _goalReachedAt);
        _weights.Show(_session);
    }
}
