using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>An adapter whose process dies before, during or after a call.</summary>
internal sealed class CrashingAdapter<TEvent>(IVendorAdapter<TEvent> adapter, CrashPoint point) : IVendorAdapter<TEvent>
    where TEvent : class, IOrderEvent
{
    /// <summary>Long enough for the call to be sent, and shorter than the simulated vendor takes.</summary>
    private static readonly TimeSpan InFlight = TimeSpan.FromMilliseconds(300);

    public string Vendor => adapter.Vendor;

    public RepeatBehaviour Repeats => adapter.Repeats;

    public IReadOnlyList<string> FindViolations(TEvent order) => adapter.FindViolations(order);

    public async Task<VendorAnswer> CallAsync(VendorCall<TEvent> call, CancellationToken cancellationToken)
    {
        point.Reached(CrashWindow.BeforeCall);
        var answering = adapter.CallAsync(call, cancellationToken);
        if (point.IsAt(CrashWindow.DuringCall))
            await Task.Delay(InFlight, TimeProvider.System, cancellationToken);
        point.Reached(CrashWindow.DuringCall);
        var answer = await answering;
        point.Reached(CrashWindow.AfterCall);
        return answer;
    }
}
