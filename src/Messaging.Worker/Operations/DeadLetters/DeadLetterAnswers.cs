namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>How many messages were put aside, by queue; queues that do not exist are left out.</summary>
internal sealed record DeadLetterCounts(IReadOnlyList<DeadLetterCount> Queues);

/// <param name="Queue">The queue.</param>
/// <param name="Messages">Messages in it that nobody holds at the moment.</param>
internal sealed record DeadLetterCount(string Queue, uint Messages);

/// <param name="Queue">The queue.</param>
/// <param name="Total">How many are in it; more than there are below where <c>limit</c> ended the list.</param>
/// <param name="Messages">The messages, the oldest first.</param>
internal sealed record DeadLetterList(string Queue, uint Total, IReadOnlyList<DeadLetter> Messages);

/// <summary>What is to be done, and why.</summary>
/// <param name="Ids">The messages' ids, up to 1,000; or none with <paramref name="All"/>.</param>
/// <param name="All">Every message in the queue, up to 10,000 at a time.</param>
/// <param name="Why">The reason, for the audit log: 1 to 200 characters.</param>
internal sealed record DeadLetterRequest(IReadOnlyList<string>? Ids, bool All, string? Why);

/// <param name="Done">How many messages it was done to.</param>
/// <param name="Total">How many were in the queue before.</param>
/// <param name="Stopped">Why it ended early; null where it did not. What was not done is where it was.</param>
internal sealed record DeadLetterOutcome(int Done, uint Total, string? Stopped);
