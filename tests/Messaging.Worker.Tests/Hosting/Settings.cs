using Microsoft.Extensions.Configuration;

namespace Messaging.Worker.Tests.Hosting;

/// <summary>Settings for tests: valid ones, with changes.</summary>
internal static class Settings
{
    public static Dictionary<string, string?> Sound => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Vendors:Polyv:Accounts:main:AppId"] = "polyv-app",
        ["Vendors:Polyv:Accounts:main:AppSecret"] = "polyv-secret",
        ["Vendors:Fengchao:Accounts:main:AppId"] = "fengchao-app",
        ["Vendors:Fengchao:Accounts:main:AppSecret"] = "fengchao-secret",
        ["Vendors:Fengchao:Accounts:main:SellerNick"] = "shop",
        ["Vendors:Em:Accounts:main:AppId"] = "em-app",
        ["Vendors:Em:Accounts:main:AppSecret"] = "em-secret",
    };

    /// <summary>
    /// Valid settings with these changes, each as <c>path=value</c>; or <c>section:</c>, which is left out.
    /// </summary>
    public static IConfigurationRoot With(params string[] changes)
    {
        var settings = Sound;
        foreach (var change in changes)
        {
            if (change.EndsWith(':'))
                settings.Keys.Where(key => key.StartsWith(change, StringComparison.Ordinal)).ToList()
                    .ForEach(key => settings.Remove(key));
            else
                settings[change.Split('=', 2)[0]] = change.Split('=', 2)[1];
        }

        return From(settings);
    }

    public static IConfigurationRoot From(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
