using System.Globalization;
using System.Text.RegularExpressions;

namespace Messaging.Demo.Tests;

public partial class DemoTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("some")]
    [InlineData("heavy")]
    public async Task Every_order_event_gets_one_result_that_the_vendors_agree_with(string faults)
    {
        var (exitCode, output, error) = await RunAsync("--orders", "300", "--seed", "7", "--faults", faults);

        Assert.True(exitCode == 0, output + error);
        var last = output.TrimEnd().Split('\n')[^1].TrimEnd();
        var sums = LastLine.Match(last);
        Assert.True(sums.Success, last);
        Assert.Equal(900, Number("received"));
        Assert.Equal(900, Number("succeeded") + Number("failed"));
        Assert.InRange(Number("failed"), 1, 90);

        long Number(string name) => long.Parse(sums.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("100001")]
    [InlineData("many")]
    public async Task A_number_of_orders_out_of_range_is_refused(string orders) =>
        Assert.Equal(2, (await RunAsync("--orders", orders)).ExitCode);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await DemoCommand.RunAsync(args, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    [GeneratedRegex(
        "^conservation: received=(?<received>[0-9]+) succeeded=(?<succeeded>[0-9]+) failed=(?<failed>[0-9]+) "
            + "waiting=0 lost=0$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastLine { get; }
}
