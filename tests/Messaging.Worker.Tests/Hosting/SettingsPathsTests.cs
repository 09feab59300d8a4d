using System.Diagnostics;
using System.Net;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Testing;
using Messaging.Worker.Hosting;
using Messaging.Worker.Tests.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Tests.Hosting;

[Collection(EnvironmentVariable.Collection)]
public sealed class SettingsPathsTests : IDisposable
{
    private const string Secret = "Vendors__Em__Accounts__file__AppSecret";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-worker-tests-");

    private string SettingsFile => Path.Combine(_folder.FullName, ".settings.json");

    private string Secrets => Path.Combine(_folder.FullName, "secrets");

    [Fact]
    public void Secrets_go_before_the_file_and_the_environment_goes_before_both()
    {
        File.WriteAllText(SettingsFile, """{ "Test": { "A": "file", "B": "file", "C": "file" } }""");
        Directory.CreateDirectory(Secrets);
        File.WriteAllText(Path.Combine(Secrets, "Test__B"), "secret\n");
        File.WriteAllText(Path.Combine(Secrets, "Test__C"), "secret\n");
        using var variable = new EnvironmentVariable("Test__C", "environment");

        var settings = WorkerHost.CreateBuilder(new(SettingsFile, Secrets)).Configuration;

        Assert.Equal(("file", "secret", "environment"), (settings["Test:A"], settings["Test:B"], settings["Test:C"]));
        Assert.Equal("sqlite", settings["Ledger:Provider"]);
    }

    [Theory]
    [InlineData("--settings")]
    [InlineData("--secrets")]
    public async Task A_path_that_does_not_exist_is_an_error(string option)
    {
        var run = await Cli.RunAsync(option, "/nowhere/messaging");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("/nowhere/messaging does not exist.", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.RunAsync("check", option, "/nowhere/messaging")).ExitCode);
    }

    [Theory]
    [InlineData("MESSAGING_SETTINGS")]
    [InlineData("MESSAGING_SECRETS")]
    public async Task A_path_can_stand_in_the_environment(string variable)
    {
        using var path = new EnvironmentVariable(variable, "/nowhere/messaging");

        Assert.Contains("/nowhere/messaging does not exist.", (await Cli.RunAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_JSON_is_an_error()
    {
        File.WriteAllText(SettingsFile, "{");

        var run = await Cli.RunAsync("check", "--settings", SettingsFile);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("The configuration cannot be read: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_Kubernetes_exchanges_is_followed()
    {
        MountSecret("first");
        await using var worker = await RunningWorker.StartAsync(new SettingsPaths(File: null, Secrets));
        var em = worker.Services.GetRequiredService<IOptionsMonitor<EmOptions>>();
        Assert.Equal("first", em.CurrentValue.Accounts["file"].AppSecret);

        MountSecret("second");

        await Eventually.TrueAsync(
            () => em.CurrentValue.Accounts["file"].AppSecret is "second", "the secret is followed");
    }

    [Fact]
    public async Task A_file_that_is_changed_is_followed_but_not_into_nonsense()
    {
        File.WriteAllText(SettingsFile, """{ "Vendors": { "Em": { "CallsPerSecond": 7 } } }""");
        await using var worker = await RunningWorker.StartAsync(new SettingsPaths(SettingsFile, SecretsFolder: null));
        var em = worker.Services.GetRequiredService<IOptionsMonitor<EmOptions>>();
        var file = ((IConfigurationBuilder)worker.Services.GetRequiredService<IConfiguration>())
            .Sources.OfType<SettingsFile>().Single();
        var refused = new TaskCompletionSource<string>();
        file.Refused = reason => refused.TrySetResult(reason);
        Assert.Equal(7, em.CurrentValue.CallsPerSecond);

        Replace("""{ "Vendors": { "Em": { "CallsPerSecond": 8, } """);
        Assert.NotEmpty(await refused.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(7, em.CurrentValue.CallsPerSecond);

        Replace("""{ "Vendors": { "Em": { "CallsPerSecond": 9 } } }""");
        await Eventually.TrueAsync(() => em.CurrentValue.CallsPerSecond is 9, "the file is followed");
    }

    [Fact]
    public async Task A_broker_s_password_that_is_changed_counts_from_the_next_connection_on()
    {
        await using var broker = await RabbitMqServer.StartNewAsync();
        await EvaluateAsync(
            broker,
            """
            ok = rabbit_auth_backend_internal:add_user(<<"worker">>, <<"first">>, <<"tests">>),
            rabbit_auth_backend_internal:set_permissions(
              <<"worker">>, <<"/">>, <<".*">>, <<".*">>, <<".*">>, <<"tests">>).
            """);
        Directory.CreateDirectory(Secrets);
        var password = Path.Combine(Secrets, "Bus__RabbitMq__Password");
        File.WriteAllText(password, "first");
        await using var worker = await RunningWorker.StartAsync(
            new SettingsPaths(File: null, Secrets),
            "Bus:Transport=rabbitmq", $"Bus:RabbitMq:Port={broker.Port}", "Bus:RabbitMq:Username=worker");
        await UntilReadyAsync(worker);
        var bus = worker.Services.GetRequiredService<IOptionsMonitor<BusOptions>>();

        File.WriteAllText(password, "second");
        await Eventually.TrueAsync(() => bus.CurrentValue.RabbitMq.Password is "second", "the file is followed");
        await EvaluateAsync(
            broker,
            """
            ok = rabbit_auth_backend_internal:change_password(<<"worker">>, <<"second">>, <<"tests">>),
            lists:foreach(
              fun(Connection) -> rabbit_networking:close_connection(Connection, "tests") end,
              rabbit_networking:connections()).
            """);
        await Eventually.TrueAsync(
            async () => await AskAsync(worker) != HttpStatusCode.OK, "the connection is lost", TimeSpan.FromMinutes(1));

        await UntilReadyAsync(worker);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>
    /// A folder for each version, a link to the newest that is exchanged at once, and links through it.
    /// </summary>
    private void MountSecret(string secret)
    {
        var version = Directory.CreateDirectory(Path.Combine(Secrets, $"..{secret}"));
        File.WriteAllText(Path.Combine(version.FullName, Secret), secret);
        File.WriteAllText(Path.Combine(version.FullName, "Vendors__Em__Accounts__file__AppId"), "app");
        var next = Path.Combine(Secrets, "..data_tmp");
        File.CreateSymbolicLink(next, version.Name);
        // .NET would follow the link to its folder.
        using (var exchange = Process.Start("mv", ["-T", next, Path.Combine(Secrets, "..data")]))
            exchange.WaitForExit();
        foreach (var file in version.GetFiles())
        {
            var link = Path.Combine(Secrets, file.Name);
            if (!Path.Exists(link))
                File.CreateSymbolicLink(link, $"..data/{file.Name}");
        }
    }

    /// <summary>As an editor does it: a new file takes the old one's place.</summary>
    private void Replace(string content)
    {
        File.WriteAllText(SettingsFile + ".new", content);
        File.Move(SettingsFile + ".new", SettingsFile, overwrite: true);
    }

    private static async Task EvaluateAsync(RabbitMqServer broker, string expressions) =>
        Assert.Contains("{ok, ok}", await broker.EvaluateAsync(expressions), StringComparison.Ordinal);

    private static Task UntilReadyAsync(RunningWorker worker) => Eventually.TrueAsync(
        async () => await AskAsync(worker) == HttpStatusCode.OK, "the worker is ready", TimeSpan.FromMinutes(1));

    private static async Task<HttpStatusCode> AskAsync(RunningWorker worker)
    {
        using var response = await worker.Client.GetAsync(
            new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
