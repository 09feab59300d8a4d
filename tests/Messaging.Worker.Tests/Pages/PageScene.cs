using MassTransit;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Management;
using Messaging.Worker.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Pages;

/// <summary>A worker with people who sign in, and browsers of theirs.</summary>
internal sealed class PageScene : IAsyncDisposable
{
    public const string Secret = "correct horse battery staple";

    /// <summary>Made once: it is slow on purpose.</summary>
    private static readonly string Hash = Password.Hash(Secret);

    private readonly List<Browser> _browsers = [];

    private PageScene(RunningWorker worker) => Worker = worker;

    public RunningWorker Worker { get; }

    public static string[] Users { get; } =
    [
        .. User("reader", Hash, "Reader"),
        .. User("operator", Hash, "Operator"),
        .. User("curious", Hash, "Reader", "PersonalData"),
    ];

    public static async Task<PageScene> StartAsync(params string[] changes) =>
        new(await RunningWorker.StartAsync([.. Users, "Ledger:PollInterval=00:00:00.1", .. changes]));

    public static IEnumerable<string> User(string name, string hash, params string[] roles) =>
        roles.Select((role, i) => $"Management:Users:{name}:Roles:{i}={role}")
            .Prepend($"Management:Users:{name}:PasswordHash={hash}");

    public Browser Open(string language = "en")
    {
        var browser = new Browser(Worker.Client.BaseAddress!, language);
        _browsers.Add(browser);
        return browser;
    }

    public async Task<Browser> SignInAsync(string name, string language = "en")
    {
        var browser = Open(language);
        Assert.Equal("/ui", (await browser.SignInAsync(name, Secret)).Location);
        return browser;
    }

    /// <summary>An order without a carrier, which fails at once.</summary>
    public async Task<FailedOrder> FailAsync(string orderNo, string? account = null)
    {
        var eventId = Guid.NewGuid();
        await Worker.Services.GetRequiredService<IBus>().Publish(
            new OrderShipped
            {
                EventId = eventId,
                OrderNo = orderNo,
                OccurredAt = DateTimeOffset.UnixEpoch,
                Account = account,
                TrackingNo = "JD1",
            },
            TestContext.Current.CancellationToken);
        FailedOrder? found = null;
        await Eventually.TrueAsync(
            async () => (found = (await ListFailuresAsync()).FirstOrDefault(one => one.EventId == eventId)) is not null,
            $"{orderNo} has failed");
        return found!;
    }

    /// <summary>An order of the account main that can be sent.</summary>
    public Task ShipAsync(string orderNo) => Worker.Services.GetRequiredService<IBus>().Publish(
        new OrderShipped
        {
            EventId = Guid.NewGuid(),
            OrderNo = orderNo,
            OccurredAt = DateTimeOffset.UnixEpoch,
            Account = "main",
            CarrierCode = "jd",
            TrackingNo = "JD1",
        },
        TestContext.Current.CancellationToken);

    /// <summary>An order that was sent once and waits until 2099; the vendor's words have a text in them.</summary>
    public async Task DeferAsync(string orderNo, string text)
    {
        var ledger = Worker.Services.GetRequiredService<ILedger>();
        var order = new OrderEntry
        {
            EventId = Guid.NewGuid(),
            EventType = nameof(OrderShipped),
            Vendor = "fengchao",
            Account = "main",
            OrderNo = orderNo,
            OccurredAt = DateTimeOffset.UnixEpoch,
            ReceivedAt = TimeProvider.System.GetUtcNow(),
            Payload = "{}",
        };
        await ledger.ClaimAsync([order], new ClaimTerms(true, []), TestContext.Current.CancellationToken);
        var call = new SentCall
        {
            Id = Guid.CreateVersion7(),
            Began = order.ReceivedAt,
            Duration = TimeSpan.FromSeconds(1),
            Orders = 100,
            Outcome = "unknown",
            RequestId = $"r-{text}",
        };
        var due = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await ledger.SettleAsync(
            [
                new Settlement.Deferred(
                    new(order.EventId, 1), 1, due, InDoubt: true, Alone: false, $"c-{text}", $"m-{text}")
                {
                    Calls = [call],
                },
            ],
            TestContext.Current.CancellationToken);
    }

    public Task<IReadOnlyList<FailedOrder>> ListFailuresAsync() =>
        Worker.Services.GetRequiredService<IFailures>().ListFailuresAsync(
            new FailureFilter(), after: null, limit: 100, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _browsers.ForEach(browser => browser.Dispose());
        await Worker.DisposeAsync();
    }
}
