using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Hosting.Broker;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Hosting;

/// <summary>Finds all errors in the bus's settings, conflicts with those of a vendor included.</summary>
internal sealed class BusOptionsValidator(IEnumerable<RegisteredVendor> vendors) : IValidateOptions<BusOptions>
{
    public ValidateOptionsResult Validate(string? name, BusOptions options)
    {
        string[] errors =
        [
            .. FindBusErrors(options), .. FindBrokerErrors(options.RabbitMq), .. FindStopErrors(options),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> FindBusErrors(BusOptions options)
    {
        if (!Enum.IsDefined(options.Transport))
            yield return "Bus:Transport: is neither memory nor rabbitmq.";
        if (options.StopTimeout < TimeSpan.FromSeconds(1) || options.StopTimeout > TimeSpan.FromMinutes(10))
            yield return $"Bus:StopTimeout: {options.StopTimeout} is outside 1 second to 10 minutes.";
    }

    private static IEnumerable<string> FindBrokerErrors(RabbitMqOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Host))
            yield return "Bus:RabbitMq:Host: is missing; name the broker.";
        for (var i = 0; i < options.Hosts.Count; i++)
        {
            // Not quoted: a whole address may hold a password.
            if (BrokerAddress.TryParse(options.Hosts[i]) is null)
                yield return $"Bus:RabbitMq:Hosts:{i}: is no host or host:port, as rabbit-1 or rabbit-1:5672.";
        }

        if (options.Heartbeat < TimeSpan.FromSeconds(1) || options.Heartbeat > TimeSpan.FromMinutes(1)
            || options.Heartbeat.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            yield return $"Bus:RabbitMq:Heartbeat: {options.Heartbeat} is not in whole seconds from 1 second to 1 "
                + "minute.";
        }

        if (options.Port == 0)
            yield return "Bus:RabbitMq:Port: is outside 1 to 65,535; leave it out for the protocol's own.";
        if (string.IsNullOrWhiteSpace(options.VirtualHost))
            yield return "Bus:RabbitMq:VirtualHost: is missing; the broker's own is called /.";
        if (string.IsNullOrEmpty(options.Username))
            yield return "Bus:RabbitMq:Username: is missing.";
        if (string.IsNullOrEmpty(options.Password))
            yield return "Bus:RabbitMq:Password: is missing; set it from a secret store or the environment "
                + "(Bus__RabbitMq__Password).";
        foreach (var error in BrokerTls.FindErrors(options, "Bus:RabbitMq"))
            yield return error;
    }

    private IEnumerable<string> FindStopErrors(BusOptions options)
    {
        foreach (var vendor in vendors)
        {
            if (ReadLongestCall(vendor) is { } longest && options.StopTimeout <= longest)
            {
                yield return $"Bus:StopTimeout: {options.StopTimeout} is not longer than {longest}, the sum of "
                    + $"{vendor.Section}:BatchTimeLimit and AttemptTimeout; a stop would cut off calls in flight.";
            }
        }
    }

    /// <summary>Null where the vendor's own settings are invalid; that is reported separately.</summary>
    private static TimeSpan? ReadLongestCall(RegisteredVendor vendor)
    {
        try
        {
            var settings = vendor.Settings.CurrentValue;
            return settings.BatchTimeLimit + settings.AttemptTimeout;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }
}
