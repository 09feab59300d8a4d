using System.CommandLine;

namespace Messaging.Worker.Operations.Failures;

/// <summary>Which failures, as the command line says it.</summary>
internal sealed class FailureOptions
{
    public Option<string?> Vendor { get; } = new("--vendor") { Description = "Of this vendor." };

    public Option<string?> Account { get; } = new("--account") { Description = "Of this account." };

    public Option<string?> Reason { get; } =
        new("--reason") { Description = "With this reason, as rejectedByVendor." };

    public Option<string?> Code { get; } =
        new("--code") { Description = "With this code of the vendor's; \"\" for those without one." };

    public void AddTo(Command command)
    {
        foreach (var option in new[] { Vendor, Account, Reason, Code })
            command.Options.Add(option);
    }

    public string ToQuery(ParseResult parsed) => string.Join(
        '&',
        from option in new[] { Vendor, Account, Reason, Code }
        let value = parsed.GetValue(option)
        where value is not null
        select $"{option.Name[2..]}={Uri.EscapeDataString(value)}");
}
