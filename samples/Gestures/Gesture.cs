namespace StaticNet.Samples.Gestures;

/// <summary>What a hand does while the accelerometer in it is read.</summary>
internal enum Gesture
{
    Rest,
    Clockwise,
    CounterClockwise,
    Shake,
    Thrust,
}
