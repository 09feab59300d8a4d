using System.Runtime.InteropServices;
using Messaging.Fulfillment.Results;

namespace Messaging.Fulfillment.Dispatch.Calls;

/// <summary>An order that a call left out.</summary>
/// <param name="Order">The order.</param>
/// <param name="Reason">Why it was left out.</param>
/// <param name="Failure">What it is answered with, where it is not to be sent at all; else null.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UnsentOrder(InFlightEntry Order, UnsentReason Reason, Failure? Failure = null);
