namespace Messaging.VendorSimulator.Journal;

/// <summary>One change of an order.</summary>
/// <param name="Value">
/// What was set, equal for equal changes. Polyv: the status. Fengchao: the tracking number. EM: a hash of the fields.
/// </param>
/// <param name="Remark">EM: the <c>traderemark</c>. Null elsewhere.</param>
public readonly record struct Application(string Value, string? Remark = null);
