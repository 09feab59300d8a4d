namespace Messaging.Demo;

/// <summary>What to show.</summary>
/// <param name="Orders">Order events of each kind.</param>
/// <param name="Seed">Chooses orders and faults.</param>
/// <param name="Faults">How the vendors misbehave.</param>
/// <param name="Stay">Whether the operators' page stays open afterwards.</param>
internal sealed record DemoSettings(int Orders, int Seed, FaultLevel Faults, bool Stay);
