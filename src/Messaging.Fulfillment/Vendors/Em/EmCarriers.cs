using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>
/// The ids of EM's carriers (<c>logisticscompanyid</c>) by transport, from the page's field table unless configured. A
/// list that is configured replaces the page's.
/// </summary>
public sealed class EmCarriers
{
    private static readonly int[] FreightOfPage = [6, 7, 9, 10, 11];
    private static readonly int[] ExpressOfPage = [5, 8];

    /// <summary>
    /// With <see cref="TransportMode.Freight"/>. Default: 6 Deppon, 7 TTK, 9 Tongrun, 10 Ane, 11 Huolala.
    /// </summary>
    public List<int> Freight { get; set; } = [];

    /// <summary>With <see cref="TransportMode.Express"/>. Default: 5 YTO, 8 STO.</summary>
    public List<int> Express { get; set; } = [];

    /// <summary>The ids of which a transport needs one; null where it takes no carrier.</summary>
    internal IReadOnlyList<int>? Find(TransportMode transport) => transport switch
    {
        TransportMode.Freight => Freight.Count > 0 ? Freight : FreightOfPage,
        TransportMode.Express => Express.Count > 0 ? Express : ExpressOfPage,
        _ => null,
    };

    /// <summary>The errors in the lists, each with its configuration path.</summary>
    internal IEnumerable<string> FindErrors(string path) =>
    [
        .. FindErrors($"{path}:{nameof(Freight)}", Freight),
        .. FindErrors($"{path}:{nameof(Express)}", Express),
    ];

    private static IEnumerable<string> FindErrors(string path, List<int> ids) =>
        ids.Index().Where(entry => entry.Item < 1)
            .Select(entry => FormattableString.Invariant($"{path}:{entry.Index}: {entry.Item} is not 1 or more."));
}
