using System.Net;
using System.Text.Json.Nodes;
using Messaging.Worker.Tests.Hosting;

namespace Messaging.Worker.Tests.Management;

/// <summary>The description of the operators' API in the repository is the one that a worker gives.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public class OpenApiTests
{
    private const string File = "docs/openapi.json";

    [Fact]
    public async Task The_description_is_kept_in_step()
    {
        await using var worker = await RunningWorker.StartAsync();
        using var answer = await AccessTests.AskAsync(worker.Client, "/api/openapi.json", authorization: null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var given = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var kept = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(
            RepositoryFile.Find(File), TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(given, kept), $"{File} has to be:\n{given}");
        Assert.All(
            given["paths"]!.AsObject(),
            path => Assert.StartsWith("/api/", path.Key, StringComparison.Ordinal));
    }
}
