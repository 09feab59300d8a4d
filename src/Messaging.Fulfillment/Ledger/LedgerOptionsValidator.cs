using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Messaging.Fulfillment.Ledger;

/// <summary>Finds all errors of the ledger's settings at once, each with its path.</summary>
/// <param name="path">The section's path, as <c>Ledger</c>.</param>
internal sealed class LedgerOptionsValidator(string path) : IValidateOptions<LedgerOptions>
{
    public ValidateOptionsResult Validate(string? name, LedgerOptions options)
    {
        var errors = FindErrors(options).ToArray();
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> FindErrors(LedgerOptions options)
    {
        if (options.Provider is not (LedgerOptions.Sqlite or LedgerOptions.Postgres))
            yield return $"{path}:Provider is '{options.Provider}'; known are {LedgerOptions.Sqlite} and {LedgerOptions.Postgres}.";
        else if (FindConnectionError(options) is { } error)
            yield return $"{path}:ConnectionString {error}";

        string?[] ranges =
        [
            Range(nameof(options.LeaseDuration), options.LeaseDuration, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)),
            Range(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            Range(nameof(options.GiveUpAfter), options.GiveUpAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
            Range(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            Range(nameof(options.MaxRetryDelay), options.MaxRetryDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24)),
            Range(nameof(options.KeepPayloads), options.KeepPayloads, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)),
            Range(nameof(options.KeepEntries), options.KeepEntries, TimeSpan.FromDays(1), TimeSpan.FromDays(3650)),
        ];
        foreach (var range in ranges.OfType<string>())
            yield return range;

        if (options.MaxRetryDelay < options.RetryDelay)
            yield return $"{path}:MaxRetryDelay is {options.MaxRetryDelay}, shorter than {path}:RetryDelay, {options.RetryDelay}.";
        if (options.KeepEntries < options.KeepPayloads)
            yield return $"{path}:KeepEntries is {options.KeepEntries}, shorter than {path}:KeepPayloads, {options.KeepPayloads}.";
    }

    private string? Range(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? null : $"{path}:{name} is {value}; it must be from {least} to {most}.";

    /// <summary>The parsers' own messages may quote what they could not read, a password perhaps, and are not repeated.</summary>
    private static string? FindConnectionError(LedgerOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            return "is missing.";

        try
        {
            if (options.Provider is LedgerOptions.Sqlite)
            {
                var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
                return file.Length == 0 ? "names no file: Data Source=fulfillment.db" : null;
            }

            return new NpgsqlConnectionStringBuilder(options.ConnectionString).Host is null
                ? "names no server: Host=db;Database=fulfillment;Username=fulfillment;Password=…"
                : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            return $"cannot be read as one of {options.Provider}.";
        }
    }
}
