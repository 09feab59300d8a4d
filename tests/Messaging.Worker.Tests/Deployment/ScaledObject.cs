namespace Messaging.Worker.Tests.Deployment;

/// <summary>What KEDA calls so, as far as it is used here: a property that is not here is an error.</summary>
internal sealed class ScaledObject
{
    public const string Type = "keda.sh/v1alpha1/ScaledObject";

    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public k8s.Models.V1ObjectMeta Metadata { get; set; } = new();

    public ScaledObjectSpec Spec { get; set; } = new();

    internal sealed class ScaledObjectSpec
    {
        public Reference ScaleTargetRef { get; set; } = new();

        public int MinReplicaCount { get; set; }

        public int MaxReplicaCount { get; set; }

        public int PollingInterval { get; set; }

        public int CooldownPeriod { get; set; }

        public List<Trigger> Triggers { get; set; } = [];
    }

    internal sealed class Reference
    {
        public string Name { get; set; } = "";
    }

    internal sealed class Trigger
    {
        public string Type { get; set; } = "";

        public Dictionary<string, string> Metadata { get; set; } = [];

        public Reference? AuthenticationRef { get; set; }
    }
}
