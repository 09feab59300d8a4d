using System.Runtime.InteropServices;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Results;

namespace Messaging.Fulfillment.Dispatch.Settling;

/// <summary>What is recorded of an order, and the result to publish where it is final.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Decision(Settlement Settlement, ResultEvent? Result);
