using Messaging.Testing.Tls;
using Messaging.Worker.Hosting;
using Microsoft.Extensions.Configuration;

namespace Messaging.Worker.Tests.Hosting;

public class ConfigurationErrorsTests
{
    private const string NotOnlyAnAddress =
        "Vendors:Em:BaseUrl: has a user, a query or a fragment; give scheme, host, port and path only.";

    [Fact]
    public void Sound_settings_have_no_errors() => Assert.Empty(Find(Settings.With()));

    [Theory]
    [InlineData("Bus:Transport=pigeon", "Bus:Transport: is not one of Memory, RabbitMq.")]
    [InlineData("Bus:Transport=7", "Bus:Transport: is neither memory nor rabbitmq.")]
    [InlineData("Bus:Trasport=memory", "Bus:Trasport: there is no such setting (did you mean Transport?).")]
    [InlineData("Bus:RabbitMq:Port=70000", "Bus:RabbitMq:Port: is not a whole number in range.")]
    [InlineData(
        "Bus:RabbitMq:Port=0", "Bus:RabbitMq:Port: is outside 1 to 65,535; leave it out for the protocol's own.")]
    [InlineData(
        "Bus:RabbitMq:Hosts:0=guest:secret@rabbit-1",
        "Bus:RabbitMq:Hosts:0: is no host or host:port, as rabbit-1 or rabbit-1:5672.")]
    [InlineData(
        "Bus:RabbitMq:Hosts=rabbit-1,rabbit-2",
        "Bus:RabbitMq:Hosts: is one value, and takes entries below it, each with a key, as Bus:RabbitMq:Hosts:0.")]
    [InlineData(
        "Bus:RabbitMq:Heartbeat=00:02:00",
        "Bus:RabbitMq:Heartbeat: 00:02:00 is not in whole seconds from 1 second to 1 minute.")]
    [InlineData("Bus:RabbitMq:User=x", "Bus:RabbitMq:User: there is no such setting.")]
    [InlineData("Bus:RabbitMq:Pasword=x", "Bus:RabbitMq:Pasword: there is no such setting (did you mean Password?).")]
    [InlineData("Bus:RabbitMq:UseTls=perhaps", "Bus:RabbitMq:UseTls: is not true or false.")]
    [InlineData(
        "Bus:RabbitMq:Tls:ServerName=x",
        "Bus:RabbitMq:Tls: is set, but Bus:RabbitMq:UseTls is not: nothing would be encrypted or verified.")]
    [InlineData(
        "Management:Url=http://0.0.0.0:8081",
        "Management:Url: is beyond this machine's loopback, and nobody could sign in there. Add a key under "
            + "Management:ApiKeys or somebody under Management:Users; the commands api-key and user make them.")]
    [InlineData("Management:Urls=x", "Management:Urls: there is no such setting (did you mean Url?).")]
    [InlineData("Ledger:WarnAfter=00:00:00", "Ledger:WarnAfter: 00:00:00 is outside 1 second to 30 days.")]
    [InlineData("Bus:StopTimeout=soon", "Bus:StopTimeout: is not a time span, as 00:00:30 for 30 seconds.")]
    [InlineData("Bus:MaxResultsInFlight=0", "Bus:MaxResultsInFlight: 0 is outside 1 to 10,000.")]
    [InlineData("Vendors:Polyv:OrdersPerCall=abc", "Vendors:Polyv:OrdersPerCall: is not a whole number in range.")]
    [InlineData(
        "Vendors:Polyv:OrdersPerCall=1001",
        "Vendors:Polyv:OrdersPerCall: 1001 is outside 1 to 1000, the vendor's limit.")]
    [InlineData(
        "Vendors:Polyv:OrdersPerCall:Max=5",
        "Vendors:Polyv:OrdersPerCall: is a section, and has to be one value: a whole number in range.")]
    [InlineData("Vendors:Ployv:OrdersPerCall=10", "Vendors:Ployv: there is no such setting (did you mean Polyv?).")]
    [InlineData(
        "Vendors:Polyv:BuiltInClassification:0:Code=1",
        "Vendors:Polyv:BuiltInClassification: there is no such setting.")]
    [InlineData(
        "Vendors:Em:Accounts:main:ApSecret=x",
        "Vendors:Em:Accounts:main:ApSecret: there is no such setting (did you mean AppSecret?).")]
    [InlineData(
        "Vendors:Em:Accounts:main:AppSecret=",
        "Vendors:Em:Accounts:main:AppSecret: is missing; set it from a secret store or the environment "
            + "(Vendors__Em__Accounts__main__AppSecret).")]
    [InlineData(
        "Vendors:Fengchao:Classification:0:Class=Maybe",
        "Vendors:Fengchao:Classification:0:Class: is not one of Retry, AlreadyDone, Rejected, RejectedForNow, "
            + "Account, RateLimited, Refused.")]
    [InlineData("Vendors:Em:BaseUrl=em.example", "Vendors:Em:BaseUrl: is not an absolute http or https address.")]
    [InlineData("Vendors:Em:BaseUrl=https://user@em", NotOnlyAnAddress)]
    [InlineData("Vendors:Em:BaseUrl=https://em/?key=hunter2hunter2", NotOnlyAnAddress)]
    [InlineData("Vendors:Em:BaseUrl=https://em/?", NotOnlyAnAddress)]
    [InlineData("Vendors:Em:BaseUrl=https://em/#part", NotOnlyAnAddress)]
    [InlineData("Ledger:Providr=sqlite", "Ledger:Providr: there is no such setting (did you mean Provider?).")]
    [InlineData("Telemetry:Otlp=collector", "Telemetry:Otlp: is not an absolute http or https address.")]
    public void An_error_is_named_by_its_path(string change, string error) =>
        Assert.Contains(error, Find(Settings.With(change)));

