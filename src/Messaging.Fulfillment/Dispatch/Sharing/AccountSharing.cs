using Messaging.Fulfillment.Dispatch.Limiting;

namespace Messaging.Fulfillment.Dispatch.Sharing;

/// <summary>
/// Divides an account between the workers that call it, so that the vendor sees one quota: the turns of its schedule,
/// the calls in flight, and the one probe while it is suspended. Pure; the ledger has it run for one worker at a time.
/// </summary>
internal static class AccountSharing
{
    /// <summary>
    /// For how long a share is good when its worker does not ask again: a worker that died keeps it no longer.
    /// </summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How much of the schedule a worker gets at once. What it does not use is lost to the others; less would have it
    /// ask the ledger more often.
    /// </summary>
    public static readonly TimeSpan Block = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long a call in flight that is left over stays with a worker before the next one has it. Each change costs
    /// the turns that the worker had for it.
    /// </summary>
    private static readonly TimeSpan Rotation = TimeSpan.FromSeconds(30);

    /// <summary>How many calls of a quota are given at once.</summary>
    public static int GetMostCalls(double perSecond) => Math.Max(1, (int)(perSecond * Block.TotalSeconds));

    public static (SharedAccount Account, AccountGrant Grant) Share(
        SharedAccount account, AccountDemand demand, DateTimeOffset now)
    {
        account = Hear(account, demand, now);
        var most = demand.MaxCallsInFlight;
        var concurrency = demand.Concurrency.Apply(account.Concurrency ?? most, most);
        var others = account.Workers
            .Where(share => share.Until > now && !share.Worker.Equals(demand.Worker, StringComparison.Ordinal))
            .ToList();

        var isProbing = demand is { IsProbing: true, News: null };
        var inFlight = demand.InFlight;
        var calls = 0;
        if (account.Suspension is null)
        {
            inFlight = GetInFlight((int)concurrency, demand, others, now);
            calls = inFlight > 0 ? demand.Calls : 0;
        }
        else if (now >= account.Suspension.Until && demand.Wanted > 0 && !others.Exists(share => share.IsProbing))
        {
            isProbing = true;
            inFlight = Math.Max(1, inFlight);
            calls = Math.Min(1, demand.Calls);
        }

        var spacing = TimeSpan.FromSeconds(1 / demand.CallsPerSecond);
        calls = Math.Min(calls, GetMostCalls(demand.CallsPerSecond));
        var first = GetNextCall(account.NextCall, spacing, others.Count + 1, now);
        var mine = new WorkerShare(demand.Worker, demand.Wanted, inFlight, isProbing, now + Term);
        return (
            account with
            {
                NextCall = first + (calls * spacing),
                Concurrency = concurrency,
                Workers = demand.Wanted + inFlight > 0 ? [.. others, mine] : others,
            },
            new(
                now,
                calls,
                first - now - ((demand.Burst - 1) * spacing),
                spacing,
                inFlight,
                isProbing,
                demand.Wanted + others.Sum(share => share.Wanted) > (int)concurrency,
                concurrency,
                account.Suspension,
                account.Version));
    }

    /// <summary>
    /// Takes over what a worker says of the suspension. One that did not know the latest can only make it graver: a
    /// probe that succeeded says nothing about a refusal that came later.
    /// </summary>
    private static SharedAccount Hear(SharedAccount account, AccountDemand demand, DateTimeOffset now)
    {
        var isNews = false;
        if (demand.News is { } news)
        {
            var suspension = news.Suspension?.Shift(now - demand.At);
            isNews = news.Version == account.Version || suspension?.IsGraverThan(account.Suspension) == true;
            if (isNews)
                account = account with { Suspension = suspension };
        }

        if (account.Suspension is { } current)
        {
            // A clock that was set back must not keep it for longer than was meant.
            if (current.Until > now + current.Pause)
                account = account with { Suspension = current with { Until = now + current.Pause } };
            else if (current is { Cause: SuspensionCause.RateLimit } && now >= current.Until)
                (account, isNews) = (account with { Suspension = null }, true);
        }

        return isNews
            ? account with
            {
                Version = account.Version + 1,
                Workers = [.. account.Workers.Select(share => share with { IsProbing = false })],
            }
            : account;
    }

    /// <summary>No more than its fair share, and no more than the others leave; what is in flight stays.</summary>
    private static int GetInFlight(int ceiling, AccountDemand demand, List<WorkerShare> others, DateTimeOffset now)
    {
        var left = ceiling - others.Sum(share => share.Held);
        return Math.Max(demand.InFlight, Math.Min(left, GetFairShare(ceiling, demand, others, now)));
    }

    /// <summary>
    /// Those that want least get it, the others the same; what cannot be divided goes to one after the other.
    /// </summary>
    private static int GetFairShare(int ceiling, AccountDemand demand, List<WorkerShare> others, DateTimeOffset now)
    {
        (string Worker, int Wanted)[] workers =
            [.. others.Select(share => (share.Worker, share.Wanted)), (demand.Worker, demand.Wanted)];
        Array.Sort(workers, (a, b) => string.CompareOrdinal(a.Worker, b.Worker));
        var turn = (int)(now.Ticks / Rotation.Ticks % workers.Length);
        var left = ceiling;
        var count = workers.Length;
        // Stable: of those that want as much the rotated order decides.
        foreach (var (worker, wanted) in workers[turn..].Concat(workers[..turn]).OrderBy(share => share.Wanted))
        {
            var share = Math.Min(wanted, left / count--);
            if (worker.Equals(demand.Worker, StringComparison.Ordinal))
                return share;
            left -= share;
        }

        return 0;
    }

    /// <summary>
    /// When the next call would leave; not later than all workers together can have turns for. More would be of a
    /// clock that was set back since, or of a quota that was smaller.
    /// </summary>
    private static DateTimeOffset GetNextCall(
        DateTimeOffset next, TimeSpan spacing, int workers, DateTimeOffset now)
    {
        var latest = now + (2 * (workers + 1) * (spacing > Block ? spacing : Block));
        return next < now ? now : next > latest ? latest : next;
    }
}
