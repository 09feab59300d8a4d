namespace Messaging.Demo;

/// <summary>What to show.</summary>
/// <param name="Orders">Order events of each kind.</param>
/// <param name="Seed">Chooses orders and faults.</param>
/// <param name="Faults">How the vendors misbehave.</param>
internal sealed record DemoSettings(int Orders, int Seed, FaultLevel Faults);
