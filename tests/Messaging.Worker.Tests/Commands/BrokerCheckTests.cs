using Messaging.Testing;
using Messaging.Worker.Commands.Checks;
using Messaging.Worker.Hosting;

namespace Messaging.Worker.Tests.Commands;

/// <summary>What the check finds out at a real broker about the permissions of its user.</summary>
public sealed class BrokerCheckTests(BrokerCheckTests.Broker broker) : IClassFixture<BrokerCheckTests.Broker>
{
    private const string Both = "^(fulfillment-|order-)";

    [Theory]
    [InlineData(Both, "^fulfillment-", Both, "")]
    [InlineData("^fulfillment-", "^fulfillment-", Both, "access to exchange 'order-check-")]
    [InlineData(Both, "", Both, "access to queue 'fulfillment-check-")]
    [InlineData(Both, "^fulfillment-", "^fulfillment-", "access to exchange 'order-check-")]
    public async Task Each_permission_that_the_service_needs_is_tried(
        string configure, string write, string read, string fault)
    {
        var user = await broker.CreateUserAsync(configure, write, read);

        var finding = Assert.Single(await BrokerCheck.RunAsync(user, TestContext.Current.CancellationToken));

        Assert.Equal(fault.Length == 0 ? FindingState.Ok : FindingState.Problem, finding.State);
        Assert.Contains(fault, finding.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", finding.Text, StringComparison.Ordinal);
        Assert.Equal("{ok, [[], []]}", await broker.ListLeftoversAsync());
    }

    [Fact]
    public async Task Of_several_brokers_one_may_be_away()
    {
        var bus = await broker.CreateUserAsync(Both, Both, Both);
        bus.RabbitMq.Hosts = [$"127.0.0.1:{bus.RabbitMq.Port}", "127.0.0.1:1"];

        var findings = await BrokerCheck.RunAsync(bus, TestContext.Current.CancellationToken);

        Assert.Equal([FindingState.Ok, FindingState.Warning], findings.Select(finding => finding.State));
    }

    public sealed class Broker : IAsyncLifetime
    {
        private RabbitMqServer _server = null!;

        public async ValueTask InitializeAsync() => _server = await RabbitMqServer.StartNewAsync();

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        internal async Task<BusOptions> CreateUserAsync(string configure, string write, string read)
        {
            var name = $"svc-{Guid.NewGuid():N}";
            var answer = await _server.EvaluateAsync($"""
                ok = rabbit_auth_backend_internal:add_user(<<"{name}">>, <<"s3cret">>, <<"tests">>),
                rabbit_auth_backend_internal:set_permissions(
                  <<"{name}">>, <<"/">>, <<"{configure}">>, <<"{write}">>, <<"{read}">>, <<"tests">>).
                """);
            Assert.Contains("{ok, ok}", answer, StringComparison.Ordinal);
            return new()
            {
                Transport = BusTransport.RabbitMq,
                RabbitMq = new() { Port = (ushort)_server.Port, Username = name, Password = "s3cret" },
            };
        }

        /// <summary>Queues and exchanges that a check has left.</summary>
        internal async Task<string> ListLeftoversAsync() => (await _server.EvaluateAsync("""
            [[Name || {resource, _, _, Name} <- Names, binary:match(Name, <<"check-">>) =/= nomatch]
              || Names <- [rabbit_amqqueue:list_names(), rabbit_exchange:list_names()]].
            """)).Trim();
    }
}
