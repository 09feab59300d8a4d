using Messaging.Worker.Management;

namespace Messaging.Worker.Tests.Management;

public class ManagementOptionsTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Theory]
    [InlineData("http://127.0.0.1:8081")]
    [InlineData("http://localhost:8081")]
    [InlineData("http://[::1]:8081")]
    [InlineData("https://127.1.2.3:8443")]
    public void On_loopback_nobody_has_to_be_able_to_sign_in(string url) => Assert.Empty(Find(url));

    [Theory]
    [InlineData("http://0.0.0.0:8081")]
    [InlineData("http://*:8081")]
    [InlineData("http://+:8081")]
    [InlineData("http://[::]:8081")]
    [InlineData("https://10.0.0.1:8443")]
    [InlineData("http://127.0.0.1.example:8081")]
    [InlineData("http://messaging:8081")]
    public void Beyond_loopback_somebody_has_to_be(string url)
    {
        Assert.StartsWith(
            "Management:Url: is beyond this machine's loopback, and nobody could sign in there.",
            Assert.Single(Find(url)),
            StringComparison.Ordinal);
        Assert.Empty(Find(url, ("a", Hash, [ManagementRole.Reader])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8081")]
    [InlineData("127.0.0.1:8081")]
    [InlineData("ftp://127.0.0.1:8081")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:8081/below")]
    [InlineData("http://unix:/run/messaging.sock")]
    public void What_is_no_address_is_said(string url) => Assert.StartsWith(
        "Management:Url: is no address with a port", Assert.Single(Find(url)), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("messaging_secret")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0z")]
    public void A_hash_that_is_none_is_not_repeated(string hash)
    {
        var error = Assert.Single(Find(null, ("deploy", hash, [ManagementRole.Reader])));

        Assert.StartsWith("Management:ApiKeys:deploy:Hash: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_a_role_and_one_that_two_have_are_said() => Assert.Equal(
        ["Management:ApiKeys:b:Roles", "Management:ApiKeys"],
        Find(null, ("a", Hash, [ManagementRole.Reader]), ("b", Hash.ToUpperInvariant(), []))
            .Select(error => error.Split(": ")[0]));

    [Fact]
    public void A_number_is_no_role() => Assert.StartsWith(
        "Management:ApiKeys:a:Roles: ",
        Assert.Single(Find(null, ("a", Hash, [(ManagementRole)7]))),
        StringComparison.Ordinal);

    [Fact]
    public void Beyond_loopback_somebody_with_a_password_will_do()
    {
        var options = new ManagementOptions { Url = "https://10.0.0.1:8443" };
        options.Users.Add("anna", new() { PasswordHash = Password.Hash("x"), Roles = [ManagementRole.Reader] });

        Assert.Empty(options.FindErrors("Management"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("c2VjcmV0")]
    [InlineData(Hash)]
    public void A_password_in_place_of_its_hash_is_not_repeated(string hash)
    {
        var options = new ManagementOptions();
        options.Users.Add("anna", new() { PasswordHash = hash, Roles = [ManagementRole.Reader] });

        var error = Assert.Single(options.FindErrors("Management"));

        Assert.StartsWith("Management:Users:anna:PasswordHash: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_without_a_role_and_one_of_a_keys_name_are_said()
    {
        var options = new ManagementOptions();
        options.ApiKeys.Add("anna", new() { Hash = Hash, Roles = [ManagementRole.Reader] });
        options.Users.Add("Anna", new() { PasswordHash = Password.Hash("x"), Roles = [(ManagementRole)7] });

        Assert.Equal(
            ["Management:Users:Anna:Roles", "Management:Users:Anna"],
            options.FindErrors("Management").Select(error => error.Split(": ")[0]));
    }

    private static IEnumerable<string> Find(
        string? url, params (string Name, string Hash, List<ManagementRole> Roles)[] keys)
    {
        var options = new ManagementOptions { Url = url };
        foreach (var (name, hash, roles) in keys)
            options.ApiKeys.Add(name, new() { Hash = hash, Roles = roles });
        return options.FindErrors("Management");
    }
}
