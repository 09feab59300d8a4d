using MassTransit;
using Messaging.Contracts;
using Messaging.Worker.Management;
using Messaging.Worker.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Messaging.Demo;

/// <summary>
/// Leaves the operators' page open, with something to see on it: orders, failures, a suspended account.
/// </summary>
internal static class DemoPage
{
    private const string User = "operator";
    private const int WaitingOrders = 25;

    /// <summary>Made anew for each demo, and shown.</summary>
    private static readonly string Secret = Password.Create();

    /// <summary>
    /// Everybody on this machine may look; one signs in to act. And an account that its vendor refuses.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string?>> CreateSettings() =>
    [
        new("Management:AnonymousReading", "true"),
        new($"Management:Users:{User}:PasswordHash", Password.Hash(Secret)),
        new($"Management:Users:{User}:Roles:0", nameof(ManagementRole.Operator)),
        new($"Management:Users:{User}:Roles:1", nameof(ManagementRole.PersonalData)),
        .. DemoAccount.Revoked.ToConfiguration(),
    ];

    /// <summary>Returns when it is told to end.</summary>
    public static async Task StayAsync(WebApplication host, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var time = host.Services.GetRequiredService<TimeProvider>();
        var bus = host.Services.GetRequiredService<IBus>();
        for (var i = 0; i < WaitingOrders; i++)
        {
            await bus.Publish(
                new OrderMarkedDelivering
                {
                    EventId = Guid.NewGuid(),
                    OrderNo = $"waiting-{i:D2}",
                    OccurredAt = time.GetUtcNow(),
                    Account = DemoAccount.Revoked.Name,
                },
                cancellationToken);
        }

        console.WriteLine($"The operators' page: {host.Urls.First()}{PagePaths.Prefix}");
        console.WriteLine($"To retry what failed, sign in as {User} with {Secret}. Ctrl+C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
