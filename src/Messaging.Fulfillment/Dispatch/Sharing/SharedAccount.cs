using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Dispatch.Sharing;

/// <summary>What all workers know of an account; times are the ledger's.</summary>
internal sealed record SharedAccount
{
    /// <summary>When the next call would leave if calls left evenly. A burst lets calls leave ahead of it.</summary>
    public DateTimeOffset NextCall { get; init; }

    /// <summary>
    /// How many calls may be in flight in all workers, learned from the vendor's answers; null: as many as configured.
    /// </summary>
    public double? Concurrency { get; init; }

    /// <summary>Why no call leaves; null while calls do.</summary>
    public Suspension? Suspension { get; init; }

    /// <summary>Counts the changes of <see cref="Suspension"/>.</summary>
    public long Version { get; init; }

    /// <summary>What each worker has of it.</summary>
    public IReadOnlyList<WorkerShare> Workers { get; init; } = [];

    /// <summary>Whether it can be worked with: one record is not to stop the accounts beside it.</summary>
    private bool IsSound =>
        Workers?.All(share => share is { Worker: not null }) == true
        && (Suspension is null || (Enum.IsDefined(Suspension.Cause) && Suspension.Reason is not null));

    /// <summary>
    /// Reads a record. One that cannot be read, or worked with, counts as new: it is about the next seconds, and
    /// stopping an account for it would cost more than what it says.
    /// </summary>
    public static SharedAccount From(AccountRecord? record)
    {
        try
        {
            return record is not null
                && JsonSerializer.Deserialize(record.State, SharedAccountJson.Default.SharedAccount) is
                { IsSound: true } account
                ? account
                : new();
        }
        catch (JsonException)
        {
            return new();
        }
    }

    public AccountRecord ToRecord() => new(
        JsonSerializer.Serialize(this, SharedAccountJson.Default.SharedAccount), IsSuspended: Suspension is not null);
}

/// <summary>A worker's share of an account.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="Wanted">How many calls it wants to have in flight.</param>
/// <param name="Held">How many it may.</param>
/// <param name="IsProbing">Whether it has the probe of a suspended account.</param>
/// <param name="Until">When it ends if the worker does not ask again.</param>
internal sealed record WorkerShare(string Worker, int Wanted, int Held, bool IsProbing, DateTimeOffset Until);

[JsonSerializable(typeof(SharedAccount))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class SharedAccountJson : JsonSerializerContext;
