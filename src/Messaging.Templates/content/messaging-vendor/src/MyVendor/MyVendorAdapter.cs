using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Options;

namespace MyVendor;

/// <summary>Takes orders to MyVendor: <c>POST /orders</c>, up to 50 in a call.</summary>
internal sealed class MyVendorAdapter(VendorHttp http, IOptionsMonitor<MyVendorOptions> options, TimeProvider time)
    : IVendorAdapter<MyVendorOrder>
{
    public const string Name = "myvendor";
    private const int LongestNote = 200;

    public string Vendor => Name;

    public RepeatBehaviour Repeats => RepeatBehaviour.SetsValue;

    public IReadOnlyList<string> FindViolations(MyVendorOrder order) =>
    [
        .. OrderNumberRule.FindViolations(order.OrderNo),
        .. order.Note?.Length > LongestNote
            ? [$"Note has {order.Note.Length} characters; at most {LongestNote} are allowed."]
            : Array.Empty<string>(),
    ];

    public Task<VendorAnswer> CallAsync(VendorCall<MyVendorOrder> call, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        return current.Accounts.TryGetValue(call.Account, out var account)
            ? http.SendAsync(
                Name,
                account,
                signer => MyVendorRequest.Create(call.Orders, current, signer, time.GetUtcNow()),
                call.Orders.Count,
                current.MaxAnswerBytes,
                reply => MyVendorAnswer.Read(reply, call.Orders, current),
                cancellationToken)
            : Task.FromResult(VendorAnswer.WholeCall(ClassifiedAnswer.NoSuchAccount(call.Account), call.Orders.Count));
    }
}
