using System.Net;
using Messaging.Testing;
using Messaging.Testing.Tls;
using Messaging.Worker.Tests.Commands;
using Npgsql;

namespace Messaging.Worker.Tests.Hosting;

/// <summary>The settings that the configuration reference gives for TLS to PostgreSQL do what it says.</summary>
[Collection(EnvironmentVariable.Collection)]
public sealed class DatabaseTlsTests(DatabaseTlsTests.Database database)
    : IClassFixture<DatabaseTlsTests.Database>, IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _unknown = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("good", true)]
    [InlineData("self-signed", false)]
    [InlineData("expired", false)]
    [InlineData("of an unknown authority", false)]
    [InlineData("of another name", false)]
    public async Task Only_a_good_certificate_is_accepted_and_a_stranger_hears_nothing(string name, bool isAccepted)
    {
        var certificate = name switch
        {
            "good" => _authority.Issue(),
            "self-signed" => _authority.MakeSelfSigned(),
            "expired" => _authority.IssueExpired(),
            "of an unknown authority" => _unknown.Issue(),
            _ => _authority.Issue("another.example"),
        };
        await database.Server.UseTlsAsync(certificate);
        await using var stranger = new StrangerServer(certificate, asPostgres: true);

        Assert.Equal(isAccepted, await ConnectsAsync(database.Server.Port));
        await ConnectsAsync(stranger.Port);
        Assert.Equal(isAccepted, await stranger.Heard.WaitAsync(TimeSpan.FromSeconds(10), Cancellation) > 0);
    }

    [Fact]
    public async Task A_worker_opens_its_ledger_over_a_verified_connection()
    {
        await database.Server.UseTlsAsync(_authority.Issue());
        await using var worker = await RunningWorker.StartAsync(Ledger(database.Server.Port));

        await Eventually.TrueAsync(
            async () => await AskAsync(worker) == HttpStatusCode.OK, "the worker is ready", TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_worker_whose_database_is_a_stranger_stays_unready_and_says_nothing_to_him()
    {
        await using var stranger = new StrangerServer(_unknown.Issue(), asPostgres: true);
        await using var worker = await RunningWorker.StartAsync(Ledger(stranger.Port));

        Assert.Equal(0, await stranger.Heard.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(worker));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _unknown.Dispose();
    }

    private string[] Ledger(int port) =>
        ["Ledger:Provider=postgres", $"Ledger:ConnectionString={ConnectionString(port)}"];

    private string ConnectionString(int port) =>
        FormattableString.Invariant($"Host=127.0.0.1;Port={port};Username=postgres;Password=secret;")
            + $"SSL Mode=VerifyFull;Root Certificate={_authority.CaFile}";

    private async Task<bool> ConnectsAsync(int port)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString(port)};Pooling=false");
        try
        {
            await connection.OpenAsync(Cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> AskAsync(RunningWorker worker)
    {
        using var response = await worker.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancellation);
        return response.StatusCode;
    }

    public sealed class Database : IAsyncLifetime
    {
        public PostgresServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await PostgresServer.StartNewAsync(fsync: false);

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
