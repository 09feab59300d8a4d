using System.Runtime.InteropServices;

namespace Messaging.Fulfillment.Telemetry;

/// <summary>What the gauges show of an account.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="IsSuspended">Whether no call but a probe leaves for it.</param>
/// <param name="IsHeld">Whether an operator holds it.</param>
/// <param name="Waiting">Orders that wait here for a call.</param>
/// <param name="CallsInFlight">Calls in flight.</param>
/// <param name="CallsAllowed">Calls that may be in flight.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AccountGauges(
    string Account, bool IsSuspended, bool IsHeld, int Waiting, int CallsInFlight, int CallsAllowed);
