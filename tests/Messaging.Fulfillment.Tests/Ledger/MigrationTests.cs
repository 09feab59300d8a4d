using System.Text.RegularExpressions;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Tests.Ledger;

/// <summary>
/// While a version takes the place of the one before, workers of both write to one ledger: a migration only adds, and
/// what it adds may be left out by those who do not know it. What has to go goes with a later version.
/// </summary>
public partial class MigrationTests
{
    /// <summary>The last migration beside which workers of the version before had to be stopped.</summary>
    private const string LastBreak = "20261127000000_Batches";

    public static TheoryData<string> Scripts =>
    [
        .. typeof(ILedger).Assembly.GetManifestResourceNames()
            .Where(name => name.Contains('/', StringComparison.Ordinal))
            .Where(name => string.CompareOrdinal(name[name.LastIndexOf('/')..], $"/{LastBreak}") > 0),
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_migration_leaves_workers_of_the_version_before_at_work(string name)
    {
        using var stream = typeof(ILedger).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var statements = Comment().Replace(reader.ReadToEnd(), "");

        Assert.DoesNotMatch(TakesAway(), statements);
    }

    [Theory]
    [InlineData("alter table work drop column code;")]
    [InlineData("drop index work_due;")]
    [InlineData("alter table work rename column code to vendor_code;")]
    [InlineData("alter table entries alter column payload set not null;")]
    [InlineData("alter table work add column tenant text not null;")]
    [InlineData("alter table work\n  add column number bigint\n  not null;")]
    public void What_takes_away_is_found(string statement) => Assert.Matches(TakesAway(), statement);

    [Theory]
    [InlineData("alter table work add column tenant text;")]
    [InlineData("alter table work add column tenant text not null default '';")]
    [InlineData("create table holds (vendor text not null, why text not null);")]
    public void What_adds_is_not(string statement) => Assert.DoesNotMatch(TakesAway(), statement);

    [GeneratedRegex("--.*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"\bdrop\s|\brename\s|\balter\s+column\b|\badd\s+column\s+\w+\s+\w+\s+not\s+null(?!\s+default)",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TakesAway();
}
