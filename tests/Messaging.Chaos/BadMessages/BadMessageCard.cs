using System.Text;

namespace Messaging.Chaos.BadMessages;

/// <summary>What came of a run.</summary>
public sealed record BadMessageCard
{
    public required int Good { get; init; }

    public required int Bad { get; init; }

    /// <summary>Good events without a result, or with a wrong one.</summary>
    public required IReadOnlyList<string> WronglyAnswered { get; init; }

    /// <summary>Bad messages that were neither answered nor put aside with a reason.</summary>
    public required IReadOnlyList<string> Vanished { get; init; }

    /// <summary>Bad messages with an id that can be read, and without an answer.</summary>
    public required IReadOnlyList<string> NotAnswered { get; init; }

    /// <summary>Good orders that were put aside.</summary>
    public required long GoodPutAside { get; init; }

    public required long LeftInQueues { get; init; }

    public required long Drift { get; init; }

    public required bool IsReady { get; init; }

    public required long PeakMemory { get; init; }

    public required long Log { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>Memory does not grow with what is sent; a line or two of log for each bad message.</summary>
    public bool IsKept => WronglyAnswered.Count + Vanished.Count + NotAnswered.Count == 0
        && GoodPutAside + LeftInQueues + Drift == 0 && IsReady && PeakMemory < MostMemory && Log < MostLog;

    private static long MostMemory => 500L * 1024 * 1024;

    private long MostLog => 50_000 + (300L * (Bad + Good));

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(
            FormattableString.Invariant($"{Good} good events among {Bad} bad messages, in {Took.TotalSeconds:F0} s"));
        List("good events answered wrongly or not at all", WronglyAnswered);
        List("bad messages that vanished", Vanished);
        List("bad messages that could have been answered and were not", NotAnswered);
        Line("good events put aside", GoodPutAside, 0);
        Line("left in queues", LeftInQueues, 0);
        Line("drift", Drift, 0);
        text.AppendLine(FormattableString.Invariant($"ready at the end: {(IsReady ? "yes" : "NO")}"));
        Line("peak memory, MB", PeakMemory / 1_000_000, MostMemory / 1_000_000);
        Line("log, kB", Log / 1000, MostLog / 1000);
        text.Append(IsKept ? "every promise kept" : "BROKEN");
        return text.ToString();

        void Line(string what, long value, long most) =>
            text.AppendLine(FormattableString.Invariant($"{what}: {value}{(value > most ? "  BROKEN" : "")}"));

        void List(string what, IReadOnlyList<string> cases)
        {
            Line(what, cases.Count, 0);
            foreach (var one in cases.Take(10))
                text.AppendLine(FormattableString.Invariant($"  {one}"));
        }
    }
}
