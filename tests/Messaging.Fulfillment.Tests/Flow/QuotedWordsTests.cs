using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;
using Messaging.Fulfillment.Vendors.Polyv;
using Messaging.Testing.Service;

namespace Messaging.Fulfillment.Tests.Flow;

/// <summary>
/// Vendors that quote orders made of the words by which their answers are classified: bad ones that are refused, among
/// good ones that are to be done in their usual time.
/// </summary>
public class QuotedWordsTests
{
    private const int Good = 600;
    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("-UNKNOWN", true)]
    [InlineData("-UNKNOWN", false)]
    [InlineData("-POISON", true)]
    public Task Polyv(string mark, bool bunched) => RunAsync(
        new PolyvOptions().BuiltInClassification,
        mark,
        bunched,
        (orderNo, _) => Events.Delivering(orderNo));

    [Theory]
    [InlineData("-UNKNOWN", true)]
    [InlineData("-UNKNOWN", false)]
    [InlineData("-POISON", true)]
    public Task Fengchao(string mark, bool bunched) => RunAsync(
        new FengchaoOptions().BuiltInClassification,
        mark,
        bunched,
        (orderNo, word) => Events.Shipped(orderNo) with
        {
            CarrierCode = word,
            CarrierName = word,
            TrackingNo = word,
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Em(bool bunched) => RunAsync(
        new EmOptions().BuiltInClassification,
        "-UNKNOWN",
        bunched,
        (orderNo, word) => Events.Modified(orderNo, remark: word) with
        {
            ReceiverName = word,
            ReceiverMobile = word,
            LogisticsRemark = word,
            LogisticsContact = word,
        });

    private static async Task RunAsync<TEvent>(
        IReadOnlyList<ClassificationRule> rules, string mark, bool bunched, Func<string, string, TEvent> create)
        where TEvent : class, IOrderEvent
    {
        // Every word of every rule, in an order's number and in all else that it says.
        string[] words = [.. rules.SelectMany(GetWords).Distinct(StringComparer.Ordinal)];
        var bad = Math.Max(60, words.Length);
        await using var world = await SimulatedWorld.StartAsync();
        foreach (var vendor in new[] { world.Vendors.Polyv, world.Vendors.Fengchao, world.Vendors.Em })
            vendor.Faults = new() { QuotesCalls = true, PoisonedOrders = true };
        var events = Enumerable.Range(0, bad)
            .Select(i => create($"{words[i % words.Length]}{mark}-{i}", words[i % words.Length]))
            .Concat(Enumerable.Range(0, Good).Select(i => create($"G{i}", "as agreed")))
            .ToList();
        if (!bunched)
            new Random(7).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events));
        var clock = Stopwatch.StartNew();

        foreach (var e in events)
            await world.Bus.Publish(e);
        await Eventually.TrueAsync(
            () => world.Results.Count(received => received.Result is FulfillmentSucceeded) >= Good,
            "the good orders are done");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, UsualTime);

        var results = await world.ResultsAsync(Good + bad);
        Assert.All(
            results,
            received => Assert.Equal(
                received.Result.OrderNo.StartsWith('G'), received.Result is FulfillmentSucceeded));
        Assert.All(
            results.Select(received => received.Result).OfType<FulfillmentFailed>(),
            failed => Assert.Equal(FailureReason.RejectedByVendor, failed.Reason));
    }

    private static IEnumerable<string> GetWords(ClassificationRule rule)
    {
        if (rule.Text is { } text)
        {
            yield return text;
            yield return $"DE{text.ToUpperInvariant()}";
        }

        if (rule.Code is { } code)
        {
            yield return code;
            yield return $"isv.business-failed:{code}";
        }
    }
}
