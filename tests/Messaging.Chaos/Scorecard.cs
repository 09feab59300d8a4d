using System.Globalization;
using System.Text;
using Messaging.Chaos.Faults;

namespace Messaging.Chaos;

/// <summary>The findings of a run.</summary>
public sealed record Scorecard
{
    /// <summary>Different order events that the broker confirmed.</summary>
    public required int Events { get; init; }

    /// <summary>Messages of these, copies included.</summary>
    public required int Published { get; init; }

    /// <summary>Order events with a result.</summary>
    public required int Results { get; init; }

    /// <summary>Of these, succeeded.</summary>
    public required int Succeeded { get; init; }

    /// <summary>Order events without a result.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Order events with two different results.</summary>
    public required IReadOnlyList<string> AnsweredDifferently { get; init; }

    /// <summary>Results whose message is not as its schema says.</summary>
    public required IReadOnlyList<string> Malformed { get; init; }

    /// <summary>Results that contradict what the vendor did, or the result that is right for the order.</summary>
    public required IReadOnlyList<string> Contradictions { get; init; }

    /// <summary>Orders that Fengchao shipped more than once.</summary>
    public required int ShippedTwice { get; init; }

    /// <summary>Requests for order events that were settled already.</summary>
    public required IReadOnlyList<string> AskedAgain { get; init; }

    /// <summary>Orders that were in two requests at the same moment.</summary>
    public required IReadOnlyList<string> Overlaps { get; init; }

    /// <summary>Modifications applied after a newer one of their order.</summary>
    public required IReadOnlyList<string> OutOfOrder { get; init; }

    /// <summary>Results that were published again with the same content, per million.</summary>
    public required double RepeatsPerMillion { get; init; }

    /// <summary>
    /// Shipments by others that were taken for ours after an attempt without an answer; the vendor's answers do not
    /// tell them apart.
    /// </summary>
    public required int Undecidable { get; init; }

    /// <summary>What was killed or spoilt, by kind.</summary>
    public required IReadOnlyList<FaultSummary> Faults { get; init; }

    /// <summary>The last output of workers that ended by themselves.</summary>
    public required IReadOnlyList<string> DiedAlone { get; init; }

    /// <summary>What workers that had been stopped still owned in the ledger.</summary>
    public required long LeftBehind { get; init; }

    /// <summary>Order events in the ledger; the counters of all vendors.</summary>
    public required long Received { get; init; }

    /// <summary>The ledger's received − succeeded − failed − waiting.</summary>
    public required long Drift { get; init; }

    /// <summary>In the ledger, not settled or not published.</summary>
    public required long Unfinished { get; init; }

    /// <summary>Messages that wait in the service's queues.</summary>
    public required long LeftInQueues { get; init; }

    /// <summary>Messages in error, skipped and undelivered queues.</summary>
    public required long PutAside { get; init; }

    /// <summary>From the first event to the last result.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Whether every promise was kept.</summary>
    public bool IsKept =>
        Lost.Count == 0
        && AnsweredDifferently.Count == 0
        && Malformed.Count == 0
        && Contradictions.Count == 0
        && ShippedTwice == 0
        && AskedAgain.Count == 0
        && Overlaps.Count == 0
        && OutOfOrder.Count == 0
        && DiedAlone.Count == 0
        && LeftBehind == 0
        && Drift == 0
        && Unfinished == 0
        && LeftInQueues == 0
        && PutAside == 0;

    public override string ToString()
    {
        var text = new StringBuilder();
        Line("order events", $"{Events:n0} in {Published:n0} messages");
        Line("results", $"{Results:n0} ({Succeeded:n0} succeeded, {Results - Succeeded:n0} failed)");
        Line("lost", $"{Lost.Count:n0}");
        Line("answered twice, differently", $"{AnsweredDifferently.Count:n0}");
        Line("results against their schema", $"{Malformed.Count:n0}");
        Line("results that contradict the journal", $"{Contradictions.Count:n0}");
        Line("orders shipped more than once", $"{ShippedTwice:n0}");
        Line("asked again for what was settled", $"{AskedAgain.Count:n0}");
        Line("orders in two requests at once", $"{Overlaps.Count:n0}");
        Line("modifications out of order", $"{OutOfOrder.Count:n0}");
        Line("repeated results per million", $"{RepeatsPerMillion:n0}");
        Line("others' shipments taken for ours", $"{Undecidable:n0} (the vendor's answers do not tell)");
        Line("workers that ended by themselves", $"{DiedAlone.Count:n0}");
        Line("still owned by stopped workers", $"{LeftBehind:n0}");
        foreach (var fault in Faults)
        {
            TextLine(
                $"  {fault.Name} × {fault.Count}",
                $"up to {Seconds(fault.Longest)}, {Number(fault.Answered)} answered meanwhile, the next "
                    + $"{Seconds(fault.LongestRecovery)} after it, {Number(fault.Repeated)} repeated, ready while "
                    + $"nothing came {Seconds(fault.LongestLie)}");
        }

        Line("ledger", $"{Received:n0} received, drift {Drift:n0}, unfinished {Unfinished:n0}");
        Line("left in queues, put aside", $"{LeftInQueues:n0}, {PutAside:n0}");
        Line("took", $"{Took.TotalSeconds:n0} s");
        Line("verdict", $"{(IsKept ? "every promise kept" : "BROKEN")}");
        IEnumerable<string> details =
        [
            .. Lost, .. AnsweredDifferently, .. Malformed, .. Contradictions, .. AskedAgain, .. Overlaps, .. OutOfOrder,
            .. DiedAlone,
        ];
        foreach (var detail in details.Take(40))
            text.AppendLine(CultureInfo.InvariantCulture, $"  ! {detail}");
        return text.ToString();

        static string Number(int number) => number.ToString("n0", CultureInfo.InvariantCulture);

        static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("n1", CultureInfo.InvariantCulture) + " s";

        void Line(string name, FormattableString value) =>
            TextLine(name, value.ToString(CultureInfo.InvariantCulture));

        void TextLine(string name, string value) =>
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-36} {value}");
    }
}
