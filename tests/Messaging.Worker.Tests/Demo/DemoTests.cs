using System.Globalization;
using System.Text.RegularExpressions;
using Messaging.Worker.Tests.Commands;

namespace Messaging.Worker.Tests.Demo;

public partial class DemoTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("some")]
    [InlineData("heavy")]
    public async Task Every_order_event_gets_one_result_that_the_vendors_agree_with(string faults)
    {
        var run = await Cli.RunAsync("demo", "--orders", "300", "--seed", "7", "--faults", faults);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var sums = LastLine.Match(run.Lines[^1]);
        Assert.True(sums.Success, run.Lines[^1]);
        Assert.Equal(900, Number("received"));
        Assert.Equal(900, Number("succeeded") + Number("failed"));
        Assert.InRange(Number("failed"), 1, 90);

        long Number(string name) => long.Parse(sums.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("100001")]
    [InlineData("many")]
    public async Task A_number_of_orders_that_cannot_be_is_refused(string orders) =>
        Assert.Equal(2, (await Cli.RunAsync("demo", "--orders", orders)).ExitCode);

    [GeneratedRegex(
        "^conservation: received=(?<received>[0-9]+) succeeded=(?<succeeded>[0-9]+) failed=(?<failed>[0-9]+) waiting=0 lost=0$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastLine { get; }
}
