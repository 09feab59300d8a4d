using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Repair;

/// <summary>
/// How many orders each stage sends: few while it is not known whether it helps, then ever more. Pure.
/// </summary>
public static class StageSizes
{
    /// <summary>
    /// The most of one stage: so many are harmed at the most before anybody sees what comes of them.
    /// </summary>
    public const int Largest = 500;

    private const int Shown = 10;

    /// <summary>The sizes of the first stages; all that follow are of <see cref="Largest"/>.</summary>
    public static IReadOnlyList<int> First { get; } = [1, 2, 5, 20, 100];

    /// <summary>
    /// The size of the next stage: that of one order again, after one in which the failure came back.
    /// </summary>
    /// <param name="stages">The stages that are over.</param>
    internal static int Next(IReadOnlyList<RetryStage> stages) => stages is [.., { Stop: null } last]
        ? First.FirstOrDefault(size => size > last.Size, Largest)
        : First[0];

    /// <summary>
    /// The stages of so many orders, where all goes well: the first ten sizes, and how many there are.
    /// </summary>
    /// <param name="total">How many orders.</param>
    internal static (IReadOnlyList<int> Sizes, long Count) Plan(long total)
    {
        var sizes = new List<int>();
        var left = total;
        while (left > 0 && sizes.Count < Shown)
        {
            sizes.Add((int)Math.Min(left, sizes.Count < First.Count ? First[sizes.Count] : Largest));
            left -= sizes[^1];
        }

        return (sizes, sizes.Count + ((left + Largest - 1) / Largest));
    }
}
