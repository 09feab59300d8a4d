using k8s;
using YamlDotNet.RepresentationModel;

namespace Messaging.Worker.Tests.Deployment;

/// <summary>What is applied to a cluster, read so that a property which Kubernetes does not know is an error.</summary>
internal static class Manifests
{
    public const string Folder = "deploy/kubernetes";

    private static readonly Dictionary<string, Type> OfKeda = new(StringComparer.Ordinal)
    {
        [ScaledObject.Type] = typeof(ScaledObject),
        [TriggerAuthentication.Type] = typeof(TriggerAuthentication),
    };

    /// <summary>The objects of the files which the folder's kustomization names.</summary>
    /// <param name="folder">Below <see cref="Folder"/>.</param>
    public static IReadOnlyList<object> Read(string folder) =>
    [
        .. FindResources(folder)
            .Where(resource => resource.EndsWith(".yaml", StringComparison.Ordinal))
            .SelectMany(file => KubernetesYaml.LoadAllFromString(
                File.ReadAllText(Find(folder, file)), OfKeda, strict: true)),
    ];

    /// <summary>The object of a kind of which there is one.</summary>
    public static T Single<T>(string folder) => Assert.Single(Read(folder).OfType<T>());

    public static IReadOnlyList<string> FindResources(string folder) =>
        [.. ((YamlSequenceNode)ReadKustomization(folder)["resources"]).Select(resource => resource.ToString())];

    public static YamlNode ReadKustomization(string folder) => ReadYaml($"{Folder}/{folder}/kustomization.yaml");

    /// <param name="path">From the repository's root on.</param>
    public static YamlNode ReadYaml(string path)
    {
        var yaml = new YamlStream();
        using var file = new StreamReader(RepositoryFile.Find(path));
        yaml.Load(file);
        return yaml.Documents[0].RootNode;
    }

    public static string Find(string folder, string file) => RepositoryFile.Find($"{Folder}/{folder}/{file}");
}
