using System.Net.Http.Json;
using Messaging.Benchmarks.Orders;
using Messaging.Testing;
using Messaging.VendorSimulator.Journal;

namespace Messaging.Benchmarks.Environments;

/// <summary>The simulated vendors in a process of their own, without latency or faults.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly PrivateProgram _program;
    private readonly HttpClient _admin;

    private SimulatorProcess()
    {
        Address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{FreePort.Next()}"));
        _program = new(
            Path.Combine(AppContext.BaseDirectory, "Messaging.VendorSimulator.dll"), [], "--Urls", Address.ToString());
        _admin = new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Address { get; }

    public TimeSpan Cpu => ServerCosts.CpuIn(_program.Folder);

    public static async Task<SimulatorProcess> StartAsync()
    {
        var simulator = new SimulatorProcess();
        await simulator._program.StartAsync();
        await Eventually.TrueAsync(simulator.AnswersAsync, "the simulator answers");
        return simulator;
    }

    /// <summary>Forgets every order and accepts calls of these accounts only.</summary>
    /// <param name="sellers">The accounts, at each vendor.</param>
    /// <param name="callsPerSecond">The quota of each account; null: none.</param>
    public async Task ResetAsync(IReadOnlyList<Seller> sellers, double? callsPerSecond)
    {
        var accounts = Flow.All.ToDictionary(
            flow => flow.Vendor,
            flow => sellers.ToDictionary(
                seller => seller.AppIdAt(flow.Vendor),
                seller => seller.ForSimulator(flow.Vendor, callsPerSecond),
                StringComparer.Ordinal),
            StringComparer.Ordinal);
        using var set = await _admin.PutAsJsonAsync("/admin/accounts", accounts);
        set.EnsureSuccessStatusCode();
        using var forgot = await _admin.DeleteAsync("/admin/journal");
        forgot.EnsureSuccessStatusCode();
    }

    public async Task<JournalSummary> SummarizeAsync(Flow flow) =>
        (await _admin.GetFromJsonAsync<JournalSummary>($"/admin/journal/{flow.Vendor}"))!;

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _program.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await SummarizeAsync(Flow.Em);
            return true;
        }
        catch (HttpRequestException) when (_program.IsRunning)
        {
            return false;
        }
    }
}
