namespace Messaging.Worker.Tests.Deployment;

/// <summary>What KEDA calls so, as far as it is used here: a property that is not here is an error.</summary>
internal sealed class TriggerAuthentication
{
    public const string Type = "keda.sh/v1alpha1/TriggerAuthentication";

    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public k8s.Models.V1ObjectMeta Metadata { get; set; } = new();

    public AuthenticationSpec Spec { get; set; } = new();

    internal sealed class AuthenticationSpec
    {
        public List<SecretReference> SecretTargetRef { get; set; } = [];
    }

    internal sealed class SecretReference
    {
        public string Parameter { get; set; } = "";

        public string Name { get; set; } = "";

        public string Key { get; set; } = "";
    }
}
