using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Workers;

/// <summary>Says what is wrong with the workers. Pure.</summary>
internal static class WorkerProblems
{
    /// <param name="workers">All that are known.</param>
    /// <param name="language">The sentences'.</param>
    public static IEnumerable<string> Find(IReadOnlyCollection<WorkerAnswer> workers, Language language)
    {
        foreach (var worker in workers)
        {
            if (worker.State is WorkerState.Late)
                yield return WorkerWords.IsLate.In(language, worker.Worker, worker.LagSeconds, worker.LeaseUntil);
            if (worker.State is WorkerState.Lost)
                yield return WorkerWords.IsLost.In(language, worker.Worker, worker.LeaseUntil);
            if (worker is { HoldsLease: true, ClockIsOff: true, ClockOffsetSeconds: { } offset })
            {
                yield return (offset > 0 ? WorkerWords.ClockIsAhead : WorkerWords.ClockIsBehind)
                    .In(language, worker.Worker, Math.Abs(offset));
            }
        }

        List<string> versions =
        [
            .. workers.Where(worker => worker.HoldsLease)
                .Select(worker => worker.Version ?? WorkerWords.Earlier.In(language))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        if (versions.Count > 1)
            yield return WorkerWords.VersionsDiffer.In(language, string.Join(", ", versions));
    }
}
