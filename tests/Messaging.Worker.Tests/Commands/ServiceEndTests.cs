using System.Net;
using System.Net.Sockets;
using Messaging.Testing;
using Messaging.Worker.Commands;
using Messaging.Worker.Hosting;
using Messaging.Worker.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Worker.Tests.Commands;

/// <summary>What a process that cannot go on leaves behind: an exit code, and a sentence.</summary>
[Collection(EnvironmentVariable.Collection)]
public sealed class ServiceEndTests : ILoggerProvider, ILogger, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-worker-tests-");
    private readonly List<string> _traces = [];

    [Fact]
    public async Task A_port_that_is_taken_ends_it_with_a_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (code, error) = await RunAsync([$"Urls=http://{taken.LocalEndpoint}"]);

        Assert.Equal(1, code);
        Assert.StartsWith("The service cannot run: Failed to bind to address", error, StringComparison.Ordinal);
        Assert.Empty(_traces);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_opened_ends_it_with_a_sentence()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "ledger.db"), "no database, whatever it is called");

        var (code, error) = await RunAsync([]);

        Assert.Equal(1, code);
        Assert.Contains("ledger.db cannot be opened", error, StringComparison.Ordinal);
        Assert.Empty(_traces);
    }

    [Fact]
    public async Task A_database_that_turns_out_wrong_when_it_comes_up_later_ends_it_too()
    {
        await using var database = await PostgresServer.StartNewAsync(fsync: false);
        await database.StopAsync();

        var running = RunAsync(
            ["Ledger:Provider=postgres", $"Ledger:ConnectionString={database.ConnectionString};Database=nowhere"],
            starting: host => host.ApplicationStarted.Register(() => _ = database.StartAsync()));
        var (code, error) = await running.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Contains("database \"nowhere\" does not exist", error, StringComparison.Ordinal);
        Assert.Empty(_traces);
    }

    [Fact]
    public async Task A_service_that_fails_ends_the_process_with_a_code()
    {
        var (code, error) = await RunAsync([], services => services.AddHostedService<FailingService>());

        Assert.Equal(1, code);
        Assert.Equal($"The service ended by a fault of FailingService: It broke.{Environment.NewLine}", error);
        Assert.Single(_traces); // Nobody has explained this one.
    }

    [Fact]
    public async Task A_stop_that_was_asked_for_is_a_success()
    {
        var (code, error) = await RunAsync(
            [], starting: host => host.ApplicationStarted.Register(host.StopApplication));

        Assert.Equal(0, code);
        Assert.Empty(error);
    }

    [Fact]
    public async Task What_had_started_is_stopped_though_it_was_told_to_stop_before_all_had()
    {
        SlowService? slow = null;

        var (code, error) = await RunAsync(
            [],
            services => services.AddHostedService(
                provider => slow = new(provider.GetRequiredService<IHostApplicationLifetime>())));

        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.True(slow!.WasStopped);
    }

    private async Task<(int Code, string Error)> RunAsync(
        string[] changes,
        Action<IServiceCollection>? others = null,
        Action<IHostApplicationLifetime>? starting = null)
    {
        var builder = WorkerHost.CreateBuilder();
        builder.Configuration.AddConfiguration(Settings.With([
            "Urls=http://127.0.0.1:0",
            $"Ledger:ConnectionString=Data Source={_folder.FullName}/ledger.db",
            .. changes]));
        builder.Logging.ClearProviders().AddProvider(this);
        others?.Invoke(builder.Services);
        await using var app = WorkerHost.Build(builder);
        starting?.Invoke(app.Lifetime);
        using var error = new StringWriter();
        return (await ServiceCommand.RunAsync(app, error, TestContext.Current.CancellationToken), error.ToString());
    }

    public void Dispose()
    {
        if (_folder.Exists)
            _folder.Delete(recursive: true);
        _folder.Refresh();
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_traces)
        {
            if (exception is not null && logLevel >= LogLevel.Information)
                _traces.Add($"{formatter(state, exception)} {exception}");
        }
    }

    private sealed class SlowService(IHostApplicationLifetime host) : IHostedService
    {
        public bool WasStopped { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            host.StopApplication();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            WasStopped = true;
            return Task.CompletedTask;
        }
    }

    private sealed class FailingService(IHostApplicationLifetime host) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource();
            await using var registration = host.ApplicationStarted.Register(started.SetResult);
            await started.Task;
            throw new InvalidOperationException("It broke.");
        }
    }
}
