namespace Messaging.Fulfillment.Ledger;

/// <summary>
/// What befell an order event before the call that settled it: a call of which nothing final came, a wait, or the end
/// of the worker that had it. One that is settled by its first call has none.
/// </summary>
public sealed record OrderStep
{
    /// <summary>As many of an event's first steps are kept as are here; between them and the last is a gap.</summary>
    public const int FirstKept = 3;

    /// <summary>As many of an event's last steps are kept.</summary>
    public const int LastKept = 20;

    private const int LongestCode = 100;
    private const int LongestMessage = 200;

    /// <summary>Its place among the event's steps, from 1; the ledger counts.</summary>
    public int Number { get; init; }

    /// <summary>When it was recorded, which for a call is after its answer.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The call; null where none left, or its record is not kept any longer.</summary>
    public SentCall? Call { get; init; }

    /// <summary>
    /// The worker that had the event and is gone, empty where its name is not known; null where none went.
    /// </summary>
    public string? LostWorker { get; init; }

    /// <summary>Whether a call may have done it by then. Default: false.</summary>
    public bool InDoubt { get; init; }

    /// <summary>
    /// The vendor's last code for this order, up to 100 characters; null where there was none, and once the event's
    /// content is dropped.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>
    /// Why it had to wait, up to 200 characters; null where it did not, and once the event's content is dropped.
    /// </summary>
    public string? Message { get; init; }

    /// <summary>Until when it had to wait; null where it went on at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether a settlement adds to an event's steps; mostly it does not, and is asked no more.</summary>
    internal static bool IsIn(Settlement settlement) => settlement.Calls.Count > 1 || settlement is Settlement.Deferred;

    /// <summary>What a settlement adds to an event's steps.</summary>
    internal static IEnumerable<OrderStep> From(Settlement settlement, DateTimeOffset now)
    {
        var calls = settlement.Calls;
        for (var i = 0; i < calls.Count - 1; i++)
            yield return new() { At = now, Call = calls[i] };
        if (settlement is Settlement.Deferred deferred)
        {
            yield return new()
            {
                At = now,
                Call = settlement.LastCall,
                InDoubt = deferred.InDoubt,
                Code = LedgerText.Shorten(deferred.Code, LongestCode),
                Message = LedgerText.Shorten(deferred.Message, LongestMessage),
                DueAt = deferred.DueAt,
            };
        }
    }
}
