using Messaging.Worker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Messaging.Worker.Tests.Hosting;

/// <summary>The service on a free port, with a ledger that is deleted afterwards.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    private RunningWorker(DirectoryInfo folder, WebApplication app)
    {
        _folder = folder;
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<RunningWorker> StartAsync(params string[] changes) => StartAsync(paths: null, changes);

    public static async Task<RunningWorker> StartAsync(SettingsPaths? paths, params string[] changes)
    {
        var folder = Directory.CreateTempSubdirectory("messaging-worker-tests-");
        var builder = WorkerHost.CreateBuilder(paths);
        builder.Configuration.AddConfiguration(Settings.With(
            ["Urls=http://127.0.0.1:0", $"Ledger:ConnectionString=Data "
                + $"Source={folder.FullName}/ledger.db", "Logging:LogLevel:Default=None", .. changes]));
        var app = WorkerHost.Build(builder);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(folder, app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
