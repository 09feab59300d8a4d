using System.Text.Json.Serialization;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Workers;

/// <param name="Workers">
/// The ledger's workers, whichever of them is asked, then for a day those that were lost: the last one first.
/// </param>
/// <param name="Problems">What is wrong with them, a sentence each.</param>
internal sealed record WorkersAnswer(IReadOnlyList<WorkerAnswer> Workers, IReadOnlyList<string> Problems)
{
    /// <param name="records">What the ledger knows of them.</param>
    /// <param name="now">Now, by the time of their leases.</param>
    /// <param name="language">The sentences'.</param>
    public static WorkersAnswer From(IReadOnlyList<WorkerRecord> records, DateTimeOffset now, Language language)
    {
        List<WorkerAnswer> workers = [.. records.Select(record => WorkerAnswer.From(record, now))];
        return new(workers, [.. WorkerProblems.Find(workers, language)]);
    }
}

/// <summary>A worker as it was when it last renewed its lease; times are the database's.</summary>
/// <param name="Worker">Its name: machine, process and a random part.</param>
/// <param name="IsThis">Whether it is the one that answers.</param>
/// <param name="State">How it is.</param>
/// <param name="Version">What it runs; left out by one of the version before.</param>
/// <param name="StartedAt">When it started; left out by one of the version before.</param>
/// <param name="Orders">Orders that it has claimed and not finished; left out by one of the version before.</param>
/// <param name="Calls">Its calls in flight; left out by one of the version before.</param>
/// <param name="LagSeconds">
/// How long ago it renewed its lease; left out by one of the version before, and with SQLite.
/// </param>
/// <param name="LeaseUntil">When its lease ends or has ended; left out with SQLite, where it cannot.</param>
/// <param name="ClockOffsetSeconds">
/// How far its clock is ahead of the database's, at the least; negative where it is behind, left out where that is not
/// known.
/// </param>
/// <param name="ClockIsOff">Whether that is more than a quarter of its lease.</param>
/// <param name="TakenOverAt">When another took over what it held; left out where none has.</param>
internal sealed record WorkerAnswer(
    string Worker,
    bool IsThis,
    WorkerState State,
    string? Version,
    DateTimeOffset? StartedAt,
    int? Orders,
    int? Calls,
    double? LagSeconds,
    DateTimeOffset? LeaseUntil,
    double? ClockOffsetSeconds,
    bool ClockIsOff,
    DateTimeOffset? TakenOverAt)
{
    /// <summary>Whether it is one of the ledger's workers still.</summary>
    [JsonIgnore]
    public bool HoldsLease => State is not (WorkerState.Lost or WorkerState.TakenOver);

    /// <param name="record">What the ledger knows of it.</param>
    /// <param name="now">Now, by the time of its lease.</param>
    public static WorkerAnswer From(WorkerRecord record, DateTimeOffset now)
    {
        var lease = record.LeaseUntil - record.RenewedAt;
        var lag = now - record.RenewedAt;
        return new(
            record.Worker,
            record.IsThis,
            // It renews the lease each quarter of it: at the half it has missed one.
            record switch
            {
                { TakenOverAt: not null } => WorkerState.TakenOver,
                _ when record.LeaseUntil < now => WorkerState.Lost,
                _ when lag > lease / 2 => WorkerState.Late,
                { Load.IsStopping: true } => WorkerState.Stopping,
                _ => WorkerState.Working,
            },
            record.Version,
            record.StartedAt,
            record.Load?.Orders,
            record.Load?.Calls,
            ToSeconds(lag),
            record.LeaseUntil,
            ToSeconds(record.ClockOffset),
            record.ClockOffset?.Duration() > lease / 4,
            record.TakenOverAt);
    }

    private static double? ToSeconds(TimeSpan? span) =>
        span is { } known ? Math.Round(known.TotalSeconds, 3) : null;
}
