using Messaging.Worker.Management;

namespace Messaging.Worker.Tests.Commands;

[Collection(EnvironmentVariable.Collection)]
public class UserCommandTests
{
    private const string Own = "correct horse battery staple";

    [Fact]
    public async Task It_makes_a_password_up_and_the_settings_with_which_somebody_signs_in()
    {
        var run = await Cli.RunAsync("user", "anna", "--role", "operator");

        Assert.Equal(0, run.ExitCode);
        var user = Read(run);
        Assert.True(Password.IsHash(user.PasswordHash));
        Assert.True(Password.Verify(run.Lines[1], user));
        Assert.False(Password.Verify(run.Lines[1] + "x", user));
        Assert.False(Password.Verify(run.Lines[1], user: null));
        Assert.Equal("Management__Users__anna__Roles__0=Operator", run.Lines[^1]);
    }

    [Fact]
    public async Task It_takes_a_password_and_does_not_repeat_it()
    {
        using var password = new EnvironmentVariable("MESSAGING_PASSWORD", Own);

        var (one, other) = (await Cli.RunAsync("user", "anna"), await Cli.RunAsync("user", "anna"));

        Assert.DoesNotContain(Own, one.Output, StringComparison.Ordinal);
        Assert.True(Password.Verify(Own, Read(one)));
        Assert.NotEqual(one.Output, other.Output);
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("fourteen chars")]
    public async Task A_short_one_is_refused_and_not_repeated(string password)
    {
        using var variable = new EnvironmentVariable("MESSAGING_PASSWORD", password);

        var run = await Cli.RunAsync("user", "anna");

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain(password, run.Output + run.Error, StringComparison.Ordinal);
    }

    private static UserOptions Read(Cli run) => new()
    {
        PasswordHash = run.Lines
            .Single(line => line.Contains("PasswordHash", StringComparison.Ordinal))
            .Split('=', 2)[1],
    };
}
