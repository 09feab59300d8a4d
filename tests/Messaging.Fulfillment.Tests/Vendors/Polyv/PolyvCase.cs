using System.Net;
using System.Text;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

/// <summary>Shared by Polyv's tests.</summary>
internal static class PolyvCase
{
    public const string Account = "main";
    public const string AppId = "frlr1zazn3";
    public const string Secret = "a-secret-of-the-tests";

    public static PolyvOptions Options(string secret = Secret) => new()
    {
        Accounts = { [Account] = new AccountOptions { AppId = AppId, AppSecret = secret } },
    };

    public static VendorOrder<OrderMarkedDelivering> Order(string orderNo, bool inDoubt = false) => new(
        new OrderMarkedDelivering
        {
            EventId = Guid.NewGuid(),
            OrderNo = orderNo,
            OccurredAt = DateTimeOffset.UnixEpoch,
        }, inDoubt);

    public static VendorOrder<OrderMarkedDelivering>[] Orders(params string[] orderNos) =>
        orderNos.Select(orderNo => Order(orderNo)).ToArray();

    public static HttpReply Reply(int status, string body, TimeSpan? retryAfter = null) =>
        new((HttpStatusCode)status, Encoding.UTF8.GetBytes(body), retryAfter);

    /// <summary>Outcomes as text; a message of this service's own is written as unknown only.</summary>
    public static string Describe(IEnumerable<OrderOutcome> outcomes) => string.Join(" | ", outcomes.Select(Describe));

    private static string Describe(OrderOutcome outcome)
    {
        string?[] parts =
        [
            outcome.GetType().Name, outcome.Code, outcome is OrderOutcome.Unknown ? null : outcome.Message,
        ];
        return string.Join(' ', parts.OfType<string>());
    }
}
