using System.Globalization;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Operations;
using Messaging.Worker.Operations.Failures;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Messaging.Worker.Pages;

/// <summary>What fails, since when, for whom.</summary>
internal sealed class FailuresModel(FailureDesk desk, IEnumerable<RegisteredVendor> vendors) : PageModel
{
    /// <summary>As many as can be tried again at once.</summary>
    private const int PageSize = RetryRule.MostAtOnce;

    [BindProperty(SupportsGet = true)]
    public string? Vendor { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Account { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reason { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>Those without a code; an empty field is none that was filled in.</summary>
    [BindProperty(SupportsGet = true)]
    public bool NoCode { get; set; }

    /// <summary>In UTC, as a browser's field gives it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    /// <summary>open, retried or all.</summary>
    [BindProperty(SupportsGet = true)]
    public string Show { get; set; } = "open";

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public bool HasBadCursor { get; private set; }

    public IReadOnlyList<string> Vendors { get; } = [.. vendors.Select(vendor => vendor.Name)];

    public IReadOnlyList<FailureGroup> Groups { get; private set; } = [];

    public FailureList List { get; private set; } = new([], Next: null);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        HasBadCursor = !PageCursor.TryRead<Guid>(After, out var last);
        var query = new FailureQuery(
            Vendor, Account, Reason, NoCode ? "" : Code, ReadTime(From), ReadTime(Before), Show switch
            {
                "all" => null,
                "retried" => false,
                _ => true,
            });
        Groups = (await desk.GroupAsync(query, cancellationToken)).Groups;
        List = await desk.ListAsync(query, last, PageSize, cancellationToken);
    }

    /// <summary>The same list, after its last one.</summary>
    public string NextAddress() => PagePaths.Failures + QueryString.Create(
    [
        new("vendor", Vendor), new("account", Account), new("reason", Reason), new("code", Code),
        new("noCode", NoCode ? "true" : "false"), new("from", From), new("before", Before), new("show", Show),
        new KeyValuePair<string, string?>("after", List.Next),
    ]);

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;
}
