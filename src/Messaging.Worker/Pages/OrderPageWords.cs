using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of an order's page.</summary>
internal static class OrderPageWords
{
    public static readonly Word Title = new("Order", "订单");
    public static readonly Word Ask = new("Which order? Its number, exactly.", "哪个订单?请输入完整的订单号。");
    public static readonly Word Next = new("What happens next", "接下来");
    public static readonly Word Result = new("Result", "结果");
}
