using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Workers;

/// <summary>Answers who works on the ledger: one picture, whichever worker is asked.</summary>
internal sealed class WorkerDesk(ILedgerReports ledger, TimeProvider time)
{
    /// <summary>All of the ledger's workers, and what is wrong with them.</summary>
    /// <param name="language">That of what is wrong.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public async Task<WorkersAnswer> ListAsync(Language language, CancellationToken cancellationToken)
    {
        var (workers, now) = await LedgerQuestion.AskAsync(ledger.ListWorkersAsync, time, cancellationToken);
        return WorkersAnswer.From(workers, now, language);
    }
}
