using System.Text.Json;

namespace Messaging.Worker.Tests.Observability;

/// <summary>The dashboard for Grafana.</summary>
internal static class Dashboard
{
    /// <summary>What its panels ask for, with a fixed time and all vendors for Grafana's variables.</summary>
    public static IReadOnlyList<string> ReadExpressions()
    {
        using var dashboard =
            JsonDocument.Parse(File.ReadAllText(RepositoryFile.Find("deploy/observability/messaging.dashboard.json")));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               where panel.TryGetProperty("targets", out _)
               from target in panel.GetProperty("targets").EnumerateArray()
               select target.GetProperty("expr").GetString()!
                   .Replace("$__rate_interval", "5m", StringComparison.Ordinal)
                   .Replace("$vendor", ".*", StringComparison.Ordinal),
        ];
    }
}
