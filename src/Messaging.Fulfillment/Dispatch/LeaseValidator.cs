using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// Refuses a lease that an attempt of some vendor could outlast: it would be cut off whenever a renewal is late.
/// </summary>
internal sealed class LeaseValidator(IEnumerable<RegisteredVendor> vendors) : IValidateOptions<LedgerOptions>
{
    public ValidateOptionsResult Validate(string? name, LedgerOptions options)
    {
        if (options.Provider is not LedgerOptions.Postgres)
            return ValidateOptionsResult.Success;

        var errors = vendors.Select(vendor => FindError(vendor, options.LeaseDuration)).OfType<string>().ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string? FindError(RegisteredVendor vendor, TimeSpan lease)
    {
        try
        {
            // What is held for certain.
            var held = lease * 3 / 4;
            var attempt = vendor.Settings.CurrentValue.AttemptTimeout;
            return attempt < held
                ? null
                : $"{vendor.Section}:AttemptTimeout: {attempt} is not shorter than three quarters of "
                    + $"Ledger:LeaseDuration, {held}: a call must not outlive its worker's lease. Shorten the one or "
                    + "lengthen the other.";
        }
        catch (OptionsValidationException)
        {
            // Said where the vendor's settings are validated.
            return null;
        }
    }
}
