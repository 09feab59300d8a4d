using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch.Limiting;

public class FailureStreakTests
{
    /// <summary>
    /// Calls in a row, each as kind and orders; whether they are an outage of 3, a suspicion confirmed.
    /// </summary>
    public static TheoryData<string, bool, bool> Cases => new()
    {
        { "", false, false },
        { "Unknown A, Unknown B", false, false },
        { "Unknown A, Unknown B, Unknown C", true, false },
        // What one order can explain is not the account's fault, however often it happens.
        { "Unknown A, Unknown A, Unknown A, Unknown A, Unknown A", false, false },
        { "Unknown ABC, Unknown AB, Unknown A, Unknown A", false, false },
        { "Unknown ABC, Unknown AB, Unknown C", true, false },
        { "Unexplained A, Unexplained A, Unexplained A", false, false },
        { "Unexplained A, Unexplained B, Unexplained A", true, false },
        // No order makes a connection impossible.
        { "NotSent A, NotSent A, NotSent A", true, false },
        { "Unknown A, Unknown A, NotSent A", true, false },
        { "AccountSuspected A, AccountSuspected B", false, false },
        { "AccountSuspected A, AccountSuspected A, AccountSuspected A", false, false },
        { "AccountSuspected A, AccountSuspected A, AccountSuspected B", true, true },
        { "AccountSuspected AB, AccountSuspected CD, AccountSuspected EF", true, true },
        { "AccountSuspected A, AccountSuspected B, Unknown C, AccountSuspected D", true, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Calls_in_a_row_tell_of_the_account_what_no_single_order_explains(
        string calls, bool isOutage, bool confirmsSuspicion)
    {
        var streak = new FailureStreak();
        foreach (var call in calls.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var (kind, orders) = (call.Split(' ')[0], call.Split(' ')[1]);
            streak.Add(
                new CallFault(Enum.Parse<CallFaultKind>(kind), "x", "no"), orders.Select(order => $"{order}"));
        }

        Assert.Equal((isOutage, confirmsSuspicion), (streak.IsOutage(3), streak.ConfirmsSuspicion));
    }

    [Fact]
    public void A_call_that_went_well_ends_it()
    {
        var streak = new FailureStreak();
        foreach (var order in new[] { "A", "B", "C" })
            streak.Add(new CallFault(CallFaultKind.AccountSuspected, "x", "no"), [order]);

        streak.Clear();

        Assert.Equal((false, false), (streak.IsOutage(1), streak.ConfirmsSuspicion));
    }
}
