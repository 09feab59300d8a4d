namespace Messaging.VendorSimulator.Journal;

/// <summary>One change of an order.</summary>
/// <param name="Value">
/// Polyv: the status. Fengchao: the tracking number. EM: a hash of the fields that were set, equal for equal fields.
/// </param>
/// <param name="Remark">EM: the <c>traderemark</c>. Null elsewhere.</param>
public readonly record struct Application(string Value, string? Remark = null);
