using Messaging.Fulfillment.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Tests;

public class LastValidOptionsTests
{
    private readonly IConfigurationRoot _configuration =
        new ConfigurationBuilder().AddInMemoryCollection([new("Limit", "5")]).Build();

    [Fact]
    public void A_valid_reload_counts_at_once_and_listeners_are_told()
    {
        var options = Build();
        var told = new List<int>();
        using var subscription = options.OnChange((changed, _) => told.Add(changed.Limit));
        Assert.Equal(5, options.CurrentValue.Limit);

        Reload("7");

        Assert.Equal(7, options.CurrentValue.Limit);
        Assert.Equal([7], told);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    public void An_invalid_reload_is_refused_and_the_values_before_stay_until_the_next_valid_one(string invalid)
    {
        var options = Build();
        Assert.Equal(5, options.CurrentValue.Limit);

        Reload(invalid);
        Assert.Equal(5, options.CurrentValue.Limit);

        Reload("6");
        Assert.Equal(6, options.CurrentValue.Limit);
    }

    [Fact]
    public void At_the_start_invalid_options_throw()
    {
        _configuration["Limit"] = "-1";

        Assert.Throws<OptionsValidationException>(() => Build().CurrentValue);
    }

    private IOptionsMonitor<Settings> Build()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddOptions<Settings>()
            .Bind(_configuration)
            .Validate(settings => settings.Limit > 0, "Limit: is not above 0.");
        services.AddSingleton<IOptionsMonitor<Settings>, LastValidOptions<Settings>>();
        return services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<Settings>>();
    }

    private void Reload(string limit)
    {
        _configuration["Limit"] = limit;
        _configuration.Reload();
    }

    internal sealed class Settings
    {
        public int Limit { get; set; }
    }
}
