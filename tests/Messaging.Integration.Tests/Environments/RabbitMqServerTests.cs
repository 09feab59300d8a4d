using System.Text;
using Messaging.Testing;
using RabbitMQ.Client;

namespace Messaging.Integration.Tests.Environments;

public sealed class RabbitMqServerTests(RabbitMqFixture shared)
{
    private static readonly BasicProperties Persistent = new() { Persistent = true };

    [Fact]
    public async Task Confirmed_messages_survive_a_crash_and_a_start_on_the_same_port()
    {
        await using var server = await RabbitMqServer.StartNewAsync();
        var address = server.ConnectionString;
        await PublishAsync(address, "before the crash");
        await server.SaveDeclarationsAsync();

        await server.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(address));
        await server.StartAsync();

        Assert.Equal(address, server.ConnectionString);
        Assert.Equal(["before the crash"], await ReadAllAsync(address));
    }

    [Fact]
    public async Task Virtual_hosts_do_not_see_each_others_queues()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("MESSAGING_TEST_RABBITMQ") is not null,
            "An existing broker has one for all.");
        var first = await shared.CreateVirtualHostAsync();
        var second = await shared.CreateVirtualHostAsync();

        await PublishAsync(first, "for the first");
        await PublishAsync(second, "for the second");

        Assert.Equal(["for the first"], await ReadAllAsync(first));
        Assert.Equal(["for the second"], await ReadAllAsync(second));
    }

    private static Task<IConnection> ConnectAsync(string address) =>
        new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();

    private static async Task PublishAsync(string address, string text)
    {
        await using var connection = await ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync("probe", durable: true, exclusive: false, autoDelete: false);
        await channel.BasicPublishAsync("", "probe", mandatory: true, Persistent, Encoding.UTF8.GetBytes(text));
    }

    private static async Task<List<string>> ReadAllAsync(string address)
    {
        await using var connection = await ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync();
        List<string> texts = [];
        while (await channel.BasicGetAsync("probe", autoAck: true) is { } message)
            texts.Add(Encoding.UTF8.GetString(message.Body.Span));
        return texts;
    }
}
