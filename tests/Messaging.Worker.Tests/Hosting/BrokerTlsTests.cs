using System.Net;
using Messaging.Testing;
using Messaging.Testing.Tls;
using Messaging.Worker.Commands.Checks;
using Messaging.Worker.Hosting;
using Messaging.Worker.Tests.Commands;
using Microsoft.Extensions.Configuration;

namespace Messaging.Worker.Tests.Hosting;

/// <summary>Whom the worker and <c>check</c> take for their broker.</summary>
[Collection(EnvironmentVariable.Collection)]
public sealed class BrokerTlsTests(BrokerTlsTests.Broker broker) : IClassFixture<BrokerTlsTests.Broker>, IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _unknown = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What the broker shows, and what is said of it; nothing where it is accepted.</summary>
    public static TheoryData<string, string> Certificates => new()
    {
        { "good", "" },
        { "self-signed", "UntrustedRoot" },
        { "expired", "NotTimeValid" },
        { "of an unknown authority", "PartialChain" },
        { "of another name", "not valid for the name 127.0.0.1" },
    };

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task Check_logs_in_only_where_the_certificate_is_good(string certificate, string fault)
    {
        var port = await broker.Server.ListenWithTlsAsync(Make(certificate));

        var finding = await CheckAsync(port);

        Assert.Equal(fault.Length == 0, finding.State == FindingState.Ok);
        Assert.Contains(fault, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task A_worker_says_nothing_to_a_stranger(string certificate, string fault)
    {
        await using var stranger = new StrangerServer(Make(certificate));
        await using var worker = await RunningWorker.StartAsync(Trusting(stranger.Port));

        var heard = await stranger.Heard.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.Equal(fault.Length == 0, heard > 0);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(worker));
    }

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task Without_a_file_the_machine_s_authorities_count_and_none_of_these_is_one(
        string certificate, string fault)
    {
        _ = fault;
        await using var stranger = new StrangerServer(Make(certificate));
        await using var worker = await RunningWorker.StartAsync(
            "Bus:Transport=rabbitmq", "Bus:RabbitMq:UseTls=true", $"Bus:RabbitMq:Port={stranger.Port}");

        Assert.Equal(0, await stranger.Heard.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
    }

    [Fact]
    public async Task A_worker_works_with_a_broker_whose_certificate_is_good()
    {
        var port = await broker.Server.ListenWithTlsAsync(_authority.Issue());
        await using var worker = await RunningWorker.StartAsync(Trusting(port));

        await UntilReadyAsync(worker);
    }

    [Fact]
    public async Task The_name_in_the_certificate_can_be_another_than_the_host_s()
    {
        var port = await broker.Server.ListenWithTlsAsync(_authority.Issue("broker.internal"));
        await using var worker =
            await RunningWorker.StartAsync([.. Trusting(port), "Bus:RabbitMq:Tls:ServerName=broker.internal"]);

        await UntilReadyAsync(worker);
    }

    [Fact]
    public async Task A_broker_that_asks_for_a_certificate_is_shown_one()
    {
        var port = await broker.Server.ListenWithTlsAsync(_authority.Issue(), clientCaFile: _authority.CaFile);
        var own = _authority.Issue("worker.internal");
        string[] certificate =
        [
            $"Bus:RabbitMq:Tls:CertificateFile={own.CertificateFile}", $"Bus:RabbitMq:Tls:KeyFile={own.KeyFile}",
        ];

        Assert.Equal(FindingState.Problem, (await CheckAsync(port)).State);
        Assert.Equal(FindingState.Ok, (await CheckAsync(port, certificate)).State);
        await using var worker = await RunningWorker.StartAsync([.. Trusting(port), .. certificate]);
        await UntilReadyAsync(worker);
    }

    [Fact]
    public async Task A_certificate_that_was_renewed_is_used_without_a_restart()
    {
        var port = await broker.Server.ListenWithTlsAsync(_authority.Issue(), clientCaFile: _authority.CaFile);
        var own = _unknown.Issue("worker.internal");
        await using var worker = await RunningWorker.StartAsync(
            [.. Trusting(port), $"Bus:RabbitMq:Tls:CertificateFile={own.CertificateFile}",
                $"Bus:RabbitMq:Tls:KeyFile={own.KeyFile}"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(worker));

        var renewed = _authority.Issue("worker.internal");
        File.Copy(renewed.CertificateFile, own.CertificateFile, overwrite: true);
        File.Copy(renewed.KeyFile, own.KeyFile, overwrite: true);

        await UntilReadyAsync(worker);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _unknown.Dispose();
    }

    private TestCertificate Make(string certificate) => certificate switch
    {
        "good" => _authority.Issue(),
        "self-signed" => _authority.MakeSelfSigned(),
        "expired" => _authority.IssueExpired(),
        "of an unknown authority" => _unknown.Issue(),
        _ => _authority.Issue("another.example"),
    };

    private string[] Trusting(int port) =>
    [
        "Bus:Transport=rabbitmq", "Bus:RabbitMq:UseTls=true", $"Bus:RabbitMq:Port={port}",
        $"Bus:RabbitMq:Tls:CaFile={_authority.CaFile}",
    ];

    private async Task<Finding> CheckAsync(int port, params string[] changes)
    {
        var bus = Settings.With([.. Trusting(port), .. changes]).GetSection("Bus").Get<BusOptions>()!;
        return Assert.Single(await BrokerCheck.RunAsync(bus, Cancellation));
    }

    private static Task UntilReadyAsync(RunningWorker worker) => Eventually.TrueAsync(
        async () => await AskAsync(worker) == HttpStatusCode.OK, "the worker is ready", TimeSpan.FromMinutes(1));

    private static async Task<HttpStatusCode> AskAsync(RunningWorker worker)
    {
        using var response = await worker.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancellation);
        return response.StatusCode;
    }

    public sealed class Broker : IAsyncLifetime
    {
        public RabbitMqServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await RabbitMqServer.StartNewAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
