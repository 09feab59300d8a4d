using Messaging.Worker.Management;

namespace Messaging.Worker.Tests.Commands;

public class ApiKeyCommandTests
{
    [Fact]
    public async Task It_makes_a_key_and_the_settings_that_let_its_holder_in()
    {
        var run = await Cli.RunAsync("api-key", "night-shift", "--role", "operator", "--role", "personalData");

        Assert.Equal(0, run.ExitCode);
        var key = run.Lines[1];
        Assert.Equal(
            [
                $"Management__ApiKeys__night-shift__Hash={ApiKey.Hash(key)}",
                "Management__ApiKeys__night-shift__Roles__0=Operator",
                "Management__ApiKeys__night-shift__Roles__1=PersonalData",
            ],
            run.Lines[^3..]);
        Assert.Equal("me", ApiKey.FindName(key, new Dictionary<string, ApiKeyOptions>(StringComparer.Ordinal)
        {
            ["other"] = new() { Hash = ApiKey.Hash(ApiKey.Create()) },
            ["me"] = new() { Hash = ApiKey.Hash(key) },
            ["another"] = new() { Hash = ApiKey.Hash(ApiKey.Create()) },
        }));
        Assert.NotEqual(key, (await Cli.RunAsync("api-key", "night-shift")).Lines[1]);
    }

    [Theory]
    [InlineData("api-key")]
    [InlineData("api-key", "a:b")]
    [InlineData("api-key", "a", "--role", "root")]
    public async Task What_makes_no_sense_is_refused(params string[] args) =>
        Assert.Equal(2, (await Cli.RunAsync(args)).ExitCode);
}
