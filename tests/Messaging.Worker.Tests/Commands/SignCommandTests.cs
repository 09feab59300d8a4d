namespace Messaging.Worker.Tests.Commands;

[Collection(EnvironmentVariable.Collection)]
public class SignCommandTests
{
    private const string Variable = "VENDOR_APP_SECRET";
    private const string PublishedSecret = "fsq2k5weced1h8vui657xtdva66whf0g";

    [Fact]
    public async Task The_sample_that_Polyv_publishes_comes_out()
    {
        using var secret = new EnvironmentVariable(Variable, PublishedSecret);

        var run = await Cli.RunAsync(
            "sign", "polyv",
            "--param", "appId=g4rqgmmjuo",
            "--param", "channelIds=2477096,2272655",
            "--param", "startDay=2022-05-20",
            "--param", "endDay=2022-06-18",
            "--param", "timestamp=1660270926732",
            "--param", "page=",
            "--param", "size=");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("0D2BDA2FD04D93A2B8832B91FD973C4D", run.Lines[^1]);
        Assert.Equal(
            "***appIdg4rqgmmjuochannelIds2477096,2272655endDay2022-06-18startDay2022-05-20timestamp1660270926732***",
            run.Lines[^2]);
        Assert.DoesNotContain(PublishedSecret, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fengchao", "376550fee979c3fa2965bd2380304375")]
    [InlineData("em", "376550fee979c3fa2965bd2380304375")]
    public async Task The_gateway_signs_empty_values_too(string vendor, string signature)
    {
        using var secret = new EnvironmentVariable(Variable, "s3cret");

        var run = await Cli.RunAsync("sign", vendor, "-p", "appid=1", "-p", "empty=");

        Assert.Equal(["***appid1empty***", signature], run.Lines);
    }

    [Fact]
    public async Task Without_a_secret_it_says_where_to_put_it()
    {
        var run = await Cli.RunAsync("sign", "polyv", "--param", "a=b");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(Variable, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Every_mistake_is_named()
    {
        var run = await Cli.RunAsync("sign", "nobody", "--param", "a");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "'nobody' is not a vendor that signs; those are polyv, fengchao, em.", run.Error, StringComparison.Ordinal);
        Assert.Contains("'a' is not key=value", run.Error, StringComparison.Ordinal);
        Assert.Contains(Variable, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_parameters_it_says_all_that_it_needs()
    {
        var run = await Cli.RunAsync("sign");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Which vendor signs? One of polyv, fengchao, em", run.Error, StringComparison.Ordinal);
        Assert.Contains("--param key=value", run.Error, StringComparison.Ordinal);
        Assert.Contains(Variable, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
