using System.CommandLine;
using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Commands;

/// <summary>Shows how a vendor's signature is computed, to compare with the vendor's own tool.</summary>
internal static class SignCommand
{
    private const string SecretVariable = "VENDOR_APP_SECRET";

    public static Command Create(Action<VendorsBuilder>? vendors)
    {
        var vendor = new Argument<string?>("vendor")
        {
            Description = "The vendor, as polyv, fengchao or em.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var parameters = new Option<string[]>("--param", "-p")
        {
            Description = "A request parameter, as key=value with the raw value; repeat it for each, without the "
                + "signature itself.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(
            "sign", $"Signs request parameters with the secret in the environment variable {SecretVariable}.")
        {
            vendor, parameters,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(vendor),
            parsed.GetValue(parameters) ?? [],
            vendors,
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(
        string? vendor,
        string[] parameters,
        Action<VendorsBuilder>? vendors,
        TextWriter output,
        TextWriter error)
    {
        using var provider = ComposeSigners(vendors);
        var signers = provider.GetServices<IParameterSigner>().ToArray();
        var signer = Array.Find(signers, known => known.Vendor.Equals(vendor, StringComparison.OrdinalIgnoreCase));
        var secret = Environment.GetEnvironmentVariable(SecretVariable);
        List<string> errors = [];
        if (signer is null)
        {
            var known = string.Join(", ", signers.Select(other => other.Vendor));
            errors.Add(
                vendor is null
                    ? $"Which vendor signs? One of {known}, as in: sign {signers[0].Vendor} --param appId=… "
                        + "--param timestamp=…"
                    : $"'{vendor}' is not a vendor that signs; those are {known}.");
        }

        if (parameters.Length == 0)
        {
            errors.Add("What is signed? Name each parameter of the request with --param key=value, the signature "
                + "itself left out.");
        }

        if (string.IsNullOrEmpty(secret))
            errors.Add($"The environment variable {SecretVariable} is not set; it has to hold the account's secret.");
        errors.AddRange(parameters
            .Where(parameter => parameter.IndexOf('=', StringComparison.Ordinal) < 1)
            .Select(parameter => $"--param '{parameter}' is not key=value."));
        foreach (var line in errors)
            error.WriteLine(line);
        if (errors.Count > 0)
            return ExitCode.Misconfigured;

        var signature = signer!.Sign(parameters.Select(Split), secret!);
        output.WriteLine(signature.MaskedText);
        output.WriteLine(signature.Value);
        return ExitCode.Success;
    }

    private static KeyValuePair<string, string?> Split(string parameter)
    {
        var parts = parameter.Split('=', 2);
        return new(parts[0], parts[1]);
    }

    /// <summary>
    /// The signers as configured, without validation: accounts may be missing, since the secret comes from elsewhere.
    /// </summary>
    private static ServiceProvider ComposeSigners(Action<VendorsBuilder>? vendors)
    {
        var services = new ServiceCollection().AddWorker(WorkerHost.CreateBuilder().Configuration, vendors);
        foreach (var validator in services.Where(IsValidator).ToArray())
            services.Remove(validator);
        return services.BuildServiceProvider();
    }

    private static bool IsValidator(ServiceDescriptor service) =>
        service.ServiceType.IsGenericType
            && service.ServiceType.GetGenericTypeDefinition() == typeof(IValidateOptions<>);
}
