using Messaging.Fulfillment.Ledger;
using Xunit;
using static Messaging.Testing.Ledger.LedgerModel;

namespace Messaging.Testing.Ledger;

public abstract partial class LedgerContract
{
    /// <summary>
    /// How many random sequences of some 60 steps are compared with the model.
    /// </summary>
    protected abstract int Lives { get; }

    [Fact]
    public async Task A_random_sequence_of_steps_agrees_with_the_model()
    {
        for (var seed = 1; seed <= Lives; seed++)
        {
            // Each sequence has orders of its own, so one database serves all; the shortest failing prefix is named.
            var life = new Life(this, seed);
            for (var step = 1; step <= 60; step++)
            {
                try
                {
                    await life.StepAsync();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    throw new InvalidOperationException(
                        $"Seed {seed}, step {step}:{Environment.NewLine}{life.Log}{Environment.NewLine}{e.Message}", e);
                }
            }
        }
    }

    private sealed class Life(LedgerContract suite, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly LedgerModel _model = new();
        private readonly List<string> _log = [];
        private readonly string _vendor = $"vendor-{seed}";
        private readonly string[] _accounts = ["shop", "Shop", ""];

        public string Log => string.Join(Environment.NewLine, _log);

        public async Task StepAsync()
        {
            await (_random.Next(14) switch
            {
                13 => AnswerByHandAsync(),
                12 => RefuseAsync(),
                0 or 1 or 2 => ClaimAsync(),
                3 or 4 => ClaimDueAsync(),
                5 or 6 or 7 => SettleAsync(),
                8 => RecordSendIntentAsync(),
                9 => PublishAsync(),
                10 => TakeAsync(),
                _ => PassAsync(),
            });
            await CompareAsync();
        }

        private bool Flip() => _random.Next(2) == 0;

        private async Task ClaimAsync()
        {
            var terms = Terms();
            var batch =
                Enumerable.Range(0, _random.Next(1, 5)).Select(_ => _random.Next(4) == 0 && _model.Entries.Count > 0
                ? _model.Entries[_random.Next(_model.Entries.Count)].Order
                : Order()).ToList();
            _log.Add($"claim [{string.Join(", ", batch.Select(Name))}] {Name(terms)}");

            var (claimed, received) = _model.Claim(batch, suite.Clock.Now, terms);
            var result = await suite.Ledger.ClaimAsync(batch, terms, Token);

            Assert.Equal(claimed, result.Claimed);
            Assert.Equal((received, batch.Count - received), (result.Received, result.Duplicates));
        }

        private async Task RefuseAsync()
        {
            var order = _random.Next(4) == 0 && _model.Entries.Count > 0
                ? _model.Entries[_random.Next(_model.Entries.Count)].Order
                : Order();
            _log.Add($"refuse {Name(order)}");

            var isNew = _model.Refuse(order);
            var result = await suite.RefuseAsync(order);

            Assert.Equal((isNew, !isNew), (result.Recorded.Contains(order.EventId), result.Duplicates == 1));
        }

        /// <summary>What waits gets its result, which nobody owns; what a worker has does not.</summary>
        private async Task AnswerByHandAsync()
        {
            var asked = _model.Entries.Where(_ => Flip()).ToList();
            var states = asked.ToLookup(entry => entry.State, entry => entry.Order.EventId);
            _log.Add($"by hand [{string.Join(", ", asked.Select(entry => Name(entry.Order)))}]");
            foreach (var entry in asked.Where(entry => entry.State == State.Waiting))
                (entry.State, entry.Succeeded, entry.Unowned) = (State.Settled, false, true);

            var answered = await suite.Ledger.AnswerWaitingAsync(
                [.. asked.Select(entry => entry.Order.EventId)],
                entry => suite.Final(entry, succeeded: false).Result,
                GivingUp,
                Token);

            Assert.Equal(states[State.Waiting].Order(), answered.Answered.Order());
            Assert.Equal(states[State.Claimed].Order(), answered.InWork.Order());
            Assert.Equal(
                states[State.Settled].Concat(states[State.Published]).Order(), answered.NotThere.Order());
        }

        private async Task ClaimDueAsync()
        {
            var terms = Terms();
            var limit = _random.Next(1, 4);
            var overdueBefore = suite.Clock.Now.AddMinutes(-_random.Next(10));
            _log.Add($"due limit={limit} {Name(terms)} overdueBefore={overdueBefore:HH:mm}");
            var claimed = _model.FindDue(suite.Clock.Now, terms, overdueBefore)
                .Take(limit)
                .Select(entry => _model.Take(entry, terms))
                .ToList();

            var actual = new List<OrderEntry>();
            while (actual.Count < claimed.Count && await DueAsync(limit - actual.Count) is { Count: > 0 } more)
                actual.AddRange(more);
            if (claimed.Count == 0)
                Assert.Empty(await DueAsync(limit));

            Assert.Equal(claimed, actual);

            Task<IReadOnlyList<OrderEntry>> DueAsync(int limit) =>
                suite.Ledger.ClaimDueAsync(_vendor, terms, limit, overdueBefore, Token);
        }

        private ClaimTerms Terms() => new(RecordsSendIntent: Flip(), [.. _accounts.Where(_ => _random.Next(3) == 0)]);

        private OrderEntry Order() => suite.Order(
            $"{seed}-{_random.Next(2)}", _random.Next(6), _accounts[_random.Next(_accounts.Length)], _vendor) with
        {
            Deadline = Flip() ? suite.Clock.Now.AddMinutes(_random.Next(6)) : null,
        };

        private async Task SettleAsync()
        {
            var settlements = new List<Settlement>();
            var lost = new HashSet<ClaimKey>();
            var candidates = _model.Entries.Where(e => e.State == State.Claimed || _random.Next(8) == 0);
            foreach (var entry in candidates.Where(_ => Flip()).ToList())
            {
                if (_random.Next(4) == 0)
                    settlements.Add(Settle(entry, Stale(entry), lost));
                settlements.Add(Settle(entry, entry.Key, lost));
            }

            _log.Add($"settle [{string.Join(", ", settlements.Select(Describe))}]");
            Assert.Equal(lost, await suite.Ledger.SettleAsync(settlements, Token));
        }

        private static string Describe(Settlement settlement) =>
            $"{settlement.GetType().Name} {settlement.Key.EventId:n}"[..18] + $"#{settlement.Key.Claim}";

        private static ClaimKey Stale(Entry entry) => entry.Key with { Claim = entry.Claim - 1 };

        private Settlement Settle(Entry entry, ClaimKey key, HashSet<ClaimKey> lost)
        {
            var isGood = entry.State == State.Claimed && key == entry.Key;
            if (!isGood)
                lost.Add(key);
            Settlement settlement = Flip() ? Finish(entry, isGood) : Defer(entry, isGood);
            return settlement with { Key = key };
        }

        private Settlement.Final Finish(Entry entry, bool isGood)
        {
            var succeeded = Flip();
            if (isGood)
                (entry.State, entry.Succeeded, entry.Unowned) = (State.Settled, succeeded, false);
            return suite.Final(entry.Order, succeeded);
        }

        private Settlement.Deferred Defer(Entry entry, bool isGood)
        {
            var deferred =
                suite.Defer(entry.Order, _random.Next(0, 4), inDoubt: Flip()) with { Attempts = entry.Attempts + 1 };
            if (isGood)
                (entry.State, entry.DueAt, entry.InDoubt, entry.Attempts) =
                    (State.Waiting, deferred.DueAt, deferred.InDoubt, deferred.Attempts);
            return deferred;
        }

        private async Task RecordSendIntentAsync()
        {
            var entries = _model.Entries.Where(_ => Flip())
                .Select(entry => (Entry: entry, Key: _random.Next(4) == 0 ? Stale(entry) : entry.Key))
                .ToList();
            var good = entries.Where(e => e.Entry.State == State.Claimed && e.Key == e.Entry.Key).ToList();
            _log.Add(
                $"sending [{string.Join(", ", entries.Select(e => $"{e.Key.EventId:n}"[..8] + $"#{e.Key.Claim}"))}]");
            good.ForEach(e => e.Entry.InDoubt = true);

            Assert.Equal(
                entries.Except(good).Select(e => e.Key).ToHashSet(),
                await suite.Ledger.RecordSendIntentAsync([.. entries.Select(e => e.Key)], Token));
        }

        private async Task PublishAsync()
        {
            var entries = _model.Entries.Where(e => e.State >= State.Settled && Flip()).ToList();
            _log.Add($"publish {entries.Count}");
            entries.ForEach(entry => entry.State = State.Published);
            await suite.Ledger.MarkPublishedAsync([.. entries.Select(e => e.Order.EventId)], Token);
        }

        private async Task TakeAsync()
        {
            _log.Add("take");
            var unowned = _model.Entries.Where(e => e is { State: State.Settled, Unowned: true }).ToList();
            unowned.ForEach(entry => entry.Unowned = false);

            var taken = (await suite.Ledger.TakeUnpublishedAsync(1000, Token))
                .Where(result => result.Vendor.Equals(_vendor, StringComparison.Ordinal));

            Assert.Equal(
                unowned.OrderBy(e => e.Order.EventId).Select(e => suite.Final(e.Order, e.Succeeded!.Value).Result),
                taken.OrderBy(result => result.EventId));
        }

        private async Task PassAsync()
        {
            switch (_random.Next(4))
            {
                case 0:
                    _log.Add("crash");
                    await suite.CrashAsync();
                    // The first claim after the crash takes over what the dead worker had.
                    Assert.Empty(await suite.ClaimDueAsync(vendor: "nobody"));
                    _model.Free(suite.Clock.Now);
                    break;
                case 1:
                    _log.Add("release");
                    _model.Free(suite.Clock.Now);
                    await suite.Ledger.ReleaseAsync(Token);
                    await suite.KillAsync();
                    break;
                default:
                    _log.Add("wait");
                    suite.Pass(_random.Next(1, 4));
                    await suite.OutwaitLeaseAsync(suite.Ledger);
                    break;
            }
        }

        private async Task CompareAsync()
        {
            var totals = (await suite.Ledger.CountAsync(Token)).SingleOrDefault(
                t => t.Vendor.Equals(_vendor, StringComparison.Ordinal));
            var waiting = _model.Entries.Where(e => e.State is State.Waiting or State.Claimed).ToList();
            var expected = new LedgerTotals(
                _vendor,
                _model.Received,
                _model.Count(e => e.Succeeded == true),
                _model.Count(e => e.Succeeded == false),
                waiting.Count,
                _model.Count(e => e.State == State.Settled),
                waiting.Count == 0 ? null : waiting.Min(e => e.Order.ReceivedAt));
            Assert.Equal(_model.Received == 0 ? null : expected, totals);
        }

        private static string Name(OrderEntry order) =>
            $"{order.Account}/{order.OrderNo}@{order.OccurredAt:HH:mm} {order.EventId:n}"[..26];

        private static string Name(ClaimTerms terms) =>
            $"marks={terms.RecordsSendIntent} hold=[{string.Join(',', terms.OnHold)}]";
    }
}
