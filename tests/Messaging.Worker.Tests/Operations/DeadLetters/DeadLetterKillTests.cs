using Messaging.Testing;
using Messaging.Worker.Operations.DeadLetters;

namespace Messaging.Worker.Tests.Operations.DeadLetters;

[Collection(Commands.EnvironmentVariable.Collection)]
public class DeadLetterKillTests
{
    [Fact]
    public async Task A_broker_that_is_killed_in_between_loses_nothing()
    {
        const int Messages = 1500;
        await using var broker = await RabbitMqServer.StartNewAsync();
        await using var scene = await DeadLetterScene.StartAsync(broker);
        await scene.DeclareAsync(DeadLetterScene.Queue);
        await scene.DeclareAsync(DeadLetterScene.Origin);
        for (var i = 0; i < Messages; i++)
            await scene.PublishAsync(DeadLetterScene.Queue, "x", new() { MessageId = $"{i}" });
        await broker.SaveDeclarationsAsync();

        var acting = scene.SendAsync(
            HttpMethod.Post,
            $"/{DeadLetterScene.Queue}/send-again",
            DeadLetterScene.Operator,
            new DeadLetterRequest(Ids: null, All: true, "the defect is corrected"));
        await Eventually.TrueAsync(
            async () => await scene.Channel.MessageCountAsync(DeadLetterScene.Origin) > 50, "some are sent");
        await broker.KillAsync();
        await broker.StartAsync();

        using var response = await acting;
        var outcome = await DeadLetterScene.ReadAsync<DeadLetterOutcome>(response);
        Assert.InRange(outcome.Done, 50, Messages - 1);
        Assert.NotEmpty(outcome.Stopped!);
        await using var connection = await scene.ConnectAsync();
        var found = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var queue in new[] { DeadLetterScene.Queue, DeadLetterScene.Origin })
        {
            await using var channel = await connection.CreateChannelAsync();
            while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
                found.Add(message.BasicProperties.MessageId);
        }

        Assert.Equal(Messages, found.Count);
    }
}
