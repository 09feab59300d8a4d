using System.Text;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Time.Testing;

namespace Messaging.Fulfillment.Tests.Vendors;

/// <summary>
/// Over real sockets on the loopback: the tests are about how the platform reports their failures.
/// </summary>
public sealed class VendorHttpTests
{
    private const int Orders = 3;
    private const int MaxAnswerBytes = 1024;
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_complete_answer_is_handed_to_the_reader_whatever_its_status()
    {
        await using var server = RawServer.Answering("HTTP/1.1 418 Teapot\r\nContent-Length: 5\r\n\r\nwords");
        HttpReply? seen = null;

        await Send(server.Url, reply =>
        {
            seen = reply;
            return VendorAnswer.PerOrder([]);
        });

        Assert.Equal(418, (int)seen!.Value.Status);
        Assert.Equal("words", Encoding.UTF8.GetString(seen.Value.Body.Span));
        Assert.Null(seen.Value.RetryAfter);
    }

    [Fact]
    public async Task A_refused_connection_sent_nothing()
    {
        var url = RawServer.ClosedPort();

        AssertFault(CallFaultKind.NotSent, await Send(url));
    }

    [Fact]
    public async Task An_unknown_host_was_sent_nothing() =>
        AssertFault(CallFaultKind.NotSent, await Send(new Uri("http://vendor.invalid/")));

    [Fact]
    public async Task A_server_that_does_not_speak_TLS_was_sent_nothing()
    {
        await using var server =
            RawServer.Answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", readRequest: false);

        AssertFault(CallFaultKind.NotSent, await Send(new UriBuilder(server.Url) { Scheme = "https" }.Uri));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 20")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"code\":2")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"code\":2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a chunk")]
    [InlineData("220 mail.example.com ESMTP\r\n")]
    public async Task A_connection_lost_after_the_request_leaves_the_outcome_unknown(string bytesBefore)
    {
        foreach (var reset in new[] { false, true })
        {
            await using var server = RawServer.Answering(bytesBefore, reset);

            AssertFault(CallFaultKind.Unknown, await Send(server.Url));
        }
    }

    [Theory]
    [InlineData(MaxAnswerBytes, true)]
    [InlineData(MaxAnswerBytes + 1, false)]
    [InlineData(100_000, false)]
    public async Task A_body_over_the_limit_is_not_read(int length, bool isRead)
    {
        var body = new string('x', length);
        foreach (var answer in new[]
        {
            $"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}",
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n",
        })
        {
            await using var server = RawServer.Answering(answer);

            var got = await Send(
                server.Url, reply => VendorAnswer.PerOrder([new OrderOutcome.Succeeded()], $"{reply.Body.Length}"));

            if (isRead)
                Assert.Equal($"{length}", got.RequestId);
            else
                AssertFault(CallFaultKind.Unknown, got);
        }
    }

    [Theory]
    [InlineData("Retry-After: 120", 120)]
    [InlineData("Retry-After: 0", null)] // No delay: the backoff decides.
    [InlineData("Retry-After: 99999999", 600)] // Three years are not believed.
    [InlineData("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", 600)]
    [InlineData("Retry-After: Wed, 11 Nov 2026 00:00:30 GMT", 30)]
    [InlineData("Retry-After: Tue, 10 Nov 2026 00:00:00 GMT", null)] // A date that has passed.
    [InlineData("Retry-After: soon", null)]
    [InlineData("X-Nothing: 1", null)]
    public async Task Retry_After_is_read_as_a_delay(string header, int? seconds)
    {
        await using var server =
            RawServer.Answering($"HTTP/1.1 429 Slow Down\r\n{header}\r\nContent-Length: 0\r\n\r\n");

        var answer = await Send(server.Url, reply => VendorAnswer.WholeCall(reply.FaultByStatus(""), Orders));

        Assert.Equal(CallFaultKind.RateLimited, answer.Fault?.Kind);
        Assert.Equal(seconds, (int?)answer.Fault?.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Cancelling_ends_the_attempt()
    {
        await using var server = RawServer.Silent();
        using var cancellation = new CancellationTokenSource();
        var call = Send(server.Url, cancellationToken: cancellation.Token);
        await server.RequestRead;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_in_time_sent_nothing()
    {
        using var clients = new Clients(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
            ConnectCallback = async (_, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                throw new InvalidOperationException("Unreachable.");
            },
        });

        AssertFault(CallFaultKind.NotSent, await Send(new Uri("http://localhost/"), clients: clients));
    }

    private static void AssertFault(CallFaultKind expected, VendorAnswer answer)
    {
        Assert.Equal(expected, answer.Fault?.Kind);
        Assert.Equal(Orders, answer.Outcomes.Count);
        Assert.All(answer.Outcomes, outcome => Assert.Equal(answer.Fault!.ToOutcome(1), outcome));
    }

    private static async Task<VendorAnswer> Send(
        Uri url, Func<HttpReply, VendorAnswer>? read =
            null, Clients? clients = null, CancellationToken cancellationToken = default)
    {
        using var own = clients ?? new Clients(new SocketsHttpHandler());
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent("orders") };
        read ??= _ => throw new InvalidOperationException("There is nothing to read.");
        return await new VendorHttp(own, Time).SendAsync(
            "vendor", request, Orders, MaxAnswerBytes, read, cancellationToken);
    }

    private sealed class Clients(SocketsHttpHandler handler) : IHttpClientFactory, IDisposable
    {
        public HttpClient CreateClient(string name) => new(handler, disposeHandler: false);

        public void Dispose() => handler.Dispose();
    }
}
