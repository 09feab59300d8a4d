using System.Globalization;
using Messaging.Testing.Tls;
using Npgsql;

namespace Messaging.Testing;

/// <summary>
/// A PostgreSQL of the test's own, from Debian's package: a fresh cluster in a temporary folder, on a loopback port.
/// </summary>
public sealed class PostgresServer : PrivateServer
{
    private readonly string _programs;
    private readonly bool _fsync;

    private PostgresServer(string programs, bool fsync)
    {
        _programs = programs;
        _fsync = fsync;
    }

    /// <summary>Whether its data is on a small disk of its own, in memory, which a test can fill.</summary>
    public bool HasSmallDisk { get; private set; }

    /// <summary>Where its data is.</summary>
    public string DataFolder => Path.Combine(Folder, "data");

    /// <summary>Connects as superuser, without a password, to the database <c>postgres</c>.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres";

    private protected override string StopSignal => "INT";

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="fsync">
    /// False trades safety against power failure for speed; what is committed survives SIGKILL either way.
    /// </param>
    /// <param name="smallDisk">Asks for a small disk; only root gets one.</param>
    /// <exception cref="InvalidOperationException">
    /// PostgreSQL is not installed, or did not start; the message says why.
    /// </exception>
    public static async Task<PostgresServer> StartNewAsync(bool fsync = true, bool smallDisk = false)
    {
        var server = new PostgresServer(FindPrograms(), fsync);
        try
        {
            if (smallDisk && Environment.IsPrivilegedProcess)
                await server.MountAsync();
            if (Environment.IsPrivilegedProcess)
                await Command.RunAsync(["chown", "postgres:", server.Folder]);
            await Command.RunAsync([.. AsPostgres, $"{server._programs}/initdb",
                "--pgdata", server.DataFolder, "--username", "postgres",
                "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]);
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (HasSmallDisk)
        {
            await KillAsync();
            await Command.RunAsync(["umount", "--lazy", DataFolder]);
        }

        await base.DisposeAsync();
    }

    private async Task MountAsync()
    {
        Directory.CreateDirectory(DataFolder);
        await Command.RunAsync(["mount", "-t", "tmpfs", "-o", "size=600m,mode=700", "tmpfs", DataFolder]);
        await Command.RunAsync(["chown", "postgres:", DataFolder]);
        HasSmallDisk = true;
    }

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public Task<string> CreateDatabaseAsync() => CreateDatabaseAsync(ConnectionString);

    /// <summary>Restarts it with TLS and this certificate.</summary>
    /// <param name="certificate">What it shows.</param>
    public async Task UseTlsAsync(TestCertificate certificate)
    {
        string[] owner = Environment.IsPrivilegedProcess ? ["--owner=postgres"] : [];
        foreach (var (file, name) in new[] { (certificate.CertificateFile, "tls"), (certificate.KeyFile, "tls-key") })
            await Command.RunAsync(["install", .. owner, "--mode=600", file, Path.Combine(DataFolder, name)]);
        await File.AppendAllTextAsync(
            Path.Combine(DataFolder, "postgresql.conf"), "ssl = on\nssl_cert_file = tls\nssl_key_file = 'tls-key'\n");
        await RestartAsync();
    }

    internal static async Task<string> CreateDatabaseAsync(string connectionString)
    {
        var name = $"test_{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(Unpooled(connectionString));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        // A database's name cannot be a parameter; this one is made of hexadecimal digits, just above.
#pragma warning disable CA2100
        command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
    }

    // The server refuses to run as root.
    private static string[] AsPostgres =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    private protected override ServerProcess Launch() => ServerProcess.Start(Folder,
    [
        .. AsPostgres, $"{_programs}/postgres", "-D", DataFolder, "-p", Port.ToString(CultureInfo.InvariantCulture),
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200",
        "-c", _fsync ? "fsync=on" : "fsync=off",
    ]);

    private protected override async Task<bool> AnswersAsync()
    {
        await using var connection = new NpgsqlConnection(Unpooled(ConnectionString));
        try
        {
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private static string FindPrograms()
    {
        const string installed = "/usr/lib/postgresql";
        var versions = Directory.Exists(installed) ? Directory.GetDirectories(installed) : [];
        return versions
            .Where(folder => File.Exists($"{folder}/bin/initdb") && File.Exists($"{folder}/bin/postgres"))
            .MaxBy(folder => int.TryParse(
                Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            is { } newest
            ? $"{newest}/bin"
            : throw new InvalidOperationException($"PostgreSQL is not in {installed}: apt-get install postgresql");
    }
}
