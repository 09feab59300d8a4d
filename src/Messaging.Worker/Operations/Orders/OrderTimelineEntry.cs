namespace Messaging.Worker.Operations.Orders;

/// <summary>One thing that befell an order event.</summary>
/// <param name="At">When.</param>
/// <param name="What">
/// <c>occurred</c>, <c>received</c>, <c>call</c>, <c>wait</c>, <c>workerLost</c>, <c>notKept</c> (calls of which no
/// record is kept), <c>settled</c>, <c>published</c>, <c>retried</c> or <c>operator</c>.
/// </param>
/// <param name="Text">The same in a sentence.</param>
/// <param name="Until">Of a wait, until when.</param>
/// <param name="Event">The other event: that which tries this one again.</param>
/// <param name="Call">Of a call, what is known of it.</param>
internal sealed record OrderTimelineEntry(
    DateTimeOffset At,
    string What,
    string Text,
    DateTimeOffset? Until = null,
    Guid? Event = null,
    OrderCallAnswer? Call = null);

/// <summary>A vendor call in which an order was sent.</summary>
/// <param name="Worker">The worker that made it.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Orders">How many orders it carried, this one included.</param>
/// <param name="Outcome"><c>answered</c> for each order, or why it failed as a whole, as <c>rateLimited</c>.</param>
/// <param name="Code">The vendor's code for that, where it is fit to be shown.</param>
/// <param name="RequestId">The vendor's id of the call.</param>
internal sealed record OrderCallAnswer(
    string Worker, long Milliseconds, int Orders, string Outcome, string? Code, string? RequestId);
