namespace Messaging.Integration.Tests.Crashes;

/// <summary>A worker is killed in each window between order event and result; another one finishes its work.</summary>
public class CrashTests(CrashScenarios scenarios) : IClassFixture<CrashScenarios>
{
    public static TheoryData<CrashWindow, string> Windows =>
        new MatrixTheoryData<CrashWindow, string>(Enum.GetValues<CrashWindow>(), ["sqlite", "postgres"]);

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task A_crash_costs_no_order_and_repeats_nothing_that_is_known_to_be_done(
        CrashWindow window, string ledger)
    {
        var errors = await scenarios.OutcomeAsync(window, ledger);
        Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors));
    }
}
