using YamlDotNet.RepresentationModel;

namespace Messaging.Worker.Tests.Observability;

/// <summary>One rule of the file for Prometheus.</summary>
internal sealed record AlertRule(string Alert, string Expression, string Runbook)
{
    public const string File = "deploy/observability/messaging.rules.yml";

    public static IReadOnlyList<AlertRule> ReadAll()
    {
        var yaml = new YamlStream();
        using var file = new StreamReader(RepositoryFile.Find(File));
        yaml.Load(file);
        return
        [
            .. from YamlNode @group in (YamlSequenceNode)yaml.Documents[0].RootNode["groups"]
               from YamlNode rule in (YamlSequenceNode)@group["rules"]
               select new AlertRule(
                   rule["alert"].ToString(), rule["expr"].ToString(), rule["annotations"]["runbook"].ToString()),
        ];
    }
}
