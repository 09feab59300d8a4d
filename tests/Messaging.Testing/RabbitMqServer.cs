using System.Globalization;
using System.Text.RegularExpressions;
using Messaging.Testing.Tls;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Testing;

/// <summary>
/// A RabbitMQ of the test's own, from Debian's package: data, node name, port mapper, cookie, plug-ins and
/// configuration are private, every port is a loopback port. Starting takes about ten seconds of one core, so share one
/// where the test does not kill it.
/// </summary>
public sealed partial class RabbitMqServer : PrivateServer
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string Cookie = "messaging";

    private readonly int _distributionPort = FreePort.Next();
    private readonly int _portMapperPort;
    private readonly ServerProcess? _portMapper;
    private readonly SemaphoreSlim _evaluating = new(1, 1);

    private RabbitMqServer(RabbitMqServer? companion)
    {
        var cookie = Path.Combine(Folder, ".erlang.cookie");
        File.WriteAllText(cookie, Cookie);
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
        File.WriteAllText(Path.Combine(Folder, "enabled_plugins"), "[].");
        LinkCore(Directory.CreateDirectory(Path.Combine(Folder, "plugins")).FullName);
        // Nodes that are to find each other ask the same mapper.
        _portMapperPort = companion?._portMapperPort ?? FreePort.Next();
        if (companion is null)
        {
            _portMapper =
                ServerProcess.Start(Folder, ["epmd", "-address", "127.0.0.1", "-port", Text(_portMapperPort)]);
        }
    }

    /// <summary>Connects as guest to the virtual host <c>/</c>.</summary>
    public string ConnectionString => $"amqp://guest:guest@127.0.0.1:{Port}/";

    private protected override string StopSignal => "TERM";

    private string NodeName => $"messaging-{Port}@localhost";

    /// <summary>Starts a new, empty broker.</summary>
    /// <exception cref="InvalidOperationException">
    /// RabbitMQ is not installed, or did not start; the message says why.
    /// </exception>
    public static Task<RabbitMqServer> StartNewAsync() => StartNewAsync(companion: null);

    /// <summary>Starts a new broker that can join the cluster of another, which has to outlive it.</summary>
    internal static async Task<RabbitMqServer> StartNewAsync(RabbitMqServer? companion)
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException($"RabbitMQ is not at {Program}: apt-get install rabbitmq-server");

        var server = new RabbitMqServer(companion);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes this node one of another's cluster; what it held before is gone.</summary>
    internal async Task JoinAsync(RabbitMqServer other)
    {
        var answer = await EvaluateAsync(
            $"ok = rabbit:stop(), ok = rabbit_mnesia:join_cluster('{other.NodeName}', disc), ok = rabbit:start().");
        if (!answer.Contains("{ok, ok}", StringComparison.Ordinal))
            throw new InvalidOperationException($"{NodeName} did not join {other.NodeName}: {answer}");
    }

    /// <summary>
    /// Has the broker write down which queues, exchanges and bindings were declared. By itself it does so seconds
    /// later, and a crash before that loses a new queue with all that was confirmed to be in it: ask for this before a
    /// <see cref="PrivateServer.KillAsync"/>.
    /// </summary>
    public async Task SaveDeclarationsAsync()
    {
        var answer = await EvaluateAsync("mnesia:sync_log().");
        if (!answer.Contains("{ok, ok}", StringComparison.Ordinal))
            throw new InvalidOperationException($"The declarations were not saved: {answer}");
    }

    /// <summary>Listens on one more loopback port, until it stops, with TLS and this certificate.</summary>
    /// <param name="certificate">What the broker shows.</param>
    /// <param name="clientCaFile">The authority of the clients; null where they need no certificate.</param>
    /// <returns>The port.</returns>
    public async Task<int> ListenWithTlsAsync(TestCertificate certificate, string? clientCaFile = null)
    {
        var port = FreePort.Next();
        var clients = clientCaFile is null
            ? "{verify, verify_none}"
            : $$"""{cacertfile, "{{clientCaFile}}"}, {verify, verify_peer}, {fail_if_no_peer_cert, true}""";
        var answer = await EvaluateAsync($$"""
            {ok, _} = application:ensure_all_started(ssl),
            rabbit_networking:start_ssl_listener(
              {"127.0.0.1", {{Text(port)}}},
              [{certfile, "{{certificate.CertificateFile}}"}, {keyfile, "{{certificate.KeyFile}}"}, {{clients}}], 1).
            """);
        return answer.Contains("{ok, ok}", StringComparison.Ordinal)
            ? port
            : throw new InvalidOperationException($"There is no listener on port {port}: {answer}");
    }

    /// <summary>Evaluates Erlang in the broker: the quick way to all that rabbitmqctl can do.</summary>
    /// <returns>The value as Erlang prints it: <c>{ok, …}</c> or <c>{error, …}</c>.</returns>
    public async Task<string> EvaluateAsync(string expressions)
    {
        // Two at once would use the same node name, and the broker would refuse one of them.
        await _evaluating.WaitAsync();
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await Command.RunAsync(
                        ["erl_call", "-address", $"127.0.0.1:{_distributionPort}", "-c", Cookie,
                            "-timeout", "30", "-e"],
                        expressions
                            + "\n");
                }
                catch (InvalidOperationException e) when (
                    attempt < 10 && e.Message.Contains("failed to connect", StringComparison.Ordinal))
                {
                    // A node that has not yet forgotten the last caller by this name turns the next one away, before
                    // anything is evaluated.
                    await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
                }
            }
        }
        finally
        {
            _evaluating.Release();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_portMapper is not null)
            await _portMapper.DisposeAsync();
        _evaluating.Dispose();
        await base.DisposeAsync();
    }

    private protected override ServerProcess Launch() =>
        ServerProcess.Start(Folder, [Program], new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOME"] = Folder,
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = Text(_portMapperPort),
            ["RABBITMQ_NODENAME"] = NodeName,
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(Port),
            ["RABBITMQ_DIST_PORT"] = Text(_distributionPort),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(Folder, "none"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Folder, "none"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(Folder, "none"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "enabled_plugins"),
            ["RABBITMQ_PLUGINS_DIR"] = Path.Combine(Folder, "plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(Folder, "log"),
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_PID_FILE"] = Path.Combine(Folder, "pid"),
            // Two schedulers that do not spin, and none of the gigabytes of free disk that the broker asks for by
            // default.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
            "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1} -rabbit "
                + "disk_free_limit 1000000",
        });

    private protected override async Task<bool> AnswersAsync()
    {
        try
        {
            var factory = new ConnectionFactory { Uri = new Uri(ConnectionString) };
            await using var connection = await factory.CreateConnectionAsync();
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    // The broker reads the modules of every plug-in it finds, enabled or not, which takes seconds: let it find its core
    // only.
    private static void LinkCore(string plugins)
    {
        var home = Path.Combine(
            Path.GetDirectoryName(File.ResolveLinkTarget(Program, returnFinalTarget: true)!.FullName)!,
            "..",
            "plugins");
        var entries = Directory.EnumerateFileSystemEntries(Path.GetFullPath(home));
        foreach (var core in entries.Where(path => CoreName().IsMatch(Path.GetFileName(path))))
            Directory.CreateSymbolicLink(Path.Combine(plugins, Path.GetFileName(core)), core);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(rabbit|rabbitmq_prelaunch)-\d", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CoreName();
}
