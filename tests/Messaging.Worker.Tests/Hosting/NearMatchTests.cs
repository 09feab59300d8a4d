using Messaging.Worker.Hosting;

namespace Messaging.Worker.Tests.Hosting;

public class NearMatchTests
{
    [Theory]
    [InlineData("Trasport", " (did you mean Transport?)")]
    [InlineData("transport", " (did you mean Transport?)")]
    [InlineData("Horst", " (did you mean Host?)")]
    [InlineData("Hos", " (did you mean Host?)")]
    [InlineData("X", "")]
    [InlineData("SomethingElse", "")]
    public void Only_a_near_name_is_offered(string name, string hint) =>
        Assert.Equal(hint, NearMatch.Hint(name, ["Transport", "Host"]));

    [Fact]
    public void Nothing_known_is_near_nothing() => Assert.Equal("", NearMatch.Hint("Host", []));
}
