using System.Net;
using System.Text;
using Messaging.Contracts;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Xunit;

namespace Messaging.Fulfillment.Testing.Vendors;

/// <summary>What holds for every adapter, whatever its vendor sends. One subclass per vendor.</summary>
/// <typeparam name="TEvent">The order event that the vendor handles.</typeparam>
public abstract class VendorAdapterContract<TEvent>
    where TEvent : class, IOrderEvent
{
    /// <summary>The secret of the account; it may show only in the signature's digest.</summary>
    protected const string Secret = "s3cret-that-must-not-travel";

    private static readonly string[] OrderNos = ["4948795729456854758", "B-2", "C 3+&=%/?#\"\\中"];

    /// <summary>
    /// The adapter, with an account that is named <see cref="Account"/> and signs with <see cref="Secret"/>.
    /// </summary>
    /// <param name="clients">The clients to call with, as in <c>new VendorHttp(clients, time)</c>.</param>
    /// <param name="time">The clock.</param>
    protected abstract IVendorAdapter<TEvent> CreateAdapter(IHttpClientFactory clients, TimeProvider time);

    /// <summary>The account that <see cref="CreateAdapter"/> configures with <see cref="Secret"/>.</summary>
    protected abstract string Account { get; }

    /// <summary>How many orders one call carries, up to three.</summary>
    protected abstract int OrdersPerCall { get; }

    /// <summary>An order that breaks no rule of the vendor.</summary>
    /// <param name="orderNo">Its number.</param>
    protected abstract TEvent CreateOrder(string orderNo);

    [Theory]
    [MemberData(nameof(JunkBodies.WithEveryStatus), MemberType = typeof(JunkBodies))]
    public async Task Junk_brings_one_outcome_per_order_and_never_success(int status, string body)
    {
        var stub = new StubHandler(_ => StubHandler.Reply((HttpStatusCode)status, JunkBodies.Get(body)));

        var answer = await Call(stub);

        Assert.Equal(OrdersPerCall, answer.Outcomes.Count);
        Assert.All(answer.Outcomes, outcome => Assert.IsNotType<OrderOutcome.Succeeded>(outcome));
        AssertSecretIsNowhere(stub, answer);
    }

    [Theory]
    [MemberData(nameof(JunkBodies.All), MemberType = typeof(JunkBodies))]
    public async Task After_junk_with_status_200_each_order_may_have_been_done(string body)
    {
        var answer = await Call(new StubHandler(_ => StubHandler.Reply(HttpStatusCode.OK, JunkBodies.Get(body))));

        Assert.All(answer.Outcomes, outcome => Assert.IsType<OrderOutcome.Unknown>(outcome));
    }

    [Fact]
    public async Task A_lost_connection_brings_one_outcome_per_order()
    {
        var answer = await Call(new StubHandler(_ => throw new HttpRequestException("lost")));

        Assert.Equal(OrdersPerCall, answer.Outcomes.Count);
        Assert.Equal(CallFaultKind.Unknown, answer.Fault?.Kind);
    }

    [Fact]
    public async Task A_cancelled_call_throws_and_sends_nothing()
    {
        var stub = new StubHandler(_ => StubHandler.Reply(HttpStatusCode.OK, []));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Call(stub, cancellationToken: new CancellationToken(canceled: true)));

        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_a_call_that_waits_for_its_answer()
    {
        using var cancellation = new CancellationTokenSource();
        var stub = new StubHandler(async (_, token) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException("Unreachable.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Call(stub, cancellationToken: cancellation.Token));
    }

    [Fact]
    public async Task A_reply_that_repeats_the_request_does_not_bring_the_secret_into_the_outcome()
    {
        var stub = new StubHandler(request =>
            StubHandler.Reply(HttpStatusCode.BadRequest, Encoding.UTF8.GetBytes($"{request.Uri} {request.Body}")));

        AssertSecretIsNowhere(stub, await Call(stub));
    }

    [Fact]
    public async Task An_account_that_is_not_configured_is_a_fault_of_the_account_and_nothing_is_sent()
    {
        var stub = new StubHandler(_ => StubHandler.Reply(HttpStatusCode.OK, []));

        var answer = await Call(stub, account: "nobody");

        Assert.Equal(CallFaultKind.Account, answer.Fault?.Kind);
        Assert.Equal(OrdersPerCall, answer.Outcomes.Count);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public void A_sound_order_breaks_no_rule() =>
        Assert.Empty(Adapter(new StubHandler(_ => null!)).FindViolations(CreateOrder("A1")));

    private IVendorAdapter<TEvent> Adapter(StubHandler stub) => CreateAdapter(stub, TimeProvider.System);

    private Task<VendorAnswer> Call(
        StubHandler stub, string? account = null, CancellationToken cancellationToken = default)
    {
        var orders = OrderNos.Take(OrdersPerCall).Select(
            orderNo => new VendorOrder<TEvent>(CreateOrder(orderNo), InDoubt: false));
        return Adapter(stub).CallAsync(new(account ?? Account, orders.ToArray()), cancellationToken);
    }

    private static void AssertSecretIsNowhere(StubHandler stub, VendorAnswer answer)
    {
        Assert.NotEmpty(stub.Requests);
        Assert.All(
            stub.Requests, request => Assert.DoesNotContain(Secret, request.ToString(), StringComparison.Ordinal));
        Assert.All(
            answer.Outcomes, outcome => Assert.DoesNotContain(Secret, outcome.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, answer.ToString(), StringComparison.Ordinal);
    }
}
