using Messaging.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Worker.Tests.Hosting;

public class UnprotectedConnectionsTests
{
    /// <summary>EM documents its API over plain HTTP only.</summary>
    private const string Em = "Vendors:Em:BaseUrl";

    private const string Key = "Management:ApiKeys:a:Roles:0=Reader Management:ApiKeys:a:Hash="
        + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Theory]
    [InlineData("Vendors:Em:BaseUrl=https://em", "")]
    [InlineData("", Em)]
    [InlineData("Vendors:Polyv:BaseUrl=http://polyv:81", "Vendors:Polyv:BaseUrl", Em)]
    [InlineData("Bus:Transport=rabbitmq Bus:RabbitMq:Host=localhost", Em)]
    [InlineData("Bus:Transport=rabbitmq Bus:RabbitMq:Host=127.0.0.2", Em)]
    [InlineData("Bus:RabbitMq:Host=rabbit", Em)]
    [InlineData("Bus:Transport=rabbitmq Bus:RabbitMq:Host=rabbit", Em, "Bus:RabbitMq:UseTls")]
    [InlineData("Bus:Transport=rabbitmq Bus:RabbitMq:Host=rabbit Bus:RabbitMq:UseTls=true", Em)]
    [InlineData("Ledger:Provider=postgres Ledger:ConnectionString=Host=localhost", Em)]
    [InlineData("Ledger:Provider=postgres Ledger:ConnectionString=Host=/run/postgresql", Em)]
    [InlineData("Ledger:Provider=postgres Ledger:ConnectionString=Host=db", Em, "Ledger:ConnectionString")]
    [InlineData("Ledger:Provider=postgres Ledger:ConnectionString=Host=::1,db", Em, "Ledger:ConnectionString")]
    [InlineData(
        "Ledger:Provider=postgres Ledger:ConnectionString=Host=db;SslMode=Require", Em, "Ledger:ConnectionString")]
    [InlineData("Ledger:Provider=postgres Ledger:ConnectionString=Host=db;SslMode=VerifyFull", Em)]
    [InlineData($"{Key} Management:Url=http://0.0.0.0:8081", Em, "Management:Url")]
    [InlineData($"{Key} Management:Url=https://0.0.0.0:8443", Em)]
    [InlineData("Management:Url=http://127.0.0.1:8081", Em)]
    public void What_anybody_on_the_way_could_read_is_named(string changes, params string[] paths) =>
        Assert.Equal(
            paths.Where(path => path.Length > 0),
            Find(changes).Select(notice => string.Join(':', notice.Split(':').TakeWhile(IsPath))));

    [Fact]
    public void No_notice_repeats_a_secret() => Assert.DoesNotContain(
        "hunter2hunter2",
        string.Concat(Find(
            "Bus:Transport=rabbitmq Bus:RabbitMq:Host=rabbit Bus:RabbitMq:Password=hunter2hunter2 "
                + "Ledger:Provider=postgres Ledger:ConnectionString=Host=db;Password=hunter2hunter2")),
        StringComparison.Ordinal);

    private static bool IsPath(string part) => !part.StartsWith(' ');

    private static string[] Find(string changes)
    {
        using var services = new ServiceCollection()
            .AddWorker(Settings.With(changes.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .BuildServiceProvider();
        return [.. UnprotectedConnections.Find(services)];
    }
}