    [Fact]
    public void Files_for_the_broker_that_cannot_be_used_are_named_and_not_shown()
    {
        using var authority = new TestAuthority();
        using var unrelated = new TestAuthority();
        var certificate = authority.Issue();

        Assert.Empty(FindWithTls(certificate.CertificateFile, certificate.KeyFile, authority.CaFile));
        Assert.Equal(
            [
                "Bus:RabbitMq:Tls:CaFile: cannot be used. It has to hold certificates as PEM.",
                "Bus:RabbitMq:Tls:CertificateFile: cannot be used. It has to hold a certificate as PEM, with its key, "
                    + "without a password, beside it or in Bus:RabbitMq:Tls:KeyFile.",
            ],
            FindWithTls(certificate.KeyFile, unrelated.Issue().KeyFile, caFile: certificate.KeyFile));
        Assert.Equal(
            ["Bus:RabbitMq:Tls:KeyFile: has no certificate; name it in Bus:RabbitMq:Tls:CertificateFile."],
            Find(Settings.With("Bus:RabbitMq:UseTls=true", $"Bus:RabbitMq:Tls:KeyFile={certificate.KeyFile}")));
        var missing = Assert.Single(
            Find(Settings.With("Bus:RabbitMq:UseTls=true", "Bus:RabbitMq:Tls:CaFile=/nowhere/ca.pem")));
        Assert.StartsWith("Bus:RabbitMq:Tls:CaFile: cannot be read: ", missing, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_outlasts_the_stop_is_an_error() => Assert.Contains(
        Find(Settings.With("Bus:StopTimeout=00:00:11")),
        error => error.StartsWith(
            "Bus:StopTimeout: 00:00:11 is not longer than 00:00:11, the sum of Vendors:Polyv:BatchTimeLimit",
            StringComparison.Ordinal));

    [Fact]
    public void All_errors_come_at_once_whatever_their_kind()
    {
        var errors = Find(Settings.With(
            "Bus:Transport=pigeon",
            "Ledger:Provider=paper",
            "Vendors:Polyv:OrdersPerCall=abc",
            "Vendors:Polyv:CallsPerSecond=0",
            "Vendors:Polyv:BatchTimeLimit=soon",
            "Vendors:Fengchao:Accounts:main:SellerNick=",
            "Vendors:Fengchao:TimestampUnit=Minutes",
            "Vendors:Emm:BaseUrl=http://em"));

        string[] paths =
        [
            "Bus:Transport",
            "Ledger:Provider",
            "Vendors:Emm",
            "Vendors:Fengchao:Accounts:main:SellerNick",
            "Vendors:Fengchao:TimestampUnit",
            "Vendors:Polyv:BatchTimeLimit", "Vendors:Polyv:CallsPerSecond", "Vendors:Polyv:OrdersPerCall",
        ];
        Assert.Equal(paths.Length, errors.Count);
        Assert.All(paths, path => Assert.Single(errors, error => error.StartsWith(path, StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_any_account_there_is_nothing_to_do() =>
        Assert.StartsWith(
            "Vendors: no vendor has an account", Assert.Single(Find(Settings.From([]))), StringComparison.Ordinal);

    [Fact]
    public void A_vendor_without_accounts_asks_for_none_while_another_has_one() => Assert.Empty(Find(Settings.From(
    [
        new("Vendors:Polyv:Accounts:main:AppId", "id"),
        new("Vendors:Polyv:Accounts:main:AppSecret", "secret"),
        new("Vendors:Em:CallsPerSecond", "5"),
    ])));

    [Fact]
    public void Accounts_that_are_misspelt_do_not_switch_a_vendor_off_in_silence() => Assert.Equal(
        ["Vendors:Em:Acounts: there is no such setting (did you mean Accounts?)."],
        Find(Settings.From(
        [
            new("Vendors:Polyv:Accounts:main:AppId", "id"),
            new("Vendors:Polyv:Accounts:main:AppSecret", "secret"),
            new("Vendors:Em:Acounts:main:AppId", "id"),
        ])));

    [Fact]
    public void No_value_is_repeated_where_it_may_be_a_secret_in_the_wrong_place()
    {
        const string secret = "hunter2hunter2";
        var errors = Find(Settings.With(
            $"Bus:RabbitMq:Port={secret}",
            $"Bus:RabbitMq:Pass={secret}",
            $"Vendors:Em:Accounts:main:Secret={secret}",
            $"Vendors:Fengchao:BaseUrl={secret}",
            $"Vendors:Em:BaseUrl=https://user:{secret}@em",
            $"Vendors:Polyv:BaseUrl=https://polyv/?token={secret}",
            $"Vendors:Polyv:Burst={secret}"));

        Assert.Equal(7, errors.Count);
        Assert.DoesNotContain(secret, string.Concat(errors), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> FindWithTls(string certificateFile, string keyFile, string caFile) =>
        Find(Settings.With(
            "Bus:RabbitMq:UseTls=true",
            $"Bus:RabbitMq:Tls:CaFile={caFile}",
            $"Bus:RabbitMq:Tls:CertificateFile={certificateFile}",
            $"Bus:RabbitMq:Tls:KeyFile={keyFile}"));

    private static IReadOnlyList<string> Find(IConfiguration configuration) =>
        ConfigurationErrors.Find(configuration, (services, settings) => services.AddWorker(settings));
}
