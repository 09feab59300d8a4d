using Messaging.Chaos.Orders;
using Messaging.Chaos.Service;
using Messaging.Chaos.Vendors;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Messaging.Testing;
using Messaging.Testing.Ledger;
using Messaging.VendorSimulator;
using Messaging.VendorSimulator.Faults;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>
/// Orders of an account that was not set up have failed, and are tried again in stages by two workers, one of which is
/// killed at each stage.
/// </summary>
public sealed class StagedRetryCrashTests(RabbitMqFixture rabbitMq, PostgresFixture postgres)
{
    private const int Count = 30;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private static readonly IReadOnlyList<VendorAccount> SetUp = VendorAccount.Several(1);
    private static readonly VendorAccount Late = new(VendorNames.Fengchao, "late");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_that_are_killed_at_each_stage_send_every_order_once_and_leave_no_stage_out()
    {
        var broker = await rabbitMq.CreateVirtualHostAsync();
        var address = new LedgerAddress("postgres", await postgres.CreateDatabaseAsync());
        await using var world = await VendorWorld.StartAsync([.. SetUp, Late]);
        await using var ledger = LedgerHost.Build(address.Provider, address.Connection, TimeProvider.System);
        await ledger.OpenAsync(Token);
        await FailAsync(broker, address, world, ledger);
        // So that workers die while calls are under way, too.
        world.Set(new FaultProfile { LatencyMin = TimeSpan.FromMilliseconds(300) });
        var (retry, _) = (await new StagedRetries(ledger, ledger, TimeProvider.System).StartAsync(
            new(VendorNames.Fengchao, "unknownAccount", Code: "", Account: null),
            liftDeadline: false,
            new("night-shift", "staged-retries.start", "fengchao unknownAccount", "it is set up now"),
            Token))!.Value;
        PrivateProgram[] workers =
        [
            Worker(ServiceSettings.For(broker, address, world.Address, [.. SetUp, Late])),
            Worker(ServiceSettings.For(broker, address, world.Address, [.. SetUp, Late])),
        ];
        try
        {
            await Task.WhenAll(workers.Select(worker => worker.StartAsync()));
            for (var stage = 1; stage <= 5; stage++)
            {
                await UntilAsync(ledger, retry, now => now.Progress.Stage >= stage, $"stage {stage} is sent");
                await workers[stage % 2].KillAsync();
                await workers[stage % 2].StartAsync();
            }

            await UntilAsync(ledger, retry, now => now.Status is StagedRetryStatus.Finished, "it has finished");
        }
        catch (TimeoutException e)
        {
            Assert.Fail($"{e.Message}{Environment.NewLine}{workers[0].OutputTail()}");
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }

        var finished = (await ledger.FindStagedRetryAsync(retry.Number, Token))!;
        Assert.Equal([1, 2, 5, 20, 2], finished.Progress.Stages.Select(stage => stage.Sent));
        Assert.Equal((Count, Count), (finished.Progress.Sent, finished.Progress.Succeeded));
        var shipped = world.Vendors.Fengchao.Journal.Entries();
        Assert.Equal(Count, shipped.Count());
        Assert.All(shipped, entry => Assert.Equal(1, entry.Applied));
        var totals = Assert.Single(await ledger.CountAsync(Token));
        Assert.Equal((2 * Count, Count, Count, 0), (totals.Received, totals.Succeeded, totals.Failed, totals.Drift));
    }

    private static async Task FailAsync(string broker, LedgerAddress address, VendorWorld world, ILedger ledger)
    {
        await using var worker = Worker(ServiceSettings.For(broker, address, world.Address, SetUp));
        await worker.StartAsync();
        await Queues.WaitAsync(broker, worker);
        await using var publisher = new OrderPublisher(broker);
        await publisher.PublishAsync(
            [
                .. Enumerable.Range(0, Count).Select(i => new OrderShipped
                {
                    EventId = Guid.NewGuid(),
                    OrderNo = $"F{i}",
                    OccurredAt = new(2026, 11, 11, 0, 0, 0, TimeSpan.FromHours(8)),
                    Account = Late.Name,
                    CarrierCode = "zhongtong",
                    TrackingNo = $"T{i}",
                }),
            ],
            TimeSpan.Zero);
        await Eventually.TrueAsync(
            async () => (await ledger.ListFailuresAsync(new(), after: null, limit: 100, Token)).Count == Count,
            "all have failed",
            Timeout);
        await worker.StopAsync();
    }

    private static PrivateProgram Worker(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new(typeof(CrashWorker).Assembly.Location, settings, CrashWorker.Verb);

    private static Task UntilAsync(ILedger ledger, StagedRetry retry, Func<StagedRetry, bool> holds, string what) =>
        Eventually.TrueAsync(
            async () => holds((await ledger.FindStagedRetryAsync(retry.Number, Token))!), what, Timeout);
}
