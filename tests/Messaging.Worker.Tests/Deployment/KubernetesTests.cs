using k8s.Models;
using Messaging.VendorSimulator;
using Messaging.Worker.Commands;
using Messaging.Worker.Tests.Commands;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Messaging.Worker.Tests.Deployment;

/// <summary>What is deployed can be applied, fits together, and gives the worker no more than it needs.</summary>
[Collection(EnvironmentVariable.Collection)]
public class KubernetesTests
{
    private static V1Deployment Deployment => Manifests.Single<V1Deployment>("worker");

    private static V1PodSpec Pod => Deployment.Spec.Template.Spec;

    private static V1Container Container => Assert.Single(Pod.Containers);

    [Theory]
    [InlineData("worker")]
    [InlineData("scaled")]
    public void Every_file_is_applied_and_everything_in_it_is_known(string folder)
    {
        var files = Directory.EnumerateFiles(Manifests.Find(folder, "")).Select(Path.GetFileName)
            .Where(file => file is not "kustomization.yaml" && file!.EndsWith(".yaml", StringComparison.Ordinal));

        Assert.Equal(
            files.Order(StringComparer.Ordinal),
            Manifests.FindResources(folder).Where(resource => resource is not "../worker")
                .Order(StringComparer.Ordinal));
        Assert.NotEmpty(Manifests.Read(folder));
    }

    [Fact]
    public void A_mistyped_property_would_be_noticed() => Assert.Throws<YamlException>(
        () => k8s.KubernetesYaml.LoadAllFromString(
            "apiVersion: v1\nkind: ServiceAccount\nautomountServiceAccountTokens: false\n", strict: true));

    [Fact]
    public void The_worker_runs_without_privileges()
    {
        Assert.False(Pod.AutomountServiceAccountToken);
        Assert.True(Pod.SecurityContext.RunAsNonRoot);
        Assert.NotEqual(0, Pod.SecurityContext.RunAsUser);
        Assert.Equal("RuntimeDefault", Pod.SecurityContext.SeccompProfile.Type);
        var security = Container.SecurityContext;
        Assert.False(security.AllowPrivilegeEscalation);
        Assert.True(security.ReadOnlyRootFilesystem);
        Assert.Equal(["ALL"], security.Capabilities.Drop);
        Assert.Null(security.Capabilities.Add);
    }

    [Fact]
    public void What_it_may_use_is_bounded()
    {
        Assert.All(
            ["cpu", "memory"],
            resource =>
            {
                Assert.Contains(resource, Container.Resources.Requests);
                Assert.Contains(resource, Container.Resources.Limits);
            });
        Assert.All(
            Pod.Volumes, volume => Assert.True(volume.EmptyDir is null || volume.EmptyDir.SizeLimit is not null));
        var (_, _, tag) = FindImage();
        Assert.Matches(@"^\d+\.\d+\.\d+$", tag);
    }

    [Fact]
    public void Its_image_is_named_once_for_all() =>
        Assert.Equal(Container.Image, FindImage().Name);

    [Fact]
    public void It_is_asked_how_it_is_by_a_name_that_it_answers_to()
    {
        Assert.All(
            [Container.StartupProbe, Container.LivenessProbe, Container.ReadinessProbe],
            probe => Assert.Equal("localhost", Assert.Single(probe.HttpGet.HttpHeaders).Value));
        Assert.Equal("/health/ready", Container.ReadinessProbe.HttpGet.Path);
        Assert.Equal("/health/live", Container.LivenessProbe.HttpGet.Path);
        Assert.True(Pod.TerminationGracePeriodSeconds >= 60);
    }

    [Fact]
    public void Secrets_are_files_and_its_settings_are_valid()
    {
        Assert.All(Container.Env, variable => Assert.Null(variable.ValueFrom));
        Assert.Null(Container.EnvFrom);
        var secrets = Directory.CreateTempSubdirectory("messaging-worker-tests-");
        try
        {
            foreach (var line in File.ReadLines(RepositoryFile.Find($"{Manifests.Folder}/secrets.example.env")))
            {
                var (key, value) = (line[..line.IndexOf('=')], line[(line.IndexOf('=') + 1)..]);
                File.WriteAllText(Path.Combine(secrets.FullName, key), value);
            }

            using var error = new StringWriter();
            Assert.True(
                ConfigurationLoader.TryRead(
                    new(Manifests.Find("worker", "settings.json"), secrets.FullName), vendors: null, error, out _),
                error.ToString());
        }
        finally
        {
            secrets.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_it_reads_is_mounted_where_it_looks()
    {
        var mounts = Container.VolumeMounts.ToDictionary(mount => mount.Name, mount => mount.MountPath);
        var variables = Container.Env.ToDictionary(variable => variable.Name, variable => variable.Value);

        Assert.Equal($"{mounts["settings"]}/settings.json", variables["MESSAGING_SETTINGS"]);
        Assert.Equal(mounts["secrets"], variables["MESSAGING_SECRETS"]);
        Assert.Equal(Pod.Volumes.Select(volume => volume.Name).Order(), mounts.Keys.Order());
        Assert.All(Container.VolumeMounts, mount => Assert.True(mount.ReadOnlyProperty is true || mount.Name is "tmp"));
    }

    [Fact]
    public void Policies_are_about_the_worker()
    {
        var labels = Deployment.Spec.Template.Metadata.Labels;
        Assert.Equal(labels, Deployment.Spec.Selector.MatchLabels);
        Assert.Equal(labels, Manifests.Single<V1PodDisruptionBudget>("worker").Spec.Selector.MatchLabels);
        Assert.Equal(labels, Manifests.Single<V1NetworkPolicy>("worker").Spec.PodSelector.MatchLabels);
        Assert.All(Pod.TopologySpreadConstraints, spread => Assert.Equal(labels, spread.LabelSelector.MatchLabels));
        Assert.Equal(Manifests.Single<V1ServiceAccount>("worker").Metadata.Name, Pod.ServiceAccountName);
    }

    [Fact]
    public void It_is_scaled_by_every_queue_and_by_a_metric_that_there_is_and_never_to_none()
    {
        var scaled = Manifests.Single<ScaledObject>("scaled").Spec;
        var queues = scaled.Triggers.FindAll(trigger => trigger.Type is "rabbitmq");
        Assert.Equal(Deployment.Metadata.Name, scaled.ScaleTargetRef.Name);
        Assert.InRange(scaled.MinReplicaCount, 1, scaled.MaxReplicaCount);
        Assert.Equal(
            VendorNames.All.Select(vendor => $"fulfillment-{vendor}").Order(StringComparer.Ordinal),
            queues.Select(trigger => trigger.Metadata["queueName"]).Order(StringComparer.Ordinal));
        var login = Manifests.Single<TriggerAuthentication>("scaled").Metadata.Name;
        Assert.All(queues, trigger => Assert.Equal(login, trigger.AuthenticationRef!.Name));
        var query = Assert.Single(scaled.Triggers, trigger => trigger.Type is "prometheus").Metadata["query"];
        Assert.Contains(
            $"| `{query["max(".Length..^1]}` |",
            File.ReadAllText(RepositoryFile.Find("docs/metrics.md")),
            StringComparison.Ordinal);
    }

    private static (string Name, string NewName, string Tag) FindImage()
    {
        var image = Assert.Single((YamlSequenceNode)Manifests.ReadKustomization("worker")["images"]);
        return (image["name"].ToString(), image["newName"].ToString(), image["newTag"].ToString());
    }
}
