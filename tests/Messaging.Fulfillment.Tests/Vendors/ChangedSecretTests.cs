using System.Net;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Vendors;

/// <summary>While a secret is being changed a vendor takes the new one, the one before it, both or neither.</summary>
public sealed class ChangedSecretTests
{
    private readonly AccountOptions _account = new() { AppId = "app", AppSecret = "new", PreviousAppSecret = "old" };
    private readonly List<string> _signed = [];
    private readonly VendorHttp _http;
    private string _taken = "";
    private HttpStatusCode _answer = HttpStatusCode.OK;

    public ChangedSecretTests() => _http = new VendorHttp(new StubHandler(_ => new(Answer())), TimeProvider.System);

    [Theory]
    [InlineData("new", null, "new")]
    [InlineData("new", "old", "new")]
    [InlineData("old", "old", "new old")]
    [InlineData("both", "old", "new")]
    [InlineData("neither", "old", "new old")]
    [InlineData("neither", null, "new")]
    [InlineData("neither", "", "new")]
    public async Task The_new_one_is_tried_first(string taken, string? previous, string secrets)
    {
        _account.PreviousAppSecret = previous;

        var answer = await CallAsync(taken);

        Assert.Equal(secrets, string.Join(' ', _signed));
        Assert.Equal(taken is "neither" ? CallFaultKind.Account : null, answer.Fault?.Kind);
    }

    [Fact]
    public async Task The_one_that_was_taken_is_used_until_it_is_refused()
    {
        foreach (var taken in new[] { "old", "old", "both", "new", "new", "old" })
            Assert.Null((await CallAsync(taken)).Fault);

        Assert.Equal("new old, old, old, old new, new, new old", SignedByCall());
    }

    [Fact]
    public async Task Where_neither_is_taken_it_is_the_fault_of_the_new_one()
    {
        await CallAsync("old");

        Assert.Equal("refused new", (await CallAsync("neither")).Fault?.Message);
        Assert.Equal("new old, old new", SignedByCall());
    }

    [Fact]
    public async Task The_one_after_next_is_another_change()
    {
        await CallAsync("old");
        (_account.PreviousAppSecret, _account.AppSecret) = ("new", "newest");

        Assert.Null((await CallAsync("newest")).Fault);

        Assert.Equal("new old, newest", SignedByCall());
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, CallFaultKind.Unknown)]
    [InlineData(HttpStatusCode.TooManyRequests, CallFaultKind.RateLimited)]
    public async Task What_came_of_the_call_that_was_taken_counts(HttpStatusCode answer, CallFaultKind kind)
    {
        _answer = answer;

        Assert.Equal(kind, (await CallAsync("old")).Fault?.Kind);
    }

    private Task<VendorAnswer> CallAsync(string taken)
    {
        _taken = taken;
        if (_signed.Count > 0)
            _signed.Add(",");
        return _http.SendAsync(
            "vendor",
            _account,
            account =>
            {
                Assert.Equal("app", account.AppId);
                _signed.Add(account.AppSecret);
                return new HttpRequestMessage(HttpMethod.Post, "http://vendor");
            },
            orders: 1,
            maxAnswerBytes: 1024,
            reply => reply.Status switch
            {
                HttpStatusCode.OK => VendorAnswer.PerOrder([new OrderOutcome.Succeeded()]),
                HttpStatusCode.Unauthorized => VendorAnswer.WholeCall(
                    new(CallFaultKind.Account, null, $"refused {_signed[^1]}"), orders: 1),
                _ => VendorAnswer.WholeCall(reply.FaultByStatus(""), orders: 1),
            },
            TestContext.Current.CancellationToken);
    }

    private string SignedByCall() => string.Join(' ', _signed).Replace(" ,", ",", StringComparison.Ordinal);

    private HttpStatusCode Answer() =>
        _taken is "both" || _taken.Equals(_signed[^1], StringComparison.Ordinal)
            ? _answer
            : HttpStatusCode.Unauthorized;
}
